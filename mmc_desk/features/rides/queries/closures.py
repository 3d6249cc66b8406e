"""The days on which the desk is closed, with the rides that still stand on them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core.model import ClosureDay
from mmc_desk.features.rides.model import Ride
from mmc_desk.features.rides.rules.states import OPEN


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """A closure day that was decided; `rides` are those still booked on it."""

    key: int
    day: date
    reason: str
    rides: int


def closure_days(session: Session, since: date) -> tuple[ClosureRow, ...]:
    """Return the closure days from a day on, each with the open rides that stand on it."""
    booked = (
        select(func.count(Ride.id))
        .where(Ride.ride_date == ClosureDay.day, Ride.state.in_(sorted(OPEN)))
        .correlate(ClosureDay)
        .scalar_subquery()
    )
    rows = session.execute(
        select(ClosureDay.id, ClosureDay.day, ClosureDay.reason, booked)
        .where(ClosureDay.day >= since)
        .order_by(ClosureDay.day)
    )
    return tuple(ClosureRow(*row) for row in rows)
