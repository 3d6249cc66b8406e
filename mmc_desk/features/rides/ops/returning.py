"""Another driver brings the member back: a ride becomes two, tied to each other (domain.md §2, §10.4)."""

from datetime import datetime, time, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import Leg, LegKind, ReturnMode, Ride, RideRequest, RideState
from mmc_desk.features.rides.ops.assigning import check_assignment, put_driver, put_trip
from mmc_desk.features.rides.ops.commands import LetAnotherReturn
from mmc_desk.features.rides.ops.loading import legs_of, load_ride, release_driver, requests_of, step_to
from mmc_desk.features.rides.ops.numbering import next_ride_no
from mmc_desk.features.rides.queries.board import ride_ask
from mmc_desk.features.rides.rules.assignment import AssignmentRefusedError
from mmc_desk.features.rides.rules.states import OPEN, PLANNED, state_name

_STILL_TO_END = OPEN | {RideState.NO_DRIVER}


def let_another_return(session: Session, command: LetAnotherReturn) -> int:
    """Split the way back off a ride, to be given to a driver of its own, and return the id of that new ride.

    The first ride keeps the way out and its stops, its driver and its number; it becomes a `double_leg`, for its driver
    charges the one-way leg twice. The new one goes from the destination to the home, is requested, and is charged
    as any ride: the km of its own driver, home to home. Raises RuleError when the ride isn't open, is shared, is a way
    back itself, or has none.
    """
    ride = load_ride(session, command.ride_id, command.version)
    back = _way_back(session, ride)
    leaves = _leaves(ride, back, command.at)
    returning = _returning_ride(session, ride, back, leaves)
    session.add(returning)
    session.flush()
    for request in requests_of(session, ride):
        session.add(_seat(request, returning, leaves))
        request.return_mode, request.return_at, request.expected_minutes = ReturnMode.NONE, None, None
    took = back.arrive_at - back.depart_at if back.arrive_at and back.depart_at else timedelta(0)
    session.add(
        Leg(
            ride_id=returning.id,
            sequence=1,
            kind=LegKind.BACK,
            origin=back.origin,
            destination=back.destination,
            depart_at=leaves,
            arrive_at=leaves and leaves + took,
            metres=back.metres,
        )
    )
    session.delete(back)
    ride.legs = (ride.legs or 1) - 1
    ride.double_leg = True
    session.flush()
    replan(session, ride)
    put_trip(returning, ride_ask(session, returning.id).trip)
    return returning.id


def _way_back(session: Session, ride: Ride) -> Leg:
    if ride.state not in OPEN:
        text = translate("rides", "Deze rit is {state}. Heropen de rit om de terugrit af te splitsen.")
        raise RuleError(text.format(state=state_name(ride.state)))
    if ride.outward_id is not None:
        text = translate("rides", "Dit is zelf een terugrit. Wijs hem aan een andere chauffeur toe.")
        raise RuleError(text)
    if ride.passengers > 1:
        text = translate("rides", "In deze wagen zitten meerdere leden. Splits eerst de gedeelde rit.")
        raise RuleError(text)
    legs = legs_of(session, ride)
    if len(legs) < 2 or legs[-1].kind is not LegKind.BACK:
        raise RuleError(
            translate("rides", "Deze rit heeft geen terugrit. Bewerk de rit en kies hoe het lid terugkomt.")
        )
    return legs[-1]


def _leaves(ride: Ride, back: Leg, at: time | None) -> datetime | None:
    """Return when the way back begins: a time before the ride's own start is the next day's (domain.md §10.8)."""
    if at is None:
        return back.depart_at
    leaves = clock.at(ride.ride_date, at)
    if ride.depart_at is not None and leaves < ride.depart_at:
        return clock.at(ride.ride_date + timedelta(days=1), at)
    return leaves


def _returning_ride(session: Session, ride: Ride, back: Leg, leaves: datetime | None) -> Ride:
    day = ride.ride_date if leaves is None else clock.local(leaves).date()
    return Ride(
        ride_no=next_ride_no(session, day.year),
        ride_date=day,
        origin=back.origin,
        village=ride.destination_village,
        destination=ride.origin or back.destination,
        destination_village=ride.village,
        purpose=ride.purpose,
        note=ride.note,
        passengers=1,
        legs=1,
        outward_id=ride.id,
    )


def _seat(request: RideRequest, ride: Ride, pickup_at: datetime | None) -> RideRequest:
    return RideRequest(
        ride_id=ride.id,
        member_id=request.member_id,
        position=request.position,
        requested_at=clock.now(),
        pickup_at=pickup_at,
        return_mode=ReturnMode.NONE,
        aid=request.aid,
        companions=request.companions,
        parking_card=request.parking_card,
    )


def replan(session: Session, ride: Ride, *, must_keep: bool = False) -> None:
    """Work out a ride's times and metres again from its legs; its driver keeps it while that can be.

    Raises AssignmentRefusedError where it can't and the driver `must_keep` it.
    """
    ask = ride_ask(session, ride.id)
    if ride.state in PLANNED and ride.driver_id is not None:
        try:
            put_driver(ride, check_assignment(session, ask, ride.driver_id, agreed=True))
        except AssignmentRefusedError:
            if must_keep:
                raise
            release_driver(session, ride)
            step_to(ride, RideState.REQUESTED)
        else:
            return
    put_trip(ride, ask.trip)


def tied_rides(session: Session, ride: Ride) -> list[Ride]:
    """Return the rides that go with this one and still have to end: its way back, or the way out it returns from."""
    tied = or_(Ride.outward_id == ride.id, Ride.id == (ride.outward_id or 0))
    return list(session.scalars(select(Ride).where(tied, Ride.state.in_(sorted(_STILL_TO_END))).order_by(Ride.id)))
