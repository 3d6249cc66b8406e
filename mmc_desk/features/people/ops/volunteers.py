"""Volunteers of the village restaurants."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Person, Volunteer
from mmc_desk.features.people.ops import persons
from mmc_desk.features.people.ops.persons import PersonDetails, found


@dataclass(frozen=True, slots=True)
class AddVolunteer:
    """Take on a volunteer at a location; `person_id` when the desk knows the person already."""

    person: PersonDetails
    location: str
    tasks: str = ""
    active_from: date | None = None
    person_id: int | None = None


def add_volunteer(session: Session, command: AddVolunteer) -> int:
    """Take on a volunteer and return the key. Raises RuleError: no name, no location, already a volunteer."""
    if not command.location.strip():
        raise RuleError(translate("people", "Vul in waar deze vrijwilliger helpt."), field="location")
    volunteer = Volunteer(
        person_id=_person(session, command).id,
        location=command.location.strip(),
        tasks=command.tasks.strip(),
        active_from=command.active_from or clock.today(),
    )
    session.add(volunteer)
    session.flush()
    return volunteer.id


def _person(session: Session, command: AddVolunteer) -> Person:
    if command.person_id is None:
        return persons.new_person(session, command.person)
    person = found(session, Person, command.person_id)
    if session.scalar(select(Volunteer.id).where(Volunteer.person_id == person.id)) is not None:
        raise RuleError(translate("people", "Deze persoon is al vrijwilliger."), field="last_name")
    persons.write_person(person, command.person)
    return person
