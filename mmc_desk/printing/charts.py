"""A bar chart on paper that a black-and-white printer keeps apart: this year solid, last year open."""

import math
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from mmc_desk.core import formats
from mmc_desk.printing import fonts, styles

_LEFT = 52.0
_BOTTOM = 18.0
_TOP = 24.0
_SOLID = styles.DARK


class BarChart(Flowable):
    """Bars per label for one or two series, (name, values) each, from zero up; an unknown value has no bar."""

    def __init__(
        self, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]], height: float = 180
    ) -> None:
        super().__init__()
        self.labels, self.series = labels, series
        self.height = height
        self.spaceBefore, self.spaceAfter = 4, 8

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Take the whole width."""
        fonts.register()
        self.width = available_width
        return self.width, self.height

    def draw(self) -> None:
        """Draw legend, scale and bars on the canvas."""
        canvas: Canvas = self.canv
        canvas.setFont(fonts.REGULAR, styles.BODY_SIZE)
        step, steps = _scale([value or 0 for _, values in self.series for value in values])
        rise = (self.height - _BOTTOM - _TOP) / steps
        self._draw_legend(canvas)
        self._draw_scale(canvas, step, steps, rise)
        slot = (self.width - _LEFT) / max(1, len(self.labels))
        for place, label in enumerate(self.labels):
            x = _LEFT + place * slot
            text = fonts.one_line(label, slot, fonts.REGULAR, styles.BODY_SIZE)
            canvas.setFillColor(styles.INK)
            canvas.drawCentredString(x + slot / 2, 2, text)
            self._draw_bars(canvas, place, x, slot, rise / step)

    def _draw_bars(self, canvas: Canvas, place: int, x: float, slot: float, points: float) -> None:
        wide = slot * 0.8 / len(self.series)
        for number, (_, values) in enumerate(self.series):
            height = (values[place] or 0) * points
            if height > 0:
                _bar(canvas, number, (x + slot * 0.1 + number * wide, _BOTTOM, wide * 0.92, height))

    def _draw_scale(self, canvas: Canvas, step: float, steps: int, rise: float) -> None:
        canvas.setLineWidth(0.5)
        canvas.setStrokeColor(styles.RULE)
        for number in range(steps + 1):
            y = _BOTTOM + number * rise
            canvas.line(_LEFT, y, self.width, y)
            canvas.drawRightString(_LEFT - 6, y - 4, formats.show_number(number * step))

    def _draw_legend(self, canvas: Canvas) -> None:
        x = _LEFT
        for number, (name, _) in enumerate(self.series):
            _bar(canvas, number, (x, self.height - 11, 11, 11))
            canvas.setFillColor(styles.INK)
            canvas.drawString(x + 16, self.height - 10, fonts.clean(name))
            x += 16 + fonts.width(fonts.clean(name), fonts.REGULAR, styles.BODY_SIZE) + 20


def _bar(canvas: Canvas, number: int, box: tuple[float, float, float, float]) -> None:
    canvas.setLineWidth(0.8)
    canvas.setStrokeColor(styles.INK)
    canvas.setFillColor(_SOLID if number == 0 else styles.SHADE)
    canvas.rect(*box, stroke=1, fill=1)


def _scale(values: Sequence[float]) -> tuple[float, int]:
    """Return a round, whole step and how many of them hold the highest value."""
    highest = max((*values, 1))
    magnitude = 10.0 ** math.floor(math.log10(highest))
    steps = [magnitude * part for part in (0.2, 0.25, 0.5, 1, 2, 2.5)]
    step = next(step for step in steps if step.is_integer() and step * 5 >= highest)
    return step, math.ceil(highest / step)
