"""How ops get at the rides they change, and refuse to change what somebody else changed since."""

import functools
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import DriverDay, Leg, Ride, RideRequest, RideState
from mmc_desk.features.rides.model.series import RideSeries
from mmc_desk.features.rides.queries.series import plan_of
from mmc_desk.features.rides.rules.series import has_day
from mmc_desk.features.rides.rules.states import PLANNED, require_step


def load_ride(session: Session, ride_id: int, version: int | None = None) -> Ride:
    """Return a ride to change. Raises RuleError when it is gone, ConflictError when it isn't `version` any more."""
    ride = session.get(Ride, ride_id)
    if ride is None:
        raise RuleError(translate("rides", "Deze rit bestaat niet meer. Herlaad de pagina."))
    if version is not None and ride.version != version:
        raise ConflictError(
            translate(
                "rides", "Rit {ride} werd intussen door iemand anders gewijzigd. Herlaad en probeer opnieuw."
            ).format(ride=ride.ride_no)
        )
    return ride


def step_to(ride: Ride, state: RideState) -> None:
    """Move a ride to `state`. Raises RuleError when that may not follow (domain.md §2)."""
    require_step(ride.state, state)
    ride.state = state


def is_of_series(session: Session, ride: Ride, member_id: int) -> bool:
    """Tell whether a ride was made by a standing ride of this member."""
    return ride.series_id is not None and session.get_one(RideSeries, ride.series_id).member_id == member_id


def leave_series(session: Session, ride: Ride) -> None:
    """Let a ride that is open again be one of its own where its series gave up that day meanwhile."""
    if ride.series_id is None:
        return
    if ride.series_day is None:
        ride.series_id = None
    elif not has_day(plan_of(session, session.get_one(RideSeries, ride.series_id)), ride.series_day):
        ride.detached = True


def requests_of(session: Session, ride: Ride) -> Sequence[RideRequest]:
    """Return the requests on a ride, the caller first."""
    return session.scalars(_requests(), {"ride_id": ride.id}).all()


@functools.cache
def _requests() -> Select[RideRequest]:
    return select(RideRequest).where(RideRequest.ride_id == bindparam("ride_id")).order_by(RideRequest.position)


def legs_of(session: Session, ride: Ride) -> Sequence[Leg]:
    """Return the legs of a ride in order."""
    return session.scalars(_legs(), {"ride_id": ride.id}).all()


@functools.cache
def _legs() -> Select[Leg]:
    return select(Leg).where(Leg.ride_id == bindparam("ride_id")).order_by(Leg.sequence)


def touch_driver_day(session: Session, driver_id: int, day: date, change: int) -> None:
    """Raise the version of a driver's day, so that of two desks that fill it at once the second is refused."""
    found = session.scalars(_driver_day(), {"driver_id": driver_id, "day": day}).one_or_none()
    if found is None:
        session.add(DriverDay(driver_id=driver_id, day=day, rides=max(0, change)))
        return
    found.rides = max(0, found.rides + change)


@functools.cache
def _driver_day() -> Select[DriverDay]:
    return select(DriverDay).where(DriverDay.driver_id == bindparam("driver_id"), DriverDay.day == bindparam("day"))


def release_driver(session: Session, ride: Ride) -> None:
    """Count a planned ride out of its driver's day."""
    _count_planned(session, ride, -1)


def claim_driver(session: Session, ride: Ride) -> None:
    """Count a ride, once it is planned, into its driver's day."""
    _count_planned(session, ride, +1)


def _count_planned(session: Session, ride: Ride, change: int) -> None:
    if ride.driver_id is not None and ride.state in PLANNED:
        touch_driver_day(session, ride.driver_id, ride.ride_date, change)
