"""Bar charts on paper that a black-and-white printer keeps apart: this year solid and dark, last year light."""

import math
from collections.abc import Sequence

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from mmc_desk.core import formats
from mmc_desk.printing import fonts, styles

Series = Sequence[tuple[str, Sequence[float | None]]]
"""One or two of (name, a value for each label); None is a value that nobody knows."""

GREYS = (styles.DARK, styles.SHADE)
COLOURS = (styles.ACCENT, styles.AMBER)
"""Blue and amber: apart for every kind of colour-blindness, and dark against light in black and white."""

_LEFT = 52.0
_BOTTOM = 18.0
_TOP = 24.0
_GAP = 4.0
_LANE = 14.0
"""The height of one bar that lies, in points: room for its value at the size of running text."""
_NAMES = 0.4
"""The share of the width that names of lying bars take at most; a longer one goes over two lines."""
_UNKNOWN = "–"


class BarChart(Flowable):
    """Bars per label for one or two series, from zero up; an unknown value has no bar.

    With `labelled` every bar bears its value, upright where it is too wide, and the scale is left out.
    """

    def __init__(
        self,
        labels: Sequence[str],
        series: Series,
        height: float = 180,
        *,
        labelled: bool = False,
        inks: Sequence[Color] = GREYS,
    ) -> None:
        super().__init__()
        self.labels, self.series, self.inks = labels, series, inks
        self.height, self.labelled = height, labelled
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
        legend(canvas, self.series, self.inks, 0 if self.labelled else _LEFT, self.height)
        step, steps = _scale(_known(self.series))
        room = self.height - _BOTTOM - _TOP
        if self.labelled:
            highest = max((*_known(self.series), 1))
            self._draw_line(canvas)
            self._draw_slots(canvas, 0, (room - self._headroom()) / highest)
            return
        self._draw_scale(canvas, step, steps, room / steps)
        self._draw_slots(canvas, _LEFT, room / steps / step)

    def _draw_slots(self, canvas: Canvas, left: float, points: float) -> None:
        slot = (self.width - left) / max(1, len(self.labels))
        every = self._label_step(slot)
        for place, label in enumerate(self.labels):
            x = left + place * slot
            canvas.setFillColor(styles.INK)
            if place % every == (len(self.labels) - 1) % every:
                text = fonts.one_line(label, slot * every, fonts.REGULAR, styles.BODY_SIZE)
                canvas.drawCentredString(x + slot / 2, 2, text)
            self._draw_bars(canvas, place, x, slot, points)

    def _label_step(self, slot: float) -> int:
        """Return 1 to name every slot; more where short names, such as years, don't fit beside each other."""
        if not self.labelled or not self.labels or max(map(len, self.labels)) > _SHORT:
            return 1
        return math.ceil((max(map(_width, self.labels)) + _GAP) / slot)

    def _draw_bars(self, canvas: Canvas, place: int, x: float, slot: float, points: float) -> None:
        wide = min(slot * 0.84, _WIDEST * len(self.series)) / len(self.series)
        left = x + (slot - wide * len(self.series)) / 2
        for number, (_, values) in enumerate(self.series):
            height = (values[place] or 0) * points
            box = (left + number * wide, _BOTTOM, wide * 0.92, max(0.0, height))
            if height > 0:
                _bar(canvas, self.inks[number], box)
            if self.labelled:
                self._draw_value(canvas, values[place], box)

    def _draw_value(self, canvas: Canvas, value: float | None, box: tuple[float, float, float, float]) -> None:
        left, bottom, wide, height = box
        canvas.setFillColor(styles.INK)
        if not self._is_upright() or value is None:
            canvas.drawCentredString(left + wide / 2, bottom + height + 3, _shown(value))
            return
        canvas.saveState()
        canvas.translate(left + wide / 2 + styles.BODY_SIZE * 0.36, bottom + height + 3)
        canvas.rotate(90)
        canvas.drawString(0, 0, _shown(value))
        canvas.restoreState()

    def _is_upright(self) -> bool:
        slot = self.width / max(1, len(self.labels)) / max(1, len(self.series))
        return self._widest() > slot * 0.84

    def _widest(self) -> float:
        return max((_width(_shown(value)) for _, values in self.series for value in values), default=0.0)

    def _headroom(self) -> float:
        return (self._widest() if self._is_upright() else styles.BODY_SIZE) + 2 * _GAP

    def _draw_line(self, canvas: Canvas) -> None:
        canvas.setLineWidth(0.8)
        canvas.setStrokeColor(styles.RULE)
        canvas.line(0, _BOTTOM, self.width, _BOTTOM)

    def _draw_scale(self, canvas: Canvas, step: float, steps: int, rise: float) -> None:
        canvas.setLineWidth(0.5)
        canvas.setStrokeColor(styles.RULE)
        for number in range(steps + 1):
            y = _BOTTOM + number * rise
            canvas.line(_LEFT, y, self.width, y)
            canvas.drawRightString(_LEFT - 6, y - 4, formats.show_number(number * step))


_SHORT = 4
"""Labels of so many letters at most may be left out by turns."""
_WIDEST = 40.0
"""Points: a bar of a chart with few labels needn't fill it."""


