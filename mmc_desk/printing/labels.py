"""Sheets of labels on A4, by the number of rows and columns: Avery L7160 has 7 × 3 of 63,5 × 38,1 mm."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from mmc_desk.printing import fonts, styles
from mmc_desk.printing.document import watermark
from mmc_desk.printing.files import whole_file

_HEIGHTS = {6: 46.6 * mm, 7: 38.1 * mm, 8: 33.9 * mm}
_WIDTHS = {2: (99.1 * mm, 101.6 * mm), 3: (63.5 * mm, 66.0 * mm)}
"""The width of a label and the step to the next; any other number divides the sheet evenly."""
_PAD = 4 * mm


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """A sheet: rows and columns, the size of a label and the step from column to column, in points."""

    rows: int
    columns: int

    @property
    def height(self) -> float:
        """The height of a label."""
        return _HEIGHTS.get(self.rows, A4[1] / self.rows)

    @property
    def width(self) -> float:
        """The width of a label."""
        return _WIDTHS.get(self.columns, (A4[0] / self.columns, 0.0))[0]

    def corner(self, place: int) -> tuple[float, float]:
        """Return the upper left corner of a label of the sheet, counted row by row."""
        row, column = divmod(place, self.columns)
        step = _WIDTHS.get(self.columns, (0.0, A4[0] / self.columns))[1]
        left = (A4[0] - (self.columns - 1) * step - self.width) / 2
        top = (A4[1] + self.rows * self.height) / 2
        return left + column * step, top - row * self.height


def write_labels(
    path: Path, title: str, labels: Sequence[Sequence[str]], sheet: LabelSheet, *, practice: bool = False
) -> None:
    """Write labels of some lines each, row by row. Raises FileError."""
    fonts.register()
    per_page = sheet.rows * sheet.columns
    with whole_file(path) as draft:
        canvas = Canvas(str(draft), pagesize=A4, lang="nl-BE")
        canvas.setTitle(title)
        for number, lines in enumerate(labels):
            if number % per_page == 0:
                if number:
                    canvas.showPage()
                if practice:
                    watermark(canvas, A4)
            _draw(canvas, lines, sheet, number % per_page)
        canvas.save()


def _draw(canvas: Canvas, lines: Sequence[str], sheet: LabelSheet, place: int) -> None:
    x, top = sheet.corner(place)
    room = sheet.width - 2 * _PAD
    most = max(1, int((sheet.height - _PAD) // styles.LINE_HEIGHT))
    wrapped = [part for line in lines if line for part in fonts.wrap(line, room, fonts.REGULAR, styles.BODY_SIZE, 2)]
    wrapped = wrapped[:most]
    y = top - (sheet.height - len(wrapped) * styles.LINE_HEIGHT) / 2 - styles.BODY_SIZE
    canvas.setFillColor(styles.INK)
    canvas.setFont(fonts.REGULAR, styles.BODY_SIZE)
    for line in wrapped:
        canvas.drawString(x + _PAD, y, line)
        y -= styles.LINE_HEIGHT
