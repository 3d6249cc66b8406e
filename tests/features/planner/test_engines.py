"""The engines for rides alone: plans that the checker likes, cheap, the same for the same seed, in time."""

import functools
import itertools
import math
import time
from dataclasses import replace

import pytest

from mmc_desk.features.planner.engines import columns, diving
from mmc_desk.features.planner.engines import rides as engine
from mmc_desk.features.planner.engines.alone import Search
from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.columns import Columns
from mmc_desk.features.planner.engines.diving import dive
from mmc_desk.features.planner.engines.greedy import greedy
from mmc_desk.features.planner.engines.neighbours import Neighbours
from mmc_desk.features.planner.engines.regions import Cutter
from mmc_desk.features.planner.engines.rides import RidesAlone
from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.engines.tours import Tours, keeps_limits, shortest_minutes, tour_cost
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.problem import Bond, GreatCircle, Plan, Problem, Request, Route, Stop, Window
from tests.features.planner.days import day

pytest.importorskip("highspy")
FOREVER = Deadline(math.inf)


def good(problem: Problem, plan: Plan) -> float:
    verdict = check(problem, plan)
    assert verdict.violations == ()
    return verdict.cost


def test_greedy_takes_the_nearest_who_is_free() -> None:
    problem = day(1)
    plan = greedy(problem)
    assert good(problem, plan) < problem.requests[0].unserved_km * len(problem.requests)
    limited = replace(problem, drivers=tuple(replace(driver, max_rides=1) for driver in problem.drivers))
    assert len(greedy(limited).served()) == 4
    good(limited, greedy(limited))
    early = replace(problem, drivers=tuple(replace(driver, windows=(Window(0, 200),)) for driver in problem.drivers))
    assert 0 < len(greedy(early).served()) < 8
    good(early, greedy(early))


@pytest.mark.parametrize("seed", range(3))
def test_the_engine_beats_greedy_and_says_when_it_is_better(seed: int) -> None:
    problem = day(seed, 5, 14)
    seen: list[float] = []
    plan = RidesAlone().solve(problem, 5, on_better=lambda better: seen.append(good(problem, better)))
    assert good(problem, plan) <= good(problem, greedy(problem))
    assert seen == sorted(seen, reverse=True)
    assert RidesAlone().solve(problem, 5) == plan


def test_who_cancels_while_columns_are_made_keeps_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, over = day(1, 5, 14), list[bool]()
    monkeypatch.setattr(Columns, "close", lambda _columns, _deadline: over.append(True))
    plan = RidesAlone().solve(problem, 5, is_cancelled=lambda: bool(over))
    assert over
    assert good(problem, plan) <= good(problem, greedy(problem))


def test_without_libraries_it_searches_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = day(3, 5, 14)
    best = good(problem, RidesAlone().solve(problem, 5))
    monkeypatch.setattr(engine, "is_ready", lambda _seconds: False)
    plan = RidesAlone().solve(problem, 0.3)
    assert best - 1e-6 <= good(problem, plan) <= 1.1 * best


def test_time_is_kept_and_a_person_may_stop() -> None:
    problem = day(4, 10, 60, 40)
    began = time.perf_counter()
    plan = RidesAlone().solve(problem, 60, is_cancelled=lambda: True)
    assert time.perf_counter() - began < 5
    good(problem, plan)


def test_what_is_pinned_stays() -> None:
    problem = day(5, 5, 12)
    plan = RidesAlone().solve(problem, 5)
    hands = {stop.request: route.driver for route in plan.routes for stop in route.stops}
    pinned = tuple(replace(request, pinned=hands.get(request.id)) for request in problem.requests[:-2])
    again = replace(problem, requests=(*pinned, *problem.requests[-2:]))
    good(again, RidesAlone().solve(again, 5, start=plan))


def test_limits_calls_fairness_and_bonds_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmc_desk.features.planner.engines.perfect.ROUNDS", 1)
    problem = day(6, 5, 12)
    drivers = [
        replace(driver, max_rides=4, max_km=400.0, max_minutes=450.0, call_km=10.0, burden_km=(0.0, 2.0, 8.0))
        for driver in problem.drivers
    ]
    problem = replace(problem, drivers=tuple(drivers), bonds=(Bond("R0", "R1", 15.0), Bond("R0", "gone", 1.0)))
    plan = RidesAlone().solve(problem, 5)
    assert good(problem, plan) <= good(problem, RidesAlone().solve(problem, 0.0))
    tight = replace(problem, drivers=tuple(replace(driver, max_km=80.0) for driver in drivers))
    assert good(tight, RidesAlone().solve(tight, 5)) > 0
    monkeypatch.setattr("mmc_desk.features.planner.engines.neighbours.ALL", 0)
    monkeypatch.setattr("mmc_desk.features.planner.engines.alone.POOL", 0)
    monkeypatch.setattr("mmc_desk.features.planner.engines.columns.CLOSED", -1.0)
    assert good(tight, RidesAlone().solve(tight, 5)) > 0


def test_two_windows_are_two_tours_of_one_driver() -> None:
    problem = day(7, 3, 8)
    drivers = [replace(driver, windows=(Window(0, 250), Window(300, 700)), max_km=300.0) for driver in problem.drivers]
    problem = replace(problem, drivers=tuple(drivers))
    good(problem, RidesAlone().solve(problem, 5))


