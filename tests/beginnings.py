"""What many tests begin with: written by its ops the first time, by its rows from then on, in a fraction of the time.

Danger: only for a function of a module that draws nothing by chance: its name and arguments stand for what it writes.
"""

import contextlib
import functools
import sqlite3
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import psycopg
from psycopg import sql
from sqlalchemy.orm import Session

from mmc_desk.core import audit, clock
from mmc_desk.core.db import Database
from mmc_desk.core.model import Base

T = TypeVar("T")
PutBack = Callable[[Database], None]
_Rows = dict[int, tuple[Any, ...]]


class _Key(NamedTuple):
    """What decides on the rows: the kind of database, the trace of what it holds, the function, the time.

    Under coverage's eyes the ops run once more: what they do counts, whichever test came first.
    """

    is_measured: bool
    is_server: bool
    head: str
    function: str
    arguments: str
    at: datetime
    followers: tuple[object, ...]


class _Table(NamedTuple):
    """A file's columns in its own order, and its rows by their number."""

    columns: list[str]
    rows: _Rows


_FileRows = dict[str, _Table]


class _ServerRows(NamedTuple):
    """The rows of each table as text, and the last number of each sequence."""

    tables: dict[str, str | None]
    numbers: dict[str, int | None]


_kept: dict[_Key, tuple[Any, PutBack]] = {}


def begin_with(database: Database, write: Callable[..., T], *arguments: object) -> T:
    """Write what a test begins with on a database that is as it was made, or begun alike; return what `write` does."""
    key = _key(database, write, arguments)
    if key is None:
        return database.write(lambda session: write(session, *arguments), "begin").value
    if key not in _kept:
        keep = _keep_of_server(database) if database.url else _keep_of_file(database)
        value = database.write(lambda session: write(session, *arguments), "begin").value
        _kept[key] = value, keep()
        return value
    known, put_back = _kept[key]
    put_back(database)
    return known  # type: ignore[no-any-return]  # what `write` returned


def _key(database: Database, write: Callable[..., object], arguments: tuple[object, ...]) -> _Key | None:
    """Return no key for a file that holds what its trace doesn't tell: an encrypted one, a copy of something."""
    assert database.access is None
    if database.url:
        head = database.read(audit.head).hash
    else:
        live = database.connection
        if not isinstance(live, sqlite3.Connection):
            return None
        ((head,),) = live.execute("SELECT hash FROM audit_head")
        if not head and live.total_changes:
            return None
    assert "<locals>" not in write.__qualname__
    function = f"{write.__module__}.{write.__qualname__}"
    measured, followers = sys.gettrace() is not None, tuple(database.followers)
    return _Key(measured, bool(database.url), head, function, repr(arguments), clock.now(), followers)


def _keep_of_file(database: Database) -> Callable[[], PutBack]:
    before = _file_rows(database)
    return lambda: _in_file(before, _file_rows(database))


def _keep_of_server(database: Database) -> Callable[[], PutBack]:
    before = _server_rows(database)
    return lambda: _on_server(before, _server_rows(database))


def _in_file(before: _FileRows, after: _FileRows) -> PutBack:
    """Keep what was written in a file as statements: its triggers only refuse, and what was written they let pass."""
    found = [step for name, table in after.items() for step in _steps(name, before[name].rows, table)]
    wanted = [(statement, rows) for statement, rows in found if rows]

    def put_back(other: Database) -> None:
        with other.bare() as live:
            live.execute("BEGIN IMMEDIATE")
            live.execute("PRAGMA defer_foreign_keys = ON")
            for statement, rows in wanted:
                live.executemany(statement, rows)
            live.execute("COMMIT")

    return put_back


def _steps(name: str, before: _Rows, table: _Table) -> Iterable[tuple[str, list[tuple[Any, ...]]]]:
    rows, places = table.rows, ", ".join("?" for _ in table.columns)
    gone, new = before.keys() - rows.keys(), rows.keys() - before.keys()
    changed = [(*rows[key], key) for key in rows.keys() - new if rows[key] != before[key]]
    yield f"UPDATE {name} SET ({', '.join(table.columns)}) = ({places}) WHERE rowid = ?", changed  # noqa: S608 - names of the models
    yield f"DELETE FROM {name} WHERE rowid = ?", [(key,) for key in gone]  # noqa: S608 - names of the models
    yield f"INSERT INTO {name} VALUES ({places})", [rows[key] for key in new]  # noqa: S608 - names of the models


def _on_server(before: _ServerRows, after: _ServerRows) -> PutBack:
    """Keep what was written on a server as one script, past triggers and the order of the tables."""
    changed = [name for name, rows in after.tables.items() if rows != before.tables[name]]
    script = "; ".join(
        (
            "SET LOCAL session_replication_role = replica",
            *(f"DELETE FROM {name}" for name in changed if before.tables[name]),  # noqa: S608 - names of the models
            *(_insert(name, after.tables[name] or "{}") for name in changed),
            *_renumbered(before, after),
        )
    )

    def put_back(other: Database) -> None:
        with contextlib.closing(other.engine.raw_connection()) as raw:
            live = raw.driver_connection
            assert isinstance(live, psycopg.Connection)
            live.execute(sql.SQL(script), prepare=False)  # several statements can't be prepared
            live.commit()

    return put_back


def _insert(name: str, rows: str) -> str:
    quoted = sql.Literal(rows).as_string()
    return f"INSERT INTO {name} SELECT made.* FROM unnest({quoted}::{name}[]) AS made"  # noqa: S608 - names of the models


def _renumbered(before: _ServerRows, after: _ServerRows) -> Iterable[str]:
    for name, last in after.numbers.items():
        if last != before.numbers[name]:
            yield f"SELECT setval('{name}', {last})"


def _file_rows(database: Database) -> _FileRows:
    with database.bare() as live:
        return {name: _table(live.execute(f"SELECT rowid, * FROM {name}")) for name in Base.metadata.tables}  # noqa: S608 - names of the models


def _table(found: sqlite3.Cursor) -> _Table:
    columns = [name for name, *_ in found.description[1:]]
    return _Table(columns, {row[0]: row[1:] for row in found})


def _server_rows(database: Database) -> _ServerRows:
    return database.read(_read_rows)


def _read_rows(session: Session) -> _ServerRows:
    ask = session.connection().exec_driver_sql
    tables = ask(_every_row()).all()
    numbers = ask("SELECT sequencename, last_value FROM pg_sequences").all()
    return _ServerRows(dict(map(tuple, tables)), dict(map(tuple, numbers)))


@functools.cache
def _every_row() -> str:
    asked = [f"SELECT '{name}', array_agg(made)::text FROM {name} AS made" for name in Base.metadata.tables]  # noqa: S608 - names of the models
    return " UNION ALL ".join(asked)
