"""The engine for a day of some hundreds of rides: exchange, choosing whole tours together, and exchange again."""

import math
from dataclasses import replace

import pytest

from mmc_desk.features.planner.engines import columns, hundreds
from mmc_desk.features.planner.engines import rides as engine
from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.exchange import Exchange
from mmc_desk.features.planner.engines.greedy import greedy
from mmc_desk.features.planner.engines.hundreds import choose_among
from mmc_desk.features.planner.engines.rides import RidesAlone
from mmc_desk.features.planner.engines.sheet import PINNED_KM, Sheet
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.problem import STAY_KM, Problem
from tests.features.planner.days import day

pytest.importorskip("numpy")
pytest.importorskip("highspy")
FOREVER = Deadline(math.inf)


def costs(problem: Problem, deadline: Deadline) -> list[float]:
    """Return what each plan costs that is offered."""
    found: list[float] = []

    def offer(tours: list[list[int]]) -> float:
        verdict = check(problem, sheet.plan(tours))
        assert verdict.violations == ()
        found.append(verdict.cost)
        return verdict.cost

    sheet = Sheet(problem, is_array=True)
    choose_among(sheet, deadline, 1, [], offer)
    return found


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rides are many."""
    monkeypatch.setattr(columns, "EXACT_RIDES", 20)
    monkeypatch.setattr(hundreds, "FIRST", 20)


@pytest.mark.usefixtures("few")
def test_tours_chosen_together_cost_less() -> None:
    problem = day(9, 8, 36, 30)
    listed, exchanged, chosen = costs(problem, FOREVER)
    assert chosen < exchanged < listed
    assert costs(problem, FOREVER) == [listed, exchanged, chosen]


@pytest.mark.usefixtures("few")
def test_without_time_or_drivers_nothing_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = day(9, 8, 36, 30)
    assert costs(problem, Deadline(0)) == [check(problem, greedy(problem)).cost] * 2
    assert len(costs(replace(problem, drivers=()), FOREVER)) == 2
    monkeypatch.setattr(hundreds, "is_ready", lambda _seconds: False)
    assert len(costs(problem, FOREVER)) == 2


@pytest.mark.usefixtures("few")
def test_who_stays_may_go_on_staying_and_who_is_pinned_may_not() -> None:
    problem = day(9, 3, 36, 30)
    first, *others = problem.requests
    pinned = replace(problem, requests=(replace(first, pinned="D0"), *others), may_stay=36)
    sheet = Sheet(pinned, is_array=True)
    search = Exchange(sheet, 1, [[]] * sheet.count)
    left_out = hundreds.left_out(search)
    assert left_out[0] == PINNED_KM - first.km
    assert left_out[1:] == pytest.approx([STAY_KM - request.km for request in others])
    search.may_stay = 35
    assert hundreds.left_out(search) == [PINNED_KM, *[hundreds.DEAR] * 35]
    assert costs(pinned, FOREVER)[-1] < costs(problem, FOREVER)[-1]


def test_hundreds_of_rides_go_by_it(few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "EXACT_RIDES", 20)
    problem, told = day(9, 8, 36, 30), list[float]()
    plan = RidesAlone().solve(
        problem,
        60,
        on_better=lambda better: told.append(check(problem, better).cost),
        is_cancelled=lambda: len(told) > 2,
    )
    assert check(problem, plan).cost == told[-1] < told[0]
