"""Statements prepared as SQL: a file reads them without sqlalchemy, and finds what the statements themselves find."""

import functools
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from mmc_desk.core import db, paths, prepared
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.prepared import PreparedQuery, Rows, Statement
from mmc_desk.core.settings import PRACTICE, PRACTICE_MARK

DAY = date(2026, 11, 25)


def ask(sql: str, parameters: list[object], columns: list[str], **values: prepared.Bound) -> list[tuple[object, ...]]:
    """Run one statement on a database of its own, as if it were prepared."""
    query = PreparedQuery("x.asked_statements", lambda rows: rows("it", **values))
    with pytest.MonkeyPatch.context() as patch, sqlite3.connect(":memory:") as connection:
        patch.setattr(prepared, "load", lambda _name: {"it": Statement(sql, parameters, columns)})
        found = list(query.compute(prepared.rows_of_file(connection, query)))
    connection.close()
    return found


@pytest.mark.parametrize(
    ("stored", "column", "value"),
    [
        ("2026-11-25", "date", DAY),
        ("2026-11-25 08:15:00.000000", "instant", datetime(2026, 11, 25, 8, 15, tzinfo=UTC)),
        (1, "yes", True),
        (0, "yes", False),
        ("rollator", "mmc_desk.features.people.model.kinds:Aid", "rollator"),
        (7, "", 7),
        (None, "date", None),
    ],
)
def test_a_value_is_read_as_its_column_says(stored: object, column: str, value: object) -> None:
    ((found,),) = ask("SELECT ?", [stored], [column])
    assert found == value
    assert type(found) is type(value) or ":" in column


def test_a_day_is_filled_in_where_its_name_stands() -> None:
    assert ask("SELECT ?, ?, ?", ["$day", 5, "$day"], ["date", "", ""], day=DAY) == [(DAY, 5, "2026-11-25")]


def test_the_practice_mark_is_found_in_both_ways(database: db.Database) -> None:
    assert database.read_prepared(PRACTICE_MARK) is False
    assert database.read(functools.partial(prepared.run, PRACTICE_MARK)) is False
    assert database.read(functools.partial(prepared.run_within, PRACTICE_MARK)) is False


def test_within_a_session_a_query_sees_what_it_writes(database: db.Database) -> None:
    def marked(session: Session) -> bool:
        session.add(DeskSetting(name="practice", valid_from=DAY, value=PRACTICE))
        return prepared.run_within(PRACTICE_MARK, session)

    assert database.read(marked)
    assert database.read_prepared(PRACTICE_MARK) is False


def test_a_damaged_file_is_a_sentence(sqlite_database: db.Database) -> None:
    def broken(_rows: Rows) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    with pytest.raises(DatabaseError, match="beschadigd"):
        sqlite_database.read_prepared(PreparedQuery("x.practice_statements", broken))


def test_a_file_is_named_after_its_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "database_files", lambda *parts: tmp_path.joinpath(*parts[1:]))
    (tmp_path / "calls.json").write_text('{"all": {"sql": "SELECT 1", "parameters": [], "columns": [""]}}')
    assert PreparedQuery("a.b.calls_statements", bool).name == "calls"
    assert prepared.load("calls") == {"all": Statement("SELECT 1", [], [""])}


def test_a_year_is_filled_in_as_a_number() -> None:
    assert ask("SELECT ?", ["$year"], [""], year=2019) == [(2019,)]
