"""Copies that can be trusted, and a restore that replaces nothing before it knows what it has."""

import errno
import os
import sqlite3
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import backup, db, migrate, schema
from mmc_desk.core.backup import copying, files, restoring
from mmc_desk.core.errors import DatabaseBusyError, DatabaseError
from mmc_desk.core.model import ClosureDay


def add_closure(session: Session) -> None:
    session.add(ClosureDay(day=date(2026, 12, 24), reason="Kerstavond"))


def reasons(session: Session) -> list[str]:
    return list(session.scalars(select(ClosureDay.reason)))


def read_reasons(path: Path) -> list[str]:
    with migrate.open_database(str(path)) as database:
        return database.read(reasons)


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


@pytest.fixture
def copy(sqlite_database: db.Database, tmp_path: Path) -> Path:
    """A backup with one closure day, of a database that stays open."""
    sqlite_database.write(add_closure)
    return backup.backup(sqlite_database, tmp_path / "copy.db")


def test_a_backup_of_an_open_database_holds_its_last_write(copy: Path) -> None:
    assert backup.verify(copy) == schema.head()
    assert read_reasons(copy) == ["Kerstavond"]
    assert leftovers(copy.parent) == []


def test_a_backup_overwrites_nothing(sqlite_database: db.Database, copy: Path) -> None:
    before = copy.read_bytes()
    with pytest.raises(DatabaseError, match="bestaat al"):
        backup.backup(sqlite_database, copy)
    assert copy.read_bytes() == before


def test_a_backup_into_a_folder_that_is_not_there(sqlite_database: db.Database, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="bestaat niet"):
        backup.backup(sqlite_database, tmp_path / "weg" / "copy.db")


