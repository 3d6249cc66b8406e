"""Whom to phone for a proposal: what changes first, on paper too."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from pypdf import PdfReader

from mmc_desk.features.planner.printout import file_name, subject_of, write_phone_list
from mmc_desk.features.planner.queries.phoning import PhoneList, phone_list
from mmc_desk.features.planner.rules.phoning import News, drivers_to_phone
from mmc_desk.features.planner.rules.planning import Kept, Planning
from mmc_desk.features.planner.rules.problem import Plan
from tests.features.planner.proposals import DAY, car, facts, paper, plan, ride
from tests.features.rides.conftest import RideDesk


def day() -> Planning:
    """Return a day: C01 has R1 and R2, C02 has R3; R4 is nobody's, C01 keeps R5 and R6, which has no hour."""
    found = paper(
        (ride("R1", 540, 5, 20), ride("R2", 700, 1, 2), ride("R3", 800, 11, 12), ride("R4", 600, 11, 12)),
        (car("C01"), car("C02"), car("C03")),
        {"R1": {"driver": "C01"}, "R2": {"driver": "C01"}, "R3": {"driver": "C02"}},
    )
    drivers = {**found.drivers, "C02": replace(found.drivers["C02"], phone="+32473641788")}
    start = datetime(2026, 11, 25, 7, tzinfo=UTC)
    confirmed = facts(ride("R5", 480, 1, 2), driver="C01", kept=Kept.CONFIRMED, start_at=start, end_at=start)
    untimed = facts(ride("R6", 480, 1, 2), driver="C01", kept=Kept.NO_TIME)
    rides = {**found.rides, "R5": confirmed, "R6": untimed}
    return replace(found, rides=rides, drivers=drivers)


PLAN = plan({"C01": ("R2",), "C02": ("R1", "R4", "R3")})


def told(found: Planning, chosen: Plan, was: dict[str, str | None] | None = None) -> dict[str, list[tuple[str, str]]]:
    return {
        one.driver.id: [(ride.ride.id, ride.news.value) for ride in one.rides]
        for one in drivers_to_phone(found, chosen, was)
    }


def test_what_changes_comes_first_and_who_gets_most_is_phoned_first() -> None:
    found = drivers_to_phone(day(), PLAN)
    assert told(day(), PLAN) == {
        "C02": [("R1", "coming"), ("R4", "coming"), ("R3", "stays")],
        "C01": [("R1", "going"), ("R6", "stays"), ("R5", "stays"), ("R2", "stays")],
    }
    coming, new, _ = found[0].rides
    assert (coming.other, new.other) == ("Naam C01", "")
    assert coming.leaves == day().instant(535)
    assert coming.home == day().instant(580)
    assert found[1].rides[0].other == "Naam C02"
    assert found[1].rides[2].leaves == found[1].rides[2].ride.start_at
    assert found[0].days == (DAY,)
    assert [one.ride.id for one in found[1].told(News.STAYS)] == ["R6", "R5", "R2"]


def test_what_was_taken_over_since_stays_in_the_list() -> None:
    was = {ride.id: ride.driver for ride in day().rides.values()} | {"R3": None}
    assert told(day(), day().board) == {}
    assert told(day(), day().board, was) == {"C02": [("R3", "coming")]}


def test_on_paper(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    subject = subject_of([DAY], ["Naam C03", "Naam C04"])
    write_phone_list(tmp_path / "bellen.pdf", sqlite_desk.read(phone_list, subject, drivers_to_phone(day(), PLAN)))
    (page,) = [" ".join(page.extract_text().split()) for page in PdfReader(tmp_path / "bellen.pdf").pages]
    for wanted in (
        "Wie bellen",
        "Voorstel voor woensdag 25 november 2026, zonder Naam C03, Naam C04",
        "Naam C02 · 0473 64 17 88 · 2 erbij",
        "Naam C01 · geen nummer bekend · 1 valt weg",
        "08:55 – 09:40",
        "Hees – ZOL, Genk",
        "Ja / nee / uur",
        "vertrouwelijk",
    ):
        assert wanted in page
    assert page.index("erbij") < page.index("blijft")
    later = date(2026, 11, 27)
    write_phone_list(tmp_path / "leeg.pdf", PhoneList(subject_of([DAY, later]), ()))
    (page,) = [page.extract_text() for page in PdfReader(tmp_path / "leeg.pdf").pages]
    assert "Er verandert niets" in page
    assert "van woensdag 25 november 2026 tot vrijdag 27 november 2026" in page
    assert file_name([DAY]) == "Wie bellen 25-11-2026.pdf"


def test_over_several_days_the_day_stands_with_the_hour(sqlite_desk: RideDesk, tmp_path: Path) -> None:
    found = day()
    rides = {**found.rides, "R3": facts(ride("R3", 800, 11, 12), day=date(2026, 11, 26), driver="C02")}
    found = replace(found, rides=rides)
    path = tmp_path / "week.pdf"
    write_phone_list(path, sqlite_desk.read(phone_list, subject_of(found.days), drivers_to_phone(found, PLAN)))
    assert "do 26/11" in PdfReader(path).pages[0].extract_text()
