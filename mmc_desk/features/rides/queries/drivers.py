"""Drivers as rides see them: hours of a day, where they live, what they have driven."""

import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Row, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mmc_desk.core.formats import fold
from mmc_desk.features.people.model import (
    Absence,
    Address,
    AvailabilityKind,
    Driver,
    DriverPreference,
    DriverTie,
    Person,
    WeekAvailability,
)
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Ride, RideRequest, RideState
from mmc_desk.features.rides.queries.reading import address_on
from mmc_desk.features.rides.rules.availability import Busy, DriverTimes, Period, WeekPart
from mmc_desk.features.rides.rules.fairness import SPAN, available_days
from mmc_desk.features.rides.rules.states import PLANNED

_DRIVEN = (RideState.DRIVEN, RideState.SETTLED)
TAKING_TIME = (*sorted(PLANNED), *_DRIVEN)
"""States whose time a driver can't give to another ride."""


@dataclass(frozen=True, slots=True)
class DriverFacts:
    """A driver on a day."""

    driver_id: int
    code: str
    name: str
    phone: str
    village: str
    seats: int
    rigid_wheelchair: bool
    max_rides_per_week: int | None
    max_distance: int | None
    max_metres_per_week: int | None
    avoids_hospital_waiting: bool
    times: DriverTimes


@dataclass(frozen=True, slots=True)
class DriverLoad:
    """What a driver drove or will drive: of the month, of the week, of the last eight weeks."""

    rides_month: int = 0
    metres_month: int = 0
    rides_week: int = 0
    metres_week: int = 0
    rides_recent: int = 0
    metres_recent: int = 0


def drivers_on(session: Session, day: date, also: Collection[int] = ()) -> tuple[DriverFacts, ...]:
    """Return the drivers active on `day` by name, and those of `also`, active or not."""
    found = session.connection().execute(_active(), {"day": day, "also": list(also)})
    return _drivers(session, day, found.all())


def driver_facts(session: Session, day: date, driver_id: int) -> tuple[DriverFacts, ...]:
    """Return one driver, active on `day` or not; nothing when there is no such driver."""
    found = session.connection().execute(_one_driver(), {"day": day, "driver_id": driver_id})
    return _drivers(session, day, found.all(), driver_id)


# Core rows, not the session's: for 300 drivers the latter take longer to make than all the rest of a driver.


@functools.cache
def _named() -> Select[*tuple[Any, ...]]:
    person = (Person.first_name, Person.last_name, Person.phone, Person.mobile, Address.village)
    car = (Driver.seats, Driver.rigid_wheelchair, Driver.max_rides_per_week, Driver.max_distance)
    wishes = (Driver.max_metres_per_week, Driver.avoids_hospital_waiting, Driver.active_from, Driver.active_to)
    return (
        select(Driver.id, Driver.code, *person, *car, *wishes)
        .select_from(Driver)
        .join(Person, Person.id == Driver.person_id)
        .outerjoin(Address, Address.id == address_on(Person.id, bindparam("day")))
    )


@functools.cache
def _active() -> Select[*tuple[Any, ...]]:
    day = bindparam("day", type_=Date)
    is_active = (func.coalesce(Driver.active_from, day) <= day) & (func.coalesce(Driver.active_to, day) >= day)
    return _named().where(is_active | Driver.id.in_(bindparam("also", expanding=True)))


@functools.cache
def _one_driver() -> Select[*tuple[Any, ...]]:
    return _named().where(Driver.id == bindparam("driver_id"))


def _drivers(
    session: Session,
    day: date,
    rows: Sequence[Row[*tuple[Any, ...]]],
    driver_id: int | None = None,
) -> tuple[DriverFacts, ...]:
    week, leave, extra = _times(session, day, driver_id)
    found = (
        DriverFacts(
            *(key, code, full_name(last, first), mobile or phone, village or ""),
            *(seats, rigid, most_rides, farthest, most_metres, no_waiting),
            DriverTimes(tuple(week.get(key, ())), tuple(leave.get(key, ())), tuple(extra.get(key, ())), since, until),
        )
        for (
            (key, code, first, last, phone, mobile, village),
            (seats, rigid, most_rides, farthest, most_metres, no_waiting),
            (since, until),
        ) in ((row[:7], row[7:13], row[13:]) for row in rows)
    )
    return tuple(sorted(found, key=lambda driver: (fold(driver.name), driver.code)))


