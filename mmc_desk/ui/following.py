"""A form beside other desks: what they save of the same record comes into the form, and nothing typed is lost.

Fields that only they changed take the new value, fields that only this desk changed keep what was typed, and for those
that both changed a person chooses, when saving. What a field held before, and holds now at the other desk, is read from
forms that are made for it and never shown: so no form says twice which value goes into which field.
"""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject

from mmc_desk.core.changes import Changes
from mmc_desk.core.db import Op, Query
from mmc_desk.core.errors import ConflictError, DeskError
from mmc_desk.core.i18n import translate
from mmc_desk.core.still import if_still
from mmc_desk.ui.conflicts import Conflict, ConflictDialog, shown
from mmc_desk.ui.form_row import FormRow
from mmc_desk.ui.held import Held
from mmc_desk.ui.runner import Runner

if TYPE_CHECKING:
    from mmc_desk.ui.form import FormDialog

C = TypeVar("C")
T = TypeVar("T")
_DEPTH = 3
"""How often a form asks for something after what it asked for came: a ride, who rides, what the desk knows of them."""
_TRIES = 5
"""How often in a row others may be first before a person is told."""


@dataclass(frozen=True, slots=True)
class Record(Generic[C]):
    """The record that a form changes.

    `seen` is what it was filled from; `read` gives it anew, None when it is gone; `show` makes the form of another one;
    `take` says that the form is about another one from now on, so that it is saved with that one's version;
    `topics` are the tables it stands in.
    """

    seen: C
    read: Query[C | None]
    show: Callable[[C], "FormDialog"]
    take: Callable[[C], object]
    topics: frozenset[str]


class _Keyed(Protocol):
    @property
    def key(self) -> Any:  # noqa: ANN401 - any key
        """What tells it from the others."""


K = TypeVar("K", bound=_Keyed)


def keyed(read: Query[Iterable[K]], key: object) -> Query[K | None]:
    """Return the query of the row with that key among those that `read` gives; it gives None when the row is gone."""
    return lambda session: next((row for row in read(session) if row.key == key), None)


