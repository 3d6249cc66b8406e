"""The parameters of the ride desk that differ from town to town, with the defaults of domain.md §2."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import PaymentMode, Purpose


def _boarding() -> Mapping[Aid, int]:
    return {
        Aid.NONE: 3,
        Aid.CANE: 4,
        Aid.ROLLATOR: 5,
        Aid.FOLDABLE_WHEELCHAIR: 8,
        Aid.RIGID_WHEELCHAIR: 12,
    }


@dataclass(frozen=True, slots=True)
class RideSettings:
    """Parameters of a day. Times in minutes, distances in metres.

    A road is longer than the bird's flight: by `factor_near` for next-door villages, falling evenly to `factor_far`
    at `far_metres` and beyond, because long trips take straight roads. `speeds` are (up to metres, km/h) steps.
    A ride is asked for `lead_days` working days ahead, on the last of them before `lead_until` where that is set, and
    `lead_hours` before it where that isn't 0: the strictest counts (rules/lead.py).
    Rides of a series are made `series_weeks` ahead, which is beyond the month that members may ask for.
    Members pay as `payment` says unless they chose otherwise; an invoice is to be paid within `invoice_days`.
    Rides to one village whose appointments are at most `share_minutes` apart may share a car.
    """

    lead_days: int = 2
    lead_until: time | None = None
    lead_hours: int = 0
    horizon_months: int = 1
    series_weeks: int = 5
    buffer_minutes: int = 5
    default_stay_minutes: int = 60
    shortest_drive_minutes: int = 5
    factor_near: float = 1.4
    factor_far: float = 1.2
    far_metres: int = 40_000
    speeds: tuple[tuple[int, int], ...] = ((3_000, 30), (10_000, 42), (25_000, 55), (50_000, 70), (10**9, 85))
    grace_until_month: int = 1
    share_minutes: int = 30
    payment: PaymentMode = PaymentMode.CASH
    invoice_days: int = 30
    excluded_purposes: frozenset[Purpose] = frozenset()
    boarding: Mapping[Aid, int] = field(default_factory=_boarding)


DEFAULTS = RideSettings()
