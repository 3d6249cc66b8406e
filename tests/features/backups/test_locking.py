"""Backups locked with a key on paper: by command and on the page; the paper's own text opens them again."""

import re
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.cli import main
from mmc_desk.core import backup, keys, secrets, settings
from mmc_desk.core.keys import KeyNeededError
from mmc_desk.features.backups.pages.keeper import keeper_of
from mmc_desk.features.backups.pages.list import BackupsPage
from mmc_desk.ui.key_dialog import KeyDialog
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible

WAIT_MS = 10_000


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
    command = ["--db", str(sqlite_path), "encrypt", "--paper", str(paper)]
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
    page.on_lock()
    runner.wait_idle()
    page.on_lock()
    runner.wait_idle()
    assert len(recorder.errors) == 1
    assert settings.load().backup_key == ""
    with qtbot.waitSignal(page.keeper.told, timeout=WAIT_MS):
        page.on_lock()
        runner.wait_idle()
    assert "achter slot" in recorder.infos[0]
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT_MS)
    assert not page.lock_button.isEnabled()
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
