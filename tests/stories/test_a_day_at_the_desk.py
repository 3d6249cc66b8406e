"""One story for each paragraph of domain.md §9 that concerns rides: the whole window, keys alone, and how many.

Whoever reads here what a paragraph asks finds it in the test's name; the other stories look at its corners.
"""

from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select, update

from mmc_desk.core import clock
from mmc_desk.core.db import Database
from mmc_desk.core.formats import NBSP
from mmc_desk.features.mileage.checks import CHECKS
from mmc_desk.features.mileage.model import Settlement
from mmc_desk.features.mileage.pages.settlement import SettlementPage
from mmc_desk.features.people import ops as people
from mmc_desk.features.people.model import Driver, Membership
from mmc_desk.features.rides.model import Purpose, ReturnMode, Ride, RideState
from mmc_desk.features.rides.pages.board import BoardPage
from mmc_desk.features.rides.pages.caller_card import CallerCard
from mmc_desk.features.rides.pages.sheets import SheetsPage
from mmc_desk.features.rides.queries.calls import calls_of
from mmc_desk.features.rides.queries.lists import ride_card
from mmc_desk.ui.messages import MessageRecorder
from tests.features.mileage.conftest import IBAN
from tests.features.rides.conftest import RideDesk, fill
from tests.stories.typist import CTRL, SHIFT, Key, Typist

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)


@pytest.fixture
def town(sqlite_database: Database) -> RideDesk:
    return fill(sqlite_database)


@pytest.fixture
def sit_down(town: RideDesk, qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[], Typist]]:
    """Open the window, once the town is as the story begins."""
    made: list[Typist] = []

    def open_it() -> Typist:
        made.append(Typist(qtbot, qapp, town.database))
        return made[0]

    yield open_it
    for typist in made:
        typist.close()


def paper(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).replace(NBSP, " ").split())


def test_a_call_for_a_ride(town: RideDesk, sit_down: Callable[[], Typist]) -> None:
    """The member, the day, the hour, the place, the return; the price is read back; saved. Two minutes: 60 keys."""
    typist = sit_down()
    with typist.at_most(60):
        typist.ctrl("n")
        typist.type("thijs⏎25/11⏎915⏎zol↓⏎z⏎lid⏎")
        card = typist.window.findChild(CallerCard)
        assert isinstance(card, CallerCard)
        read_back = card.read_back.text().replace(NBSP, " ")
        assert "Ophalen om" in read_back
        assert "Ongeveer €" in read_back
        typist.press(Key.Key_Return, to=CTRL)
    (ride_id,) = town.read(lambda session: session.scalars(select(Ride.id)).all())
    ride = town.read(ride_card, ride_id).ride
    member = ride.members[0]
    assert (ride.names, ride.ride_date, ride.purpose) == ("Thijs María", date(2026, 11, 25), Purpose.HOSPITAL)
    assert ride.destination.startswith("ZOL Genk")
    assert member.return_mode is ReturnMode.PHONES
    assert member.appointment_at == clock.at(ride.ride_date, time(9, 15))
    assert member.pickup_at is not None
    assert member.pickup_at < member.appointment_at

    # She phones again: "zoals vorige keer", on Friday.
    with typist.at_most(15):
        typist.ctrl("n")
        typist.type("thijs⏎")
        typist.press(Key.Key_F4)
        typist.type("vr")
        typist.press(Key.Key_Return, to=CTRL)
    again = town.read(ride_card, ride_id + 1).ride
    assert (again.ride_date, again.destination) == (date(2026, 11, 27), ride.destination)


def test_assign(town: RideDesk, sit_down: Callable[[], Typist]) -> None:
    """Three open rides of tomorrow: who is free is phoned, no and yes are logged, and a member hears who comes."""
    rides = [
        town.request(ride_date=TUESDAY, member_id=member, appointment=time(hour))
        for member, hour in ((town.rosa, 9), (town.jef, 11), (town.maria, 14))
    ]
    typist = sit_down()
    with typist.at_most(12):
        typist.ctrl("2")
        typist.press(Key.Key_Right, to=CTRL)
        typist.type("⇥⏎nj⏎⏎⏎⏎")
    assert {town.ride(ride).state for ride in rides} == {RideState.ASSIGNED}
    assert [row.call.answer for row in town.read(calls_of, rides[0])] == ["no", "yes"]
    with typist.at_most(4):
        typist.press(Key.Key_Tab, to=SHIFT)
        typist.type("↓b")
    assert [town.ride(ride).state for ride in rides].count(RideState.CONFIRMED) == 1


