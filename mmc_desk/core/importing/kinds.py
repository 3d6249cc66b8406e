"""What an import is made of: the kinds of office file, their fields, and one sheet being read."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate
from mmc_desk.core.importing.unfolding import Unfolded
from mmc_desk.core.tabular import Cell, Grid


@dataclass(frozen=True, slots=True)
class Reading:
    """How cells are to be understood: today, the order of a date's parts, the year the file speaks of."""

    today: date
    date_order: str = "dmj"
    year: int | None = None


Parse = Callable[[Cell, Reading], Any]
"""Reads a cell that isn't blank; None says that it tells nothing all the same.

Raises RuleError with a Dutch sentence when it can't.
"""


@dataclass(frozen=True, slots=True)
class Field:
    """A column an import knows: the headings desks give it and how its cells are read.

    A sheet that has `instead_of` has no column of this field. A cell of a `soft` field that can't be read is no
    reason to refuse its row: it goes to the note of the row. `telling` reads only what stands in no other column:
    cells that it reads tell the field under any heading. A `carried` one may stand once, for the rows below it too.
    """

    name: str
    synonyms: tuple[str, ...]
    parse: Parse
    instead_of: str = ""
    soft: bool = False
    telling: Parse | None = None
    carried: bool = False


def known_as(headings: str) -> tuple[str, ...]:
    """Return the headings of a field, given with bars between them."""
    return tuple(headings.split("|"))


class Outcome(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    SKIPPED = "skipped"


Seen = dict[Hashable, tuple[str, str, int, Hashable]]
"""The identities met, with file, sheet, row and record of the first time."""


@dataclass(slots=True)
class Batch:
    """The rows of one sheet, column by column, and what becomes of each.

    Blank cells, and cells that can't be read, are None. `seen` holds what was met earlier in this import, `skipped`
    the numbers of the rows that only add up others, `odd` what soft fields couldn't read.
    """

    sheet: str
    file: str
    titles: Sequence[str]
    numbers: Sequence[int]
    columns: dict[str, list[Any]]
    headings: dict[str, str]
    seen: Seen = field(default_factory=dict)
    reasons: dict[int, list[str]] = field(default_factory=dict)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unreadable: set[tuple[int, str]] = field(default_factory=set)
    skipped: Sequence[int] = ()
    odd: dict[int, list[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)

    def has(self, name: str) -> bool:
        """Tell whether the sheet has a column of this name."""
        return name in self.columns

    def column(self, name: str) -> list[Any]:
        """Return the values of a column; all None when the sheet lacks it."""
        found = self.columns.get(name)
        return [None] * len(self.numbers) if found is None else found

    def row(self, row: int) -> dict[str, Any]:
        """Return the values of a row that aren't blank, by field."""
        return {name: values[row] for name, values in self.columns.items() if values[row] is not None}

    def heading(self, name: str) -> str:
        """Return the heading the file itself gives a column."""
        return self.headings.get(name, name)

    def reject(self, row: int, reason: str) -> None:
        """Refuse a row, for one more reason."""
        self.reasons.setdefault(row, []).append(reason)
        self.outcomes[row] = Outcome.REJECTED

    def rejected(self, row: int) -> bool:
        """Tell whether a row was refused already."""
        return row in self.reasons

    def mark(self, row: int, outcome: Outcome) -> None:
        """Say what became of a row that wasn't refused."""
        self.outcomes[row] = outcome

    def first_of(self, row: int, identity: Hashable, record: Hashable, name: str) -> bool:
        """Tell whether `identity` is met for the first time in this file.

        The same record again, capitals aside, is a duplicate, taken once; another record under the same identity
        is refused, so that nothing is lost. `name` is how a person calls the identity ("Lidnr 41").
        """
        earlier = self.seen.get(identity)
        if earlier is None:
            self.seen[identity] = (self.file, self.sheet, self.numbers[row], record)
            return True
        where = self._where(*earlier[:3])
        if earlier[3] == record or _folded(earlier[3]) == _folded(record):
            self.outcomes[row] = Outcome.DUPLICATE
            self.notes.append(
                translate("importing", "rij {row}: {name} stond al op {first}, één keer genomen").format(
                    row=self.numbers[row], name=name, first=where
                )
            )
        else:
            self.reject(
                row,
                translate("importing", "{name} staat ook op {first}, met andere gegevens").format(
                    name=name, first=where
                ),
            )
        return False

    def _where(self, file: str, sheet: str, number: int) -> str:
        """Return where an earlier row stands, as far as it isn't here."""
        places = [name for name, here in ((file, self.file), (sheet, self.sheet)) if name != here]
        return ", ".join([*dict.fromkeys(places), translate("importing", "rij {row}").format(row=number)])

    def note(self, row: int, text: str) -> None:
        """Say something about a row that was taken all the same."""
        self.notes.append(translate("importing", "rij {row}: {text}").format(row=self.numbers[row], text=text))


def _folded(record: object) -> object:
    """Return a record without what two people write differently: capitals, accents, blanks."""
    if isinstance(record, tuple):
        return tuple(map(_folded, record))
    return " ".join(fold(record).split()) if isinstance(record, str) else record


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A kind of office file: how it is recognised and stored.

    `required` lists groups of field names of which a sheet must have at least one column, and each row a value.
    `telling` is like it, for sheets alone: what tells the kind from others. `place` orders the kinds: people
    before their rides. `store` writes the rows that aren't refused and marks every row. `hints` are parts of file
    and sheet names that decide where two kinds fit equally well; `ignored` headings hold nothing to keep; `about`
    are words for whom or what the rows are about, which in a heading tell nothing more.
    `note` is the field that takes what soft fields can't read. `unfold` returns the long form of a sheet that has
    more records of this kind in a row, None for any other sheet.
    `once` says that no record may stand in two files of one import with different data.
    """

    name: str
    title: str
    place: int
    fields: tuple[Field, ...]
    required: tuple[tuple[str, ...], ...]
    store: Callable[[Session, Batch], None]
    telling: tuple[tuple[str, ...], ...] = ()
    ignored: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    once: bool = False
    note: str = ""
    unfold: Callable[[Grid, "ImportKind"], Unfolded | None] | None = None
