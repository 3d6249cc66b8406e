"""Prices are answered with the tours that gain most, and small days are planned as well as can be."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mmc_desk.features.planner.engines.alone import Search
from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.columns import Columns
from mmc_desk.features.planner.engines.labels import GAIN, Labels
from mmc_desk.features.planner.engines.perfect import ROUNDS, perfect
from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.engines.tours import tour_cost
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.problem import Driver, Plan, Problem, Route, Stop
from tests.features.planner.days import day

numpy = pytest.importorskip("numpy")
pytest.importorskip("highspy")
FOREVER = Deadline(math.inf)


def small(seed: int, **limits: object) -> Problem:
    """Return a day whose rides may go in either order, with drivers who differ."""
    problem = day(seed, 3, 5, width=90)
    first, *others = problem.drivers
    return replace(problem, drivers=(replace(first, call_km=3.0, **limits), *others))  # type: ignore[arg-type] # fields


def every_tour(problem: Problem, driver: Driver, *rides: str) -> Iterator[tuple[str, ...]]:
    """Yield all the tours of a driver that begin with these rides and that the checker likes."""
    for request in problem.requests:
        longer = (*rides, request.id)
        plan = Plan((Route(driver.id, tuple(Stop(ride) for ride in longer)),))
        if request.id not in rides and not check(problem, plan).violations:
            yield longer
            yield from every_tour(problem, driver, *longer)


@pytest.mark.parametrize("limits", [{}, {"max_rides": 2}, {"max_rides": 0}, {"burden_km": (0.0, 4.0, 9.0)}])
def test_no_tour_gains_more_than_what_is_found(limits: dict[str, object]) -> None:
    for seed in range(3):
        problem = small(seed, **limits)
        sheet, number = Sheet(problem), {request.id: ride for ride, request in enumerate(problem.requests)}
        worth, toll = numpy.linspace(10.0, 70.0, sheet.rides), numpy.array([-2.0, 0.0, -9.0])
        tours, gain = Labels(sheet).price(worth, toll, FOREVER)
        expected = 0.0
        for vehicle, driver in enumerate(problem.drivers):
            found = [[number[ride] for ride in rides] for rides in every_tour(problem, driver)]
            costs = [tour_cost(sheet, vehicle, tour) - worth[tour].sum() - toll[vehicle] for tour in found]
            expected += min(0.0, *costs, 0.0)
            for tour in (tour for owner, tour in tours if owner == vehicle):
                assert costs[found.index(tour)] < -GAIN
        assert gain == pytest.approx(expected)


def test_without_time_nothing_is_said_for_certain() -> None:
    sheet = Sheet(small(1))
    assert Labels(sheet).price(numpy.full(sheet.rides, 90.0), numpy.zeros(3), Deadline(0)) == ([], -math.inf)


def test_a_small_day_is_planned_as_well_as_can_be() -> None:
    for seed in range(2):
        problem = small(seed)
        sheet = Sheet(problem)
        offers: list[float] = []

        def offer(tours: list[list[int]], sheet: Sheet = sheet, offers: list[float] = offers) -> float:
            verdict = check(sheet.problem, sheet.plan(tours))
            assert not verdict.violations
            offers.append(verdict.cost)
            return min(offers)

        perfect(sheet, FOREVER, 1, Search(sheet), offer)
        assert min(offers) == pytest.approx(cheapest(problem))


def cheapest(problem: Problem) -> float:
    """Return what the best of all plans costs."""
    unserved = sum(request.unserved_km for request in problem.requests)
    plans = {frozenset[str](): unserved}
    for driver in problem.drivers:
        tours = {frozenset(rides): math.inf for rides in every_tour(problem, driver)}
        for rides in every_tour(problem, driver):
            plan = Plan((Route(driver.id, tuple(Stop(ride) for ride in rides)),))
            tours[frozenset(rides)] = min(tours[frozenset(rides)], check(problem, plan).cost - unserved)
        better = dict(plans)
        for (served, cost), (rides_of, saved) in itertools.product(plans.items(), tours.items()):
            if served.isdisjoint(rides_of):
                whole = served | rides_of
                better[whole] = min(better.get(whole, math.inf), cost + saved)
        plans = better
    return min(plans.values())


def test_a_search_that_gains_nothing_any_more_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Columns, "refine", lambda columns, *_: setattr(columns, "bound", -math.inf))
    sheet, offers = Sheet(day(2, 3, 6)), itertools.count()
    perfect(sheet, FOREVER, 1, Search(sheet), lambda _tours: next(offers) * 0.0)
    assert next(offers) == ROUNDS + 1


def test_tours_chosen_as_the_time_ends_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet, ended = Sheet(day(2, 4, 12)), list[bool]()
    search, chosen, offered = Search(sheet), [[0], [1], [], []], list[list[list[int]]]()

    def choose(_columns: Columns, _deadline: Deadline, _best: object) -> list[list[int]]:
        ended.append(True)
        return chosen

    def offer(tours: list[list[int]]) -> float:
        offered.append(tours)
        return 1e9

    monkeypatch.setattr(Columns, "choose", choose)
    perfect(sheet, Deadline(math.inf, lambda: bool(ended)), 1, search, offer)
    assert offered[1:] == [chosen]


def test_prices_are_refined_until_nothing_gains() -> None:
    sheet = Sheet(small(3))
    columns, labels = Columns(sheet), Labels(sheet)
    assert not columns.refine(labels, Deadline(0))
    assert columns.refine(labels, FOREVER)
    assert columns.bound <= cheapest(sheet.problem) - sheet.aboard + 0.01
