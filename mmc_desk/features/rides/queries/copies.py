"""What the dialog that copies a ride needs to know of the days."""

from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.features.rides.model import Ride, RideRequest, RideState
from mmc_desk.features.rides.queries.series import all_closures
from mmc_desk.features.rides.queries.settings import ride_settings
from mmc_desk.features.rides.rules.copies import CopyDesk


def copy_desk(session: Session, ride_id: int, today: date) -> CopyDesk:
    """Return what days to look at twice when a ride is copied."""
    members = select(RideRequest.member_id).where(RideRequest.ride_id == ride_id)
    booked = session.execute(
        select(Ride.ride_date, Ride.ride_no)
        .join(RideRequest, RideRequest.ride_id == Ride.id)
        .where(
            RideRequest.member_id.in_(members),
            Ride.ride_date >= today,
            Ride.state.not_in([RideState.CANCELLED, RideState.NO_DRIVER]),
        )
        .distinct()
        .order_by(Ride.ride_date, Ride.ride_no)
    )
    return CopyDesk(
        all_closures(session),
        tuple((day, ride_no) for day, ride_no in booked),
        ride_settings(session, today),
        _goes_at(session, ride_id),
    )


def _goes_at(session: Session, ride_id: int) -> time | None:
    first = session.execute(
        select(RideRequest.pickup_at, RideRequest.appointment_at)
        .where(RideRequest.ride_id == ride_id)
        .order_by(RideRequest.position)
        .limit(1)
    ).one_or_none()
    at: datetime | None = first and (first.pickup_at or first.appointment_at)
    return None if at is None else clock.local(at).time()
