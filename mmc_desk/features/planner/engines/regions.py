"""A large day cut into regions: each small enough to be planned whole, cut along other borders every time."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mmc_desk.features.planner.rules.problem import Driver, Metric, Plan, Problem, Request, Route

Spot = tuple[float, ...]
"""Where something lies: its km from a few landmarks. So any metric has a map."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a day: drivers with their tours, and rides in nobody's tour that lie there."""

    problem: Problem
    plan: Plan


@dataclass(frozen=True, slots=True)
class _Item:
    spot: Spot
    rides: tuple[str, ...]
    driver: Driver | None = None
    routes: tuple[Route, ...] = ()


class Cutter:
    """Cuts a day again and again. The same seed cuts it the same way."""

    def __init__(self, problem: Problem, seed: int = 1) -> None:
        self.problem = problem
        self.random = random.Random(seed)  # noqa: S311 - chance, not secrecy
        self.requests = {request.id: request for request in problem.requests}
        self.spots = spots_of(problem)

    def cut(self, plan: Plan, size: int) -> list[Region]:
        """Return regions of about so many rides, which together hold everything but those who may stay."""
        return [self._region(items) for items in self._split(self._items(plan), size)]

    def _items(self, plan: Plan) -> list[_Item]:
        tours: dict[str, list[Route]] = {}
        for route in plan.routes:
            tours.setdefault(route.driver, []).append(route)
        served = plan.served()
        loose = [request for request in self.problem.requests if request.id not in served]
        if len(loose) <= self.problem.may_stay:
            loose = []
        return [
            *(self._driver_item(driver, tours.get(driver.id, [])) for driver in self.problem.drivers),
            *(_Item(self._middle([request]), (request.id,)) for request in loose),
        ]

    def _driver_item(self, driver: Driver, routes: Sequence[Route]) -> _Item:
        rides = tuple(stop.request for route in routes for stop in route.stops)
        spot = self._middle([self.requests[ride] for ride in rides]) if rides else self.spots[driver.start]
        return _Item(spot, rides, driver, tuple(routes))

    def _middle(self, requests: Sequence[Request]) -> Spot:
        places = [self.spots[place] for request in requests for place in (request.pickup, request.dropoff)]
        return tuple(sum(axis) / len(places) for axis in zip(*places, strict=True))

    def _split(self, items: list[_Item], size: int) -> list[list[_Item]]:
        """Halve by rides along a direction of chance until each part is small enough."""
        total = sum(len(item.rides) for item in items)
        if total <= size * 1.4 or len(items) < 2:
            return [items]
        direction = [self.random.gauss(0, 1) for _ in items[0].spot]
        items = sorted(items, key=lambda item: sum(a * b for a, b in zip(direction, item.spot, strict=True)))
        done, cut = 0, 0
        while done < total / 2:
            done += len(items[cut].rides)
            cut += 1
        cut = min(cut, len(items) - 1)
        return [*self._split(items[:cut], size), *self._split(items[cut:], size)]

    def _region(self, items: Sequence[_Item]) -> Region:
        rides = {ride for item in items for ride in item.rides}
        problem = replace(
            self.problem,
            drivers=tuple(item.driver for item in items if item.driver is not None),
            requests=tuple(request for request in self.problem.requests if request.id in rides),
            bonds=tuple(bond for bond in self.problem.bonds if bond.first in rides and bond.second in rides),
            may_stay=0,
        )
        return Region(problem, Plan(tuple(route for item in items for route in item.routes)))


def spots_of(problem: Problem) -> dict[int, Spot]:
    """Return where the places of a problem lie."""
    places, way = _places(problem), problem.metric.km
    marks = landmarks(problem.metric, places)
    return {place: tuple(way(place, mark) for mark in marks) for place in places}


def _places(problem: Problem) -> list[int]:
    ends = [place for request in problem.requests for place in (request.pickup, request.dropoff)]
    return list(dict.fromkeys([*(driver.start for driver in problem.drivers), *ends]))


def landmarks(metric: Metric, places: Sequence[int], count: int = 3) -> list[int]:
    """Return places that lie far from each other."""
    marks = [max(places, key=lambda place: metric.km(places[0], place))]
    while len(marks) < count:
        marks.append(max(places, key=lambda place: min(metric.km(mark, place) for mark in marks)))
    return marks
