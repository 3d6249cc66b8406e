"""A year of rides broken down: per month, driver, purpose, village; why requests weren't met. Set-based, names last."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mmc_desk.core import formats
from mmc_desk.core.formats import kilometres
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.rides.model import Purpose, Ride, RideState
from mmc_desk.features.rides.queries.records import in_days, is_driven
from mmc_desk.features.rides.rules.requests import purpose_name

_UNDRIVEN = (RideState.CANCELLED, RideState.WASTED, RideState.NO_DRIVER)

Distance = int | float
"""Kilometres: whole, or with one decimal."""


def _per(column: InstrumentedAttribute[Any], session: Session, year: int) -> list[tuple[Any, int, int]]:
    """Return (value, driven rides, metres) for each value of a column."""
    driven = select(column, func.count(), func.sum(Ride.metres)).where(is_driven(), in_days(year)).group_by(column)
    return [(value, rides, int(metres)) for value, rides, metres in session.execute(driven)]


def per_driver(session: Session, year: int) -> list[tuple[int, str, int, Distance]]:
    """Return (key, driver, rides, km) by name; drivers of the same name are told apart by their code."""
    names = driver_names(session)
    rides = func.count(Ride.id)
    # Joined outward, so that SQLite takes one driver's days after another's by their index and sorts none of them.
    driven = (
        select(Driver.id, rides, func.sum(Ride.metres))
        .outerjoin(Ride, (Ride.driver_id == Driver.id) & in_days(year) & is_driven())
        .group_by(Driver.id)
        .having(rides > 0)
    )
    rows = [
        (driver, names[driver], count, kilometres(int(metres or 0)))
        for driver, count, metres in session.execute(driven)
    ]
    return sorted(rows, key=lambda row: formats.fold(row[1]))


def driver_names(session: Session) -> dict[int, str]:
    """Return `Last First` of every driver by id, with the code behind it where two bear the same name."""
    rows = session.execute(
        select(Driver.id, Driver.code, Person.last_name, Person.first_name).join(Person, Person.id == Driver.person_id)
    ).all()
    plain = {key: f"{last} {first}".strip() for key, _, last, first in rows}
    often = Counter(plain.values())
    return {key: plain[key] if often[plain[key]] == 1 else f"{plain[key]} ({code})" for key, code, _, _ in rows}


def per_purpose(session: Session, year: int) -> list[tuple[Purpose, str, int, Distance]]:
    """Return (key, purpose, rides, km), most rides first."""
    rows = [
        (Purpose(purpose), purpose_name(Purpose(purpose)), rides, kilometres(metres))
        for purpose, rides, metres in _per(Ride.purpose, session, year)
    ]
    return sorted(rows, key=_most_rides)


def per_village(session: Session, year: int) -> list[tuple[str, str, int, Distance]]:
    """Return (key, village the ride starts in, rides, km), most rides first; rides without one stand together."""
    rows = [
        (village, village or translate("figures", "onbekend"), rides, kilometres(metres))
        for village, rides, metres in _per(Ride.village, session, year)
    ]
    return sorted(rows, key=_most_rides)


def _most_rides(row: tuple[Any, ...]) -> tuple[int, str]:
    return -row[2], formats.fold(row[1])


def per_month(session: Session, year: int) -> list[tuple[int, int, Distance, int]]:
    """Return (month, rides, km, member trips) of twelve months; nothing when no ride of the year is known."""
    days = session.execute(
        select(
            Ride.ride_date,
            func.sum(case((is_driven(), 1), else_=0)),
            func.sum(case((is_driven(), Ride.metres), else_=0)),
            func.sum(case((is_driven(), Ride.passengers), else_=0)),
        )
        .where(in_days(year))
        .group_by(Ride.ride_date)
    ).all()
    sums = {month: [0, 0, 0] for month in range(1, 13)} if days else {}
    for day, *counts in days:
        sums[day.month] = [total + int(part) for total, part in zip(sums[day.month], counts, strict=True)]
    return [(month, rides, kilometres(metres), trips) for month, (rides, metres, trips) in sums.items()]


def undriven_per_month(session: Session, year: int) -> list[tuple[int, ...]]:
    """Return (month, cancelled, wasted, no driver found) of twelve months; nothing when there is no such ride."""
    days = session.execute(
        select(Ride.ride_date, Ride.state, func.count())
        .where(in_days(year), Ride.state.in_(_UNDRIVEN))
        .group_by(Ride.ride_date, Ride.state)
    ).all()
    sums = {month: dict.fromkeys(_UNDRIVEN, 0) for month in range(1, 13)} if days else {}
    for day, state, count in days:
        sums[day.month][RideState(state)] += count
    for day in merged_days(session):
        if day.year == year:
            sums[day.month][RideState.CANCELLED] -= 1
    return [(month, *counts.values()) for month, counts in sums.items()]


def merged_days(session: Session) -> Sequence[date]:
    """Return the days of the rides that went into a shared car: their members were driven, nothing was called off."""
    # Of all years and not grouped, so that SQLite takes the index of shared cars and not that of the days.
    is_merged = (Ride.merged_into_id > 0) & (Ride.state == RideState.CANCELLED)
    return session.scalars(select(Ride.ride_date).where(is_merged)).all()


def unmet_per_reason(session: Session, year: int) -> list[tuple[str, str, int]]:
    """Return (key, reason, requests for which no driver was found), most first; those without a reason together."""
    rows = session.execute(
        select(Ride.reason, func.count()).where(in_days(year), Ride.state == RideState.NO_DRIVER).group_by(Ride.reason)
    )
    named = [(reason, reason or translate("figures", "geen reden genoteerd"), count) for reason, count in rows]
    return sorted(named, key=_most_rides)


def ride_span(session: Session) -> tuple[int, int] | None:
    """Return the first and the last year with a ride; None without any."""
    # Two looks in the index: asked together SQLite would go through all rides.
    first, last = (select(bound(Ride.ride_date)).scalar_subquery() for bound in (func.min, func.max))
    days = session.execute(select(first, last)).one()
    return (days[0].year, days[1].year) if days[0] else None
