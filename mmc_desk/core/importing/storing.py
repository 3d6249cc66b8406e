"""Writing many rows at once: bulk statements, with the price of SQLAlchemy's types paid once per distinct value.

Bulk statements flush nothing, so they tell core.changes which tables they touched.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, delete, func, select, text, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from mmc_desk.core.recording import note_topic

MOST_PARAMETERS = 900
"""How many values one IN list names: the least any SQLite allows, rounded down."""


class _Bound(dict[Any, Any]):
    """What each distinct value of a column becomes on its way to the database."""

    def __init__(self, process: Callable[[Any], Any]) -> None:
        super().__init__()
        self._process = process

    def __missing__(self, value: object) -> Any:  # noqa: ANN401 - the driver's own types
        bound = self[value] = self._process(value)
        return bound


def reserve_ids(session: Session, table: Table, count: int) -> Sequence[int]:
    """Return `count` new primary keys that nobody else will use."""
    if session.get_bind().dialect.name == "postgresql":
        sequence = func.nextval(func.pg_get_serial_sequence(table.name, "id"))
        rows = select(sequence).select_from(func.generate_series(1, count).alias("numbers"))
        return session.scalars(rows).all()
    last = session.scalar(select(func.max(table.c.id))) or 0
    return range(last + 1, last + 1 + count)


def insert_columns(session: Session, table: Table, columns: Mapping[str, Sequence[Any]], **same: object) -> None:
    """Insert rows given column by column; `same` holds the values every row has."""
    count = len(next(iter(columns.values())))
    if not count:
        return
    dialect = session.get_bind().dialect
    bound: list[Iterable[Any]] = []
    for name, values in columns.items():
        process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        bound.append(map(_Bound(process).__getitem__, values) if process else values)
    for name, value in same.items():
        process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        bound.append(repeat(process(value) if process else value, count))
    names = [*columns, *same]
    mark = "?" if dialect.positional else "%s"
    statement = (
        f"INSERT INTO {table.name} ({', '.join(names)}) "  # noqa: S608 - names of our own tables and columns
        f"VALUES ({', '.join([mark] * len(names))})"
    )
    session.connection().exec_driver_sql(statement, list(zip(*bound, strict=True)))
    note_topic(session, table.name)


class Keeper:
    """The rows of one table, as they are and as a file wants them; written at the end, in bulk.

    `rows` are the existing ones that matter, by key. Blank cells of a file never erase what is there: callers
    leave them out.
    """

    def __init__(self, session: Session, table: Table, rows: dict[int, dict[str, Any]], room: int) -> None:
        self._session = session
        self._table = table
        self.rows = rows
        self._keys = iter(reserve_ids(session, table, room))
        self._new: dict[int, dict[str, Any]] = {}
        self._changed: dict[int, dict[str, Any]] = {}
        self._removed: list[int] = []
        self._defaults = {column.name: _default(column) for column in table.columns if column.name not in _OWN}

    def add(self, **values: object) -> int:
        """Add a row and return its key; columns not named get their defaults."""
        key = next(self._keys)
        self._new[key] = self.rows[key] = {**self._defaults, **values}
        return key

    def change(self, key: int, **values: object) -> bool:
        """Change a row where `values` differ from what it holds; tell whether they did."""
        row = self.rows[key]
        differing = {name: value for name, value in values.items() if row[name] != value}
        if not differing:
            return False
        row.update(differing)
        if key not in self._new:
            self._changed.setdefault(key, {}).update(differing)
        return True

    def remove(self, keys: Iterable[int]) -> None:
        """Take rows away."""
        for key in keys:
            del self.rows[key]
            self._removed.append(key)

    def store(self) -> None:
        """Write what was removed, added and changed."""
        for keys in in_parts(self._removed):
            self._session.execute(delete(self._table).where(self._table.c.id.in_(keys)))
            note_topic(self._session, self._table.name)
        if self._new:
            names = list(self._defaults)
            columns = {name: [row[name] for row in self._new.values()] for name in names}
            insert_columns(
                self._session, self._table, {"id": list(self._new), **columns}, **_first_version(self._table)
            )
        for key, values in self._changed.items():
            change_row(self._session, self._table, key, values)
        self._new, self._changed, self._removed = {}, {}, []


_OWN = ("id", "version")


def _first_version(table: Table) -> dict[str, int]:
    return {"version": 1} if "version" in table.c else {}


def _default(column: Column[Any]) -> object:
    return column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None


def load_rows(session: Session, table: Table, *where: ColumnElement[bool]) -> dict[int, dict[str, Any]]:
    """Return the rows of a table by key, as dictionaries."""
    found = session.execute(select(table).where(*where)).mappings()
    return {row["id"]: dict(row) for row in found}


def change_row(session: Session, table: Table, key: int, values: Mapping[str, Any]) -> None:
    """Change one row and raise its version, so that a form open on it notices."""
    statement = update(table).where(table.c.id == key).values(**values, version=table.c.version + 1)
    session.execute(statement)
    note_topic(session, table.name)


def in_parts(values: Iterable[Any]) -> Iterable[list[Any]]:
    """Cut values into lists short enough for an IN."""
    listed = list(values)
    return (listed[start : start + MOST_PARAMETERS] for start in range(0, len(listed), MOST_PARAMETERS))


def has_rows(session: Session, table: Table) -> bool:
    """Tell whether a table holds anything."""
    return session.execute(select(text("1")).select_from(table).limit(1)).first() is not None
