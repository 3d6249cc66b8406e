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
from tests.beginnings import begin_with
from tests.rows import everything

WEDNESDAY = date(2026, 11, 25)
"""Two days after the Monday on which the tests' clock stands still."""

_TAKEN_BACK: set[Callable[[Session, Any], Any]] = set()
"""The ops that were taken back on a server: what a file gives back to the letter, a server does too."""


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
        """Run an op, and show that taking it back and doing it again are exact: on a server once for each op."""
        if self.database.url:
            if op in _TAKEN_BACK:
                return self.database.write(lambda session: op(session, command), "test").value
            _TAKEN_BACK.add(op)
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
    return RideDesk(database, *begin_with(database, _small_desk))


def _small_desk(session: Session) -> tuple[int, ...]:
    # All of a kind together: hundreds of tests begin with this.
    people = [Person(born_on=date(1938, 5, 2), **person) for person in _PEOPLE]
    session.add_all(people)
    session.flush()
    session.add_all(_address(person.id, village) for person, village in zip(people, _VILLAGES, strict=True))
    members = [
        Member(person_id=person.id, since=date(2015, 3, 1), **more)
        for person, more in zip(people[:3], _MEMBERS, strict=True)
    ]
    drivers = [
        Driver(person_id=person.id, active_from=date(2015, 3, 1), **more)
        for person, more in zip(people[3:], _DRIVERS, strict=True)
    ]
    session.add_all([*members, *drivers])
    session.flush()
    rosa, jef, _ = members
    jef.partner_id = rosa.id
    paid = date(2026, 1, 10)
    session.add_all(Membership(member_id=member.id, year=2026, fee=1200, paid_on=paid) for member in members)
    return tuple(row.id for row in (*members, *drivers))


_PEOPLE: tuple[dict[str, Any], ...] = (
    {"last_name": "Jans", "first_name": "Rosa", "mobile": "+32473641788"},
    {"last_name": "Jans", "first_name": "Jef", "mobile": "+32473641788"},
    {"last_name": "Thijs", "first_name": "María", "mobile": "+32473641788"},
    {"last_name": "Reynders", "first_name": "Pierre", "mobile": "+32499761445"},
    {"last_name": "Vos", "first_name": "Paula", "mobile": "+32499761445"},
    {"last_name": "Wouters", "first_name": "Wim", "mobile": "+32499761445"},
)
_VILLAGES = ("Hees", "Hees", "Bilzen", "Beverst", "Bilzen", "Genk")
_MEMBERS: tuple[dict[str, Any], ...] = (
    {"member_no": 13, "aid": Aid.ROLLATOR, "companion": True},
    {"member_no": 12, "household": Household.COUPLE},
    {"member_no": 271},
)
_DRIVERS: tuple[dict[str, Any], ...] = (
    {"code": "C01"},
    {"code": "C02", "seats": 2},
    {"code": "C03", "rigid_wheelchair": True},
)


def _address(person_id: int, village: str) -> Address:
    street = f"Kerkstraat {person_id}"
    return Address(person_id=person_id, valid_from=date(2015, 1, 1), street=street, postcode="3740", village=village)
