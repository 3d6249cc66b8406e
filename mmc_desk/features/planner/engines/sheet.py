"""A problem of rides alone as plain numbers, which is what a search can be quick with.

Nodes 0 … n-1 are the rides, node n + v is the home of vehicle v (a driver in one of his windows): both where its tour
starts and where it ends. A ride is one node, with a matrix that has a direction: from where one ends to where the next
starts.
"""

import importlib
import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from mmc_desk.features.planner.rules.checker import TOLERANCE, may_take
from mmc_desk.features.planner.rules.problem import Driver, GreatCircle, Metric, Plan, Problem, Route, Stop

SLACK = TOLERANCE / 10
"""Minutes a search may be late: what rounding adds up to, well below what the checker sees."""

PINNED_KM = 1_000_000.0
"""What losing a pinned ride costs: it never goes."""

_ROWS = 16
"""So many places' ways are reckoned at once: of thousands of places more don't fit in a processor's own memory."""


class Sheet:
    """The numbers of a problem: `km[i][j]` empty km, `minutes[i][j]` from the start of i to the arrival at j.

    These two are lists, which a search in Python reads fastest, or numpy's arrays, which are made fastest.
    """

    def __init__(self, problem: Problem, *, is_array: bool = False, ways: tuple[Any, Any] | None = None) -> None:
        """Make it; `ways` are its km and minutes where somebody has them."""
        requests, drivers = problem.requests, problem.drivers
        self.problem = problem
        self.vehicles = [
            (number, window) for number, driver in enumerate(drivers) for window in range(len(driver.windows))
        ]
        self.rides, self.count = len(requests), len(self.vehicles)
        self.owner = [number for number, _ in self.vehicles]
        spans = [drivers[number].windows[window] for number, window in self.vehicles]
        self.begins, self.ends = [span.start for span in spans], [span.end + SLACK for span in spans]
        self.earliest = [request.window.start for request in requests]
        self.latest = [request.window.end + SLACK for request in requests]
        leaving = [request.dropoff for request in requests] + [drivers[number].start for number in self.owner]
        arriving = [request.pickup for request in requests] + [drivers[number].end for number in self.owner]
        lasting = [request.minutes for request in requests] + [0.0] * self.count
        rows = _array_rows if is_array else _list_rows
        self.km: list[list[float]]
        self.minutes: list[list[float]]
        self.km, self.minutes = ways or rows(problem.metric, leaving, arriving, lasting)
        self.aboard = sum(request.km for request in requests)
        self.unserved = [PINNED_KM if request.pinned else request.unserved_km for request in requests]
        self.wish = _wishes(problem, self.owner)
        self.bonds = _bonds(problem)
        self.has_limits = any(driver.max_km is not None or driver.max_minutes is not None for driver in drivers)

    def driver(self, vehicle: int) -> Driver:
        """Return the driver of a vehicle."""
        return self.problem.drivers[self.owner[vehicle]]

    def plan(self, tours: Sequence[Sequence[int]]) -> Plan:
        """Return the plan of tours: the rides of each vehicle in order."""
        requests = self.problem.requests
        return Plan(
            tuple(
                Route(
                    self.driver(vehicle).id, tuple(Stop(requests[ride].id) for ride in tour), self.vehicles[vehicle][1]
                )
                for vehicle, tour in enumerate(tours)
                if tour
            )
        )

    def tours(self, plan: Plan) -> list[list[int]]:
        """Return the rides of each vehicle in a plan; what the problem doesn't know is left out."""
        rides = {request.id: ride for ride, request in enumerate(self.problem.requests)}
        found = {(route.driver, route.window): route.stops for route in plan.routes}
        keys = [(self.driver(vehicle).id, self.vehicles[vehicle][1]) for vehicle in range(self.count)]
        return [[rides[stop.request] for stop in found.get(key, ()) if stop.request in rides] for key in keys]


