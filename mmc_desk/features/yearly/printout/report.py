"""The yearly report on paper, in a spreadsheet, as CSV and as JSON: the same numbers everywhere."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mmc_desk.core.figures import Value
from mmc_desk.core.formats import short_month_name, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.yearly.printout.goals import goal_records, goals_sheet, goals_table, goals_title
from mmc_desk.features.yearly.printout.remarks import (
    all_remarks,
    marked,
    previous_remarks,
    publication_words,
    remarks,
    subtitle,
)
from mmc_desk.features.yearly.printout.values import show_cell, show_difference, show_percent
from mmc_desk.features.yearly.queries.lines import DIFFERENCE, FigureLine
from mmc_desk.features.yearly.queries.report import TableResult, YearlyReport
from mmc_desk.features.yearly.rules.origins import Origin
from mmc_desk.features.yearly.rules.publishing import YearValue, reasons
from mmc_desk.printing.files import whole_file

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    from mmc_desk.printing.sheets import Sheet, SheetColumn


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
        **{table.name: records(table) for table in report.tables},
        "definitions": {line.name: line.definition for line in report.lines},
        "previous": {"year": report.year - 1, "figures": {line.name: line.previous for line in report.lines}},
        "entered": [record for line, year, value in _sides(report) for record in _entered(line, year, value)],
        "published": [record for line, year, value in _sides(report) for record in _published(line, year, value)],
        "goals": goal_records(report.goals),
        "desk": report.desk,
        "practice": report.practice,
        **_publication(report),
    }


def _sides(report: YearlyReport) -> Iterator[tuple[FigureLine, int, YearValue]]:
    for line in report.lines:
        yield line, report.year, line.now
        yield line, report.year - 1, line.before


def _entered(line: FigureLine, year: int, value: YearValue) -> Iterator[dict[str, Any]]:
    """Yield the entered total; `counted` is what the database counts beside it."""
    if value.entered:
        yield {
            "figure": line.name,
            "year": year,
            "entered": value.entered.value,
            "source": value.entered.source,
            "counted": value.value if value.origin is Origin.COUNTED else None,
        }


def _published(line: FigureLine, year: int, value: YearValue) -> Iterator[dict[str, Any]]:
    """Yield what the last publication of a year says, what it is now, and why it differs."""
    if value.published:
        yield {
            "figure": line.name,
            "year": year,
            "number": value.published.number,
            "on": value.published.on.isoformat(),
            "published": value.published.value,
            "now": value.value,
            "reasons": list(reasons(value, line.definition)),
        }


def _publication(report: YearlyReport) -> dict[str, Any]:
    found = report.publication
    if found is None:
        return {}
    told = {"number": found.number, "on": found.on.isoformat(), "by": found.by, "note": found.note}
    return {"publication": told}


def records(table: TableResult) -> list[dict[str, Any]]:
    """Return a breakdown as JSON records."""
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def write_pdf(path: Path, report: YearlyReport) -> None:
    """Write the report on A4. Raises FileError."""
    from mmc_desk.printing.document import Document, write_pdf

    document = Document(
        title=translate("yearly", "Jaarcijfers {year}").format(year=report.year),
        subtitle=subtitle(report),
        story=[*_figures_story(report), *_goals_story(report), *_tables_story(report)],
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
        rows = [_figure_cells(line, report.year) for line in shown]
        notes = {
            place: " ".join(filter(None, (line.definition, all_remarks(line, report.year))))
            for place, line in enumerate(shown)
        }
        story += [DataTable(columns, rows, notes=notes), styles.gap(3)]
    return story


def _goals_story(report: YearlyReport) -> "list[Flowable]":
    from mmc_desk.printing import styles

    if not report.goals:
        return []
    return [styles.title(goals_title(report.year)), goals_table(report.goals, defined=False)]


def _figure_cells(line: FigureLine, year: int) -> list[str]:
    return [
        line.title,
        marked(line.value, line.unit, remarks(line, year)),
        marked(line.previous, line.unit, previous_remarks(line, year)),
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
    goals = [goals_sheet(report.goals, report.year)] if report.goals else []
    return [_figures_sheet(report), *goals, *(_table_sheet(table) for table in report.tables)]


def _figures_sheet(report: YearlyReport) -> "Sheet":
    from mmc_desk.printing.sheets import Kind, Sheet, SheetColumn

    said = [all_remarks(line, report.year) for line in report.lines]
    remarked = (SheetColumn(translate("yearly", "Opmerking"), width=80),) if any(said) else ()
    columns = (
        SheetColumn(translate("yearly", "Cijfer"), width=34),
        SheetColumn(str(report.year), Kind.NUMBER, 12),
        SheetColumn(str(report.year - 1), Kind.NUMBER, 12),
        SheetColumn(translate("yearly", "Verschil"), Kind.NUMBER, 12),
        SheetColumn("%", Kind.NUMBER, 8),
        SheetColumn(translate("yearly", "Eenheid"), width=9),
        *remarked,
        SheetColumn(translate("yearly", "Wat dit cijfer telt"), width=120),
    )
    rows = [
        (
            *(line.title, line.value, line.previous, line.change, line.percent, line.unit),
            *((remark,) if remarked else ()),
            line.definition,
        )
        for line, remark in zip(report.lines, said, strict=True)
    ]
    notes = [translate("yearly", "Een lege cel: deze databank weet het niet."), *_handed_in(report), report.desk]
    return Sheet(translate("yearly", "Jaarcijfers {year}").format(year=report.year), columns, rows, notes=notes)


def _handed_in(report: YearlyReport) -> list[str]:
    return [publication_words(report.publication)] if report.publication else []


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
