"""The statements of the yearly figures of rides: prepared as SQL (core.prepared)."""

from typing import cast

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, case, exists, extract, func, select

from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.queries.records import DRIVEN

_RIDE, _DRIVER, _PERSON = (cast("Table", one.__table__) for one in (Ride, Driver, Person))
UNDRIVEN = (RideState.CANCELLED, RideState.WASTED, RideState.NO_DRIVER)
"""The states of a ride that was asked for and not driven, in the order of the breakdown."""

_IN_DAYS = _RIDE.c.ride_date.between(bindparam("first"), bindparam("last"))
_IS_DRIVEN = _RIDE.c.state.in_(DRIVEN)
SUMS = ("metres", "passengers", "legs")
"""What is added up of the rides of a state."""


def _per_state() -> Select[*tuple[object, ...]]:
    # By day first: that is the order of the covering index, so nothing is sorted for eight sums.
    counted = [func.sum(_RIDE.c[name]).label(name) for name in SUMS]
    known = [func.count(_RIDE.c[name]).label(f"known_{name}") for name in ("metres", "legs")]
    days = (
        select(_RIDE.c.ride_date, _RIDE.c.state, func.count().label("rides"), *counted, *known)
        .where(_IN_DAYS)
        .group_by(_RIDE.c.ride_date, _RIDE.c.state)
        .subquery()
    )
    year = extract("year", days.c.ride_date)
    totals = (func.sum(column) for column in days.c[2:])
    return select(year, days.c.state, *totals).group_by(year, days.c.state)


def _per(column: ColumnElement[object]) -> Select[*tuple[object, ...]]:
    return select(column, func.count(), func.sum(_RIDE.c.metres)).where(_IS_DRIVEN, _IN_DAYS).group_by(column)


def _driven(value: ColumnElement[int] | int) -> ColumnElement[int]:
    return func.sum(case((_IS_DRIVEN, value), else_=0))


_DROVE = and_(_RIDE.c.driver_id == _DRIVER.c.id, _IN_DAYS, _IS_DRIVEN)
DRIVERS = select(func.count(_DRIVER.c.id)).where(exists().where(_DROVE))
"""A look per driver in the index of his days: counting distinct ones would go through all rides of the year."""

PER_DRIVER = (
    select(_DRIVER.c.id, func.count(_RIDE.c.id), func.sum(_RIDE.c.metres))
    .outerjoin_from(_DRIVER, _RIDE, _DROVE)
    .group_by(_DRIVER.c.id)
    .having(func.count(_RIDE.c.id) > 0)
)
"""Joined outward, so that SQLite takes one driver's days after another's by their index and sorts none of them."""

DRIVER_NAMES = select(_DRIVER.c.id, _DRIVER.c.code, _PERSON.c.last_name, _PERSON.c.first_name).join_from(
    _DRIVER, _PERSON, _PERSON.c.id == _DRIVER.c.person_id
)
PER_DAY = (
    select(_RIDE.c.ride_date, _driven(1), _driven(_RIDE.c.metres), _driven(_RIDE.c.passengers))
    .where(_IN_DAYS)
    .group_by(_RIDE.c.ride_date)
)
UNDRIVEN_PER_DAY = (
    select(_RIDE.c.ride_date, _RIDE.c.state, func.count())
    .where(_IN_DAYS, _RIDE.c.state.in_(UNDRIVEN))
    .group_by(_RIDE.c.ride_date, _RIDE.c.state)
)
MERGED = select(_RIDE.c.ride_date).where(_RIDE.c.merged_into_id > 0, _RIDE.c.state == RideState.CANCELLED)
"""Of all years and not grouped, so that SQLite takes the index of shared cars and not that of the days."""

UNMET = (
    select(_RIDE.c.reason, func.count()).where(_IN_DAYS, _RIDE.c.state == RideState.NO_DRIVER).group_by(_RIDE.c.reason)
)
SPAN = select(*(select(bound(_RIDE.c.ride_date)).scalar_subquery() for bound in (func.min, func.max)))
"""Two looks in the index: asked together SQLite would go through all rides."""

STATEMENTS = {
    "per_state": _per_state(),
    "drivers": DRIVERS,
    "per_driver": PER_DRIVER,
    "driver_names": DRIVER_NAMES,
    "per_purpose": _per(_RIDE.c.purpose),
    "per_village": _per(_RIDE.c.village),
    "per_day": PER_DAY,
    "undriven_per_day": UNDRIVEN_PER_DAY,
    "merged": MERGED,
    "unmet": UNMET,
    "span": SPAN,
}
