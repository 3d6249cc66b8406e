"""A document on A4: page furniture (title, desk, page x of y, print time, watermark), bookmarks, metadata."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ActionFlowable, BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate

import mmc_desk
from mmc_desk.core import clock
from mmc_desk.core.i18n import translate
from mmc_desk.printing import fonts, styles
from mmc_desk.printing.files import whole_file

_TITLE_SIZE = 16.0
_HEAD = 52.0
"""Points above the story: title and subtitle."""
_FOOT = 26.0
_FOOT_LINE = 14.0
"""Points under the story, without and for the line a document has of its own."""
_COUNT_WIDTH = 130
"""Points for “Pagina 1 van 2”."""


@dataclass(frozen=True, slots=True)
class Document:
    """What to print. `footer` is a line at the foot of each page (a roster's confidentiality, domain.md §6).

    `desk` names the town and the desk; `edition` the version of this document where it has one ("versie 2");
    `practice` puts OEFENDATA over every page. A story of several people starts each with `new_section`.
    """

    title: str
    subtitle: str = ""
    story: Sequence[Flowable] = ()
    footer: str = ""
    practice: bool = False
    landscape: bool = False
    desk: str = ""
    edition: str = ""


@dataclass(slots=True)
class _Section:
    title: str
    subtitle: str
    edition: str
    pages: int = 0
    number: int = field(default=0)

    @property
    def form(self) -> str:
        return f"pages-{self.number}"

    def count_form(self, page: int) -> str:
        return f"{self.form}-{page}"


class _StartSection(ActionFlowable):
    """Tells the template, just before a page break, what the next page begins."""

    def __init__(self, section: _Section) -> None:
        super().__init__()
        self.section = section

    def apply(self, doc: BaseDocTemplate) -> None:
        assert isinstance(doc, _Template)  # noqa: S101 - narrows the type: only write_pdf builds a story
        doc.start(self.section)


def new_section(title: str, subtitle: str = "", edition: str = "") -> list[Flowable]:
    """Return what starts a new page with its own title, bookmark and page count (page 1 of its own).

    As the first thing of a story it takes the place of the document's own title on the first page.
    """
    return [_StartSection(_Section(title, subtitle, edition)), PageBreak()]


class _Template(BaseDocTemplate):
    def __init__(self, path: Path, document: Document, first: _Section) -> None:
        size = landscape(A4) if document.landscape else A4
        super().__init__(
            str(path),
            pagesize=size,
            title=fonts.clean(document.title),
            author=fonts.clean(document.desk) or "MMC Desk",
            subject=fonts.clean(document.subtitle),
            creator=f"MMC Desk {mmc_desk.__version__}",
            lang="nl-BE",
        )
        self.document = document
        self.printed_at = clock.local(clock.now())
        self.foot = _FOOT + (_FOOT_LINE if document.footer else 0)
        self.sections: list[_Section] = []
        self.start(first)
        frame = Frame(
            styles.MARGIN,
            styles.MARGIN + self.foot,
            size[0] - 2 * styles.MARGIN,
            size[1] - 2 * styles.MARGIN - _HEAD - self.foot,
            0,
            0,
            0,
            0,
        )
        self.addPageTemplates(PageTemplate(frames=[frame], onPage=self._furnish))

    def start(self, section: _Section) -> None:
        section.number = len(self.sections)
        self.sections.append(section)

    def _furnish(self, canvas: Canvas, _doc: object) -> None:
        section = self.sections[-1]
        section.pages += 1
        left, right = styles.MARGIN, self.pagesize[0] - styles.MARGIN
        if self.document.practice:
            watermark(canvas, self.pagesize)
        if section.pages == 1:
            _bookmark(canvas, section)
        self._head(canvas, section, left, right)
        self._foot(canvas, section, left, right)

    def _head(self, canvas: Canvas, section: _Section, left: float, right: float) -> None:
        top = self.pagesize[1] - styles.MARGIN
        desk = fonts.one_line(self.document.desk, (right - left) * 0.4, fonts.REGULAR, styles.BODY_SIZE)
        room = right - left - fonts.width(desk, fonts.REGULAR, styles.BODY_SIZE) - 12
        canvas.setFillColor(styles.INK)
        canvas.setFont(fonts.BOLD, _TITLE_SIZE)
        canvas.drawString(left, top - 14, fonts.one_line(section.title, room, fonts.BOLD, _TITLE_SIZE))
        canvas.setFont(fonts.REGULAR, styles.BODY_SIZE)
        canvas.drawRightString(right, top - 14, desk)
        if section.subtitle:
            subtitle = fonts.one_line(section.subtitle, right - left, fonts.REGULAR, styles.BODY_SIZE)
            canvas.drawString(left, top - 31, subtitle)
        canvas.setStrokeColor(styles.INK)
        canvas.setLineWidth(1)
        canvas.line(left, top - 40, right, top - 40)

    def _foot(self, canvas: Canvas, section: _Section, left: float, right: float) -> None:
        base = styles.MARGIN
        canvas.setStrokeColor(styles.RULE)
        canvas.setLineWidth(0.5)
        canvas.line(left, base + self.foot - 10, right, base + self.foot - 10)
        if self.document.footer:
            footer = fonts.one_line(self.document.footer, right - left, fonts.BOLD, styles.BODY_SIZE)
            canvas.setFont(fonts.BOLD, styles.BODY_SIZE)
            canvas.drawString(left, base + _FOOT_LINE, footer)
        canvas.setFont(fonts.REGULAR, styles.BODY_SIZE)
        canvas.drawString(
            left, base, fonts.one_line(self._printed(section), right - left - _COUNT_WIDTH, fonts.REGULAR, 11)
        )
        canvas.saveState()
        canvas.translate(right - _COUNT_WIDTH, base)
        canvas.doForm(section.count_form(section.pages))
        canvas.restoreState()

    def _printed(self, section: _Section) -> str:
        printed = translate("print", "Afgedrukt op {at:%d/%m/%Y} om {at:%H:%M}").format(at=self.printed_at)
        program = f"MMC Desk {mmc_desk.__version__}"
        return " · ".join(part for part in (section.edition, printed, program) if part)

    def handle_documentBegin(self) -> None:
        super().handle_documentBegin()
        self.canv.showOutline()

    def _endBuild(self) -> None:
        # How many pages a section takes is known only now: every page shows its form, filled in here.
        text = translate("print", "Pagina {page} van {pages}")
        for section in self.sections:
            for page in range(1, section.pages + 1):
                self.canv.beginForm(section.count_form(page), 0, -4, _COUNT_WIDTH, 14)
                self.canv.setFont(fonts.REGULAR, styles.BODY_SIZE)
                self.canv.drawRightString(_COUNT_WIDTH, 0, text.format(page=page, pages=section.pages))
                self.canv.endForm()
        super()._endBuild()  # type: ignore[misc] # reportlab's stub leaves this hook out


def watermark(canvas: Canvas, size: tuple[float, float], points: float = 84) -> None:
    """Put OEFENDATA over a paper of `size`, under what is drawn next, in letters of so many points."""
    canvas.saveState()
    canvas.setFillColor(styles.WATERMARK)
    canvas.translate(size[0] / 2, size[1] / 2)
    canvas.rotate(35)
    canvas.setFont(fonts.BOLD, points)
    canvas.drawCentredString(0, -points * 0.36, "OEFENDATA")
    canvas.restoreState()


def _bookmark(canvas: Canvas, section: _Section) -> None:
    canvas.bookmarkPage(section.form)
    canvas.addOutlineEntry(fonts.clean(section.title).replace("\n", " "), section.form, 0)


def write_pdf(path: Path, document: Document) -> None:
    """Write `document` to `path`, whole or not at all. Raises FileError."""
    fonts.register()
    rl_config.useA85 = 0  # streams as they are, not as text: a fifth smaller, and quicker
    story = list(document.story)
    first = _Section(document.title, document.subtitle, document.edition)
    if story and isinstance(story[0], _StartSection):
        first, story = story[0].section, story[2:]
    with whole_file(path) as draft:
        _Template(draft, document, first).build(story or [styles.gap()])
