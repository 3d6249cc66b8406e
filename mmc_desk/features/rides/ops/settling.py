"""What a settlement does to rides: freezing their state, and correcting the figures of one that is frozen."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.orm import Session

from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.recording import note_topic
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.ops.book import note_settled
from mmc_desk.features.rides.ops.loading import load_ride
from mmc_desk.features.rides.rules.results import Result, require_result

_CORRECTED = frozenset({RideState.SETTLED, RideState.WASTED, RideState.CANCELLED})


@dataclass(frozen=True, slots=True)
class CorrectResult:
    """Put right what the sheet of a settled ride said. Metres, minutes, cents."""

    ride_id: int
    metres: int
    waiting_minutes: int = 0
    parking: int = 0
    received: int = 0


def settle_rides(session: Session, versions: Mapping[int, int]) -> None:
    """Freeze driven rides, given by key with the version their settlement was reckoned with.

    In bulk, for thousands of rides at once: it can't be undone, and each leaves its event in the ride book. Raises
    ConflictError when one of them isn't driven, or not of that version, any more.
    """
    if not versions:
        return
    rows = session.execute(
        update(Ride)
        .where(Ride.id.in_(versions), Ride.state == RideState.DRIVEN)
        .values(state=RideState.SETTLED, version=Ride.version + 1)
        .returning(Ride.id, Ride.version),
        execution_options={"synchronize_session": False},
    )
    if {ride_id: version - 1 for ride_id, version in rows} != dict(versions):
        raise ConflictError(
            translate("rides", "Een van deze ritten werd intussen door iemand anders gewijzigd. Probeer opnieuw.")
        )
    note_settled(session, versions)
    note_topic(session, Ride.__tablename__)


def correct_result(session: Session, command: CorrectResult) -> Ride:
    """Write the corrected figures on a settled ride; the settlement writes the contra-entries.

    Raises RuleError for figures that can't be, or a ride whose result can still be changed as such.
    """
    ride = load_ride(session, command.ride_id)
    if ride.state not in _CORRECTED:
        raise RuleError(translate("rides", "Deze rit is niet afgerekend: verander haar resultaat in de rittenlijst."))
    require_result(Result(command.metres, command.waiting_minutes, command.parking, command.received))
    ride.metres, ride.waiting_minutes = command.metres, command.waiting_minutes
    ride.parking, ride.received = command.parking, command.received
    session.flush()
    return ride
