"""Whoever sits at the desk: works the window by keyboard alone, in whatever has the focus."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk.core.settings import Settings
from mmc_desk.features.people.feature import FEATURE
from mmc_desk.features.people.pages.list_page import PeoplePage
from mmc_desk.ui import theme
from mmc_desk.ui.form import FormDialog
from mmc_desk.ui.main_window import MainWindow
from mmc_desk.ui.runner import Runner

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class Clerk:
    """The keyboard in front of the window of members and drivers."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, runner: Runner) -> None:
        theme.apply(qapp, "light", 100)
        self._qtbot = qtbot
        self.runner = runner
        self.window = MainWindow(runner, [FEATURE], Settings())
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.open("members")

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
