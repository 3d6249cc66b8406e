"""A little ride book that the reports are tried on, on whichever database the test asks for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.rides.model import CancelledBy, Purpose, Ride, RideState


@dataclass
class RideBook:
    """Writes drivers and rides into `database` and reads from it."""

    database: Database
    count: int = field(default=0)

    def driver(self, name: str, *, waives: bool = False) -> int:
        """Add a driver by last and first name; return the key."""
        last, _, first = name.partition("|")

        def add(session: Session) -> int:
            self.count += 1
            person = Person(last_name=last, first_name=first)
            session.add(person)
            session.flush()
            driver = Driver(person_id=person.id, code=f"C{self.count}", waives_payment=waives)
            session.add(driver)
            session.flush()
            return driver.id

        return self.database.write(add).value

    def ride(self, day: date, driver: int | None, km: float | None, **more: Any) -> None:  # noqa: ANN401 - Ride's own
        """Add a ride, driven where nothing else is said."""
        self.count += 1
        values = {"state": RideState.DRIVEN, "purpose": Purpose.SHOPPING, "village": "Hees", **more}
        if values["state"] is RideState.CANCELLED:
            values["cancelled_by"] = CancelledBy.MEMBER
        metres = None if km is None else round(km * 1000)
        ride = Ride(ride_no=f"R{self.count}", ride_date=day, driver_id=driver, metres=metres, **values)
        self.database.write(lambda session: session.add(ride))

    def read(self, query: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 - what the query takes and returns
        """Run a query with its arguments."""
        return self.database.read(lambda session: query(session, *arguments))


@pytest.fixture
def book(database: Database) -> RideBook:
    return RideBook(database)


@pytest.fixture
def sqlite_book(sqlite_database: Database) -> RideBook:
    return RideBook(sqlite_database)
