"""Volunteers of the village restaurants: starting, changing, stopping."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Person, Volunteer
from mmc_desk.features.people.ops import persons
from mmc_desk.features.people.ops.persons import AddressDetails, PersonDetails, found
from mmc_desk.features.people.queries import Seen


@dataclass(frozen=True, slots=True)
class AddVolunteer:
    """Take on a volunteer at a location; `person_id` when the desk knows the person already."""

    person: PersonDetails
    location: str
    tasks: str = ""
    active_from: date | None = None
    person_id: int | None = None
    address: AddressDetails = field(default_factory=AddressDetails)
    has_flat_allowance: bool = False


@dataclass(frozen=True, slots=True)
class EditVolunteer:
    """Change a volunteer; with `moved_on` the address is a new one from that day, else a correction."""

    volunteer_id: int
    person: PersonDetails
    address: AddressDetails
    location: str
    tasks: str = ""
    active_from: date | None = None
    has_flat_allowance: bool = False
    moved_on: date | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class EndVolunteer:
    """Let a volunteer stop; `active_to` is the last day."""

    volunteer_id: int
    active_to: date


@dataclass(frozen=True, slots=True)
class ReopenVolunteer:
    """Let a volunteer who stopped help again."""

    volunteer_id: int


def add_volunteer(session: Session, command: AddVolunteer) -> int:
    """Take on a volunteer and return the key. Raises RuleError: no name, no location, already a volunteer."""
    _check_location(command.location)
    person = _person(session, command)
    since = command.active_from or clock.today()
    if command.person_id is None or persons.present_address(session, person.id) is None:
        persons.first_address(session, person.id, command.address, since)
    volunteer = Volunteer(
        person_id=person.id,
        location=command.location.strip(),
        tasks=command.tasks.strip(),
        active_from=since,
        has_flat_allowance=command.has_flat_allowance,
    )
    session.add(volunteer)
    session.flush()
    return volunteer.id


def _check_location(location: str) -> None:
    if not location.strip():
        raise RuleError(translate("people", "Vul in waar deze vrijwilliger helpt."), field="location")


def _person(session: Session, command: AddVolunteer) -> Person:
    if command.person_id is None:
        return persons.new_person(session, command.person)
    person = found(session, Person, command.person_id)
    if session.scalar(select(Volunteer.id).where(Volunteer.person_id == person.id)) is not None:
        raise RuleError(translate("people", "Deze persoon is al vrijwilliger."), field="last_name")
    persons.write_person(person, command.person)
    return person


def edit_volunteer(session: Session, command: EditVolunteer) -> None:
    """Change a volunteer.

    Raises RuleError: no name, no location, a start after the end, a move before the latest known address;
    ConflictError when the record was changed after the form was opened.
    """
    _check_location(command.location)
    volunteer = found(session, Volunteer, command.volunteer_id)
    person = found(session, Person, volunteer.person_id)
    persons.check_seen(command.seen, person.version, volunteer.version)
    if command.active_from and volunteer.active_to and volunteer.active_to < command.active_from:
        text = translate("people", "Deze vrijwilliger stopte op {day}; beginnen kan niet later zijn.")
        raise RuleError(text.format(day=show_date(volunteer.active_to)), field="active_from")
    persons.write_person(person, command.person)
    volunteer.location, volunteer.tasks = command.location.strip(), command.tasks.strip()
    volunteer.active_from, volunteer.has_flat_allowance = command.active_from, command.has_flat_allowance
    if command.moved_on is None:
        persons.correct_address(session, person.id, command.address)
    else:
        persons.move(session, person.id, command.address, command.moved_on)


def end_volunteer(session: Session, command: EndVolunteer) -> None:
    """Let a volunteer stop. Raises RuleError for an end before the start."""
    volunteer = found(session, Volunteer, command.volunteer_id)
    if volunteer.active_from and command.active_to < volunteer.active_from:
        text = translate("people", "Vrijwilliger sinds {day}: het einde kan niet vroeger zijn.")
        raise RuleError(text.format(day=show_date(volunteer.active_from)), field="active_to")
    volunteer.active_to = command.active_to


def reopen_volunteer(session: Session, command: ReopenVolunteer) -> None:
    """Let a volunteer who stopped help again. Raises RuleError when they never stopped, or died."""
    volunteer = found(session, Volunteer, command.volunteer_id)
    if volunteer.active_to is None:
        raise RuleError(translate("people", "Deze vrijwilliger is niet gestopt."))
    if found(session, Person, volunteer.person_id).deceased_on is not None:
        raise RuleError(translate("people", "Deze vrijwilliger is overleden."))
    volunteer.active_to = None
