"""The engine for large days: parts handed round at best cost, every rule kept, two halves on two processors."""

import io
import itertools
import math
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest

from mmc_desk.features.planner.engines import aside as other
from mmc_desk.features.planner.engines import exchange as other_exchange
from mmc_desk.features.planner.engines import laid, large, slices
from mmc_desk.features.planner.engines import rides as engine
from mmc_desk.features.planner.engines.aside import Aside
from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.exchange import Exchange
from mmc_desk.features.planner.engines.greedy import Filling, greedy
from mmc_desk.features.planner.engines.large import Halves, exchange
from mmc_desk.features.planner.engines.rides import RidesAlone
from mmc_desk.features.planner.engines.rings import handed_round
from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.rules import checker
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.problem import Bond, GreatCircle, Plan, Problem, Route, Stop, Window
from tests.features.planner.days import day

numpy = pytest.importorskip("numpy")
FOREVER = Deadline(math.inf)
TOURS = list[list[int]]


def cost(problem: Problem, tours: TOURS) -> float:
    verdict = check(problem, Sheet(problem).plan(tours))
    assert verdict.violations == ()
    return verdict.cost


def filled(sheet: Sheet) -> TOURS:
    filling = Filling(sheet)
    filling.fill()
    return filling.tours


@pytest.mark.parametrize("seed", range(8))
def test_handing_round_is_the_best_of_all_ways(seed: int) -> None:
    costs = numpy.random.default_rng(seed).uniform(0, 9, (6, 6))
    places = handed_round(costs)
    least = min(sum(costs[range(6), way]) for way in itertools.permutations(range(6)))
    assert sorted(places.tolist()) == list(range(6))
    assert costs[range(6), places].sum() == pytest.approx(least)


def test_who_gains_nothing_keeps_his_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert handed_round(numpy.zeros((3, 3))).tolist() == [0, 1, 2]
    monkeypatch.setattr("mmc_desk.features.planner.engines.rings.ROUNDS", 2)
    assert handed_round(numpy.array([[1.0, 0.0], [0.0, 1.0]])).tolist() == [0, 1]


def test_filling_is_what_greedy_does() -> None:
    problem = day(1, 6, 24, 30)
    sheet = Sheet(problem, is_array=True)
    assert set(sheet.plan(filled(sheet)).routes) == set(greedy(problem).routes)


def test_filling_keeps_a_start_as_far_as_it_fits_and_every_limit() -> None:
    problem = day(2, 3, 12, 30)
    drivers = tuple(
        replace(driver, windows=(Window(0, 250), Window(260, 700)), max_rides=4, max_km=250.0)
        for driver in problem.drivers
    )
    problem = replace(problem, drivers=drivers)
    sheet = Sheet(problem, is_array=True)
    filling = Filling(sheet)
    filling.keep([list(range(12)), *[[]] * 5])
    assert filling.tours[0]
    assert not any(filling.tours[1:])
    filling.fill()
    cost(problem, filling.tours)


def with_everything(problem: Problem) -> Problem:
    drivers = tuple(
        replace(
            driver,
            windows=(Window(0, 300), Window(310, 700)),
            max_rides=6,
            max_km=300.0,
            max_minutes=320.0,
            call_km=10.0,
            burden_km=(0.0, 2.0, 8.0),
        )
        for driver in problem.drivers
    )
    bonds = (Bond("R0", "R1", 15.0), Bond("R2", "R3", 15.0), Bond("R4", "R5", 40.0))
    wished = tuple(replace(request, wishes_km={"D1": -4.0, "D2": 3.0}) for request in problem.requests)
    return replace(problem, drivers=drivers, bonds=bonds, requests=wished)


@pytest.mark.parametrize("has_all", [False, True])
def test_exchanging_keeps_the_rules_and_makes_it_cheaper(*, has_all: bool) -> None:
    problem = day(3, 7, 36, 30)
    problem = with_everything(problem) if has_all else problem
    sheet = Sheet(problem, is_array=True)
    start = filled(sheet)
    searches = [Exchange(sheet, 1, start) for _ in range(2)]
    costs = [cost(problem, start)]
    for _ in range(4):
        for search in searches:
            search.run(40, FOREVER)
        costs.append(cost(problem, searches[0].tours()))
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] < costs[0]
    assert searches[0].tours() == searches[1].tours()
    served = {ride for tour in searches[0].tours() for ride in tour}
    assert sorted(searches[0].bank) == [ride for ride in range(36) if ride not in served]


