"""Whoever sits at a page of LDC on Wheels: opens it, types, waits for the worker."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.sessions.conftest import Wheels

W = TypeVar("W", bound=QWidget)
P = TypeVar("P", bound=Page)
Key = Qt.Key


class Sitting:
    """Whoever sits at a page."""

    def __init__(self, qtbot: QtBot, runner: Runner, wheels: Wheels) -> None:
        self.qtbot, self.runner, self.wheels = qtbot, runner, wheels

    def open(self, kind: Callable[[Runner], P]) -> P:
        page = kind(self.runner)
        self.qtbot.addWidget(page)
        page.resize(1200, 760)
        with self.qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        self.runner.wait_idle()
        assert_accessible(page)
        return page

    def settle(self, page: QWidget) -> None:
        pause = getattr(page, "_pause", None)
        if pause is not None and pause.isActive():
            with self.qtbot.waitSignal(pause.timeout):
                pass
        self.runner.wait_idle()

    def dialog(self, page: QWidget, kind: type[W]) -> W:
        self.runner.wait_idle()
        (found,) = [one for one in page.findChildren(kind) if one.isVisible()]
        found.activateWindow()
        QApplication.processEvents()
        assert_accessible(found)
        return found

    def press(self, widget: QWidget, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        widget.window().activateWindow()
        QApplication.processEvents()
        widget.setFocus()
        QTest.keyClick(widget, key, modifier)
        self.runner.wait_idle()

    def pick(self, field: QWidget, text: str) -> None:
        field.setFocus()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Key.Key_Return)

    def save(self, dialog: Any) -> None:  # noqa: ANN401 - any FormDialog
        dialog.form.submitted.emit()
        self.runner.wait_idle()

    def rows(self, model: Any) -> int:  # noqa: ANN401 - a model
        return self.runner.database.read(lambda session: session.scalar(select(func.count(model.id))) or 0)
