"""What the fields of a ride sheet show before anybody types, and what they are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from mmc_desk.core import clock
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.queries.sheets import SheetRow
from mmc_desk.features.rides.rules.sheets import Outcome, SheetEntry, odometer_metres

_OUTCOMES = {RideState.WASTED: Outcome.WASTED, RideState.CANCELLED: Outcome.CANCELLED}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the fields of a row show before anybody types: the ride as it is stored."""

    outcome: Outcome
    odometer_start: int | None
    odometer_end: int | None
    metres: int | None
    received: int | None
    waiting_minutes: int | None
    parking: int | None
    depart: time | None
    home: time | None
    note: str


def shown(row: SheetRow) -> Shown:
    """Return a ride's sheet as its fields show it; planned times are no times of a sheet."""
    ride = row.ride
    is_in = ride.state in {RideState.DRIVEN, RideState.SETTLED, RideState.WASTED}
    by_odometer = odometer_metres(SheetEntry(odometer_start=row.odometer_start, odometer_end=row.odometer_end))
    return Shown(
        outcome=_OUTCOMES.get(ride.state, Outcome.DRIVEN),
        odometer_start=row.odometer_start,
        odometer_end=row.odometer_end,
        metres=None if ride.metres == by_odometer else ride.metres,
        received=ride.received,
        waiting_minutes=ride.waiting_minutes or None,
        parking=ride.parking or None,
        depart=clock.local(ride.depart_at).time() if is_in and ride.depart_at else None,
        home=clock.local(ride.home_at).time() if is_in and ride.home_at else None,
        note=ride.note,
    )


def field_titles() -> Mapping[str, str]:
    """Return the headings of the fields."""
    return {
        "outcome": translate("sheets", "Uitslag"),
        "odometer_start": translate("sheets", "Begin"),
        "odometer_end": translate("sheets", "Einde"),
        "metres": translate("sheets", "Km"),
        "received": translate("sheets", "Ontv. €"),
        "waiting_minutes": translate("sheets", "Wachten"),
        "parking": translate("sheets", "Parking"),
        "depart": translate("sheets", "Weg"),
        "home": translate("sheets", "Thuis"),
        "note": translate("sheets", "Opmerking"),
    }
