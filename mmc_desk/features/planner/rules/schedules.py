"""The time of a tour: when each stop begins at the earliest, and how late one may leave for it."""

from collections.abc import Sequence
from typing import NamedTuple

from mmc_desk.features.planner.rules.problem import Driver, Metric, Part, Request, Window


class Visit(NamedTuple):
    """A stop as the clock sees it: it begins at `place` within `window`, takes `minutes`, and ends at `leaves`."""

    request: str
    part: Part
    place: int
    leaves: int
    window: Window
    minutes: float
    km: float

    @classmethod
    def of(cls, request: Request, part: Part) -> "Visit":
        """Return the visit that a part of a request asks for."""
        if part is Part.WHOLE:
            return cls(request.id, part, request.pickup, request.dropoff, request.window, request.minutes, request.km)
        if part is Part.PICKUP:
            place, window, service = request.pickup, request.window, request.pickup_service
        else:
            place, window, service = request.dropoff, request.drop_window, request.drop_service
        return cls(request.id, part, place, place, window, service, 0.0)


def earliest_times(metric: Metric, driver: Driver, window: Window, visits: Sequence[Visit]) -> list[float]:
    """Return when each visit begins at the earliest, and last when the driver is home."""
    clock, place, times = window.start, driver.start, []
    for visit in visits:
        clock = max(clock + metric.minutes(place, visit.place), visit.window.start)
        times.append(clock)
        clock, place = clock + visit.minutes, visit.leaves
    return [*times, clock + metric.minutes(place, driver.end)]


def latest_start(metric: Metric, driver: Driver, visits: Sequence[Visit], home: float) -> float:
    """Return how late the driver may leave and still be home at `home`: the shortest tour leaves then."""
    clock, place = home, driver.end
    for visit in reversed(visits):
        clock = min(clock - metric.minutes(visit.leaves, place) - visit.minutes, visit.window.end)
        place = visit.place
    return clock - metric.minutes(driver.start, place)
