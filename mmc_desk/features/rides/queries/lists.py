"""Rides as lists and as one card."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from mmc_desk.features.rides.model import Leg, Ride, RideRequest, RideState
from mmc_desk.features.rides.queries.board import one_ride
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.rows import LegRow, RideCard, RideLine


@dataclass(frozen=True, slots=True)
class RideFilter:
    """What a list shows: states (empty: all), one driver, one member, one village."""

    states: frozenset[RideState] = frozenset()
    driver_id: int | None = None
    member_id: int | None = None
    village: str = ""


ALL_RIDES = RideFilter()


def ride_list(
    session: Session, from_day: date, to_day: date, wanted: RideFilter = ALL_RIDES, limit: int | None = None
) -> tuple[RideLine, ...]:
    """Return the rides that start from … to (both included), by date and departure."""
    return ride_lines(session, Ride.ride_date.between(from_day, to_day), *_conditions(wanted), limit=limit)


def _conditions(wanted: RideFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.states:
        conditions.append(Ride.state.in_(sorted(wanted.states)))
    if wanted.driver_id is not None:
        conditions.append(Ride.driver_id == wanted.driver_id)
    if wanted.village:
        conditions.append(Ride.village == wanted.village)
    if wanted.member_id is not None:
        of_member = select(RideRequest.ride_id).where(RideRequest.member_id == wanted.member_id)
        conditions.append(Ride.id.in_(of_member))
    return conditions


def ride_card(session: Session, ride_id: int) -> RideCard:
    """Return everything of a ride. Raises RuleError when there is none."""
    line = one_ride(session, ride_id)
    legs = session.execute(
        select(Leg.sequence, Leg.kind, Leg.origin, Leg.destination, Leg.depart_at, Leg.arrive_at, Leg.metres)
        .where(Leg.ride_id == ride_id)
        .order_by(Leg.sequence)
    )
    cancelled = session.execute(select(Ride.cancelled_by, Ride.cancelled_at).where(Ride.id == ride_id)).one()
    first_call = select(func.min(RideRequest.requested_at)).where(RideRequest.ride_id == ride_id)
    return RideCard(line, tuple(LegRow(*leg) for leg in legs), *cancelled, session.scalar(first_call))
