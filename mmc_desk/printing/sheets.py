"""Spreadsheets and CSV for Excel: typed cells, nothing a person typed becomes a formula (domain.md §7)."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]  # it ships no types

from mmc_desk.core import formats
from mmc_desk.core.i18n import translate
from mmc_desk.printing import fonts
from mmc_desk.printing.files import whole_file

Cell = str | int | float | Decimal | date | None
"""What stands in a cell: amounts are euros as a Decimal, kilometres a number, None an empty cell."""

_LIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a formula begins with, the wide ones too (OWASP, CSV Injection)."""
_BREAKS = ("\t", "\n")
_MAX_TEXT = 32_000
_MAX_NAME = 31
_ROWS_BETWEEN = 3
"""From a table's last row to the next one's headings: an empty row, and its name."""
_CHART_ROWS, _MOST_LABELS = 19, 40
_CHART_COLOURS = ("#0D477D", "#F7CC78", "#9A9A9A")
"""Blue and amber as on paper (printing.styles), told apart in black and white and by the colour-blind."""
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}


class Kind(StrEnum):
    """How the numbers of a column are shown."""

    TEXT = "@"
    NUMBER = "#,##0.###"
    AMOUNT = "€ #,##0.00"
    RATE = "€ 0.0000"
    PERCENT = "0.0%"
    DATE = "dd/mm/yyyy"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet: heading, kind of its numbers, width in characters."""

    heading: str
    kind: Kind = Kind.TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class SheetChart:
    """A chart of Excel's own beside its table: the first column against some others, as bars that stand or lie."""

    title: str
    columns: tuple[int, ...]
    is_lying: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `totals` is how many of the last rows are totals (bold); `notes` follow under the table.

    `below` are further tables on the same sheet, each under its name; `charts` stand to the right.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Sequence[Cell]]
    totals: int = 0
    notes: Sequence[str] = ()
    charts: Sequence[SheetChart] = ()
    below: Sequence["Sheet"] = ()


def write_xlsx(path: Path, sheets: Sequence[Sheet], *, practice: bool = False) -> None:
    """Write a workbook to `path`, whole or not at all; `practice` marks it OEFENDATA. Raises FileError."""
    with whole_file(path) as draft:
        book = xlsxwriter.Workbook(str(draft), _OPTIONS)
        formats_of = _Formats(book)
        used: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(_sheet_name(sheet.name, used))
            _fill(page, sheet, formats_of, practice=practice)
            _draw_charts(book, page, sheet, 1 if practice else 0)
        try:
            book.close()
        except FileCreateError as error:  # xlsxwriter's own wrapping of an OSError
            raise error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)) from error


class _Formats:
    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter ships no types
        self.heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.note = book.add_format({"text_wrap": False})
        self.name = book.add_format({"bold": True, "font_size": 12})
        self.mark = book.add_format({"bold": True, "font_size": 14})
        self.plain = {kind: book.add_format({"num_format": kind.value}) for kind in Kind}
        self.total = {kind: book.add_format({"num_format": kind.value, "bold": True, "top": 1}) for kind in Kind}


def _fill(page: Any, sheet: Sheet, formats_of: _Formats, *, practice: bool) -> None:  # noqa: ANN401 - no types
    top = 0
    if practice:
        page.write_string(0, 0, translate("print", "OEFENDATA"), formats_of.mark)
        page.set_header("&C&18" + translate("print", "OEFENDATA"))
        top = 1
    for place, width in enumerate(_widths(sheet)):
        page.set_column(place, place, width)
    for table, row in _laid_out(sheet, top):
        if row > top:
            page.write_string(row - 1, 0, _text(table.name), formats_of.name)
        _fill_table(page, table, row, formats_of)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer(translate("print", "&LAfgedrukt op &D om &T&RPagina &P van &N"))
    if sheet.below:
        page.freeze_panes(0, 1)
        return
    page.freeze_panes(top + 1, 1)
    page.repeat_rows(top)


def _laid_out(sheet: Sheet, top: int) -> Iterator[tuple[Sheet, int]]:
    """Yield the tables of a sheet with the row of their headings, from row `top` on."""
    for table in (sheet, *sheet.below):
        yield table, top
        notes = len(table.notes) + 1 if table.notes else 0
        top += len(table.rows) + notes + _ROWS_BETWEEN


def _widths(sheet: Sheet) -> list[int]:
    tables = [table.columns for table in (sheet, *sheet.below)]
    return [max(column.width for column in columns if column) for columns in zip_longest(*tables)]


