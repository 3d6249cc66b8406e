"""A driver ill, a member who moves, a swap afterwards: the desk's worst mornings, by keys alone (domain.md §9, §10)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.core import clock
from mmc_desk.core.db import Database
from mmc_desk.core.settings import Settings
from mmc_desk.features import follow, load_features
from mmc_desk.features.people.model import Member
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.pages.board import BoardPage
from mmc_desk.features.rides.pages.history_dialog import HistoryDialog
from mmc_desk.features.rides.pages.impact_dialog import ImpactDialog
from mmc_desk.features.rides.printout import printed_sheets, write_rosters
from mmc_desk.features.rides.printout.book import write_book
from mmc_desk.features.rides.queries.history import ride_history
from mmc_desk.features.rides.queries.roster import roster_book
from mmc_desk.ui import messages
from mmc_desk.ui.main_window import MainWindow
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.features.rides.conftest import RideDesk, fill

TODAY = date(2026, 11, 23)
MORNING = clock.at(TODAY, time(7, 30))


@pytest.fixture(autouse=True)
def recorder(monkeypatch: pytest.MonkeyPatch) -> MessageRecorder:
    made = MessageRecorder()
    monkeypatch.setattr(messages, "recorder", made)
    return made


@pytest.fixture
def morning(sqlite_database: Database) -> Iterator[datetime]:
    with clock.frozen(MORNING):
        yield MORNING


@pytest.fixture
def town(sqlite_database: Database, morning: datetime) -> Iterator[RideDesk]:
    desk = fill(sqlite_database)
    sqlite_database.followers = (follow,)
    yield desk
    sqlite_database.followers = ()


class Desk:
    """Whoever sits at the desk: presses keys in whatever has the focus, and waits for the screen."""

    def __init__(self, qtbot: QtBot, database: Database) -> None:
        self.runner = Runner(database)
        self.window = MainWindow(self.runner, load_features(), Settings(), remembers=False)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.window.open_page("board", TODAY)
        self.runner.wait_idle()
        self.keys = 0

    @property
    def board(self) -> BoardPage:
        assert isinstance(self.window.page, BoardPage)
        return self.window.page

    def press(self, *keys: Qt.Key | str) -> None:
        for key in keys:
            target = QApplication.focusWidget()
            assert isinstance(target, QWidget)
            self.keys += 1
            if isinstance(key, str):
                QTest.keyClicks(target, key)
            else:
                QTest.keyClick(target, key)
            self.runner.wait_idle()

    def focus(self, widget: QWidget) -> None:
        widget.window().activateWindow()
        widget.setFocus()
        QApplication.processEvents()


@pytest.fixture
def desk(qtbot: QtBot, town: RideDesk) -> Iterator[Desk]:
    made = Desk(qtbot, town.database)
    yield made
    made.runner.close()


def dialog(kind: type[QDialog]) -> QDialog:
    found = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]
    return found[0]


def printed_text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_10_2_a_driver_who_loses_one_of_two_rides_reads_so_on_the_new_roster(
    town: RideDesk, desk: Desk, tmp_path: Path
) -> None:
    """The new roster bears the next version, and says what fell off and what is new."""
    town.assigned(ride_date=TODAY, appointment=time(10))
    second = town.assigned(ride_date=TODAY, member_id=town.maria, appointment=time(15))
    rosters = town.read(roster_book, TODAY).rosters
    printed = ops.NoteRosterPrinted(printed_sheets(rosters))
    town.database.write(lambda session: ops.note_roster_printed(session, printed))
    desk.board.reload()
    desk.runner.wait_idle()
    with clock.frozen(MORNING + timedelta(minutes=5)):
        desk.focus(desk.board.view)
        desk.board.view.select_ride(second)
        desk.press(Qt.Key.Key_Delete)
    path = tmp_path / "lijst.pdf"
    write_rosters(path, town.read(roster_book, TODAY))
    text = printed_text(path)
    assert "versie 2" in text
    assert f"Vervallen sinds versie 1: {town.ride(second).ride_no} Thijs María." in text


def test_10_2_a_swap_after_the_fact_shows_as_one_in_the_printed_book(
    town: RideDesk, desk: Desk, tmp_path: Path
) -> None:
    """In the evening it turns out that Paula drove: the book says so, and that it was entered afterwards."""
    ride = town.assigned(ride_date=TODAY, appointment=time(10))
    desk.board.reload()
    desk.runner.wait_idle()
    with clock.frozen(clock.at(TODAY, time(18))):
        desk.focus(desk.board.view)
        desk.board.view.select_ride(ride)
        desk.press("a")
        assert desk.board.assign_panel.cards.select_key(town.paula)
        desk.press(Qt.Key.Key_Return)
        desk.focus(desk.board.view)
        desk.board.view.select_ride(ride)
        desk.press("i")
        assert desk.keys == 3
        shown = dialog(HistoryDialog)
        assert isinstance(shown, HistoryDialog)
        assert "1 keer" in shown.about.text()
        shown.reject()
    path = tmp_path / "boek.pdf"
    write_book(path, town.read(ride_history, ride))
    text = printed_text(path)
    assert "Reynders Pierre → Vos Paula" in text
    assert "NA VERTREK: andere chauffeur" in text


def test_10_6_a_member_moves_and_the_rides_follow_when_the_desk_says_so(town: RideDesk, desk: Desk) -> None:
    """The new address is noted; the rides from the old one are shown, and Enter lets them leave from the new one."""
    before = town.assigned(ride_date=TODAY, appointment=time(10))
    later = town.assigned(ride_date=date(2026, 11, 27))
    person = town.row(Member, town.rosa).person_id

    def move(session: object) -> None:
        from mmc_desk.features.people.ops.persons import AddressDetails
        from mmc_desk.features.people.ops.persons import move as move_to

        details = AddressDetails("Markt 1", "3740", "Bilzen")
        move_to(session, person, details, date(2026, 11, 26))  # type: ignore[arg-type] # a session

    desk.runner.write(move, "Adres gewijzigd")
    desk.runner.wait_idle()
    assert town.ride(later).origin == "Kerkstraat 1"
    impact = desk.window.impacts.dialog
    assert isinstance(impact, ImpactDialog)
    desk.focus(impact.table)
    desk.press(Qt.Key.Key_Return)
    assert desk.keys == 1
    assert (town.ride(later).origin, town.ride(later).village) == ("Markt 1", "Bilzen")
    assert (town.ride(before).origin, town.ride(before).village) == ("Kerkstraat 1", "Hees")
    desk.runner.undo()
    desk.runner.wait_idle()
    assert town.ride(later).village == "Hees"
