"""A desk at month end: drivers with and without an account, rides of October 2026, the official rate € 0,40."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mmc_desk.core.db import Committed, Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.model import DeskSetting
from mmc_desk.features.mileage.checks import CHECKS
from mmc_desk.features.mileage.model import Settlement, SettlementEntry
from mmc_desk.features.mileage.ops import Settled, SettleMonth, settle_month
from mmc_desk.features.mileage.ops.following import keep_frozen
from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.rides.model import CancelledBy, OfficialKmRate, Ride, RideState
from tests.beginnings import begin_with
from tests.rows import breaches

IBAN = "BE68539007547034"


@dataclass
class Till:
    """Writes rides into `database`, settles them, and reads back what was frozen."""

    database: Database
    count: int = field(default=0)

    def driver(self, name: str, *, iban: str = "", waives: bool = False) -> int:
        """Add a driver by last and first name; return the key."""
        self.count += 1
        return begin_with(self.database, _driver, name, f"C{self.count:02d}", iban, waives)

    def ride(self, day: date, driver: int | None, km: float | None, **more: Any) -> int:  # noqa: ANN401 - Ride's own
        """Add a ride, driven where nothing else is said; return the key."""
        self.count += 1
        values = {"state": RideState.DRIVEN, "village": "Hees", "destination": "Markt", **more}
        if values["state"] is RideState.CANCELLED:
            values["cancelled_by"] = CancelledBy.MEMBER
        metres = None if km is None else round(km * 1000)
        ride = Ride(ride_no=f"{day.year}-{self.count:04d}", ride_date=day, driver_id=driver, metres=metres, **values)

        def add(session: Session) -> int:
            session.add(ride)
            session.flush()
            return ride.id

        return self.database.write(add).value

    def do(self, op: Callable[..., Any], *command: object) -> Any:  # noqa: ANN401 - what the op returns
        """Run an op and show that every invariant still holds."""
        if op is settle_month:
            return begin_with(self.database, _settled, *command)
        return self.commit(op, *command).value

    def commit(self, op: Callable[..., Any], *command: object) -> Committed[Any]:
        """Run an op, show that every invariant still holds, and return what it changed."""
        committed = self.database.write(lambda session: op(session, *command), "test")
        assert self.breaches() == []
        return committed

    def refuse(self, op: Callable[..., Any], *command: object) -> tuple[str, str]:
        """Run an op that must be refused; return the field and the sentence, and show that nothing changed."""
        before = self.read(lambda session: session.execute(select(Settlement.id, Settlement.version)).all())
        with pytest.raises(RuleError) as caught:
            self.database.write(lambda session: op(session, *command))
        assert self.read(lambda session: session.execute(select(Settlement.id, Settlement.version)).all()) == before
        return caught.value.field, str(caught.value)

    def read(self, query: Callable[..., Any], *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - the query's own
        """Run a query."""
        return self.database.read(lambda session: query(session, *arguments, **named))

    def breaches(self) -> list[str]:
        """Return what `check` would say."""
        return breaches(self.database, CHECKS)

    def ride_row(self, ride_id: int) -> Ride:
        """Return a ride as it stands now."""
        found: Ride = self.read(lambda session: session.get_one(Ride, ride_id))
        return found

    def parts(self, driver: int | None = None) -> list[Settlement]:
        """Return the frozen parts in the order they were made."""
        query = select(Settlement).order_by(Settlement.id)
        if driver is not None:
            query = query.where(Settlement.driver_id == driver)
        found: list[Settlement] = self.read(lambda session: list(session.scalars(query)))
        return found

    def entries(self, settlement_id: int) -> list[SettlementEntry]:
        """Return the lines of a part."""
        query = select(SettlementEntry).where(SettlementEntry.settlement_id == settlement_id)
        found: list[SettlementEntry] = self.read(
            lambda session: list(session.scalars(query.order_by(SettlementEntry.id)))
        )
        return found

    def rates(self, *rates: tuple[date, date | None, int]) -> None:
        """Let the table of official rates say this and nothing else."""
        self.database.write(lambda session: _rates(session, *rates))

    def setting(self, name: str, value: str, valid_from: date = date(2000, 1, 1)) -> None:
        """Set a parameter of the desk."""
        self.database.write(lambda session: session.add(DeskSetting(name=name, valid_from=valid_from, value=value)))


def _driver(session: Session, name: str, code: str, iban: str, waives: bool) -> int:  # noqa: FBT001 - begin_with's
    last, _, first = name.partition(" ")
    person = Person(last_name=last, first_name=first)
    session.add(person)
    session.flush()
    driver = Driver(person_id=person.id, code=code, iban=iban, waives_payment=waives)
    session.add(driver)
    session.flush()
    return driver.id


def _settled(session: Session, command: SettleMonth) -> Settled:
    done = settle_month(session, command)
    session.flush()
    assert [breach for check in CHECKS for breach in check.find(session)] == []
    return done


def _rates(session: Session, *rates: tuple[date, date | None, int]) -> None:
    session.execute(delete(OfficialKmRate))
    session.add_all(OfficialKmRate(valid_from=start, valid_to=end, rate=rate) for start, end, rate in rates)


def make_till(database: Database) -> Till:
    """Return an empty desk whose rate is € 0,40 and whose frozen rides are kept."""
    till = Till(database)
    begin_with(database, _rates, (date(2018, 1, 1), None, 4_000))
    database.followers = (keep_frozen,)
    return till


@pytest.fixture
def till(database: Database) -> Till:
    return make_till(database)


@pytest.fixture
def sqlite_till(sqlite_database: Database) -> Till:
    return make_till(sqlite_database)
