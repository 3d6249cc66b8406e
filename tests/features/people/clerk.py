"""Whoever sits at the desk: works the window by keyboard alone, in whatever has the focus."""

import sqlite3
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.core.feature import Feature
from mmc_desk.core.settings import Settings
from mmc_desk.features.people.feature import FEATURE
from mmc_desk.features.people.pages.list_page import PeoplePage
from mmc_desk.ui import theme
from mmc_desk.ui.form import FormDialog
from mmc_desk.ui.main_window import MainWindow
from mmc_desk.ui.runner import Runner

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class SharedWindow:
    """A window that the tests of a module share, for making a page anew takes a quarter of opening a window.

    Each test finds in it what the first one found: the rows that `runner`'s database held, and no pages yet.
    Nothing is painted, which takes a third of a test's time: `Clerk.paint` does where that is what a test looks at.
    """

    def __init__(self, runner: Runner, features: Sequence[Feature] = (FEATURE,)) -> None:
        self.runner = runner
        self._rows = sqlite3.connect(":memory:", check_same_thread=False)
        with runner.database.bare() as live:
            live.backup(self._rows)
        self.window = MainWindow(runner, features, Settings(), remembers=False)
        self.window.setUpdatesEnabled(False)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)

    def begin_again(self) -> MainWindow:
        """Forget what the test before did."""
        self.runner.wait_idle()
        self._clear()
        self.runner.undo_stack.clear()
        with self.runner.database.bare() as live:
            self._rows.backup(live)
        self.window._build()
        self.window.activateWindow()
        return self.window

    def close(self) -> None:
        """Close it, and its database."""
        self._clear()
        self.window.close()
        self.window.deleteLater()
        self.runner.close()
        self._rows.close()

    def _clear(self) -> None:
        for dialog in self.window.findChildren(QDialog):
            dialog.hide()
            dialog.deleteLater()
        for old in (self.window.takeCentralWidget(), self.window.toast):
            if old is not None:
                old.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Clerk:
    """The keyboard in front of the window of members and drivers: one of its own, or `shared`."""

    def __init__(
        self,
        qtbot: QtBot,
        qapp: QApplication,
        runner: Runner,
        shared: SharedWindow | None = None,
        page: str = "members",
    ) -> None:
        theme.apply(qapp, "light", 100)
        self._qtbot = qtbot
        self.runner = runner
        self.window = shared.begin_again() if shared else self._new_window([FEATURE])
        self.open(page)

    def _new_window(self, features: Sequence[Feature]) -> MainWindow:
        window = MainWindow(self.runner, features, Settings())
        self._qtbot.addWidget(window)
        with self._qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        return window

    def open(self, name: str) -> None:
        """Bring a page to the front, with the keyboard in its list."""
        self.window.open_page(name)
        self.settle()
        self.page.table.setFocus()

    @property
    def page(self) -> PeoplePage:
        page = self.window.page
        assert isinstance(page, PeoplePage)
        return page

    @property
    def dialog(self) -> FormDialog:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FormDialog)
        return dialog

    @property
    def in_dialog(self) -> bool:
        return QApplication.activeModalWidget() is not None

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        QTest.keyClicks(self._focus(), text)
        self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key."""
        QTest.keyClick(self._focus(), key, modifier)
        self.settle()

    def paint(self) -> bool:
        """Paint the page in front; tell whether it shows more than one colour."""
        self.window.setUpdatesEnabled(True)
        image = self.page.grab().toImage()
        self.window.setUpdatesEnabled(False)
        return len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}) > 1

    def enter(self, *texts: str) -> None:
        """Type each text and go on with Enter; an empty one leaves its field as it is."""
        for text in texts:
            self.type(text)
            self.press(Qt.Key.Key_Return)

    def save(self) -> None:
        """Save the dialog by Ctrl+Enter."""
        self.press(Qt.Key.Key_Return, CTRL)

    def alt(self, letter: str) -> None:
        """Press an access key; a button stays down for a moment before it acts."""
        self.press(Qt.Key(ord(letter.upper())), ALT)
        self._qtbot.waitUntil(lambda: not self._pressed(), timeout=2000)
        self.settle()

    def _pressed(self) -> bool:
        return any(button.isDown() for button in self.window.findChildren(QPushButton))

    def settle(self) -> None:
        """Wait until the worker and the card are done."""
        self.runner.wait_idle()
        while not self._at_rest():
            self.runner.wait_idle()

    def _at_rest(self) -> bool:
        if QApplication.activeWindow() is None and not self.in_dialog:
            # Off screen nobody gives the focus back when a dialog closes.
            self.window.activateWindow()
            QApplication.processEvents()
        page = self.window.page
        if isinstance(page, PeoplePage) and page._pause.isActive():
            page._pause.stop()
            page._read_card()
        return self.runner.is_idle

    def names(self) -> list[str]:
        """Return who is in the list."""
        return [row.name for row in self.page.table.rows_model.rows]

    def card_text(self) -> str:
        """Return everything that stands on the card."""
        buttons = self.page.card.findChildren(QPushButton)
        labels = [label.text() for label in self.page.card.findChildren(QLabel)]
        return "\n".join([*labels, *(button.accessibleName() or button.text() for button in buttons)])

    def follow(self, text: str) -> None:
        """Click the line of the card that says something."""
        buttons = self.page.card.findChildren(QPushButton)
        next(button for button in buttons if text in button.accessibleName()).click()
        self.settle()

    def remove_line(self) -> None:
        """Click the first cross on the card."""
        self.page.card.findChildren(QToolButton)[0].click()
        self.settle()

    def sentence(self, name: str) -> str:
        """Return the sentence under a field of the dialog."""
        row = self.dialog.form.row(name)
        assert row
        return row.sentence.text() if not row.sentence.isHidden() else ""

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or QApplication.activeModalWidget() or self.window
