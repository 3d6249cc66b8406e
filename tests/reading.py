"""Reading back what the product wrote: every text in a file, and every cell that a spreadsheet would calculate."""

import csv
import json
import re
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf

from mmc_desk.printing import fonts, tagged

LIVE = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n]")
_FORMULA = re.compile(rb"<f[ >/]")
_SPACE = re.compile(r"\s+")
_LEFTWARDS = re.compile("[\u0590-\u05ff]+")
"""Paper sets no text from right to left (docs/security.md): only that every letter is there can be held against it."""


def xlsx(path: Path) -> Iterator[str]:
    """Yield the texts of a workbook; raise AssertionError where a cell is a formula or a link."""
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            assert not name.startswith("xl/externalLinks"), name
            content = book.read(name)
            if name.startswith("xl/worksheets/"):
                assert not _FORMULA.search(content), f"{name}: a formula"
                assert b"<hyperlink" not in content, f"{name}: a link"
        if "xl/sharedStrings.xml" in book.namelist():
            yield from _shared(book.read("xl/sharedStrings.xml"))


def _shared(content: bytes) -> Iterator[str]:
    for item in ET.fromstring(content):  # noqa: S314 - our own file
        yield _unescaped("".join(item.itertext()))


def _unescaped(text: str) -> str:
    """Return a text with Excel's own escapes read (_x000D_)."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def table(path: Path) -> Iterator[str]:
    """Yield the cells of a CSV file; raise AssertionError where a spreadsheet would calculate one."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            for cell in row:
                is_number = re.fullmatch(r"-?\d+(,\d+)?", cell)
                assert is_number or not LIVE.match(cell), f"a live cell: {cell!r}"
                yield cell[1:] if cell.startswith("'") and LIVE.match(cell[1:]) else cell


def document(path: Path) -> Iterator[str]:
    """Yield the pages of a PDF without their white space: where a line breaks says nothing of the text."""
    for page in pypdf.PdfReader(path).pages:
        yield _squeezed(page.extract_text())


def _squeezed(text: str) -> str:
    """Return a text without white space, composed; the letters of one that runs to the left in no order."""
    plain = unicodedata.normalize("NFC", _SPACE.sub("", text))
    return _LEFTWARDS.sub(lambda found: "".join(sorted(found[0])), plain)


def data(path: Path) -> Iterator[str]:
    """Yield the texts of a JSON file."""
    yield from _texts(json.loads(path.read_text(encoding="utf-8")))


def _texts(found: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for name, value in found.items():
            yield name
            yield from _texts(value)
    elif isinstance(found, list):
        for value in found:
            yield from _texts(value)


def markup(path: Path) -> Iterator[str]:
    """Yield the texts of an XML file."""
    yield from ET.parse(path).getroot().itertext()  # noqa: S314 - our own file


def calendar(path: Path) -> Iterator[str]:
    """Yield the texts of a calendar file."""
    from icalendar import Calendar

    for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
        for name in ("SUMMARY", "LOCATION", "DESCRIPTION"):
            if name in event:
                yield str(event[name])


def archive(path: Path) -> Iterator[str]:
    """Yield the texts of all files in a zip."""
    with zipfile.ZipFile(path) as found:
        for name in found.namelist():
            part = path.with_name(Path(name).name)
            part.write_bytes(found.read(name))
            yield from READERS[part.suffix](part)


def squeezed(payload: str) -> str:
    """Return what is read back of it from paper: the font has no pictures."""
    return _squeezed("".join(letter for letter in fonts.clean(payload) if ord(letter) in tagged._letters()))


def plain(path: Path) -> Iterator[str]:
    """Yield a file of text."""
    yield path.read_text(encoding="utf-8")


READERS: dict[str, Callable[[Path], Iterator[str]]] = {
    ".xlsx": xlsx,
    ".csv": table,
    ".pdf": document,
    ".json": data,
    ".xml": markup,
    ".ics": calendar,
    ".zip": archive,
    ".txt": plain,
}
SHOWN: dict[str, Callable[[str], str]] = dict.fromkeys((".xlsx", ".csv", ".ics", ".zip"), fonts.legible) | {
    ".pdf": squeezed
}
"""How a payload reads in a kind of file, where not to the letter."""
