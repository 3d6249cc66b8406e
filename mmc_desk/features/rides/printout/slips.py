"""The slip (betaalbewijs): one A4 across per member, the same A5 twice: one for the member, one for the desk.

The driver gives one half to the member who pays, and hands the other in with the ride sheet (domain.md §2: cash to the
driver after the ride, slip in duplicate).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import show_amount, show_date, show_duration, show_km, show_long_date, show_rate
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.queries.slips import Slip, SlipBook
from mmc_desk.features.rides.rules.goals import goal_words

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_LINE = 17.0
_LABEL = 88.0
_BETWEEN_SIGNATURES = 18.0
"""Points between two lines, from a label to its value, and after where somebody signs."""


def write_slips(path: Path, book: SlipBook) -> None:
    """Write the slips to `path` as one PDF. Raises FileError."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfgen.canvas import Canvas

    from mmc_desk.printing import fonts
    from mmc_desk.printing.files import whole_file

    fonts.register()
    size = landscape(A4)
    with whole_file(path) as draft:
        canvas = Canvas(str(draft), pagesize=size, lang="nl-BE")
        canvas.setTitle(fonts.clean(translate("slips", "Betaalbewijs")))
        canvas.setAuthor(fonts.clean(book.desk))
        for slip in book.slips:
            _page(canvas, book, slip, size)
        canvas.save()


def _page(canvas: "Canvas", book: SlipBook, slip: Slip, size: tuple[float, float]) -> None:
    from mmc_desk.printing import styles

    half = size[0] / 2
    copies = (translate("slips", "exemplaar voor het lid"), translate("slips", "exemplaar voor de dienst"))
    for place, copy in enumerate(copies):
        canvas.saveState()
        canvas.translate(half * place, 0)
        _Half(canvas, half, size[1]).draw(book, slip, copy)
        canvas.restoreState()
    canvas.setStrokeColor(styles.RULE)
    canvas.setDash(3, 3)
    canvas.line(half, styles.MARGIN / 2, half, size[1] - styles.MARGIN / 2)
    canvas.showPage()


class _Half:
    """One A5: a pen that goes down the paper."""

    def __init__(self, canvas: "Canvas", width: float, height: float) -> None:
        from mmc_desk.printing import styles

        self.canvas = canvas
        self.size = (width, height)
        self.left, self.right = styles.MARGIN * 0.8, width - styles.MARGIN * 0.8
        self.y = height - styles.MARGIN

    def draw(self, book: SlipBook, slip: Slip, copy: str) -> None:
        """Draw the slip."""
        if book.practice:
            from mmc_desk.printing.document import watermark

            watermark(self.canvas, self.size, points=54)
        title = translate("slips", "Ritbewijs") if slip.is_invoiced else translate("slips", "Betaalbewijs")
        self._text(title, size=18, bold=True)
        self._text(copy, at_right=True)
        self._down(22)
        self._text(book.desk)
        self._down(10)
        self._rule()
        for label, value in facts(slip):
            self._down(_LINE)
            self._text(label)
            self._text(value, indent=_LABEL, bold=label == translate("slips", "Lid"))
        self._down(14)
        self._rule()
        for line, amount in sums(slip):
            self._down(_LINE)
            self._amount(line, amount)
        self._down(10)
        self._rule()
        self._down(_LINE + 2)
        self._amount(_asked(slip), show_amount(slip.share), bold=True)
        self._down(6)
        for note in notes(slip):
            self._paragraph(note)
        self._signatures(_signers(slip))

    def _signatures(self, people: Sequence[str]) -> None:
        self.y = 92.0
        half = (self.right - self.left) / 2
        for place, text in enumerate(people):
            self._text(text, indent=half * place)
        self.y = 40.0
        self._text(translate("slips", "Datum en handtekening"))
        self._text(translate("slips", "Datum en handtekening"), indent=half)
        for place in range(len(people)):
            start = self.left + half * place
            self._line(start, start + half - _BETWEEN_SIGNATURES, 54.0)

    def _paragraph(self, text: str) -> None:
        from reportlab.lib.utils import simpleSplit

        from mmc_desk.printing import fonts

        for line in simpleSplit(text, fonts.REGULAR, 11, self.right - self.left):
            self._down(_LINE - 2)
            self._text(line)

    def _down(self, points: float) -> None:
        self.y -= points

    def _rule(self) -> None:
        self._line(self.left, self.right, self.y)

    def _line(self, start: float, end: float, y: float) -> None:
        from mmc_desk.printing import styles

        self.canvas.setStrokeColor(styles.RULE)
        self.canvas.setLineWidth(0.7)
        self.canvas.line(start, y, end, y)

    def _amount(self, label: str, amount: str, *, bold: bool = False) -> None:
        self._text(label, bold=bold, less=80)
        self._text(amount, at_right=True, bold=bold)

    def _text(
        self,
        text: str,
        *,
        size: float = 11,
        bold: bool = False,
        indent: float = 0,
        less: float = 0,
        at_right: bool = False,
    ) -> None:
        from mmc_desk.printing import fonts, styles

        font = fonts.BOLD if bold else fonts.REGULAR
        room = self.right - self.left - indent - less
        self.canvas.setFillColor(styles.INK)
        self.canvas.setFont(font, size)
        shown = fonts.one_line(text, room, font, size)
        if at_right:
            self.canvas.drawRightString(self.right, self.y, shown)
        else:
            self.canvas.drawString(self.left + indent, self.y, shown)


