"""A second program on one file: it is told who has it, and reads what stands there without a copy on any disk."""

import json
import shutil
import sqlite3
import struct
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import beside, db, migrate, occupant, places, schema
from mmc_desk.core.errors import DatabaseBusyError, DatabaseError
from mmc_desk.core.model import AuditEntry, ClosureDay

HELD = DatabaseBusyError("al geopend door Anna")


def count(session: Session) -> int | None:
    return session.scalar(select(func.count()).select_from(ClosureDay))


def add(day: int) -> db.Op[None]:
    return lambda session: session.add(ClosureDay(day=date(2026, 12, day), reason="x" * 3000))


@pytest.fixture
def held(sqlite_database: db.Database) -> db.Database:
    """A file that is open and whose last writes stand in its log."""
    for day in range(1, 5):
        sqlite_database.write(add(day))
    return sqlite_database


def test_what_was_saved_is_read_and_nothing_is_written(held: db.Database, sqlite_path: Path) -> None:
    before = sorted(sqlite_path.parent.iterdir())
    with beside.open_beside(sqlite_path, HELD) as database:
        assert (database.read(count), database.name) == (4, "desk.db")
        held.write(add(9))
        assert database.read(count) == 4
        with pytest.raises(DatabaseBusyError, match="Anna"):
            database.write(add(10))
    assert sorted(sqlite_path.parent.iterdir()) == before
    assert occupant.of(sqlite_path) is not None


def test_a_log_that_breaks_off_counts_up_to_its_last_whole_transaction(held: db.Database, sqlite_path: Path) -> None:
    file, log = sqlite_path.read_bytes(), (sqlite_path.parent / "desk.db-wal").read_bytes()

    def days(log: bytes) -> int:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(beside.with_log(file, log))
        (found,) = connection.execute("SELECT count(*) FROM closure_day").fetchone()
        connection.close()
        return int(found)

    assert days(log) == 4
    assert days(log[:-5000]) == 3
    torn = bytearray(log)
    torn[-100] ^= 1
    assert days(bytes(torn)) == 3
    assert days(b"") == days(log[:20]) == days(bytes(len(log))) == days(b"\0" * 4 + log[4:]) == 0


def test_a_shrunken_file_and_a_big_endian_log() -> None:
    page = bytes(range(256)) * 2
    head = struct.pack(">6I", 0x377F0683, 3007000, 512, 0, 7, 8)
    sums = beside._checksum(head, ">", (0, 0))
    log = head + struct.pack(">2I", *sums)
    frame = struct.pack(">2I", 2, 2)
    sums = beside._checksum(frame + page, ">", sums)
    log += frame + struct.pack(">4I", 7, 8, *sums) + page
    assert beside.with_log(bytes(512 * 4), log) == bytes(18) + b"\1\1" + bytes(492) + page
    assert beside.with_log(bytes(512), log)[512:] == page


def test_what_is_left_beside_a_file_comes_into_the_trace(held: db.Database, sqlite_path: Path) -> None:
    beside.take_in(held)
    with beside.open_beside(sqlite_path, HELD) as database:
        beside.take_in(database)
        database.leave("Bewaard als bestand: cijfers.pdf", "cijfers.pdf")
        database._kept = sqlite_path / "nergens"
        with pytest.raises(DatabaseBusyError, match="Anna"):
            database.leave("Bewaard als bestand: cijfers.pdf", "cijfers.pdf")
    beside.take_in(held)
    beside.take_in(held)
    last = held.read(lambda session: session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first())
    assert last is not None
    assert last.label.startswith("Bewaard als bestand: cijfers.pdf (door ")
    assert last.label.endswith("naast een open venster)")
    assert last.rows == [{"left": "cijfers.pdf"}]
    assert not sqlite_path.with_name("desk.db.spoor").exists()


def test_a_line_that_a_crash_cut_off_stops_no_start(held: db.Database, sqlite_path: Path) -> None:
    with beside.open_beside(sqlite_path, HELD) as database:
        database.leave("Bewaard als bestand: a.pdf", "a.pdf")
    kept = beside.kept_beside(sqlite_path)
    kept.write_text(kept.read_text(encoding="utf-8") + '{"label": "Bewaa', encoding="utf-8")
    beside.take_in(held)
    labels = held.read(lambda session: session.scalars(select(AuditEntry.label).order_by(AuditEntry.id.desc())).all())
    assert "niet heel" in labels[0]
    assert labels[1].startswith("Bewaard als bestand: a.pdf (door ")
    assert not kept.exists()


