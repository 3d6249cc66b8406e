"""DejaVu Sans on paper: registering it, measuring with it and breaking plain text into lines.

Everything here takes text as a person typed it; nothing is markup.
"""

import functools
import unicodedata

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from mmc_desk.core import paths

REGULAR = "DejaVuSans"
BOLD = "DejaVuSans-Bold"
ELLIPSIS = "…"


@functools.cache
def register() -> None:
    """Make the shipped fonts known to reportlab, once per process."""
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(paths.resource("fonts", f"{name}.ttf"))))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


@functools.lru_cache(maxsize=20_000)
def clean(text: str) -> str:
    """Return `text` without what can't be drawn: controls, direction marks, lone surrogates."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_drawable(character) for character in text.replace("\r\n", "\n").replace("\r", "\n"))


def _drawable(character: str) -> str:
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return "" if category == "Cf" else character


_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of reading: a file name or an amount reads otherwise than it is."""


def legible(text: str) -> str:
    """Return `text` for a program that draws letters itself: without controls, direction marks, lone surrogates."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_legible(character) for character in text.replace("\r\n", "\n").replace("\r", "\n"))


def _legible(character: str) -> str:
    if character in "\n\t":
        return character
    return "" if character in _TURNING else _drawable(character) or character


@functools.lru_cache(maxsize=50_000)
def width(text: str, font: str, size: float) -> float:
    """Return the width of one cleaned line in points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def wrap(text: str, available: float, font: str, size: float, most: int = 8) -> tuple[str, ...]:
    """Break `text` into at most `most` lines that fit `available` points; a last … tells of more."""
    line = clean(text)
    if "\n" not in line and width(line, font, size) <= available:
        return (line,)
    lines = [found for part in line.split("\n") for found in _break(part, available, font, size)]
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _fit(lines[most - 1] + ELLIPSIS * 2, available, font, size))


def one_line(text: str, available: float, font: str, size: float) -> str:
    """Return `text` on one line that fits `available` points, shortened with … where it must."""
    line = clean(text).replace("\n", " ")
    return line if width(line, font, size) <= available else _fit(line, available, font, size)


def _break(text: str, available: float, font: str, size: float) -> list[str]:
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, font, size) <= available:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, available, font, size)
        lines.extend(whole)
    return [*lines, line]


def _pieces(word: str, available: float, font: str, size: float) -> list[str]:
    pieces = []
    while width(word, font, size) > available and len(word) > 1:
        count = _fitting(word, available, font, size)
        pieces.append(word[:count])
        word = word[count:]
    return [*pieces, word]


def _fitting(text: str, available: float, font: str, size: float) -> int:
    # At least one character: a column narrower than a letter must still end.
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle], font, size) <= available:
            low = middle
        else:
            high = middle - 1
    return low


def _fit(text: str, available: float, font: str, size: float) -> str:
    room = available - width(ELLIPSIS, font, size)
    kept = text.rstrip(ELLIPSIS)
    return kept[: _fitting(kept, room, font, size)].rstrip() + ELLIPSIS if kept else ELLIPSIS