def test_driver_sick_this_morning(
    town: RideDesk, sit_down: Callable[[], Typist], recorder: MessageRecorder, tmp_path: Path
) -> None:
    """Edge case 10.2: absence, his rides given to others by phone, the call list, a roster that says what changed."""
    with clock.frozen(clock.at(MONDAY, time(7, 30))):
        first = town.assigned(ride_date=MONDAY, appointment=time(11, 30))
        second = town.assigned(ride_date=MONDAY, member_id=town.maria, appointment=time(16, 30))
        typist = sit_down()
        _print(typist, recorder, tmp_path / "before.pdf", "2")
    with clock.frozen(clock.at(MONDAY, time(7, 40))):
        with typist.at_most(14):
            _to_lane_of(typist, "Reynders Pierre")
            typist.type("z")
            recorder.paths.append(tmp_path / "calls.pdf")
            typist.ctrl("p")
            typist.ctrl("s")
            typist.press(Key.Key_Escape)
            typist.type("⏎")
        assert {town.ride(ride).state for ride in (first, second)} == {RideState.REQUESTED}
        assert "María" in paper(tmp_path / "calls.pdf")
        with typist.at_most(7):
            typist.type("⇥⏎nj⏎gj")
        _print(typist, recorder, tmp_path / "after.pdf")
    assert {town.ride(ride).state for ride in (first, second)} == {RideState.ASSIGNED}
    assert town.pierre not in {town.ride(ride).driver_id for ride in (first, second)}
    assert [row.call.answer for row in town.read(calls_of, first)] == ["no", "yes"]
    assert "versie 1" in paper(tmp_path / "after.pdf")
    assert "Reynders" not in paper(tmp_path / "after.pdf")


def _print(typist: Typist, recorder: MessageRecorder, path: Path, section: str = "") -> None:
    """Four keys: the section, its paper, saved, closed."""
    recorder.paths.append(path)
    if section:
        typist.ctrl(section)
    typist.ctrl("p")
    typist.ctrl("s")
    typist.press(Key.Key_Escape)


def _to_lane_of(typist: Typist, driver: str) -> None:
    """Go down to a driver on the board, as somebody who looks at it does."""
    board = typist.window.page
    assert isinstance(board, BoardPage)
    for _ in board.view.scene.heads:
        if board.view.scene.heads[board.view.current_lane].name == driver:
            return
        typist.type("↓")


def test_sheet_comes_in(town: RideDesk, sit_down: Callable[[], Typist]) -> None:
    """A driver's month: km, cash, waiting keyed; an outlier is told; a ride nobody announced is added and flagged."""
    first = town.assigned(ride_date=date(2026, 11, 17))
    second = town.assigned(ride_date=date(2026, 11, 18))
    typist = sit_down()
    typist.ctrl("2")
    with typist.at_most(3):
        typist.press(Key.Key_Tab, Key.Key_Tab, Key.Key_Tab, to=CTRL)
    with typist.at_most(20):
        typist.type("reyn⏎76⏎45⏎4+26+")
    stored = town.ride(first)
    assert (stored.state, stored.metres, stored.received, stored.waiting_minutes) == (
        RideState.DRIVEN,
        76_000,
        4500,
        4,
    )
    assert town.ride(second).metres == 26_000
    assert "wijkt meer dan 30 % af" in _said(typist)
    with typist.at_most(42):
        typist.ctrl("n")
        typist.type("thijs⏎18/11⏎Genk⏎b⏎39⏎⏎⏎16,87⏎⏎⏎⏎⏎jef⏎")
        typist.press(Key.Key_Return, to=CTRL)
    added = town.ride(second + 1)
    assert (added.state, added.unannounced, added.metres, added.received, added.passengers) == (
        RideState.DRIVEN,
        True,
        39_000,
        1687,
        2,
    )
    assert added.driver_id == town.pierre


def _said(typist: Typist) -> str:
    page = typist.window.page
    assert isinstance(page, SheetsPage)
    return " ".join(line.sentence.text() for line in page.grid.lines).replace(NBSP, " ")