def test_a_file_without_a_log(held: db.Database, sqlite_path: Path, tmp_path: Path) -> None:
    held.close()
    copy = tmp_path / "copy.db"
    shutil.copyfile(sqlite_path, copy)
    with beside.open_beside(copy, HELD) as database:
        assert database.read(count) == 4


def test_another_schema_an_encrypted_file_and_a_damaged_one_are_left_alone(
    held: db.Database, sqlite_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"SQLite format 3\0" + bytes(4080))
    with pytest.raises(DatabaseError, match=r"broken\.db is beschadigd"):
        beside.open_beside(broken, HELD)
    with monkeypatch.context() as patched:
        patched.setattr(schema, "head", lambda: 99)
        with pytest.raises(DatabaseBusyError, match="Anna"):
            beside.open_beside(sqlite_path, HELD)
    monkeypatch.setattr(beside, "is_encrypted", lambda _path: True)
    with pytest.raises(DatabaseBusyError, match="Anna"):
        beside.open_beside(sqlite_path, HELD)


def test_a_file_that_never_rests_is_given_up(
    held: db.Database, sqlite_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, changes = Path.read_bytes, iter(range(99))
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + bytes([next(changes)]))
    with pytest.raises(DatabaseBusyError, match="Anna"):
        beside.open_beside(sqlite_path, HELD)


def test_the_note_names_who_signed_in_and_goes_with_its_own(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    assert occupant.of(path) is None
    occupant.forget(path)
    occupant.note(path, "Anna")
    found = occupant.of(path)
    assert found is not None
    assert found.words.startswith(f"Anna op {occupant.machine()}, sinds ")
    beside_it = tmp_path / "desk.db.open"
    beside_it.write_text(json.dumps({**json.loads(beside_it.read_text()), "pid": -1, "is_window": True}))
    occupant.forget(path)
    other = occupant.of(path)
    assert other is not None
    assert other.words.endswith("in het venster")
    beside_it.write_text("[]")
    assert occupant.of(path) is None
    occupant.note(tmp_path / "nergens" / "desk.db")


def test_a_share_of_the_network_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = (
        f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path}/met\\040ruimte nfs4 rw 0 0\n//s/x {tmp_path}/s cifs rw 0 0\n\n"
    )
    assert places.kind_of_mount(tmp_path / "desk.db", mounts) == "ext4"
    assert places.kind_of_mount(tmp_path / "met ruimte" / "desk.db", mounts) == "nfs4"
    assert places.kind_of_mount(tmp_path / "desk.db", "") == ""
    listed = tmp_path / "mounts"
    monkeypatch.setattr(places, "_MOUNTS", listed)
    assert places.advice(tmp_path / "s" / "desk.db") == ""
    listed.write_text(mounts)
    assert "PostgreSQL" in places.advice(tmp_path / "s" / "desk.db")
    assert places.is_on_network(Path("//server/share/desk.db"))


def test_a_network_drive_of_windows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Kernel:
        def GetDriveTypeW(self, drive: str) -> int:
            return {"Z:\\": 4}.get(drive, 3)

    class Windll:
        kernel32 = Kernel()

    import ctypes
    from pathlib import PureWindowsPath

    monkeypatch.setattr(ctypes, "windll", Windll(), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(PureWindowsPath, "absolute", lambda path: path, raising=False)
    assert places.is_on_network(PureWindowsPath("Z:\\desk.db"))  # type: ignore[arg-type]
    assert not places.is_on_network(PureWindowsPath("C:\\desk.db"))  # type: ignore[arg-type]


def test_a_bare_path_has_no_drive(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert not places.is_on_network(tmp_path / "desk.db")


def test_the_file_stays_usable(held: db.Database, sqlite_path: Path) -> None:
    with beside.open_beside(sqlite_path, HELD):
        held.write(add(20))
    held.close()
    with migrate.open_database(str(sqlite_path)) as database:
        assert database.read(count) == 5
