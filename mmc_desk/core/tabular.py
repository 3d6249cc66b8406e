"""Reading the office's own tables: .xlsx and .csv, whoever wrote them, within limits that stop a bomb.

A file becomes grids: the rows that hold something, each with the number a spreadsheet shows for it. What
they mean is core.importing's to find out. Source of the accepted forms: domain.md §7.
"""

import codecs
import csv
import io
import itertools
import re
import time as stopwatch
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core import paths
from mmc_desk.core.errors import FileError
from mmc_desk.core.i18n import translate

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Cell = str | float | bool | date | datetime | time | timedelta
"""What a cell holds; the empty text for nothing."""

TABLE_SUFFIXES = (".xlsx", ".xlsm", ".csv", ".txt", ".tsv")
"""The files that a folder is searched for."""

_SEPARATORS = (";", "\t", ",", "|")
_SNIFFED_LINES = 60
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
)
"""What a damaged archive raises, one way or another."""
_WIDE_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d+)["']""")
_FAR_CELL = re.compile(rb"""\br\s*=\s*["'](?:[A-Za-z]{3,}\d+|[A-Za-z]*\d{5,})["']""")
_COUNTED = re.compile(rb"""\b(?:c|uniqueC)ount\s*=\s*["'](\d{7,})["']""")
_WORKBOOK = "xl/workbook.xml"
"""Without it an archive is read as another kind, which has other ways to grow."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read at most: bytes on disk, bytes unpacked, rows, columns, cells, seconds."""

    size: int = 64_000_000
    unpacked: int = 300_000_000
    rows: int = 300_000
    columns: int = 400
    cells: int = 10_000_000
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a text file was written, so that rejected rows can be handed back the same way."""

    encoding: str
    separator: str
    newline: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one sheet that hold something, with their spreadsheet numbers and, of a CSV, their raw text."""

    name: str
    numbers: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    form: CsvForm | None = None
    source: Sequence[str] = ()
    hidden: bool = False


def csv_line(cells: Sequence[str], form: CsvForm) -> str:
    """Return cells as one record of a text file, without its newline."""
    out = io.StringIO()
    csv.writer(out, delimiter=form.separator, lineterminator="").writerow(cells)
    return out.getvalue()


def read(
    path: Path, limits: Limits | None = None, encoding: str | None = None, separator: str | None = None
) -> tuple[Grid, ...]:
    """Return the grids of the table file at `path`: one of a CSV, one per sheet of a workbook.

    Raises FileError, with the mend, for a file that can't be read, is no table, or passes a limit.
    """
    limits = limits or Limits()
    data = _read_bytes(path, limits)
    _refuse_foreign(path, data)
    if data.startswith(b"PK\x03\x04"):
        return _read_workbook(path, data, limits)
    return (_read_text(path, data, limits, encoding, separator),)


