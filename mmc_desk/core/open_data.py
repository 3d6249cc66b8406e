"""What a feature gives to the open-data export: counts of things and of the persons behind them, nobody's own figures.

features/yearly adds them up, decides what can't be published (rules/suppression.py) and writes them. Texts are Dutch,
in the context "open_data"; names go into file and column names: lower case, no spaces.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # the declarations of a feature need no database
    from sqlalchemy.orm import Session

OTHER = "overige"
"""The label of what has no name of its own in open data: free text that somebody typed may name a person."""

Labels = tuple[str, ...]
"""One label per dimension of a cube."""


class OpenFacts(NamedTuple):
    """What is counted, and who is behind it, by labels; the same labels and the same person may come more than once.

    Where nobody's name is known, as many different keys as there were surely persons.
    """

    values: Iterable[tuple[Labels, int]]
    persons: Iterable[tuple[Labels, Hashable]]


class OpenDimension(NamedTuple):
    """What counts are broken down by: name, what it means, and in which words the labels are."""

    name: str
    meaning: str
    labels: str


class OpenCube(NamedTuple):
    """Counts of one thing, broken down by each of its dimensions and by each two neighbours of them.

    `are_heads`: the persons themselves are counted.
    """

    name: str
    title: str
    definition: str
    dimensions: tuple[OpenDimension, ...]
    compute: Callable[["Session", int], OpenFacts]
    are_heads: bool = False


def known(label: str, names: Sequence[str] | frozenset[str]) -> str:
    """Return a label that is one of the names the desk keeps, anything else as OTHER."""
    return label if label in names else OTHER


def month_label(month: int) -> str:
    """Return a month as a label that sorts."""
    return f"{month:02d}"
