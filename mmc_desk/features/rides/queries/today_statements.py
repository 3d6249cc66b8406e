"""The statements of the page Vandaag, which the window opens with: prepared as SQL (core.prepared).

Parameters: `day` is today, `first` and `last` the days of which it shows rides.
"""

from typing import Any

from sqlalchemy import ColumnElement, Date, Select, bindparam, func, select

from mmc_desk.features.people.model import Driver, DriverDocument, EligibilityCheck, Member, Person
from mmc_desk.features.rides.model import Ride, RideRequest, RideState
from mmc_desk.features.rides.model.calls import Answer, CallAttempt
from mmc_desk.features.rides.queries.closures import closure_days_from
from mmc_desk.features.rides.queries.reading import bearers_that, members_that, rides_that
from mmc_desk.features.rides.rules.states import OPEN, PLANNED

_DAY = bindparam("day", type_=Date)
_FIRST, _LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)
_PERSON: tuple[ColumnElement[Any], ...] = (Person.first_name.expression, Person.last_name.expression)
_RIDE: tuple[ColumnElement[Any], ...] = (Ride.id.expression, Ride.ride_no.expression, Ride.ride_date.expression)

_SHOWN = (Ride.state.in_(sorted(OPEN)), Ride.ride_date.between(_FIRST, _LAST))


def _counts() -> Select[*tuple[Any, ...]]:
    return select(func.count(Ride.id), func.count(func.distinct(Ride.driver_id))).where(
        Ride.ride_date == _DAY, Ride.state.not_in([RideState.CANCELLED, RideState.NO_DRIVER])
    )


def _reviews() -> Select[*tuple[Any, ...]]:
    # Per ride to come: else SQLite goes through all reviews and every ride there ever was, a hundred times as long.
    coming = select(Ride.id).where(Ride.ride_date >= _DAY, Ride.state.in_(sorted(OPEN)))
    newest = (
        select(func.max(EligibilityCheck.next_review))
        .where(EligibilityCheck.member_id == RideRequest.member_id)
        .scalar_subquery()
    )
    return (
        select(*_PERSON, newest, *_RIDE)
        .select_from(Ride)
        .join(RideRequest, RideRequest.ride_id == Ride.id)
        .join(Member, Member.id == RideRequest.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(RideRequest.ride_id.in_(coming), newest < Ride.ride_date)
    )


def _documents() -> Select[*tuple[Any, ...]]:
    return (
        select(*_PERSON, DriverDocument.kind, DriverDocument.expires_on, *_RIDE)
        .select_from(Ride)
        .join(Driver, Driver.id == Ride.driver_id)
        .join(Person, Person.id == Driver.person_id)
        .join(DriverDocument, DriverDocument.driver_id == Driver.id)
        .where(Ride.ride_date >= _DAY, Ride.state.in_(sorted(PLANNED)), DriverDocument.expires_on < Ride.ride_date)
    )


def _last_calls() -> Select[*tuple[Any, ...]]:
    """Select the last call to each driver about each ride that still has nobody."""
    return (
        select(func.max(CallAttempt.id))
        .join(Ride, Ride.id == CallAttempt.ride_id)
        .where(Ride.state == RideState.REQUESTED, Ride.ride_date >= _DAY)
        .group_by(CallAttempt.ride_id, CallAttempt.driver_id)
    )


def _calls() -> Select[*tuple[Any, ...]]:
    return (
        select(CallAttempt.ride_id, CallAttempt.at, Person.last_name, Person.first_name, Person.mobile, Person.phone)
        .join(Driver, Driver.id == CallAttempt.driver_id)
        .join(Person, Person.id == Driver.person_id)
        .where(CallAttempt.id.in_(_last_calls()), CallAttempt.answer == Answer.LATER)
        .order_by(CallAttempt.at)
    )


_CALLED_FOR = Ride.id.in_(
    select(CallAttempt.ride_id).where(CallAttempt.id.in_(_last_calls()), CallAttempt.answer == Answer.LATER)
)

STATEMENTS: dict[str, Select[Any]] = {
    "counts": _counts(),
    "rides": rides_that(*_SHOWN),
    "members": members_that(*_SHOWN),
    "bearers": bearers_that(*_SHOWN),
    "reviews": _reviews(),
    "documents": _documents(),
    "calls": _calls(),
    "called rides": rides_that(_CALLED_FOR),
    "called members": members_that(_CALLED_FOR),
    "called bearers": bearers_that(_CALLED_FOR),
    "closed": closure_days_from(_DAY),
}
