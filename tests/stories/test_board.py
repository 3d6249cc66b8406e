"""A morning at the desk with the board, in the words of who sits there (domain.md §9)."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.core.db import Database
from mmc_desk.features.people.model import Absence
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.pages.board import BoardPage
from mmc_desk.features.rides.pages.result_dialog import ResultDialog
from mmc_desk.ui import messages
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.features.rides.conftest import RideDesk, fill

TUESDAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def recorder(monkeypatch: pytest.MonkeyPatch) -> MessageRecorder:
    made = MessageRecorder()
    monkeypatch.setattr(messages, "recorder", made)
    return made


@pytest.fixture
def town(sqlite_database: Database) -> RideDesk:
    return fill(sqlite_database)


@pytest.fixture
def runner(town: RideDesk, qapp: QApplication) -> Iterator[Runner]:
    made = Runner(town.database)
    yield made
    made.close()


class Dispatcher:
    """Whoever gives rides to drivers: presses keys in whatever has the focus, and waits for the screen."""

    def __init__(self, qtbot: QtBot, runner: Runner) -> None:
        self.runner = runner
        self.page = BoardPage(runner)
        qtbot.addWidget(self.page)
        self.page.resize(1280, 760)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.activateWindow()
        runner.wait_idle()

    def go_to(self, day: date) -> None:
        self.page.show_day(day)
        self.runner.wait_idle()

    def press(self, *keys: Qt.Key | str) -> None:
        for key in keys:
            target = QApplication.focusWidget()
            assert isinstance(target, QWidget)
            if isinstance(key, str):
                QTest.keyClicks(target, key)
            else:
                QTest.keyClick(target, key)
            self.runner.wait_idle()

    def undo(self) -> None:
        self.runner.undo()
        self.runner.wait_idle()


def test_the_member_is_phoned_and_the_ride_confirmed(qtbot: QtBot, town: RideDesk, runner: Runner) -> None:
    ride = town.assigned(ride_date=TUESDAY)
    desk = Dispatcher(qtbot, runner)
    desk.page.open_record(ride)
    runner.wait_idle()
    desk.press("b")
    assert town.ride(ride).state is RideState.CONFIRMED
    assert "bevestigd" in desk.page.view.accessibleDescription()


def test_pierre_is_ill_this_morning_and_his_ride_goes_to_paula(
    qtbot: QtBot, town: RideDesk, runner: Runner, recorder: MessageRecorder
) -> None:
    ride = town.assigned(ride_date=TUESDAY)
    town.add(Absence(driver_id=town.pierre, from_day=TUESDAY, to_day=TUESDAY, reason="ziek"))
    desk = Dispatcher(qtbot, runner)
    desk.page.open_record(ride)
    runner.wait_idle()
    desk.press("a")
    refused = next(card for card in desk.page.assign_panel.cards.card_model.cards if card.key == town.pierre)
    assert "afwezig op 24/11/2026 (ziek)" in refused.warning
    desk.page.assign_panel.cards.select_key(town.paula)
    desk.press(Qt.Key.Key_Return)
    assert town.ride(ride).driver_id == town.paula
    desk.undo()
    assert town.ride(ride).driver_id == town.pierre


def test_the_sheet_of_yesterday_comes_in(qtbot: QtBot, town: RideDesk, runner: Runner) -> None:
    ride = town.assigned(ride_date=date(2026, 11, 20))
    desk = Dispatcher(qtbot, runner)
    desk.page.open_record(ride)
    runner.wait_idle()
    desk.press("r")
    sheet = desk.page.findChild(ResultDialog)
    assert isinstance(sheet, ResultDialog)
    sheet.activateWindow()
    QApplication.processEvents()
    desk.press("76", Qt.Key.Key_Return, "45", Qt.Key.Key_Return, "4", Qt.Key.Key_Return, "32,50")
    sheet.save_button.click()
    runner.wait_idle()
    stored = town.ride(ride)
    assert (stored.state, stored.metres, stored.received) == (RideState.DRIVEN, 76_000, 3250)
