"""Ride sheets that come in: a row of a driver's month, and a ride that nobody had announced."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import CancelledBy, Ride, RideState
from mmc_desk.features.rides.ops.commands import (
    AddUnannouncedRide,
    CancelRide,
    KeySheet,
    MarkWasted,
    RecordResult,
    ReopenRide,
    RequestRide,
)
from mmc_desk.features.rides.ops.loading import claim_driver, load_ride, step_to
from mmc_desk.features.rides.ops.requesting import request_ride
from mmc_desk.features.rides.ops.results import cancel_ride, mark_wasted, record_result, reopen_ride
from mmc_desk.features.rides.queries.board import candidates, ride_ask
from mmc_desk.features.rides.queries.sheets import month_is_settled, other_rides
from mmc_desk.features.rides.rules.assignment import AssignmentRefusedError, Candidate, Obstacle, RideNeed, refusals
from mmc_desk.features.rides.rules.requests import Caution
from mmc_desk.features.rides.rules.results import Span, driven_span
from mmc_desk.features.rides.rules.sheets import Outcome, SheetEntry, check_sheet, require_sheet, sheet_metres
from mmc_desk.features.rides.rules.states import require_step

_BLOCKS = frozenset({Obstacle.NOT_ACTIVE, Obstacle.CLASH})
"""What can't have happened. The rest did, whatever the desk's plan said: it is told, and saved."""


@dataclass(frozen=True, slots=True)
class AddedRide:
    """A ride added from a sheet, and what looks odd about it."""

    ride_id: int
    cautions: tuple[Caution, ...]


def key_sheet(session: Session, command: KeySheet) -> tuple[Caution, ...]:
    """Enter a row of a ride sheet, again too, with another outcome too; return what looks odd.

    Raises RuleError for a settled ride, one still to come, or figures that can't be; ConflictError when it changed.
    """
    ride = load_ride(session, command.ride_id, command.version)
    entry = command.entry
    if ride.state is RideState.SETTLED:
        require_step(ride.state, RideState.DRIVEN)
    require_sheet(entry)
    if ride.state is not RideState.CANCELLED or entry.outcome is not Outcome.CANCELLED:
        _bring_back(session, ride, entry.outcome)
        _OUTCOMES[entry.outcome](session, ride, entry)
    _put_figures(ride, entry)
    return check_sheet(entry, ride.ride_date, ride.estimated_metres, None)


def _bring_back(session: Session, ride: Ride, outcome: Outcome) -> None:
    """Give a ride back to its driver when its earlier outcome was another one."""
    if ride.state.value == outcome.value or ride.state not in {
        RideState.DRIVEN,
        RideState.WASTED,
        RideState.CANCELLED,
    }:
        return
    driver_id, span, estimated = ride.driver_id, (ride.depart_at, ride.home_at), ride.estimated_metres
    reopen_ride(session, ReopenRide(ride.id))
    if ride.driver_id is None:
        ride.driver_id, (ride.depart_at, ride.home_at), ride.estimated_metres = driver_id, span, estimated
        step_to(ride, RideState.ASSIGNED)
        claim_driver(session, ride)


def _drive(session: Session, ride: Ride, entry: SheetEntry) -> None:
    command = RecordResult(
        ride_id=ride.id,
        metres=sheet_metres(entry) or 0,
        waiting_minutes=entry.waiting_minutes,
        parking=entry.parking,
        received=entry.received,
    )
    record_result(session, command)


def _waste(session: Session, ride: Ride, entry: SheetEntry) -> None:
    decided = ride.chargeable if ride.state is RideState.WASTED else None
    mark_wasted(session, MarkWasted(ride.id, sheet_metres(entry), decided, ride.reason))


def _cancel(session: Session, ride: Ride, entry: SheetEntry) -> None:
    """Cancel for the member: with km the driver had left already, without any he hadn't."""
    if ride.ride_date > clock.today():
        raise RuleError(translate("rides", "Deze rit moet nog komen. Annuleer hem op het dagbord."), "outcome")
    metres = sheet_metres(entry)
    charged = None if metres else False
    cancel_ride(session, CancelRide(ride.id, CancelledBy.MEMBER, chargeable=charged, metres=metres))