def _read_bytes(path: Path, limits: Limits) -> bytes:
    try:
        if paths.is_device(path):
            raise FileError(translate("tabular", "{path} is geen bestand. Kies een .xlsx of .csv.").format(path=path))
        size = path.stat().st_size
        if size > limits.size:
            raise _too_large(
                path,
                translate("tabular", "{size} MB, hoogstens {most}").format(
                    size=size // 1_000_000, most=limits.size // 1_000_000
                ),
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileError(translate("tabular", "{path} bestaat niet. Kijk de naam na.").format(path=path)) from error
    except PermissionError as error:
        raise FileError(
            translate("tabular", "{path} is afgeschermd of nog open. Sluit het in Excel, of vraag leesrechten.").format(
                path=path
            )
        ) from error
    except OSError as error:
        raise FileError(
            translate(
                "tabular", "{path} kan niet gelezen worden ({reason}). Kopieer het eerst naar deze computer."
            ).format(path=path, reason=error.strerror)
        ) from error


def _too_large(path: Path, detail: str) -> FileError:
    return FileError(
        translate("tabular", "{path} is te groot om in één keer te lezen ({detail}). Splits het bestand.").format(
            path=path, detail=detail
        )
    )


def _refuse_foreign(path: Path, data: bytes) -> None:
    sentence = ""
    if not data.strip(b"\0 \t\r\n"):
        sentence = translate("tabular", "{path} is leeg. Kijk na of het goed bewaard werd.")
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        sentence = translate(
            "tabular",
            "{path} is een oud Excel-bestand (.xls) of met een wachtwoord beveiligd. "
            "Bewaar het in Excel als .xlsx, zonder wachtwoord.",
        )
    elif data.startswith(b"PK\x03\x04") and b"opendocument" in data[:200]:
        sentence = translate("tabular", "{path} is een OpenDocument-bestand (.ods). Bewaar het als .xlsx.")
    elif data.startswith(b"%PDF") or (b"\0" in data[:4096] and not data.startswith((b"PK\x03\x04", *_BOMS))):
        sentence = translate("tabular", "{path} is geen tabel. Bewaar het als .xlsx of .csv.")
    elif data.lstrip()[:1] in {b"<", b"{"}:
        sentence = translate("tabular", "{path} is een webpagina of gegevensbestand, geen tabel. Bewaar het als .xlsx.")
    if sentence:
        raise FileError(sentence.format(path=path))


# --- text files


def _read_text(path: Path, data: bytes, limits: Limits, encoding: str | None, separator: str | None) -> Grid:
    text, encoding = _decode(path, data, encoding)
    lines = io.StringIO(text, newline="").readlines()
    if len(lines) > limits.rows:
        raise _too_large(
            path,
            translate("tabular", "{count} rijen, hoogstens {most}").format(count=len(lines), most=limits.rows),
        )
    skipped = 0
    if announced := re.fullmatch(r"\"?sep=([;,|\t])\"?\s*", lines[0], re.IGNORECASE):
        separator, skipped = separator or announced[1], 1
    separator = separator or _sniff_separator(lines[:_SNIFFED_LINES])
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    records = _records(path, lines[skipped:], separator)
    if any(len(cells) > limits.columns for _, cells in records):
        raise _too_large(path, translate("tabular", "hoogstens {most} kolommen").format(most=limits.columns))
    kept = [(number, *record) for number, record in enumerate(records, skipped + 1) if "".join(record[1]).strip()]
    return Grid(
        name=path.stem,
        numbers=[number for number, _, _ in kept],
        rows=[cells for _, _, cells in kept],
        form=CsvForm(encoding, separator, newline),
        source=[raw for _, raw, _ in kept],
    )


def _decode(path: Path, data: bytes, encoding: str | None) -> tuple[str, str]:
    marked = next((name for bom, name in _BOMS.items() if data.startswith(bom)), None)
    candidates = [encoding] if encoding else [marked] if marked else ["utf-8", "cp1252"]
    for candidate in candidates:
        try:
            return data.decode(candidate), candidate
        except (UnicodeDecodeError, LookupError):
            continue
    raise FileError(
        translate(
            "tabular", "De letters van {path} zijn niet te lezen als {tried}. Bewaar het als “CSV UTF-8”."
        ).format(path=path, tried=", ".join(candidates))
    )


def _sniff_separator(lines: Sequence[str]) -> str:
    """Return the separator that cuts the most lines into the same number of cells, quotes respected."""
    return max(_SEPARATORS, key=lambda separator: _evenness(lines, separator))


def _evenness(lines: Sequence[str], separator: str) -> tuple[float, int]:
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=separator) if cells)
    except csv.Error:  # a cell without end: said where the file is read
        return 0.0, 1
    width, count = widths.most_common(1)[0] if widths else (1, 0)
    return (0.0, 1) if width == 1 else (count / widths.total(), width)


def _records(path: Path, lines: Sequence[str], separator: str) -> list[tuple[str, list[str]]]:
    """Return raw text and cells per record; a stray quote that would swallow rows is a plain character."""
    try:
        reader = csv.reader(lines, delimiter=separator, strict=True)
        ended = [(reader.line_num, cells) for cells in reader]
    except csv.Error:
        return _line_by_line(path, lines, separator)
    if ended and len(ended) == len(lines):
        return list(zip(lines, (cells for _, cells in ended), strict=True))
    starts = [0, *(end for end, _ in ended)]
    spans = [lines[start:end] for start, end in itertools.pairwise(starts)]
    width = Counter(len(cells) for _, cells in ended).most_common(1)[0][0] if ended else 1
    if any(_swallowed(span, separator, width) for span in spans if len(span) > 1):
        return _line_by_line(path, lines, separator)
    return [("".join(span), cells) for span, (_, cells) in zip(spans, ended, strict=True)]


