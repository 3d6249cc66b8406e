"""The plan of somebody who works through the list: rides by time, each to the nearest driver who is free.

It is what others are compared with, and what a large day begins with, since it needs no matrix. It knows the hard rules
that hold for a ride and a driver, and no limits or wishes.
"""

import importlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.engines.tours import keeps_limits, tour_km
from mmc_desk.features.planner.rules.checker import may_take
from mmc_desk.features.planner.rules.problem import Driver, Plan, Problem, Request, Route, Stop


@dataclass(slots=True)
class _Car:
    driver: Driver
    window: int
    place: int
    clock: float
    rides: list[Stop] = field(default_factory=list)


def greedy(problem: Problem) -> Plan:
    """Return the plan that takes rides by time, each to the nearest driver who is free."""
    cars = [
        _Car(driver, window, driver.start, span.start)
        for driver in problem.drivers
        for window, span in enumerate(driver.windows)
    ]
    for request in sorted(problem.requests, key=lambda request: request.window.start):
        _serve(problem, cars, request)
    return Plan(tuple(Route(car.driver.id, tuple(car.rides), car.window) for car in cars if car.rides))


def _serve(problem: Problem, cars: list[_Car], request: Request) -> None:
    metric, nearest, least, over = problem.metric, None, math.inf, 0.0
    for car in cars:
        if not may_take(car.driver, request) or _is_full(car, cars):
            continue
        way = metric.km(car.place, request.pickup)
        begin = max(car.clock + metric.minutes(car.place, request.pickup), request.window.start)
        end = begin + request.minutes
        if way >= least or begin > request.window.end:
            continue
        if end + metric.minutes(request.dropoff, car.driver.end) <= car.driver.windows[car.window].end:
            nearest, least, over = car, way, end
    if nearest is not None:
        nearest.rides.append(Stop(request.id))
        nearest.place, nearest.clock = request.dropoff, over


def _is_full(car: _Car, cars: list[_Car]) -> bool:
    most = car.driver.max_rides
    return most is not None and sum(len(other.rides) for other in cars if other.driver is car.driver) >= most


class Filling:
    """Tours that grow at their end as far as time, limits and who may take what let them. Its sheet is of arrays."""

    def __init__(self, sheet: Sheet) -> None:
        numpy = self.numpy = importlib.import_module("numpy")
        self.sheet = sheet
        self.km, self.minutes = numpy.asarray(sheet.km), numpy.asarray(sheet.minutes)
        self.tours: list[list[int]] = [[] for _ in range(sheet.count)]
        self.home = numpy.arange(sheet.rides, sheet.rides + sheet.count)
        self.place, self.clock, self.over = self.home.copy(), numpy.array(sheet.begins), numpy.array(sheet.ends)
        most = [driver.max_rides for driver in sheet.problem.drivers]
        self.free = numpy.array([sheet.rides if rides is None else rides for rides in most], int)
        self.owner = numpy.array(sheet.owner, int)

    def keep(self, tours: Sequence[Sequence[int]]) -> None:
        """Take over tours as far as they fit."""
        for vehicle, tour in enumerate(tours):
            for ride in tour:
                self._give(ride, [vehicle])

    def fill(self) -> None:
        """Give the other rides, by time, to the nearest who is free."""
        served = {ride for tour in self.tours for ride in tour}
        rides = [ride for ride in range(self.sheet.rides) if ride not in served]
        everyone = range(self.sheet.count)
        for ride in sorted(rides, key=self.sheet.earliest.__getitem__):
            self._give(ride, everyone)

    def _give(self, ride: int, vehicles: Sequence[int]) -> None:
        """Give a ride to the nearest of these vehicles that may take it, if there is one."""
        numpy, sheet, among = self.numpy, self.sheet, self.numpy.array(vehicles, int)
        place = self.place[among]
        begin = numpy.maximum(self.clock[among] + self.minutes[place, ride], sheet.earliest[ride])
        fits = (begin <= sheet.latest[ride]) & (begin + self.minutes[ride, self.home[among]] <= self.over[among])
        fits &= (self.free[self.owner[among]] > 0) & (numpy.array(sheet.wish[ride])[among] < math.inf)
        ways = numpy.where(fits, self.km[place, ride], numpy.inf)
        for number in numpy.argsort(ways, kind="stable")[: int(fits.sum())].tolist():
            vehicle = int(among[number])
            if not sheet.has_limits or self._keeps_limits(vehicle, ride):
                self.tours[vehicle].append(ride)
                self.place[vehicle], self.clock[vehicle] = ride, begin[number]
                self.free[self.owner[vehicle]] -= 1
                return

    def _keeps_limits(self, vehicle: int, ride: int) -> bool:
        owner, sheet = self.sheet.owner, self.sheet
        others = [other for other in range(sheet.count) if owner[other] == owner[vehicle] and other != vehicle]
        km = sum(float(tour_km(sheet, other, self.tours[other])) for other in others)
        return keeps_limits(sheet, vehicle, [*self.tours[vehicle], ride], km)
