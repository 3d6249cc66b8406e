"""A whole database from a file to a server, or back: compared by counts, sums and hashes before it counts."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    MetaData,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import UserDefinedType

from mmc_desk.core import db, engines, migrate, schema, serving
from mmc_desk.core.audit import breaches
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import AuditEntry, AuditHead, Base

BATCH = 2_000
"""Rows read and written at once."""
_LARGE_BATCH = 100
"""The same where rows hold lists: an import of ten thousand rows is one entry of the trace, of some megabytes."""

Row = dict[str, Any]


class Measure(NamedTuple):
    """What a table holds: its rows, the sum of all whole numbers, and a hash over every value in the order of id."""

    rows: int
    total: int
    digest: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: per table its measure, which is the same on both sides."""

    tables: dict[str, Measure]

    @property
    def rows(self) -> int:
        """The number of rows in all."""
        return sum(measure.rows for measure in self.tables.values())


def move(source: str, target: str) -> Moved:
    """Copy the database at `source` to a new one at `target` (path or URL) and return what is there now.

    The source is only read, after it was brought to this program's schema, and stays as it is. The target is a file
    that doesn't exist yet, or a server's database without data; it stays so when anything fails or differs, or the
    program is killed: a file is filled under another name, a server in one transaction. Raises DatabaseError.
    """
    with migrate.open_database(source) as old:
        return _to_server(old, target) if db.is_url(target) else _to_file(old, Path(target))


def _to_server(old: db.Database, target: str) -> Moved:
    with _empty_on_server(target) as new, engines.plain_errors(new):
        return _fill(old, new)


def _to_file(old: db.Database, path: Path) -> Moved:
    if path.exists():
        raise DatabaseError(
            translate("db", "{path} bestaat al en wordt niet overschreven. Kies een andere naam.").format(path=path)
        )
    draft = path.with_name(f".{path.name}.verhuis")
    _remove(draft)  # of a move that was killed
    try:
        with migrate.create(str(draft)) as new, engines.plain_errors(new):
            moved = _fill(old, new)
        draft.replace(path)
    finally:
        _remove(draft)
    return moved


def _remove(draft: Path) -> None:
    for leftover in (draft, *db.companions(draft)):
        leftover.unlink(missing_ok=True)


def _empty_on_server(target: str) -> db.Database:
    """Return the database to fill: made here, or one that holds nothing yet."""
    with db.connect(target) as found:
        is_made = schema.version(found) > 0
    if not is_made:
        return migrate.create(target)
    database = migrate.open_database(target)
    if database.read(lambda session: session.scalar(select(AuditEntry.id).limit(1))):
        name = database.name
        database.close()
        raise DatabaseError(
            translate(
                "db", "{name} bevat al gegevens; er werd niets gewijzigd. Verhuis naar een lege databank."
            ).format(name=name)
        )
    return database


def _fill(old: db.Database, new: db.Database) -> Moved:
    with old.engine.connect() as reading, new.engine.begin() as writing:
        serving.take_time(reading)
        serving.take_time(writing)
        _empty(writing)
        for table in _tables():
            _copy(reading, writing, table)
        before, after = _measures(reading), _measures(writing)
        different = [name for name, measure in before.items() if after[name] != measure]
        if different:
            raise DatabaseError(
                translate("db", "Na het verhuizen verschilt {tables}; er werd niets bewaard op {name}.").format(
                    tables=", ".join(different), name=new.name
                )
            )
        _refuse_broken_trace(writing)
        _count_on(writing)
    return Moved(after)


def _tables() -> Sequence[Table]:
    """Return every table, those that others refer to first."""
    return Base.metadata.sorted_tables


def _empty(writing: Connection) -> None:
    """Take the shipped facts out of the new database: the old one has them, perhaps changed."""
    for table in reversed(_tables()):
        # What may only be added to is still empty, and may not even be asked to delete nothing.
        if table.name != AuditHead.__tablename__ and writing.scalar(select(table.c.id).limit(1)):
            writing.execute(delete(table))


# --- Copying


