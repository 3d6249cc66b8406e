"""Who came, by name, and the moments by appointment."""

from dataclasses import dataclass
from datetime import time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Person
from mmc_desk.features.sessions.model import WheelsAttendance, WheelsSession, WheelsSlot
from mmc_desk.features.sessions.ops.reading import found
from mmc_desk.features.sessions.rules.sessions import LIVING
from mmc_desk.features.sessions.rules.slots import SlotTime, slot_times


@dataclass(frozen=True, slots=True)
class NoteAttendee:
    """Note somebody who comes: a person the desk knows, or a name alone."""

    session_id: int
    person_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class RemoveAttendee:
    """Take a name off the list."""

    attendance_id: int


@dataclass(frozen=True, slots=True)
class AddSlots:
    """Make `count` moments by appointment of so many minutes, one after the other from `first` on."""

    session_id: int
    first: time
    minutes: int
    count: int


@dataclass(frozen=True, slots=True)
class TakeSlot:
    """Give a moment to somebody; to nobody it is free again. `version` is that of the row as it was shown."""

    slot_id: int
    person_id: int | None = None
    name: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveSlot:
    """Take a free moment away."""

    slot_id: int


def note_attendee(session: Session, command: NoteAttendee) -> int:
    """Put a name on the list and return its key; a count that falls short counts along.

    Raises RuleError: nobody named, on the list already, an activity that doesn't go on.
    """
    held = _living(session, command.session_id)
    name = command.name.strip()
    if command.person_id is None and not name:
        raise RuleError(translate("sessions", "Kies wie er is, of typ een naam."), "person_id")
    if command.person_id is not None:
        found(session, Person, command.person_id)
        same = select(WheelsAttendance.id).where(
            WheelsAttendance.session_id == held.id, WheelsAttendance.person_id == command.person_id
        )
        if session.scalar(same) is not None:
            raise RuleError(translate("sessions", "Die naam staat al op de lijst."), "person_id")
        name = ""
    attendee = WheelsAttendance(session_id=held.id, person_id=command.person_id, name=name)
    session.add(attendee)
    session.flush()
    names = session.scalar(select(func.count(WheelsAttendance.id)).where(WheelsAttendance.session_id == held.id))
    if held.attendance is not None:
        held.attendance = max(held.attendance, names or 0)
    return attendee.id


def remove_attendee(session: Session, command: RemoveAttendee) -> None:
    """Take a name off the list; the count stays as it is."""
    session.delete(found(session, WheelsAttendance, command.attendance_id))


def add_slots(session: Session, command: AddSlots) -> int:
    """Make moments by appointment and return how many. Raises RuleError: over a known one, past midnight."""
    at = _living(session, command.session_id)
    known = session.execute(select(WheelsSlot.starts_at, WheelsSlot.minutes).where(WheelsSlot.session_id == at.id))
    made = slot_times(command.first, command.minutes, command.count, [SlotTime(*one) for one in known])
    session.add_all(WheelsSlot(session_id=at.id, starts_at=one.starts_at, minutes=one.minutes) for one in made)
    session.flush()
    return len(made)


def take_slot(session: Session, command: TakeSlot) -> int:
    """Give a moment to somebody, or to nobody.

    Raises RuleError when they have one at this activity already, ConflictError when somebody else took it since.
    """
    slot = found(session, WheelsSlot, command.slot_id, command.version)
    if command.person_id is not None:
        found(session, Person, command.person_id)
        other = select(WheelsSlot.starts_at).where(
            WheelsSlot.session_id == slot.session_id,
            WheelsSlot.person_id == command.person_id,
            WheelsSlot.id != slot.id,
        )
        at = session.scalar(other)
        if at is not None:
            text = translate("sessions", "Deze persoon heeft al een afspraak om {time}.")
            raise RuleError(text.format(time=f"{at:%H:%M}"), "person_id")
    slot.person_id = command.person_id
    slot.name = "" if command.person_id is not None else command.name.strip()
    return slot.id


def remove_slot(session: Session, command: RemoveSlot) -> None:
    """Take a moment away. Raises RuleError while somebody has it."""
    slot = found(session, WheelsSlot, command.slot_id)
    if slot.person_id is not None or slot.name:
        raise RuleError(translate("sessions", "Deze afspraak is ingevuld. Maak ze eerst vrij."))
    session.delete(slot)


def _living(session: Session, key: int) -> WheelsSession:
    row = found(session, WheelsSession, key)
    if row.state not in LIVING:
        raise RuleError(translate("sessions", "Deze activiteit gaat niet door. Plan ze eerst opnieuw."))
    return row
