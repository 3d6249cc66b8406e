"""What the command line prints of a proposal, pairs of rides that share a car, and the verb itself."""

import argparse
import json
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.routes import Point, Road, RouteServiceError
from mmc_desk.features.people.model import Address, Driver
from mmc_desk.features.planner.commands import day as command
from mmc_desk.features.planner.commands.plan import run_plan
from mmc_desk.features.planner.feature import FEATURE
from mmc_desk.features.planner.queries.planning import planning
from mmc_desk.features.planner.rules.answers import instance_lines
from mmc_desk.features.planner.rules.lines import Hint, Pooled, Report, as_values, report_lines
from mmc_desk.features.planner.rules.off_map import off_map
from mmc_desk.features.planner.rules.pairing import best_pairs
from mmc_desk.features.planner.rules.planning import Kept, Planning
from mmc_desk.features.planner.rules.problem import Part, Plan, Route, Stop
from mmc_desk.features.planner.rules.proposal import Effect, Worth, proposal, worth
from mmc_desk.features.planner.rules.routing import RoadQuestion, road_question
from mmc_desk.features.planner.rules.weights import Level, Weight, Weights, weight_name
from mmc_desk.features.planner.rules.whys import told
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import ReturnMode, Ride
from mmc_desk.features.rides.queries.settings import distance_book
from mmc_desk.features.rides.rules.distances import drive_minutes
from tests.features.planner.proposals import DAY, car, facts, paper, plan, ride
from tests.features.rides.conftest import RideDesk


def day() -> Planning:
    found = paper(
        (ride("R1", 540, 1, 2), ride("R2", 545, 1, 2), ride("R3", 542, 1, 2)),
        (car("C01"), car("C02")),
        {"R2": {"driver": "C01"}},
        weights=Weights(**(dict.fromkeys(Weight, Level.NONE) | {Weight.CALLS: Level.NORMAL})),
    )
    pinned = facts(ride("R9", 0, 0, 1), kept=Kept.PINNED, driver="C03")
    kept = facts(ride("R8", 0, 0, 1), kept=Kept.NO_TIME, destination="")
    return replace(found, rides={**found.rides, "R8": kept, "R9": pinned})


PLAN = plan({"C01": ("R1",), "C02": ("R2",)})


def report(found: Planning) -> Report:
    hint = Hint("R1", "R2", 6_000, 130)
    gained, said = worth(found, PLAN, PLAN), told(found, PLAN)
    stayed = (("R9", "is intussen geannuleerd"),)
    return Report(found, said.proposal, said.advice, gained, (hint,), ("fout",), 1.25, 2, stayed)


def test_of_a_large_day_what_there_was_no_time_for_is_said() -> None:
    found, asked = day(), iter((False, True))
    said = told(found, plan({"C01": ("R1",)}), lambda: next(asked))
    assert [bool(one.reasons) for one in said.proposal.rides] == [False, False, False]
    assert [bool(one.blocked) for one in said.advice] == [True, False]
    assert said.untold == 2
    lines = list(report_lines(Report(found, said.proposal, said.advice, untold=said.untold)))
    assert "Bij 2 ritten staat geen waarom: geef meer tijd met --seconds." in lines
    assert lines[2].endswith(" → ZOL")
    assert as_values(Report(found, said.proposal, said.advice, untold=2))["untold"] == 2


def test_a_proposal_in_lines() -> None:
    lines = [line.replace("\u00a0", " ") for line in report_lines(report(day()))]
    assert lines[:7] == [
        "25/11/2026: 3 ritten te plannen met 2 chauffeurs; 2 staan vast.",
        "Naam C01 (C01)",
        "  08:59 – 09:32  R1 Lid 1, Hees → ZOL: 4 km, de enige die kan; 4 ritten in 8 weken, een gelijk deel is 4",
        "Naam C02 (C02)",
        "  08:56 – 09:43  R2 Lid 2, Hees → ZOL: 18 km, de enige die kan; 4 ritten in 8 weken, een gelijk deel is 4",
        "Zonder chauffeur: R3 Lid 3, Hees → ZOL (2 rijden dan al)",
        "  35 minuten later kan Naam C01",
    ]
    assert lines[7:] == [
        "  45 minuten vroeger kan Naam C02",
        "Niet gepland: R8 Lid 8, Hees → Genk (zonder uur valt er niets te plannen)",
        "Samen in één wagen: R1 met R2, 6 km minder, € 1,30 minder per lid",
        "Bellen: Naam C01: erbij R1; weg R2",
        "Bellen: Naam C02: erbij R2",
        "Nu: 4 km, € 1,60, 2 chauffeurs, 2 ritten, 3 zonder chauffeur",
        "Voorstel: 22 km, € 8,80, 3 chauffeurs, 3 ritten, 2 zonder chauffeur",
        "Overgenomen: 2 ritten kregen een (andere) chauffeur.",
        "Niet overgenomen: R9 is intussen geannuleerd",
    ]


