"""Shared cars: the members of one ride go along in another one, and apart again (domain.md §2, §10.3).

Nothing is lost: the ride that was given up stays, cancelled by the desk with the number of the other one in its reason,
its request untouched. It is what `unshare_ride` brings back.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import CancelledBy, LegKind, Ride, RideRequest, RideState
from mmc_desk.features.rides.ops.assigning import put_trip
from mmc_desk.features.rides.ops.commands import ShareRide, UnshareRide
from mmc_desk.features.rides.ops.loading import (
    leave_series,
    legs_of,
    load_ride,
    release_driver,
    requests_of,
    step_to,
)
from mmc_desk.features.rides.ops.requesting import put_shared
from mmc_desk.features.rides.queries.board import ride_ask
from mmc_desk.features.rides.queries.settings import distance_book
from mmc_desk.features.rides.queries.sharing import riders_of
from mmc_desk.features.rides.rules.sharing import share_trip
from mmc_desk.features.rides.rules.states import OPEN, state_name

MOST_STOPS = 3


def share_ride(session: Session, command: ShareRide) -> None:
    """Put the members of a ride into another open one of the same day, in the shortest order or `first` first.

    The other ride keeps its number, and its driver when car and times still allow it. Raises RuleError when a ride
    isn't open, the days differ, a member is in both, or one of them belongs with another ride.
    """
    ride = load_ride(session, command.ride_id, command.version)
    other = load_ride(session, command.other_ride_id, command.other_version)
    _require_shareable(session, ride, other)
    riders = (*riders_of(session, other), *riders_of(session, ride))
    stops = (*_own_stops(session, other), *_own_stops(session, ride))
    if len(stops) > MOST_STOPS:
        raise RuleError(translate("rides", "Samen maken deze ritten meer dan drie tussenstops. Laat ze apart rijden."))
    shared = share_trip(riders, stops, distance_book(session, other.ride_date), command.first)
    _give_up(session, ride, other)
    for request in requests_of(session, ride):
        session.add(_along(session, request, other))
        session.flush()
    other.passengers += ride.passengers
    put_shared(session, other, shared)


def _require_shareable(session: Session, ride: Ride, other: Ride) -> None:
    for one in (ride, other):
        if one.state not in OPEN:
            text = translate("rides", "Rit {ride} is {state}. Enkel open ritten kunnen samen rijden.")
            raise RuleError(text.format(ride=one.ride_no, state=state_name(one.state)))
        if one.outward_id is not None or one.double_leg:
            text = translate("rides", "Rit {ride} hoort bij een terugrit met een andere chauffeur en blijft apart.")
            raise RuleError(text.format(ride=one.ride_no))
        if not (one.destination or one.destination_village):
            text = translate("rides", "Rit {ride} heeft nog geen bestemming. Vul die eerst in.")
            raise RuleError(text.format(ride=one.ride_no))
    if ride.ride_date != other.ride_date or ride.id == other.id:
        raise RuleError(translate("rides", "Enkel twee ritten van dezelfde dag kunnen samen rijden."))
    aboard = {request.member_id for request in requests_of(session, other)}
    if aboard & {request.member_id for request in requests_of(session, ride)}:
        raise RuleError(translate("rides", "Hetzelfde lid zit in beide ritten. Annuleer een van beide."))


def _own_stops(session: Session, ride: Ride) -> tuple[str, ...]:
    return tuple(leg.destination for leg in legs_of(session, ride) if leg.kind is LegKind.STOP)


def _give_up(session: Session, ride: Ride, other: Ride) -> None:
    release_driver(session, ride)
    step_to(ride, RideState.CANCELLED)
    ride.cancelled_by, ride.cancelled_at = CancelledBy.DESK, clock.now()
    ride.chargeable = False
    ride.reason = translate("rides", "rijdt mee met rit {ride}").format(ride=other.ride_no)
    ride.merged_into_id = other.id
    # Before the other one takes its new times: the same driver may have had both.
    session.flush()


def _along(session: Session, request: RideRequest, other: Ride) -> RideRequest:
    last = max(seat.position for seat in requests_of(session, other))
    return RideRequest(
        ride_id=other.id,
        member_id=request.member_id,
        position=last + 1,
        requested_at=request.requested_at,
        pickup_at=request.pickup_at,
        appointment_at=request.appointment_at,
        return_mode=request.return_mode,
        return_at=request.return_at,
        expected_minutes=request.expected_minutes,
        aid=request.aid,
        companions=request.companions,
        parking_card=request.parking_card,
    )


def unshare_ride(session: Session, command: UnshareRide) -> tuple[int, ...]:
    """Give everybody who went along a ride of their own again, as it was requested, and return those rides' ids.

    The shared ride goes on with its own members. Raises RuleError when it isn't open, or nobody was put into it.
    """
    ride = load_ride(session, command.ride_id, command.version)
    if ride.state not in OPEN:
        text = translate("rides", "Deze rit is {state}. Heropen de rit om ze te splitsen.")
        raise RuleError(text.format(state=state_name(ride.state)))
    merged = session.scalars(select(Ride).where(Ride.merged_into_id == ride.id).order_by(Ride.id)).all()
    if not merged:
        raise RuleError(translate("rides", "Bij deze rit werd geen andere gevoegd. Bewerk de rit zelf."))
    stops = _stops_but(session, ride, merged)
    for one in merged:
        _take_out(session, one, ride)
    session.flush()
    put_shared(session, ride, share_trip(riders_of(session, ride), stops, distance_book(session, ride.ride_date)))
    leave_series(session, ride)
    for one in merged:
        _bring_back(session, one)
    return tuple(one.id for one in merged)


def _stops_but(session: Session, ride: Ride, merged: Sequence[Ride]) -> tuple[str, ...]:
    """Return the stops of the ride without those that came with the others: where they got out, and their own stops."""
    others = [name for one in merged for name in (one.destination, *_own_stops(session, one))]
    return tuple(stop for stop in _own_stops(session, ride) if stop not in others)


def _take_out(session: Session, merged: Ride, ride: Ride) -> None:
    leaving = {request.member_id for request in requests_of(session, merged)}
    for request in requests_of(session, ride):
        if request.member_id in leaving:
            session.delete(request)
            ride.passengers -= 1


def _bring_back(session: Session, merged: Ride) -> None:
    merged.merged_into_id = None
    step_to(merged, RideState.REQUESTED)
    merged.cancelled_by, merged.cancelled_at, merged.reason = None, None, ""
    put_trip(merged, ride_ask(session, merged.id).trip)
    leave_series(session, merged)
