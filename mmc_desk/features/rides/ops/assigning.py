"""Giving a ride to a driver, taking it away, confirming it, and noting that nobody was found."""

from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.ops.commands import AssignDriver, ConfirmRide, MarkNoDriver, PinRide, UnassignDriver
from mmc_desk.features.rides.ops.loading import claim_driver, leave_series, load_ride, release_driver, step_to
from mmc_desk.features.rides.queries.board import RideAsk, candidates, ride_ask
from mmc_desk.features.rides.rules.assignment import AssignmentRefusedError, Candidate, refusals, when_agreed
from mmc_desk.features.rides.rules.states import PLANNED, state_name
from mmc_desk.features.rides.rules.trips import Trip


def assign_driver(session: Session, command: AssignDriver) -> None:
    """Give a ride to a driver, whether or not another one had it.

    Raises AssignmentRefusedError (reason, earliest feasible departure) on absence, a clash, a wrong car, people who
    don't go together, or hours outside of the pattern unless `agreed`; RuleError when the ride isn't open any more.
    """
    ride = load_ride(session, command.ride_id, command.version)
    driver = check_assignment(session, ride_ask(session, ride.id), command.driver_id, agreed=command.agreed)
    release_driver(session, ride)
    is_found_after_all = ride.state is RideState.NO_DRIVER
    step_to(ride, RideState.ASSIGNED)
    put_driver(ride, driver)
    claim_driver(session, ride)
    if is_found_after_all:
        leave_series(session, ride)


def check_assignment(session: Session, ask: RideAsk, driver_id: int, *, agreed: bool = False) -> Candidate:
    """Return the driver with the ride's times home to home. Raises AssignmentRefusedError when it can't be theirs."""
    found = candidates(session, ask, driver_id)
    if not found:
        raise RuleError(translate("rides", "Deze chauffeur bestaat niet meer. Kies een andere."), "driver")
    driver = when_agreed(found[0]) if agreed else found[0]
    refusal = next(refusals(ask.need, driver), None)
    if refusal is not None:
        raise AssignmentRefusedError(refusal)
    return driver


def put_driver(ride: Ride, driver: Candidate) -> None:
    """Note the driver and the times home to home on the ride."""
    ride.driver_id = driver.driver_id
    ride.depart_at, ride.home_at = driver.depart_at, driver.home_at
    ride.estimated_metres = driver.metres
    ride.reason = ""


def put_trip(ride: Ride, trip: Trip) -> None:
    """Leave the ride without a driver, and unpinned: its times and metres are those with members aboard."""
    ride.driver_id = None
    ride.pinned = False
    ride.depart_at, ride.home_at = trip.start_at, trip.end_at
    ride.estimated_metres = trip.metres


def unassign_driver(session: Session, command: UnassignDriver) -> None:
    """Take a ride away from its driver: it is requested again. Raises RuleError when it has no driver to lose."""
    ride = load_ride(session, command.ride_id, command.version)
    if ride.state not in PLANNED:
        text = translate("rides", "Deze rit is {state}: er is geen chauffeur om weg te nemen.")
        raise RuleError(text.format(state=state_name(ride.state)))
    trip = ride_ask(session, ride.id).trip
    release_driver(session, ride)
    step_to(ride, RideState.REQUESTED)
    put_trip(ride, trip)


def confirm_ride(session: Session, command: ConfirmRide) -> None:
    """Note that the member was told. Raises RuleError when the ride has no driver yet."""
    step_to(load_ride(session, command.ride_id, command.version), RideState.CONFIRMED)


def pin_ride(session: Session, command: PinRide) -> None:
    """Pin a ride to its driver, or unpin it. Raises RuleError for pinning one that has no driver to stay with."""
    ride = load_ride(session, command.ride_id, command.version)
    if command.is_pinned and ride.state not in PLANNED:
        text = translate("rides", "Deze rit is {state}: wijs eerst een chauffeur toe, dan kan ze vastgezet worden.")
        raise RuleError(text.format(state=state_name(ride.state)))
    ride.pinned = command.is_pinned


def mark_no_driver(session: Session, command: MarkNoDriver) -> None:
    """Note that nobody was found, with the reason. Raises RuleError without a reason or when somebody was."""
    if not command.reason.strip():
        raise RuleError(translate("rides", "Noteer waarom er geen chauffeur is: dit telt in de jaarcijfers."), "reason")
    ride = load_ride(session, command.ride_id, command.version)
    step_to(ride, RideState.NO_DRIVER)
    ride.reason = command.reason.strip()
