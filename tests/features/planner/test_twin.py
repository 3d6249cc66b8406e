"""Two searches on two cores: the second one's tours are taken over, and it never outlives the first."""

import io
import json
import pickle
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from mmc_desk.core import processes
from mmc_desk.features.planner.engines.shared import ruin, twin
from mmc_desk.features.planner.engines.shared.ruin import Ruin
from mmc_desk.features.planner.engines.shared.search import Search
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.problem import Driver, Plan, Plane, Problem, Request, Window

LINE = Plane(((0, 0), (10, 0), (20, 0), (30, 0)))
AN = Request("an", 1, 3, Window(0, 100), max_ride=40)
BO = Request("bo", 2, 3, Window(0, 100))
PROBLEM = Problem("line", (Driver("jan", 0, 0, (Window(0, 300),)),), (AN, BO), LINE, is_shared=True)


class Process:
    """A process that runs here."""

    def __init__(self, *_arguments: object, **_options: object) -> None:
        self.is_killed = False

    def communicate(self, question: bytes) -> tuple[bytes, None]:
        return twin.answer(question), None

    def kill(self) -> None:
        self.is_killed = True


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", Process)


def test_the_twin_hands_over_its_plan(here: None) -> None:
    other = twin.Twin(PROBLEM, 0.05, 1)
    tours = other.tours(10)
    assert sorted(tours[0]) == [0, 1, 2, 3, 4, 5]
    search = Search(PROBLEM, 1)
    search.best.cost = 1000
    assert search.learn(tours)
    assert check(PROBLEM, search.plan()).violations == ()
    assert check(PROBLEM, search.plan()).km == pytest.approx(60)
    assert not search.learn(tours)
    other.stop()
    assert isinstance(other.process, Process)
    assert other.process.is_killed


def test_two_searches_make_one_plan(here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Plan] = []
    monkeypatch.setattr(Search, "_one_by_one", lambda _search, _tours, todo: todo)  # finds no place for anybody
    monkeypatch.setattr(ruin, "improve", lambda search, _watch, _until: [search.best])
    monkeypatch.setattr(twin, "answer", lambda _question: json.dumps([[4, 0, 1, 2, 3, 5]]).encode())
    plan = Ruin(twins=True).solve(PROBLEM, 10, on_better=heard.append)
    assert [len(better.served()) for better in heard] == [0, 0, 2]
    assert heard[-1] == plan
    assert Ruin(twins=True).solve(PROBLEM, 10, is_cancelled=lambda: True).served() == frozenset()


def test_where_a_start_failed_there_is_no_twin(monkeypatch: pytest.MonkeyPatch) -> None:
    assert twin.can_have_twin()
    monkeypatch.setitem(processes._known, "fails", True)
    assert not twin.can_have_twin()
    assert Ruin(steps=5, twins=True).solve(PROBLEM, 1).served() == {"an", "bo"}


def test_the_other_process_answers() -> None:
    real = twin.Twin(PROBLEM, 0.01, 1)
    assert real.tours(30)
    real.stop()


def test_it_reads_the_question_and_writes_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, said = io.BytesIO(pickle.dumps((PROBLEM, time.time(), 1))), io.BytesIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=asked))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=said))
    twin.main()
    assert sorted(json.loads(said.getvalue())[0]) == [0, 1, 2, 3, 4, 5]