class RowChart(Flowable):
    """Bars that lie, one lane per series for each label, with the value behind it: for names of any length."""

    def __init__(self, labels: Sequence[str], series: Series, *, inks: Sequence[Color] = COLOURS) -> None:
        super().__init__()
        self.labels, self.series, self.inks = labels, series, inks
        self.spaceBefore, self.spaceAfter = 4, 8
        self._row = 0.0

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Take the whole width, and the height that the labels need."""
        fonts.register()
        longest = max(map(_width, map(fonts.clean, self.labels)), default=0.0) + 1
        self._names = min(available_width * _NAMES, longest)
        lines = 1 if longest <= self._names else 2
        self._row = _LANE * max(lines, len(self.series)) + 2 * _GAP
        self.width, self.height = available_width, self._row * len(self.labels) + _TOP
        return self.width, self.height

    def draw(self) -> None:
        """Draw legend, names, bars and values on the canvas."""
        canvas: Canvas = self.canv
        canvas.setFont(fonts.REGULAR, styles.BODY_SIZE)
        names = self._names
        values = max((_width(_shown(value)) for _, known in self.series for value in known), default=0.0)
        left = names + 2 * _GAP
        points = (self.width - left - values - 2 * _GAP) / max((*_known(self.series), 1))
        legend(canvas, self.series, self.inks, left, self.height)
        for place, label in enumerate(self.labels):
            bottom = self.height - _TOP - (place + 1) * self._row
            self._draw_name(canvas, label, bottom + self._row / 2)
            self._draw_lanes(canvas, place, left, bottom, points)
        canvas.setLineWidth(0.8)
        canvas.setStrokeColor(styles.RULE)
        canvas.line(left, 0, left, self.height - _TOP)

    def _draw_name(self, canvas: Canvas, label: str, middle: float) -> None:
        lines = fonts.wrap(label.replace("\n", " "), self._names, fonts.REGULAR, styles.BODY_SIZE, 2)
        canvas.setFillColor(styles.INK)
        top = middle + (len(lines) - 1) * _LANE / 2 - styles.BODY_SIZE * 0.36
        for place, line in enumerate(lines):
            canvas.drawRightString(self._names, top - place * _LANE, line)

    def _draw_lanes(self, canvas: Canvas, place: int, left: float, bottom: float, points: float) -> None:
        for number, (_, values) in enumerate(self.series):
            y = bottom + (self._row - len(self.series) * _LANE) / 2 + (len(self.series) - 1 - number) * _LANE
            length = max(0.0, (values[place] or 0) * points)
            if length > 0:
                _bar(canvas, self.inks[number], (left, y + 1, length, _LANE - 2))
            canvas.setFillColor(styles.INK)
            canvas.drawString(left + length + _GAP, y + 3, _shown(values[place]))


class Beside(Flowable):
    """Two charts next to each other, each under its title; the second place may stay empty."""

    def __init__(self, charts: Sequence[tuple[str, BarChart]]) -> None:
        super().__init__()
        self.charts = charts
        self.spaceBefore, self.spaceAfter = 4, 8

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Take the whole width; as high as the highest of both."""
        fonts.register()
        self.width = available_width
        self.height = max(chart.height for _, chart in self.charts) + styles.LINE_HEIGHT + _GAP
        return self.width, self.height

    def draw(self) -> None:
        """Draw each chart in its half."""
        canvas: Canvas = self.canv
        half = (self.width - 6 * _GAP) / 2
        for place, (title, chart) in enumerate(self.charts):
            x = place * (half + 6 * _GAP)
            canvas.setFillColor(styles.INK)
            canvas.setFont(fonts.BOLD, styles.BODY_SIZE)
            top = self.height - styles.BODY_SIZE
            canvas.drawString(x, top, fonts.one_line(title, half, fonts.BOLD, styles.BODY_SIZE))
            chart.wrap(half, chart.height)
            chart.drawOn(canvas, x, 0)


def legend(canvas: Canvas, series: Series, inks: Sequence[Color], x: float, top: float) -> None:
    """Name the series under `top`, each behind a little bar; a single one without a name has no legend."""
    for ink, (name, _) in zip(inks, series, strict=False):
        if not name:
            continue
        _bar(canvas, ink, (x, top - 11, 11, 11))
        canvas.setFillColor(styles.INK)
        canvas.drawString(x + 16, top - 10, fonts.clean(name))
        x += 16 + _width(fonts.clean(name)) + 20


def has_bars(series: Series) -> bool:
    """Tell whether a chart of these would show anything."""
    return any(value > 0 for value in _known(series))


def _known(series: Series) -> list[float]:
    return [value for _, values in series for value in values if value is not None]


def _shown(value: float | None) -> str:
    return _UNKNOWN if value is None else formats.show_number(value)


def _width(text: str) -> float:
    return fonts.width(text, fonts.REGULAR, styles.BODY_SIZE)


def _bar(canvas: Canvas, ink: Color, box: tuple[float, float, float, float]) -> None:
    canvas.setLineWidth(0.8)
    canvas.setStrokeColor(styles.INK)
    canvas.setFillColor(ink)
    canvas.rect(*box, stroke=1, fill=1)


def _scale(values: Sequence[float]) -> tuple[float, int]:
    """Return a round, whole step and how many of them hold the highest value."""
    highest = max((*values, 1))
    magnitude = 10.0 ** math.floor(math.log10(highest))
    steps = [magnitude * part for part in (0.2, 0.25, 0.5, 1, 2, 2.5)]
    step = next(step for step in steps if step.is_integer() and step * 5 >= highest)
    return step, math.ceil(highest / step)
