"""What the dialog that copies a ride needs to know of the days."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.features.rides.model import Ride, RideRequest, RideState
from mmc_desk.features.rides.queries.series import all_closures
from mmc_desk.features.rides.rules.calendar import Closures


@dataclass(frozen=True, slots=True)
class CopyDesk:
    """The closure days, and the days on which a member of the ride has one already with its number."""

    closures: Closures
    booked: tuple[tuple[date, str], ...]


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
    return CopyDesk(all_closures(session), tuple((day, ride_no) for day, ride_no in booked))
