"""The small dialogs of an activity: record, move, call off, names, appointments."""

import functools

from PySide6.QtWidgets import QWidget

from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_day, show_long_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.series_form import CountField
from mmc_desk.features.sessions.ops import attending
from mmc_desk.features.sessions.ops import sessions as ops
from mmc_desk.features.sessions.pages.words import theme_words
from mmc_desk.features.sessions.queries.rows import Choices, SessionCard, SessionRow, SlotRow
from mmc_desk.features.sessions.queries.sessions import session_card
from mmc_desk.ui.fields import (
    AmountField,
    Candidate,
    DateField,
    Form,
    FormDialog,
    NoteField,
    TextField,
    TimeField,
    TypeAhead,
)
from mmc_desk.ui.following import Record


def _form(row: SessionRow) -> Form:
    form = Form()
    form.add_heading(f"{row.location}, {show_long_date(row.day)}: {theme_words(row)}")
    return form


class RecordDialog(FormDialog):
    """Noteren: how an activity went."""

    def __init__(self, row: SessionRow, parent: QWidget | None = None) -> None:
        self.row = row
        self.attendance, self.first_timers = CountField(row.attendance), CountField(row.first_timers)
        self.cost, self.remarks = AmountField(row.cost), NoteField(row.remarks, lines=3)
        form = _form(row)
        uncounted = translate("sessions", "Leeg: doorgegaan, maar niet geteld.")
        form.add(translate("sessions", "&Aanwezigen"), self.attendance, uncounted, name="attendance")
        form.add(translate("sessions", "&Nieuwe gezichten"), self.first_timers, name="first_timers")
        form.add(translate("sessions", "&Kost"), self.cost, name="cost", unit="€")
        form.add(translate("sessions", "&Opmerkingen"), self.remarks, name="remarks")
        super().__init__(translate("sessions", "Activiteit noteren"), form, translate("sessions", "Note&ren"), parent)
        self.attendance.setFocus()

    def record(self) -> Record[SessionRow]:
        """Return the activity that is followed while it is noted."""
        return Record(
            self.row,
            lambda session: session_card(session, self.row.key).row,
            RecordDialog,
            lambda other: setattr(self, "row", other),
            frozenset({"wheels_session"}),
        )

    def make_op(self) -> Op[int]:
        """Return the write."""
        command = ops.RecordSession(
            self.row.key, self.attendance.value, self.first_timers.value, self.cost.value, self.remarks.value
        )
        return functools.partial(ops.record_session, command=command)


class MoveDialog(FormDialog):
    """Verplaatsen: to another open noon of the month, or any day with one."""

    def __init__(self, card: SessionCard, parent: QWidget | None = None) -> None:
        self.row = card.row
        others = [day for day in card.open_days if day != card.row.day]
        self.to = DateField(next((day for day in others if day > card.row.day), None))
        form = _form(card.row)
        offered = ", ".join(show_day(day) for day in others) or translate("sessions", "geen in deze maand")
        hint = translate("sessions", "Open middagen: {days}.").format(days=offered)
        self.to_row = form.add(translate("sessions", "&Naar"), self.to, name="session_date")
        self.to_row.set_warning(hint)
        super().__init__(
            translate("sessions", "Activiteit verplaatsen"), form, translate("sessions", "&Verplaatsen"), parent
        )
        self.to.setFocus()

    def make_op(self) -> Op[int]:
        """Return the write. Raises RuleError without a day."""
        if self.to.value is None:
            raise RuleError(translate("sessions", "Vul de dag in, bijvoorbeeld 25/11, +2 of vr."), "session_date")
        return functools.partial(ops.move_session, command=ops.MoveSession(self.row.key, self.to.value))


