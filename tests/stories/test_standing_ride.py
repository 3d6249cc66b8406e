"""A standing ride at the desk, keyboard only: begun with its holidays, a day skipped, the member on leave (§10.17)."""

from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mmc_desk.features.people.model import Address, Member, Person
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.pages.series import SeriesPage
from mmc_desk.features.rides.pages.series_dialog import SeriesDialog
from mmc_desk.features.rides.pages.series_tasks import PauseDialog, SkipDialog
from mmc_desk.features.rides.rules.series import Fate
from mmc_desk.ui import messages
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner

W = TypeVar("W", bound=QWidget)
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


class Desk:
    """Whoever sits at the page: types in whatever has the focus, and counts."""

    def __init__(self, qtbot: QtBot, runner: Runner) -> None:
        self.runner = runner
        self.keys = 0
        self.page = SeriesPage(runner)
        qtbot.addWidget(self.page)
        self.page.resize(1200, 700)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.activateWindow()
        runner.wait_idle()

    def begin(self) -> SeriesDialog:
        self.page.on_new()
        self.keys += 1  # Ctrl+N
        self.runner.wait_idle()
        dialog = self.dialog(SeriesDialog)
        dialog.request.focus_member()
        return dialog

    def dialog(self, kind: type[W]) -> W:
        self.runner.wait_idle()
        (found,) = [one for one in self.page.findChildren(kind) if one.isVisible()]
        found.activateWindow()
        QApplication.processEvents()
        return found

    def on(self, table: QWidget) -> None:
        self.page.activateWindow()
        QApplication.processEvents()
        table.setFocus()
        self.keys += 1  # Tab

    def type(self, text: str, widget: QWidget | None = None) -> None:
        for character in text:
            QTest.keyClicks(widget or self._focus(), character)
            self.keys += 1
        self.runner.wait_idle()

    def press(self, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._focus(), key, modifier)
        self.keys += 1
        self.runner.wait_idle()

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.page

    def days(self) -> list[str]:
        found = select(Ride.ride_date).where(Ride.state != RideState.CANCELLED).order_by(Ride.ride_date)
        return self.runner.database.read(lambda session: [f"{day:%d/%m}" for day in session.scalars(found)])


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> MessageRecorder:
    made = MessageRecorder()
    monkeypatch.setattr(messages, "recorder", made)
    return made


@pytest.fixture
def desk(qtbot: QtBot, runner: Runner, recorder: MessageRecorder) -> Desk:
    def add(session: object) -> None:
        person = Person(last_name="Geladé", first_name="Josée", born_on=date(1940, 3, 2))
        session.add(person)  # type: ignore[attr-defined] # a Session
        session.flush()  # type: ignore[attr-defined] # a Session
        home = Address(
            person_id=person.id, valid_from=date(2015, 1, 1), street="Kerkstraat 1", postcode="3740", village="Hees"
        )
        session.add_all([home, Member(person_id=person.id, member_no=14, since=date(2015, 1, 1))])  # type: ignore[attr-defined] # a Session

    runner.database.write(add)
    return Desk(qtbot, runner)


def test_10_17_a_standing_ride_from_the_first_call_to_the_leave(desk: Desk, recorder: MessageRecorder) -> None:
    # "Elke vrijdag om halftien naar het ziekenhuis": 25 December and 1 January show as skipped while it is typed.
    dialog = desk.begin()
    desk.type("gela")
    desk.press(Key.Key_Return)
    desk.type("27/11")
    for _ in range(7):
        desk.press(Key.Key_Return)
    desk.type("930")
    desk.press(Key.Key_Return)
    desk.type("zol")
    desk.press(Key.Key_Return)
    assert (
        dialog.preview.sentence.text()
        == "elke week op vrijdag, vanaf 27/11/2026, niet op feestdagen of op sluitingsdagen"
    )
    assert "vr 25/12/2026 – feestdag: Kerstmis" in dialog.preview.skipped.text()
    desk.press(Key.Key_Return, CTRL)
    assert recorder.toasts == ["Vaste rit begonnen: 4 ritten gepland"]
    assert desk.days() == ["27/11", "04/12", "11/12", "18/12"]
    assert desk.keys <= 45

    # She phones: not next week.
    desk.keys = 0
    desk.on(desk.page.day_table)
    desk.press(Key.Key_Down)
    desk.type("o")
    desk.dialog(SkipDialog)
    desk.type("op reis")
    desk.press(Key.Key_Return)
    assert desk.days() == ["27/11", "11/12", "18/12"]
    assert [day.occurrence.fate for day in desk.page.days.rows[:2]] == [Fate.PLANNED, Fate.SKIPPED]
    assert desk.keys <= 12

    # And then she is on leave from the 10th of December until told otherwise.
    desk.keys = 0
    desk.on(desk.page.table)
    desk.type("p")
    desk.dialog(PauseDialog)
    desk.type("10/12")
    desk.press(Key.Key_Return, CTRL)
    assert recorder.toasts[-1] == "Vaste rit gepauzeerd: 2 ritten geannuleerd"
    assert desk.days() == ["27/11"]
    assert desk.keys <= 10
    assert "Pauze vanaf 10/12/2026" in desk.page.rests.text()
