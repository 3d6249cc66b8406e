"""Drivers with several windows in the program of tours: one call, one fairness and one limit for all of them."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from mmc_desk.features.planner.engines.alone import Search
from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.columns import Columns
from mmc_desk.features.planner.engines.labels import Labels
from mmc_desk.features.planner.engines.rides import RidesAlone
from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.engines.ties import Fees, Ties
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.problem import Bond, Plan, Problem, Route, Stop, Window
from tests.features.planner.days import day

pytest.importorskip("highspy")
FOREVER = Deadline(math.inf)


def tied(seed: int, drivers: int = 4, rides: int = 14, **limits: Any) -> Problem:  # noqa: ANN401 - whatever a driver has
    """Return a day on which every driver has a break."""
    problem = day(seed, drivers, rides)
    windows = (Window(0, 290), Window(310, 700))
    many = tuple(replace(driver, windows=windows, **limits) for driver in problem.drivers)
    return replace(problem, drivers=many)


def every_plan(problem: Problem) -> Iterator[Plan]:
    """Yield all plans: each ride with each window of each driver, or with nobody, by time."""
    vehicles = [(driver.id, window) for driver in problem.drivers for window in range(len(driver.windows))]
    rides = sorted(problem.requests, key=lambda request: request.window.start)
    for hands in itertools.product([None, *vehicles], repeat=len(rides)):
        yield Plan(
            tuple(
                Route(driver, stops, window)
                for driver, window in vehicles
                if (
                    stops := tuple(
                        Stop(ride.id) for ride, hand in zip(rides, hands, strict=True) if hand == (driver, window)
                    )
                )
            )
        )


@pytest.mark.parametrize("seed", range(2))
def test_no_plan_of_a_small_day_is_cheaper(seed: int) -> None:
    problem = tied(seed, 2, 4, call_km=20.0, burden_km=(0.0, 5.0, 40.0), max_rides=3, max_km=200.0)
    found = check(problem, RidesAlone().solve(problem, 5))
    verdicts = (check(problem, plan) for plan in every_plan(problem))
    least = min(verdict.cost for verdict in verdicts if not verdict.violations)
    assert found.violations == ()
    assert found.cost == pytest.approx(least)


@pytest.mark.parametrize(
    "limits",
    [
        {},
        {"call_km": 15.0},
        {"max_rides": 5},
        {"burden_km": (0.0, 3.0, 9.0)},
        {"call_km": 15.0, "burden_km": (1.0, 3.0, 9.0), "max_rides": 5, "max_km": 300.0},
    ],
)
def test_the_program_reckons_as_the_checker(limits: dict[str, Any]) -> None:
    bond = Bond("R0", "R1", 25.0)
    problem = replace(tied(3, **limits), bonds=(bond,))
    sheet = Sheet(problem)
    search = Search(sheet)
    search.run(200, FOREVER)
    columns = Columns(sheet)
    columns.add(search.pool)
    columns.add(enumerate(search.best))
    columns.close(Deadline(20))
    columns.refine(Labels(sheet), Deadline(20))
    tours = columns.choose(Deadline(20), search.best)
    plan = sheet.plan(tours)
    hands = {stop.request: (route.driver, route.window) for route in plan.routes for stop in route.stops}
    verdict = check(problem, plan)
    kept = 25.0 if _is_kept_by_other_window(hands) else 0.0
    assert verdict.violations == ()
    aboard = sum(request.km for request in problem.requests if request.id in plan.served())
    assert columns.model.getObjectiveValue() + aboard + bond.km - kept == pytest.approx(verdict.cost)
    assert columns.bound + aboard <= verdict.cost + 1e-6
    given = columns._as_shares(tours)
    used = [sum(share for share, tour in zip(given, columns.tours, strict=True) if tour)]
    assert used == [sum(1 for tour in tours if tour)]


def _is_kept_by_other_window(hands: dict[str, tuple[str, int]]) -> bool:
    (first, window), (second, other) = hands["R0"], hands["R1"]
    return first == second and window != other


def test_who_has_one_window_is_not_tied() -> None:
    problem = replace(day(1), drivers=tuple(replace(driver, call_km=9.0, max_km=99.0) for driver in day(1).drivers))
    ties = Ties(Sheet(problem))
    assert ties.most == [1.0] * 4
    assert not ties.payments
    assert ties.fees([-1.0] * 4) is None


def test_what_is_paid_and_what_tolls_make_of_it() -> None:
    ties = Ties(Sheet(tied(1, 1, 4, call_km=9.0, burden_km=(0.0, 5.0), max_rides=3, max_km=99.0)))
    assert ties.most == [0.0, 0.0, 0.0, 99.0]
    assert ties.paid([[0, 1], [2]]) == [1.0, 1.0, 2.0]
    assert ties.paid([[], []]) == [0.0, 0.0, 0.0]
    assert ties.fees([0.0, 0.0, -4.0, -0.5]) == Fees([4.0, 4.0], [0.5, 0.5])
    assert ties.best_without_tours([-5.0, -5.0, -6.0, -0.5]) == pytest.approx(-49.5 - 1.0 - 6.0 - 2.0)
    assert ties.weights(1, [2])[2] == 1.0
    full = Ties(Sheet(tied(1, 1, 4, max_rides=0)))
    assert full.best_without_tours([0.0, 0.0, -1.0]) == 0.0
    assert full.is_tied(0)