@pytest.mark.parametrize("is_small", [True, False])
def test_tours_know_their_cost_and_times(monkeypatch: pytest.MonkeyPatch, *, is_small: bool) -> None:
    monkeypatch.setattr("mmc_desk.features.planner.engines.neighbours.ALL", 200 if is_small else 0)
    problem = day(8, 6, 30, 20)
    sheet = Sheet(problem)
    search = Search(sheet, 3)
    search.run(300, FOREVER)
    plan = sheet.plan(search.best)
    aboard = sum(request.km for request in problem.requests if request.id not in plan.served())
    assert search.best_cost + sheet.aboard - aboard == pytest.approx(good(problem, plan))
    assert sheet.tours(plan) == search.best
    tours = Tours(sheet, Neighbours(sheet))
    for vehicle, tour in enumerate(search.best):
        tours.lay(vehicle, tour)
    assert tours.all() == search.best


def test_a_start_that_does_not_fit_is_taken_as_far_as_it_does() -> None:
    problem = day(9, 2, 6)
    every = Plan((Route("D0", tuple(Stop(request.id) for request in problem.requests)), Route("gone", ())))
    limited = replace(problem, drivers=tuple(replace(driver, max_km=90.0) for driver in problem.drivers))
    for one in (problem, limited):
        sheet = Sheet(one)
        good(one, sheet.plan(Search(sheet, 1, sheet.tours(every)).best))


def test_a_day_without_rides_or_drivers_is_a_plan_without_tours() -> None:
    problem = day(10)
    nobody, nothing = replace(problem, drivers=()), replace(problem, requests=())
    assert RidesAlone().solve(nothing, 1) == Plan()
    assert RidesAlone().solve(nobody, 1) == Plan()


def test_diving_serves_nearly_as_well_as_choosing(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = day(11, 6, 24, 30)
    sheet = Sheet(problem)
    search = Search(sheet)
    search.run(100, FOREVER)
    monkeypatch.setattr(columns, "CLEAR", 2.0)
    monkeypatch.setattr(diving, "LAST", 6)
    program = Columns(sheet)
    program.add(search.pool)
    assert program.close(FOREVER)
    late = dive(sheet, program, sheet.unserved, Deadline(0))
    dived = dive(sheet, program, sheet.unserved, FOREVER)
    chosen = program.choose(Deadline(60, lambda: False), search.best)
    costs = [good(problem, sheet.plan(Search(sheet, 1, tours).best)) for tours in (chosen, dived, late)]
    assert not program.close(Deadline(0))
    assert program.clear(1, Deadline(0)) == []
    assert costs[0] <= costs[1] * 1.0001 <= costs[2] * 1.0002 <= 1.2 * costs[0]


def test_limits_of_a_tour() -> None:
    problem = day(12, 1, 2)
    sheet = Sheet(problem)
    assert keeps_limits(sheet, 0, [0])
    assert tour_cost(sheet, 0, []) == 0
    shortest = shortest_minutes(sheet, 0, [0])
    tight = Sheet(replace(problem, drivers=(replace(problem.drivers[0], max_minutes=shortest - 1),)))
    assert not keeps_limits(tight, 0, [0])
    assert Columns(tight).add([(0, [0])]) == 0


def test_a_large_day_goes_by_regions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WHOLE", 20)
    monkeypatch.setattr(engine, "EXACT_RIDES", 20)
    monkeypatch.setattr(engine, "REGIONS", (12, 8))
    problem = replace(day(1, 8, 36, 30), bonds=(Bond("R1", "R2", 3.0),))
    calls = itertools.count()
    stopped = RidesAlone().solve(problem, 60, is_cancelled=lambda: next(calls) > 2)
    assert stopped == greedy(problem)
    listed = good(problem, stopped)
    for start in (None, stopped):
        costs = [listed]
        cheaper = functools.partial(_is_below, costs, listed)
        note = functools.partial(_note, problem, costs)
        RidesAlone().solve(problem, 60, start=start, on_better=note, is_cancelled=cheaper)
        assert cheaper()


def _note(problem: Problem, costs: list[float], better: Plan) -> None:
    costs.append(good(problem, better))


def _is_below(costs: list[float], limit: float) -> bool:
    return costs[-1] < limit


def test_regions_hold_everything_once() -> None:
    problem = day(14, 8, 36, 30)
    plan = greedy(problem)
    regions = Cutter(problem).cut(plan, 8)
    assert len(regions) > 2
    assert sorted(driver.id for region in regions for driver in region.problem.drivers) == [f"D{n}" for n in range(8)]
    assert sum(len(region.problem.requests) for region in regions) == 36
    assert {route for region in regions for route in region.plan.routes} == set(plan.routes)
    staying = Cutter(replace(problem, may_stay=36)).cut(Plan(plan.routes[1:]), 8)
    assert sum(len(region.problem.requests) for region in staying) == 36 - len(plan.routes[0].stops)
    one = Cutter(replace(problem, drivers=problem.drivers[:1])).cut(Plan(), 1)
    assert one


def test_on_the_globe_the_search_reckons_as_the_checker() -> None:
    metric = GreatCircle(((50.87, 5.52), (50.96, 5.50), (50.93, 5.34)))
    problem = Problem("globe", day(1, 1).drivers, (Request("R", 1, 2, Window(60, 90), 30, 20),), metric)
    drivers = (replace(problem.drivers[0], start=0, end=0),)
    problem = replace(problem, drivers=drivers)
    sheet = Sheet(problem)
    assert sheet.km[0][1] == pytest.approx(metric.km(2, 0))
    assert sheet.minutes[0][1] == pytest.approx(30 + metric.minutes(2, 0))
    assert good(problem, RidesAlone().solve(problem, 1)) == pytest.approx(metric.km(0, 1) + 20 + metric.km(2, 0))
