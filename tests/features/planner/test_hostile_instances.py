"""Files of others: whatever is in them, a plan comes of it that the checker likes, or one sentence says why not."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mmc_desk.cli import main
from mmc_desk.core.errors import FileError
from mmc_desk.features.planner.engines.choice import engine_for
from mmc_desk.features.planner.rules import instances
from mmc_desk.features.planner.rules.answers import result
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.darp import darp_problem
from mmc_desk.features.planner.rules.instances import day_problem, read_instance
from mmc_desk.features.planner.rules.problem import Problem, Window
from tests.faults import instances as spoiling
from tests.features.planner.test_darp import FILE as DARP
from tests.features.planner.test_instances import DAY

Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> dict[str, Any]:
    day = copy.deepcopy(DAY)
    change(day)
    return day


def ride(**fields: object) -> Change:
    return lambda day: day["rides"][0].update(fields)


def driver(**fields: object) -> Change:
    return lambda day: day["drivers"][0].update(fields)


def top(**fields: object) -> Change:
    return lambda day: day.update(fields)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda day: day.pop("rides"), "bij het bestand ontbreekt rides"),
        (top(rides={"a": 1}), "rides is geen lijst"),
        (top(rides=[1]), "rit 1 heeft geen velden"),
        (top(name=["x"]), "name van het bestand is geen korte tekst"),
        (top(detour=float("nan")), "detour van het bestand is geen getal"),
        (top(speed_kmh=0), "speed_kmh van het bestand ligt niet tussen 0,1 en 1.000"),
        (top(lower_bound={"km": "x"}), "lower_bound is geen getal"),
        (ride(km="12"), "km van rit R1 is geen getal"),
        (ride(km=10**400), "km van rit R1 ligt niet tussen 0 en 20.000"),
        (ride(km=-1), "km van rit R1 ligt niet tussen 0 en 20.000"),
        (ride(minutes=float("inf")), "minutes van rit R1 ligt niet tussen 0 en 14.400"),
        (ride(earliest=True), "earliest van rit R1 is geen getal"),
        (ride(latest=None), "bij rit R1 ontbreekt latest"),
        (ride(id="R2"), "rit R2 staat er 2 keer in"),
        (ride(id=None), "bij rit 1 ontbreekt id"),
        (ride(start=[50.8]), "start van rit R1 is geen paar van twee getallen"),
        (ride(end="Genk"), "end van rit R1 is geen paar van twee getallen"),
        (ride(start=[91, 5]), "start van rit R1 ligt niet tussen -90 en 90"),
        (ride(wheelchair="nee"), "wheelchair van rit R1 is geen ja of nee"),
        (driver(seats="drie"), "seats van chauffeur D1 is geen getal"),
        (driver(seats=2.5), "seats van chauffeur D1 is geen heel getal"),
        (driver(windows=[420, 780]), "windows van chauffeur D1 is geen paar van twee getallen"),
    ],
)
def test_what_a_day_lacks_is_named(change: Change, why: str) -> None:
    with pytest.raises(ValueError, match=f"^{why}$"):
        day_problem(changed(change))


def served(problem: Problem) -> int:
    """Return how many requests a quick plan serves that breaks no rule."""
    plan = engine_for(problem).solve(problem, 0.05)
    assert check(problem, plan).violations == ()
    return len(plan.served())


@pytest.mark.parametrize(
    ("change", "count"),
    [
        (top(unknown={"a": 1}), 2),
        (ride(colour="red"), 2),
        (top(drivers=[]), 0),
        (top(rides=[]), 0),
        (top(drivers=[], rides=[]), 0),
        (ride(earliest=2000, latest=2001), 1),
        (ride(earliest=560, latest=540), 1),
        (ride(id=7), 2),
        (lambda day: [one.update(earliest=600, latest=600) for one in day["rides"]], 2),
        (lambda day: day["drivers"].pop(1), 1),
        (driver(seats=0), 2),
        (driver(**{"from": 1200, "to": 420}), 2),
        (driver(windows=[[700, 1200], [420, 590]]), 2),
        (lambda day: [one.update(seats=0) for one in day["drivers"]], 0),
    ],
)
def test_a_strange_day_is_planned_as_far_as_it_goes(change: Change, count: int) -> None:
    assert served(day_problem(changed(change))) == count


@pytest.mark.parametrize(
    ("bound", "km"), [(None, None), ({}, None), ({"km": None}, None), (12, 12.0), ({"km": -3}, -3.0)]
)
def test_a_bound_may_be_missing(bound: object, km: float | None) -> None:
    problem = day_problem(changed(top(lower_bound=bound, rides=[])))
    assert problem.bound == km
    plan = engine_for(problem).solve(problem, 0.05)
    assert result(problem, plan, check(problem, plan), 0.1)["gap_percent"] is None


@pytest.mark.parametrize(
    ("spans", "windows"),
    [
        ([[700, 1200], [420, 590]], (Window(420, 590), Window(700, 1200))),
        ([[420, 800], [500, 600], [700, 1200]], (Window(420, 1200),)),
        ([[420, 700], [700, 1200]], (Window(420, 1200),)),
        ([], ()),
    ],
)
def test_spans_of_a_driver_come_in_their_order_and_those_that_overlap_are_one(
    spans: list[list[int]], windows: tuple[Window, ...]
) -> None:
    assert day_problem(changed(driver(windows=spans))).drivers[0].windows == windows


def test_a_driver_is_never_in_two_places_at_once() -> None:
    day = changed(driver(windows=[[420, 1300], [430, 1300]]))
    day["drivers"] = day["drivers"][:1]
    for one in day["rides"]:
        one.update(earliest=600, latest=600)
    assert served(day_problem(day)) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "het bestand is leeg"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "het is geen tekst"),
        (b'{"drivers": [', "het is geen JSON vanaf regel 1, teken 14"),
        (b"[" * 100_000, "het is geen gewone JSON"),
        (b'{"detour": ' + b"9" * 5000 + b"}", "het is geen gewone JSON"),
        (b"[]", "het bestand heeft geen velden"),
        (b"zomaar een zin\n", "regel 1 noemt niet het aantal wagens"),
    ],
)
def test_what_is_no_day_at_all_is_said_in_a_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "dag.txt"
    path.write_bytes(content)
    with pytest.raises(FileError, match=rf"dag\.txt bevat geen dag om te plannen: {why}"):
        read_instance(path)


def test_an_empty_day_says_so(tmp_path: Path) -> None:
    path = tmp_path / "dag.json"
    path.write_text(" \n", encoding="utf-8")
    with pytest.raises(FileError, match="het bestand is leeg"):
        read_instance(path)


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instances, "MOST_RIDES", 1)
    path = tmp_path / "dag.json"
    path.write_text(json.dumps(DAY), encoding="utf-8")
    with pytest.raises(FileError, match="rides telt 2 stuks en het programma plant er hoogstens 1"):
        read_instance(path)
    monkeypatch.setattr(instances, "MOST_BYTES", 100)
    with pytest.raises(FileError, match="het bestand is te groot"):
        read_instance(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_day_is_read_however_it_was_saved(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "dag"
    path.write_text(json.dumps(DAY), encoding=encoding)
    assert len(read_instance(path).requests) == 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("\n \n", "het bestand is leeg"),
        (DARP.replace("3 4 3", "3,5 4 3"), "“3,5” op regel 4 is geen getal"),
        (DARP.replace("3 4 3", "nan 4 3"), "“nan” op regel 4 is geen getal"),
        (DARP.replace("0 1440", "0 inf"), "“inf” op regel 4 ligt niet tussen"),
        (DARP.replace("2 2 480", "2.5 2 480"), "“2.5” op regel 1 is geen heel getal"),
        (DARP.replace("2 2 480", "99999999 2 480"), "“99999999” op regel 1 ligt niet tussen 0 en 1.000"),
        (DARP.replace("2 2 480", "2 5 480"), "5 ritten vragen 11 haltes, met de standplaats, en er staan er 6 in"),
        (DARP.replace("3 4 3 1 0 1440", "3 4 3 1 0"), "regel 4 is geen halte"),
        (DARP.replace("3 8 3 2", "3 8 3 9"), "bij halte 4 stapt niet uit wie bij halte 2 instapt"),
        (DARP.replace("\n2 3 8", "\n9 3 8"), "de haltes zijn niet genummerd van 0 af"),
    ],
)
def test_what_a_text_lacks_is_named(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        darp_problem(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (DARP.replace(" ", "\t").replace("\n", "\r\n"), 2),
        (f"\n\n{DARP}\n\n# einde\nEOF\n", 2),
        (DARP.replace("2 2 480", "2 4 480"), 2),
        (DARP.replace("2 2 480", "1 2 480"), 2),
        (DARP.replace("2 2 480", "0 2 480"), 0),
        ("2 0 480 3 30\n0 0 0 0 0 0 480\n", 0),
        (DARP.replace(" 3 1 0 ", " 3.0 1.0 0.0 "), 2),
        (DARP.replace("60 75", "75 60"), 1),
        (DARP.replace("60 75", "1 2"), 1),
        (DARP.replace("3 4 3 1 0 1440", "3 4 3 1 0 10"), 1),
        (DARP.replace("0 0 0 0 0 0 480", "0 0 0 0 0 600 480"), 0),
    ],
)
def test_a_strange_text_is_planned_as_far_as_it_goes(text: str, count: int) -> None:
    assert served(darp_problem(text)) == count


def test_tours_end_where_the_last_stop_is() -> None:
    problem = darp_problem(DARP.replace("5 0 0 0 0 0 480", "5 9 9 0 0 0 460"))
    assert (problem.drivers[0].end, problem.drivers[0].windows) == (5, (Window(0, 460),))
    lines = DARP.splitlines()
    turned = "\n".join([*lines[:3], lines[4], lines[3], *lines[5:]])
    assert darp_problem(turned) == darp_problem(DARP)


def test_when_tours_must_begin_or_end_counts_where_they_have_a_longest() -> None:
    late = DARP.replace("2 2 480", "2 2 100").replace("0 0 0 0 0 0 480", "0 0 0 0 0 0 20")
    assert darp_problem(late).drivers[0].windows == (Window(0, 120),)
    assert darp_problem(late.replace("5 0 0 0 0 0 480", "5 0 0 0 0 300 480")).drivers[0].windows == (Window(200, 120),)


def test_an_optimum_that_is_no_number_is_no_bound(tmp_path: Path) -> None:
    path = tmp_path / "a1.txt"
    path.write_text(DARP, encoding="utf-8")
    (tmp_path / "optima.csv").write_text("instance,optimum\na1,veel\n", encoding="utf-8")
    assert read_instance(path).bound is None


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["{folder}/nergens.json"], 1, "de map of het bestand bestaat niet"),
        (["{folder}"], 1, "dit is een map, geen bestand"),
        (["{folder}/dag.json", "--seconds", "0"], 2, "geef een aantal seconden"),
        (["{folder}/dag.json", "--seconds", "nan"], 2, "geef een aantal seconden"),
        (["{folder}/dag.json", "--seconds", "vijf"], 2, "geef een aantal seconden"),
        (["{folder}/dag.json", "--seconds", "0,05"], 0, ""),
    ],
)
def test_the_verb_says_it_in_a_sentence_and_a_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    (tmp_path / "dag.json").write_text(json.dumps(DAY), encoding="utf-8")
    given = [argument.format(folder=tmp_path) for argument in arguments]
    assert code_of(["plan", "--instance", *given]) == code
    assert said in capsys.readouterr().err


def test_spoilt_files_break_nothing() -> None:
    counted, broken = spoiling.trials(40)
    assert not broken
    assert set(counted) == set(spoiling.GOOD)


def code_of(given: list[str]) -> object:
    try:
        return main.run(given)
    except SystemExit as end:
        return end.code
