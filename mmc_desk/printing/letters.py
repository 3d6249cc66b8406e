"""Letters on A4 for a Belgian window envelope (window on the right), where asked with a strip to cut off at the foot.

Source: bpost, "Juiste plaats van het adres": 40 mm free above the address, 15 mm to its right, nothing else in the
window.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame

from mmc_desk.core.formats import show_long_date
from mmc_desk.core.i18n import translate
from mmc_desk.printing import fonts, qr, styles
from mmc_desk.printing.document import watermark
from mmc_desk.printing.files import whole_file
from mmc_desk.printing.tables import DataTable

WINDOW = (110 * mm, A4[1] - 78 * mm, 83 * mm, 32 * mm)
"""Where the window shows the address, folded in three: left, bottom, width, height in points."""
_LEFT = 20 * mm
_WIDTH = A4[0] - 2 * _LEFT
_BODY_TOP = A4[1] - 88 * mm
_CUT = 88 * mm
_QR = 46 * mm
_SCISSORS = "\N{BLACK SCISSORS}"


@dataclass(frozen=True, slots=True)
class Slip:
    """The strip: a heading, lines of (label, value), and a payment code with its caption where there is one."""

    heading: str
    lines: Sequence[tuple[str, str]]
    transfer: qr.Transfer | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: the address in the window, a subject, paragraphs of plain text, a strip or none.

    `table` and the paragraphs of `closing` come behind; what doesn't fit above the strip goes on on further pages.
    """

    address: Sequence[str]
    subject: str
    paragraphs: Sequence[str]
    slip: Slip | None = None
    table: DataTable | None = None
    closing: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the name in bold, then the lines under it."""

    name: str
    lines: Sequence[str] = ()


def write_letters(
    path: Path, title: str, sender: Sender, day: date, letters: Sequence[Letter], *, practice: bool = False
) -> None:
    """Write letters, each on a page of its own, whole or not at all. Raises FileError."""
    fonts.register()
    with whole_file(path) as draft:
        canvas = Canvas(str(draft), pagesize=A4, lang="nl-BE")
        canvas.setTitle(fonts.clean(title))
        canvas.setAuthor(fonts.clean(sender.name))
        for number, letter in enumerate(letters):
            if number:
                canvas.showPage()
            left = _draw_letter(canvas, sender, day, letter, practice=practice)
            while left:
                canvas.showPage()
                left = _draw_rest(canvas, letter, left, practice=practice)
        canvas.save()


def _draw_letter(canvas: Canvas, sender: Sender, day: date, letter: Letter, *, practice: bool) -> list[Flowable]:
    """Draw the first page and return what didn't fit on it."""
    if practice:
        watermark(canvas, A4)
    canvas.setFillColor(styles.INK)
    _draw_sender(canvas, sender)
    _draw_address(canvas, letter.address)
    body: list[Flowable] = [
        *(styles.text(show_long_date(day)), styles.title(letter.subject)),
        *_paragraphs(letter.paragraphs),
        *([letter.table] if letter.table else []),
        *_paragraphs(letter.closing),
    ]
    foot = _CUT + 4 * mm if letter.slip else _LEFT
    left = _fill(canvas, Frame(_LEFT, foot, _WIDTH, _BODY_TOP - foot, 0, 0, 0, 0), body)
    if letter.slip:
        _draw_slip(canvas, letter.slip)
    return left


def _draw_rest(canvas: Canvas, letter: Letter, body: Sequence[Flowable], *, practice: bool) -> list[Flowable]:
    if practice:
        watermark(canvas, A4)
    canvas.setFillColor(styles.INK)
    goes_on = translate("print", "{subject} (vervolg)").format(subject=letter.subject)
    frame = Frame(_LEFT, _LEFT, _WIDTH, A4[1] - 2 * _LEFT, 0, 0, 0, 0)
    return _fill(canvas, frame, [styles.title(goes_on), *body])


def _paragraphs(texts: Sequence[str]) -> list[Flowable]:
    return [flowable for text in texts for flowable in (styles.text(text), styles.gap(2.5))]


def _fill(canvas: Canvas, frame: Frame, body: Sequence[Flowable]) -> list[Flowable]:
    """Put flowables in a frame, the last one in part where it can be split; return what is left over."""
    left = list(body)
    while left and frame.add(left[0], canvas):
        del left[0]
    parts = frame.split(left[0], canvas) if left else []
    if not parts:  # all is there, or not one line of it fits
        return left
    frame.add(parts[0], canvas)
    return [*parts[1:], *left[1:]]


def _draw_sender(canvas: Canvas, sender: Sender) -> None:
    y = A4[1] - 24 * mm
    canvas.setFont(fonts.BOLD, 14)
    canvas.drawString(_LEFT, y, fonts.one_line(sender.name, _WIDTH, fonts.BOLD, 14))
    canvas.setFont(fonts.REGULAR, styles.BODY_SIZE)
    for line in sender.lines:
        y -= styles.LINE_HEIGHT + 1
        canvas.drawString(_LEFT, y, fonts.one_line(line, _WIDTH, fonts.REGULAR, styles.BODY_SIZE))


def _draw_address(canvas: Canvas, lines: Sequence[str]) -> None:
    left, bottom, width, height = WINDOW
    y = bottom + height - 4 * mm - styles.BODY_SIZE
    canvas.setFont(fonts.REGULAR, styles.BODY_SIZE)
    for line in lines:
        for part in fonts.wrap(line, width, fonts.REGULAR, styles.BODY_SIZE, 2) if line else ():
            canvas.drawString(left, y, part)
            y -= styles.LINE_HEIGHT


def _draw_slip(canvas: Canvas, slip: Slip) -> None:
    canvas.setStrokeColor(styles.INK)
    canvas.setLineWidth(0.8)
    canvas.setDash(4, 3)
    canvas.line(_LEFT, _CUT, A4[0] - _LEFT, _CUT)
    canvas.setDash()
    canvas.setFont(fonts.REGULAR, 14)
    canvas.drawString(_LEFT - 6 * mm, _CUT - 5, _SCISSORS)
    canvas.setFont(fonts.BOLD, 13)
    canvas.drawString(_LEFT, _CUT - 9 * mm, fonts.one_line(slip.heading, _WIDTH, fonts.BOLD, 13))
    room = _WIDTH - (_QR + 6 * mm if slip.transfer else 0)
    _draw_lines(canvas, slip.lines, _CUT - 17 * mm, room)
    if slip.transfer:
        right, bottom = A4[0] - _LEFT - _QR, _CUT - 14 * mm - _QR
        qr.draw_matrix(canvas, qr.payment_matrix(slip.transfer), right, bottom, _QR)
        canvas.setFont(fonts.REGULAR, styles.BODY_SIZE)
        caption = translate("print", "Scan met uw bankapp")
        canvas.drawCentredString(right + _QR / 2, bottom - 2 * mm, caption)


def _draw_lines(canvas: Canvas, lines: Sequence[tuple[str, str]], top: float, room: float) -> None:
    indent, y = 32 * mm, top
    for label, value in lines:
        canvas.setFont(fonts.REGULAR, styles.BODY_SIZE)
        canvas.drawString(_LEFT, y, label)
        canvas.setFont(fonts.BOLD, styles.BODY_SIZE)
        for part in fonts.wrap(value, room - indent, fonts.BOLD, styles.BODY_SIZE, 2):
            canvas.drawString(_LEFT + indent, y, part)
            y -= styles.LINE_HEIGHT
        y -= 5
