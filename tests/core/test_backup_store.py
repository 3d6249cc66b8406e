"""Dated backups: each restored and compared before it counts, in two folders, thinned, tested again, put back."""

import errno
import json
import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from mmc_desk.core import backup, check, clock, db, migrate, schema, settings
from mmc_desk.core.backup import Cause, Kept, Places, dumping, making, manifest, restoring, store, words
from mmc_desk.core.errors import DatabaseError, RuleError
from mmc_desk.core.model import AuditEntry, ClosureDay
from tests.conftest import NOW
from tests.faults.damage import people


def close_on(day: int) -> db.Op[None]:
    return lambda session: session.add(ClosureDay(day=date(2026, 12, day), reason="Brugdag"))


def days(session: Session) -> list[int]:
    return [day.day for day in session.scalars(select(ClosureDay.day).order_by(ClosureDay.day))]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def desk(sqlite_database: db.Database) -> db.Database:
    sqlite_database.write(close_on(24))
    return sqlite_database


@pytest.fixture
def where(desk: db.Database, tmp_path: Path) -> Places:
    (tmp_path / "share").mkdir()
    assert desk.path
    return Places(desk.path, tmp_path / "share")


@pytest.fixture
def made(desk: db.Database, where: Places) -> Kept:
    return backup.make(desk, where, Cause.START).kept


def test_a_backup_counts_after_it_was_restored(made: Kept, where: Places, desk: db.Database) -> None:
    known = made.manifest
    assert known
    assert (known.made_at, known.tested_at, known.cause) == (NOW, NOW, Cause.START)
    assert known.contents.rows("closure_day") == 1
    assert known.contents.rows("no such table") == 0
    assert known.contents.audit_entries == 1
    assert known.sha256 == manifest.digest(made.path)
    for folder in (where.folder, where.second):
        assert folder
        assert names(folder) == ["desk-20261123-100000.db", "desk-20261123-100000.db.json"]
    assert backup.every(where) == [made]
    assert backup.last_tested(where) == NOW
    assert not backup.is_due(desk, where)
    desk.write(close_on(28))
    assert backup.is_due(desk, where)


def test_nothing_was_made_yet(desk: db.Database, where: Places) -> None:
    assert backup.last_tested(where) is None
    assert backup.is_due(desk, where)
    assert backup.best(where) is None
    assert making.head_of(desk)[1] == 1


def test_a_database_without_a_trace(sqlite_database: db.Database) -> None:
    assert making.head_of(sqlite_database) == ("", 0)


