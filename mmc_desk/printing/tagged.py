"""A booklet for the archive and for who reads with the ear: PDF/UA-1 and PDF/A-2a at once, by the extra `archive`.

It says what the booklet on A4 says: its parts are read off the same flowables, and typst sets them with the structure
that reportlab can't write: headings, tables with their heads, charts with an alternative text.
"""

import functools
import importlib
import importlib.util
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable, Paragraph

from mmc_desk.core import paths
from mmc_desk.core.errors import FileError
from mmc_desk.core.formats import show_number
from mmc_desk.core.i18n import translate
from mmc_desk.printing import fonts
from mmc_desk.printing.booklet import Booklet, Heading
from mmc_desk.printing.charts import COLOURS, BarChart, Beside, RowChart
from mmc_desk.printing.files import whole_file
from mmc_desk.printing.tables import DataTable

STANDARDS = ("ua-1", "a-2a")
_LIBRARY = "typst"
_UNKNOWN = "–"
_NO_LETTER = "\N{REPLACEMENT CHARACTER}"

Part = dict[str, Any]
"""What the template sets: a text, a heading, a table or a chart, told by its `kind`."""


def is_installed() -> bool:
    """Tell whether a booklet can be made for the archive here."""
    return importlib.util.find_spec(_LIBRARY) is not None


def write_tagged(path: Path, booklet: Booklet) -> None:
    """Write a booklet with its structure. Raises FileError where the extra isn't installed, or the file can't be."""
    if not is_installed():
        raise FileError(
            translate(
                "print",
                "Een PDF voor het archief vraagt de uitbreiding “archive”. Installeer ze met: pip install "
                "mmc-desk[archive]. Een gewone PDF kan altijd.",
            )
        )
    library: Any = importlib.import_module(_LIBRARY)
    made: bytes = library.compile(
        paths.resource("typst", "booklet.typ").read_bytes(),
        font_paths=[str(paths.resource("fonts"))],
        ignore_system_fonts=True,
        pdf_standards=list(STANDARDS),
        sys_inputs={"data": json.dumps(_printable(content(booklet)), ensure_ascii=False)},
    )
    with whole_file(path) as draft:
        draft.write_bytes(made)


def content(booklet: Booklet) -> dict[str, Any]:
    """Return what the template is given: plain text and numbers."""
    return {
        "title": booklet.title,
        "subtitle": booklet.subtitle,
        "desk": booklet.desk,
        "edition": booklet.edition,
        "practice": translate("print", "OEFENDATA") if booklet.practice else "",
        "contents": translate("print", "Inhoud"),
        "sheet": translate("print", "Blad {sheet} van {sheets}"),
        "inks": [_hex(colour) for colour in COLOURS],
        "tiles": [
            {"caption": tile.caption, "value": tile.value, "change": tile.change.strip()} for tile in booklet.tiles
        ],
        "facts": [list(fact) for fact in booklet.facts],
        "chapters": [{"title": one.title, "parts": list(parts(one.story))} for one in booklet.chapters],
    }


def parts(story: Iterable[Flowable]) -> Iterator[Part]:
    """Yield what a story says; white space and the breaks of sheets say nothing."""
    for flowable in story:
        if isinstance(flowable, Heading):
            yield {"kind": "heading", "text": flowable.text}
        elif isinstance(flowable, Paragraph):
            yield {"kind": "text", "lines": flowable.getPlainText().splitlines()}
        elif isinstance(flowable, DataTable):
            yield _table(flowable)
        elif isinstance(flowable, BarChart | RowChart):
            yield _chart(flowable)
        elif isinstance(flowable, Beside):
            yield from (_chart(chart, title) for title, chart in flowable.charts)


def _table(table: DataTable) -> Part:
    return {
        "kind": "table",
        "head": [column.heading for column in table.columns],
        "widths": [column.share for column in table.columns],
        "aligns": [column.align for column in table.columns],
        "rows": [
            {"cells": list(row), "note": table.notes.get(place, ""), "bold": place in table.emphasis}
            for place, row in enumerate(table.rows)
        ],
    }


def _chart(chart: BarChart | RowChart, title: str = "") -> Part:
    names = [name for name, _ in chart.series]
    return {
        "kind": "chart",
        "title": title,
        "legend": names,
        "rows": _bars(chart),
        "alt": "; ".join(
            ": ".join(filter(None, (name or title, _told(chart.labels, values)))) for name, values in chart.series
        ),
    }


def _told(labels: Sequence[str], values: Sequence[float | None]) -> str:
    return ", ".join(f"{label} {_shown(value)}" for label, value in zip(labels, values, strict=True))


def _bars(chart: BarChart | RowChart) -> list[Part]:
    """Return a bar per series under each label, its length a share of the longest one."""
    longest = max((value or 0 for _, values in chart.series for value in values), default=0) or 1
    return [
        {
            "label": label,
            "bars": [
                {"share": max(0, values[place] or 0) / longest, "text": _shown(values[place])}
                for _, values in chart.series
            ],
        }
        for place, label in enumerate(chart.labels)
    ]


def _shown(value: float | None) -> str:
    return _UNKNOWN if value is None else show_number(value) or "0"


def _printable(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the same content in letters that the font has: the standards refuse any other."""
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_printable(one) for one in value]
    return _lettered(fonts.clean(value)) if isinstance(value, str) else value


def _lettered(text: str) -> str:
    known = _letters()
    return "".join(letter if letter == "\n" or ord(letter) in known else _NO_LETTER for letter in text)


@functools.cache
def _letters() -> frozenset[int]:
    """Return what both faces of the font can draw."""
    fonts.register()
    faces: list[Any] = [pdfmetrics.getFont(name) for name in (fonts.REGULAR, fonts.BOLD)]
    return frozenset.intersection(*(frozenset(one.face.charToGlyph) for one in faces))


def _hex(colour: Color) -> str:
    return f"#{colour.hexval()[2:]}"
