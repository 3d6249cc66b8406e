"""Opening the database: the first start's three ways, and every way on when it can't be opened."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.core import backup, migrate
from mmc_desk.core import settings as core_settings
from mmc_desk.core.errors import DatabaseError, ServerLostError
from mmc_desk.core.settings import Settings
from mmc_desk.ui import opening, progress
from mmc_desk.ui.first_start import FirstStartDialog, Start
from mmc_desk.ui.messages import MessageRecorder
from tests.accessibility import assert_accessible


def make_practice(target: str) -> None:
    migrate.create(target).close()
    Path(target).with_suffix(".practice").touch()


@pytest.fixture
def opened() -> Iterator[Callable[[str], opening.Opened | None]]:
    found: list[opening.Opened] = []

    def run(target: str) -> opening.Opened | None:
        one = opening.open_or_ask(target, make_practice)
        found.extend([one] if one else [])
        return one

    yield run
    for one in found:
        one.database.close()


def at_first_start(act: Callable[[FirstStartDialog], object]) -> None:
    """Act on the first start's dialog once it is open."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, FirstStartDialog):
            act(dialog)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def click(way: Start) -> Callable[[FirstStartDialog], object]:
    return lambda dialog: QTest.keyClick(dialog.buttons[way], Qt.Key.Key_Space)


Open = Callable[[str], opening.Opened | None]


def test_practice_data_can_be_chosen(tmp_path: Path, opened: Open, qtbot: QtBot) -> None:
    at_first_start(click(Start.PRACTICE))
    found = opened(str(tmp_path / "desk.db"))
    assert found is not None
    assert (tmp_path / "desk.practice").exists()


@pytest.mark.parametrize(("way", "wants_import"), [(Start.EMPTY, False), (Start.IMPORT, True)])
def test_an_empty_desk_is_made(tmp_path: Path, opened: Open, way: Start, wants_import: bool, qtbot: QtBot) -> None:  # noqa: FBT001
    at_first_start(click(way))
    found = opened(str(tmp_path / "nieuw" / "desk.db"))
    assert found is not None
    assert found.wants_import == wants_import
    assert not (tmp_path / "nieuw" / "desk.practice").exists()


def test_escape_at_the_first_start_makes_nothing(tmp_path: Path, opened: Open, qtbot: QtBot) -> None:
    at_first_start(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert opened(str(tmp_path / "desk.db")) is None
    assert list(tmp_path.glob("*.db")) == []


def test_the_first_start_is_accessible(qtbot: QtBot) -> None:
    dialog = FirstStartDialog("/gegevens/desk.db")
    qtbot.addWidget(dialog)
    dialog.show()
    assert_accessible(dialog)


def test_an_existing_database_opens_without_a_question(
    sqlite_path: Path, opened: Open, recorder: MessageRecorder
) -> None:
    assert opened(str(sqlite_path)) is not None
    assert recorder.questions == []


def spoil_empty(path: Path) -> None:
    path.write_bytes(b"")


def spoil_foreign(path: Path) -> None:
    path.unlink()
    sqlite3.connect(path).executescript("CREATE TABLE foto (id)").close()


def spoil_damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:20_000] = b"\xff" * 19_900
    path.write_bytes(content)