def _fill_table(page: Any, sheet: Sheet, top: int, formats_of: _Formats) -> None:  # noqa: ANN401 - no types
    for place, column in enumerate(sheet.columns):
        page.write_string(top, place, _text(column.heading), formats_of.heading)
    first_total = len(sheet.rows) - sheet.totals
    for index, row in enumerate(sheet.rows):
        styles = formats_of.total if index >= first_total else formats_of.plain
        for place, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _write_cell(page, top + 1 + index, place, cell, styles[column.kind])
    for index, note in enumerate(sheet.notes):
        page.write_string(top + len(sheet.rows) + 2 + index, 0, _text(note), formats_of.note)


def _draw_charts(book: Any, page: Any, sheet: Sheet, top: int) -> None:  # noqa: ANN401 - no types
    right = max(len(table.columns) for table in (sheet, *sheet.below)) + 1
    free = top
    for table, row in _laid_out(sheet, top):
        for chart in table.charts:
            free = max(free, row)
            page.insert_chart(free, right, _chart(book, page, table, chart, row))
            free += _CHART_ROWS


def _chart(book: Any, page: Any, table: Sheet, wanted: SheetChart, top: int) -> Any:  # noqa: ANN401 - no types
    last = top + len(table.rows) - table.totals
    chart = book.add_chart({"type": "bar" if wanted.is_lying else "column"})
    for colour, place in zip(_CHART_COLOURS, wanted.columns, strict=False):
        chart.add_series(
            {
                "name": [page.name, top, place],
                "categories": [page.name, top + 1, 0, last, 0],
                "values": [page.name, top + 1, place, last, place],
                "fill": {"color": colour},
                "border": {"color": "#000000"},
                "data_labels": {"value": len(table.rows) <= _MOST_LABELS},
                "gap": 60,
            }
        )
    chart.set_title({"name": _text(wanted.title), "name_font": {"size": 12}, "overlay": False})
    chart.set_legend({"position": "bottom"} if len(wanted.columns) > 1 else {"none": True})
    chart.set_y_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D0D0D0"}}})
    if wanted.is_lying:
        chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 720, "height": _CHART_ROWS * 20 - 30})
    return chart


def _write_cell(page: Any, row: int, place: int, cell: Cell, style: Any) -> None:  # noqa: ANN401 - no types
    if cell is None:
        page.write_blank(row, place, None, style)
    elif isinstance(cell, str):
        page.write_string(row, place, _text(cell), style)
    elif isinstance(cell, date):
        page.write_datetime(row, place, cell, style)
    else:
        page.write_number(row, place, float(cell), style)


def _text(content: str) -> str:
    """Return what a cell holds of a text: Excel takes no more."""
    return fonts.legible(content)[:_MAX_TEXT]


def _sheet_name(wanted: str, used: set[str]) -> str:
    plain = "".join(" " if character in "[]:*?/\\\n" else character for character in fonts.clean(wanted))
    plain = plain.strip().strip("'")[:_MAX_NAME] or translate("print", "Blad")
    name, count = plain, 1
    while name.casefold() in used:
        count += 1
        name = f"{plain[: _MAX_NAME - 4]} {count}"
    used.add(name.casefold())
    return name


def write_csv(path: Path, sheets: Sequence[Sheet], *, practice: bool = False) -> None:
    """Write tables as one CSV file for Excel: `;`, UTF-8 with BOM, comma decimals. Raises FileError.

    Several tables follow each other, each under a line with its name, with an empty line between.
    """
    tables = [table for sheet in sheets for table in (sheet, *sheet.below)]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    if practice:
        writer.writerow([translate("print", "OEFENDATA")])
    for place, sheet in enumerate(tables):
        if place:
            writer.writerow([])
        if len(tables) > 1:
            writer.writerow([_safe(sheet.name)])
        writer.writerow([_safe(column.heading) for column in sheet.columns])
        for row in sheet.rows:
            writer.writerow([_plain(cell, column) for cell, column in zip(row, sheet.columns, strict=True)])
        writer.writerows([_safe(note)] for note in sheet.notes)
    with whole_file(path) as draft:
        draft.write_text(text.getvalue(), encoding="utf-8-sig", newline="")


def _safe(content: str) -> str:
    """Return text that Excel reads as text: a leading apostrophe where it would be read as a formula."""
    plain = fonts.legible(content)
    return f"'{plain}" if plain.startswith(_BREAKS) or plain.lstrip().startswith(_LIVE) else plain


def _plain(cell: Cell, column: SheetColumn) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _safe(cell)
    if isinstance(cell, date):
        return formats.show_date(cell)
    places = {Kind.AMOUNT: 2, Kind.RATE: 4, Kind.PERCENT: 4}.get(column.kind)
    number = f"{cell:.{places}f}" if places is not None else f"{cell:.15g}" if isinstance(cell, float) else str(cell)
    return number.replace(".", ",")
