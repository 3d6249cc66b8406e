"""The records behind a number of the yearly figures: how many, what they add up to, and a page of them at a time."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

from mmc_desk.core import settings
from mmc_desk.core.feature import Feature
from mmc_desk.core.figures import Measure, RecordKind, Records, Value
from mmc_desk.core.formats import hours, kilometres


class Spot(NamedTuple):
    """Where a number stands: a figure of a year, or with `column` the cell of a breakdown's row with that key."""

    name: str
    year: int
    column: str = ""
    key: Any = None


class RecordRow(NamedTuple):
    """A record: the key that opens it, and what it holds for each column of its Records."""

    key: int
    cells: tuple[Any, ...]


class RecordsTotal(NamedTuple):
    """How many records there are and the number they make, in the unit of its figure."""

    size: int
    value: Value


def records_behind(features: Sequence[Feature], spot: Spot) -> Records | None:
    """Return the records behind a number; None for one that has none, such as a name."""
    for figures in (found for feature in features for found in feature.figure_sets()):
        for figure in figures.figures:
            if not spot.column and figure.name == spot.name:
                return figure.records(spot.year) if figure.records else None
        for table in figures.tables:
            if spot.column in table.columns[1:] and table.name == spot.name:
                return table.records(spot.year, spot.key, spot.column) if table.records else None
    return None


def records_total(session: Session, records: Records) -> RecordsTotal:
    """Return how many records there are and what they amount to; the database adds them up."""
    return total_of(session, records, total_statement(records))


def total_statement(records: Records) -> Select[*tuple[Any, ...]]:
    """Return what counts records and adds them up."""
    # Of the columns only what is added up: what a name or a village takes isn't asked for every record.
    columns = records.statement.selected_columns
    added = [columns[name] for name in (records.adds, records.of) if name]
    sums = [part for column in added for part in (func.sum(column), func.count(column))]
    return records.statement.with_only_columns(func.count(), *sums).order_by(None)


def total_of(session: Session, records: Records, statement: Select[*tuple[Any, ...]]) -> RecordsTotal:
    """Return what records amount to, asked with their `total_statement`."""
    size, *found = session.connection().execute(statement).one()
    return RecordsTotal(size, _value(records, size, [int(part or 0) for part in found]))


def _value(records: Records, count: int, found: Sequence[int]) -> Value:
    if records.measure is Measure.COUNT:
        return count
    total, known, *whole = found
    if records.measure is Measure.AVERAGE:
        return round(total / known, 1) if known else None
    if records.measure is Measure.SHARE:
        return round(100 * total / whole[0], 1) if whole[0] else None
    if known < count and (records.needs_all or not known):
        return None
    return _in_unit(records, total)


def _in_unit(records: Records, total: int) -> Value:
    kind = next(column.kind for column in records.columns if column.name == records.adds)
    if kind is RecordKind.METRES:
        return kilometres(total)
    if kind is RecordKind.MINUTES:
        return hours(total)
    return total / 100 if kind is RecordKind.CENTS else total


def records_page(
    session: Session, records: Records, limit: int | None = None, offset: int = 0
) -> tuple[RecordRow, ...]:
    """Return some of the records, `limit` from `offset` on; all of them without a limit."""
    rows = session.execute(records.statement.limit(limit).offset(offset or None)).mappings()
    names = [column.name for column in records.columns]
    return tuple(RecordRow(row["key"], tuple(row[name] for name in names)) for row in rows)


class Opened(NamedTuple):
    """Records as they are shown or exported: what they amount to, and some of them or all."""

    total: RecordsTotal
    rows: tuple[RecordRow, ...]
    practice: bool = False


def open_records(session: Session, records: Records, limit: int | None = None, offset: int = 0) -> Opened:
    """Return what records amount to and some of them, or all without a limit."""
    rows = records_page(session, records, limit, offset)
    return Opened(records_total(session, records), rows, settings.is_practice(session))