_OUTCOMES = {Outcome.DRIVEN: _drive, Outcome.WASTED: _waste, Outcome.CANCELLED: _cancel}


def _put_figures(ride: Ride, entry: SheetEntry) -> None:
    """Note everything a sheet has, whatever the outcome."""
    planned = (ride.depart_at, ride.home_at)
    ride.depart_at, ride.home_at = driven_span(ride.ride_date, entry.depart, entry.home, planned)
    ride.metres = sheet_metres(entry)
    ride.odometer_start, ride.odometer_end = entry.odometer_start, entry.odometer_end
    ride.waiting_minutes, ride.parking, ride.received = entry.waiting_minutes, entry.parking, entry.received
    ride.note = entry.note


def add_unannounced_ride(session: Session, command: AddUnannouncedRide) -> AddedRide:
    """Add a ride from a sheet that nobody had announced: it was driven, counts fully, and is flagged.

    Raises RuleError, naming the field, for figures that can't be, a day to come or an unknown member;
    AssignmentRefusedError for a driver who isn't one that day or was in another car at that time.
    """
    entry = replace(command.entry, outcome=Outcome.DRIVEN)
    require_sheet(entry)
    if command.ride_date > clock.today():
        raise RuleError(translate("rides", "Deze dag moet nog komen: er is nog geen rit gereden."), "ride_date")
    cautions = list(_told(session, command))
    span = driven_span(command.ride_date, entry.depart, entry.home, (None, None))
    ride = load_ride(session, request_ride(session, _as_request(command)))
    ask = ride_ask(session, ride.id)
    driver = _driver(session, command.driver_id, ride.id, span)
    cautions += _plausible(ask.need, driver)
    ride.unannounced = True
    ride.driver_id, ride.estimated_metres = driver.driver_id, driver.metres
    ride.depart_at, ride.home_at = span
    step_to(ride, RideState.ASSIGNED)
    step_to(ride, RideState.DRIVEN)
    _put_figures(ride, entry)
    session.flush()
    cautions += check_sheet(entry, ride.ride_date, ride.estimated_metres, None)
    return AddedRide(ride.id, tuple(cautions))


def _as_request(command: AddUnannouncedRide) -> RequestRide:
    return RequestRide(
        member_id=command.member_id,
        ride_date=command.ride_date,
        destination=command.destination.strip(),
        destination_village=command.destination_village.strip(),
        purpose=command.purpose,
        passengers=command.passengers,
        note=command.entry.note,
    )


def _driver(session: Session, driver_id: int, ride_id: int, span: Span) -> Candidate:
    found = candidates(session, ride_ask(session, ride_id), driver_id)
    if not found:
        raise RuleError(translate("rides", "Deze chauffeur bestaat niet meer. Kies een andere."), "driver")
    return replace(found[0], depart_at=span[0], home_at=span[1])


def _plausible(need: RideNeed, driver: Candidate) -> Iterator[Caution]:
    for refusal in refusals(need, driver):
        if refusal.obstacle in _BLOCKS:
            raise AssignmentRefusedError(refusal)
        if refusal.obstacle is Obstacle.LEAVE:
            text = translate("rides", "{name} stond die dag als afwezig. Klopt de datum?")
            yield Caution("ride_date", text.format(name=driver.name))
        elif refusal.obstacle is not Obstacle.PATTERN:
            yield Caution("member", refusal.text)


def _told(session: Session, command: AddUnannouncedRide) -> Iterator[Caution]:
    """Yield what the desk should know before it believes the sheet."""
    for field, member_id in (
        ("member", command.member_id),
        *(("passengers", seat.member_id) for seat in command.passengers),
    ):
        others = other_rides(session, member_id, command.ride_date)
        if others:
            text = translate("rides", "Dit lid heeft die dag al rit {rides}. Is dit een andere rit?")
            yield Caution(field, text.format(rides=", ".join(others)))
    day = command.ride_date
    if month_is_settled(session, day.year, day.month, command.driver_id):
        text = translate("rides", "Deze maand is al afgerekend: de rit komt als correctie in de volgende afrekening.")
        yield Caution("ride_date", text)
