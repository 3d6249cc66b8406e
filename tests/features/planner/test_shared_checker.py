"""Shared cars: the checker's verdict equals that of a search through every schedule, and it says what is wrong."""

import os
import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.problem import (
    Driver,
    Part,
    Plan,
    Plane,
    Problem,
    Request,
    Route,
    Stop,
    Table,
    Window,
)

CASES = int(os.environ.get("MMC_CHECKER_CASES", "300"))
"""How many random cases: `MMC_CHECKER_CASES=20000 pytest tests/features/planner/test_shared_checker.py`."""

IN, OUT = Part.PICKUP, Part.DROPOFF


def random_case(number: int) -> tuple[Problem, Route]:
    """Return two or three members and a tour with all of them; in whole minutes, so a schedule there is, is whole."""
    chance = random.Random(number)  # noqa: S311 - cases, no secrets
    count = chance.choice((2, 2, 3))
    places = range(2 * count + 1)
    ways = tuple(tuple(0.0 if a == b else float(chance.randint(1, 3)) for b in places) for a in places)
    requests = tuple(random_request(chance, place) for place in range(count))
    day = (Window(0, chance.randint(14, 26)),)
    length = chance.choice((None, None, 9, 12, 15))
    driver = Driver("jan", 2 * count, 2 * count, day, seats=chance.randint(2, 5), max_minutes=length)
    return Problem("case", (driver,), requests, Table(ways, ways), is_shared=True), random_tour(chance, requests)


def random_request(chance: random.Random, number: int) -> Request:
    begin = chance.randint(0, 8)
    end = begin + chance.randint(1, 6)
    return Request(
        str(number),
        2 * number,
        2 * number + 1,
        Window(begin, begin + chance.randint(1, 9)),
        drop_window=Window(end, end + chance.randint(4, 14)),
        pickup_service=chance.randint(0, 1),
        drop_service=chance.randint(0, 1),
        max_ride=chance.choice((None, 3, 5, 7)),
        seats=chance.choice((1, 1, 2)),
        apart_from=frozenset({"0"}) if number and chance.random() < 0.1 else frozenset(),
    )


def random_tour(chance: random.Random, requests: tuple[Request, ...]) -> Route:
    """Return all stops in an order that can be, but now and then any order."""
    waiting, stops = [Stop(one.id, part) for one in requests for part in (IN, OUT)], []
    is_any = chance.random() < 0.1
    while waiting:
        stop = chance.choice(waiting)
        if is_any or stop.part is IN or Stop(stop.request, IN) in stops:
            stops.append(stop)
            waiting.remove(stop)
    return Route("jan", tuple(stops))


def has_schedule(problem: Problem, route: Route) -> bool:
    """Try every whole minute for every moment."""
    driver, requests = problem.drivers[0], {one.id: one for one in problem.requests}
    day = driver.windows[0]

    def on(index: int, clock: float, place: int, begin: float, boarded: dict[str, float]) -> bool:
        if index == len(route.stops):
            home = clock + problem.metric.minutes(place, driver.end)
            return home <= day.end and (driver.max_minutes is None or home - begin <= driver.max_minutes)
        stop = route.stops[index]
        one = requests[stop.request]
        place_then = one.pickup if stop.part is IN else one.dropoff
        window = one.window if stop.part is IN else one.drop_window
        service = one.pickup_service if stop.part is IN else one.drop_service
        arrival = max(clock + problem.metric.minutes(place, place_then), window.start)
        for moment in range(int(arrival), int(window.end) + 1):
            then = dict(boarded)
            if stop.part is IN:
                then[one.id] = moment + service
            elif one.max_ride is not None and moment - then.pop(one.id) > one.max_ride:
                continue
            if on(index + 1, moment + service, place_then, begin, then):
                return True
        return False

    begins = range(int(day.end)) if driver.max_minutes is not None else (0,)
    return any(on(0, begin, driver.start, begin, {}) for begin in begins)


def has_company(problem: Problem, route: Route) -> bool:
    """Tell whether who is aboard together may be, stop by stop."""
    aboard: list[Request] = []
    for stop in route.stops:
        one = next(request for request in problem.requests if request.id == stop.request)
        if stop.part is OUT:
            if one not in aboard:
                return False
            aboard.remove(one)
            continue
        if any(one.id in other.apart_from or other.id in one.apart_from for other in aboard):
            return False
        aboard.append(one)
        if sum(other.seats for other in aboard) > problem.drivers[0].seats:
            return False
    return True


def test_the_verdict_is_that_of_every_schedule_tried() -> None:
    verdicts = []
    for number in range(CASES):
        problem, route = random_case(number)
        is_good = not check(problem, Plan((route,))).violations
        assert is_good == (has_company(problem, route) and has_schedule(problem, route)), f"case {number}"
        verdicts.append(is_good)
    assert 0.1 < sum(verdicts) / CASES < 0.9


PLACES = Plane(((0, 0), (10, 0), (20, 0), (30, 0)))
JAN = Driver("jan", 0, 0, (Window(0, 200),), seats=2, wheelchairs=1)
AN = Request("an", 1, 3, Window(10, 60), pickup_service=1)
BO = Request("bo", 2, 3, Window(60, 90))
RIDE = (Stop("an", IN), Stop("bo", IN), Stop("an", OUT), Stop("bo", OUT))


def words(stops: tuple[Stop, ...] = RIDE, *, jan: Driver = JAN, an: Request = AN, bo: Request = BO) -> str:
    problem = Problem("day", (jan,), (an, bo), PLACES, is_shared=True)
    return " ".join(check(problem, Plan((Route("jan", stops),))).violations)


def test_together_is_good_and_leaving_later_makes_rides_short() -> None:
    assert words() == ""
    assert words(an=replace(AN, max_ride=20)) == ""  # aboard from 49 to 70: waits for nobody


@pytest.mark.parametrize(
    ("said", "violations"),
    [
        (lambda: words(an=replace(AN, max_ride=19)), "an: te lang aan boord."),
        (lambda: words(an=replace(AN, window=Window(10, 30), max_ride=30)), "an: te lang aan boord."),
        (lambda: words(jan=replace(JAN, max_minutes=60)), "jan: te lang onderweg."),
        (lambda: words(jan=replace(JAN, seats=1)), "bo: geen plaats meer in de wagen van jan."),
        (
            lambda: words(an=replace(AN, wheelchairs=1), bo=replace(BO, wheelchairs=1)),
            "bo: geen plaats meer voor een rolstoel bij jan.",
        ),
        (lambda: words(bo=replace(BO, apart_from=frozenset({"an"}))), "bo: mag niet samen met an in één wagen."),
        (lambda: words(an=replace(AN, apart_from=frozenset({"bo"}))), "bo: mag niet samen met an in één wagen."),
        (
            lambda: words((Stop("an", OUT), Stop("an", IN))),
            "an: stapt uit bij jan zonder ingestapt te zijn. an: stapt niet uit",
        ),
        (lambda: words(bo=replace(BO, drop_window=Window(0, 60))), "bo: jan is er pas om 01:10, na 01:00."),
    ],
)
def test_each_fault_is_said(said: Callable[[], str], violations: str) -> None:
    assert said().startswith(violations)
