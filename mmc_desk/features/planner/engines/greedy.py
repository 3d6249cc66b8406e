"""The plan of somebody who works through the list: rides by time, each to the nearest driver who is free.

It is what others are compared with, and what a large day begins with, since it needs no matrix. It knows the hard rules
that hold for a ride and a driver, and no limits or wishes.
"""

import math
from dataclasses import dataclass, field

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
