"""Everything that can be asked of the activity under the cursor: one action each, with a key."""

import functools
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import DeskError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.ride_actions import Refused
from mmc_desk.features.sessions.model import SessionKind, SessionState
from mmc_desk.features.sessions.ops import sessions as ops
from mmc_desk.features.sessions.pages import session_tasks as tasks
from mmc_desk.features.sessions.pages.session_dialog import SessionDialog, save
from mmc_desk.features.sessions.queries.rows import Choices, SessionCard, SessionRow
from mmc_desk.features.sessions.queries.sessions import choices, session_card
from mmc_desk.features.sessions.rules.sessions import LIVING
from mmc_desk.ui import messages
from mmc_desk.ui.keys import deed
from mmc_desk.ui.runner import Runner

ON_SESSION = ("edit", "record", "move", "pin", "cancel", "restore")
ON_CARD = ("names", "slots")
"""The deeds that lists and the plan offer; those that only the card does."""


class SessionActions(QObject):
    """The deeds on the activity under the cursor of a page."""

    refused = Signal(object)
    """A Refused."""
    done = Signal(int)
    """A deed succeeded: the id of the activity."""

    def __init__(self, runner: Runner, page: QWidget) -> None:
        super().__init__(page)
        self._runner, self._page = runner, page
        self.row: SessionRow | None = None
        self.actions = {name: deed(self, text, keys, icon, act) for name, text, keys, icon, act in self._deeds()}
        self.set_current(None)

    def _deeds(self) -> list[tuple[str, str, tuple[str, ...], str, Callable[[], None]]]:
        return [
            ("edit", translate("sessions", "&Bewerken…"), ("F2", "E"), "pencil", self.edit),
            ("record", translate("sessions", "&Noteren…"), ("R",), "circle-check", self.record),
            ("move", translate("sessions", "&Verplaatsen…"), ("V",), "calendar-days", self.move),
            ("pin", translate("sessions", "Vast&zetten"), ("Z",), "pin", self.pin),
            ("cancel", translate("sessions", "&Annuleren…"), ("Del",), "ban", self.cancel),
            ("restore", translate("sessions", "Opnieuw &plannen"), ("H",), "rotate-ccw", self.restore),
            ("names", translate("sessions", "Naam &erbij…"), ("A",), "user-plus", self.add_name),
            ("slots", translate("sessions", "A&fspraken maken…"), ("F",), "clock", self.add_slots),
        ]

    def attach(self, widget: QWidget, names: tuple[str, ...]) -> None:
        """Let the keys of some deeds work in a widget."""
        widget.addActions([self.actions[name] for name in names])

    def set_current(self, row: SessionRow | None) -> None:
        """Enable what can be asked of an activity."""
        self.row = row
        planned = row is not None and row.state is SessionState.PLANNED
        living = row is not None and row.state in LIVING
        allowed = {
            "edit": row is not None,
            "record": row is not None and living and row.day <= clock.today(),
            "move": planned,
            "pin": planned,
            "cancel": planned,
            "restore": row is not None and not planned,
            "names": living,
            "slots": row is not None and living and row.kind is SessionKind.SERVICE,
        }
        for name, is_allowed in allowed.items():
            self.actions[name].setEnabled(is_allowed)
        is_pinned = row is not None and row.is_pinned
        self.actions["pin"].setText(
            translate("sessions", "&Losmaken") if is_pinned else translate("sessions", "Vast&zetten")
        )

    # Deeds

    def begin(self, location_id: int | None = None, day: Any = None) -> None:  # noqa: ANN401 - a date or nothing
        """Plan an activity by hand."""

        def ask(offered: Choices) -> None:
            dialog = SessionDialog(offered, self._page, location_id=location_id, day=day)
            self._open_session(dialog, translate("sessions", "Activiteit gepland"))

        self._with_choices(ask)

    def edit(self) -> None:
        """Change what the activity is."""
        row = self.row
        if row is not None:
            label = translate("sessions", "Activiteit gewijzigd")
            self._with_choices(lambda offered: self._open_session(SessionDialog(offered, self._page, row=row), label))

    def _open_session(self, dialog: SessionDialog, label: str) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        save(dialog, self._runner, functools.partial(self._say, label))

    def record(self) -> None:
        """Note how it went."""
        if self.row:
            dialog = tasks.RecordDialog(self.row, self._page)
            dialog.follow(self._runner, dialog.record())
            self._ask(dialog, translate("sessions", "Activiteit genoteerd"))

    def move(self) -> None:
        """Put it on another noon."""
        row = self.row
        if row is not None:
            self._runner.read(functools.partial(session_card, key=row.key), self._ask_where, self._refuse)

    def _ask_where(self, card: SessionCard) -> None:
        self._ask(tasks.MoveDialog(card, self._page), translate("sessions", "Activiteit verplaatst"))

    def move_to(self, row: SessionRow, day: Any) -> None:  # noqa: ANN401 - a date
        """Put an activity on a noon, without asking."""
        command = ops.MoveSession(row.key, day)
        label = translate("sessions", "Activiteit verplaatst")
        self._write(functools.partial(ops.move_session, command=command), label)

    def pin(self) -> None:
        """Pin it, or let it go."""
        if self.row:
            command = ops.PinSession(self.row.key, not self.row.is_pinned)
            pinned = translate("sessions", "Activiteit vastgezet")
            label = translate("sessions", "Activiteit losgemaakt") if self.row.is_pinned else pinned
            self._write(functools.partial(ops.pin_session, command=command), label)

    def cancel(self) -> None:
        """Call it off."""
        if self.row:
            self._ask(tasks.CancelDialog(self.row, self._page), translate("sessions", "Activiteit geannuleerd"))

    def restore(self) -> None:
        """Plan it again."""
        if self.row:
            command = ops.RestoreSession(self.row.key)
            label = translate("sessions", "Activiteit opnieuw gepland")
            self._write(functools.partial(ops.restore_session, command=command), label)

    def add_name(self) -> None:
        """Note who is there."""
        row = self.row
        if row is not None:
            label = translate("sessions", "Aanwezige genoteerd")
            self._with_choices(lambda offered: self._ask(tasks.NameDialog(row, offered, self._page), label))

    def add_slots(self) -> None:
        """Make moments by appointment."""
        if self.row:
            self._ask(tasks.SlotsDialog(self.row, self._page), translate("sessions", "Afspraken gemaakt"))

    def take_slot(self, slot: Any) -> None:  # noqa: ANN401 - a SlotRow
        """Give a moment to somebody."""
        row = self.row
        if row is not None:
            label = translate("sessions", "Afspraak genoteerd")
            self._with_choices(lambda offered: self._ask(tasks.TakeSlotDialog(row, slot, offered, self._page), label))

    def do(self, op: Op[Any], label: str) -> None:
        """Do something else with the activity that needs no dialog."""
        self._write(op, label)

    def _with_choices(self, use: Callable[[Choices], None]) -> None:
        day = self.row.day if self.row else clock.today()
        self._runner.read(functools.partial(choices, day=day), use)

    def _ask(self, dialog: tasks.SessionTask, label: str) -> None:
        dialog.save_with(self._runner, dialog.make_op, label, functools.partial(self._say, label))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _write(self, op: Op[Any], label: str) -> None:
        self._runner.write(op, label, functools.partial(self._say, label), self._refuse)

    def _say(self, label: str, value: Any) -> None:  # noqa: ANN401 - what the op returned
        self.done.emit(value if isinstance(value, int) else 0)
        messages.toast(self._page, label, self._runner.undo)

    def _refuse(self, error: DeskError) -> None:
        self.refused.emit(Refused(str(error)))
