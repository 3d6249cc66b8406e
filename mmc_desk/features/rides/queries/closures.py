"""The days on which the desk is closed, with the rides that still stand on them."""

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Select, func, select
from sqlalchemy.orm import Session

from mmc_desk.core.model import ClosureDay
from mmc_desk.features.rides.model import Ride
from mmc_desk.features.rides.queries.rows import ClosureRow
from mmc_desk.features.rides.rules.states import OPEN


def closure_days(session: Session, since: date) -> tuple[ClosureRow, ...]:
    """Return the closure days from a day on, each with the open rides that stand on it."""
    return tuple(ClosureRow(*row) for row in session.execute(closure_days_from(since)))


def closure_days_from(since: date | BindParameter[date]) -> Select[*tuple[Any, ...]]:
    """Return the statement for the closure days from a day on, a ClosureRow each."""
    booked = (
        select(func.count(Ride.id))
        .where(Ride.ride_date == ClosureDay.day, Ride.state.in_(sorted(OPEN)))
        .correlate(ClosureDay)
        .scalar_subquery()
    )
    return (
        select(ClosureDay.id, ClosureDay.day, ClosureDay.reason, booked)
        .where(ClosureDay.day >= since)
        .order_by(ClosureDay.day)
    )
