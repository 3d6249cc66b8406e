"""Backups locked with a key on paper: by command and on the page; the paper's own text opens them again."""

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from mmc_desk import app
from mmc_desk.cli import main
from mmc_desk.core import backup, keys, secrets, settings
from mmc_desk.core.access import Access, AccessDeniedError, Role, Who
from mmc_desk.core.backup import copying
from mmc_desk.core.db import Database
from mmc_desk.core.errors import DatabaseError, KeyNeededError
from mmc_desk.features import role_table
from mmc_desk.features.backups.commands import lock_backups, run_encrypt
from mmc_desk.features.backups.pages.keeper import keeper_of
from mmc_desk.features.backups.pages.list import BackupsPage
from mmc_desk.ui.first_start import FirstStartDialog, Start
from mmc_desk.ui.key_dialog import KeyDialog
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.opening import open_or_ask
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible

WAIT_MS = 10_000
D = TypeVar("D", bound=QDialog)


@pytest.fixture(autouse=True)
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    kept: dict[str, str] = {}
    monkeypatch.setattr(keys, "_known", [])
    monkeypatch.setattr(secrets, "recall", kept.get)
    monkeypatch.setattr(secrets, "remember", lambda name, key: bool(kept.update({name: key})))
    return kept


def key_on(paper: Path) -> str:
    text = PdfReader(paper).pages[0].extract_text()
    groups = re.search(r"AGE-[\sA-Z0-9-]+?(?=Zo gaat)", text)
    assert groups
    return groups[0]


def test_the_paper_opens_what_the_command_locked(
    sqlite_path: Path, tmp_path: Path, keyring: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    paper = tmp_path / "sleutel.pdf"
    command = ["--db", str(sqlite_path), "encrypt", "--backups-only", "--paper", str(paper)]
    assert main.run(command) == 0
    assert main.run(command) == 1
    assert "al versleuteld" in capsys.readouterr().err
    (sealed,) = (tmp_path / "reservekopieen").glob("*.age")
    keyring.clear()
    keys._known.clear()
    new = str(tmp_path / "new.db")
    with pytest.raises(KeyNeededError):
        backup.restore(sealed, new)
    keys.know(keys.parse(key_on(paper)))
    backup.restore(sealed, new)
    assert main.run(["--db", new, "check"]) == 0


def test_the_page_locks_and_asks_for_the_key(
    runner: Runner, tmp_path: Path, keyring: dict[str, str], qtbot: QtBot, recorder: MessageRecorder
) -> None:
    page = BackupsPage(runner)
    qtbot.addWidget(page)
    page.show()
    paper = tmp_path / "sleutel.pdf"
    recorder.paths.extend([None, tmp_path / "weg" / "sleutel.pdf", paper])
    recorder.answers.extend([False, 1, 1, 1])
    for _ in range(3):  # nothing chosen, no place for the paper, one that can't be written to
        page.on_lock()
        runner.wait_idle()
    assert len(recorder.errors) == 1
    assert settings.load().backup_key == ""
    with qtbot.waitSignal(page.keeper.told, timeout=WAIT_MS):
        page.on_lock()
        runner.wait_idle()
    assert "achter slot" in recorder.infos[0]
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT_MS)
    assert "de databank zelf niet" in page.second.text()
    assert page.lock_button.isEnabled()  # the database is left
    keyring.clear()
    keys._known.clear()
    page.on_restore()
    runner.wait_idle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, KeyDialog)
    assert_accessible(dialog)
    dialog.key.setText("AGE-SECRET-KEY-1QQ")
    QTest.keyClick(dialog.key, Qt.Key.Key_Return)
    assert "Kijk elk teken na" in dialog.form.rows[0].sentence.text()
    dialog.key.setText(key_on(paper))
    QTest.keyClick(dialog.key, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=WAIT_MS)
    assert "Teruggezet" in recorder.toasts[-1]
    keeper_of(runner).stop()


def test_the_page_locks_the_database_while_it_is_open(
    runner: Runner, tmp_path: Path, keyring: dict[str, str], qtbot: QtBot, recorder: MessageRecorder
) -> None:
    page, path = BackupsPage(runner), runner.database.path
    qtbot.addWidget(page)
    page.show()
    assert path
    recorder.answers.append(0)
    recorder.paths.append(tmp_path / "sleutel.pdf")
    with qtbot.waitSignal(page.keeper.told, timeout=WAIT_MS):
        page.on_lock()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT_MS)
    assert b"SQLite" not in path.read_bytes()
    assert runner.database.read(settings.desk_name)
    assert "versleuteld." in recorder.toasts[0]
    assert page.second.text().endswith("De databank en de back-ups zijn versleuteld.")
    assert not page.lock_button.isEnabled()
    keeper_of(runner).stop()


