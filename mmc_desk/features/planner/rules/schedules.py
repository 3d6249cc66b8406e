"""The time of a tour: when each stop begins at the earliest, and how late one may leave for it."""

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class HomeBetween:
    """The ways of one driver who goes home between any two rides."""

    metric: Metric
    driver: Driver

    def km(self, start: int, end: int) -> float:
        """Return the km from where a ride ends to where the next one starts, by the driver's home."""
        return self.metric.km(start, self.driver.end) + self.metric.km(self.driver.start, end)

    def minutes(self, start: int, end: int) -> float:
        """Return the driving time in minutes of the same."""
        return self.metric.minutes(start, self.driver.end) + self.metric.minutes(self.driver.start, end)


def earliest_times(
    metric: Metric, driver: Driver, window: Window, visits: Sequence[Visit], *, between: Metric | None = None
) -> list[float]:
    """Return when each visit begins at the earliest, and last when the driver is home.

    `between` are the ways from a visit to the next one, where they aren't those of the metric.
    """
    clock, place, times, ways = window.start, driver.start, [], metric
    for visit in visits:
        clock = max(clock + ways.minutes(place, visit.place), visit.window.start)
        times.append(clock)
        clock, place, ways = clock + visit.minutes, visit.leaves, between or metric
    return [*times, clock + metric.minutes(place, driver.end)]


def latest_start(
    metric: Metric, driver: Driver, visits: Sequence[Visit], home: float, *, between: Metric | None = None
) -> float:
    """Return how late the driver may leave and still be home at `home`: the shortest tour leaves then."""
    clock, place, ways = home, driver.end, metric
    for visit in reversed(visits):
        clock = min(clock - ways.minutes(visit.leaves, place) - visit.minutes, visit.window.end)
        place, ways = visit.place, between or metric
    return clock - metric.minutes(driver.start, place)
