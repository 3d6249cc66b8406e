"""A booklet to hand in: a cover, a table of contents, chapters with bookmarks, sheet x of y on every sheet.

Made in one pass: the numbers that only the end knows are forms, filled in when the last sheet is there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.colors import white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
)

import mmc_desk
from mmc_desk.core.i18n import translate
from mmc_desk.printing import fonts, styles
from mmc_desk.printing.document import watermark
from mmc_desk.printing.files import whole_file
from mmc_desk.printing.tables import DataTable

MARGIN = 20 * mm
WIDTH = A4[0] - 2 * MARGIN
_HEAD, _FOOT = 26.0, 26.0
_COUNT_WIDTH = 130.0
_BAND = 236.0
"""Points of the cover's coloured band."""
_LINE = 19.0
_MOST_ENTRIES = 32
"""So many headings fit on the contents' one sheet; beyond, the chapters alone are listed."""
_TILE = 74.0
_FAIR = 150.0
"""Points of a table that are worth starting it at the foot of a sheet."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A leading figure on the cover: what it is, its value, how it changed."""

    caption: str
    value: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter starts a sheet. Its story may hold `heading`s, which are in the contents too."""

    title: str
    story: Sequence[Flowable]


@dataclass(frozen=True, slots=True)
class Booklet:
    """What to print. `facts` are lines of (what, which) at the foot of the cover; `edition` stands on every sheet."""

    title: str
    subtitle: str
    desk: str
    chapters: Sequence[Chapter]
    tiles: Sequence[Tile] = ()
    facts: Sequence[tuple[str, str]] = ()
    edition: str = ""
    practice: bool = False


def heading(text: str, *following: Flowable) -> list[Flowable]:
    """Return a heading inside a chapter, with a bookmark, and what follows on the same sheet (`together`)."""
    title = Heading(text, 1)
    return [together(title, *following), title, *following]


def together(*flowables: Flowable) -> Flowable:
    """Return what starts a new sheet where these, or a fair part of the last one, don't fit any more.

    Unlike KeepTogether, a long table still starts where there is room for some of its rows.
    """
    *whole, last = (flowable.wrap(WIDTH, A4[1])[1] + flowable.getSpaceBefore() for flowable in flowables)
    return CondPageBreak(sum(whole) + (min(last, _FAIR) if isinstance(flowables[-1], DataTable) else last))


def is_short(table: Flowable) -> bool:
    """Tell whether a table isn't worth a sheet of its own: it belongs with what stands above it."""
    return table.wrap(WIDTH, A4[1])[1] <= _FAIR


class Heading(Flowable):
    """A title that the outline and the contents point at: level 0 opens a chapter, level 1 stands in one."""

    def __init__(self, text: str, level: int) -> None:
        super().__init__()
        self.text, self.level = fonts.clean(text).replace("\n", " "), level
        self.size = 20.0 if level == 0 else 13.0
        self.key = ""
        self.sheet = 0
        self.spaceBefore, self.spaceAfter = (0, 8) if level == 0 else (12, 4)

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Take the whole width."""
        fonts.register()
        self.lines = fonts.wrap(self.text, available_width, fonts.BOLD, self.size, 3)
        self.width = available_width
        self.height = len(self.lines) * self.size * 1.25 + (8 if self.level == 0 else 0)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the title and remember where it came to stand."""
        canvas: Canvas = self.canv
        canvas.bookmarkHorizontal(self.key, 0, self.height + 6)
        canvas.addOutlineEntry(self.text, self.key, self.level)
        self.sheet = canvas.getPageNumber()
        canvas.setFillColor(styles.ACCENT if self.level == 0 else styles.INK)
        canvas.setFont(fonts.BOLD, self.size)
        for place, line in enumerate(self.lines):
            canvas.drawString(0, self.height - self.size - place * self.size * 1.25, line)
        if self.level == 0:
            canvas.setStrokeColor(styles.ACCENT)
            canvas.setLineWidth(2)
            canvas.line(0, 1, self.width, 1)