class Following(QObject):
    """Brings what other desks saved into a form: when it is heard, and when saving finds it."""

    def __init__(self, dialog: "FormDialog", runner: Runner, record: Record[Any]) -> None:
        super().__init__(dialog)
        self.conflicts: dict[int, Conflict] = {}
        self.asking: ConflictDialog | None = None
        self._dialog = dialog
        self._runner = runner
        self._record = record
        self._seen = record.seen
        self._is_busy = False
        self._next: list[Callable[[], None]] = []
        self._tries = 0
        runner.changed.connect(self._on_changed)

    def guarded(self, op: Op[T]) -> Op[T]:
        """Return `op`, refused by a ConflictError where the record isn't what this form knows any more."""
        return if_still(op, self._record.read, self._seen)

    def asks(self, go_on: Callable[[], None]) -> bool:
        """Let a person choose where both desks changed a field, then `go_on`; False when there is nothing to choose."""
        open_ones = {place: one for place, one in self.conflicts.items() if one.row.held != one.theirs}
        self.conflicts = open_ones
        if not open_ones:
            return False
        self._tries = 0
        self._dialog.save_button.setEnabled(True)
        self.asking = ConflictDialog(tuple(open_ones.values()), self._dialog)
        self.asking.accepted.connect(lambda: self._on_chosen(go_on))
        self.asking.open()
        return True

    def _on_chosen(self, go_on: Callable[[], None]) -> None:
        assert self.asking is not None  # noqa: S101 - narrows the type: it was accepted
        to_edit = self.asking.to_edit
        for conflict, held in self.asking.decided():
            conflict.row.hold(held)
        for conflict in to_edit:
            conflict.row.set_news(_theirs_is(conflict.theirs))
        self.asking.deleteLater()
        self.asking = None
        self.conflicts.clear()
        self._dialog.caught_up()
        if to_edit:
            to_edit[0].row.field.setFocus()
        else:
            go_on()

    def on_refused(self, go_on: Callable[[], None], error: DeskError) -> None:
        """Come up to date where somebody else was first, and `go_on`; say any other reason."""
        if isinstance(error, ConflictError) and self._tries < _TRIES:
            self._tries += 1
            self._catch_up(functools.partial(self._go_on, go_on), error)
            return
        self._refuse(error)

    def _go_on(self, go_on: Callable[[], None]) -> None:
        if self._dialog.form.first_problem() is None:
            go_on()
        else:
            self._dialog.save_button.setEnabled(True)

    def _refuse(self, error: DeskError) -> None:
        self._tries = 0
        self._dialog.refuse(error)

    def _on_changed(self, changes: Changes) -> None:
        if self._record.topics & changes.topics and self._dialog.isVisible():
            self._catch_up(_nothing)

    def _catch_up(self, go_on: Callable[[], None], error: DeskError | None = None) -> None:
        if self._is_busy:
            self._next.append(functools.partial(self._catch_up, go_on, error))
            return
        self._is_busy = True
        self._runner.read(self._record.read, functools.partial(self._on_read, go_on, error), self._on_unread)

    def _on_unread(self, error: DeskError) -> None:
        self._refuse(error)
        self._end()

    def _on_read(self, go_on: Callable[[], None], error: DeskError | None, now: Any) -> None:  # noqa: ANN401 - any record
        if now is not None and now != self._seen and self._dialog.isVisible():
            twins = (self._record.show(self._seen), self._record.show(now))
            self._after_reads(_DEPTH, functools.partial(self._merge, now, twins, go_on))
            return
        if now is None:
            self._refuse(ConflictError(translate("following", "Een andere werkplek verwijderde dit intussen.")))
        elif error is not None:
            self._refuse(error)
        self._end()

    def _after_reads(self, times: int, then: Callable[[], None]) -> None:
        """Wait until what the new forms asked for came: the worker answers in the order in which it is asked."""
        if not times:
            then()
            return
        self._runner.read(_no_rows, functools.partial(self._on_answer, times - 1, then))

    def _on_answer(self, times: int, then: Callable[[], None], _rows: None) -> None:
        self._after_reads(times, then)

    def _merge(self, now: Any, twins: tuple["FormDialog", "FormDialog"], go_on: Callable[[], None]) -> None:  # noqa: ANN401 - any record
        before, after = ([row.held for row in twin.form.rows] for twin in twins)
        for twin in twins:
            twin.deleteLater()
        self._record.take(now)
        self._seen = now
        for place, (row, was, theirs) in enumerate(zip(self._dialog.form.rows, before, after, strict=True)):
            self._merge_row(place, row, was, theirs)
        self._dialog.caught_up()
        self._end()
        go_on()

    def _merge_row(self, place: int, row: FormRow, was: Held, theirs: Held) -> None:
        earlier = self.conflicts.pop(place, None)
        if earlier:
            was = earlier.was
            row.set_news("")
        if bring_in(row, was, theirs):
            self.conflicts[place] = Conflict(row, was, theirs)

    def _end(self) -> None:
        self._is_busy = False
        if self._next:
            self._next.pop(0)()


def bring_in(row: FormRow, was: Held, theirs: Held) -> bool:
    """Take what another desk saved into a field that nobody touched here, and say so under it.

    Return whether both changed it: then what is typed stays, and theirs is said under it.
    """
    mine = row.held
    if theirs in (was, mine):
        return False
    if mine == was:
        row.hold(theirs, _now_theirs(was))
        return False
    row.set_news(_theirs_is(theirs), stays=True)
    return True


def _now_theirs(was: Held) -> str:
    text = translate("following", "Zonet aangepast aan een andere werkplek. Eerst stond er: {before}.")
    return text.format(before=shown(was))


def _theirs_is(theirs: Held) -> str:
    """Return what is said under a field that another desk changed too."""
    text = translate("following", "Een andere werkplek koos intussen: {theirs}. Wat u typte, blijft staan.")
    return text.format(theirs=shown(theirs))


def _no_rows(_session: object) -> None:
    """Ask for nothing: the answer says that what was asked for before has come."""


def _nothing() -> None:
    """Go on with nothing: the person is still typing."""
