"""Fairness: what drivers drove in the last eight weeks against the days on which they could (domain.md §9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mmc_desk.features.rides.rules.availability import DriverTimes, Period

SPAN = timedelta(weeks=8)
"""How far back fairness looks; the day of the ride is the last one that counts."""

METRES_PER_RIDE = 50_000
"""A long ride weighs as several: each 50 km as one ride more."""

_MOST = 20.0
_NOTABLE = 0.25


@dataclass(frozen=True, slots=True)
class Recent:
    """What a driver had in the last eight weeks, and on how many days they could drive."""

    rides: int = 0
    metres: int = 0
    days: int = 0

    @property
    def load(self) -> float:
        """Rides and kilometres in one figure, in rides."""
        return self.rides + self.metres / METRES_PER_RIDE


def load_per_day(drivers: Iterable[Recent]) -> float:
    """Return the load of one available day over all drivers together; 0 when nobody could drive."""
    everybody = list(drivers)
    days = sum(driver.days for driver in everybody)
    return sum(driver.load for driver in everybody) / days if days else 0.0


def surplus(driver: Recent, per_day: float) -> float:
    """Return how much more than an equal share a driver had, in rides; at most 20 either way."""
    return max(-_MOST, min(_MOST, driver.load - per_day * driver.days))


def is_notable(driver: Recent, per_day: float) -> bool:
    """Tell whether the difference with an equal share is worth a word: a quarter of it, one ride at least."""
    share = per_day * driver.days
    return abs(driver.load - share) >= max(1.0, _NOTABLE * share)


def available_days(times: DriverTimes, first: date, last: date) -> int:
    """Count the days first … last on which a driver could drive: active, in the week pattern, not away.

    A driver without a pattern drives on working days; an extra day against the pattern counts too.
    """
    start, end = max(first, times.active_from or first), min(last, times.active_to or last)
    weekdays = {part.weekday for part in times.week} or {0, 1, 2, 3, 4}
    away = _days_of(times.leave, start, end)
    extra = _days_of(times.extra, start, end) - away
    regular = _weekdays_between(start, end, weekdays)
    lost = sum(day.weekday() in weekdays for day in away)
    return regular - lost + sum(day.weekday() not in weekdays for day in extra)


def _weekdays_between(start: date, end: date, weekdays: set[int]) -> int:
    if end < start:
        return 0
    weeks, rest = divmod((end - start).days + 1, 7)
    tail = sum((start.weekday() + step) % 7 in weekdays for step in range(rest))
    return weeks * len(weekdays) + tail


def _days_of(periods: Iterable[Period], start: date, end: date) -> set[date]:
    found: set[date] = set()
    for period in periods:
        since, until = max(period.from_day, start), min(period.to_day, end)
        found |= {since + timedelta(days=step) for step in range((until - since).days + 1)}
    return found
