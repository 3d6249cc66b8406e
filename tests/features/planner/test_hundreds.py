"""The engine for a day of some hundreds of rides: exchange, choosing whole tours together, and exchange again."""

import math
from dataclasses import replace

import pytest

from mmc_desk.features.planner.engines import diving, hundreds, large
from mmc_desk.features.planner.engines import rides as engine
from mmc_desk.features.planner.engines.aside import Aside
from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.columns import Columns
from mmc_desk.features.planner.engines.exchange import Exchange
from mmc_desk.features.planner.engines.greedy import greedy
from mmc_desk.features.planner.engines.hundreds import Here, Together, choose_among
from mmc_desk.features.planner.engines.rides import RidesAlone
from mmc_desk.features.planner.engines.sheet import PINNED_KM, Sheet
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.problem import STAY_KM, Problem
from tests.features.planner.days import day
from tests.features.planner.test_large import FOREVER_ENOUGH, with_everything

pytest.importorskip("numpy")
pytest.importorskip("highspy")
FOREVER = Deadline(math.inf)


class Other:
    """The other process, which runs in this one; or it isn't well and says nothing."""

    def __init__(self, sheet: Sheet, *, is_well: bool) -> None:
        self.here, self.is_well, self.is_stopped = Here(sheet, 1), is_well, False

    def ask(self, tours: dict[int, list[int]], bank: list[int], may_stay: int, steps: int) -> None:
        self.here.ask(tours, bank, may_stay, steps)

    def answer(self, deadline: Deadline) -> object:
        return self.here.answer(deadline) if self.is_well else None

    def stop(self) -> None:
        self.is_stopped = True


def costs(problem: Problem, plans: int) -> list[float]:
    """Return what each plan costs that is offered, up to so many."""
    found: list[float] = []

    def offer(tours: list[list[int]]) -> float:
        verdict = check(problem, sheet.plan(tours))
        assert verdict.violations == ()
        found.append(verdict.cost)
        return verdict.cost

    sheet = Sheet(problem, is_array=True)
    choose_among(sheet, Deadline(1e6, lambda: len(found) >= plans), 1, [], offer)
    return found


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rides are many, and there is one process."""
    monkeypatch.setattr(hundreds, "EXACT_RIDES", 20)
    monkeypatch.setattr(hundreds, "FIRST", 20)
    monkeypatch.setattr(hundreds, "LAST", 60)
    monkeypatch.setattr(large, "ROUND", 10)
    monkeypatch.setattr(diving, "LAST", 12)
    monkeypatch.setattr(Aside, "start", lambda *_arguments: None)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("has_all", [False, True])
def test_tours_chosen_together_cost_less(*, has_all: bool) -> None:
    problem = day(9, 8, 36, 30)
    problem = with_everything(problem) if has_all else problem
    found = costs(problem, 5)
    listed, exchanged, chosen, *halved = found
    assert halved[-1] <= chosen < exchanged < listed
    assert costs(problem, 5) == found


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("is_well", [True, False])
def test_another_process_chooses_for_one_half(monkeypatch: pytest.MonkeyPatch, *, is_well: bool) -> None:
    problem = day(9, 8, 36, 30)
    other = Other(Sheet(problem, is_array=True), is_well=is_well)
    monkeypatch.setattr(Aside, "start", lambda *_arguments: other)
    found = costs(problem, 5)
    assert found == sorted(found, reverse=True)
    assert len(found) == 5
    assert other.is_stopped


@pytest.mark.usefixtures("few")
def test_worse_tours_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = day(9, 8, 36, 30)
    sheet = Sheet(problem, is_array=True)
    search = Together(sheet, 1, [[]] * sheet.count)
    search.exchange(60, FOREVER)
    before = search.tours()
    monkeypatch.setattr(hundreds, "LAST", 0)
    monkeypatch.setattr(hundreds, "dive", lambda *_arguments: [[]] * sheet.count)
    search.choose(FOREVER)
    assert search.tours() == before
    search.lay({}, [])
    search.run(1, FOREVER)
    assert search.tours() == before


@pytest.mark.usefixtures("few")
def test_without_time_or_drivers_nothing_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = day(9, 8, 36, 30)
    assert costs(problem, 0) == [check(problem, greedy(problem)).cost] * 2
    assert len(costs(replace(problem, drivers=()), 9)) == 2
    monkeypatch.setattr(hundreds, "is_ready", lambda _seconds: False)
    assert len(costs(problem, 9)) == 2


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
    assert diving.when_left_out(sheet) == pytest.approx(left_out)
    search.may_stay = 35
    assert hundreds.left_out(search) == [PINNED_KM, *[hundreds.DEAR] * 35]
    assert costs(pinned, 4)[-1] < costs(problem, 4)[-1]


def test_no_more_stay_than_may() -> None:
    problem = day(9, 3, 24, 30)
    sheet = Sheet(replace(problem, may_stay=24), is_array=True)
    for may_stay in (24, 20):
        columns = Columns(sheet, [1.0] * 24)
        columns.add((vehicle, [ride]) for vehicle in range(3) for ride in range(24))
        columns.add([(0, [0, 1]), (1, [4, 5, 6])])
        tours = columns.choose(FOREVER_ENOUGH, [[]] * 3, may_stay, looks=50)
        assert 24 - sum(map(len, tours)) == may_stay


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