class _AsItIs(UserDefinedType[str]):
    """A list as the text that the database keeps: the trace is hashed over it, and taking it apart costs memory."""

    cache_ok = True


def _copy(reading: Connection, writing: Connection, table: Table) -> None:
    if table.name == AuditHead.__tablename__:
        head = reading.execute(select(table)).mappings().one()
        if head["entry"]:  # a head only goes forward
            writing.execute(update(table).values(dict(head)))
        return
    own = [column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]
    late: set[int] = set()
    rows = _rows(reading, table)
    if own:
        rows = _in_order(rows, own, late)
    statement = insert(_with_texts(table))
    while batch := list(islice(rows, _batch(table))):
        writing.execute(statement, batch)
    if late:
        _tie(reading, writing, table, own, late)


def _with_texts(table: Table) -> Table:
    """Return a table that takes texts where it has lists."""
    copied = table.to_metadata(MetaData())
    for column in copied.columns:
        if isinstance(column.type, JSON):
            column.type = _AsItIs()
    return copied


def _batch(table: Table) -> int:
    return _LARGE_BATCH if any(isinstance(column.type, JSON) for column in table.columns) else BATCH


def _rows(connection: Connection, table: Table) -> Iterator[Row]:
    """Yield all rows, lists as the text that they are kept as."""
    columns = [
        cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column for column in table.columns
    ]
    statement = select(*columns).order_by(table.c.id).execution_options(yield_per=_batch(table))
    return (dict(row) for row in connection.execute(statement).mappings())


def _in_order(rows: Iterator[Row], own: Sequence[Column[Any]], late: set[int]) -> Iterator[Row]:
    """Yield rows after those they refer to.

    Those that refer to each other (partners) come without that, at the end; they are added to `late`.
    """
    known: set[int] = set()
    waiting: list[Row] = []
    for row in rows:
        if _refers(row, own) <= known:
            known.add(row["id"])
            yield row
        else:
            waiting.append(row)
    while ready := [row for row in waiting if _refers(row, own) <= known]:
        known.update(row["id"] for row in ready)
        waiting = [row for row in waiting if row["id"] not in known]
        yield from ready
    late.update(row["id"] for row in waiting)
    yield from (row | {column.name: None for column in own} for row in waiting)


def _refers(row: Row, own: Sequence[Column[Any]]) -> set[int]:
    return {row[column.name] for column in own if row[column.name] is not None}


def _tie(reading: Connection, writing: Connection, table: Table, own: Sequence[Column[Any]], late: set[int]) -> None:
    """Let the rows that came without it refer to each other."""
    for column in own:
        referring = select(table.c.id, column).where(column.is_not(None)).execution_options(yield_per=BATCH)
        pairs = ({"which": key, "to": other} for key, other in reading.execute(referring) if key in late)
        statement = update(table).where(table.c.id == bindparam("which")).values({column.name: bindparam("to")})
        while batch := list(islice(pairs, BATCH)):
            writing.execute(statement, batch)


def _count_on(writing: Connection) -> None:
    """Let the server number on after the rows that came; a file does so by itself."""
    if writing.dialect.name == "sqlite":
        return
    for table in _tables():
        last = writing.scalar(select(func.max(table.c.id)))
        sequence = writing.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name})
        if last and sequence:
            writing.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})


# --- Comparing


def _measures(connection: Connection) -> dict[str, Measure]:
    return {table.name: _measure(connection, table) for table in _tables()}


def _measure(connection: Connection, table: Table) -> Measure:
    rows, total, digest = 0, 0, hashlib.sha256()
    for row in _rows(connection, table):
        values = list(row.values())
        rows += 1
        total += sum(value for value in values if type(value) is int)
        digest.update(repr(values).encode())
    return Measure(rows, total, digest.hexdigest())


def _refuse_broken_trace(writing: Connection) -> None:
    """Raise DatabaseError when the trace isn't a chain any more where it came."""
    with Session(writing, join_transaction_mode="create_savepoint") as session:
        found = next(breaches(session), None)
    if found:
        raise DatabaseError(found)
