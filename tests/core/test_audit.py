"""The chain of the trace: whoever edits, takes out, moves or cuts off an entry is found out. The many: make faults."""

import functools
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from mmc_desk.core import audit, db
from mmc_desk.core.audit import Head
from mmc_desk.core.db import Database
from mmc_desk.core.errors import DeskError
from mmc_desk.core.model import ClosureDay
from tests.faults.trace import EDITS, meddle


def close(session: Session, day: date) -> None:
    session.add(ClosureDay(day=day, reason="ë"))


def fill(database: Database, entries: int = 6) -> None:
    for day in range(1, entries + 1):
        closed = ClosureDay(day=date(2026, 12, day), reason="ë")
        database.write(functools.partial(Session.add, instance=closed), "Sluiting")


def breaches(database: Database) -> list[str]:
    return database.read(lambda session: list(audit.breaches(session)))


def test_a_trace_is_whole_and_its_head_moves_on(database: Database) -> None:
    assert (breaches(database), database.read(audit.head)) == ([], Head(0, ""))
    fill(database)
    kept = database.read(audit.head)
    assert (breaches(database), kept.entry) == ([], 6)
    database.write(lambda session: audit.add(session, "Afgedrukt: rittenlijst", []))
    assert database.read(audit.head).entry == 7
    assert not database.read(lambda session: audit.missing(session, kept))


def test_a_word_is_no_erasure(database: Database) -> None:
    database.write(lambda session: audit.add(session, "Import", [audit.REDACTED]))
    assert breaches(database) == []


def test_a_head_kept_elsewhere_tells_of_a_trace_that_was_made_anew(database: Database) -> None:
    fill(database, 2)

    def missing(session: Session) -> list[bool]:
        return [audit.missing(session, kept) for kept in (Head(0, ""), Head(2, "other"), Head(3, "cut off"))]

    assert database.read(missing) == [False, True, True]


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_meddled_with_is_found(sqlite_database: Database, sqlite_path: Path, edit: str) -> None:
    fill(sqlite_database)
    sqlite_database.close()
    with sqlite3.connect(sqlite_path) as connection:
        meddle(connection, edit, 3)
    connection.close()
    with db.connect(str(sqlite_path)) as database:
        (found,) = breaches(database)
    assert "spoor" in found


@pytest.mark.parametrize("statement", ["DELETE FROM audit_head", "UPDATE audit_head SET entry = 1, hash = ''"])
def test_the_head_only_goes_forward(database: Database, statement: str) -> None:
    fill(database, 2)
    with pytest.raises(DeskError, match="append-only"):
        database.write(lambda session: session.connection().exec_driver_sql(statement))
