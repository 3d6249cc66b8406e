"""Blocks that papers share: signatures, definitions."""

from collections.abc import Iterable, Sequence

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether

from mmc_desk.core.i18n import translate
from mmc_desk.printing import fonts, styles

_HEIGHT = 62.0


class SignatureBlock(Flowable):
    """A line to sign on for each of `people`, with place and date; never split over pages."""

    def __init__(self, people: Sequence[str]) -> None:
        super().__init__()
        self.people = people
        self.spaceBefore = 14

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Take the whole width."""
        fonts.register()
        self.width, self.height = available_width, _HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        """Draw the names, the lines and where to write the date."""
        canvas: Canvas = self.canv
        slot = self.width / max(2, len(self.people))
        canvas.setStrokeColor(styles.INK)
        canvas.setLineWidth(0.8)
        canvas.setFont(fonts.REGULAR, styles.BODY_SIZE)
        for place, person in enumerate(self.people):
            x = place * slot
            name = fonts.one_line(person, slot - 20, fonts.REGULAR, styles.BODY_SIZE)
            canvas.drawString(x, _HEIGHT - 12, name)
            canvas.line(x, 18, x + slot - 20, 18)
            canvas.drawString(x, 4, translate("print", "Datum en handtekening"))


def definitions(terms: Iterable[tuple[str, str]]) -> Flowable:
    """Return a heading with terms and their definitions under it, kept on one page where that can be."""
    heading = styles.title(translate("print", "Wat deze cijfers betekenen"))
    return KeepTogether([heading, *(styles.definition(term, content) for term, content in terms)])
