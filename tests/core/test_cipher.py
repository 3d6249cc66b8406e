"""The encrypted database: opened with its key alone, never replaced by a plain one in silence."""

import contextlib
import os
import sqlite3
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import backup, check, cipher, db, keys, migrate, secrets, settings
from mmc_desk.core.backup import Cause, Places, copying
from mmc_desk.core.errors import DatabaseBusyError, DatabaseError, KeyNeededError
from mmc_desk.core.model import ClosureDay
from tests.core.test_backup import add_closure


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "_known", [])
    monkeypatch.setattr(secrets, "recall", lambda _name: None)
    monkeypatch.delenv("MMC_DESK_KEY", raising=False)


def reasons(session: Session) -> list[str]:
    return list(session.scalars(select(ClosureDay.reason)))


def read_reasons(path: Path) -> list[str]:
    with migrate.open_database(str(path)) as database:
        return database.read(reasons)


@pytest.fixture
def key() -> str:
    made = keys.generate()
    settings.save(settings.Settings(backup_key=keys.recipient(made)))
    return made


@pytest.fixture
def locked(sqlite_path: Path, key: str) -> Path:
    with migrate.open_database(str(sqlite_path)) as database:
        database.write(add_closure)
        copying.encrypt_open(database)
        assert database.read(reasons) == ["Kerstavond"]
        database.write(lambda session: session.add(ClosureDay(day=date(2027, 1, 2), reason="")))
    return sqlite_path


def test_it_opens_with_its_key_alone(locked: Path, key: str) -> None:
    assert b"Kerstavond" not in locked.read_bytes()
    assert b"SQLite" not in locked.read_bytes()
    assert read_reasons(locked) == ["Kerstavond", ""]
    with db.connect(str(locked)) as database:
        assert not [one for one in check.inspect_database(database, ()) if one.breaches]
    keys._known[:] = [keys.generate(), key]
    assert read_reasons(locked) == ["Kerstavond", ""]
    keys._known[:] = [keys.generate()]
    for needs in (migrate.open_database, db.connect, lambda path: db.new_sqlite_connection(Path(path))):
        with pytest.raises(KeyNeededError, match="versleuteld, of beschadigd"):
            needs(str(locked))
    with pytest.raises(KeyNeededError):
        keys.matching(keys.recipient(key))


def test_its_backups_are_locked_twice_and_come_back(locked: Path, key: str, tmp_path: Path) -> None:
    with migrate.open_database(str(locked)) as database:
        for recipient in ("", keys.recipient(key)):
            kept = backup.make(database, Places(locked, recipient=recipient), Cause.START).kept
            backup.restore(kept.path, str(tmp_path / "new.db"))
            assert cipher.looks_encrypted(tmp_path / "new.db")
            assert read_reasons(tmp_path / "new.db") == ["Kerstavond", ""]
        backup.restore_open(database, kept.path)
        assert database.read(reasons) == ["Kerstavond", ""]


def test_a_plain_backup_is_encrypted_on_its_way_back(locked: Path, empty_sqlite: Path) -> None:
    backup.restore(empty_sqlite, str(locked))
    assert cipher.looks_encrypted(locked)
    assert read_reasons(locked) == []


def test_a_plain_file_in_its_place_is_refused(locked: Path, empty_sqlite: Path) -> None:
    locked.write_bytes(empty_sqlite.read_bytes())
    with pytest.raises(DatabaseError, match="was versleuteld en dit bestand is het niet"):
        migrate.open_database(str(locked))
    locked.unlink()
    with pytest.raises(DatabaseError, match="Er is geen databank"):
        migrate.open_database(str(locked))


def test_every_changed_bit_is_found(locked: Path) -> None:
    whole = bytearray(locked.read_bytes())
    for place in (len(whole) // 2, len(whole) - 100):
        spoilt = whole.copy()
        spoilt[place] ^= 1
        locked.write_bytes(spoilt)
        with pytest.raises(DatabaseError, match="beschadigd"):
            backup.verify(locked)
    with contextlib.closing(cipher.connect(locked, next(keys.tries()))) as connection:
        assert cipher.damage(connection)


def test_another_program_s_encrypted_file(tmp_path: Path, key: str) -> None:
    path = tmp_path / "foreign.db"
    with contextlib.closing(cipher.connect(path, key)) as connection:
        connection.execute("CREATE TABLE bookmarks (id INTEGER)")
    with pytest.raises(DatabaseError, match="geen databank van MMC Desk"):
        db.identify(path)


def test_it_is_busy_in_another_window(locked: Path, empty_sqlite: Path) -> None:
    with migrate.open_database(str(locked)), pytest.raises(DatabaseBusyError):
        backup.restore(empty_sqlite, str(locked))
    with migrate.open_database(str(locked)), pytest.raises(DatabaseBusyError):
        migrate.open_database(str(locked))


def test_an_error_of_its_driver_is_a_sentence(locked: Path) -> None:
    from sqlalchemy import text

    with migrate.open_database(str(locked)) as database:
        with pytest.raises(DatabaseError, match="no such table"):
            database.read(lambda session: session.execute(text("SELECT * FROM nowhere")))
        with pytest.raises(DatabaseError, match="no such table"), db.file_errors(locked), database.bare() as connection:
            connection.execute("SELECT * FROM nowhere")


def test_the_drivers_in_use_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    keys.library("sqlcipher3.dbapi2")
    assert len(db.driver_errors()) == 2
    monkeypatch.delitem(sys.modules, "sqlcipher3")
    assert db.driver_errors() == (sqlite3.Error,)


def test_noise_is_told_from_text(tmp_path: Path) -> None:
    noise, text = tmp_path / "noise", tmp_path / "text"
    noise.write_bytes(os.urandom(8192))
    text.write_bytes(b"naam;dorp" * 8192)
    assert [db.is_encrypted(path) for path in (noise, text, tmp_path / "weg")] == [True, False, False]


@pytest.mark.postgres
def test_a_server_encrypts_its_own_disk(postgres_database: db.Database) -> None:
    with pytest.raises(DatabaseError, match="LUKS"):
        copying.encrypt_open(postgres_database)