def test_rides_in_nobodys_tour_take_part_some_at_a_time() -> None:
    problem = day(3, 7, 36, 30)
    sheet = Sheet(problem, is_array=True)
    search = Exchange(sheet, 1, [[]] * sheet.count)
    search.run(60, FOREVER)
    assert cost(problem, search.tours()) < sum(sheet.unserved) / 2
    search.lay({}, [])
    search.run(1, FOREVER)


@pytest.mark.parametrize(("price", "loose"), [(5.0, 30), (5.0, 2), (1000.0, 30)])
def test_at_most_so_many_stay_as_may(monkeypatch: pytest.MonkeyPatch, price: float, loose: int) -> None:
    monkeypatch.setattr(slices, "STAY_KM", price)
    monkeypatch.setattr(checker, "STAY_KM", price)
    monkeypatch.setattr(other_exchange, "LOOSE", loose)
    problem = replace(day(3, 7, 36, 30), may_stay=4)
    sheet = Sheet(problem, is_array=True)
    search = Exchange(sheet, 1, [[]] * sheet.count)
    costs = [cost(problem, search.tours())]
    for _ in range(4):
        search.run(60, FOREVER)
        costs.append(cost(problem, search.tours()))
    assert costs == sorted(costs, reverse=True)
    assert len(search.bank) == (4 if price < 10 else 0)


def test_rows_grow_with_the_tours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laid, "ROOM", 4)
    problem = day(4, 2, 12, 60)
    sheet = Sheet(problem, is_array=True)
    search = Exchange(sheet, 1, filled(sheet))
    search.run(60, FOREVER)
    cost(problem, search.tours())
    assert search.laid.rows.shape[1] > 4


@pytest.mark.parametrize("problem", [replace(day(5), drivers=()), replace(day(5), requests=())])
def test_nothing_to_exchange(problem: Problem) -> None:
    sheet = Sheet(problem, is_array=True)
    exchange(sheet, Deadline(1), 1, [], lambda tours: float(any(tours)))
    assert not any(filled(sheet))


def test_on_the_globe_arrays_hold_what_lists_hold() -> None:
    metric = GreatCircle(tuple((50.8 + 0.01 * number, 5.5 - 0.02 * number) for number in range(12)))
    problem = replace(day(6), metric=metric)
    lists, arrays = Sheet(problem), Sheet(problem, is_array=True)
    assert arrays.km == pytest.approx(numpy.array(lists.km))
    assert arrays.minutes == pytest.approx(numpy.array(lists.minutes))


class Process:
    """A process that runs here: what is asked is answered at once."""

    def __init__(self, *_arguments: object, **_options: object) -> None:
        self.stdin: io.BytesIO | None = io.BytesIO()
        self.stdout: io.BytesIO | None = io.BytesIO()
        self.steps, self.is_killed, self.is_dumb = 0, False, False

    def communicate(self) -> None:
        pass

    def kill(self) -> None:
        self.is_killed = True


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Process:
    one = Process()
    monkeypatch.setattr(subprocess, "Popen", lambda *_arguments, **_options: one)
    return one


def answer(process: Process) -> None:
    """Let the process answer all that it was asked."""
    assert process.stdin is not None
    answers = io.BytesIO()
    other.serve(io.BytesIO(process.stdin.getvalue()), answers)
    process.stdout = io.BytesIO(answers.getvalue())


def test_the_other_process_searches_one_half(process: Process) -> None:
    problem = day(7, 6, 24, 30)
    aside = Aside.start(problem, FOREVER_ENOUGH, 1)
    assert aside is not None
    process.stdout = None
    aside.ask({0: [], 1: []}, [3, 4, 5], 0, 30)
    aside.talk.join()
    assert aside.answer(FOREVER) is None
    answer(process)
    aside.ask({}, [], 0, 0)
    found = aside.answer(FOREVER)
    assert found is not None
    tours, bank = found
    assert set(tours) == {0, 1}
    assert sorted([*bank, *itertools.chain(*tours.values())]) == [3, 4, 5]
    aside.stop()
    assert process.is_killed


FOREVER_ENOUGH = Deadline(1e6)


def noting(problem: Problem, seen: list[float]) -> Callable[[TOURS], float]:
    """Return who notes what the tours offered cost."""

    def offer(tours: TOURS) -> float:
        seen.append(cost(problem, tours))
        return seen[-1]

    return offer


