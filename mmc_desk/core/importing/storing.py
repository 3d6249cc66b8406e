"""Writing many rows at once: bulk statements, with the price of SQLAlchemy's types paid once per distinct value.

Bulk statements flush nothing, so they tell core.changes which tables they touched.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

from sqlalchemy import Table, func, select, text, update
from sqlalchemy.orm import Session

from mmc_desk.core.changes import note_topic

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


def insert_columns(
    session: Session, table: Table, columns: Mapping[str, Sequence[Any]], **same: object
) -> None:
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


def insert_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns, version 1."""
    if rows:
        insert_columns(session, table, {name: [row[name] for row in rows] for name in rows[0]}, version=1)


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
