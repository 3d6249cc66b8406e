"""The checker against a search through every schedule in whole minutes (P8): both must say the same of every tour.

MMC_DESK_CASES=20000 plays as many cases as the issue asks for; `make test` plays the first few hundred.
"""

import itertools
import os
import random

from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.problem import Driver, Plan, Problem, Request, Route, Stop, Table, Window

CASES = int(os.environ.get("MMC_DESK_CASES", "400"))
DAY = 24


def case(chance: random.Random) -> tuple[Problem, Plan]:
    count, places = chance.randrange(1, 4), chance.randrange(1, 4)
    rows = tuple(tuple(float(chance.randrange(6)) for _ in range(places)) for _ in range(places))
    window = Window(float(chance.randrange(4)), float(chance.randrange(8, DAY)))
    most = float(chance.randrange(4, DAY)) if chance.random() < 0.5 else None
    driver = Driver("d", chance.randrange(places), chance.randrange(places), (window,), max_minutes=most)
    requests = tuple(request(str(number), chance, places) for number in range(count))
    return Problem("case", (driver,), requests, Table(rows, rows)), Plan(
        (Route("d", tuple(Stop(request.id) for request in requests)),)
    )


def request(name: str, chance: random.Random, places: int) -> Request:
    soonest = float(chance.randrange(16))
    window = Window(soonest, soonest + chance.randrange(6))
    return Request(name, chance.randrange(places), chance.randrange(places), window, float(chance.randrange(5)))


def has_schedule(problem: Problem) -> bool:
    """Try every whole minute to leave and to begin each ride: the numbers are whole, so are the schedules."""
    (driver,), requests, minutes = problem.drivers, problem.requests, problem.metric.minutes
    (window,) = driver.windows
    leaving = range(int(window.start), int(window.end) + 1)
    begins = [range(int(ride.window.start), int(ride.window.end) + 1) for ride in requests]
    for leave, *times in itertools.product(leaving, *begins):
        clock, place = float(leave), driver.start
        for ride, time in zip(requests, times, strict=True):
            if clock + minutes(place, ride.pickup) > time:
                break
            clock, place = time + ride.minutes, ride.dropoff
        else:
            home = clock + minutes(place, driver.end)
            if home <= window.end and (driver.max_minutes is None or home - leave <= driver.max_minutes):
                return True
    return False


def test_the_checker_says_what_every_schedule_says() -> None:
    chance = random.Random(8)  # noqa: S311 - chance, not secrecy
    verdicts = []
    for _ in range(CASES):
        problem, plan = case(chance)
        good = has_schedule(problem)
        assert (check(problem, plan).violations == ()) is good, (problem, plan)
        verdicts.append(good)
    assert 0.2 < sum(verdicts) / CASES < 0.8
