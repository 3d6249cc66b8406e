"""The recruitment view: hours and villages where requests stayed unmet, and the sentence about them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mmc_desk.core import clock
from mmc_desk.features import follow
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.model.calls import Answer, CallAttempt
from mmc_desk.features.rides.printout.recruitment import WRITERS, hour_name, hour_rows, span_words, write
from mmc_desk.features.rides.queries.recruitment import recruitment_report, span_of
from mmc_desk.features.rides.rules.recruitment import (
    RecruitmentReport,
    Request,
    Shortage,
    by_reason,
    by_village,
    by_weekday,
    conclusion,
    shortage,
)
from tests.features.rides.conftest import WEDNESDAY, RideDesk

MONDAY = date(2026, 11, 23)
LACKED = Request("R1", MONDAY, 13, "Munsterbilzen", is_unmet=True, reason="alle chauffeurs bezet")
HARD = replace(LACKED, is_unmet=False, reason="", calls=4)
EMPTY = RecruitmentReport(2026, date(2026, 1, 1), date(2026, 12, 31), (), 12)


@pytest.fixture(autouse=True)
def following(request: pytest.FixtureRequest) -> Iterator[None]:
    if "desk" not in request.fixturenames:
        yield
        return
    database = request.getfixturevalue("desk").database
    database.followers = (follow,)
    yield
    database.followers = ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Shortage.UNMET),
        ({"is_unmet": False}, None),
        ({"is_unmet": False, "calls": 4}, Shortage.MANY_CALLS),
        ({"is_unmet": False, "was_late": True}, Shortage.LATE),
    ],
)
def test_how_a_request_shows_a_shortage(changes: dict[str, Any], expected: Shortage | None) -> None:
    assert shortage(replace(LACKED, **changes)) is expected


def test_the_conclusion_names_weekday_hours_and_village() -> None:
    requests = (
        LACKED,
        replace(LACKED, ride_no="R2", hour=14),
        replace(LACKED, ride_no="R3", hour=14, village="Hees"),
        replace(LACKED, ride_no="R4", day=WEDNESDAY, hour=9, village="Beverst"),
    )
    report = replace(EMPTY, requests=requests)
    said = "De meeste vragen bleven open op maandag tussen 13 en 15 u., vooral in Munsterbilzen."
    assert conclusion(report) == said
    assert (report.unmet, report.hard) == (4, 0)
    with_hard = replace(report, requests=(*requests, HARD))
    assert conclusion(with_hard) == f"{said} Eén rit vond pas laat of na veel telefoons een chauffeur."


def test_the_conclusion_without_hours_or_without_shortage() -> None:
    assert conclusion(EMPTY) == "In deze periode bleef geen enkele vraag open."
    hard = conclusion(replace(EMPTY, requests=(HARD, HARD)))
    assert hard.endswith("2 ritten vonden pas laat of na veel telefoons een chauffeur.")
    assert "uit Munsterbilzen" in conclusion(replace(EMPTY, requests=(replace(LACKED, hour=None),)))


def test_breakdowns_add_up() -> None:
    late = replace(HARD, calls=0, was_late=True, village="")
    rows = (LACKED, HARD, late, replace(LACKED, reason="", hour=22))
    for lines in (by_weekday(rows), by_village(rows), by_reason(rows)):
        assert (sum(line.unmet for line in lines), sum(line.hard for line in lines)) == (2, 2)
    assert [line.name for line in by_village(rows)] == ["Munsterbilzen", "onbekend"]
    assert [line.name for line in by_reason(rows)] == [
        "alle chauffeurs bezet",
        "geen reden genoteerd",
        "pas na 4 telefoons of meer",
        "pas op de dag zelf of de avond ervoor",
    ]
    grid = hour_rows(replace(EMPTY, requests=rows))
    assert sum(sum(int(cell) for cell in row[1:]) for row in grid) == 4
    assert (grid[-1][0], grid[-1][1]) == ("vanaf 19 u.", 1)
    assert (hour_name(7), hour_name(13)) == ("tot 8 u.", "13 – 14 u.")


@pytest.mark.parametrize(
    ("part", "first", "last", "words"),
    [
        (0, date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (1, date(2026, 1, 1), date(2026, 3, 31), "01/01/2026 tot en met 31/03/2026"),
        (4, date(2026, 10, 1), date(2026, 12, 31), "01/10/2026 tot en met 31/12/2026"),
        (6, date(2026, 2, 1), date(2026, 2, 28), "februari 2026"),
        (16, date(2026, 12, 1), date(2026, 12, 31), "december 2026"),
    ],
)
def test_spans(part: int, first: date, last: date, words: str) -> None:
    assert span_of(2026, part) == (first, last)
    assert span_words(replace(EMPTY, first=first, last=last)) == words


def test_the_report_of_the_desk(desk: RideDesk) -> None:
    unmet = desk.request()
    desk.database.write(lambda session: ops.mark_no_driver(session, ops.MarkNoDriver(unmet, "allen bezet")))
    phoned = desk.assigned(member_id=desk.maria)
    for _ in range(4):
        desk.add(CallAttempt(ride_id=phoned, driver_id=desk.wim, at=clock.now(), answer=Answer.NO))
    late = desk.request(member_id=desk.jef, ride_date=date(2026, 11, 26))
    with clock.frozen(clock.at(date(2026, 11, 26), time(7))):
        command = ops.AssignDriver(late, desk.wim)
        desk.database.write(lambda session: ops.assign_driver(session, command))
    desk.assigned(desk.paula, member_id=desk.jef, ride_date=date(2026, 11, 27))
    desk.add(Ride(ride_no="X", ride_date=date(2026, 11, 27), state=RideState.NO_DRIVER, passengers=1))
    report = desk.read(recruitment_report, 2026)
    found = {row.ride_no: row for row in report.requests}
    numbers = [desk.ride(key).ride_no for key in (unmet, phoned, late)]
    assert set(found) == {*numbers, "X"}
    assert (found[numbers[0]].reason, found[numbers[0]].hour, found[numbers[0]].village) == ("allen bezet", 9, "Hees")
    assert (found[numbers[1]].calls, found[numbers[2]].was_late) == (4, True)
    assert (found["X"].hour, found["X"].is_unmet) == (None, True)
    assert (report.asked, report.unmet, report.hard) == (5, 2, 2)
    assert desk.read(recruitment_report, 2026, 5).requests == ()


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_each_kind_of_file(kind: str, tmp_path: Path) -> None:
    report = replace(EMPTY, requests=(LACKED, HARD), desk="LDC De Wijzer", practice=True)
    path = tmp_path / f"werving{kind}"
    write(path, report)
    if kind == ".pdf":
        text = " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
        assert "De meeste vragen bleven open op maandag" in text
        assert "alle chauffeurs bezet" in text
    elif kind == ".csv":
        assert "Munsterbilzen" in path.read_text(encoding="utf-8-sig")
    assert path.stat().st_size > 100
