"""The week of the board: how many rides each driver has on each day, and how many wait for one."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.queries.drivers import TAKING_TIME, DriverFacts, drivers_on
from mmc_desk.features.rides.queries.roster import week_of
from mmc_desk.features.rides.queries.settings import closures
from mmc_desk.features.rides.rules.availability import Away, day_hours
from mmc_desk.features.rides.rules.calendar import no_service_reason


@dataclass(frozen=True, slots=True)
class WeekCell:
    """A driver's day: rides, how many of them still wait for a call, and why there are no hours (None: there are)."""

    rides: int
    unconfirmed: int
    away: Away | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class WeekLane:
    """A driver's week, Monday first."""

    driver_id: int
    name: str
    cells: tuple[WeekCell, ...]


@dataclass(frozen=True, slots=True)
class WeekBoard:
    """Seven days: rides without a driver per day, and a lane per driver."""

    days: tuple[date, ...]
    closed: tuple[str, ...]
    open_rides: tuple[int, ...]
    lanes: tuple[WeekLane, ...]


_Counts = Mapping[tuple[int | None, date], Counter[RideState]]


def week_board(session: Session, day: date) -> WeekBoard:
    """Return the week around `day`."""
    monday, sunday = week_of(day)
    days = tuple(monday + timedelta(days=step) for step in range(7))
    known = closures(session, monday, sunday)
    closed = tuple(no_service_reason(one, known) for one in days)
    counts = _counts(session, monday, sunday)
    with_rides = {driver_id for driver_id, _ in counts if driver_id is not None}
    per_day = [{driver.driver_id: driver for driver in drivers_on(session, one, with_rides)} for one in days]
    names = {driver.driver_id: driver.name for drivers in per_day for driver in drivers.values()}
    lanes = (
        WeekLane(
            driver_id,
            name,
            tuple(
                _cell(drivers.get(driver_id), one, reason, counts.get((driver_id, one), Counter()))
                for one, reason, drivers in zip(days, closed, per_day, strict=True)
            ),
        )
        for driver_id, name in names.items()
    )
    waiting = tuple(counts.get((None, one), Counter())[RideState.REQUESTED] for one in days)
    return WeekBoard(days, closed, waiting, tuple(sorted(lanes, key=lambda lane: lane.name)))


def _counts(session: Session, monday: date, sunday: date) -> _Counts:
    shown = (RideState.REQUESTED, *TAKING_TIME)
    rows = session.execute(
        select(Ride.driver_id, Ride.ride_date, Ride.state, func.count(Ride.id))
        .where(Ride.ride_date.between(monday, sunday), Ride.state.in_(shown))
        .group_by(Ride.driver_id, Ride.ride_date, Ride.state)
    )
    found: dict[tuple[int | None, date], Counter[RideState]] = defaultdict(Counter)
    for driver_id, day, state, number in rows:
        found[driver_id, day][state] += number
    return found


def _cell(driver: DriverFacts | None, day: date, closed: str, counts: Counter[RideState]) -> WeekCell:
    hours = day_hours(day, driver.times, closed) if driver else None
    away = hours.away if hours else Away.NOT_ACTIVE
    return WeekCell(counts.total(), counts[RideState.ASSIGNED], away, hours.detail if hours else "")