def test_month_end(town: RideDesk, sit_down: Callable[[], Typist], recorder: MessageRecorder, tmp_path: Path) -> None:
    """The missing sheet, the totals frozen, printed and signed, as CSV, and paid by the bank's file."""
    iban = update(Driver).where(Driver.id == town.pierre).values(iban=IBAN)
    town.database.write(lambda session: session.execute(iban))
    town.driven(30_000, ride_date=date(2026, 10, 7))
    town.driven(20_000, ride_date=date(2026, 10, 14))
    missing = town.assigned(ride_date=date(2026, 10, 21))
    typist = sit_down()
    with typist.at_most(8):
        typist.ctrl("k")
        typist.type("afrek⏎a")
    assert isinstance(typist.window.page, SettlementPage)
    assert town.ride(missing).ride_no in typist.window.page.refusal.text.text()

    with typist.at_most(26):
        typist.ctrl("k")
        typist.type("rittenb⏎")
        typist.press(Key.Key_Left, to=CTRL)
        typist.type("reyn⏎25⏎10+")
    assert town.ride(missing).state is RideState.DRIVEN

    with typist.at_most(16):
        typist.ctrl("k")
        typist.type("afrek⏎a")
        _print(typist, recorder, tmp_path / "to_sign.pdf")
        recorder.paths.append(tmp_path / "october.csv")
        typist.type("g")
        typist.ctrl("s")
    assert {town.ride(ride).state for ride in (1, 2, missing)} == {RideState.SETTLED}
    assert "Totaal 3 ritten 75" in paper(tmp_path / "to_sign.pdf")
    assert "Reynders Pierre" in (tmp_path / "october.csv").read_text(encoding="utf-8-sig")

    with typist.at_most(45):
        typist.type("f")
        typist.alt("r")
        typist.type("LDC De Wijzer⏎BE71096123456769")
        typist.press(Key.Key_Return, to=CTRL)
        recorder.paths.append(tmp_path / "october.xml")
        typist.alt("n")
        typist.alt("b")
        typist.press(Key.Key_Escape)
    assert "<Nm>Reynders Pierre</Nm>" in (tmp_path / "october.xml").read_text(encoding="utf-8")
    settlement = town.row(Settlement, 1)
    assert (settlement.metres, settlement.signed_on, settlement.paid_on) == (75_000, MONDAY, MONDAY)
    assert [breach for check in CHECKS for breach in town.read(check.find)] == []


def test_year_end(town: RideDesk, sit_down: Callable[[], Typist], recorder: MessageRecorder, tmp_path: Path) -> None:
    """The figures with last year beside them, printed and saved; the fees of next year, with their letters."""
    account = people.SaveDuesSettings(date(2026, 1, 1), "LDC De Wijzer", "BE68539007547034")
    town.database.write(lambda session: people.save_dues_settings(session, account))
    town.driven(30_000, ride_date=date(2025, 3, 5))
    town.driven(20_000, ride_date=date(2026, 3, 4))
    town.driven(22_000, ride_date=date(2026, 3, 5))
    with clock.frozen(clock.at(date(2026, 12, 7), time(9))):
        typist = sit_down()
        with typist.at_most(12):
            typist.ctrl("k")
            typist.type("jaarc⏎")
            _print(typist, recorder, tmp_path / "figures.pdf")
            recorder.paths.append(tmp_path / "figures.csv")
            typist.ctrl("s")
        figures = paper(tmp_path / "figures.pdf")
        assert "Jaarcijfers 2026" in figures
        kilometres = next(line for line in _lines(tmp_path / "figures.csv") if line.startswith("Kilometers"))
        assert "42" in kilometres
        assert "30" in kilometres

        with typist.at_most(14):
            typist.ctrl("k")
            typist.type("lidgel⏎")
            typist.ctrl("n")
            typist.type("⏎")
        with typist.at_most(4):
            recorder.paths.append(tmp_path / "letters.pdf")
            typist.type("b")
            typist.ctrl("s")
            typist.press(Key.Key_Escape)
    renewed = town.read(lambda session: session.scalars(select(Membership.year).where(Membership.year == 2027)).all())
    assert len(renewed) == 3
    assert "Beste María Thijs," in paper(tmp_path / "letters.pdf")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").splitlines()
