"""Unusual patterns of rides that are worth a call: when one is unusual enough."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class PatternLimits:
    """From where on something stands out. Each is a setting of the desk, `patterns.` + its name.

    `regular_rides` in the half year before the silence make somebody who rode regularly. The defaults are a guess of
    the makers, no rule of the town.
    """

    silent_weeks: int = 8
    regular_rides: int = 6
    share_percent: int = 33
    least_drivers: int = 4
    driver_silent_weeks: int = 8
    cancellations: int = 4
    cancelled_percent: int = 40


HALF_YEAR = timedelta(weeks=26)
"""How far back habits are looked for."""

QUARTER = timedelta(weeks=13)
"""How far back cancellations and shares of the kilometres are counted."""


def regular_span(day: date, limits: PatternLimits) -> tuple[date, date]:
    """Return the days in which a habit showed, before the weeks of silence up to a day; both included."""
    silence = day - timedelta(weeks=limits.silent_weeks)
    return silence - HALF_YEAR, silence - timedelta(1)


def carries_much(metres: int, total: int, drivers: int, limits: PatternLimits) -> bool:
    """Tell whether one of some drivers drives more than a fair share; of few drivers each does."""
    return drivers >= limits.least_drivers and metres * 100 >= total * limits.share_percent


def percent(part: int, whole: int) -> int:
    """Return a share in whole percents, half up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def cancels_much(cancelled: int, requested: int, limits: PatternLimits) -> bool:
    """Tell whether a member called off many of the rides asked for."""
    return cancelled >= limits.cancellations and cancelled * 100 >= requested * limits.cancelled_percent


def is_silent_driver(last: date | None, since: date | None, day: date, limits: PatternLimits) -> bool:
    """Tell whether a driver has had no ride for long: not since the last one, nor since the start of driving.

    Of whom neither is known, nothing is.
    """
    known = [one for one in (last, since) if one is not None]
    return bool(known) and day - max(known) >= timedelta(weeks=limits.driver_silent_weeks)