@pytest.mark.parametrize(
    ("extra_km", "won", "told"),
    [
        (0.04, (0.0, 0.04), []),
        (2.5, (0.0, -0.04), ["2,5 km meer dan de kortste verdeling."]),
        (3.0, (4.0, -1.25), ["3 km meer dan de kortste verdeling; dat wint:", "  {fair}: 4 km", "  {calls}: −1,2 km"]),
        (-0.2, (1.0, 0.0), ["0 km meer dan de kortste verdeling; dat wint:", "  {fair}: 1 km"]),
    ],
)
def test_what_the_wishes_cost_is_told_where_it_is_something(
    extra_km: float, won: tuple[float, float], told: list[str]
) -> None:
    fair, calls = (Effect(weight, 0.0, -km) for weight, km in zip((Weight.FAIR, Weight.CALLS), won, strict=True))
    found, names = day(), {"fair": weight_name(Weight.FAIR), "calls": weight_name(Weight.CALLS)}
    lines = list(report_lines(Report(found, proposal(found, PLAN), worth=Worth(extra_km, (fair, calls)))))
    start = next(number for number, line in enumerate(lines) if line.startswith("Bellen: Naam C02")) + 1
    assert [line.replace("\u00a0", " ") for line in lines[start:-2]] == [line.format(**names) for line in told]


def test_the_plan_of_a_file_in_lines() -> None:
    answer = {"instance": "klein", "km": 1255.66, "unserved": 1, "seconds": 0.26, "bound": 1250.0, "gap_percent": None}
    shared = Plan((Route("D1", (Stop("1", Part.PICKUP), Stop("1", Part.DROPOFF))), Route("D2", (Stop("R2"),))))
    assert [line.replace("\u00a0", " ") for line in instance_lines(answer, shared)] == [
        "klein: 1.255,7 km, zonder chauffeur: 1, 0,3 s.",
        "D1: 1 in, 1 uit",
        "D2: R2",
    ]
    (line,) = instance_lines(answer | {"gap_percent": 0.453}, Plan())
    assert line.replace("\u00a0", " ").endswith(", 0,3 s, 0,45 % boven de ondergrens van 1.250 km.")


def test_shared_cars_in_lines_and_values() -> None:
    hands, names = {"R1": "C01", "R2": "C01", "R3": "C02"}, {"R1": "Lid 1", "R2": "Lid 2"}
    told = Pooled(40.0, 52.5, 2, (("R1", "R2"), ("R2", "R3")), hands, 1, ("fout",), names)
    found = replace(report(day()), pooled=told, shared=3, parted=(("R3", "R1", "Andere dag."),))
    lines = [line.replace("\u00a0", " ") for line in report_lines(found)]
    start = lines.index("Samen in één wagen gezet: 3 paar ritten.")
    assert lines[start + 1].startswith(
        "Mogen uren een half uur schuiven, dan sparen gedeelde wagens 12,5 km en € 5,00 uit"
    )
    assert lines[start + 1].endswith(
        "met 2 chauffeurs. Dat is raad en wordt niet overgenomen: spreek het af en zet ze samen op het dagbord."
    )
    assert lines[start + 2 : start + 5] == [
        "  Samen aan boord: R1 Lid 1, R2 Lid 2 (zo in het voorstel)",
        "  Samen aan boord bij Naam C01: R2 Lid 2, R3",
        "  Ritten zonder plaats: 1",
    ]
    assert "Niet samengezet: R3 met R1. Andere dag." in lines
    values = as_values(found)
    assert values["put_together"] == 3
    assert values["pooled"] == {
        "km": 40.0,
        "apart_km": 52.5,
        "cents_saved": 500,
        "drivers": 2,
        "together": [["R1", "R2"], ["R2", "R3"]],
        "hands": {"R1": "C01", "R2": "C01", "R3": "C02"},
        "unserved": 1,
        "violations": 1,
    }
    full = replace(report(day()), pooled=replace(told, unserved=0))
    assert not any("zonder plaats" in line for line in report_lines(full))
    for nothing in (replace(told, km=52.5), replace(told, companies=())):
        none = replace(report(day()), pooled=nothing)
        assert "Uren een half uur laten schuiven spaart geen km meer uit." in list(report_lines(none))


