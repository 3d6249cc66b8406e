"""What giving many rides to drivers asks of the database: the same as one ride, in statements for all of them."""

import functools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from mmc_desk.features.people.model import DriverPreference, DriverTie
from mmc_desk.features.rides.model import Ride
from mmc_desk.features.rides.queries.board import need_of, trips_of
from mmc_desk.features.rides.queries.drivers import DriverFacts, drivers_on
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.queries.settings import closures, distance_book
from mmc_desk.features.rides.rules.assignment import Candidate, RideNeed
from mmc_desk.features.rides.rules.availability import DayHours, day_hours
from mmc_desk.features.rides.rules.calendar import no_service_reason
from mmc_desk.features.rides.rules.distances import DistanceBook
from mmc_desk.features.rides.rules.trips import Trip, drive_with

Apart = frozenset[tuple[int, int]]
"""A member and a driver who don't go together, by id."""


@dataclass(frozen=True, slots=True)
class Taker:
    """A ride with who is to drive it: None for nobody, and where there is no such driver."""

    line: RideLine
    need: RideNeed
    trip: Trip
    driver: Candidate | None = None


def takers(session: Session, hands: Mapping[int, int | None]) -> Mapping[int, Taker]:
    """Return rides by id as who is to drive each (by id; None: nobody) sees them; what takes their time left out.

    Rides that are gone are left out.
    """
    lines = ride_lines(session, Ride.id.in_(hands))
    trips, apart = trips_of(session, lines), _apart(session, lines)
    by_day: dict[date, list[RideLine]] = defaultdict(list)
    for line in lines:
        by_day[line.ride_date].append(line)
    found: dict[int, Taker] = {}
    for day, of_day in by_day.items():
        drivers = _Drivers(session, day, {hands[line.ride_id] for line in of_day})
        for line in of_day:
            trip, need = trips[line.ride_id], need_of(line)
            found[line.ride_id] = Taker(line, need, trip, drivers.candidate(hands[line.ride_id], line, trip, apart))
    return found


class _Drivers:
    """The drivers of a day."""

    def __init__(self, session: Session, day: date, wanted: Collection[int | None]) -> None:
        closed = no_service_reason(day, closures(session, day, day))
        self.book: DistanceBook = distance_book(session, day)
        keys = sorted(key for key in wanted if key is not None)
        self.known: dict[int, tuple[DriverFacts, DayHours]] = {
            driver.driver_id: (driver, day_hours(day, driver.times, closed))
            for driver in (drivers_on(session, day, keys) if keys else ())
        }

    def candidate(self, driver_id: int | None, line: RideLine, trip: Trip, apart: Apart) -> Candidate | None:
        """Return a driver with the ride's times home to home; None where there is no such driver."""
        known = self.known.get(driver_id or 0)
        if known is None:
            return None
        driver, hours = known
        drive = drive_with(trip, driver.village, self.book)
        is_apart = any((member.member_id, driver.driver_id) in apart for member in line.members)
        return Candidate(
            driver_id=driver.driver_id,
            name=driver.name,
            code=driver.code,
            hours=hours,
            depart_at=drive.depart_at,
            home_at=drive.home_at,
            metres=drive.metres,
            seats=driver.seats,
            rigid_wheelchair=driver.rigid_wheelchair,
            ties=frozenset({DriverTie.INCOMPATIBLE}) if is_apart else frozenset(),
        )


def _apart(session: Session, lines: Sequence[RideLine]) -> Apart:
    members = sorted({member.member_id for line in lines for member in line.members})
    return frozenset((member, driver) for member, driver in session.execute(_incompatible(), {"member_ids": members}))


@functools.cache
def _incompatible() -> Select[*tuple[Any, ...]]:
    return select(DriverPreference.member_id, DriverPreference.driver_id).where(
        DriverPreference.tie == DriverTie.INCOMPATIBLE,
        DriverPreference.member_id.in_(bindparam("member_ids", expanding=True)),
    )