def test_a_restore_that_is_not_the_same_does_not_count(
    desk: db.Database, where: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lossy(source: Path, target: str) -> restoring.Restored:
        restored = restoring.restore(source, target)
        with migrate.open_database(target) as other:
            other.write(close_on(1))
        return restored

    monkeypatch.setattr(making, "restore", lossy)
    with pytest.raises(DatabaseError, match="niet volledig"):
        backup.make(desk, where, Cause.START)
    assert names(where.folder) == []


def test_no_room_for_a_trial(desk: db.Database, where: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(making.tempfile, "TemporaryDirectory", full)  # type: ignore[attr-defined] # a module's own import
    with pytest.raises(DatabaseError, match="schijf is vol"):
        backup.make(desk, where, Cause.START)
    assert names(where.folder) == []


def test_without_its_manifest_a_backup_goes_again(
    desk: db.Database, where: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DatabaseError("vol")

    monkeypatch.setattr(manifest, "write", full)
    with pytest.raises(DatabaseError, match="vol"):
        backup.make(desk, where, Cause.START)
    assert names(where.folder) == []


# --- The second folder


def test_a_share_that_is_away_is_said_and_stops_nothing(desk: db.Database, tmp_path: Path) -> None:
    assert desk.path
    done = backup.make(desk, Places(desk.path, tmp_path / "weg"), Cause.INTERVAL)
    assert done.kept.path.exists()
    assert "bestaat niet" in done.problem
    assert str(tmp_path / "weg") in done.problem


def test_a_share_that_writes_something_else(desk: db.Database, where: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:-1])

    first = making.shutil.copyfile  # type: ignore[attr-defined] # a module's own import
    monkeypatch.setattr(
        making.shutil,  # type: ignore[attr-defined] # as above
        "copyfile",
        lambda source, target: (half if where.second in Path(target).parents else first)(source, target),
    )
    assert "niet wat bewaard werd" in backup.make(desk, where, Cause.PERSON).problem
    assert where.second
    assert names(where.second) == []


def test_a_share_that_refuses_the_manifest(desk: db.Database, where: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    write = manifest.write

    def refuse(known: manifest.Manifest, path: Path) -> None:
        if where.second in path.parents:
            raise DatabaseError("kan niet")
        write(known, path)

    monkeypatch.setattr(manifest, "write", refuse)
    assert "kan niet" in backup.make(desk, where, Cause.PERSON).problem


def test_the_second_folder_is_a_setting(tmp_path: Path) -> None:
    assert backup.places(tmp_path / "desk.db") == Places(tmp_path / "desk.db")
    settings.save(settings.Settings(backup_folder=str(tmp_path / "stick")))
    assert backup.places(tmp_path / "desk.db").second == tmp_path / "stick"


def test_what_lies_only_on_the_share_is_found(made: Kept, where: Places) -> None:
    shutil.rmtree(where.folder)
    assert where.second
    assert [one.path for one in backup.every(where)] == [where.second / made.path.name]


# --- What lies there


def test_only_its_own_backups_are_listed(made: Kept, where: Places) -> None:
    (where.folder / "desk-2-20261123-100000.db").touch()
    (where.folder / "desk-oud.db").touch()
    assert store.kept_in(where.folder, where.database) == [made]


def test_a_folder_that_cannot_be_read(where: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path, _pattern: str) -> Iterator[Path]:
        raise PermissionError

    monkeypatch.setattr(Path, "glob", refuse)
    assert backup.every(where) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: [],
        lambda _: {},
        lambda stored: stored | {"made_at": "2026-11-23T09:00:00"},
        lambda stored: stored | {"contents": 5},
        lambda stored: stored | {"cause": "?"},
    ],
)
def test_a_manifest_that_is_none(made: Kept, spoil: object) -> None:
    path = manifest.path_of(made.path)
    assert callable(spoil)
    path.write_text(json.dumps(spoil(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")
    assert manifest.read(made.path) is None


def test_when_a_file_without_a_manifest_was_made(made: Kept) -> None:
    os.utime(made.path, (0, 0))
    assert Kept(made.path, None).made_at == datetime(1970, 1, 1, 1, tzinfo=clock.BRUSSELS)
    assert Kept(made.path.with_name("weg"), None).made_at.year == 1


# --- Testing again


def test_a_backup_is_tested_again(made: Kept, where: Places) -> None:
    with clock.frozen(NOW + timedelta(days=1)):
        again = backup.test(made)
    assert again.manifest
    assert again.manifest.tested_at == NOW + timedelta(days=1)
    assert again.manifest.made_at == NOW
    assert backup.last_tested(where) == NOW + timedelta(days=1)
    assert backup.best(where)


def test_a_sound_file_without_a_manifest_gets_one(made: Kept) -> None:
    manifest.path_of(made.path).unlink()
    again = backup.test(Kept(made.path, None))
    assert again.manifest
    assert again.manifest.cause is Cause.UNKNOWN
    assert made.manifest
    assert again.manifest.contents == made.manifest.contents
    assert manifest.read(made.path) == again.manifest


def test_a_folder_that_may_only_be_read_can_be_tested(made: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise DatabaseError("kan niet")

    monkeypatch.setattr(manifest, "write", refuse)
    assert backup.test(made).manifest


def test_one_bit_is_enough(made: Kept, where: Places) -> None:
    spoilt = bytearray(made.path.read_bytes())
    spoilt[-1] ^= 1
    made.path.write_bytes(spoilt)
    with pytest.raises(DatabaseError, match="beschadigd of verwisseld"):
        backup.test(made)
    assert backup.best(where) is None


def test_a_backup_that_went(made: Kept) -> None:
    made.path.unlink()
    with pytest.raises(DatabaseError, match="kan niet gelezen worden"):
        backup.test(made)


# --- Thinning


def test_thinning_removes_from_both_folders_and_only_what_is_ours(
    desk: db.Database, where: Places, made: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = where.folder / "desk-20200101-000000.db"
    strange.touch()
    with clock.frozen(NOW + timedelta(minutes=10)):
        backup.make(desk, where, Cause.INTERVAL)
    with clock.frozen(NOW + timedelta(days=1)), monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", _refuse)
        assert making.thin(where) == []
    with clock.frozen(NOW + timedelta(days=1)):
        assert len(making.thin(where)) == 2
    assert names(where.folder) == [
        strange.name,
        "desk-20261123-101000.db",
        "desk-20261123-101000.db.json",
    ]


def _refuse(*_: object, **__: object) -> None:
    raise PermissionError


def test_what_a_killed_program_left_goes_a_day_later(desk: db.Database, where: Places, made: Kept) -> None:
    for name in (".desk-20261122-100000.db.abc", ".proef-abc"):
        (where.folder / name).mkdir() if "proef" in name else (where.folder / name).touch()
        old = (NOW - timedelta(days=2)).timestamp()
        os.utime(where.folder / name, (old, old))
    (where.folder / ".proef-new").mkdir()
    os.utime(where.folder / ".proef-new", (NOW.timestamp(),) * 2)
    backup.make(desk, where, Cause.INTERVAL)
    assert [name for name in names(where.folder) if name.startswith(".")] == [".proef-new"]


# --- A restore into the open database


def test_a_restore_while_the_database_is_open(desk: db.Database, where: Places, made: Kept) -> None:
    desk.write(close_on(28))
    restored = backup.restore_open(desk, made.path)
    assert desk.read(days) == [24]
    assert desk.read(lambda session: session.scalars(select(AuditEntry.label)).all())[-1] == (
        "Reservekopie teruggezet: desk-20261123-100000.db"
    )
    assert [one.path for one in store.replaced(where)] == [restored.kept]
    assert restored.kept
    backup.restore_open(desk, restored.kept)
    assert desk.read(days) == [24, 28]
    assert len(store.replaced(where)) == 2


def test_a_damaged_backup_replaces_nothing(desk: db.Database, made: Kept, where: Places) -> None:
    made.path.write_bytes(made.path.read_bytes()[:9000])
    with pytest.raises(DatabaseError, match="beschadigd"):
        backup.restore_open(desk, made.path)
    assert desk.read(days) == [24]
    assert store.replaced(where) == []


def test_an_older_backup_comes_up_to_date(desk: db.Database, tmp_path: Path) -> None:
    from tests.migrations.test_migrate import at_schema

    older = at_schema(tmp_path / "older.db", schema.head() - 1)
    backup.restore_open(desk, older)
    assert schema.version(desk) == schema.head()


def test_no_room_to_rehearse(desk: db.Database, made: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryDirectory", full)
    with pytest.raises(DatabaseError, match="schijf is vol"):
        backup.restore_open(desk, made.path)
    assert desk.read(days) == [24]


def test_what_cannot_be_opened_again_says_so(desk: db.Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> db.Database:
        raise DatabaseError("weg")

    monkeypatch.setattr(db, "open_file", refuse)
    with pytest.raises(DatabaseError, match="weg"), desk.set_aside():
        pass
    with pytest.raises(DatabaseError):
        desk.read(days)


@pytest.mark.postgres
def test_a_server_restores_by_its_own_tools(postgres_database: db.Database, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="pg_restore"):
        backup.restore_open(postgres_database, tmp_path / "copy.db")


# --- A server's database in a file


@pytest.mark.postgres
def test_a_server_s_database_becomes_a_file_of_the_same(
    postgres_database: db.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = backup.places_of(postgres_database)
    assert backup.is_due(postgres_database, where)
    assert making.head_of(postgres_database) == ("", 0)
    postgres_database.write(people(3, "Peeters"))
    postgres_database.write(close_on(24), "Sluitingsdag")
    kept = backup.make(postgres_database, where, Cause.START).kept
    assert not backup.is_due(postgres_database, where)
    restored = where.folder / "noodgeval.db"
    backup.restore(kept.path, str(restored))
    with migrate.open_database(str(restored)) as database:
        assert database.read(days) == [24]
        assert not [one for one in check.inspect_database(database, ()) if one.breaches]
        with pytest.raises(RuleError, match="append-only"):
            database.write(lambda session: session.execute(text("DELETE FROM audit_entry")))
    monkeypatch.setattr(dumping, "_figures", lambda _table, connection: (id(connection),))
    with pytest.raises(DatabaseError, match="kwam niet heel over"):
        backup.make(postgres_database, where, Cause.PERSON)
    assert backup.every(where) == [kept]


# --- In words


def test_a_backup_in_words(made: Kept) -> None:
    assert words.line(made) == (
        "23/11/2026 10:00  bij het starten: 0 leden, 0 chauffeurs, 0 ritten, 0 inschrijvingen; "
        f"getest 23/11/2026 10:00  {made.path}"
    )
    assert (words.cause(None), words.counts(None), words.tested(None)) == ("onbekend", "nog niet bekeken", "nooit")


def test_how_long_ago_in_words(frozen_clock: datetime) -> None:
    assert words.standing(None) == "Nog geen geteste back-up"
    assert words.standing(NOW) == "Laatste geteste back-up: vandaag 10:00"
    assert words.standing(NOW - timedelta(days=1)) == "Laatste geteste back-up: 22/11/2026 10:00"
    late = [words.is_late(one) for one in (None, NOW, NOW - timedelta(hours=48), NOW - timedelta(hours=49))]
    assert late == [True, False, False, True]