def test_a_pair_that_stays_apart_says_why() -> None:
    apart = replace(report(day()), hints=(Hint("R1", "R2", 6_000, 130, -40, "een lid betaalt dan € 0,40 meer"),))
    said = [line.replace("\u00a0", " ") for line in report_lines(apart)]
    assert "Kan samen maar blijft apart: R1 met R2, 6 km minder (een lid betaalt dan € 0,40 meer)" in said
    assert as_values(apart)["shared"][0]["why"] == "een lid betaalt dan € 0,40 meer"


def test_a_file_s_ways_are_asked_of_nobody() -> None:
    assert road_question(day().problem) == RoadQuestion()


def test_a_week_tells_the_days() -> None:
    found = day()
    week = replace(found, days=(DAY, DAY.replace(day=26)))
    lines = list(report_lines(Report(week, proposal(week, PLAN))))
    assert lines[0].startswith("25/11/2026 – 26/11/2026: ")
    assert lines[2].startswith("  25/11/2026 08:59 – 09:32  R1")


def test_a_proposal_as_values() -> None:
    values = json.loads(json.dumps(as_values(report(day()))))
    assert (values["days"], values["seconds"], values["violations"]) == (["2026-11-25"], 1.25, 1)
    assert values["after"] == {"km": 22.0, "cents": 880, "drivers": 3, "rides": 3, "unserved": 2}
    first, third, second = values["rides"]
    assert (first["driver"], first["change"], first["km"], first["second"]) == ("C01", "new", 4.0, None)
    assert first["leaves"] == datetime(2026, 11, 25, 7, 59, tzinfo=UTC).isoformat()
    assert (third["driver"], third["km"], third["leaves"]) == (None, None, None)
    assert (second["before"], second["change"]) == ("C01", "moved")
    assert values["kept"][0] == {"ride": "R8", "day": "2026-11-25", "driver": None, "why": "no_time"}
    assert values["advice"][0]["changes"][0] == {
        "remedy": "shift",
        "driver": "C01",
        "text": "35 minuten later kan Naam C01",
        "minutes": 35,
    }
    assert values["phone"][1] == {"driver": "C02", "name": "Naam C02", "phone": "", "coming": ["R2"], "going": []}
    assert values["weights"] == {"extra_km": 0.0, "won_km": {"calls": 0.0}}
    assert values["shared"] == [{"ride": "R1", "other": "R2", "km": 6.0, "cents_each": 130, "why": None}]
    assert values["applied"] == 2
    assert values["stayed"] == [{"ride": "R9", "why": "is intussen geannuleerd"}]
    alone = paper((ride("R1", 540, 11, 12),), (car("C01"), car("C02")))
    told = as_values(Report(alone, proposal(alone, plan({"C02": ("R1",)}))))
    assert told["rides"][0]["second"] == {"driver": "C01", "km": 24.0, "more_km": 20.0}
    assert (told["weights"], told["applied"]) == (None, None)


@pytest.mark.parametrize(
    ("worth_of", "chosen"),
    [
        ({}, ()),
        ({("a", "b"): 5}, (("a", "b"),)),
        ({("a", "b"): 5, ("b", "c"): 6, ("c", "d"): 4}, (("a", "b"), ("c", "d"))),
        ({("a", "b"): 5, ("b", "c"): 10, ("c", "d"): 4}, (("b", "c"),)),
        ({("a", "b"): 5, ("x", "y"): 6}, (("x", "y"), ("a", "b"))),
        ({("a", str(number)): number for number in range(1, 19)}, (("a", "18"),)),
    ],
)
def test_pairs_worth_the_most_together(
    worth_of: dict[tuple[str, str], int], chosen: tuple[tuple[str, str], ...]
) -> None:
    assert best_pairs(worth_of) == chosen


# --- The verb


def arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    FEATURE.commands[0].add_arguments(parser)
    return parser.parse_args(words, argparse.Namespace(began=perf_counter()))


