"""The records behind a number on screen and in a spreadsheet: each kind shown and typed as what it is."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mmc_desk.core.figures import Measure, RecordColumn, RecordKind, Records
from mmc_desk.core.formats import hours, kilometres, show_amount, show_date, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.queries.drilldown import Opened, RecordsTotal

if TYPE_CHECKING:  # what writes a workbook takes longer to load than a page of records to read
    from mmc_desk.printing.sheets import Cell, Sheet

_SHOWN: Mapping[RecordKind, Callable[[Any], str]] = {
    RecordKind.TEXT: str,
    RecordKind.NUMBER: show_number,
    RecordKind.DATE: show_date,
    RecordKind.METRES: lambda metres: show_number(metres / 1000),
    RecordKind.MINUTES: lambda minutes: show_number(hours(minutes)),
    RecordKind.CENTS: show_amount,
}
_TYPED: Mapping[RecordKind, Callable[[Any], int | float]] = {
    RecordKind.METRES: kilometres,
    RecordKind.MINUTES: hours,
    RecordKind.CENTS: lambda cents: cents / 100,
}


class RecordList(NamedTuple):
    """All records behind a number, to be written: title, definition, what they make, as words too."""

    title: str
    definition: str
    records: Records
    opened: Opened
    said: str


def show_record(column: RecordColumn, value: Any) -> str:  # noqa: ANN401 - whatever a column holds
    """Return what a record holds as people read it; nothing where it isn't known."""
    if value is None:
        return ""
    return column.words(value) if column.words else _SHOWN[column.kind](value)


def heading(column: RecordColumn) -> str:
    """Return the heading of a column."""
    return translate("figures", column.heading)


def say_total(records: Records, total: RecordsTotal, unit: str = "") -> str:
    """Return in words how many records there are and how the number follows from them."""
    size = translate("yearly", "1 regel") if total.size == 1 else translate("yearly", "{count} regels")
    said = size.format(count=show_number(total.size))
    if records.measure is Measure.COUNT:
        return said
    value = f"{show_number(total.value)} {unit}".strip() if total.value is not None else "–"
    names = {column.name: heading(column) for column in records.columns}
    text = {
        Measure.SUM: translate("yearly", "{size}, samen {value} ({column})"),
        Measure.AVERAGE: translate("yearly", "{size}, gemiddeld {value} ({column})"),
        Measure.SHARE: translate("yearly", "{size}, {column} in % van {of}: {value}"),
    }[records.measure]
    return text.format(size=said, value=value, column=names[records.adds].lower(), of=names.get(records.of, "").lower())


def write(path: Path, found: RecordList) -> None:
    """Write the records as a workbook or, where the name asks for it, as CSV. Raises FileError."""
    from mmc_desk.printing.sheets import write_csv, write_xlsx

    write_kind = write_csv if path.suffix.lower() == ".csv" else write_xlsx
    write_kind(path, [sheet(found)], practice=found.opened.practice)


def sheet(found: RecordList) -> "Sheet":
    """Return the records as a table with the number under its column, and what it counts below."""
    from mmc_desk.printing.sheets import Kind, Sheet, SheetColumn

    columns = found.records.columns
    kinds = {RecordKind.TEXT: Kind.TEXT, RecordKind.DATE: Kind.DATE, RecordKind.CENTS: Kind.AMOUNT}
    rows = [
        tuple(_typed(column, cell) for column, cell in zip(columns, row.cells, strict=True))
        for row in found.opened.rows
    ]
    heads = [
        SheetColumn(heading(column), kinds.get(column.kind, Kind.NUMBER), 28 if column.kind is RecordKind.TEXT else 14)
        for column in columns
    ]
    notes = [found.title, found.definition, found.said]
    return Sheet(found.title, tuple(heads), [*rows, _total_row(found)], totals=1, notes=list(filter(None, notes)))


def _typed(column: RecordColumn, value: Any) -> "Cell":  # noqa: ANN401 - whatever a column holds
    if value is None or column.words:
        return show_record(column, value) or None
    typed: Cell = _TYPED[column.kind](value) if column.kind in _TYPED else value
    return typed


def _total_row(found: RecordList) -> "tuple[Cell, ...]":
    adds = found.records.adds
    cells = [found.opened.total.value if column.name == adds else None for column in found.records.columns]
    return (translate("yearly", "Totaal ({count})").format(count=found.opened.total.size), *cells[1:])
