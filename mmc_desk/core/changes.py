"""What a write changed: row images before and after, from one place, for refresh, for the audit and for undo.

core.recording takes them from what the session flushed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the window opens without sqlalchemy
    from sqlalchemy.orm import Session

VERSION = "version"
"""The column that counts how often a row was saved."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after a write; `before` is None for a new row, `after` for a deleted one."""

    table: str
    key: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    def inverse(self) -> "RowChange":
        """Return the change that takes this one back."""
        return RowChange(self.table, self.key, self.after, self.before)

    def changed_columns(self) -> set[str]:
        """Return the names of the columns that differ, the version aside."""
        before, after = self.before or {}, self.after or {}
        return {name for name in {*before, *after} - {VERSION} if before.get(name) != after.get(name)}


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything one write changed. `label` is its Dutch name, as the undo menu and the audit show it.

    `takes_back`: it undoes (or does again) an earlier write, whatever followed from that one included.
    `is_final`: it can't be taken back (something frozen came of it), so it is no step of the undo menu.
    """

    label: str = ""
    rows: tuple[RowChange, ...] = ()
    extra_topics: frozenset[str] = frozenset()
    takes_back: bool = False
    is_final: bool = False

    @property
    def topics(self) -> frozenset[str]:
        """The tables touched: pages that show one of them read again."""
        return frozenset(row.table for row in self.rows) | self.extra_topics

    def __bool__(self) -> bool:
        return bool(self.rows or self.extra_topics)


Follower = Callable[["Session", Changes], None]
"""What a feature does when another one changed something it depends on (domain.md §10.5), in the same transaction.

Danger: what followed from a write is taken back with it; a follower that acts upon `takes_back` undoes too much.
"""

Witness = Callable[["Session", Changes], None]
"""Notes down what a write did, followers included, with Core statements: so that no undo ever takes the note back."""
