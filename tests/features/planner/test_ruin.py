"""Ruin and recreate for shared cars: its plans are good, the best where all can be tried, and it stops when asked."""

import itertools
import random
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mmc_desk.features.planner.engines.shared import search as searches
from mmc_desk.features.planner.engines.shared.arrays import arrays_of
from mmc_desk.features.planner.engines.shared.ruin import Ruin
from mmc_desk.features.planner.engines.shared.search import Search
from mmc_desk.features.planner.engines.shared.tours import Tours
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.problem import (
    Bond,
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

IN, OUT = Part.PICKUP, Part.DROPOFF
DAY = Window(0, 480)


def town(number: int, rides: int = 12, cars: int = 3) -> Problem:
    """Return a day like those of the public instances: half go to an appointment, half come from one."""
    chance = random.Random(number)  # noqa: S311 - cases, no secrets
    points = [(0.0, 0.0)] + [(chance.uniform(-10, 10), chance.uniform(-10, 10)) for _ in range(2 * rides)]
    drivers = tuple(Driver(f"car {car}", 0, 0, (DAY,), 3, max_minutes=480) for car in range(cars))
    return Problem(
        f"town {number}",
        drivers,
        tuple(trip(chance, ride) for ride in range(rides)),
        Plane(tuple(points)),
        is_shared=True,
    )


def trip(chance: random.Random, ride: int) -> Request:
    begin = chance.randint(60, 400)
    window = Window(begin, begin + 15)
    one = Request(str(ride), 2 * ride + 1, 2 * ride + 2, pickup_service=3, drop_service=3, max_ride=30)
    return replace(one, drop_window=window) if ride % 2 else replace(one, window=window)


def all_routes(driver: str, rides: tuple[str, ...]) -> Iterator[Route]:
    for order in itertools.permutations([Stop(ride, part) for ride in rides for part in (IN, OUT)]):
        if all(order.index(Stop(ride, IN)) < order.index(Stop(ride, OUT)) for ride in rides):
            yield Route(driver, order)


def cheapest(problem: Problem) -> float:
    """Return what the best plan for two drivers costs, all plans tried."""
    best, ids = float("inf"), [request.id for request in problem.requests]
    for hands in itertools.product((0, 1, None), repeat=len(ids)):
        routes, is_possible = list[Route](), True
        for number, driver in enumerate(problem.drivers):
            rides = tuple(ride for ride, hand in zip(ids, hands, strict=True) if hand == number)
            plans = [Plan((route,)) for route in all_routes(driver.id, rides)] if rides else []
            costs = [check(problem, plan) for plan in plans]
            good = [(verdict.km, plan) for verdict, plan in zip(costs, plans, strict=True) if not verdict.violations]
            if rides and not good:
                is_possible = False
                break
            routes += min(good, key=lambda one: one[0])[1].routes if good else ()
        if is_possible:
            verdict = check(problem, Plan(tuple(routes)))
            best = min(best, verdict.cost)
    return best


@pytest.mark.parametrize("number", range(4))
def test_a_small_day_is_solved_to_the_best_plan(number: int) -> None:
    problem = town(number, rides=3, cars=2)
    plan = Ruin(steps=60).solve(problem, 1)
    assert check(problem, plan).violations == ()
    assert check(problem, plan).cost == pytest.approx(cheapest(problem))


def test_the_plan_is_good_and_the_same_for_the_same_seed() -> None:
    problem, heard = town(7), list[Plan]()
    plan = Ruin(steps=150).solve(problem, 1, seed=3, on_better=heard.append)
    costs = [check(problem, better).cost for better in heard]
    assert costs == sorted(costs, reverse=True)
    assert heard[-1] == plan
    assert check(problem, plan).violations == ()
    assert Ruin(steps=150).solve(problem, 1, seed=3) == plan


def test_it_stops_at_once_and_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = town(7)
    heard: list[Plan] = []
    plan = Ruin().solve(problem, 1000, on_better=heard.append, is_cancelled=lambda: True)
    assert heard == [plan]
    assert check(problem, plan).violations == ()
    ticks = itertools.count()
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks) / 100)
    Ruin().solve(problem, 0.5)
    assert next(ticks) <= 53


def test_it_goes_on_from_a_plan() -> None:
    problem = town(7)
    good = Ruin(steps=100).solve(problem, 1)
    first: list[Plan] = []
    Ruin(steps=1).solve(problem, 1, start=good, on_better=first.append)
    assert check(problem, first[0]).cost == pytest.approx(check(problem, good).cost)
    late = Plan((Route("car 0", tuple(Stop(str(ride), part) for ride in range(12) for part in (IN, OUT))),))
    Ruin(steps=1).solve(problem, 1, start=late, on_better=first.append)
    assert check(problem, first[-1]).violations == ()


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "MOST_TOURS", 50)
    monkeypatch.setattr(searches, "MOST_REMEMBERED", 5)
    problem = town(7)
    assert check(problem, Ruin(steps=60).solve(problem, 1)).violations == ()


def test_a_better_plan_is_put_together_from_good_tours() -> None:
    problem = town(7, cars=5)
    good = Ruin(steps=150).solve(problem, 1)
    knows = Search(problem, 1)
    knows.begin(good)
    search = Search(problem, 1)
    search.begin(None)
    cost = search.best.cost
    search.good = {(0, tour.mask): tour for state in (search.best, knows.best) for tour in state.tours if tour.mask}
    assert not search.combine(lambda: True)
    assert search.combine(lambda: False)
    assert search.best.cost == pytest.approx(check(problem, good).cost)
    assert search.best.cost < cost
    assert not search.combine(lambda: False)


