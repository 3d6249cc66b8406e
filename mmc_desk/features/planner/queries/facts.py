"""What the database says about days to plan: a handful of statements, whatever the number of rides and drivers."""

import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.features.people.model import DriverPreference, DriverTie
from mmc_desk.features.planner.rules.weights import Weights, weights_of
from mmc_desk.features.rides.model import Ride, RideRequest, RideState
from mmc_desk.features.rides.model.calls import Answer, CallAttempt
from mmc_desk.features.rides.queries.board import trips_of
from mmc_desk.features.rides.queries.calls import recent_refusals
from mmc_desk.features.rides.queries.drivers import (
    DriverFacts,
    DriverLoad,
    busy_on,
    days_to,
    drivers_on,
    loads_around,
)
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.queries.settings import closures, desk_values, distance_book, official_rate, tariff
from mmc_desk.features.rides.rules.availability import Busy
from mmc_desk.features.rides.rules.calendar import no_service_reason
from mmc_desk.features.rides.rules.distances import DistanceBook
from mmc_desk.features.rides.rules.states import OPEN
from mmc_desk.features.rides.rules.trips import Trip

FAMILIAR_WITHIN = timedelta(days=2 * 365)
"""Who drove somebody longer ago isn't familiar any more."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database says about days; drivers and rides by their database ids."""

    days: tuple[date, ...]
    now: datetime
    lines: tuple[RideLine, ...]
    trips: Mapping[int, Trip]
    drivers: Mapping[date, tuple[DriverFacts, ...]]
    closed: Mapping[date, str]
    busy: Mapping[date, Mapping[int, tuple[Busy, ...]]]
    loads: Mapping[int, DriverLoad]
    available: Mapping[int, int]
    ties: Mapping[int, Mapping[int, DriverTie]]
    together: Mapping[int, Mapping[int, int]]
    said_no: frozenset[tuple[int, int]]
    refusals: Mapping[int, int]
    book: DistanceBook
    rate: int
    weights: Weights


def read_facts(session: Session, days: Sequence[date]) -> Facts:
    """Return everything that planning these days (in order, of one week) needs."""
    first, last = days[0], days[-1]
    lines = ride_lines(session, Ride.ride_date.in_(days), Ride.state.in_(sorted(OPEN)))
    known = closures(session, first, last)
    holders = {line.driver_id for line in lines if line.driver_id is not None}
    drivers = {day: drivers_on(session, day, holders) for day in days}
    members = {member.member_id for line in lines for member in line.members}
    everybody = {driver.driver_id: driver for found in drivers.values() for driver in found}
    rule = tariff(session, first)
    return Facts(
        days=tuple(days),
        now=clock.now(),
        lines=lines,
        trips=trips_of(session, lines),
        drivers=drivers,
        closed={day: no_service_reason(day, known) for day in days},
        busy={day: busy_on(session, day) for day in days},
        loads=loads_around(session, last),
        available=days_to(session, last, everybody.values()),
        ties=_ties(session, members),
        together=_together(session, members, first),
        said_no=_said_no(session, [line.ride_id for line in lines]),
        refusals=recent_refusals(session, 0, clock.now()),
        book=distance_book(session, first),
        rate=official_rate(session, first).rate if rule.rate is None else rule.rate,
        weights=planner_weights(session, first),
    )


def planner_weights(session: Session, day: date) -> Weights:
    """Return the weights in force on a day."""
    return weights_of(desk_values(session, "planner", day))


def _ties(session: Session, member_ids: Collection[int]) -> Mapping[int, Mapping[int, DriverTie]]:
    """Return per member how they stand to drivers."""
    found: dict[int, dict[int, DriverTie]] = defaultdict(dict)
    columns = (DriverPreference.member_id, DriverPreference.driver_id, DriverPreference.tie)
    for member, driver, tie in session.execute(select(*columns)):  # a few per member: no list of members is needed
        if member in member_ids:
            found[member][driver] = tie
    return found


def _together(session: Session, member_ids: Iterable[int], before: date) -> Mapping[int, Mapping[int, int]]:
    """Return per member who drove them in the two years before a day, and how often."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    spans = {"since": before - FAMILIAR_WITHIN, "before": before}
    for member, driver, times in session.connection().execute(_driven(), {"member_ids": list(member_ids), **spans}):
        found[member][driver] = times
    return found


@functools.cache
def _driven() -> Select[*tuple[Any, ...]]:
    # The index on requests knows no day; no ride of these years has a lower id, so it needn't look at older ones.
    oldest = select(func.min(Ride.id)).where(Ride.ride_date >= bindparam("since")).scalar_subquery()
    return (
        select(RideRequest.member_id, Ride.driver_id, func.count())
        .join(Ride, Ride.id == RideRequest.ride_id)
        .where(
            RideRequest.member_id.in_(bindparam("member_ids", expanding=True)),
            Ride.state.in_([RideState.DRIVEN, RideState.SETTLED]),
            RideRequest.ride_id >= oldest,
            Ride.ride_date >= bindparam("since"),
            Ride.ride_date < bindparam("before"),
            Ride.driver_id.is_not(None),
        )
        .group_by(RideRequest.member_id, Ride.driver_id)
    )


def _said_no(session: Session, ride_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """Return (ride, driver) where the last answer by phone was no."""
    rows = session.execute(
        select(CallAttempt.ride_id, CallAttempt.driver_id, CallAttempt.answer)
        .where(CallAttempt.ride_id.in_(ride_ids))
        .order_by(CallAttempt.at, CallAttempt.id)
    )
    last = {(ride, driver): answer for ride, driver, answer in rows}
    return frozenset(pair for pair, answer in last.items() if answer is Answer.NO)
