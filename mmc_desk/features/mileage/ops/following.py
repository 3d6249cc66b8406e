"""What settlements ask of other features' changes: a ride that is frozen says what its settlement says."""

from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes
from mmc_desk.core.errors import ConflictError
from mmc_desk.core.formats import month_name
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.model import Settlement, SettlementEntry
from mmc_desk.features.mileage.queries.lines import current_entries_of
from mmc_desk.features.rides.model import Ride, RideState

_FROZEN = frozenset({"state", "driver_id", "ride_date", "metres", "received"})
_CALLED_OFF = frozenset({RideState.WASTED, RideState.CANCELLED})


def keep_frozen(session: Session, changes: Changes) -> None:
    """Refuse a change to a wasted or cancelled ride that was settled, by hand, by import or by undo.

    A driven ride has the state SETTLED, which no op lets go; these two keep theirs. Raises ConflictError.
    """
    touched = [
        row.key
        for row in changes.rows
        if row.table == Ride.__tablename__ and row.before is not None and row.changed_columns() & _FROZEN
    ]
    if not touched:
        return
    for entry, settlement in current_entries_of(session, touched):
        ride = session.get_one(Ride, entry.ride_id)
        if not _agrees(ride, entry, settlement):
            text = translate(
                "mileage", "Rit {ride} is afgerekend met {month} {year}. Maak een correctie op de pagina Afrekening."
            )
            raise ConflictError(
                text.format(ride=ride.ride_no, month=month_name(settlement.month), year=settlement.year)
            )


def _agrees(ride: Ride, entry: SettlementEntry, settlement: Settlement) -> bool:
    is_state = ride.state is RideState.SETTLED if entry.rides else ride.state in _CALLED_OFF
    told = (ride.driver_id, ride.ride_date, ride.metres or 0, ride.received or 0)
    return is_state and told == (settlement.driver_id, entry.ride_date, entry.metres, entry.received)
