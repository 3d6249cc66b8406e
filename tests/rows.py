"""Every row of a desk, to show that a deed and its undo are exact."""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.model import Base

Rows = Mapping[Any, Any]
"""To compare with that of another moment."""

_APPEND_ONLY = {"audit_entry", "audit_head", "ride_event"}
"""What is only ever added to: an undo adds to it too."""


def everything(database: Database) -> Rows:
    """Return every row of every table that has some, as stored; versions and what is only ever added aside."""
    return database.read(_everything)


def _everything(session: Session) -> Rows:
    # Past the ORM and the tables that are empty: tests ask this four times a deed.
    connection, columns = session.connection(), _columns()
    if connection.dialect.name == "postgresql":  # a question costs more than its answer
        return dict(enumerate(connection.exec_driver_sql(_one_question()).all()))
    looks = [f"SELECT '{name}' AS filled WHERE EXISTS (SELECT 1 FROM {name})" for name in columns]  # noqa: S608 - names of the models
    filled = connection.exec_driver_sql(" UNION ALL ".join(looks)).scalars().all()
    return {name: _rows(connection, name, columns[name]) for name in filled}


@functools.cache
def _one_question() -> str:
    asked = [
        f"SELECT '{name}' AS name, id, ROW({', '.join(columns)})::text FROM {name}"  # noqa: S608 - names of the models
        for name, columns in _columns().items()
    ]
    return " UNION ALL ".join(asked) + " ORDER BY name, id"


def _rows(connection: Connection, name: str, columns: Sequence[str]) -> Mapping[int, tuple[Any, ...]]:
    found = connection.exec_driver_sql(f"SELECT {', '.join(columns)} FROM {name}")  # noqa: S608 - names of the models
    return {row[0]: tuple(row) for row in found}


@functools.cache
def _columns() -> Mapping[str, Sequence[str]]:
    return {
        table.name: ["id", *(column.name for column in table.columns if column.name not in {"id", "version"})]
        for table in Base.metadata.sorted_tables
        if table.name not in _APPEND_ONLY
    }
