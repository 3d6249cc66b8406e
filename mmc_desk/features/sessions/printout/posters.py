"""Posters: one activity on an A4, to be read from across the hall; survives a black-and-white printer."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import month_name, weekday_name
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.sessions.printout.words import hours_words
from mmc_desk.features.sessions.queries.rows import SessionRow

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_THEME_SIZES = (56.0, 50.0, 44.0, 38.0, 32.0, 28.0)
_WELCOME = QT_TRANSLATE_NOOP("sessions", "Na de maaltijd. Iedereen is welkom, ook wie niet mee-eet.")
_DAY_SIZE, _BODY, _SMALL = 30.0, 22.0, 14.0


def write_posters(path: Path, rows: Sequence[SessionRow], *, desk: str, practice: bool = False) -> None:
    """Write a poster per activity, whole or not at all. Raises FileError."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    from mmc_desk.printing import fonts
    from mmc_desk.printing.document import watermark
    from mmc_desk.printing.files import whole_file

    fonts.register()
    with whole_file(path) as draft:
        canvas = Canvas(str(draft), pagesize=A4, lang="nl-BE")
        canvas.setTitle(translate("sessions", "Affiches LDC on Wheels"))
        canvas.setAuthor(fonts.clean(desk))
        for place, row in enumerate(rows):
            if place:
                canvas.showPage()
            if practice:
                watermark(canvas, A4)
            _Poster(canvas, *A4).draw(row, desk)
        canvas.save()


def _lines_of(size: float) -> int:
    """Return how many lines of a theme leave room for the rest."""
    return 3 if size > 40 else 4 if size > 30 else 5


class _Poster:
    """Draws from the top down; `y` is where the next line's top is."""

    def __init__(self, canvas: "Canvas", width: float, height: float) -> None:
        from mmc_desk.printing import fonts, styles

        self.canvas, self.fonts, self.styles = canvas, fonts, styles
        self.left, self.room = styles.MARGIN * 1.4, width - 2 * styles.MARGIN * 1.4
        self.page_width, self.page_height = width, height
        self.y = height

    def draw(self, row: SessionRow, desk: str) -> None:
        """Draw one poster."""
        self._band(row)
        self.y -= 34
        self._theme(row.theme or translate("sessions", "Activiteit"))
        self._who(row)
        self._when(row)
        self._where(row)
        self._foot(desk)

    def _band(self, row: SessionRow) -> None:
        band = 84.0
        self.y -= band
        self.canvas.setFillColor(self.styles.DARK)
        self.canvas.rect(0, self.y, self.page_width, band, stroke=0, fill=1)
        self.canvas.setFillColorRGB(1, 1, 1)
        self.canvas.setFont(self.fonts.BOLD, 30)
        self.canvas.drawString(self.left, self.y + 30, translate("sessions", "LDC on Wheels"))
        self.canvas.setFont(self.fonts.REGULAR, 18)
        self.canvas.drawRightString(
            self.left + self.room,
            self.y + 32,
            self.fonts.one_line(row.location, self.room / 2, self.fonts.REGULAR, 18),
        )
        self.canvas.setFillColor(self.styles.INK)

    def _theme(self, theme: str) -> None:
        size = next((size for size in _THEME_SIZES if self._fits(theme, size)), _THEME_SIZES[-1])
        lines = self.fonts.wrap(theme, self.room, self.fonts.BOLD, size, _lines_of(size))
        self._lines(lines, self.fonts.BOLD, size, 1.18)

    def _fits(self, theme: str, size: float) -> bool:
        """Tell whether the theme stands there whole, no word of it broken."""
        words = (self.fonts.width(self.fonts.clean(word), self.fonts.BOLD, size) for word in theme.split())
        lines = self.fonts.wrap(theme, self.room, self.fonts.BOLD, size, 99)
        return max(words, default=0) <= self.room and len(lines) <= _lines_of(size)

    def _who(self, row: SessionRow) -> None:
        people = " · ".join(filter(None, (row.speaker, row.partner)))
        if people:
            self.y -= 10
            text = translate("sessions", "met {people}").format(people=people)
            self._lines(self.fonts.wrap(text, self.room, self.fonts.REGULAR, _BODY, 2), self.fonts.REGULAR, _BODY, 1.3)

    def _when(self, row: SessionRow) -> None:
        """Draw the day in a frame, in the middle of what is left."""
        height = 144.0
        self.y = min(self.y - 30, self.page_height * 0.56)
        self.y -= height
        self.canvas.setLineWidth(3)
        self.canvas.setStrokeColor(self.styles.INK)
        self.canvas.setFillColor(self.styles.SHADE)
        self.canvas.roundRect(self.left, self.y, self.room, height, 14, stroke=1, fill=1)
        self.canvas.setFillColor(self.styles.INK)
        middle = self.left + self.room / 2
        day = f"{weekday_name(row.day)} {row.day.day} {month_name(row.day.month)}"
        self._centred(day, middle, self.y + height - 56, _DAY_SIZE * 1.25, bold=True)
        self._centred(hours_words(row), middle, self.y + 34, _DAY_SIZE, bold=False)

    def _centred(self, text: str, middle: float, base: float, size: float, *, bold: bool) -> None:
        font = self.fonts.BOLD if bold else self.fonts.REGULAR
        while size > _SMALL and self.fonts.width(text, font, size) > self.room - 24:
            size -= 1
        self.canvas.setFont(font, size)
        self.canvas.drawCentredString(middle, base, text)

    def _where(self, row: SessionRow) -> None:
        self.y -= 34
        place = translate("sessions", "Dorpsrestaurant {location}").format(location=row.location)
        size = 30.0
        while size > _BODY and self.fonts.width(self.fonts.clean(place), self.fonts.BOLD, size) > self.room:
            size -= 1
        self._lines([self.fonts.one_line(place, self.room, self.fonts.BOLD, size)], self.fonts.BOLD, size, 1.3)
        for text in filter(None, (row.hall, translate("sessions", _WELCOME))):
            self._lines(self.fonts.wrap(text, self.room, self.fonts.REGULAR, 20, 2), self.fonts.REGULAR, 20, 1.3)
            self.y -= 8

    def _foot(self, desk: str) -> None:
        base = self.styles.MARGIN * 1.2
        self.canvas.setLineWidth(1)
        self.canvas.line(self.left, base + 26, self.left + self.room, base + 26)
        self.canvas.setFont(self.fonts.REGULAR, _SMALL)
        self.canvas.drawString(self.left, base + 4, self.fonts.one_line(desk, self.room, self.fonts.REGULAR, _SMALL))

    def _lines(self, lines: Sequence[str], font: str, size: float, leading: float) -> None:
        self.canvas.setFont(font, size)
        for line in lines:
            self.y -= size * leading
            self.canvas.drawString(self.left, self.y, line)