class CancelDialog(FormDialog):
    """Annuleren: an activity is called off."""

    def __init__(self, row: SessionRow, parent: QWidget | None = None) -> None:
        self.row = row
        self.reason = TextField()
        form = _form(row)
        why = translate("sessions", "Bijvoorbeeld: spreker ziek.")
        form.add(translate("sessions", "&Reden"), self.reason, why, name="reason")
        super().__init__(
            translate("sessions", "Activiteit annuleren"), form, translate("sessions", "Activiteit &annuleren"), parent
        )
        self.reason.setFocus()

    def make_op(self) -> Op[int]:
        """Return the write."""
        return functools.partial(ops.cancel_session, command=ops.CancelSession(self.row.key, self.reason.value))


def _people(field: TypeAhead, choices: Choices) -> None:
    field.set_candidates([Candidate(key, name) for key, name in choices.people])


class NameDialog(FormDialog):
    """Naam noteren: who is there."""

    def __init__(self, row: SessionRow, choices: Choices, parent: QWidget | None = None) -> None:
        self.row = row
        self.who = TypeAhead(free_text=True)
        _people(self.who, choices)
        form = _form(row)
        hint = translate("sessions", "Kies wie de dienst kent, of typ een andere naam.")
        form.add(translate("sessions", "&Wie"), self.who, hint, name="person_id")
        super().__init__(translate("sessions", "Aanwezige noteren"), form, translate("sessions", "&Noteren"), parent)
        self.who.setFocus()

    def make_op(self) -> Op[int]:
        """Return the write."""
        key, name = who(self.who)
        return functools.partial(
            attending.note_attendee, command=attending.NoteAttendee(self.row.key, key, "" if key else name)
        )


class SlotsDialog(FormDialog):
    """Afspraken maken: moments one after the other."""

    def __init__(self, row: SessionRow, parent: QWidget | None = None) -> None:
        self.row = row
        self.first, self.minutes, self.count = TimeField(row.starts_at), CountField(15), CountField(6)
        form = _form(row)
        form.add(translate("sessions", "&Eerste om"), self.first, name="first")
        form.add(translate("sessions", "&Minuten elk"), self.minutes, name="minutes")
        form.add(translate("sessions", "&Aantal"), self.count, name="count")
        super().__init__(
            translate("sessions", "Afspraken op de locatie"), form, translate("sessions", "Afspraken ma&ken"), parent
        )
        self.first.setFocus()

    def make_op(self) -> Op[int]:
        """Return the write. Raises RuleError without an hour."""
        if self.first.value is None:
            raise RuleError(translate("sessions", "Vul het eerste uur in, bijvoorbeeld 14:00."), "first")
        command = attending.AddSlots(self.row.key, self.first.value, self.minutes.value or 0, self.count.value or 0)
        return functools.partial(attending.add_slots, command=command)


class TakeSlotDialog(FormDialog):
    """Afspraak: a moment is given to somebody, or freed."""

    def __init__(self, row: SessionRow, slot: SlotRow, choices: Choices, parent: QWidget | None = None) -> None:
        self.row, self.slot = row, slot
        self.who = TypeAhead(free_text=True)
        _people(self.who, choices)
        form = _form(row)
        free = translate("sessions", "Leeg: het moment is weer vrij.")
        at = translate("sessions", "&Wie komt om {time}").format(time=f"{slot.starts_at:%H:%M}")
        form.add(at, self.who, free, name="person_id")
        super().__init__(translate("sessions", "Afspraak"), form, translate("sessions", "Afspraak op&slaan"), parent)
        self.who.setFocus()

    def make_op(self) -> Op[int]:
        """Return the write."""
        key, name = who(self.who)
        command = attending.TakeSlot(self.slot.key, key, "" if key else name, self.slot.version)
        return functools.partial(attending.take_slot, command=command)


def who(field: TypeAhead) -> tuple[int | None, str]:
    """Return the person a type-ahead holds, or the name typed freely."""
    one = field.value
    return (one.key, one.title) if one else (None, "")


SessionTask = RecordDialog | MoveDialog | CancelDialog | NameDialog | SlotsDialog | TakeSlotDialog
