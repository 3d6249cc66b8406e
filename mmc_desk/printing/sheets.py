"""Spreadsheets and CSV for Excel: typed cells, nothing a person typed becomes a formula (domain.md §7)."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
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

_LIVE = ("=", "+", "-", "@", "\t", "\r")
_MAX_TEXT = 32_000
_MAX_NAME = 31
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
class Sheet:
    """One sheet. `totals` is how many of the last rows are totals (bold); `notes` follow under the table."""

    name: str
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Sequence[Cell]]
    totals: int = 0
    notes: Sequence[str] = ()


def write_xlsx(path: Path, sheets: Sequence[Sheet], *, practice: bool = False) -> None:
    """Write a workbook to `path`, whole or not at all; `practice` marks it OEFENDATA. Raises FileError."""
    with whole_file(path) as draft:
        book = xlsxwriter.Workbook(str(draft), _OPTIONS)
        formats_of = _Formats(book)
        used: set[str] = set()
        for sheet in sheets:
            _fill(book.add_worksheet(_sheet_name(sheet.name, used)), sheet, formats_of, practice=practice)
        try:
            book.close()
        except FileCreateError as error:  # xlsxwriter's own wrapping of an OSError
            raise error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)) from error


class _Formats:
    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter ships no types
        self.heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.note = book.add_format({"text_wrap": False})
        self.mark = book.add_format({"bold": True, "font_size": 14})
        self.plain = {kind: book.add_format({"num_format": kind.value}) for kind in Kind}
        self.total = {kind: book.add_format({"num_format": kind.value, "bold": True, "top": 1}) for kind in Kind}


def _fill(page: Any, sheet: Sheet, formats_of: _Formats, *, practice: bool) -> None:  # noqa: ANN401 - no types
    top = 0
    if practice:
        page.write_string(0, 0, translate("print", "OEFENDATA"), formats_of.mark)
        page.set_header("&C&18" + translate("print", "OEFENDATA"))
        top = 1
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(top, place, _text(column.heading), formats_of.heading)
    page.freeze_panes(top + 1, 1)
    first_total = len(sheet.rows) - sheet.totals
    for index, row in enumerate(sheet.rows):
        styles = formats_of.total if index >= first_total else formats_of.plain
        for place, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _write_cell(page, top + 1 + index, place, cell, styles[column.kind])
    for index, note in enumerate(sheet.notes):
        page.write_string(top + len(sheet.rows) + 2 + index, 0, _text(note), formats_of.note)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer(translate("print", "&LAfgedrukt op &D om &T&RPagina &P van &N"))


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
    return fonts.clean(content)[:_MAX_TEXT]


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
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    if practice:
        writer.writerow([translate("print", "OEFENDATA")])
    for place, sheet in enumerate(sheets):
        if place:
            writer.writerow([])
        if len(sheets) > 1:
            writer.writerow([_safe(sheet.name)])
        writer.writerow([_safe(column.heading) for column in sheet.columns])
        for row in sheet.rows:
            writer.writerow([_plain(cell, column) for cell, column in zip(row, sheet.columns, strict=True)])
        writer.writerows([_safe(note)] for note in sheet.notes)
    with whole_file(path) as draft:
        draft.write_text(text.getvalue(), encoding="utf-8-sig", newline="")


def _safe(content: str) -> str:
    """Return text that Excel reads as text: a leading apostrophe where it would be read as a formula."""
    plain = content.encode("utf-8", "replace").decode("utf-8")
    return f"'{plain}" if plain.lstrip(" ").startswith(_LIVE) else plain


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
