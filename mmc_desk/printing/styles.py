"""How paper looks: sizes, greys that survive a black-and-white printer, paragraph styles."""

import functools
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer

from mmc_desk.printing import fonts

BODY_SIZE = 11.0
"""Points: nothing on paper is smaller (libraries.md, "What people expect")."""

LINE_HEIGHT = 14.0
MARGIN = 15 * mm
INK = black
DARK = Color(0.3, 0.3, 0.3)
RULE = Color(0.55, 0.55, 0.55)
SHADE = Color(0.91, 0.91, 0.91)
WATERMARK = Color(0.93, 0.93, 0.93)
ACCENT = Color(0.05, 0.28, 0.49)
"""Dark blue, for what is handed in: white on it and it on white both have a contrast of more than 9."""
AMBER = Color(0.97, 0.80, 0.47)
"""Light: black on it reads, and in black and white it is a light grey."""


@functools.cache
def body() -> ParagraphStyle:
    """Return the style of running text."""
    fonts.register()
    return ParagraphStyle("body", fontName=fonts.REGULAR, fontSize=BODY_SIZE, leading=LINE_HEIGHT, wordWrap="LTR")


@functools.cache
def heading() -> ParagraphStyle:
    """Return the style of a heading inside a page; it stays with what follows."""
    return ParagraphStyle(
        "heading",
        body(),
        fontName=fonts.BOLD,
        fontSize=13,
        leading=17,
        spaceBefore=10,
        spaceAfter=4,
        keepWithNext=1,
    )


def text(content: str, *, bold: bool = False) -> Paragraph:
    """Return running text; what a person typed is never markup."""
    plain = escape(fonts.clean(content)).replace("\n", "<br/>")
    return Paragraph(f"<b>{plain}</b>" if bold else plain, body())


def title(content: str) -> Paragraph:
    """Return a heading inside a page."""
    return Paragraph(escape(fonts.clean(content).replace("\n", " ")), heading())


def definition(term: str, content: str) -> Paragraph:
    """Return a term in bold with its definition after it."""
    return Paragraph(f"<b>{escape(fonts.clean(term))}</b>: {escape(fonts.clean(content))}", body())


def gap(millimetres: float = 4) -> Flowable:
    """Return white space."""
    return Spacer(1, millimetres * mm)
