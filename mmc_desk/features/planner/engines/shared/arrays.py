"""A problem of shared cars as plain lists, for a search that asks millions of times.

Nodes: the pick-up of request r is r, its drop-off n + r; then for each kind of car its start and its end. Drivers who
differ in nothing are one kind, so that what is found out for one goes for all.
"""

import math
from collections import defaultdict
from dataclasses import dataclass

from mmc_desk.features.planner.rules.checker import TOLERANCE, may_take
from mmc_desk.features.planner.rules.problem import Driver, Metric, Problem, Request, Window

ENDLESS = math.inf


@dataclass(frozen=True, slots=True)
class Kind:
    """Cars that differ in nothing but the driver's name. Node `start` is where they start, the next where they end."""

    start: int
    cars: tuple[tuple[str, int], ...]
    """Driver and window, one for each tour of this kind."""
    seats: int
    wheelchairs: int
    max_rides: float
    max_km: float
    call_km: float
    burden_km: tuple[float, ...]
    wishes: dict[int, float]
    """By request that may come along: the km it costs on top."""

    def burden(self, rides: int) -> float:
        """Return what one ride more costs after so many, the calling of the driver included (km)."""
        call = 0.0 if rides else self.call_km
        return call + (self.burden_km[min(rides, len(self.burden_km) - 1)] if self.burden_km else 0.0)


@dataclass(frozen=True, slots=True)
class Arrays:
    """The lists; see the module for what a node is."""

    count: int
    kinds: tuple[Kind, ...]
    ways: list[list[float]]
    """Km between nodes."""
    times: list[list[float]]
    """Minutes from the begin at one node to the begin at the next: service and drive."""
    earliest: list[float]
    latest: list[float]
    longest: list[float]
    """By drop-off: minutes from the begin at its pick-up; by end of a tour: minutes from its start."""
    loads: list[int]
    """Seats taken at a node."""
    rolling: list[int]
    """Wheelchairs taken at a node."""
    apart: tuple[frozenset[int], ...]
    unserved: list[float]
    has_company: bool
    """Whether more than seats matters to who is in the car together."""


PINNED_KM = 1_000_000.0
"""What leaving out a pinned request costs: nothing makes good for it."""


def arrays_of(problem: Problem) -> Arrays:
    """Return a problem of shared cars as lists."""
    requests, count = problem.requests, len(problem.requests)
    kinds = _kinds(problem)
    places = [one.pickup for one in requests] + [one.dropoff for one in requests]
    services = [one.pickup_service for one in requests] + [one.drop_service for one in requests]
    windows = [one.window for one in requests] + [one.drop_window for one in requests]
    longest = [ENDLESS] * count + [
        ENDLESS if one.max_ride is None else one.max_ride + one.pickup_service for one in requests
    ]
    for driver, window in (_first(problem, kind) for kind in kinds):
        places += [driver.start, driver.end]
        services += [0.0, 0.0]
        windows += [window, window]
        longest += [ENDLESS, ENDLESS if driver.max_minutes is None else driver.max_minutes]
    times = _minutes(problem.metric, places, services)
    ways = [[problem.metric.km(a, b) for b in places] for a in places]
    for kind in kinds:
        ways[kind.start][kind.start + 1] = 0.0  # who isn't called doesn't drive
    earliest, latest = [window.start for window in windows], [window.end for window in windows]
    _tighten(count, times, longest, earliest, latest)
    for node in range(2 * count):
        if earliest[node] > latest[node] + TOLERANCE:  # nobody can be there in time
            for kind in kinds:
                kind.wishes.pop(node % count, None)
    seats, chairs = [one.seats for one in requests], [one.wheelchairs for one in requests]
    depots = [0] * (2 * len(kinds))
    apart = _apart(requests)
    return Arrays(
        count,
        kinds,
        ways,
        times,
        earliest,
        latest,
        longest,
        [*seats, *(-one for one in seats), *depots],
        [*chairs, *(-one for one in chairs), *depots],
        apart,
        [PINNED_KM if one.pinned is not None else one.unserved_km for one in requests],
        any(chairs) or any(apart),
    )


def _kinds(problem: Problem) -> tuple[Kind, ...]:
    groups: dict[tuple[object, ...], list[tuple[Driver, int]]] = defaultdict(list)
    for driver in problem.drivers:
        wishes = _wishes(driver, problem.requests)
        for number, window in enumerate(driver.windows):
            groups[_likeness(driver, window, wishes)].append((driver, number))
    first = 2 * len(problem.requests)
    return tuple(
        _kind(first + 2 * place, [(driver.id, number) for driver, number in cars], cars[0][0], problem)
        for place, cars in enumerate(groups.values())
    )


def _likeness(driver: Driver, window: Window, wishes: dict[int, float]) -> tuple[object, ...]:
    """Return all that matters to the search of a tour of this driver in this window."""
    limits = (driver.seats, driver.wheelchairs, driver.max_rides, driver.max_km, driver.max_minutes)
    soft = (driver.call_km, driver.burden_km, tuple(wishes.items()))
    return driver.start, driver.end, window, *limits, *soft


def _wishes(driver: Driver, requests: tuple[Request, ...]) -> dict[int, float]:
    return {
        number: request.wishes_km.get(driver.id, 0.0)
        for number, request in enumerate(requests)
        if may_take(driver, request)
    }


def _kind(start: int, cars: list[tuple[str, int]], driver: Driver, problem: Problem) -> Kind:
    return Kind(
        start,
        tuple(cars),
        driver.seats,
        driver.wheelchairs,
        ENDLESS if driver.max_rides is None else driver.max_rides,
        ENDLESS if driver.max_km is None else driver.max_km,
        driver.call_km,
        driver.burden_km,
        _wishes(driver, problem.requests),
    )


def _first(problem: Problem, kind: Kind) -> tuple[Driver, Window]:
    name, number = kind.cars[0]
    driver = next(driver for driver in problem.drivers if driver.id == name)
    return driver, driver.windows[number]


def _minutes(metric: Metric, places: list[int], services: list[float]) -> list[list[float]]:
    return [
        [service + metric.minutes(place, other) for other in places]
        for place, service in zip(places, services, strict=True)
    ]


def _apart(requests: tuple[Request, ...]) -> tuple[frozenset[int], ...]:
    number = {request.id: index for index, request in enumerate(requests)}
    sets: list[set[int]] = [set() for _ in requests]
    for one, request in enumerate(requests):
        for other in (number[ride] for ride in request.apart_from if ride in number):
            sets[one].add(other)
            sets[other].add(one)
    return tuple(frozenset(others) for others in sets)


def _tighten(
    count: int, times: list[list[float]], longest: list[float], earliest: list[float], latest: list[float]
) -> None:
    """Narrow the windows to what the other end of the ride and the ways from and to the depots leave of them."""
    starts, ends = range(2 * count, len(times), 2), range(2 * count + 1, len(times), 2)
    for pick in range(count):
        drop = count + pick
        way, most = times[pick][drop], longest[drop]
        first = min((earliest[depot] + times[depot][pick] for depot in starts), default=earliest[pick])
        last = max((latest[depot] - times[drop][depot] for depot in ends), default=latest[drop])
        earliest[pick] = max(earliest[pick], first, earliest[drop] - most)
        latest[drop] = min(latest[drop], last, latest[pick] + most)
        earliest[drop] = max(earliest[drop], earliest[pick] + way)
        latest[pick] = min(latest[pick], latest[drop] - way)
        earliest[pick] = max(earliest[pick], earliest[drop] - most)
        latest[drop] = min(latest[drop], latest[pick] + most)
