"""A day's JSON becomes a problem; the verb plan prints what came of it."""

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from mmc_desk.cli import main
from mmc_desk.core.errors import FileError
from mmc_desk.features.planner.engines.rides import RidesAlone
from mmc_desk.features.planner.rules.answers import bound_sentences, result
from mmc_desk.features.planner.rules.checker import Verdict, check
from mmc_desk.features.planner.rules.instances import read_instance
from mmc_desk.features.planner.rules.problem import Part, Plan, Plane, Problem, Request, Route, Stop
from tests.features.planner.days import day

DAY = {
    "name": "klein",
    "detour": 1.3,
    "speed_kmh": 50,
    "drivers": [
        {"id": "D1", "home": [50.87, 5.52], "from": 420, "to": 1200, "wheelchair": False, "seats": 3},
        {"id": "D2", "home": [50.93, 5.34], "from": 420, "to": 1200, "wheelchair": True},
    ],
    "rides": [
        {
            "id": "R1",
            "start": [50.88, 5.52],
            "end": [50.96, 5.5],
            "earliest": 540,
            "latest": 560,
            "minutes": 20,
            "km": 12,
        },
        {
            "id": "R2",
            "start": [50.96, 5.5],
            "end": [50.96, 5.5],
            "earliest": 600,
            "latest": 620,
            "minutes": 60,
            "km": 9,
            "wheelchair": True,
        },
    ],
    "lower_bound": {"km": 40.0},
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "klein.json"
    path.write_text(json.dumps(DAY), encoding="utf-8")
    return path


def test_a_day_is_read(file: Path) -> None:
    problem = read_instance(file)
    assert (problem.name, problem.bound) == ("klein", 40.0)
    assert [driver.wheelchairs for driver in problem.drivers] == [0, 1]
    assert [request.wheelchairs for request in problem.requests] == [0, 1]
    assert problem.requests[1].pickup != problem.requests[0].dropoff


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"drivers": [], "rides": [], "detour": "x", "speed_kmh": 1}'])
def test_another_file_is_refused_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "anders.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError, match=r"anders\.json bevat geen dag"):
        read_instance(path)


def test_the_verb_plan_needs_no_database(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--db", str(file.parent / "nowhere.db"), "plan", "--instance", str(file), "--seconds", "1"]
    assert main.run([*given, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["unserved"], answer["violations"], answer["bound"]) == (0, 0, 40.0)
    assert answer["gap_percent"] == pytest.approx(100 * (answer["km"] / 40 - 1), abs=0.01)
    assert sorted(ride for route in answer["routes"] for ride in route["rides"]) == ["R1", "R2"]
    assert main.run(given) == 0
    assert "klein: " in capsys.readouterr().out


def test_as_many_may_stay_as_in_the_plan_it_is_compared_with(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(json.dumps(DAY | {"greedy": {"km": 50.0, "unserved": 2}}), encoding="utf-8")
    assert read_instance(file).may_stay == 2
    given = list[int]()

    def solve(_engine: RidesAlone, problem: Problem, *_some: object, **_more: object) -> Plan:
        given.append(problem.may_stay)
        return Plan()

    monkeypatch.setattr(RidesAlone, "solve", solve)
    for words in ([], ["--stay", "1"], ["--stay", "-1"]):
        assert main.run(["plan", "--instance", str(file), *words]) == 0
    assert given == [2, 1, 0]


def test_a_text_holds_shared_cars_with_the_optimum_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a1.txt"
    path.write_text("1 1 480 3 30\n0 0 0 0 0 0 480\n1 3 4 1 1 0 90\n2 6 8 1 -1 0 90\n", encoding="utf-8")
    assert read_instance(path).bound is None
    (tmp_path / "optima.csv").write_text("instance,optimum\na1,20.0\n", encoding="utf-8")
    assert read_instance(path).bound == 20.0
    assert main.run(["plan", "--instance", str(path), "--seconds", "0.2", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["km"], answer["gap_percent"]) == (20.0, 0.0)
    assert answer["routes"] == [{"driver": "1", "stops": [["1", "pickup"], ["1", "dropoff"]]}]
    late = time.perf_counter() - 5  # the first plan is there even where the start took all the time
    assert main.run(["plan", "--instance", str(path), "--seconds", "2", "--json"], late) == 0
    assert json.loads(capsys.readouterr().out)["km"] == 20.0


@pytest.mark.parametrize(
    ("bound", "km", "unserved", "violations", "told"),
    [
        (40.0, 44.0, 0, 0, (40.0, 10.0)),
        (40.0, 39.995, 0, 0, (40.0, 0.0)),
        (40.0, 39.0, 0, 0, (None, None)),
        (40.0, 39.0, 1, 0, (40.0, None)),
        (40.0, 39.0, 0, 1, (40.0, None)),
        (0.0, 44.0, 0, 0, (0.0, None)),
        (0.0, 0.0, 0, 0, (0.0, None)),
        (None, 44.0, 0, 0, (None, None)),
    ],
)
def test_a_gap_is_known_above_a_bound_that_stands(
    bound: float | None, km: float, unserved: int, violations: int, told: tuple[float | None, float | None]
) -> None:
    problem, verdict = replace(day(1), bound=bound), Verdict(km, km, ("R0",) * unserved, ("Fout.",) * violations)
    answer = result(problem, Plan(), verdict, 1.0)
    assert (answer["bound"], answer["gap_percent"]) == told
    is_beaten = bound is not None and told[0] is None
    assert len(list(bound_sentences(problem, verdict))) == is_beaten


def test_a_bound_that_is_beaten_is_said(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(json.dumps(DAY | {"lower_bound": {"km": 4_000.0}}), encoding="utf-8")
    assert main.run(["plan", "--instance", str(file), "--seconds", "0.05", "--json"]) == 0
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert (answer["unserved"], answer["bound"], answer["gap_percent"]) == (0, None, None)
    assert said.err.startswith("De ondergrens in het bestand klopt niet: 4.000\u00a0km, en dit plan haalt ")


def test_the_seconds_count_from_the_begin_of_the_command(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = list[float]()

    def solve(_engine: RidesAlone, _problem: Problem, seconds: float, **_more: object) -> Plan:
        given.append(seconds)
        return Plan()

    monkeypatch.setattr(RidesAlone, "solve", solve)
    words = ["plan", "--instance", str(file), "--seconds", "50"]
    for ago in (0.0, 20.0, 60.0):
        assert main.run(words, time.perf_counter() - ago) == 0
    assert 45 < given[0] < 50
    assert 25 < given[1] < 30
    assert given[2] == 0.0


def test_a_shared_plan_names_its_stops() -> None:
    metric = Plane(((0, 0), (1, 0)))
    problem = Problem("darp", day(1, 1).drivers, (Request("1", 0, 1),), metric, is_shared=True)
    plan = Plan((Route("D0", (Stop("1", Part.PICKUP), Stop("1", Part.DROPOFF))),))
    assert result(problem, plan, check(problem, plan), 0)["routes"] == [
        {"driver": "D0", "stops": [["1", "pickup"], ["1", "dropoff"]]}
    ]
