"""A small desk with two members, a couple's partner, and three drivers; rides are made by the real ops."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.model import Base
from mmc_desk.core.recording import take_back
from mmc_desk.features.people.model import (
    Address,
    Aid,
    Driver,
    Household,
    Member,
    Membership,
    Person,
)
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import Ride
from tests.rows import everything

WEDNESDAY = date(2026, 11, 25)
"""Two days after the Monday on which the tests' clock stands still."""


@dataclass(frozen=True)
class RideDesk:
    """The keys of who is at the desk, and its database."""

    database: Database
    rosa: int
    jef: int
    maria: int
    pierre: int
    paula: int
    wim: int

    def do(self, op: Callable[[Session, Any], Any], command: object) -> Any:  # noqa: ANN401 - what the op returns
        """Run an op, and show that taking it back and doing it again are exact."""
        before = everything(self.database)
        committed = self.database.write(lambda session: op(session, command), "test")
        after = everything(self.database)
        undone = self.database.write(lambda session: take_back(session, committed.changes), "undo")
        assert everything(self.database) == before
        self.database.write(lambda session: take_back(session, undone.changes), "redo")
        assert everything(self.database) == after
        return committed.value

    def add(self, *rows: Base) -> None:
        """Store rows as they are."""
        self.database.write(lambda session: session.add_all(rows))

    def read(self, query: Callable[..., Any], *arguments: object, **named: object) -> Any:  # noqa: ANN401 - what the query returns
        """Run a query."""
        return self.database.read(lambda session: query(session, *arguments, **named))

    def row(self, model: type[Base], key: int) -> Any:  # noqa: ANN401 - any model's row
        """Return a row as it stands in the database now."""
        return self.database.read(lambda session: session.get_one(model, key))

    def ride(self, ride_id: int) -> Ride:
        """Return a ride as it stands in the database now."""
        found: Ride = self.row(Ride, ride_id)
        return found

    def request(self, **changes: Any) -> int:  # noqa: ANN401 - the fields of RequestRide
        """Take a ride of Rosa's to the hospital on Wednesday at ten, or with changes to that."""
        command = ops.RequestRide(**{**self.plain(), **changes})
        ride_id: int = self.database.write(lambda session: ops.request_ride(session, command)).value
        return ride_id

    def plain(self) -> dict[str, Any]:
        """Return the fields of Rosa's ride to the hospital."""
        return {
            "member_id": self.rosa,
            "ride_date": WEDNESDAY,
            "destination": "ZOL Genk, campus Sint-Jan (ziekenhuis)",
            "destination_village": "Genk",
            "appointment": time(10),
        }

    def assigned(self, driver: int | None = None, **changes: Any) -> int:  # noqa: ANN401 - the fields of RequestRide
        """Take such a ride and give it to Pierre, or to another driver."""
        ride_id = self.request(**changes)
        command = ops.AssignDriver(ride_id, driver or self.pierre)
        self.database.write(lambda session: ops.assign_driver(session, command))
        return ride_id

    def driven(self, metres: int = 42_000, driver: int | None = None, **changes: Any) -> int:  # noqa: ANN401 - the fields of RequestRide
        """Take such a ride on a day that is over, and enter its sheet."""
        ride_id = self.assigned(driver, **{"ride_date": date(2026, 11, 18), **changes})
        self.database.write(lambda session: ops.record_result(session, ops.RecordResult(ride_id, metres)))
        return ride_id


@pytest.fixture
def desk(database: Database) -> RideDesk:
    return fill(database)


@pytest.fixture
def sqlite_desk(sqlite_database: Database) -> RideDesk:
    return fill(sqlite_database)


def fill(database: Database) -> RideDesk:
    """Fill an empty database with the small desk."""

    def add(session: Session) -> tuple[int, ...]:
        rosa = _member(session, 13, "Jans", "Rosa", "Hees", aid=Aid.ROLLATOR, companion=True)
        jef = _member(session, 12, "Jans", "Jef", "Hees", partner_id=rosa, household=Household.COUPLE)
        return (
            rosa,
            jef,
            _member(session, 271, "Thijs", "María", "Bilzen"),
            _driver(session, "C01", "Reynders", "Pierre", "Beverst"),
            _driver(session, "C02", "Vos", "Paula", "Bilzen", seats=2),
            _driver(session, "C03", "Wouters", "Wim", "Genk", rigid_wheelchair=True),
        )

    return RideDesk(database, *database.write(add, "small desk").value)


def _person(session: Session, last: str, first: str, village: str, number: str) -> int:
    person = Person(last_name=last, first_name=first, born_on=date(1938, 5, 2), mobile=number)
    session.add(person)
    session.flush()
    street = f"Kerkstraat {person.id}"
    session.add(
        Address(person_id=person.id, valid_from=date(2015, 1, 1), street=street, postcode="3740", village=village)
    )
    return person.id


def _member(session: Session, no: int, last: str, first: str, village: str, **more: Any) -> int:  # noqa: ANN401 - the details by name
    person_id = _person(session, last, first, village, "+32473641788")
    member = Member(person_id=person_id, member_no=no, since=date(2015, 3, 1), **more)
    session.add(member)
    session.flush()
    session.add(Membership(member_id=member.id, year=2026, fee=1200, paid_on=date(2026, 1, 10)))
    return member.id


def _driver(session: Session, code: str, last: str, first: str, village: str, **more: Any) -> int:  # noqa: ANN401 - the details by name
    person_id = _person(session, last, first, village, "+32499761445")
    driver = Driver(person_id=person_id, code=code, active_from=date(2015, 3, 1), **more)
    session.add(driver)
    session.flush()
    return driver.id
