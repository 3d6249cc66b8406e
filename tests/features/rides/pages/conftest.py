"""What the tests of the pages share: a runner on the small desk, a recorder instead of dialogs."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.features.rides.pages.board import BoardPage
from mmc_desk.ui import messages, theme
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from tests.features.rides.conftest import WEDNESDAY, RideDesk


@pytest.fixture(autouse=True)
def recorder(monkeypatch: pytest.MonkeyPatch) -> MessageRecorder:
    made = MessageRecorder()
    monkeypatch.setattr(messages, "recorder", made)
    return made


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 100)


@pytest.fixture
def runner(sqlite_desk: RideDesk, qapp: QApplication) -> Iterator[Runner]:
    made = Runner(sqlite_desk.database)
    yield made
    made.close()


@pytest.fixture
def show(qtbot: QtBot, runner: Runner) -> Callable[[Page], None]:
    """Show a page as the window does, and wait until it has read."""

    def show_page(page: Page) -> None:
        qtbot.addWidget(page)
        page.resize(1200, 700)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        runner.wait_idle()

    return show_page


@pytest.fixture
def board(runner: Runner, show: Callable[[Page], None]) -> Callable[[], BoardPage]:
    """Open the board on Wednesday."""

    def open_board() -> BoardPage:
        page = BoardPage(runner)
        show(page)
        page.show_day(WEDNESDAY)
        runner.wait_idle()
        return page

    return open_board


def press(widget: QWidget, *keys: Qt.Key | str) -> None:
    """Press keys, or type a text, in a widget that has the focus."""
    widget.activateWindow()
    QApplication.processEvents()
    widget.setFocus()
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(widget, key)
        else:
            QTest.keyClick(widget, key)


def drag(source: QWidget, start: QPoint, target: QWidget, end: QPoint) -> None:
    """Press in a widget, carry along, and let go over another one; the source hears it all, as with a real mouse."""
    carry(source, start, target, end)
    release(source, target, end)


def carry(source: QWidget, start: QPoint, target: QWidget, end: QPoint) -> None:
    """Press and move, without letting go."""
    _mouse(source, QMouseEvent.Type.MouseButtonPress, source.mapToGlobal(start))
    for part in (1, 2, 3, 4):
        way = target.mapToGlobal(end) - source.mapToGlobal(start)
        _mouse(source, QMouseEvent.Type.MouseMove, source.mapToGlobal(start) + way * part / 4)


def release(source: QWidget, target: QWidget, end: QPoint) -> None:
    """Let go."""
    _mouse(source, QMouseEvent.Type.MouseButtonRelease, target.mapToGlobal(end))


def _mouse(widget: QWidget, kind: QMouseEvent.Type, place: QPoint) -> None:
    is_move = kind == QMouseEvent.Type.MouseMove
    button = Qt.MouseButton.NoButton if is_move else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QMouseEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    local = QPointF(widget.mapFromGlobal(place))
    event = QMouseEvent(kind, local, QPointF(place), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)