def test_a_day_is_planned_and_taken_over(
    sqlite_desk: RideDesk, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    desk = sqlite_desk
    one, other = desk.request(return_mode=ReturnMode.NONE), desk.request(member_id=desk.jef, appointment=time(10, 15))
    assert run_plan(desk.database, arguments("25/11/2026", "--seconds", "0.05", "--shared")) == 0
    told = capsys.readouterr().out
    assert "2 ritten te plannen met 3 chauffeurs" in told
    assert "Samen in één wagen" in told
    assert "2026-0001 Jans Rosa, Jans Jef" in told
    assert "Uren een half uur laten schuiven spaart geen km meer uit." in told or "Mogen uren" in told
    paper = str(tmp_path / "bellen.pdf")
    words = ("25/11/2026", "--week", "--seconds", "0.05", "--apply", "--json", "--without", "C01", "--phone", paper)
    assert run_plan(desk.database, arguments(*words)) == 0
    said = capsys.readouterr()
    assert paper in said.err
    values = json.loads(said.out)
    assert (len(values["days"]), values["applied"], values["after"]["unserved"]) == (7, 2, 0)
    assert {desk.ride(one).driver_id, desk.ride(other).driver_id} <= {desk.paula, desk.wim}
    with pytest.raises(RuleError, match="C99"):
        run_plan(desk.database, arguments("25/11/2026", "--without", "C99"))


def test_a_route_service_tells_what_is_estimated(
    sqlite_desk: RideDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = sqlite_desk
    ride = desk.request(return_mode=ReturnMode.NONE)
    asked: list[int] = []

    def answer(_url: str, starts: list[Point], ends: list[Point], *, within: float) -> dict[tuple[int, int], Road]:
        assert 0 <= within < 1
        asked.append(len(starts) * len(ends))
        return {(start, end): Road(40_000, 50) for start in range(len(starts)) for end in range(len(ends))}

    monkeypatch.setattr(command, "ask_roads", answer)
    words = arguments("25/11/2026", "--seconds", "0.05", "--apply", "--routes", "http://here")
    assert run_plan(desk.database, words) == 0
    booked = desk.ride(ride)
    assert booked.estimated_metres is not None
    assert booked.estimated_metres > 50_000
    assert run_plan(desk.database, words) == 0
    assert asked[1] == 0
    capsys.readouterr()

    def silence(*_: object, **__: object) -> dict[tuple[int, int], Road]:
        raise RouteServiceError("Stil.")

    monkeypatch.setattr(command, "ask_roads", silence)
    assert run_plan(desk.database, words) == 0
    assert capsys.readouterr().err == "Stil. De afstanden zijn geschat.\n"


def test_what_a_route_service_tells_is_no_more_than_an_estimate(desk: RideDesk) -> None:
    told = ops.NoteRoads((("Hees", "Genk", 15_000, 20), ("Genk", "Bilzen", 12_000, 15)))
    assert desk.do(ops.note_roads, told) == 2
    assert desk.do(ops.note_roads, told) == 0
    book = desk.read(distance_book, DAY)
    assert (book.metres(("Genk",), ("Hees",)), book.minutes(("Genk",), ("Hees",))) == (15_000, 20)
    desk.do(ops.set_distance, ops.SetDistance("Hees", "Genk", 14_000))
    assert desk.do(ops.note_roads, ops.NoteRoads((("Hees", "Genk", 16_000, 20),))) == 0
    book = desk.read(distance_book, DAY)
    assert book.metres(("Genk",), ("Hees",)) == 14_000
    assert book.minutes(("Genk",), ("Hees",)) == drive_minutes(14_000)


def test_a_plan_needs_a_day_or_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_plan(None, arguments()) == 2
    assert run_plan(None, arguments("25/11/2026", "--instance", "day.json")) == 2
    assert "Geef een dag" in capsys.readouterr().err
    assert Plan().routes == ()


def test_who_is_on_no_map_is_told(sqlite_desk: RideDesk, capsys: pytest.CaptureFixture[str]) -> None:
    desk = sqlite_desk
    desk.request(return_mode=ReturnMode.NONE, appointment=time(15))
    nowhere = desk.request(member_id=desk.jef, return_mode=ReturnMode.NONE)
    number = desk.ride(nowhere).ride_no

    def lose(session: Session) -> None:
        ride = session.get_one(Ride, nowhere)
        ride.destination, ride.destination_village = "Xyz", "Nergens"

    desk.database.write(lose)
    assert run_plan(desk.database, arguments("25/11/2026", "--seconds", "0.05", "--without", "C01", "--json")) == 0
    assert json.loads(capsys.readouterr().out)["off_map"] == [number]

    def move(session: Session) -> None:
        for person in session.scalars(select(Driver.person_id)):
            session.scalars(select(Address).where(Address.person_id == person)).one().village = "Nergenshuizen"

    desk.database.write(move)
    assert (
        run_plan(desk.database, arguments("25/11/2026", "--seconds", "0.05", "--without", "C01", "--without", "C02"))
        == 0
    )
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert f"Niet op de kaart: Wouters Wim (C03), {number}. Een weg ernaartoe telt als 15 km: vul" in said
    assert off_map(day(), PLAN) == ()
    found = desk.read(planning, (DAY,))
    assert off_map(found, Plan()) == ()
    unmeasured = replace(found, rides={key: replace(one, metres=None) for key, one in found.rides.items()})
    assert set(off_map(unmeasured, plan({"C03": tuple(found.rides)}))) == {*found.rides, "C03"}
