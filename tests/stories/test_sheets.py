"""The ride sheets come in: keyboard only, counted (domain.md §9 "Sheet comes in", §10.1, §10.15; issue 3)."""

import statistics
from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.pages.sheets import SheetsPage
from mmc_desk.features.rides.pages.unannounced_dialog import UnannouncedDialog
from mmc_desk.ui import messages, theme
from mmc_desk.ui.runner import Runner
from tests.features.rides.conftest import RideDesk, fill

CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def desk(runner: Runner, qapp: QApplication) -> RideDesk:
    theme.apply(qapp, "light", 100)
    return fill(runner.database)


class Typist:
    """Whoever keys the sheets: types in whatever has the focus, and counts."""

    def __init__(self, qtbot: QtBot, runner: Runner) -> None:
        self.runner = runner
        self.keys = 0
        self.page = SheetsPage(runner)
        qtbot.addWidget(self.page)
        self.page.resize(1150, 650)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.activateWindow()
        self.page.on_find()
        runner.wait_idle()

    def type(self, text: str) -> None:
        """Type a text; ⏎ is Enter."""
        for character in text:
            if character == "⏎":
                self.press(Qt.Key.Key_Return)
            else:
                QTest.keyClicks(self.focus(), character)
                self.keys += 1
                self.runner.wait_idle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.focus(), key, modifier)
        self.keys += 1
        self.runner.wait_idle()

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.page

    def rides(self) -> list[Ride]:
        found = self.runner.database.read(lambda session: session.scalars(select(Ride).order_by(Ride.id)).all())
        return list(found)

    def said(self, place: int) -> str:
        label = self.page.grid.lines[place].sentence
        return label.text().replace("\u00a0", " ") if label.isVisible() else ""


def test_a_drivers_month_of_twenty_rides(qtbot: QtBot, runner: Runner, desk: RideDesk) -> None:
    for day in (number for number in range(2, 23) if number != 11):  # closed on the 11th
        desk.assigned(ride_date=date(2026, 11, day))
    typist = Typist(qtbot, runner)
    typist.type("reyn⏎")
    assert typist.page.bar.waiting.accessibleName() == "nog 20 bladen"
    per_ride = []
    for number in range(20):
        before = typist.keys
        typist.type(f"{70 + number}⏎{30 + number},4+")
        per_ride.append(typist.keys - before)

    rides = typist.rides()
    assert [ride.state for ride in rides] == [RideState.DRIVEN] * 20
    assert [ride.metres for ride in rides] == [(70 + number) * 1000 for number in range(20)]
    assert [ride.received for ride in rides] == [(30 + number) * 100 + 40 for number in range(20)]
    assert typist.page.bar.waiting.accessibleName() == "alle bladen zijn binnen"
    assert statistics.median(per_ride) <= 8
    # A practised hand makes 120 keys a minute on digits; half of that keeps twenty rides within three minutes.
    assert typist.keys <= 180