def _swallowed(span: Sequence[str], separator: str, width: int) -> bool:
    """Tell whether a record of several lines holds whole rows: lines inside its quotes with as many cells."""
    inside = [*(line for line in span[1:-1] if '"' not in line), span[-1].partition('"')[0]]
    return width > 1 and any(line.count(separator) >= width - 1 for line in inside)


def _line_by_line(path: Path, lines: Sequence[str], separator: str) -> list[tuple[str, list[str]]]:
    try:
        return [(line, next(csv.reader([line], delimiter=separator), [])) for line in lines]
    except csv.Error as error:
        raise FileError(
            translate("tabular", "{path} is geen leesbare CSV ({reason}). Bewaar het opnieuw als .xlsx.").format(
                path=path, reason=error
            )
        ) from error


# --- workbooks


def _read_workbook(path: Path, data: bytes, limits: Limits) -> tuple[Grid, ...]:
    _refuse_bomb(path, data, limits)
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    deadline = stopwatch.monotonic() + limits.seconds
    grids = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for sheet in workbook.sheets_metadata:
                rows = _sheet_rows(path, workbook, sheet.name)
                grids.append(_sheet_grid(sheet.name, rows, hidden=sheet.visible != SheetVisibleEnum.Visible))
                if stopwatch.monotonic() > deadline:
                    raise _too_large(
                        path,
                        translate("tabular", "meer dan {seconds} seconden").format(seconds=round(limits.seconds)),
                    )
    except CalamineError as error:
        raise _broken_workbook(path) from error
    if not grids:
        raise _broken_workbook(path)
    return tuple(grids)


def _sheet_rows(path: Path, workbook: "CalamineWorkbook", name: str) -> Sequence[Sequence[Cell]]:
    try:
        return workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (OverflowError, ValueError) as error:  # a number shown as a day or an hour
        text = translate(
            "tabular", "{path}, blad {name}: een cel heeft een dag of uur dat niet bestaat. Verbeter die in Excel."
        )
        raise FileError(text.format(path=path, name=name)) from error


def _broken_workbook(path: Path) -> FileError:
    return FileError(
        translate(
            "tabular",
            "{path} is geen leesbaar Excel-bestand. Open het in Excel en bewaar het opnieuw als .xlsx.",
        ).format(path=path)
    )


def _sheet_grid(name: str, rows: Sequence[Sequence[Cell]], *, hidden: bool) -> Grid:
    kept = [(number, row) for number, row in enumerate(rows, 1) if any(cell != "" for cell in row)]
    kept = [(number, row) for number, row in kept if any(str(cell).strip() for cell in row)]
    return Grid(name, [number for number, _ in kept], [row for _, row in kept], hidden=hidden)


def _refuse_bomb(path: Path, data: bytes, limits: Limits) -> None:
    """Refuse what unpacks too large: by what the archive declares and by the farthest cell of its sheets."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if unpacked > limits.unpacked:
                raise _too_large(
                    path,
                    translate("tabular", "uitgepakt {size} MB, hoogstens {most}").format(
                        size=unpacked // 1_000_000, most=limits.unpacked // 1_000_000
                    ),
                )
            if _WORKBOOK not in {member.filename.lower() for member in members}:
                raise _broken_workbook(path)
            for member in members:
                content = archive.read(member)  # this also compares its checksum: no damaged cell passes for a good one
                if any(int(number) > limits.cells for number in _COUNTED.findall(content)):
                    raise _broken_workbook(path)
                if b"sheetData" in content:  # a sheet may lie in any folder, under any name
                    _refuse_far_cells(path, content, limits)
    except _BROKEN as error:
        raise _broken_workbook(path) from error


def _refuse_far_cells(path: Path, xml: bytes, limits: Limits) -> None:
    # The reader makes room for every cell up to the farthest one: one cell in XFD1048576 would take it all.
    if not _FAR_CELL.search(xml):
        return
    places = [(_column_number(letters), int(number)) for letters, number in _WIDE_CELL.findall(xml)]
    columns, rows = max(column for column, _ in places), max(row for _, row in places)
    if columns > limits.columns or rows > limits.rows or columns * rows > limits.cells:
        raise _too_large(
            path, translate("tabular", "{rows} rijen × {columns} kolommen").format(rows=rows, columns=columns)
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + (letter & 31)  # capital or not
    return number
