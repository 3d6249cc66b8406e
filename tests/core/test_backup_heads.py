"""A trace that was cut off at its end, whole in itself: the manifests of the backups know better."""

import contextlib
import shutil
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from mmc_desk.core import audit, backup, check, clock, db
from mmc_desk.core.backup import Cause, Kept, Places, heads, manifest
from mmc_desk.core.model import ClosureDay
from tests.conftest import NOW
from tests.faults.damage import people
from tests.faults.trace import cut_off


def close_on(day: int) -> db.Op[None]:
    return lambda session: session.add(ClosureDay(day=date(2026, 12, day), reason="Brugdag"))


@pytest.fixture
def desk(sqlite_database: db.Database) -> db.Database:
    sqlite_database.write(close_on(24))
    return sqlite_database


@pytest.fixture
def where(desk: db.Database) -> Places:
    return backup.places_of(desk)


def cut(path: Path, last: int) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        cut_off(connection, last)


@pytest.fixture
def made(desk: db.Database, where: Places) -> Kept:
    return backup.make(desk, where, Cause.START).kept


def breaches(session: Session) -> list[str]:
    return list(audit.breaches(session))


def test_a_trace_cut_off_at_its_end_is_found_by_a_backup(desk: db.Database, where: Places, made: Kept) -> None:
    desk.write(close_on(28))
    assert heads.cut_off(desk, where) == ()
    with clock.frozen(NOW + timedelta(minutes=30)):
        newer = backup.make(desk, where, Cause.INTERVAL).kept
    desk.close()
    cut(where.database, 1)
    with db.connect(str(where.database)) as spoiled:
        assert spoiled.read(breaches) == []
        (sentence,) = heads.cut_off(spoiled, where)
        found = {one.title: one.breaches for one in check.inspect_database(spoiled, ())}
    assert newer.path.name in sentence
    assert "kent regel 2 van het spoor" in sentence
    assert found["Spoor zoals de back-ups het kennen"] == (sentence,)


def test_what_a_restore_replaced_is_no_breach(desk: db.Database, where: Places, made: Kept) -> None:
    desk.write(close_on(28))
    backup.make(desk, where, Cause.INTERVAL)
    restored = backup.restore_open(desk, made.path)
    backup.make(desk, where, Cause.INTERVAL)
    assert heads.cut_off(desk, where) == ()
    assert restored.kept
    backup.restore_open(desk, restored.kept)
    assert heads.cut_off(desk, where) == ()


@pytest.mark.parametrize("people_there", [0, 1])
def test_a_trace_without_entries_is_that_of_a_new_desk_or_was_taken_away(
    desk: db.Database, where: Places, made: Kept, people_there: int
) -> None:
    desk.write(people(people_there, "Peeters"))
    desk.close()
    cut(where.database, 0)
    with db.connect(str(where.database)) as spoiled:
        assert len(heads.cut_off(spoiled, where)) == people_there


def test_backups_of_a_database_that_had_this_name_before_tell_nothing(
    desk: db.Database, where: Places, made: Kept, empty_sqlite: Path
) -> None:
    desk.close()
    shutil.copyfile(empty_sqlite, where.database)
    with clock.frozen(NOW + timedelta(hours=1)), db.connect(str(where.database)) as new:
        new.write(close_on(1))
        assert heads.cut_off(new, where) == ()


def test_a_manifest_from_before_the_chain_tells_nothing(desk: db.Database, where: Places, made: Kept) -> None:
    assert made.manifest
    older = replace(made.manifest, contents=made.manifest.contents._replace(audit_head="1"))
    manifest.write(older, made.path)
    assert heads.cut_off(desk, where) == ()


def test_without_backups_nothing_is_known(desk: db.Database, tmp_path: Path) -> None:
    assert heads.cut_off(desk, Places(tmp_path / "other.db")) == ()
