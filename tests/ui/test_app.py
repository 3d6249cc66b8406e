"""The composition root: the whole program starts, opens, closes; the pictures of every page."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mmc_desk import app
from mmc_desk.core import i18n
from mmc_desk.core.settings import Settings
from mmc_desk.ui import importing
from mmc_desk.ui.main_window import MainWindow
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.opening import Opened
from mmc_desk.ui.single import OneInstance
from tests.ui.sample_pages import FEATURES


@pytest.fixture(autouse=True)
def sample_features(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "load_features", lambda: FEATURES)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(i18n, "_language", "nl")


def meanwhile(act: Callable[[MainWindow], object]) -> None:
    """Act on the main window once the program runs: not on one that another test left."""
    before = set(QApplication.topLevelWidgets())

    def look() -> None:
        new = (window for window in QApplication.topLevelWidgets() if window not in before)
        windows = [window for window in new if isinstance(window, MainWindow) and window.isVisible()]
        if windows:
            act(windows[0])
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def test_the_program_starts_and_closes(sqlite_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    titles: list[str] = []
    preview = QWidget()  # another window doesn't keep the program
    qtbot.addWidget(preview)
    preview.show()

    def close(window: MainWindow) -> None:
        window.runner.wait_idle()
        titles.append(window.windowTitle())
        window.menus.actions["quit"].trigger()

    meanwhile(close)
    assert app.run(str(sqlite_path), Settings(theme="light")) == 0
    assert titles == ["MMC Desk – desk.db"]


def test_a_second_start_leaves_at_once(sqlite_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OneInstance, "take", lambda _self: False)
    assert app.run(str(sqlite_path)) == 0


def test_who_stops_at_the_question_leaves(tmp_path: Path, qapp: QApplication, recorder: MessageRecorder) -> None:
    empty = tmp_path / "leeg.db"
    empty.touch()
    recorder.answers.append(False)
    assert app.run(str(empty)) == 1
    again = OneInstance(str(empty))
    assert again.take()
    again.release()


def test_a_first_start_with_own_files_asks_for_them(
    sqlite_path: Path, qapp: QApplication, recorder: MessageRecorder, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    from mmc_desk.core.migrate import open_database

    asked: list[object] = []
    monkeypatch.setattr(app, "open_or_ask", lambda *_: Opened(open_database(str(sqlite_path)), wants_import=True))

    def ask(window: MainWindow, *_: object) -> None:
        asked.append(window)
        QTimer.singleShot(0, window.close)

    monkeypatch.setattr(importing, "ask_and_import", ask)
    assert app.run(str(sqlite_path), Settings()) == 0
    assert len(asked) == 1


def test_every_page_has_its_picture(sqlite_path: Path, tmp_path: Path, qapp: QApplication) -> None:
    taken = app.screenshots(str(sqlite_path), tmp_path / "beelden", theme="dark", scale=150)
    assert [path.name for path in taken] == [f"{name}-dark-150.png" for name in ("days", "chart", "rides", "empty")]
    for path in taken:
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1366, 768)