def test_of_tours_with_the_same_rides_the_cheapest_is_remembered() -> None:
    problem = Problem("line", (JAN,), (replace(AN, max_ride=None), BO), LINE, is_shared=True)
    search, kind = Search(problem, 1), Search(problem, 1).arrays.kinds[0]
    tours = [search.tours.tour(kind, (4, *order, 5)) for order in ((0, 2, 1, 3), (0, 1, 2, 3), (0, 2, 1, 3))]
    for tour in tours:
        assert tour is not None
        search._remember([tour, search.tours.empty[0]])
    assert list(search.good.values()) == [tours[1]]


LINE = Plane(((0, 0), (10, 0), (20, 0), (30, 0), (0, 5)))
JAN = Driver("jan", 0, 0, (Window(0, 300),))
EVA = Driver("eva", 4, 4, (Window(0, 300),))
AN = Request("an", 1, 3, Window(0, 100), max_ride=40)
BO = Request("bo", 2, 3, Window(0, 100))


def best(*drivers: Driver, rides: tuple[Request, ...] = (AN, BO), bonds: tuple[Bond, ...] = ()) -> Plan:
    """Return the plan for a few rides along a line, with no violations."""
    problem = Problem("line", drivers, rides, LINE, is_shared=True, bonds=bonds)
    plan = Ruin(steps=60).solve(problem, 1)
    assert check(problem, plan).violations == ()
    return plan


def hands(plan: Plan) -> dict[str, str]:
    return {stop.request: route.driver for route in plan.routes for stop in route.stops}


def is_together(plan: Plan) -> bool:
    """Tell whether An and Bo are in one car at one time."""
    return any({stop.part for stop in route.stops[:2]} == {IN} for route in plan.routes)


def test_one_car_takes_both() -> None:
    assert is_together(best(JAN, EVA))
    assert is_together(best(JAN, replace(JAN, id="piet")))


def test_who_may_not_be_together_is_not() -> None:
    assert not is_together(best(JAN, rides=(AN, replace(BO, apart_from=frozenset({"an", "gone"})))))
    chairs = (replace(AN, wheelchairs=1), replace(BO, wheelchairs=1))
    assert not is_together(best(replace(JAN, wheelchairs=1), rides=chairs))
    assert is_together(best(replace(JAN, wheelchairs=2), rides=chairs))
    assert not is_together(best(replace(JAN, seats=1)))


def test_limits_leave_rides_out() -> None:
    assert len(best(replace(JAN, max_rides=1)).served()) == 1
    assert len(best(replace(JAN, max_km=10)).served()) == 0
    assert len(best(replace(JAN, max_minutes=50)).served()) == 0
    halves = (Window(0, 90), Window(95, 300))
    later = replace(BO, window=Window(150, 200))
    assert len(best(replace(JAN, windows=halves), rides=(AN, later)).served()) == 2
    once = replace(JAN, windows=halves, max_rides=1)
    assert len(best(once, rides=(AN, later)).served()) == 1
    assert len(best(once, EVA, rides=(AN, later)).served()) == 2
    assert len(best(replace(JAN, windows=halves, max_km=70), rides=(AN, later)).served()) == 1


def test_wishes_and_pins_decide_who_drives() -> None:
    assert hands(best(JAN, EVA, rides=(replace(AN, wishes_km={"jan": 50}), BO)))["an"] == "eva"
    assert hands(best(JAN, EVA, rides=(replace(AN, pinned="eva"), BO)))["an"] == "eva"
    assert set(hands(best(replace(JAN, call_km=30), EVA)).values()) == {"eva"}
    fair = replace(JAN, burden_km=(0, 500)), replace(EVA, burden_km=(0, 500))
    assert len(set(hands(best(*fair)).values())) == 2
    pair = (Bond("an", "bo", 2000), Bond("an", "gone", 1))
    assert len(set(hands(best(*fair, bonds=pair)).values())) == 1


def test_ways_that_break_the_triangle_are_survived() -> None:
    """Bo is reached in time by way of Ce alone: a plan without Ce is none."""
    ways = tuple(tuple(60.0 if (a, b) == (2, 5) else 5.0 for b in range(7)) for a in range(7))
    rides = tuple(
        Request(name, 2 * at + 1, 2 * at + 2, Window(10 * at + 5, 10 * at + 6))
        for at, name in enumerate(("an", "ce", "bo"))
    )
    problem = Problem("odd", (JAN,), rides, Table(ways, ways), is_shared=True)
    plan = Ruin(steps=250).solve(problem, 1)
    assert check(problem, plan) == replace(check(problem, plan), unserved=(), violations=())


def test_the_bounds_of_a_tour_are_exact() -> None:
    """The earliest and latest moments: a tour pushed on from either side, ride times and its length counted."""
    problem = Problem(
        "line", (replace(JAN, max_minutes=70),), (AN, replace(BO, window=Window(50, 60))), LINE, is_shared=True
    )
    tours = Tours(arrays_of(problem))
    tour = tours.tour(tours.arrays.kinds[0], (4, 0, 1, 2, 3, 5))
    assert tour is not None
    assert tour.earliest == [20, 30, 50, 60, 60, 90]
    assert tours.latest(tour) == [40, 50, 60, 80, 80, 110]
    hasty = Tours(arrays_of(replace(problem, requests=(replace(AN, max_ride=20 - 1e-5), BO))))
    assert hasty.tour(hasty.arrays.kinds[0], tour.stops) is None