class _Contents(Flowable):
    """The headings with their sheets, each a link."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        super().__init__()
        few = len(headings) <= _MOST_ENTRIES
        self.headings = [one for one in headings if few or one.level == 0]

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, len(self.headings) * _LINE
        return self.width, self.height

    def draw(self) -> None:
        for place, one in enumerate(self.headings):
            self._draw_entry(one, self.height - (place + 1) * _LINE)

    def _draw_entry(self, one: Heading, y: float) -> None:
        canvas: Canvas = self.canv
        font = fonts.BOLD if one.level == 0 else fonts.REGULAR
        left = one.level * 16.0
        text = fonts.one_line(one.text, self.width - left - 60, font, styles.BODY_SIZE)
        canvas.setFillColor(styles.INK)
        canvas.setFont(font, styles.BODY_SIZE)
        canvas.drawString(left, y + 5, text)
        end = left + fonts.width(text, font, styles.BODY_SIZE)
        canvas.setStrokeColor(styles.RULE)
        canvas.setLineWidth(0.6)
        canvas.setDash(0.6, 3)
        canvas.line(end + 6, y + 6, self.width - 30, y + 6)
        canvas.setDash()
        canvas.saveState()
        canvas.translate(self.width - _COUNT_WIDTH, y + 5)
        canvas.doForm(f"sheet-{one.key}")
        canvas.restoreState()
        canvas.linkRect("", one.key, (0, y, self.width, y + _LINE), relative=1, thickness=0)


class _Template(BaseDocTemplate):
    def __init__(self, path: Path, booklet: Booklet, headings: Sequence[Heading]) -> None:
        super().__init__(
            str(path),
            pagesize=A4,
            title=fonts.clean(f"{booklet.title} – {booklet.desk}"),
            author=fonts.clean(booklet.desk) or "MMC Desk",
            subject=fonts.clean(booklet.subtitle),
            creator=f"MMC Desk {mmc_desk.__version__}",
            lang="nl-BE",
        )
        self.booklet, self.headings = booklet, headings
        size = (WIDTH, A4[1] - 2 * MARGIN - _HEAD - _FOOT)
        frame = Frame(MARGIN, MARGIN + _FOOT, *size, 0, 0, 0, 0)
        self.addPageTemplates(
            [
                PageTemplate("cover", [frame], onPage=self._draw_cover),
                PageTemplate("sheet", [frame], onPage=self._furnish),
            ]
        )

    def handle_documentBegin(self) -> None:
        super().handle_documentBegin()
        self.canv.showOutline()

    def _draw_cover(self, canvas: Canvas, _doc: object) -> None:
        if self.booklet.practice:
            watermark(canvas, A4)
        _draw_band(canvas, self.booklet)
        _draw_tiles(canvas, self.booklet.tiles, A4[1] - _BAND - 40)
        _draw_facts(canvas, self.booklet.facts)

    def _furnish(self, canvas: Canvas, _doc: object) -> None:
        booklet = self.booklet
        if booklet.practice:
            watermark(canvas, A4)
        right, top = A4[0] - MARGIN, A4[1] - MARGIN
        canvas.setFillColor(styles.DARK)
        canvas.setFont(fonts.REGULAR, styles.BODY_SIZE)
        canvas.drawString(MARGIN, top - 4, fonts.one_line(booklet.title, WIDTH * 0.5, fonts.REGULAR, styles.BODY_SIZE))
        desk = fonts.one_line(booklet.desk, WIDTH * 0.46, fonts.REGULAR, styles.BODY_SIZE)
        canvas.drawRightString(right, top - 4, desk)
        canvas.setStrokeColor(styles.RULE)
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, MARGIN + 16, right, MARGIN + 16)
        room = WIDTH - _COUNT_WIDTH - 8
        canvas.drawString(MARGIN, MARGIN, fonts.one_line(booklet.edition, room, fonts.REGULAR, styles.BODY_SIZE))
        _place_form(canvas, f"count-{canvas.getPageNumber()}", right - _COUNT_WIDTH, MARGIN)

    def _endBuild(self) -> None:
        sheets = self.page
        text = translate("print", "Blad {sheet} van {sheets}")
        for sheet in range(2, sheets + 1):
            _make_form(self.canv, f"count-{sheet}", text.format(sheet=sheet, sheets=sheets))
        for one in self.headings:
            _make_form(self.canv, f"sheet-{one.key}", str(one.sheet))
        super()._endBuild()  # type: ignore[misc] # reportlab's stub leaves this hook out


def _place_form(canvas: Canvas, name: str, x: float, y: float) -> None:
    canvas.saveState()
    canvas.translate(x, y)
    canvas.doForm(name)
    canvas.restoreState()


def _make_form(canvas: Canvas, name: str, text: str) -> None:
    canvas.beginForm(name, 0, -4, _COUNT_WIDTH, 14)
    canvas.setFont(fonts.REGULAR, styles.BODY_SIZE)
    canvas.drawRightString(_COUNT_WIDTH, 0, text)
    canvas.endForm()


def _draw_band(canvas: Canvas, booklet: Booklet) -> None:
    bottom = A4[1] - _BAND
    canvas.setFillColor(styles.ACCENT)
    canvas.rect(0, bottom, A4[0], _BAND, stroke=0, fill=1)
    canvas.setFillColor(styles.AMBER)
    canvas.rect(0, bottom - 6, A4[0], 6, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.setFont(fonts.REGULAR, 14)
    canvas.drawString(MARGIN, A4[1] - 62, fonts.one_line(booklet.desk, WIDTH, fonts.REGULAR, 14))
    canvas.setFont(fonts.BOLD, 38)
    canvas.drawString(MARGIN, bottom + 84, fonts.one_line(booklet.title, WIDTH, fonts.BOLD, 38))
    canvas.setFont(fonts.REGULAR, 14)
    for place, line in enumerate(fonts.wrap(booklet.subtitle, WIDTH, fonts.REGULAR, 14, 2)):
        canvas.drawString(MARGIN, bottom + 52 - 19 * place, line)


def _draw_tiles(canvas: Canvas, tiles: Sequence[Tile], top: float) -> None:
    half = (WIDTH - 20) / 2
    for place, tile in enumerate(tiles):
        x, y = MARGIN + place % 2 * (half + 20), top - place // 2 * (_TILE + 18) - _TILE
        canvas.setFillColor(styles.ACCENT)
        canvas.rect(x, y, 4, _TILE, stroke=0, fill=1)
        room = half - 18
        canvas.setFillColor(styles.DARK)
        canvas.setFont(fonts.REGULAR, 12)
        canvas.drawString(x + 16, y + _TILE - 14, fonts.one_line(tile.caption, room, fonts.REGULAR, 12))
        canvas.setFillColor(styles.INK)
        canvas.setFont(fonts.BOLD, 28)
        canvas.drawString(x + 16, y + 26, fonts.one_line(tile.value, room, fonts.BOLD, 28))
        canvas.setFillColor(styles.DARK)
        canvas.setFont(fonts.REGULAR, styles.BODY_SIZE)
        canvas.drawString(x + 16, y + 6, fonts.one_line(tile.change, room, fonts.REGULAR, styles.BODY_SIZE))


def _draw_facts(canvas: Canvas, facts: Sequence[tuple[str, str]]) -> None:
    label = max((fonts.width(fonts.clean(what), fonts.BOLD, 12) for what, _ in facts), default=0.0) + 18
    y = MARGIN + len(facts) * 20
    canvas.setStrokeColor(styles.RULE)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, y + 8, A4[0] - MARGIN, y + 8)
    canvas.setFillColor(styles.INK)
    for what, which in facts:
        y -= 20
        canvas.setFont(fonts.BOLD, 12)
        canvas.drawString(MARGIN, y + 6, fonts.clean(what))
        canvas.setFont(fonts.REGULAR, 12)
        canvas.drawString(MARGIN + label, y + 6, fonts.one_line(which, WIDTH - label, fonts.REGULAR, 12))


def write_booklet(path: Path, booklet: Booklet) -> None:
    """Write `booklet` to `path`, whole or not at all. Raises FileError."""
    fonts.register()
    rl_config.useA85 = 0  # streams as they are, not as text: a fifth smaller, and quicker
    contents = Heading(translate("print", "Inhoud"), 0)
    opened = [(Heading(chapter.title, 0), chapter) for chapter in booklet.chapters]
    headings = [one for title, chapter in opened for one in (title, *_headings(chapter.story))]
    for number, one in enumerate((contents, *headings)):
        one.key = f"heading-{number}"
    story: list[Flowable] = [NextPageTemplate("sheet"), PageBreak(), contents, _Contents(headings)]
    for title, chapter in opened:
        story += [PageBreak(), title, *chapter.story]
    with whole_file(path) as draft:
        _Template(draft, booklet, [contents, *headings]).build(story)


def _headings(story: Sequence[Flowable]) -> Iterator[Heading]:
    return (one for one in story if isinstance(one, Heading))