_Periods = Mapping[int, list[Period]]


def _times(
    session: Session, day: date, driver_id: int | None
) -> tuple[Mapping[int, list[WeekPart]], _Periods, _Periods]:
    week: dict[int, list[WeekPart]] = defaultdict(list)
    one = {} if driver_id is None else {"driver_id": driver_id}
    rows = session.connection()
    for driver, weekday, start, end in rows.execute(_week(of_one=bool(one)), one).all():
        week[driver].append(WeekPart(weekday, (start, end)))
    leave: dict[int, list[Period]] = defaultdict(list)
    extra: dict[int, list[Period]] = defaultdict(list)
    for driver, kind, first, last, reason in rows.execute(_absences(of_one=bool(one)), one | {"day": day}).all():
        (leave if kind is AvailabilityKind.ABSENT else extra)[driver].append(Period(first, last, reason))
    return week, leave, extra


@functools.cache
def _week(*, of_one: bool) -> Select[*tuple[Any, ...]]:
    hours = (WeekAvailability.from_time, WeekAvailability.to_time)
    rows = select(WeekAvailability.driver_id, WeekAvailability.weekday, *hours)
    return _of(rows, WeekAvailability.driver_id, of_one=of_one)


@functools.cache
def _absences(*, of_one: bool) -> Select[*tuple[Any, ...]]:
    on_day = (Absence.from_day <= bindparam("day"), Absence.to_day >= bindparam("day"))
    rows = select(Absence.driver_id, Absence.kind, Absence.from_day, Absence.to_day, Absence.reason).where(*on_day)
    return _of(rows, Absence.driver_id, of_one=of_one)


def _of(
    statement: Select[*tuple[Any, ...]], column: InstrumentedAttribute[Any], *, of_one: bool
) -> Select[*tuple[Any, ...]]:
    return statement.where(column == bindparam("driver_id")) if of_one else statement


def busy_on(
    session: Session, day: date, *, until: date | None = None, but: int = 0, driver_id: int | None = None
) -> Mapping[int, tuple[Busy, ...]]:
    """Return the spans in which each driver is taken around `day` (or the days to `until`), leaving out ride `but`.

    Yesterday's and tomorrow's rides count: a ride may run on past midnight (domain.md §10.8).
    """
    first, last = day - timedelta(days=1), (until or day) + timedelta(days=1)
    around = {"first": first, "last": last, "but": but, "driver_id": driver_id}
    found: dict[int, list[Busy]] = defaultdict(list)
    taken = session.connection().execute(_taken(of_one=driver_id is not None), around)
    for driver, depart_at, home_at, ride_no in taken.all():
        found[driver].append(Busy(depart_at, home_at, ride_no))
    return {driver: tuple(spans) for driver, spans in found.items()}


@functools.cache
def _taken(*, of_one: bool) -> Select[*tuple[Any, ...]]:
    rows = select(Ride.driver_id, Ride.depart_at, Ride.home_at, Ride.ride_no).where(
        Ride.ride_date.between(bindparam("first"), bindparam("last")),
        Ride.state.in_(TAKING_TIME),
        Ride.depart_at.is_not(None),
        Ride.home_at.is_not(None),
        Ride.id != bindparam("but"),
    )
    return _of(rows, Ride.driver_id, of_one=of_one)


def loads_around(
    session: Session, day: date, *, but: int = 0, driver_id: int | None = None
) -> Mapping[int, DriverLoad]:
    """Return what each driver has in the month and the week of `day` and the eight weeks to it, without ride `but`.

    What was driven has its metres, and is summed from the index alone: with 300 drivers that is all but a few rides.
    """
    driven = _loads(session, day, but, driver_id, has_metres=True)
    others = _loads(session, day, but, driver_id, has_metres=False)
    none = (0,) * len(fields(DriverLoad))
    return {
        driver: DriverLoad(*map(sum, zip(driven.get(driver, none), others.get(driver, none), strict=True)))
        for driver in driven.keys() | others.keys()
    }


