"""Handing rejected rows back in the file's own form, with the reason as a last column."""

import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from mmc_desk.core import paths
from mmc_desk.core.errors import FileError
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.core.importing.cells import as_text
from mmc_desk.core.importing.kinds import Batch
from mmc_desk.core.importing.sheets import Table
from mmc_desk.core.tabular import Cell, CsvForm, Grid, csv_line

REASON = QT_TRANSLATE_NOOP("importing", "Reden")
LONG_REASON = QT_TRANSLATE_NOOP("importing", "Reden van afwijzing")
MARK = ".afgewezen"
"""What stands before the suffix of a file of rejected rows."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """One row that was not taken, and why."""

    sheet: str
    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class RejectedSheet:
    """The rejected rows of one sheet as it stands in its file, by number, with their reasons."""

    grid: Grid
    place: int
    reasons: Mapping[int, str]

    @property
    def number(self) -> int:
        """The number of the heading row."""
        return self.grid.numbers[self.place]

    @property
    def header(self) -> Sequence[Cell]:
        """The cells of the heading row."""
        return self.grid.rows[self.place]

    @property
    def width(self) -> int:
        """How many cells come before the reason."""
        cells = dict(zip(self.grid.numbers, self.grid.rows, strict=True))
        return max(len(self.header), *(len(cells[row]) for row in self.reasons))


def _rejected_sheets(tables: Sequence[tuple[Table, Sequence[Rejection]]]) -> list[RejectedSheet]:
    """Return the rejected rows per sheet: a row of which two records were refused is handed back once."""
    sheets: dict[int, tuple[Table, dict[int, list[str]]]] = {}
    for table, rejected in tables:
        _, reasons = sheets.setdefault(id(table.source), (table, {}))
        for item in rejected:
            told = reasons.setdefault(item.number, [])
            told += [item.reason] if item.reason not in told else []
    return [
        RejectedSheet(
            table.source,
            table.source_header,
            {row: _reason(row, "; ".join(told)) for row, told in sorted(reasons.items())},
        )
        for table, reasons in sheets.values()
    ]


def rejections(table: Table, batch: Batch) -> tuple[Rejection, ...]:
    """Return why each rejected row of a batch was, in the order of the sheet."""
    return tuple(
        Rejection(table.grid.name, batch.numbers[row], "; ".join(batch.reasons[row])) for row in sorted(batch.reasons)
    )


def without_reasons(grid: Grid) -> Grid:
    """Return a sheet of rejected rows as it was before: the column of reasons that was put behind it taken away."""
    last = max(map(len, grid.rows), default=0) - 1
    cells = [as_text(row[last]) if len(row) > last else "" for row in grid.rows]
    own = {fold(translate("importing", word)) for word in (REASON, LONG_REASON)}
    told = [cell for cell in cells[1:] if cell]
    if last < 1 or fold(cells[0]) not in own or not told or not all(map(_is_reason, told)):
        return grid
    rows = [_trimmed(row[:last]) for row in grid.rows]
    if grid.form is None:
        return replace(grid, rows=rows)
    source = [_raw_without(raw, row[last:], cells, grid.form) for raw, row, cells in _triples(grid, rows)]
    return replace(grid, rows=rows, source=source)


def _is_reason(text: str) -> bool:
    pattern = (
        re.escape(translate("importing", "rij {row}: {text}")).replace(r"\{row\}", r"\d+").replace(r"\{text\}", ".+")
    )
    return re.fullmatch(pattern, text, re.DOTALL) is not None


def _trimmed(row: Sequence[Cell]) -> list[Cell]:
    cells = list(row)
    while cells and cells[-1] == "":
        del cells[-1]
    return cells


def _triples(grid: Grid, rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[str, Sequence[Cell], Sequence[Cell]]]:
    return zip(grid.source, grid.rows, rows, strict=True)


def _raw_without(raw: str, last: Sequence[Cell], cells: Sequence[Cell], form: CsvForm) -> str:
    """Return a record as it stood before its reason; one that was saved again otherwise is written anew."""
    bare = raw.rstrip("\r\n")
    tail = csv_line(["", *map(str, last)], form) if last else ""
    if not bare.endswith(tail):
        return csv_line(list(map(str, cells)), form)
    return bare.removesuffix(tail).rstrip(form.separator)


def write(
    tables: Sequence[tuple[Table, Sequence[Rejection]]], folder: Path | None, taken: Collection[Path] = ()
) -> Path:
    """Write the rejected rows of one file as `<name>.afgewezen.<suffix>` and return where.

    The place is `folder`, else beside the file, else the current folder. What is `taken`, such as the file itself
    where it holds rejected rows already, is left alone: the name gets a number. Raises FileError when none can be
    written.
    """
    source = tables[0][0].path
    sheets = _rejected_sheets(tables)
    text = sheets[0].grid.form is not None
    stem = re.sub(rf"{re.escape(MARK)}(-\d+)?$", "", source.stem)
    content = _text(sheets) if text else _workbook(sheets)
    failure: OSError | None = None
    for place in [folder] if folder else [*_writable(source.parent), Path.cwd()]:
        target = _free_name(place, f"{stem}{MARK}", source.suffix if text else ".xlsx", taken)
        try:
            place.mkdir(parents=True, exist_ok=True)
            paths.write_whole(target, content)
        except OSError as error:
            failure = error
            continue
        return target
    name = f"{stem}{MARK}{source.suffix if text else '.xlsx'}"
    raise FileError(
        translate(
            "importing",
            "De afgewezen rijen konden niet bewaard worden als {name} ({reason}); er werd niets ingelezen. "
            "Kies een map met --rejects.",
        ).format(name=name, reason=failure.strerror if failure else "?")
    )


def _free_name(folder: Path, stem: str, suffix: str, taken: Collection[Path]) -> Path:
    names = (folder / f"{stem}{f'-{number}' if number > 1 else ''}{suffix}" for number in count(1))
    return next(path for path in names if path.resolve() not in taken)


def _writable(folder: Path) -> list[Path]:
    # A folder that nobody may write in is left alone, even by an administrator, who could.
    return [folder] if folder.stat().st_mode & 0o222 else []


def _heading(header: Sequence[Cell]) -> str:
    own = translate("importing", REASON)
    taken = {fold(as_text(cell)) for cell in header}
    return translate("importing", LONG_REASON) if fold(own) in taken else own


def _reason(row: int, text: str) -> str:
    return translate("importing", "rij {row}: {text}").format(row=row, text=text)


def _text(sheets: Sequence[RejectedSheet]) -> bytes:
    sheet = sheets[0]
    grid, header, form = sheet.grid, sheet.header, sheet.grid.form
    assert form is not None  # noqa: S101 - narrows the type: only text files come here
    raw = dict(zip(grid.numbers, grid.source, strict=True))
    cells = dict(zip(grid.numbers, grid.rows, strict=True))
    width = sheet.width
    lines = [_line(raw[sheet.number], _heading(header), width - len(header), form)]
    lines += [_line(raw[row], reason, width - len(cells[row]), form) for row, reason in sheet.reasons.items()]
    return "".join(lines).encode(form.encoding, errors="replace")


def _line(raw: str, last: str, lacking: int, form: CsvForm) -> str:
    """Return a record exactly as it stood, with one more cell at its end; a stray quote in it is closed."""
    quote = '"' if raw.count('"') % 2 else ""
    end = csv_line(["", last], form)
    return f"{raw.rstrip(chr(13) + chr(10))}{quote}{form.separator * max(lacking, 0)}{end}{form.newline}"


def _workbook(sheets: Sequence[RejectedSheet]) -> bytes:
    import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        forms = {
            date: workbook.add_format({"num_format": "dd/mm/yyyy"}),
            datetime: workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            time: workbook.add_format({"num_format": "hh:mm"}),
            timedelta: workbook.add_format({"num_format": "[h]:mm"}),
        }
        for rejected in sheets:
            sheet = workbook.add_worksheet(rejected.grid.name)
            rows = dict(zip(rejected.grid.numbers, rejected.grid.rows, strict=True))
            lines = [[*_padded(rejected.header, rejected.width), _heading(rejected.header)]]
            lines += [[*_padded(rows[row], rejected.width), reason] for row, reason in rejected.reasons.items()]
            for place, line in enumerate(lines):
                for column, cell in enumerate(line):
                    _write_cell(sheet, place, column, cell, forms)
    return out.getvalue()


def _padded(cells: Sequence[Cell], width: int) -> list[Cell]:
    return [*cells, *[""] * (width - len(cells))]


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, forms: Mapping[type, Any]) -> None:  # noqa: ANN401 - untyped
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, str):
        if cell:
            sheet.write_string(row, column, cell)
    elif type(cell) in forms:
        sheet.write_datetime(row, column, cell, forms[type(cell)])
    else:
        sheet.write_number(row, column, cell)