def test_with_the_odometer_the_last_digits_are_enough(qtbot: QtBot, runner: Runner, desk: RideDesk) -> None:
    desk.assigned(ride_date=date(2026, 11, 17), appointment=time(9))
    desk.assigned(ride_date=date(2026, 11, 17), appointment=time(15))
    typist = Typist(qtbot, runner)
    typist.type("reyn⏎")
    QTest.keyClick(typist.focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(typist.focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    typist.type("84402⏎475⏎=+")
    first, second = typist.page.grid.lines
    assert second.odometer_start.placeholderText() == "84.475"
    typist.type("551⏎33+")

    rides = typist.rides()
    assert [(ride.odometer_start, ride.odometer_end, ride.metres) for ride in rides] == [
        (84_402, 84_475, 73_000),
        (84_475, 84_551, 76_000),
    ]
    assert rides[0].received == 3158  # 73 km × € 0,4326, taken over from what stood in grey
    assert first.metres.value == 73_000


def test_edge_15_an_odometer_typo_stays_until_it_is_mended(qtbot: QtBot, runner: Runner, desk: RideDesk) -> None:
    desk.assigned(ride_date=date(2026, 11, 17))
    desk.assigned(ride_date=date(2026, 11, 18))
    typist = Typist(qtbot, runner)
    typist.type("reyn⏎")
    line = typist.page.grid.lines[0]
    line.odometer_start.setFocus()
    typist.type("84402⏎84347+")
    assert typist.said(0) == "De eindstand 84.347 is lager dan de beginstand 84.402. Kijk beide na."
    assert typist.rides()[0].state is RideState.ASSIGNED

    typist.page.bar.choose(desk.paula)
    runner.wait_idle()
    typist.page.bar.choose(desk.pierre)
    runner.wait_idle()
    line = typist.page.grid.lines[0]
    assert line.odometer_end.value == 84_347
    line.odometer_end.setFocus()
    typist.type("84474+")
    assert typist.rides()[0].metres == 72_000
    assert typist.said(0) == ""


def test_edge_1_a_wasted_trip_with_km(qtbot: QtBot, runner: Runner, desk: RideDesk) -> None:
    desk.assigned(ride_date=date(2026, 11, 17))
    desk.assigned(ride_date=date(2026, 11, 18))
    typist = Typist(qtbot, runner)
    typist.type("reyn⏎l18+g+")

    wasted, cancelled = typist.rides()
    assert (wasted.state, wasted.metres, wasted.chargeable) == (RideState.WASTED, 18_000, True)
    assert (cancelled.state, cancelled.chargeable) == (RideState.CANCELLED, False)


def test_a_sheet_for_a_ride_nobody_announced(qtbot: QtBot, runner: Runner, desk: RideDesk) -> None:
    desk.driven()
    typist = Typist(qtbot, runner)
    typist.type("reyn⏎")
    typist.page.on_new()
    typist.keys += 1
    runner.wait_idle()
    assert typist.page.findChildren(UnannouncedDialog)
    typist.type("thijs⏎18/11⏎Genk⏎b⏎39⏎⏎⏎16,87⏎⏎⏎⏎⏎rosa⏎")
    typist.press(Qt.Key.Key_Return, CONTROL)

    assert not typist.page.findChildren(UnannouncedDialog)
    added = typist.rides()[-1]
    assert (added.state, added.unannounced, added.metres, added.received) == (RideState.DRIVEN, True, 39_000, 1687)
    assert (added.ride_date, added.passengers) == (date(2026, 11, 18), 2)
    assert "niet aangekondigd" in typist.page.grid.lines[-1].where.accessibleName()
    assert messages.recorder is not None
    assert messages.recorder.toasts[-1].startswith("Rit toegevoegd.")
    runner.undo()
    runner.wait_idle()
    assert len(typist.page.grid.lines) == 1


def settle(session: Session, ride_id: int) -> None:
    session.get_one(Ride, ride_id).state = RideState.SETTLED


def test_edge_15_a_settled_month_is_frozen_and_says_so(qtbot: QtBot, runner: Runner, desk: RideDesk) -> None:
    ride_id = desk.driven()
    runner.database.write(lambda session: settle(session, ride_id))
    typist = Typist(qtbot, runner)
    typist.type("reyn⏎")
    assert not typist.page.grid.lines[0].metres.isEnabled()
    assert typist.page.notice.text().startswith("Deze maand is al afgerekend")


def test_far_off_the_estimate_warns_and_is_saved(qtbot: QtBot, runner: Runner, desk: RideDesk) -> None:
    desk.assigned(ride_date=date(2026, 11, 17))
    typist = Typist(qtbot, runner)
    typist.type("reyn⏎26+")
    assert typist.rides()[0].metres == 26_000
    assert "wijkt meer dan 30 % af" in typist.said(0)