def _loads(
    session: Session, day: date, but: int, driver_id: int | None, *, has_metres: bool
) -> dict[int, tuple[int, ...]]:
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    monday = day - timedelta(days=day.weekday())
    sunday, eldest = monday + timedelta(days=6), day - SPAN + timedelta(days=1)
    wanted = {"since": min(first, monday, eldest), "until": max(after, sunday), "but": but, "driver_id": driver_id}
    spans = {"first": first, "after": after, "monday": monday, "sunday": sunday, "eldest": eldest, "day": day}
    statement = _summed(has_metres=has_metres, of_one=driver_id is not None)
    rows: Sequence[Any] = session.connection().execute(statement, wanted | spans).all()
    return {driver: tuple(load) for driver, *load in rows}


@functools.cache
def _summed(*, has_metres: bool, of_one: bool) -> Select[*tuple[Any, ...]]:
    metres = Ride.metres.expression if has_metres else func.coalesce(Ride.metres, Ride.estimated_metres, 0)
    in_month = (Ride.ride_date >= bindparam("first")) & (Ride.ride_date < bindparam("after"))
    in_week = Ride.ride_date.between(bindparam("monday"), bindparam("sunday"))
    recent = Ride.ride_date.between(bindparam("eldest"), bindparam("day"))
    loads = (
        select(
            *(Ride.driver_id, func.count().filter(in_month), _sum(metres, in_month)),
            *(func.count().filter(in_week), _sum(metres, in_week)),
            *(func.count().filter(recent), _sum(metres, recent)),
        )
        .where(
            Ride.ride_date.between(bindparam("since"), bindparam("until")),
            Ride.state.in_(_DRIVEN if has_metres else sorted(PLANNED)),
            Ride.id != bindparam("but"),
        )
        .group_by(Ride.driver_id)
    )
    return _of(loads, Ride.driver_id, of_one=of_one)


def _sum(metres: ColumnElement[Any], within: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(metres).filter(within), 0)


def days_to(session: Session, day: date, drivers: Iterable[DriverFacts]) -> Mapping[int, int]:
    """Return per driver on how many of the eight weeks' days up to `day` they could drive."""
    first = day - SPAN + timedelta(days=1)
    rows = session.execute(
        select(Absence.driver_id, Absence.kind, Absence.from_day, Absence.to_day).where(
            Absence.from_day <= day, Absence.to_day >= first
        )
    )
    leave: dict[int, list[Period]] = defaultdict(list)
    extra: dict[int, list[Period]] = defaultdict(list)
    for driver_id, kind, since, until in rows:
        (leave if kind is AvailabilityKind.ABSENT else extra)[driver_id].append(Period(since, until))

    def days_of(driver: DriverFacts) -> int:
        away, besides = tuple(leave.get(driver.driver_id, ())), tuple(extra.get(driver.driver_id, ()))
        return available_days(replace(driver.times, leave=away, extra=besides), first, day)

    return {driver.driver_id: days_of(driver) for driver in drivers}


def ties_of(session: Session, member_ids: Iterable[int]) -> Mapping[int, frozenset[DriverTie]]:
    """Return per driver how the members in the car stand to them."""
    found: dict[int, set[DriverTie]] = defaultdict(set)
    for driver, tie in session.execute(_ties(), {"member_ids": list(member_ids)}):
        found[driver].add(tie)
    return {driver: frozenset(ties) for driver, ties in found.items()}


@functools.cache
def _ties() -> Select[int, DriverTie]:
    of_members = DriverPreference.member_id.in_(bindparam("member_ids", expanding=True))
    return select(DriverPreference.driver_id, DriverPreference.tie).where(of_members)


def last_together(session: Session, member_ids: Iterable[int], before: date) -> Mapping[int, date]:
    """Return per driver the last day before `before` on which they drove one of these members."""
    rows = session.execute(_together(), {"member_ids": list(member_ids), "before": before})
    return {driver: day for driver, day in rows if driver is not None}


@functools.cache
def _together() -> Select[*tuple[Any, ...]]:
    return (
        select(Ride.driver_id, func.max(Ride.ride_date))
        .join(RideRequest, RideRequest.ride_id == Ride.id)
        .where(
            RideRequest.member_id.in_(bindparam("member_ids", expanding=True)),
            Ride.state.in_([RideState.DRIVEN, RideState.SETTLED]),
            Ride.ride_date < bindparam("before"),
        )
        .group_by(Ride.driver_id)
    )


def homes_on(session: Session, day: date) -> Mapping[int, str]:
    """Return the village each driver lives in on `day`."""
    rows = session.execute(
        select(Driver.id, Address.village).join(Address, Address.id == address_on(Driver.person_id, day))
    )
    return dict(rows.all())
