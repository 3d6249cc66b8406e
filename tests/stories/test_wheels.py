"""LDC on Wheels, keyboard only: a month proposed and taken over; then a holiday moves a session (domain.md §10.9)."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mmc_desk.features import follow
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.pages.closing_dialogs import CloseNoonDialog
from mmc_desk.features.meals.pages.noons import NoonsPage
from mmc_desk.features.sessions.model import SessionKind, SessionState
from mmc_desk.features.sessions.pages.plan import PlanPage
from mmc_desk.features.sessions.queries.rows import SessionRow
from mmc_desk.features.sessions.rules.plan import Month
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from tests.features.sessions.conftest import Wheels

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


class Story:
    """The two pages side by side, and who types in them."""

    def __init__(self, qtbot: QtBot, runner: Runner) -> None:
        self.qtbot, self.runner = qtbot, runner
        runner.database.followers = (follow,)
        self.plan, self.noons = self._open(PlanPage(runner)), self._open(NoonsPage(runner))

    def _open(self, page: Page) -> Page:
        self.qtbot.addWidget(page)
        page.resize(1200, 760)
        with self.qtbot.waitExposed(page):
            page.show()
        self.runner.wait_idle()
        return page

    def press(self, widget: QWidget, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        widget.window().activateWindow()
        QApplication.processEvents()
        widget.setFocus()
        QTest.keyClick(widget, key, modifier)
        self.runner.wait_idle()

    def close_noon(self, location_id: int, day: date, reason: str) -> None:
        """On Middagen: go to the noon, Delete, the reason, Enter."""
        noon = select(MealService.id).where(MealService.restaurant_id == location_id, MealService.service_date == day)
        key = self.runner.database.read(lambda session: session.scalars(noon).one())
        self.noons.open_record(key)
        self.runner.wait_idle()
        assert isinstance(self.noons, NoonsPage)
        self.press(self.noons.grid, Key.Key_Delete)
        (dialog,) = [one for one in self.noons.findChildren(CloseNoonDialog) if one.isVisible()]
        QTest.keyClicks(dialog.reason, reason)
        self.press(dialog.reason, Key.Key_Return)
        QApplication.processEvents()

    def session(self, location: str) -> SessionRow:
        assert isinstance(self.plan, PlanPage)
        assert self.plan.plan is not None
        return next(row for row in self.plan.plan.sessions if row.location == location)


@pytest.fixture
def wheels(runner: Runner) -> Wheels:
    return Wheels(runner.database)


def test_a_holiday_moves_a_session_and_ctrl_z_brings_it_back(
    qtbot: QtBot, runner: Runner, wheels: Wheels, recorder: MessageRecorder
) -> None:
    wheels.theme("Bingo", SessionKind.RECREATIONAL)
    wheels.theme("Valpreventie")
    story = Story(qtbot, runner)
    page = story.plan
    assert isinstance(page, PlanPage)

    story.press(page.grid, Key.Key_Right, CTRL)
    assert page.bar.month == Month(2026, 12)
    story.press(page.grid, Key.Key_G, CTRL)
    story.press(page.grid, Key.Key_Return, CTRL)
    assert recorder.toasts == ["2 activiteiten gepland"]
    planned = story.session("Mopertingen")

    story.close_noon(planned.location_id, planned.day, "feestdag")
    moved = story.session("Mopertingen")
    assert (moved.key, moved.day > planned.day, moved.day.month, moved.state) == (
        planned.key,
        True,
        12,
        SessionState.PLANNED,
    )
    assert page.grid.select_day(moved.location_id, moved.day)
    assert "feestdag" in page.sentence.text()

    runner.undo()
    runner.wait_idle()
    back = story.session("Mopertingen")
    assert (back.day, back.moved_from, back.reason) == (planned.day, None, "")

    # Noon after noon closes: the session goes on to the next, and is listed as missed when none is left.
    for day in (date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 17)):
        story.close_noon(wheels.locations["Hees"], day, "zaal bezet")
    lost = story.session("Hees")
    assert (lost.state, lost.reason) == (SessionState.MISSED, "zaal bezet, en geen open middag meer in de maand")