def after_looks(looks: float) -> Callable[[], bool]:
    """Return who wants it to stop when asked so often."""
    calls = itertools.count()
    return lambda: next(calls) > looks


class Half:
    """The other process, which gives back what it was given, or nothing."""

    def __init__(self, *, is_well: bool) -> None:
        self.is_well, self.half = is_well, (dict[int, list[int]](), list[int]())

    def ask(self, tours: dict[int, list[int]], bank: list[int], _may_stay: int, _steps: int) -> None:
        self.half = (tours, bank)

    def answer(self, _deadline: Deadline) -> object:
        return self.half if self.is_well else None

    def stop(self) -> None:
        self.half = ({}, [])


@pytest.mark.parametrize("is_well", [True, False])
def test_halves_hold_everything_once(monkeypatch: pytest.MonkeyPatch, *, is_well: bool) -> None:
    monkeypatch.setattr(large, "ROUND", 10)
    monkeypatch.setattr(large, "IDLE", 2)
    monkeypatch.setattr(Aside, "start", lambda *_arguments: Half(is_well=is_well))
    problem = with_everything(day(8, 6, 24, 30))
    sheet, seen = Sheet(problem, is_array=True), list[float]()
    exchange(sheet, FOREVER_ENOUGH, 1, [], noting(problem, seen))
    assert seen == sorted(seen, reverse=True)
    assert len(seen) > 2
    search = Exchange(sheet, 1, filled(sheet))
    halves = Halves(search, 1)
    assert halves.round(Half(is_well=is_well), FOREVER)  # type: ignore[arg-type]  # it has what the other one has
    assert sorted(search.among.tolist()) == list(range(sheet.count))


def test_a_round_that_the_clock_cuts_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "ROUND", 5)
    monkeypatch.setattr(Aside, "start", lambda *_arguments: None)
    problem = day(8, 6, 24, 30)
    sheet = Sheet(problem, is_array=True)
    seen: list[list[float]] = []
    for looks in (18, 21, math.inf):
        seen.append([])
        exchange(sheet, Deadline(1e6, after_looks(looks)), 1, [], noting(problem, seen[-1]))
    assert seen[0] == seen[1]
    assert 1 < len(seen[0]) < len(seen[2])
    assert seen[2][: len(seen[0])] == seen[0]


def test_a_question_while_it_is_still_talking_is_not_asked(process: Process) -> None:
    aside = Aside(process)  # type: ignore[arg-type]  # it has what a process has
    aside.talk = SimpleNamespace(is_alive=lambda: True, join=lambda _patience: None)  # type: ignore[assignment]
    aside.ask({}, [], 0, 1)
    assert process.stdin is not None
    assert not process.stdin.getvalue()
    assert aside.answer(Deadline(0.001)) is None


def test_a_process_without_ears_says_nothing(process: Process) -> None:
    process.stdin = process.stdout = None
    aside = Aside(process)  # type: ignore[arg-type]  # it has what a process has
    aside.ask({}, [], 0, 1)
    assert aside.answer(FOREVER) is None


def test_where_no_process_can_be_started_there_is_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other, "can_have_twin", lambda: False)
    assert Aside.start(day(1), FOREVER, 1) is None


def test_it_reads_questions_and_writes_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, said = io.BytesIO(pickle.dumps((day(1), math.inf, 1, Exchange))), io.BytesIO()
    asked.seek(0)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=asked))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=said))
    other.main()
    assert not said.getvalue()


def test_a_large_day_goes_by_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WHOLE", 20)
    monkeypatch.setattr(engine, "EXACT_RIDES", 20)
    monkeypatch.setattr(large, "ROUND", 40)
    problem = day(9, 8, 36, 30)
    kept = Plan((Route("D0", (Stop("R1"),)),))
    plan = RidesAlone().solve(problem, 1, start=kept)
    verdict = check(problem, plan)
    assert verdict.violations == ()
    assert verdict.cost <= check(problem, greedy(problem)).cost
    assert check(problem, RidesAlone().solve(replace(problem, may_stay=2), 0.1)).violations == ()
    monkeypatch.setattr(engine, "has_arrays", lambda: False)
    monkeypatch.setattr(engine, "EXACT_RIDES", 36)
    assert RidesAlone().solve(problem, 1) == greedy(problem)