def test_the_database_follows_backups_that_are_locked(
    runner: Runner, tmp_path: Path, keyring: dict[str, str], qtbot: QtBot, recorder: MessageRecorder
) -> None:
    page, path, paper = BackupsPage(runner), runner.database.path, tmp_path / "sleutel.pdf"
    qtbot.addWidget(page)
    lock_backups(paper, "LDC")
    keyring.clear()
    keys._known.clear()
    assert path
    recorder.answers.extend([False, True])
    page.on_lock()
    page.on_lock()  # nobody here knows the key any more
    runner.wait_idle()
    assert b"SQLite" in path.read_bytes()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, KeyDialog)
    dialog.key.setText(key_on(paper))
    with qtbot.waitSignal(page.keeper.told, timeout=WAIT_MS):
        QTest.keyClick(dialog.key, Qt.Key.Key_Return)
    assert b"SQLite" not in path.read_bytes()
    keeper_of(runner).stop()


def test_what_keeps_a_database_from_being_locked_is_said(
    runner: Runner, tmp_path: Path, qtbot: QtBot, recorder: MessageRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_database: Database) -> None:
        raise DatabaseError("De schijf is vol.")

    monkeypatch.setattr(copying, "encrypt_open", full)
    page = BackupsPage(runner)
    qtbot.addWidget(page)
    recorder.answers.append(0)
    recorder.paths.append(tmp_path / "sleutel.pdf")
    page.on_lock()
    runner.wait_idle()
    assert recorder.errors == ["De schijf is vol."]


def test_a_clerk_makes_no_key_of_their_own(
    runner: Runner, tmp_path: Path, qtbot: QtBot, recorder: MessageRecorder
) -> None:
    page = BackupsPage(runner)
    qtbot.addWidget(page)
    runner.database.access = Access(Who(1, "jan", frozenset({Role.DESK})), role_table())
    page.on_lock()
    assert "Uw rol (balie)" in recorder.errors[0]
    with pytest.raises(AccessDeniedError):
        run_encrypt(runner.database, argparse.Namespace(paper=tmp_path / "sleutel.pdf", backups_only=True))
    assert list(tmp_path.glob("*.pdf")) == []
    runner.database.access = None


def test_a_desk_begins_encrypted_and_asks_for_its_key(
    tmp_path: Path, keyring: dict[str, str], qtbot: QtBot, recorder: MessageRecorder
) -> None:
    desk, paper = tmp_path / "desk.db", tmp_path / "sleutel.pdf"
    recorder.paths.extend([None, tmp_path / "weg" / "sleutel.pdf", paper])
    recorder.answers.append(False)

    def begin(dialog: FirstStartDialog) -> None:
        dialog.encrypts.setChecked(True)
        QTest.keyClick(dialog.buttons[Start.EMPTY], Qt.Key.Key_Space)

    def cancelled_then_begin(dialog: FirstStartDialog) -> None:
        in_dialog(FirstStartDialog, begin)
        begin(dialog)

    in_dialog(FirstStartDialog, cancelled_then_begin)
    assert (
        open_or_ask(str(desk), lambda _target: None, app._lock) is None
    )  # the paper can't be written: nothing is left
    assert not desk.exists()
    in_dialog(FirstStartDialog, begin)
    opened = open_or_ask(str(desk), lambda _target: None, app._lock)
    assert opened
    opened.database.close()
    assert b"SQLite" not in desk.read_bytes()
    keyring.clear()
    keys._known.clear()

    def type_key(dialog: KeyDialog) -> None:
        dialog.key.setText(key_on(paper))
        QTest.keyClick(dialog.key, Qt.Key.Key_Return)

    in_dialog(KeyDialog, type_key)
    again = open_or_ask(str(desk), lambda _target: None)
    assert again
    again.database.close()


def in_dialog(kind: type[D], act: Callable[[D], object]) -> None:
    """Act on a modal dialog once it is open."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            act(dialog)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def test_the_command_encrypts_the_database_too(
    sqlite_path: Path, tmp_path: Path, keyring: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    database = ["--db", str(sqlite_path)]
    assert main.run([*database, "encrypt", "--paper", str(tmp_path / "sleutel.pdf")]) == 0
    assert b"SQLite" not in sqlite_path.read_bytes()
    assert main.run([*database, "check"]) == 0
    assert "De databank is versleuteld" in capsys.readouterr().out
    keyring.clear()
    keys._known.clear()
    assert main.run([*database, "check"]) == 1
    assert "Geef de herstelsleutel" in capsys.readouterr().err