def _asked(slip: Slip) -> str:
    return translate("slips", "Komt op uw maandfactuur") if slip.is_invoiced else translate("slips", "Te betalen")


def _signers(slip: Slip) -> tuple[str, str]:
    if slip.is_invoiced:
        return translate("slips", "Voor akkoord: het lid"), translate("slips", "De chauffeur")
    return translate("slips", "Betaald door het lid"), translate("slips", "Ontvangen door de chauffeur")


def facts(slip: Slip) -> Iterator[tuple[str, str]]:
    """Yield what ride it was, label and value."""
    ride = slip.ride
    yield translate("slips", "Rit"), f"{ride.ride_no} · {show_long_date(ride.ride_date)}"
    yield translate("slips", "Lid"), f"{slip.member.name} ({slip.member.member_no})"
    yield translate("slips", "Van"), goal_words(ride.origin, ride.village)
    yield translate("slips", "Naar"), goal_words(ride.destination, ride.destination_village)
    yield translate("slips", "Chauffeur"), ride.driver
    km = translate("slips", "{km} (verwacht)") if slip.is_expected else "{km}"
    yield (
        translate("slips", "Kilometers"),
        km.format(km=show_km(ride.estimated_metres if slip.is_expected else ride.metres)),
    )
    if ride.waiting_minutes:
        yield translate("slips", "Wachttijd"), show_duration(ride.waiting_minutes)


def sums(slip: Slip) -> Iterator[tuple[str, str]]:
    """Yield the price line by line; the total and the member's part only where several members share the car."""
    price = slip.priced.price
    for line in price.lines:
        yield line.label, show_amount(line.cents)
    if len(price.shares) > 1:
        yield translate("slips", "Samen"), show_amount(price.total)
        text = translate("slips", "Deel van dit lid ({place} van {count})")
        yield text.format(place=slip.place + 1, count=len(price.shares)), show_amount(slip.share)
    elif not slip.priced.is_charged:
        yield translate("slips", "Niet aangerekend"), show_amount(0)


def notes(slip: Slip) -> Iterator[str]:
    """Yield what must be said of the payment and the rate (domain.md §2, §3)."""
    priced = slip.priced
    if slip.is_invoiced:
        yield translate("slips", "U betaalt niets aan de chauffeur: de dienst stuurt u elke maand een factuur.")
    if priced.beyond_table:
        text = translate("slips", "Het wettelijk tarief van {day} is nog niet gekend: het laatste, {rate}, geldt.")
        yield text.format(day=show_date(priced.ride_date), rate=show_rate(priced.official_rate))
    if priced.price.above_official:
        yield translate("slips", "Dit tarief ligt boven het wettelijk tarief van {rate}.").format(
            rate=show_rate(priced.official_rate)
        )
