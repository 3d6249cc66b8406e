"""The rides behind a yearly figure, a row each: what is in the statements here is what the figures count."""

import functools
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import aliased

from mmc_desk.core import years
from mmc_desk.core.figures import RecordColumn, RecordKind, Records
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.people.model import Driver, Member, Person
from mmc_desk.features.people.queries.page_names import DRIVERS_PAGE
from mmc_desk.features.people.queries.records import name_of
from mmc_desk.features.rides.model import Ride, RideRequest, RideState
from mmc_desk.features.rides.queries.page_names import RIDES_PAGE
from mmc_desk.features.rides.rules.requests import purpose_name

DRIVEN = (RideState.DRIVEN, RideState.SETTLED)
"""The states of a ride that counts."""

_DATE = RecordColumn("ride_date", QT_TRANSLATE_NOOP("figures", "Datum"), RecordKind.DATE)
_NUMBER = RecordColumn("ride_no", QT_TRANSLATE_NOOP("figures", "Rit"))
_DRIVER = RecordColumn("driver", QT_TRANSLATE_NOOP("figures", "Chauffeur"))
_MEMBER = RecordColumn("member", QT_TRANSLATE_NOOP("figures", "Lid"))
_FROM = RecordColumn("village", QT_TRANSLATE_NOOP("figures", "Van"))
_TO = RecordColumn("destination_village", QT_TRANSLATE_NOOP("figures", "Naar"))
_PURPOSE = RecordColumn("purpose", QT_TRANSLATE_NOOP("figures", "Reden"), words=purpose_name)
_KM = RecordColumn("metres", QT_TRANSLATE_NOOP("figures", "Km"), RecordKind.METRES)
_WHY = RecordColumn("reason", QT_TRANSLATE_NOOP("figures", "Waarom"))
PASSENGERS = RecordColumn("passengers", QT_TRANSLATE_NOOP("figures", "Leden aan boord"), RecordKind.NUMBER)
LEGS = RecordColumn("legs", QT_TRANSLATE_NOOP("figures", "Legs"), RecordKind.NUMBER)

_DRIVEN_COLUMNS = (_DATE, _NUMBER, _DRIVER, _MEMBER, _FROM, _TO, _PURPOSE, _KM)
_UNDRIVEN_COLUMNS = (_DATE, _NUMBER, _MEMBER, _FROM, _TO, _PURPOSE, _WHY)
_WASTED_COLUMNS = (_DATE, _NUMBER, _DRIVER, _MEMBER, _FROM, _TO, _WHY, _KM)
_DRIVER_COLUMNS = (
    RecordColumn("code", QT_TRANSLATE_NOOP("figures", "Code")),
    _DRIVER,
    RecordColumn("rides", QT_TRANSLATE_NOOP("figures", "Ritten"), RecordKind.NUMBER),
    _KM,
)


def in_days(year: int, month: int | None = None) -> ColumnElement[bool]:
    """Hold for the rides of a year, or of one of its months."""
    return Ride.ride_date.between(*years.days_of(year, month))


def is_driven() -> ColumnElement[bool]:
    """Hold for the rides that were driven."""
    return Ride.state.in_(DRIVEN)


def is_called_off() -> ColumnElement[bool]:
    """Hold for the rides that were called off; one that went into a shared car wasn't: its members were driven."""
    # Written so that SQLite takes the index of the days, and not that of shared cars for all that are in none.
    return and_(Ride.state == RideState.CANCELLED, func.coalesce(Ride.merged_into_id, 0) == 0)


def driven_rides(*conditions: ColumnElement[bool], extra: RecordColumn | None = None) -> Records:
    """Return the driven rides that meet all conditions, by day; with one more column."""
    columns = (*_DRIVEN_COLUMNS[:-1], *filter(None, (extra,)), _KM)
    return Records(_rides(is_driven(), *conditions), columns, RIDES_PAGE)


def wasted_rides(*conditions: ColumnElement[bool]) -> Records:
    """Return the wasted trips, by day."""
    return Records(_rides(Ride.state == RideState.WASTED, *conditions), _WASTED_COLUMNS, RIDES_PAGE)


def undriven_rides(*conditions: ColumnElement[bool]) -> Records:
    """Return rides that no driver drove, by day, with the reason."""
    return Records(_rides(*conditions), _UNDRIVEN_COLUMNS, RIDES_PAGE)


def _rides(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return _all_rides().where(*conditions)


@functools.cache  # made once: a page asks for many numbers
def _all_rides() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Ride.id.label("key"),
            *(Ride.ride_date, Ride.ride_no, name_of(Person).label("driver"), _caller().label("member")),
            *(Ride.village, Ride.destination_village, Ride.purpose, Ride.reason),
            *(Ride.passengers, Ride.legs, Ride.metres),
        )
        .select_from(Ride)
        .outerjoin(Driver, Driver.id == Ride.driver_id)
        .outerjoin(Person, Person.id == Driver.person_id)
        .order_by(Ride.ride_date, Ride.id)
    )


def _caller() -> ColumnElement[str]:
    """Return the name of the member who asked for the ride: the lowest position on it."""
    person = aliased(Person)
    return (
        select(name_of(person))
        .join(Member, Member.person_id == person.id)
        .join(RideRequest, RideRequest.member_id == Member.id)
        .where(RideRequest.ride_id == Ride.id)
        .order_by(RideRequest.position)
        .limit(1)
        .scalar_subquery()
    )


def drivers_who_drove(year: int) -> Records:
    """Return the drivers with a driven ride in a year, by name, with what they drove."""
    drove = (Ride.driver_id == Driver.id, in_days(year), is_driven())
    rides, metres = (select(part).where(*drove).scalar_subquery() for part in (func.count(), func.sum(Ride.metres)))
    statement = (
        select(
            Driver.id.label("key"),
            *(Driver.code, name_of(Person).label("driver"), rides.label("rides"), metres.label("metres")),
        )
        .select_from(Driver)
        .join(Person, Person.id == Driver.person_id)
        .where(exists().where(*drove))
        .order_by(Person.last_name, Person.first_name, Driver.id)
    )
    return Records(statement, _DRIVER_COLUMNS, DRIVERS_PAGE)
