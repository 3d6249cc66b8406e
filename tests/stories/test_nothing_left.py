"""A day with a person whose every word is told apart: nothing of it lies outside the database and its backups."""

import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.app import make_runner, make_window
from mmc_desk.cli import main
from mmc_desk.core import backup, migrate
from mmc_desk.core import settings as core_settings
from mmc_desk.core.errors import DeskError
from mmc_desk.core.settings import Settings
from mmc_desk.features import load_models
from mmc_desk.features.people.pages.list_page import PeoplePage
from mmc_desk.features.rides.pages.request_dialog import RequestDialog
from mmc_desk.printing import styles
from mmc_desk.printing.document import Document, write_pdf
from mmc_desk.ui.crash import CrashHook
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.preview import PreviewDialog, PreviewPaper, open_preview
from tests.faults import canaries

FOLDERS = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR", "TMP", "TEMP")
XDG = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "MMC_DESK_HOME")
SECRET = ("kanarie", "555001", "55 50 01", "1931-05-06", "06/05/1931", "0961 2345")
DATABASE = (".db", ".db-wal", ".db-shm", ".db-journal")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of its own: every folder that a program may write in lies here."""
    root = tmp_path / "machine"
    for name in (*FOLDERS, *XDG):
        (root / name).mkdir(parents=True)
        monkeypatch.setenv(name, str(root / name))
    monkeypatch.setattr(tempfile, "tempdir", str(root / "TMP"))
    monkeypatch.chdir(root / "HOME")
    return root


@pytest.fixture
def database(machine: Path, empty_sqlite: Path) -> Path:
    path = machine / "desk.db"
    path.write_bytes(empty_sqlite.read_bytes())
    with migrate.open_database(str(path)) as made:
        made.write(canaries.Planted().fill, f"Nieuw lid {canaries.NAME}")
    return path


def left_outside(root: Path) -> list[str]:
    """Return where something of the person stands, in a name or, the database and its copies aside, in a file."""
    found = []
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        name = path.relative_to(root).as_posix()
        said = name.encode() if path.name.endswith(DATABASE) else name.encode() + path.read_bytes()
        found += [f"{name}: {word}" for word in SECRET if word.encode() in said.lower()]
    return found


@pytest.mark.usefixtures("frozen_clock")
def test_a_day_leaves_nothing_outside_the_database(
    machine: Path, database: Path, qtbot: QtBot, recorder: MessageRecorder
) -> None:
    _at_the_window(database, qtbot)
    _crashes(qtbot)
    _by_command(database)
    assert left_outside(machine) == []
    assert list((machine / "TMP").iterdir()) == []
    assert not [text for text in recorder.infos if "kanarie" in text.casefold()]


def _at_the_window(path: Path, qtbot: QtBot) -> None:
    """Look somebody up, take a ride half way, look at a paper, go: what the window remembers is written then."""
    database = migrate.open_database(str(path))
    runner = make_runner(database)
    window = make_window(runner, Settings())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_page("members")
    runner.wait_idle()
    page = window.page
    assert isinstance(page, PeoplePage)
    QTest.keyClicks(page.filter, "Kanariepiet")
    runner.wait_idle()
    dialog = RequestDialog(runner, page)
    dialog.open()
    runner.wait_idle()
    dialog.request.focus_member()
    for letter in "kanarie":
        QTest.keyClicks(QApplication.focusWidget() or dialog, letter)
    runner.wait_idle()
    window.open_page("board")
    open_preview(runner, page, PreviewPaper("Brief", "brief.pdf", _letter))
    runner.wait_idle()
    preview = page.findChild(PreviewDialog)
    assert preview is not None
    assert list(preview.pages.search("Kanariepiet"))
    preview.close()
    backup.make(database, backup.places_of(database), backup.Cause.START)
    core_settings.save(Settings(scale=110))
    dialog.reject()
    window.close()
    runner.close()


def _letter(path: Path) -> None:
    write_pdf(path, Document(title="Brief", story=[styles.text(canaries.NAME)]))


def _crashes(qtbot: QtBot) -> None:
    """Meet a bug whose message, and whose local values, name the person."""
    told: list[str] = []
    hook = CrashHook(told.append)
    for error in (_bug(ValueError), _bug(DeskError)):
        hook.handle(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(told))


def _bug(kind: type[Exception]) -> Exception:
    try:
        _raise(kind, canaries.NAME)
    except kind as error:
        return error
    raise AssertionError(kind)


def _raise(kind: type[Exception], name: str) -> None:
    raise kind(f"{name} +3211555001")


def _by_command(path: Path) -> None:
    """Ask the same by command; one of them meets a bug."""
    load_models()
    for verb, code in ((["trace", "Kanariepiet"], main.GOOD), (["retention"], main.GOOD), (["check"], main.REFUSED)):
        assert main.run(["--db", str(path), *verb]) == code
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules["mmc_desk.features.trust.commands.retention"], "due_line", _fails)
        assert main.run(["--db", str(path), "retention"]) == main.BUG


def _fails(_due: object) -> str:
    raise ZeroDivisionError(canaries.NAME)
