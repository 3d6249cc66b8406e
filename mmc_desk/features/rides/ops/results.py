"""What became of a ride: driven, cancelled, wasted; and taking that back."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import CancelledBy, Ride, RideRequest, RideState
from mmc_desk.features.rides.ops.assigning import put_trip
from mmc_desk.features.rides.ops.commands import CancelRide, EndMemberRides, MarkWasted, RecordResult, ReopenRide
from mmc_desk.features.rides.ops.loading import (
    claim_driver,
    is_of_series,
    leave_series,
    load_ride,
    release_driver,
    requests_of,
    step_to,
)
from mmc_desk.features.rides.ops.returning import tied_rides
from mmc_desk.features.rides.queries.board import ride_ask
from mmc_desk.features.rides.queries.settings import tariff
from mmc_desk.features.rides.rules.requests import Caution
from mmc_desk.features.rides.rules.results import (
    Result,
    cancellation_is_charged,
    check_result,
    driven_span,
    require_result,
)
from mmc_desk.features.rides.rules.states import OPEN, state_name


def record_result(session: Session, command: RecordResult) -> tuple[Caution, ...]:
    """Enter the ride sheet of a ride and return what looks odd (more than 30 % off the estimate, domain.md §9).

    Raises RuleError for a ride without a driver, a settled one, one still to come, or figures that can't be.
    """
    ride = load_ride(session, command.ride_id, command.version)
    result = Result(command.metres, command.waiting_minutes, command.parking, command.received)
    require_result(result)
    _require_past(ride)
    release_driver(session, ride)
    step_to(ride, RideState.DRIVEN)
    ride.metres, ride.waiting_minutes = result.metres, result.waiting_minutes
    ride.parking, ride.received = result.parking, result.received
    span = driven_span(ride.ride_date, command.depart, command.home, (ride.depart_at, ride.home_at))
    ride.depart_at, ride.home_at = span
    if command.note is not None:
        ride.note = command.note
    return check_result(result, ride.estimated_metres)


def _require_past(ride: Ride) -> None:
    if ride.ride_date > clock.today():
        raise RuleError(translate("rides", "Deze rit moet nog gereden worden: er is nog geen resultaat."), "ride_date")


def cancel_ride(session: Session, command: CancelRide) -> None:
    """Cancel a ride, whoever did it; it keeps its driver on record. Raises RuleError once it has another outcome.

    Way out and way back are one errand: the tied ride is cancelled with it, unless not `both`. Its charge follows its
    own rule, for its driver may not have left yet.
    """
    ride = load_ride(session, command.ride_id, command.version)
    if command.both:
        for tied in tied_rides(session, ride):
            _cancel(session, tied, replace(command, chargeable=None, metres=None))
    _cancel(session, ride, command)


def _cancel(session: Session, ride: Ride, command: CancelRide) -> None:
    at = command.at or clock.now()
    charged = command.chargeable
    if charged is None:
        rule = tariff(session, ride.ride_date)
        charged = cancellation_is_charged(command.by, at, ride.depart_at if ride.driver_id else None, rule)
    release_driver(session, ride)
    step_to(ride, RideState.CANCELLED)
    ride.cancelled_by, ride.cancelled_at = command.by, at
    ride.chargeable, ride.metres = charged, command.metres
    ride.reason = command.reason


def end_member_rides(session: Session, command: EndMemberRides) -> int:
    """Take a member off their open rides from a day on, and return how many rides that were (domain.md §10.5).

    A ride they had alone is cancelled by the desk; others in the car keep theirs.
    """
    open_rides = session.scalars(
        select(Ride)
        .join(RideRequest, RideRequest.ride_id == Ride.id)
        .where(
            RideRequest.member_id == command.member_id,
            Ride.ride_date >= command.from_day,
            Ride.state.in_(sorted(OPEN)),
        )
        .order_by(Ride.id)
    ).all()
    for ride in open_rides:
        if ride.passengers == 1:
            _cancel(session, ride, CancelRide(ride.id, CancelledBy.DESK, command.reason, chargeable=False))
            continue
        seats = {request.member_id: request for request in requests_of(session, ride)}
        session.delete(seats[command.member_id])
        ride.passengers -= 1
        # Its series ends with its member; who stays in the car rides on.
        ride.detached = ride.detached or is_of_series(session, ride, command.member_id)
    return len(open_rides)


def mark_wasted(session: Session, command: MarkWasted) -> None:
    """Note that the driver stood at the door for nothing; km count and are chargeable (domain.md §10.1)."""
    ride = load_ride(session, command.ride_id, command.version)
    _require_past(ride)
    if command.metres is not None:
        require_result(Result(command.metres))
    charged = tariff(session, ride.ride_date).wasted_charged if command.chargeable is None else command.chargeable
    release_driver(session, ride)
    step_to(ride, RideState.WASTED)
    ride.metres = command.metres
    ride.chargeable = charged
    ride.reason = command.reason


def reopen_ride(session: Session, command: ReopenRide) -> None:
    """Take back an outcome: a driven or wasted ride is its driver's again, any other one is requested again.

    Raises RuleError for a settled or an open ride, and when the driver has another ride at that time by now.
    """
    ride = load_ride(session, command.ride_id, command.version)
    if ride.state in OPEN:
        text = translate("rides", "Deze rit is {state}: er is niets te heropenen.")
        raise RuleError(text.format(state=state_name(ride.state)))
    if ride.merged_into_id is not None:
        text = translate("rides", "De leden van deze rit rijden mee met rit {ride}. Splits die rit.")
        raise RuleError(text.format(ride=load_ride(session, ride.merged_into_id).ride_no))
    if ride.state in {RideState.DRIVEN, RideState.WASTED}:
        step_to(ride, RideState.ASSIGNED)
        claim_driver(session, ride)
    else:
        trip = ride_ask(session, ride.id).trip
        step_to(ride, RideState.REQUESTED)
        put_trip(ride, trip)
    ride.metres, ride.received = None, None
    ride.odometer_start, ride.odometer_end = None, None
    ride.waiting_minutes, ride.parking, ride.chargeable = 0, 0, False
    ride.cancelled_by, ride.cancelled_at, ride.reason = None, None, ""
    leave_series(session, ride)