def test_a_backup_that_lost_rows_is_not_kept(
    sqlite_database: db.Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lossy(database: db.Database, draft: Path) -> None:
        with db.new_sqlite_connection(draft) as copied:
            copied.execute(f"PRAGMA application_id={db.APPLICATION_ID}")
            copied.execute("CREATE TABLE ride (id INTEGER)")
        copied.close()

    monkeypatch.setattr(copying, "copy", lossy)
    with pytest.raises(DatabaseError, match="niet volledig"):
        backup.backup(sqlite_database, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    assert leftovers(tmp_path) == []


def test_a_disk_that_fails_while_flushing(
    sqlite_database: db.Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DatabaseError, match="schijf is vol"):
        backup.backup(sqlite_database, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    assert leftovers(tmp_path) == []


def test_automatic_names_are_dated_and_free(tmp_path: Path, frozen_clock: datetime) -> None:
    first = backup.automatic_name(tmp_path / "desk.db")
    assert first == tmp_path / "reservekopieen" / "desk-20261123-100000.db"
    first.touch()
    second = backup.automatic_name(tmp_path / "desk.db")
    assert second.name == "desk-20261123-100000-2.db"
    second.touch()
    assert backup.automatic_name(tmp_path / "desk.db").name == "desk-20261123-100000-3.db"


def test_a_folder_for_backups_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "reservekopieen").write_text("in the way", encoding="utf-8")
    with pytest.raises(DatabaseError, match="reservekopieen"):
        backup.automatic_name(tmp_path / "desk.db")


@pytest.mark.postgres
def test_a_server_is_restored_by_its_own_tools(postgres_url: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="pg_restore"):
        backup.restore(tmp_path / "copy.db", postgres_url)


# --- Restoring


def test_a_restore_keeps_what_it_replaces(copy: Path, tmp_path: Path, empty_sqlite: Path) -> None:
    present = tmp_path / "present.db"
    present.write_bytes(empty_sqlite.read_bytes())
    restored = backup.restore(copy, str(present))
    assert read_reasons(present) == ["Kerstavond"]
    assert restored.path == present
    assert restored.kept == tmp_path / "present-vervangen-20261123-100000.db"
    assert read_reasons(restored.kept) == []
    assert backup.verify(copy) == schema.head()
    assert leftovers(tmp_path) == []


def test_a_restore_where_the_database_is_missing(copy: Path, tmp_path: Path) -> None:
    assert backup.restore(copy, str(tmp_path / "new.db")).kept is None
    assert read_reasons(tmp_path / "new.db") == ["Kerstavond"]


def test_a_restore_over_a_damaged_database_takes_its_log_away(copy: Path, tmp_path: Path) -> None:
    present = tmp_path / "present.db"
    present.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    for suffix in ("-wal", "-shm"):
        (tmp_path / f"present.db{suffix}").write_bytes(b"poison")
    restored = backup.restore(copy, str(present))
    assert read_reasons(present) == ["Kerstavond"]
    assert restored.kept is not None
    assert Path(f"{restored.kept}-wal").read_bytes() == b"poison"


def test_a_restore_on_a_disk_without_links(
    copy: Path, tmp_path: Path, empty_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(_source: object, _target: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    present = tmp_path / "present.db"
    present.write_bytes(empty_sqlite.read_bytes())
    restored = backup.restore(copy, str(present))
    assert restored.kept is not None
    assert restored.kept.read_bytes() == empty_sqlite.read_bytes()
    assert read_reasons(present) == ["Kerstavond"]


def test_a_copy_that_was_not_closed_brings_its_log(copy: Path, tmp_path: Path) -> None:
    torn = killed(copy, tmp_path)
    backup.restore(torn, str(tmp_path / "new.db"))
    assert read_reasons(tmp_path / "new.db") == ["Brugdag"]


def killed(whole: Path, folder: Path) -> Path:
    """A database as a program leaves it that was killed: with a log beside it."""
    writer = sqlite3.connect(whole, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("UPDATE closure_day SET reason = 'Brugdag'")
    torn = folder / "torn.db"
    torn.write_bytes(whole.read_bytes())
    Path(f"{torn}-wal").write_bytes(Path(f"{whole}-wal").read_bytes())
    writer.close()
    return torn


def test_the_log_of_a_killed_program_is_taken_in(copy: Path, tmp_path: Path) -> None:
    assert read_reasons(killed(copy, tmp_path)) == ["Brugdag"]


def test_a_log_that_would_damage_the_database_is_refused(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torn = killed(copy, tmp_path)
    torn.write_bytes(torn.read_bytes()[:9000])
    before = torn.read_bytes(), Path(f"{torn}-wal").read_bytes()
    with pytest.raises(DatabaseError, match=r"torn\.db is beschadigd"):
        migrate.open_database(str(torn))
    assert (torn.read_bytes(), Path(f"{torn}-wal").read_bytes()) == before
    for error in (DatabaseBusyError("bezet"), OSError()):
        monkeypatch.setattr(restoring, "_refuse_open", _raising(error))
        restoring.rehearse_log(torn)


def _raising(error: Exception) -> object:
    def refuse(_path: Path) -> None:
        raise error

    return refuse


def test_a_newer_database_with_a_log_stays_newer(copy: Path, tmp_path: Path) -> None:
    _newer(copy)
    with pytest.raises(DatabaseError, match="nieuwere versie"):
        migrate.open_database(str(killed(copy, tmp_path)))


def _newer(copy: Path) -> None:
    with sqlite3.connect(copy) as connection:
        connection.execute("PRAGMA user_version=9999")
    connection.close()


def _dangling(copy: Path) -> None:
    with sqlite3.connect(copy) as connection:
        connection.execute(
            "INSERT INTO driver (person_id, code, seats, rigid_wheelchair, iban, waives_payment, "
            "number_may_be_given, wishes, note, version) VALUES (9, 'X', 4, 0, '', 0, 0, '', '', 1)"
        )
    connection.close()


def _torn(copy: Path) -> None:
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])


def _scrambled(copy: Path) -> None:
    whole = bytearray(copy.read_bytes())
    for start in range(4096, len(whole), 4096):
        whole[start : start + 64] = b"\xa5" * 64
    copy.write_bytes(whole)


def _empty(copy: Path) -> None:
    copy.write_bytes(b"")


def _text(copy: Path) -> None:
    copy.write_text("naam;dorp\n" * 100, encoding="utf-8")


def _foreign(copy: Path) -> None:
    copy.unlink()
    with sqlite3.connect(copy) as connection:
        connection.execute("CREATE TABLE bookmarks (id INTEGER)")
    connection.close()


def _missing(copy: Path) -> None:
    copy.unlink()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_newer, "nieuwere versie"),
        (_dangling, "beschadigd"),
        (_torn, "beschadigd"),
        (_scrambled, "beschadigd"),
        (_empty, "leeg"),
        (_text, "geen databank van MMC Desk"),
        (_foreign, "geen databank van MMC Desk"),
        (_missing, "Er is geen"),
    ],
)
def test_an_unsound_copy_replaces_nothing(
    copy: Path, tmp_path: Path, empty_sqlite: Path, spoil: object, sentence: str
) -> None:
    assert callable(spoil)
    spoil(copy)
    present = tmp_path / "present.db"
    present.write_bytes(empty_sqlite.read_bytes())
    with pytest.raises(DatabaseError, match=sentence):
        backup.restore(copy, str(present))
    assert present.read_bytes() == empty_sqlite.read_bytes()
    assert list(tmp_path.glob("*vervangen*")) == []
    assert leftovers(tmp_path) == []


def test_a_database_is_not_its_own_backup(sqlite_path: Path) -> None:
    with pytest.raises(DatabaseError, match="zelf"):
        backup.restore(sqlite_path, str(sqlite_path))


_HOLD = """
import sys
from mmc_desk.core import migrate
with migrate.open_database(sys.argv[1]):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_database_in_use_is_not_replaced(copy: Path, tmp_path: Path, empty_sqlite: Path) -> None:
    present = tmp_path / "present.db"
    present.write_bytes(empty_sqlite.read_bytes())
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(present)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(DatabaseBusyError, match="al geopend"):
            backup.restore(copy, str(present))
        holder.communicate("")
    assert read_reasons(present) == []


def test_windows_needs_no_flush_of_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", flushed.append)
    files.flush(tmp_path)
    monkeypatch.setattr(files, "_ON_WINDOWS", True)
    files.flush(tmp_path)
    assert len(flushed) == 1
