"""The day board: lanes of drivers, rides without a driver, and who is free for one."""

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import DriverTie
from mmc_desk.features.rides.model import Leg, LegKind, Purpose, ReturnMode, Ride, RideState
from mmc_desk.features.rides.queries.calls import calls_by_driver, recent_refusals
from mmc_desk.features.rides.queries.drivers import (
    DriverFacts,
    DriverLoad,
    busy_on,
    days_to,
    driver_facts,
    drivers_on,
    last_together,
    loads_around,
    ties_of,
)
from mmc_desk.features.rides.queries.reading import ride_line, ride_lines
from mmc_desk.features.rides.queries.rows import DayBoard, Lane, RideLine
from mmc_desk.features.rides.queries.settings import closures, distance_book
from mmc_desk.features.rides.queries.sheets import missing_results
from mmc_desk.features.rides.rules.assignment import Candidate, RankedDriver, RideNeed, rank_drivers
from mmc_desk.features.rides.rules.availability import Busy, DayHours, day_hours
from mmc_desk.features.rides.rules.calendar import no_service_reason
from mmc_desk.features.rides.rules.calls import Call
from mmc_desk.features.rides.rules.distances import Spot, spot_of
from mmc_desk.features.rides.rules.fairness import Recent
from mmc_desk.features.rides.rules.trips import Drive, Trip, drive_with

_ASIDE = frozenset({RideState.CANCELLED, RideState.NO_DRIVER})


def day_board(session: Session, day: date) -> DayBoard:
    """Return everything of a day; a lane also shows yesterday's ride that runs on past midnight."""
    closed = no_service_reason(day, closures(session, day, day))
    start = clock.at(day, time.min)
    rides = ride_lines(
        session,
        Ride.ride_date.between(day - timedelta(days=1), day),
        or_(Ride.ride_date == day, Ride.home_at > start),
    )
    by_driver: dict[int | None, list[RideLine]] = defaultdict(list)
    for ride in rides:
        by_driver[None if ride.state in _ASIDE else ride.driver_id].append(ride)
    loose = [ride for ride in by_driver[None] if ride.ride_date == day]
    loads = loads_around(session, day)
    with_rides = [driver_id for driver_id in by_driver if driver_id is not None]
    lanes = tuple(
        _lane(driver, day_hours(day, driver.times, closed), by_driver, loads.get(driver.driver_id, DriverLoad()))
        for driver in drivers_on(session, day, with_rides)
    )
    return DayBoard(
        day=day,
        closed=closed,
        lanes=lanes,
        unassigned=tuple(ride for ride in loose if ride.state is RideState.REQUESTED),
        others=tuple(ride for ride in loose if ride.state in _ASIDE),
        missing=missing_results(session, day, day) if day <= clock.today() else (),
    )


def _lane(driver: DriverFacts, hours: DayHours, rides: Mapping[int | None, list[RideLine]], load: DriverLoad) -> Lane:
    return Lane(
        driver_id=driver.driver_id,
        code=driver.code,
        name=driver.name,
        phone=driver.phone,
        village=driver.village,
        seats=driver.seats,
        rigid_wheelchair=driver.rigid_wheelchair,
        hours=hours,
        rides=tuple(rides.get(driver.driver_id, ())),
        rides_month=load.rides_month,
        metres_month=load.metres_month,
    )


@dataclass(frozen=True, slots=True)
class RideAsk:
    """A ride as it asks for a driver: what it needs, when, and for whom. `ride_id` 0 is a ride not saved yet."""

    ride_id: int
    need: RideNeed
    trip: Trip
    member_ids: tuple[int, ...]


def free_drivers(session: Session, ride_id: int) -> tuple[RankedDriver, ...]:
    """Return every active driver for a ride: who can drive it first, the best first, the others with the reason."""
    ask = ride_ask(session, ride_id)
    return rank_drivers(ask.need, candidates(session, ask))


def one_ride(session: Session, ride_id: int) -> RideLine:
    """Return a ride. Raises RuleError when there is none."""
    found = ride_line(session, ride_id)
    if found is None:
        raise RuleError(translate("rides", "Deze rit bestaat niet meer. Herlaad de pagina."))
    return found


def ride_ask(session: Session, ride_id: int) -> RideAsk:
    """Return what a ride asks of its driver. Raises RuleError when there is no such ride."""
    ride = one_ride(session, ride_id)
    members = tuple(member.member_id for member in ride.members)
    return RideAsk(ride_id, need_of(ride), own_trip(session, ride), members)


def need_of(ride: RideLine) -> RideNeed:
    """Return what a ride asks of a car and its driver."""
    return RideNeed(
        ride_date=ride.ride_date,
        seats=sum(1 + member.companions for member in ride.members),
        aids=frozenset(member.aid for member in ride.members),
        metres=ride.estimated_metres,
        waits_at_hospital=ride.purpose is Purpose.HOSPITAL and _waits(ride),
    )


def _waits(ride: RideLine) -> bool:
    return any(member.return_mode is ReturnMode.WAIT for member in ride.members)


