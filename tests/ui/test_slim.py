"""A low window: the line above the page moves into the menu bar, bars share a row, and all comes back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton
from pytestqt.qtbot import QtBot

from mmc_desk.core.settings import Settings
from mmc_desk.ui import theme
from mmc_desk.ui.main_window import MainWindow
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.slim import SharedRow, Slim
from tests.accessibility import assert_accessible
from tests.ui.sample_pages import FEATURES

HIGH, LOW = 800, 600


class Bar(Slim):
    """A bar of a button, wide or narrow."""

    def __init__(self, wide: int, narrow: int) -> None:
        super().__init__()
        self.widths = {False: wide, True: narrow}
        self.button = QPushButton()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.button)
        self.be_slim(is_slim=False)

    def be_slim(self, *, is_slim: bool) -> None:
        """Be narrow, or wide."""
        self.button.setMinimumWidth(self.widths[is_slim])


@pytest.fixture
def window(runner: Runner, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(runner, FEATURES, Settings(theme="light"), remembers=False)
    qtbot.addWidget(made)
    made.resize(1000, HIGH)
    made.start()
    made.show()
    made.activateWindow()
    runner.wait_idle()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


def heighten(window: MainWindow, height: int, width: int = 1000) -> None:
    window.resize(width, height)
    QApplication.processEvents()


def test_a_low_window_leaves_its_height_to_the_page(window: MainWindow) -> None:
    page, bar = window.page, window.menuBar()
    assert page is not None
    chrome = HIGH - page.height()
    heighten(window, LOW)
    assert LOW - page.height() < chrome - 30
    assert not window.header.isVisible()
    assert bar.isAncestorOf(window.header.search)
    assert window.header.search.isVisible()
    assert window.header.search.text().endswith("Ctrl+K")
    assert_accessible(window)
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)  # a page made in a low window
    heighten(window, HIGH)
    window.open_page("days")
    assert HIGH - page.height() == chrome
    assert window.header.isVisible()
    assert window.header.search.isVisible()
    assert bar.height() < window.header.tools.height()


def test_where_the_menus_leave_no_room_searching_is_a_sign(window: MainWindow) -> None:
    heighten(window, LOW, 640)
    assert window.header.search.text() == ""
    assert window.header.search.accessibleName()
    heighten(window, LOW)
    assert window.header.search.text().endswith("Ctrl+K")


def test_larger_text_makes_the_same_window_low(window: MainWindow) -> None:
    window.choose(scale=150)
    QApplication.processEvents()
    assert not window.header.isVisible()
    window.choose(scale=100)
    QApplication.processEvents()
    assert window.header.isVisible()
    assert not window.menuBar().isAncestorOf(window.header.search)


@pytest.fixture
def page(runner: Runner, qtbot: QtBot) -> Page:
    made = Page(runner)
    qtbot.addWidget(made)
    return made


def put(page: Page, row: SharedRow, width: int) -> None:
    layout = QHBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(row)
    page.resize(width, 300)
    page.show()
    QApplication.processEvents()


def test_bars_share_a_row_in_a_low_page_where_they_fit(page: Page) -> None:
    first, second = Bar(200, 100), Bar(200, 100)
    put(page, SharedRow(first, second), 300)
    assert second.y() > first.y()
    page.be_low(is_low=True)
    QApplication.processEvents()
    assert second.y() == first.y()
    assert (first.width(), second.width()) == (300 - 100 - theme.px(4), 100)
    page.resize(202, 300)
    QApplication.processEvents()
    assert second.y() > first.y()
    page.resize(300, 300)
    QApplication.processEvents()
    assert second.y() == first.y()
    page.be_low(is_low=False)
    QApplication.processEvents()
    assert second.y() > first.y()
    assert first.button.minimumWidth() == 200
