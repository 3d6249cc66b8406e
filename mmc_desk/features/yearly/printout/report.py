"""The yearly report on paper, in a spreadsheet, as CSV and as JSON: the same numbers everywhere."""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mmc_desk.core.feature import Value
from mmc_desk.core.formats import NBSP, month_name, short_month_name, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.queries.report import DIFFERENCE, FigureLine, TableResult, YearlyReport
from mmc_desk.printing.files import whole_file

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    from mmc_desk.printing.sheets import Sheet, SheetColumn

UNKNOWN = "–"


def write(path: Path, report: YearlyReport) -> None:
    """Write `report` in the kind that the suffix of `path` asks for (a key of WRITERS). Raises FileError."""
    WRITERS[path.suffix.lower()](path, report)


def write_json(path: Path, report: YearlyReport) -> None:
    """Write the figures for another program; null is what the database can't know. Raises FileError."""
    with whole_file(path) as draft:
        draft.write_text(json.dumps(as_json(report), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def as_json(report: YearlyReport) -> dict[str, Any]:
    """Return the report as plain JSON values."""
    return {
        "year": report.year,
        "figures": {line.name: line.value for line in report.lines},
        **{table.name: _records(table) for table in report.tables},
        "definitions": {line.name: line.definition for line in report.lines},
        "previous": {"year": report.year - 1, "figures": {line.name: line.previous for line in report.lines}},
        "desk": report.desk,
        "practice": report.practice,
    }


def _records(table: TableResult) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def show_value(value: Value, unit: str) -> str:
    """Return a figure as people read it; – for one that the database can't know."""
    if value is None:
        return UNKNOWN
    if unit == DIFFERENCE:
        return show_difference(value)
    return f"{show_number(value)}{NBSP}{unit}" if unit else show_number(value)


def show_difference(value: Value) -> str:
    """Return a change with its sign."""
    if value is None:
        return UNKNOWN
    return f"+{show_number(value)}" if value > 0 else show_number(value) or "0"


def show_percent(percent: float | None) -> str:
    """Return a change in percent with its sign."""
    return UNKNOWN if percent is None else f"{show_difference(percent)}{NBSP}%"


def show_cell(column: str, value: Any) -> str:  # noqa: ANN401 - a breakdown holds names and numbers
    """Return a cell of a breakdown; a month by its name."""
    if column == "month":
        return month_name(value)
    return value if isinstance(value, str) else show_number(value)


def write_pdf(path: Path, report: YearlyReport) -> None:
    """Write the report on A4. Raises FileError."""
    from mmc_desk.printing.document import Document, write_pdf

    subtitle = translate("yearly", "Met {previous} ernaast. {unknown} = deze databank weet het niet.")
    document = Document(
        title=translate("yearly", "Jaarcijfers {year}").format(year=report.year),
        subtitle=subtitle.format(previous=report.year - 1, unknown=UNKNOWN),
        story=[*_figures_story(report), *_tables_story(report)],
        practice=report.practice,
        desk=report.desk,
    )
    write_pdf(path, document)


def _figures_story(report: YearlyReport) -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.tables import Column, DataTable

    story: list[Flowable] = []
    for service, lines in groupby(report.lines, key=lambda line: line.service):
        shown = list(lines)
        columns = [
            Column(service, 4.2, bold=True),
            Column(str(report.year), 2.3, "right", bold=True),
            Column(str(report.year - 1), 2.3, "right"),
            Column(translate("yearly", "Verschil"), 1.8, "right"),
            Column("%", 1.7, "right"),
        ]
        rows = [_figure_cells(line) for line in shown]
        notes = {place: line.definition for place, line in enumerate(shown)}
        story += [DataTable(columns, rows, notes=notes), styles.gap(3)]
    return story


def _figure_cells(line: FigureLine) -> list[str]:
    return [
        line.title,
        show_value(line.value, line.unit),
        show_value(line.previous, line.unit),
        "" if line.unit == DIFFERENCE else show_difference(line.change),
        "" if line.unit == DIFFERENCE else show_percent(line.percent),
    ]


def _tables_story(report: YearlyReport) -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.tables import Column, DataTable

    story: list[Flowable] = []
    for table in report.tables:
        if not table.rows:
            continue
        columns = [
            Column(heading, 4 if place == 0 else max(2.4, len(heading) / 5.5), "left" if place == 0 else "right")
            for place, heading in enumerate(table.headings)
        ]
        rows = [[show_cell(name, cell) for name, cell in zip(table.columns, row, strict=True)] for row in table.rows]
        rows.append(_total_cells(table))
        story += [styles.title(f"{table.title} · {report.year}"), *_chart(report, table)]
        story.append(DataTable(columns, rows, emphasis={len(rows) - 1}))
    return story


def _total_cells(table: TableResult) -> list[str]:
    return [translate("yearly", "Totaal"), *(show_number(total) for total in totals(table))]


def totals(table: TableResult) -> list[Value]:
    """Return the sum of each column after the first one; None where a sum says nothing, or not all are numbers."""
    return [
        None if name in table.unsummed else _total([row[place] for row in table.rows])
        for place, name in enumerate(table.columns)
        if place
    ]


def _total(cells: Sequence[object]) -> Value:
    numbers = [cell for cell in cells if isinstance(cell, int | float)]
    if len(numbers) < len(cells):
        return None
    return round(sum(numbers), 1)


def _chart(report: YearlyReport, table: TableResult) -> "list[Flowable]":
    if table.name != "per_month":
        return []
    from mmc_desk.printing.charts import BarChart

    before = next((found.rows for found in report.previous_tables if found.name == table.name), ())
    name = translate("yearly", "Ritten {year}")
    rides = [(name.format(year=report.year), [row[1] for row in table.rows])]
    if before:
        rides.append((name.format(year=report.year - 1), [row[1] for row in before]))
    return [BarChart([short_month_name(row[0]) for row in table.rows], rides)]


def sheets(report: YearlyReport) -> "list[Sheet]":
    """Return the report as spreadsheet tables: the figures, then each breakdown."""
    return [_figures_sheet(report), *(_table_sheet(table) for table in report.tables)]


def _figures_sheet(report: YearlyReport) -> "Sheet":
    from mmc_desk.printing.sheets import Kind, Sheet, SheetColumn

    columns = (
        SheetColumn(translate("yearly", "Cijfer"), width=34),
        SheetColumn(str(report.year), Kind.NUMBER, 12),
        SheetColumn(str(report.year - 1), Kind.NUMBER, 12),
        SheetColumn(translate("yearly", "Verschil"), Kind.NUMBER, 12),
        SheetColumn("%", Kind.NUMBER, 8),
        SheetColumn(translate("yearly", "Eenheid"), width=9),
        SheetColumn(translate("yearly", "Wat dit cijfer telt"), width=120),
    )
    rows = [
        (line.title, line.value, line.previous, line.change, line.percent, line.unit, line.definition)
        for line in report.lines
    ]
    notes = [translate("yearly", "Een lege cel: deze databank weet het niet."), report.desk]
    return Sheet(translate("yearly", "Jaarcijfers {year}").format(year=report.year), columns, rows, notes=notes)


def _table_sheet(table: TableResult) -> "Sheet":
    from mmc_desk.printing.sheets import Sheet

    rows: list[tuple[Any, ...]] = [
        tuple(show_cell(name, cell) if name == "month" else cell for name, cell in zip(table.columns, row, strict=True))
        for row in table.rows
    ]
    total: list[tuple[Any, ...]] = [(translate("yearly", "Totaal"), *totals(table))] if rows else []
    columns = tuple(_sheet_column(place, heading) for place, heading in enumerate(table.headings))
    return Sheet(table.title, columns, [*rows, *total], totals=len(total))


def _sheet_column(place: int, heading: str) -> "SheetColumn":
    from mmc_desk.printing.sheets import Kind, SheetColumn

    return SheetColumn(heading, Kind.NUMBER, 20) if place else SheetColumn(heading, width=34)


def write_xlsx(path: Path, report: YearlyReport) -> None:
    """Write the report as a workbook, a sheet per breakdown. Raises FileError."""
    from mmc_desk.printing.sheets import write_xlsx

    write_xlsx(path, sheets(report), practice=report.practice)


def write_csv(path: Path, report: YearlyReport) -> None:
    """Write the report as CSV for Excel, its tables under each other. Raises FileError."""
    from mmc_desk.printing.sheets import write_csv

    write_csv(path, sheets(report), practice=report.practice)


WRITERS: Mapping[str, Callable[[Path, YearlyReport], None]] = {
    ".pdf": write_pdf,
    ".xlsx": write_xlsx,
    ".csv": write_csv,
    ".json": write_json,
}
"""How each kind of file is written."""
