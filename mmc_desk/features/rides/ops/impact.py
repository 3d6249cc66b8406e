"""What is done with all rides that a change touched, as one step that undo takes back whole."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import ClosureDay
from mmc_desk.features.rides.model import CancelledBy
from mmc_desk.features.rides.ops.assigning import unassign_driver
from mmc_desk.features.rides.ops.commands import CancelRide, EditRide, RequestRide, UnassignDriver
from mmc_desk.features.rides.ops.impact_commands import (
    AddClosure,
    CancelRides,
    MoveRides,
    RemoveClosure,
    TakeFromDriver,
)
from mmc_desk.features.rides.ops.loading import load_ride
from mmc_desk.features.rides.ops.requesting import as_request, edit_ride
from mmc_desk.features.rides.ops.results import cancel_ride
from mmc_desk.features.rides.ops.series import change_series
from mmc_desk.features.rides.ops.series_commands import ChangeSeries
from mmc_desk.features.rides.ops.series_rides import fit_ride, load_series, wanted_on
from mmc_desk.features.rides.queries.lists import ride_card
from mmc_desk.features.rides.queries.series import pattern_of
from mmc_desk.features.rides.rules.assignment import AssignmentRefusedError
from mmc_desk.features.rides.rules.series import split
from mmc_desk.features.rides.rules.states import OPEN


def take_from_driver(session: Session, command: TakeFromDriver) -> None:
    """Take rides away from whoever has them. Raises RuleError for one that isn't planned any more."""
    for ride_id in command.ride_ids:
        unassign_driver(session, UnassignDriver(ride_id))
    for series_id in command.series_ids:
        load_series(session, series_id).driver_id = None


def cancel_rides(session: Session, command: CancelRides) -> None:
    """Cancel rides by the desk, at nobody's cost. Raises RuleError for one that isn't open any more."""
    for ride_id in command.ride_ids:
        cancel_ride(session, CancelRide(ride_id, CancelledBy.DESK, command.reason, chargeable=False))


def move_rides(session: Session, command: MoveRides) -> int:
    """Give rides another start or destination, worked out anew, and return how many lost their driver by it.

    Without a destination the ride starts at the member's home of its day (domain.md §10.6). The hours stay as they
    were agreed. A driver who can't any more loses the ride: it waits for another one.
    """
    lost = sum(_move_series(session, series_id, command) for series_id in command.series_ids)
    return lost + sum(_move(session, ride_id, command) for ride_id in command.ride_ids)


def _move_series(session: Session, series_id: int, command: MoveRides) -> int:
    """Send a standing ride elsewhere from a day on; its planned rides go along. Return how many lost their driver."""
    series = load_series(session, series_id)
    day = max(command.from_day or clock.today(), clock.today())
    _, pattern = split(pattern_of(series), day)
    if pattern is None:
        return 0
    wanted = replace(
        wanted_on(series, pattern.starts_on),
        destination=command.destination,
        destination_village=command.destination_village,
    )
    return change_series(session, ChangeSeries(series_id, pattern, wanted, series.driver_id)).without_driver


def _move(session: Session, ride_id: int, command: MoveRides) -> bool:
    card = ride_card(session, ride_id)
    wanted = as_request(card, card.ride.ride_date)
    if command.destination:
        wanted = replace(wanted, destination=command.destination, destination_village=command.destination_village)
    else:
        wanted = replace(wanted, origin="", village="")
    ride = load_ride(session, ride_id)
    if ride.series_id is not None and ride.state in OPEN:
        return not fit_ride(session, ride, wanted)  # it stays its standing ride's
    return _edit(session, ride_id, wanted)


def _edit(session: Session, ride_id: int, wanted: RequestRide) -> bool:
    try:
        edit_ride(session, EditRide(ride_id, wanted))
    except AssignmentRefusedError:
        unassign_driver(session, UnassignDriver(ride_id))
        edit_ride(session, EditRide(ride_id, wanted))
        return True
    return False


def add_closure(session: Session, command: AddClosure) -> int:
    """Close the desk on a day and return the key. Raises RuleError when it is closed already."""
    known = session.scalars(select(ClosureDay).where(ClosureDay.day == command.day)).one_or_none()
    if known is not None:
        text = translate("rides", "Op die dag is de dienst al gesloten ({reason}). Kies een andere dag.")
        raise RuleError(text.format(reason=known.reason), "day")
    closure = ClosureDay(day=command.day, reason=command.reason.strip())
    session.add(closure)
    session.flush()
    return closure.id


def remove_closure(session: Session, command: RemoveClosure) -> None:
    """Open the desk again on a day that was to be closed."""
    closure = session.get(ClosureDay, command.closure_id)
    if closure is not None:
        session.delete(closure)
