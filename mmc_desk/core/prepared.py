"""Queries of which SQLAlchemy's part takes longer than the SQL it makes of them: that SQL is kept (db/prepared/*.json).

On a file the first screen needs no SQLAlchemy, which takes longer to load than the whole window; a server gets the
statements themselves. packaging/prepared.py writes the files from the modules named `*_statements.py`, and tells when
one is out of date: nobody edits them.
"""

import importlib
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar, cast

from mmc_desk.core import paths

if TYPE_CHECKING:  # the point of it all
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

T = TypeVar("T")
Row = tuple[Any, ...]
Read = Callable[[Any], Any]
Bound = date | int
"""What a parameter is filled in with."""


class Rows(Protocol):
    """Gives the rows of a statement by its name, its parameters filled in."""

    def __call__(self, statement: str, /, **values: Bound) -> Sequence[Row]:
        """Run the statement; the values of its columns are as SQLAlchemy gives them."""


class PreparedQuery(NamedTuple, Generic[T]):
    """A query in two parts: the statements of a module, and what makes frozen rows of theirs."""

    module: str
    compute: Callable[[Rows], T]

    @property
    def name(self) -> str:
        """The name of its file."""
        return file_name(self.module)


class Statement(NamedTuple):
    """One prepared statement: a parameter is the `$name` of one, or a constant; a column how its values are read."""

    sql: str
    parameters: Sequence[Any]
    columns: Sequence[str]


def file_name(module: str) -> str:
    """Return the name of the file in which the statements of a module are prepared."""
    return module.rpartition(".")[2].removesuffix("_statements")


def run(query: PreparedQuery[T], session: "Session") -> T:
    """Run a query by its statements themselves."""
    statements: Mapping[str, Select[Any]] = importlib.import_module(query.module).STATEMENTS
    connection = session.connection()
    session.flush()

    def rows(statement: str, /, **values: Bound) -> Sequence[Row]:
        return connection.execute(statements[statement], values).all()

    return query.compute(rows)


def run_within(query: PreparedQuery[T], session: "Session") -> T:
    """Run a query in the transaction of a session: on a file as it was prepared, which costs what the SQL costs."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return run(query, session)
    session.flush()
    return query.compute(rows_of_file(cast("sqlite3.Connection", connection.connection.driver_connection), query))


def rows_of_file(connection: sqlite3.Connection, query: PreparedQuery[Any]) -> Rows:
    """Return what runs the prepared statements of a query on a file. Danger: not while a session writes to it."""
    statements = load(query.name)

    def rows(statement: str, /, **values: Bound) -> Sequence[Row]:
        prepared = statements[statement]
        found = connection.execute(prepared.sql, [_bound(parameter, values) for parameter in prepared.parameters])
        readers = [(place, _reader(column)) for place, column in enumerate(prepared.columns) if column]
        return [_read(row, readers) for row in found] if readers else found.fetchall()

    return rows


@cache
def load(name: str) -> Mapping[str, Statement]:
    """Return the prepared statements of a file by name."""
    text = paths.database_files("prepared", f"{name}.json").read_text(encoding="utf-8")
    return {statement: Statement(**parts) for statement, parts in json.loads(text).items()}


def _bound(parameter: object, values: Mapping[str, Bound]) -> object:
    if isinstance(parameter, str) and parameter.startswith("$"):
        value = values[parameter[1:]]
        return value.isoformat() if isinstance(value, date) else value
    return parameter


def _read(row: Row, readers: Sequence[tuple[int, Read]]) -> Row:
    values = list(row)
    for place, read in readers:
        if values[place] is not None:
            values[place] = read(values[place])
    return tuple(values)


@cache
def _reader(column: str) -> Read:
    """Return what reads the values of a column: a date, an instant (stored in UTC), yes or no, else an enum's own."""
    known: Mapping[str, Read] = {"date": date.fromisoformat, "instant": _instant, "yes": bool}
    if column in known:
        return known[column]
    module, _, kind = column.partition(":")
    members: Mapping[str, Any] = {member.value: member for member in getattr(importlib.import_module(module), kind)}
    return members.__getitem__


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