def candidates(session: Session, ask: RideAsk, driver_id: int | None = None) -> tuple[Candidate, ...]:
    """Return the active drivers (or the one asked for) as a ride sees them, in a handful of statements."""
    day = ask.need.ride_date
    closed = no_service_reason(day, closures(session, day, day))
    book = distance_book(session, day)
    busy = busy_on(session, day, but=ask.ride_id, driver_id=driver_id)
    loads = loads_around(session, day, but=ask.ride_id, driver_id=driver_id)
    ties = ties_of(session, ask.member_ids)
    together = last_together(session, ask.member_ids, day)
    found = drivers_on(session, day) if driver_id is None else driver_facts(session, day, driver_id)
    phoned = _phoned(session, ask, found) if driver_id is None else {}
    # Worked out per village: many drivers live in the same one.
    drives = {village: drive_with(ask.trip, village, book) for village in {driver.village for driver in found}}
    return tuple(
        _candidate(
            driver,
            drives[driver.village],
            day_hours(day, driver.times, closed),
            _Known(
                loads.get(driver.driver_id, DriverLoad()),
                ties.get(driver.driver_id, frozenset()),
                busy.get(driver.driver_id, ()),
                together.get(driver.driver_id),
                phoned.get(driver.driver_id, _Phoned()),
            ),
        )
        for driver in found
    )


@dataclass(frozen=True, slots=True)
class _Phoned:
    """What only ranking needs of a driver: the calls about the ride, refusals of late, days of the last weeks."""

    calls: tuple[Call, ...] = ()
    refusals: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rides of before tell of a driver."""

    load: DriverLoad
    ties: frozenset[DriverTie]
    busy: tuple[Busy, ...]
    last_together: date | None
    phoned: _Phoned


def _phoned(session: Session, ask: RideAsk, drivers: Sequence[DriverFacts]) -> Mapping[int, _Phoned]:
    calls = calls_by_driver(session, ask.ride_id)
    refusals = recent_refusals(session, ask.ride_id, clock.now())
    days = days_to(session, ask.need.ride_date, drivers)
    return {key: _Phoned(calls.get(key, ()), refusals.get(key, 0), days[key]) for key in days}


def _candidate(driver: DriverFacts, drive: Drive, hours: DayHours, known: _Known) -> Candidate:
    load, phoned = known.load, known.phoned
    return Candidate(
        driver_id=driver.driver_id,
        name=driver.name,
        code=driver.code,
        hours=hours,
        depart_at=drive.depart_at,
        home_at=drive.home_at,
        metres=drive.metres,
        busy=known.busy,
        seats=driver.seats,
        rigid_wheelchair=driver.rigid_wheelchair,
        ties=known.ties,
        approach=drive.approach,
        rides_month=load.rides_month,
        metres_month=load.metres_month,
        rides_week=load.rides_week,
        metres_week=load.metres_week,
        max_rides_per_week=driver.max_rides_per_week,
        max_distance=driver.max_distance,
        max_metres_per_week=driver.max_metres_per_week,
        avoids_hospital_waiting=driver.avoids_hospital_waiting,
        last_together=known.last_together,
        phone=driver.phone,
        recent=Recent(load.rides_recent, load.metres_recent, phoned.days),
        calls=phoned.calls,
        refused_lately=phoned.refusals,
    )


@functools.cache
def _legs() -> Select[*tuple[Any, ...]]:
    return (
        select(Leg.depart_at, Leg.arrive_at, Leg.metres, Leg.kind, Leg.origin, Leg.destination)
        .where(Leg.ride_id == bindparam("ride_id"))
        .order_by(Leg.sequence)
    )


def own_trip(session: Session, ride: RideLine) -> Trip:
    """Return the ride without its driver's way from and to home: from its legs, else from its own times."""
    return trip_of_legs(ride, session.execute(_legs(), {"ride_id": ride.ride_id}).all())


def trips_of(session: Session, rides: Sequence[RideLine]) -> Mapping[int, Trip]:
    """Return the trip of each of many rides, by ride id, in one statement."""
    legs: dict[int, list[Any]] = defaultdict(list)
    days = sorted({ride.ride_date for ride in rides})
    for row in session.execute(_legs_between(), {"first": days[0], "last": days[-1]}) if days else ():
        legs[row.ride_id].append(row)
    return {ride.ride_id: trip_of_legs(ride, legs[ride.ride_id]) for ride in rides}


@functools.cache
def _legs_between() -> Select[*tuple[Any, ...]]:
    return (
        select(Leg.ride_id, Leg.depart_at, Leg.arrive_at, Leg.metres, Leg.kind, Leg.origin, Leg.destination)
        .join(Ride, Ride.id == Leg.ride_id)
        .where(Ride.ride_date.between(bindparam("first"), bindparam("last")))
        .order_by(Leg.ride_id, Leg.sequence)
    )


def trip_of_legs(ride: RideLine, legs: Sequence[Any]) -> Trip:
    """Return a ride without its driver's way, given the rows of its legs in order (`_legs`)."""
    if not legs:
        return Trip(ride.depart_at, ride.home_at, (ride.village,), (ride.village,), ride.estimated_metres)
    known = [leg.metres for leg in legs if leg.metres is not None]
    metres = sum(known) if len(known) == len(legs) else None
    start: Spot = (ride.village,)
    end: Spot = (ride.destination, ride.destination_village)
    if ride.passengers > 1:
        start = spot_of(legs[0].origin)
    if legs[-1].kind is LegKind.BACK and ride.outward_id is None:
        end = (ride.village,) if ride.passengers == 1 else spot_of(legs[-1].destination)
    return Trip(legs[0].depart_at, legs[-1].arrive_at, start, end, metres)
