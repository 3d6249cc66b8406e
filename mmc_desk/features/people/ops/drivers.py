"""Drivers: starting, changing, stopping."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import rules
from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.people.ops import persons
from mmc_desk.features.people.ops.persons import AddressDetails, PersonDetails, found
from mmc_desk.features.people.queries import Seen


@dataclass(frozen=True, slots=True)
class CarDetails:
    """A driver's own car; `seats` for passengers."""

    seats: int = 4
    rigid_wheelchair: bool = False


@dataclass(frozen=True, slots=True)
class DriverDetails:
    """What the desk notes of a driver; without a code the next one is given. Distances are in metres."""

    code: str = ""
    active_from: date | None = None
    car: CarDetails = field(default_factory=CarDetails)
    iban: str = ""
    waives_payment: bool = False
    number_may_be_given: bool = False
    max_rides_per_week: int | None = None
    max_distance: int | None = None
    max_metres_per_week: int | None = None
    avoids_motorway: bool = False
    avoids_hospital_waiting: bool = False
    wishes: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AddDriver:
    """Take on a driver; `person_id` when the desk knows the person, such as a member (domain.md §10.12)."""

    person: PersonDetails
    address: AddressDetails = field(default_factory=AddressDetails)
    details: DriverDetails = field(default_factory=DriverDetails)
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class EditDriver:
    """Change a driver; with `moved_on` the address is a new one from that day, else a correction."""

    driver_id: int
    person: PersonDetails
    address: AddressDetails
    details: DriverDetails
    moved_on: date | None = None
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class EndDriver:
    """Let a driver stop; `active_to` is the last day of driving."""

    driver_id: int
    active_to: date


@dataclass(frozen=True, slots=True)
class ReopenDriver:
    """Let a driver who stopped drive again."""

    driver_id: int


def add_driver(session: Session, command: AddDriver) -> int:
    """Take on a driver and return the key.

    Raises RuleError: no name, a code or a person already taken, a wrong account number, seats out of 1–9.
    """
    person = _person(session, command)
    since = command.details.active_from or clock.today()
    if command.person_id is None or persons.present_address(session, person.id) is None:
        persons.first_address(session, person.id, command.address, since)
    driver = Driver(person_id=person.id)
    _write_details(session, driver, command.details)
    driver.active_from = since
    session.add(driver)
    session.flush()
    return driver.id


def _person(session: Session, command: AddDriver) -> Person:
    if command.person_id is None:
        return persons.new_person(session, command.person)
    person = found(session, Person, command.person_id)
    known = session.scalar(select(Driver.code).where(Driver.person_id == person.id))
    if known is not None:
        raise RuleError(
            translate("people", "Deze persoon is al chauffeur, met code {code}. Open die chauffeur.").format(
                code=known
            ),
            field="last_name",
        )
    persons.write_person(person, command.person)
    return person


def edit_driver(session: Session, command: EditDriver) -> None:
    """Change a driver.

    Raises RuleError as `add_driver` does, and for a move before the latest known address; ConflictError when
    the record was changed after the form was opened.
    """
    driver = found(session, Driver, command.driver_id)
    person = found(session, Person, driver.person_id)
    persons.check_seen(command.seen, person.version, driver.version)
    persons.write_person(person, command.person)
    _check_start(driver, command.details.active_from)
    _write_details(session, driver, command.details)
    driver.active_from = command.details.active_from
    if command.moved_on is None:
        persons.correct_address(session, person.id, command.address)
    else:
        persons.move(session, person.id, command.address, command.moved_on)


def _check_start(driver: Driver, active_from: date | None) -> None:
    if active_from and driver.active_to and driver.active_to < active_from:
        raise RuleError(
            translate("people", "Deze chauffeur stopte op {day}; beginnen kan niet later zijn.").format(
                day=show_date(driver.active_to)
            ),
            field="active_from",
        )


def _write_details(session: Session, driver: Driver, details: DriverDetails) -> None:
    _check_limits(details)
    driver.code = _free_code(session, details.code.strip() or driver.code or "", driver.id)
    driver.iban = _checked_iban(details.iban)
    driver.seats = details.car.seats
    driver.rigid_wheelchair = details.car.rigid_wheelchair
    driver.waives_payment = details.waives_payment
    driver.number_may_be_given = details.number_may_be_given
    driver.max_rides_per_week = details.max_rides_per_week
    driver.max_distance = details.max_distance
    driver.max_metres_per_week = details.max_metres_per_week
    driver.avoids_motorway = details.avoids_motorway
    driver.avoids_hospital_waiting = details.avoids_hospital_waiting
    driver.wishes = details.wishes.strip()
    driver.note = details.note.strip()


def _check_limits(details: DriverDetails) -> None:
    if not 1 <= details.car.seats <= 9:
        raise RuleError(translate("people", "Een auto heeft 1 tot 9 plaatsen voor passagiers."), field="seats")
    if details.max_rides_per_week is not None and details.max_rides_per_week < 1:
        raise RuleError(
            translate("people", "Vul minstens 1 rit per week in, of laat leeg: geen grens."),
            field="max_rides_per_week",
        )
    for name, metres in (
        ("max_distance", details.max_distance),
        ("max_metres_per_week", details.max_metres_per_week),
    ):
        if metres is not None and metres < 1:
            raise RuleError(translate("people", "Vul een afstand in, of laat leeg: geen grens."), field=name)


def _free_code(session: Session, wanted: str, driver_id: int | None) -> str:
    if not wanted:
        return rules.next_driver_code(session.scalars(select(Driver.code)))
    holder = session.scalar(select(Driver.id).where(Driver.code == wanted))
    if holder not in (None, driver_id):
        raise RuleError(
            translate("people", "Code {code} is al van een andere chauffeur. Laat leeg voor de volgende.").format(
                code=wanted
            ),
            field="code",
        )
    return wanted


def _checked_iban(text: str) -> str:
    checked = rules.check_iban(text)
    if checked.error:
        raise RuleError(checked.error, field="iban")
    return checked.number


def end_driver(session: Session, command: EndDriver) -> None:
    """Let a driver stop. Raises RuleError for an end before the start."""
    driver = found(session, Driver, command.driver_id)
    if driver.active_from and command.active_to < driver.active_from:
        raise RuleError(
            translate("people", "Chauffeur sinds {day}: het einde kan niet vroeger zijn.").format(
                day=show_date(driver.active_from)
            ),
            field="active_to",
        )
    driver.active_to = command.active_to


def reopen_driver(session: Session, command: ReopenDriver) -> None:
    """Let a driver who stopped drive again. Raises RuleError when the driver never stopped, or died."""
    driver = found(session, Driver, command.driver_id)
    if driver.active_to is None:
        raise RuleError(translate("people", "Deze chauffeur is niet gestopt."))
    if found(session, Person, driver.person_id).deceased_on is not None:
        raise RuleError(translate("people", "Deze chauffeur is overleden."))
    driver.active_to = None
