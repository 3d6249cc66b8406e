"""When a volunteer of the village restaurants can help: weekdays, and absences."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model.duties import VolunteerAbsence, VolunteerWeekday
from mmc_desk.features.meals.ops.loading import load
from mmc_desk.features.people.model import Volunteer


@dataclass(frozen=True, slots=True)
class SetWeekdays:
    """Say on which weekdays (Monday = 0) a volunteer can help; none is every day."""

    volunteer_id: int
    weekdays: frozenset[int]


@dataclass(frozen=True, slots=True)
class NoteAbsence:
    """Note that a volunteer is away, both days included; `absence_id` changes one that was noted."""

    volunteer_id: int
    from_day: date
    to_day: date
    reason: str = ""
    absence_id: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveAbsence:
    """Take an absence away."""

    absence_id: int


def set_weekdays(session: Session, command: SetWeekdays) -> None:
    """Replace a volunteer's weekdays; all seven are as good as none. Raises RuleError for a day that is none."""
    volunteer = load(session, Volunteer, command.volunteer_id)
    if not command.weekdays <= set(range(7)):
        raise RuleError(translate("duties", "Kies uit de zeven dagen van de week."), "weekdays")
    wanted = set(command.weekdays) if len(command.weekdays) < 7 else set()
    for row in session.scalars(select(VolunteerWeekday).where(VolunteerWeekday.volunteer_id == volunteer.id)):
        if row.weekday not in wanted:
            session.delete(row)
        wanted.discard(row.weekday)
    session.add_all(VolunteerWeekday(volunteer_id=volunteer.id, weekday=weekday) for weekday in sorted(wanted))


def note_absence(session: Session, command: NoteAbsence) -> int:
    """Note or change an absence and return its key. Raises RuleError for an end before its start."""
    if command.to_day < command.from_day:
        text = translate("duties", "De laatste dag ligt vóór de eerste ({day}). Draai ze om.")
        raise RuleError(text.format(day=show_date(command.from_day)), "to_day")
    if command.absence_id is None:
        absence = VolunteerAbsence(volunteer_id=load(session, Volunteer, command.volunteer_id).id)
        session.add(absence)
    else:
        absence = load(session, VolunteerAbsence, command.absence_id)
    absence.from_day, absence.to_day, absence.reason = command.from_day, command.to_day, command.reason.strip()
    session.flush()
    return absence.id


def remove_absence(session: Session, command: RemoveAbsence) -> None:
    """Take an absence away."""
    session.delete(load(session, VolunteerAbsence, command.absence_id))