def _list_rows(
    metric: Metric, leaving: Sequence[int], arriving: Sequence[int], lasting: Sequence[float]
) -> tuple[Any, Any]:
    km = km_rows(metric, leaving, arriving)
    return km, minute_rows(metric, km, (leaving, arriving), lasting)


def _array_rows(
    metric: Metric, leaving: Sequence[int], arriving: Sequence[int], lasting: Sequence[float]
) -> tuple[Any, Any]:
    numpy: Any = importlib.import_module("numpy")
    if not isinstance(metric, GreatCircle):
        km, minutes = _list_rows(metric, leaving, arriving, lasting)
        return numpy.array(km), numpy.array(minutes)
    halves = numpy.array([_on_the_globe(*point) for point in metric.points]) / 2
    km = numpy.empty((len(leaving), len(arriving)))
    for first in range(0, len(leaving), _ROWS):
        rows, part = km[first : first + _ROWS], halves[leaving[first : first + _ROWS]]
        rows.fill(0.0)
        for axis in range(3):
            half = part[:, axis, None] - halves[arriving, axis]
            half *= half
            rows += half
        numpy.sqrt(rows, out=rows)
        numpy.arcsin(rows, out=rows)
        rows *= metric.diameter_km * metric.detour
    minutes = km * (60 / metric.speed_kmh)
    minutes += numpy.array(lasting)[:, None]
    return km, minutes


def km_rows(metric: Metric, leaving: Sequence[int], arriving: Sequence[int]) -> list[list[float]]:
    """Return the km from each place to each; on the globe by chords, which is four times as fast."""
    if not isinstance(metric, GreatCircle):
        return [[metric.km(start, end) for end in arriving] for start in leaving]
    spots = [_on_the_globe(*point) for point in metric.points]
    ends = [spots[place] for place in arriving]
    factor, asin, sqrt = metric.diameter_km * metric.detour, math.asin, math.sqrt
    return [
        [factor * asin(sqrt((x - a) * (x - a) + (y - b) * (y - b) + (z - c) * (z - c)) / 2) for a, b, c in ends]
        for x, y, z in (spots[place] for place in leaving)
    ]


def minute_rows(
    metric: Metric,
    kms: Sequence[Sequence[float]],
    places: tuple[Sequence[int], Sequence[int]],
    lasting: Sequence[float],
) -> list[list[float]]:
    """Return the minutes from the begin at each node to the arrival at each other one."""
    leaving, arriving = places
    if isinstance(metric, GreatCircle):
        pace = 60 / metric.speed_kmh
        return [[km * pace + stay for km in row] for row, stay in zip(kms, lasting, strict=True)]
    rows = zip(leaving, lasting, strict=True)
    return [[metric.minutes(start, end) + stay for end in arriving] for start, stay in rows]


def _on_the_globe(latitude: float, longitude: float) -> tuple[float, float, float]:
    north, east = math.radians(latitude), math.radians(longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def _wishes(problem: Problem, owner: Sequence[int]) -> list[list[float]]:
    """Return what each ride costs with each vehicle on top of its way; infinite where it may not. Like rows are one."""
    known: dict[object, list[float]] = {}
    rows = []
    for request in problem.requests:
        wishes = tuple(request.wishes_km.items())
        key = (request.pinned, request.drivers, request.refused, request.wheelchairs, request.seats, wishes)
        if key not in known:
            costs = [
                request.wishes_km.get(driver.id, 0.0) if may_take(driver, request) else math.inf
                for driver in problem.drivers
            ]
            known[key] = [costs[number] for number in owner]
        rows.append(known[key])
    return rows


def _bonds(problem: Problem) -> dict[int, list[tuple[int, float]]]:
    rides = {request.id: ride for ride, request in enumerate(problem.requests)}
    found: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for first, second, km in problem.bonds:
        if first in rides and second in rides:
            found[rides[first]].append((rides[second], km))
            found[rides[second]].append((rides[first], km))
    return found
