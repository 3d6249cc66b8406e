"""Every row of a desk, to show that a deed and its undo are exact, and what its checks find."""

import functools
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.feature import Check
from mmc_desk.core.model import Base

Rows = Mapping[Any, Any]
"""To compare with that of another moment."""

_APPEND_ONLY = {"audit_entry", "audit_head", "ride_event"}
"""What is only ever added to: an undo adds to it too."""


def everything(database: Database) -> Rows:
    """Return every row of every table that has some, as stored; versions and what is only ever added aside."""
    return database.read(_everything)


def breaches(database: Database, checks: Iterable[Check]) -> list[str]:
    """Return what the checks find, in one reading: a deed is followed by a dozen of them."""
    return database.read(lambda session: [breach for check in checks for breach in check.find(session)])


def _everything(session: Session) -> Rows:
    # Past SQLAlchemy and the tables that are empty: tests ask this four times a deed.
    connection = session.connection()
    if connection.dialect.name == "postgresql":  # a question costs more than its answer
        return dict(enumerate(connection.exec_driver_sql(_one_question()).all()))
    ask = _driver(connection).execute
    rows = _rows_of()
    return {name: _by_key(ask(rows[name])) for (name,) in ask(_filled()).fetchall()}


def _driver(connection: Connection) -> sqlite3.Connection:
    found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found


def _by_key(found: Iterable[tuple[Any, ...]]) -> Mapping[int, tuple[Any, ...]]:
    return {row[0]: row for row in found}


@functools.cache
def _filled() -> str:
    looks = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in _columns()]  # noqa: S608 - names of the models
    return " UNION ALL ".join(looks)


@functools.cache
def _rows_of() -> Mapping[str, str]:
    return {name: f"SELECT {', '.join(columns)} FROM {name}" for name, columns in _columns().items()}  # noqa: S608 - names of the models


@functools.cache
def _one_question() -> str:
    asked = [
        f"SELECT '{name}' AS name, id, ROW({', '.join(columns)})::text FROM {name}"  # noqa: S608 - names of the models
        for name, columns in _columns().items()
    ]
    return " UNION ALL ".join(asked) + " ORDER BY name, id"


@functools.cache
def _columns() -> Mapping[str, Sequence[str]]:
    return {
        table.name: ["id", *(column.name for column in table.columns if column.name not in {"id", "version"})]
        for table in Base.metadata.sorted_tables
        if table.name not in _APPEND_ONLY
    }
