"""Whoever sits at the desk: the whole window, by keyboard alone, every key counted."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.app import make_runner, make_window
from mmc_desk.core.db import Database
from mmc_desk.core.settings import Settings
from mmc_desk.ui import theme

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


class Typist:
    """Types into whatever has the focus. Nothing else moves the focus, opens a page or calls an op."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, database: Database) -> None:
        theme.apply(qapp, "light", 100)
        self._qtbot = qtbot
        self.keys = 0
        self.runner = make_runner(database)
        self.window = make_window(self.runner, Settings(), remembers=False)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self._settle()

    def close(self) -> None:
        """Stop the worker."""
        self.runner.close()

    def type(self, text: str) -> None:
        """Type a text; every ⏎ in it is Enter, ⇥ Tab, ↓ and ↑ the arrows."""
        for letter in text:
            if letter in _MARKS:
                self.press(_MARKS[letter])
            else:
                self._wake()
                QTest.keyClicks(self.focus, letter)
                self._count()

    def press(self, *keys: Qt.Key, to: Qt.KeyboardModifier = NONE) -> None:
        """Press keys one after the other, each with the same modifiers."""
        for key in keys:
            self._wake()
            QTest.keyClick(self.focus, key, to)
            self._count()

    def ctrl(self, letter: str) -> None:
        """Press Ctrl and a letter or digit."""
        self.press(Qt.Key(ord(letter.upper())), to=CTRL)

    def alt(self, letter: str) -> None:
        """Press an access key; a button stays down for a moment before it acts."""
        self.press(Qt.Key(ord(letter.upper())), to=ALT)
        self._qtbot.waitUntil(lambda: not self._has_pressed(), timeout=2000)
        self._settle()

    def _has_pressed(self) -> bool:
        windows = QApplication.topLevelWidgets()
        return any(button.isDown() for window in windows for button in window.findChildren(QPushButton))

    @contextmanager
    def at_most(self, keys: int) -> Iterator[None]:
        """Fail when what follows takes more keys."""
        before = self.keys
        yield
        taken = self.keys - before
        assert taken <= keys, f"{taken} keys, {keys} are allowed"

    @property
    def focus(self) -> QWidget:
        """What hears the keys."""
        return QApplication.focusWidget() or self._front

    @property
    def _front(self) -> QWidget:
        return QApplication.activeModalWidget() or self.window

    def _wake(self) -> None:
        # Off screen nobody gives the focus to what is in front.
        if QApplication.activeWindow() is not self._front:
            self._front.activateWindow()
            QApplication.processEvents()

    def _count(self) -> None:
        self.keys += 1
        self._settle()

    def _settle(self) -> None:
        self.runner.wait_idle()
        QApplication.processEvents()
        self.runner.wait_idle()


_MARKS = {"⏎": Key.Key_Return, "⇥": Key.Key_Tab, "↓": Key.Key_Down, "↑": Key.Key_Up}
