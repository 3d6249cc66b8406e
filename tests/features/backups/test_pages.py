"""The page Back-ups, the keeper behind the window and its line in the status bar."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mmc_desk.app import Background
from mmc_desk.core import backup, clock, settings
from mmc_desk.core.backup import Cause, heads
from mmc_desk.core.db import Database
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.model import ClosureDay
from mmc_desk.core.settings import Settings
from mmc_desk.features.backups.feature import FEATURE
from mmc_desk.features.backups.pages.keeper import BackupKeeper, keeper_of
from mmc_desk.features.backups.pages.list import BackupsPage
from mmc_desk.features.backups.pages.standing import BackupStanding
from mmc_desk.ui.main_window import MainWindow
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.conftest import NOW

WAIT_MS = 10_000


def close_on(runner: Runner, day: int) -> None:
    runner.write(lambda session: session.add(ClosureDay(day=date(2026, 12, day), reason="Brugdag")), "Sluitingsdag")
    runner.wait_idle()


def days(runner: Runner) -> list[int]:
    return runner.database.read(lambda session: [day.day for day in session.scalars(select(ClosureDay.day))])


def told(qtbot: QtBot, keeper: BackupKeeper, act: Callable[[], object]) -> None:
    with qtbot.waitSignal(keeper.told, timeout=WAIT_MS):
        act()


@pytest.fixture
def keeper(runner: Runner, qtbot: QtBot) -> Iterator[BackupKeeper]:
    made = keeper_of(runner)
    yield made
    made.stop()


@pytest.fixture
def where(runner: Runner) -> backup.Places:
    assert runner.database.path
    return backup.places(runner.database.path)


@pytest.fixture
def page(runner: Runner, keeper: BackupKeeper, qtbot: QtBot) -> BackupsPage:
    made = BackupsPage(runner)
    qtbot.addWidget(made)
    return made


def filled(page: BackupsPage, qtbot: QtBot, rows: int) -> None:
    qtbot.waitUntil(lambda: page.model.rowCount() == rows, timeout=WAIT_MS)


# --- The keeper


def test_a_window_that_opens_makes_a_backup_and_one_when_something_changed(
    runner: Runner, keeper: BackupKeeper, where: backup.Places, qtbot: QtBot
) -> None:
    told(qtbot, keeper, keeper.start)
    assert keeper.report
    assert (keeper.report.last_tested, keeper.report.problem) == (NOW, "")
    with clock.frozen(NOW + timedelta(hours=1)):
        told(qtbot, keeper, keeper.look)
        assert len(backup.every(where)) == 1
        told(qtbot, keeper, keeper.start)  # nothing changed: the newest is tested again
        assert keeper.report.last_tested == NOW + timedelta(hours=1)
        close_on(runner, 24)
        told(qtbot, keeper, keeper.look)
    causes = [one.manifest.cause for one in backup.every(where) if one.manifest]
    assert causes == [Cause.INTERVAL, Cause.START]


def test_what_fails_is_told(
    runner: Runner, keeper: BackupKeeper, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_database: Database, _where: backup.Places, _cause: Cause) -> backup.Made:
        raise DatabaseError("De schijf is vol.")

    monkeypatch.setattr(backup, "make", refuse)
    told(qtbot, keeper, keeper.make)
    assert keeper.report
    assert (keeper.report.last_tested, keeper.report.problem) == (None, "De schijf is vol.")


def test_a_trace_that_the_backups_know_better_is_told(
    runner: Runner, keeper: BackupKeeper, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "cut_off", lambda _database, _where: ("Het spoor werd afgekapt.",))
    told(qtbot, keeper, keeper.make)
    assert keeper.report
    assert (keeper.report.last_tested, keeper.report.problem) == (NOW, "Het spoor werd afgekapt.")


def test_the_status_bar_says_when_and_opens_the_page(
    runner: Runner, keeper: BackupKeeper, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = MainWindow(runner, [FEATURE], Settings(), remembers=False)
    qtbot.addWidget(window)
    background = Background(runner, [FEATURE], window)
    told(qtbot, keeper, background.start)
    (part,) = window.statusBar().findChildren(BackupStanding)
    assert part.text() == "Laatste geteste back-up: vandaag 10:00"
    assert part.icon().isNull()
    with clock.frozen(NOW + timedelta(days=3)):
        part.refresh()
        assert part.text() == "Laatste geteste back-up: 23/11/2026 10:00"
        assert not part.icon().isNull()
    window.show()
    QTest.keyClick(part, Qt.Key.Key_Space)
    assert isinstance(window.page, BackupsPage)
    background.stop()


# --- The page


def test_an_empty_list_and_the_first_backup(page: BackupsPage, keeper: BackupKeeper, qtbot: QtBot) -> None:
    page.show()
    assert_accessible(page)
    QTest.keyClick(page, Qt.Key.Key_F5)
    told(qtbot, keeper, lambda: QTest.mouseClick(page.make_button, Qt.MouseButton.LeftButton))
    filled(page, qtbot, 1)
    assert page.standing.text() == "Laatste geteste back-up: vandaag 10:00"
    assert page.stack.currentWidget() is page.table


def test_three_clicks_put_a_backup_back(
    page: BackupsPage, keeper: BackupKeeper, runner: Runner, qtbot: QtBot, recorder: MessageRecorder
) -> None:
    close_on(runner, 24)
    told(qtbot, keeper, keeper.make)
    close_on(runner, 28)
    page.show()
    filled(page, qtbot, 1)
    recorder.answers.append(False)
    QTest.mouseClick(page.restore_button, Qt.MouseButton.LeftButton)
    assert days(runner) == [24, 28]
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    filled(page, qtbot, 2)
    assert days(runner) == [24]
    assert not runner.undo_stack.canUndo()
    assert "23/11/2026 10:00 terugzetten (0 leden" in recorder.questions[-1]
    assert "desk-vervangen" in recorder.toasts[-1]


def test_a_backup_is_tested_by_key(
    page: BackupsPage, keeper: BackupKeeper, where: backup.Places, qtbot: QtBot, recorder: MessageRecorder
) -> None:
    told(qtbot, keeper, keeper.make)
    page.show()
    filled(page, qtbot, 1)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: bool(recorder.toasts), timeout=WAIT_MS)
    path = backup.every(where)[0].path
    path.write_bytes(path.read_bytes()[:-1])
    QTest.keyClick(page.table, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: bool(recorder.errors), timeout=WAIT_MS)
    assert "beschadigd of verwisseld" in recorder.errors[0]


def test_a_second_folder_and_a_file_from_elsewhere(
    page: BackupsPage,
    keeper: BackupKeeper,
    runner: Runner,
    tmp_path: Path,
    qtbot: QtBot,
    recorder: MessageRecorder,
) -> None:
    page.show()
    recorder.paths.extend([None, tmp_path / "stick"])
    page.on_folder()
    assert settings.load().backup_folder == ""
    told(qtbot, keeper, page.on_folder)  # the folder isn't there: said, and the first copy is made
    qtbot.waitUntil(page.banner.isVisible, timeout=WAIT_MS)
    assert "De tweede map" in page.banner_text.text()
    filled(page, qtbot, 1)
    assert str(tmp_path / "stick") in page.second.text()
    close_on(runner, 24)
    (copy,) = (tmp_path / "reservekopieen").glob("*.db")
    recorder.paths.extend([None, copy.rename(tmp_path / "elders.db")])
    page.on_other()
    page.on_other()
    runner.wait_idle()
    assert days(runner) == []


def test_a_server_is_restored_by_its_own_tools(
    page: BackupsPage, keeper: BackupKeeper, runner: Runner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(qtbot, keeper, keeper.make)
    page.show()
    filled(page, qtbot, 1)
    monkeypatch.setattr(runner.database, "path", None)
    page._enable()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert days(runner) == []
    assert not page.restore_button.isEnabled()
    assert not page.other_button.isEnabled()
