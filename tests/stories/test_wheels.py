"""LDC on Wheels, keyboard only: a month proposed and taken over; then a holiday moves a session (domain.md §10.9)."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mmc_desk.features.sessions.model import SessionKind, SessionState
from mmc_desk.features.sessions.pages.plan import PlanPage
from mmc_desk.features.sessions.rules.plan import Month
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.features.sessions.conftest import Wheels

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def wheels(runner: Runner) -> Wheels:
    return Wheels(runner.database)


def test_a_holiday_moves_a_session_and_ctrl_z_brings_it_back(
    qtbot: QtBot, runner: Runner, wheels: Wheels, recorder: MessageRecorder
) -> None:
    wheels.theme("Bingo", SessionKind.RECREATIONAL)
    wheels.theme("Valpreventie")
    page = PlanPage(runner)
    qtbot.addWidget(page)
    page.resize(1200, 760)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    runner.wait_idle()

    def press(key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        page.grid.setFocus()
        QTest.keyClick(page.grid, key, modifier)
        runner.wait_idle()

    press(Key.Key_Right, CTRL)
    assert page.bar.month == Month(2026, 12)
    press(Key.Key_G, CTRL)
    press(Key.Key_Return, CTRL)
    assert recorder.toasts == ["2 activiteiten gepland"]
    assert page.plan is not None
    monday = next(row for row in page.plan.sessions if row.location == "Mopertingen")

    # The hall is closed that noon: decided on the page of the restaurants, in the same write the session moves.
    def close(session: object) -> None:
        from mmc_desk.features.meals.model import MealService

        found = session.query(MealService).filter_by(  # type: ignore[attr-defined] # a session
            restaurant_id=monday.location_id, service_date=monday.day
        )
        found.one().closed_reason = "feestdag"

    runner.write(close, "Middag gesloten")
    runner.wait_idle()
    assert page.plan is not None
    moved = next(row for row in page.plan.sessions if row.key == monday.key)
    assert (moved.day > monday.day, moved.day.month, moved.state) == (True, 12, SessionState.PLANNED)
    assert page.grid.select_day(moved.location_id, moved.day)
    assert "feestdag" in page.sentence.text()

    runner.undo()
    runner.wait_idle()
    back = next(row for row in page.plan.sessions if row.key == monday.key)
    assert (back.day, back.moved_from, back.reason) == (monday.day, None, "")

    # The last open noon of the month closes: the session is listed as missed, with the reason.
    wheels.close("Hees", date(2026, 12, 10))
    wheels.close("Hees", date(2026, 12, 17))
    wheels.close("Hees", date(2026, 12, 3))
    page.reload()
    runner.wait_idle()
    lost = next(row for row in page.plan.sessions if row.location == "Hees")
    assert (lost.state, lost.reason) == (SessionState.MISSED, "zaal bezet, en geen open middag meer in de maand")