def spoil_newer(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("PRAGMA user_version=9999")
    database.close()


@pytest.mark.parametrize("spoil", [spoil_empty, spoil_foreign, spoil_damage, spoil_newer])
def test_a_file_that_cannot_be_opened_is_told_and_left_alone(
    sqlite_path: Path, opened: Open, recorder: MessageRecorder, spoil: Callable[[Path], None]
) -> None:
    spoil(sqlite_path)
    before = sqlite_path.read_bytes()
    recorder.answers.append(False)
    assert opened(str(sqlite_path)) is None
    assert len(recorder.questions) == 1
    assert sqlite_path.read_bytes() == before


def test_trying_again_works_when_the_cause_is_gone(
    sqlite_path: Path, opened: Open, recorder: MessageRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts: list[str] = []
    real = migrate.open_database

    def sometimes(target: str) -> object:
        attempts.append(target)
        if len(attempts) == 1:
            raise DatabaseError("Even niet.")
        return real(target)

    monkeypatch.setattr(opening, "open_database", sometimes)
    recorder.answers.append(0)
    assert opened(str(sqlite_path)) is not None
    assert recorder.questions == ["Even niet."]


def test_another_database_can_be_chosen(
    sqlite_path: Path, tmp_path: Path, opened: Open, recorder: MessageRecorder
) -> None:
    empty = tmp_path / "leeg.db"
    empty.touch()
    recorder.answers.extend([1, 1])
    recorder.paths.extend([None, sqlite_path])
    found = opened(str(empty))
    assert found is not None
    assert found.database.path == sqlite_path


def test_a_copy_can_be_put_back(sqlite_path: Path, tmp_path: Path, opened: Open, recorder: MessageRecorder) -> None:
    copy = tmp_path / "kopie.db"
    copy.write_bytes(sqlite_path.read_bytes())
    spoil_empty(sqlite_path)
    recorder.answers.extend([2, 2])
    recorder.paths.extend([None, copy])
    found = opened(str(sqlite_path))
    assert found is not None
    assert found.database.path == sqlite_path


def test_the_best_backup_is_offered(sqlite_path: Path, opened: Open, recorder: MessageRecorder, qtbot: QtBot) -> None:
    with migrate.open_database(str(sqlite_path)) as database:
        kept = backup.make(database, backup.places(sqlite_path), backup.Cause.START).kept
    newer = kept.path.with_name("desk-29991231-000000.db")
    newer.write_bytes(b"SQLite format 3")
    spoil_damage(sqlite_path)
    damaged = sqlite_path.read_bytes()
    recorder.answers.append(0)
    found = opened(str(sqlite_path))
    assert found is not None
    assert "De nieuwste back-up die klopt is van" in recorder.questions[0]
    (replaced,) = sqlite_path.parent.glob("desk-vervangen-*.db")
    assert replaced.read_bytes() == damaged


def test_a_database_that_vanished_beside_its_backups_is_no_first_start(
    sqlite_path: Path, opened: Open, recorder: MessageRecorder, qtbot: QtBot
) -> None:
    with migrate.open_database(str(sqlite_path)) as database:
        backup.make(database, backup.places(sqlite_path), backup.Cause.START)
    sqlite_path.unlink()
    recorder.answers.append(0)
    assert opened(str(sqlite_path)) is not None
    assert "Er is geen databank" in recorder.questions[0]


def test_a_newer_database_is_offered_no_backup(sqlite_path: Path, opened: Open, recorder: MessageRecorder) -> None:
    with migrate.open_database(str(sqlite_path)) as database:
        backup.make(database, backup.places(sqlite_path), backup.Cause.START)
    spoil_newer(sqlite_path)
    recorder.answers.append(False)
    assert opened(str(sqlite_path)) is None
    assert "die klopt" not in recorder.questions[0]


def test_a_chosen_database_that_went_away_is_no_first_start(
    tmp_path: Path, opened: Open, recorder: MessageRecorder
) -> None:
    gone = str(tmp_path / "weg.db")
    core_settings.save(Settings(database=gone))
    recorder.answers.append(False)
    assert opened(gone) is None
    assert "Er is geen databank" in recorder.questions[0]


def test_long_work_shows_that_it_is_done_and_cannot_be_closed(qtbot: QtBot) -> None:
    import threading

    go = threading.Event()

    def close_and_go() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, progress.ProgressDialog)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        assert_accessible(dialog)
        go.set()

    QTimer.singleShot(50, close_and_go)
    assert progress.wait_for("Bezig…", lambda: go.wait(5)) is True


def test_long_work_that_fails_says_so_to_who_asked(qtbot: QtBot) -> None:
    def fail() -> None:
        raise DatabaseError("De schijf is vol.")

    with pytest.raises(DatabaseError, match="vol"):
        progress.wait_for("Bezig…", fail)


def test_a_server_that_is_away_still_gives_its_last_rosters(
    opened: Open, recorder: MessageRecorder, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    target = "postgresql://balie@127.0.0.1:1/desk"
    recorder.answers.extend([1, False])  # print, and then stop

    def away(wanted: str) -> tuple[str, Callable[[], object]]:
        return "Afdrukken", lambda: done.append(wanted)

    monkeypatch.setattr(opening, "open_database", _lost)
    assert opening.open_or_ask(target, make_practice, None, away) is None
    assert done == [target]
    recorder.answers.append(False)
    assert opening.open_or_ask(target, make_practice, None, lambda _: None) is None
    assert len(recorder.questions) == 3


def _lost(_target: str) -> object:
    raise ServerLostError("De server van desk is niet bereikbaar.")


def test_a_slow_server_is_waited_for_with_a_word(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_UNNOTICED_MS", 1)
    seen = threading.Event()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, progress.ProgressDialog):
            seen.set()
        else:
            QTimer.singleShot(5, look)

    look()
    assert opening.off_screen("postgresql://balie@server/desk", lambda: seen.wait(20))
    assert not opening.off_screen("postgresql://balie@server/desk", lambda: False)
