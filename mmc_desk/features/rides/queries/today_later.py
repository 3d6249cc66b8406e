"""What the page Vandaag shows after its first lists: drivers to call back, closed days with rides on them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.people.rules.persons import full_name
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.model.calls import Answer, CallAttempt
from mmc_desk.features.rides.queries.closures import ClosureRow, closure_days
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.rows import RideLine

MOST = 200


@dataclass(frozen=True, slots=True)
class CallBack:
    """A driver who asked to be called back about a ride that still has nobody."""

    ride: RideLine
    driver: str
    phone: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class TodayLater:
    """The lists that may wait a moment."""

    call_backs: tuple[CallBack, ...]
    closed: tuple[ClosureRow, ...]


def today_later(session: Session, day: date) -> TodayLater:
    """Return whom to call back and which closed days still have rides, from `day` on."""
    closed = tuple(row for row in closure_days(session, day) if row.rides)
    return TodayLater(_call_backs(session, day), closed)


def _call_backs(session: Session, day: date) -> tuple[CallBack, ...]:
    last = (
        select(func.max(CallAttempt.id))
        .join(Ride, Ride.id == CallAttempt.ride_id)
        .where(Ride.state == RideState.REQUESTED, Ride.ride_date >= day)
        .group_by(CallAttempt.ride_id, CallAttempt.driver_id)
    )
    calls = session.execute(
        select(CallAttempt.ride_id, CallAttempt.at, Person.last_name, Person.first_name, Person.mobile, Person.phone)
        .join(Driver, Driver.id == CallAttempt.driver_id)
        .join(Person, Person.id == Driver.person_id)
        .where(CallAttempt.id.in_(last), CallAttempt.answer == Answer.LATER)
        .order_by(CallAttempt.at)
        .limit(MOST)
    ).all()
    if not calls:
        return ()
    rides = {ride.ride_id: ride for ride in ride_lines(session, Ride.id.in_({call[0] for call in calls}))}
    return tuple(
        CallBack(rides[ride_id], full_name(last_name, first), mobile or phone, at)
        for ride_id, at, last_name, first, mobile, phone in calls
    )
