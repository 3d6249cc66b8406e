"""Bars beside each other: told apart by colour and by pattern, read by arrow keys and by screen readers."""

from collections.abc import Sequence
from math import ceil, floor, log10

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mmc_desk.core.formats import show_number
from mmc_desk.core.i18n import translate
from mmc_desk.ui import theme

Value = float | None
_PATTERNS = (Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.Dense4Pattern)
_ROLES = ("series_1", "series_2", "series_3")
_SHORT = 4
"""Labels of so many letters at most, such as months, are left out by turns where there is no room for all."""
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_LINES = 4
"""About how many lines the axis has."""


class BarChart(QWidget):
    """A bar for each label and series. Left and Right go through them; their values are spoken.

    Where `opens` is set, a click on a bar or Enter asks for what is behind it; Up and Down then choose the series.
    """

    bar_asked = Signal(int, int)
    """The place of the label and of the series whose bar was asked for."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._labels: tuple[str, ...] = ()
        self._series: tuple[tuple[str, tuple[Value, ...]], ...] = ()
        self.current = 0
        """The label under the cursor."""
        self.current_series = 0
        """The series under the cursor, where bars open something."""
        self.opens = False
        self.lies = False
        """Bars lie, each label before its own: for names, which find no room under standing ones."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(theme.px(160), theme.px(110))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._describe()

    def set_title(self, title: str) -> None:
        """Name what is shown, for screen readers."""
        self._title = title

    def set_data(self, labels: Sequence[str], series: Sequence[tuple[str, Sequence[Value]]]) -> None:
        """Show other bars: at most three series; None leaves a bar out (a value that nobody knows)."""
        self._labels = tuple(labels)
        self._series = tuple((name, tuple(values)) for name, values in series[: len(_ROLES)])
        self.current = min(self.current, max(0, len(labels) - 1))
        self.current_series = min(self.current_series, max(0, len(self._series) - 1))
        self._describe()
        self.update()

    def describe(self, place: int) -> str:
        """Return a label's values in words."""
        if not 0 <= place < len(self._labels):
            return ""
        unknown = translate("chart", "onbekend")
        parts = [f"{name}: {show_number(values[place]) or unknown}" for name, values in self._series]
        return f"{self._labels[place]} – {', '.join(parts)}"

    def sizeHint(self) -> QSize:
        """Return room for twelve months."""
        return QSize(theme.px(640), theme.px(240))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the labels, and where bars open something through the series; Enter opens."""
        step = _STEPS.get(Qt.Key(event.key()))
        if self._labels and self.opens and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.bar_asked.emit(self.current, self.current_series)
        elif step is None or not self._labels or (step[1] and not self.opens):
            super().keyPressEvent(event)
        else:
            self.current = max(0, min(len(self._labels) - 1, self.current + step[0]))
            self.current_series = max(0, min(len(self._series) - 1, self.current_series + step[1]))
            self._describe()
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor on the bar under the pointer and ask for what is behind it."""
        super().mousePressEvent(event)
        found = self._bar_at(event.position())
        if self.opens and found and event.button() == Qt.MouseButton.LeftButton:
            self.current, self.current_series = found
            self._describe()
            self.update()
            self.bar_asked.emit(*found)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which label the keys start from."""
        super().focusInEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the values under the pointer, and a hand over what opens."""
        found = self._bar_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if found and self.opens else Qt.CursorShape.ArrowCursor)
        if found:
            QToolTip.showText(event.globalPosition().toPoint(), self.describe(found[0]), self)

    def _bar_at(self, at: QPointF) -> tuple[int, int] | None:
        """Return the label and the series at a point: a bar opens over its whole room, however small it is."""
        if not self._labels or not self._series or not self._area().contains(at):
            return None
        along = at.y() - self._area().top() if self.lies else at.x() - self._area().left()
        place = min(len(self._labels) - 1, int(along / self._room()))
        start, width = self._bars_of(place)
        return place, max(0, min(len(self._series) - 1, int((along - start) / width)))

    def _room(self) -> float:
        """Return the room of one label with its bars."""
        return (self._area().height() if self.lies else self._area().width()) / len(self._labels)

    def _bars_of(self, place: int) -> tuple[float, float]:
        """Return how far along the labels the first bar of one begins, and how wide each is."""
        room = self._room()
        width = min(room * 0.72, theme.px(64)) / max(1, len(self._series))
        return place * room + (room - width * len(self._series)) / 2, width

    def _between(self, along: tuple[float, float], up: tuple[float, float]) -> QRectF:
        """Return the rectangle from … to along the labels, and from … to in the direction of the bars (0 to 1)."""
        area, (start, end), (low, high) = self._area(), along, up
        if self.lies:
            left, right = area.left() + area.width() * low, area.left() + area.width() * high
            return QRectF(left, area.top() + start, right - left, end - start)
        lowest, highest = area.bottom() - area.height() * low, area.bottom() - area.height() * high
        return QRectF(area.left() + start, highest, end - start, lowest - highest)

    def _share(self, value: float) -> float:
        """Return how far up a value lies, from 0 to 1."""
        return (value - self._bottom()) / (self._top() - self._bottom())

    def changeEvent(self, event: QEvent) -> None:
        """Redraw in a new theme."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the axis, the bars, the labels, the legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axis(painter)
        for place in range(len(self._labels)):
            self._draw_bars(painter, place)
        self._draw_legend(painter)
        painter.end()

    def _values(self) -> list[float]:
        return [value or 0 for _, values in self._series for value in values]

    def _step(self) -> float:
        return nice_step(max(map(abs, self._values()), default=0))

    def _top(self) -> float:
        lowest = 0 if self._bottom() else 1
        return self._step() * max(lowest, ceil(max(self._values(), default=0) / self._step()))

    def _bottom(self) -> float:
        return self._step() * min(0, floor(min(self._values(), default=0) / self._step()))

    def _area(self) -> QRectF:
        line = self.fontMetrics().height()
        head = line + theme.px(12) if self._series else 0
        left = self._beside() + theme.px(12)
        right = theme.px(24 if self.lies else 8)
        return QRectF(left, head + theme.px(4), self.width() - left - right, self.height() - head - line - theme.px(14))

    def _beside(self) -> int:
        """Return the room for what stands left of the bars: the numbers of the axis, or the labels of lying bars."""
        width = self.fontMetrics().horizontalAdvance
        if not self.lies:
            return max(width(show_number(self._top())), width(show_number(self._bottom())))
        return min(max(map(width, self._labels), default=0), self.width() * 2 // 5)

    def _draw_axis(self, painter: QPainter) -> None:
        step = self._step()
        for line in range(round((self._top() - self._bottom()) / step) + 1):
            value = self._bottom() + line * step
            at = self._between(
                (0, max(1.0, self._room() * len(self._labels)) if self._labels else 0), (0, self._share(value))
            )
            ends = (at.topRight(), at.bottomRight()) if self.lies else (at.topLeft(), at.topRight())
            painter.setPen(QPen(theme.colour("border" if value else "border_strong"), 1))
            painter.drawLine(*ends)
            painter.setPen(theme.colour("muted"))
            self._draw_number(painter, show_number(value), ends[1] if self.lies else ends[0])

    def _draw_number(self, painter: QPainter, text: str, at: QPointF) -> None:
        if self.lies:
            box = QRectF(at.x() - theme.px(40), at.y() + theme.px(4), theme.px(80), painter.fontMetrics().height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        else:
            box = QRectF(0, at.y() - theme.px(10), self._area().left() - theme.px(8), theme.px(20))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _draw_bars(self, painter: QPainter, place: int) -> None:
        room = self._room()
        slot = self._between((place * room, (place + 1) * room), (0, 1))
        if self.hasFocus() and place == self.current:
            painter.fillRect(slot, theme.colour("accent_soft"))
        start, width = self._bars_of(place)
        for number, (_, values) in enumerate(self._series):
            along = (start + number * width, start + (number + 1) * width - 1)
            if values[place] is not None:
                ends = sorted((self._share(0), self._share(values[place] or 0)))
                _fill(painter, self._between(along, (ends[0], ends[1])), number)
            if self.opens and self.hasFocus() and (place, number) == (self.current, self.current_series):
                painter.setPen(QPen(theme.colour("text"), 2))
                painter.drawRect(self._between(along, (0, 1)))
        if self.lies:
            self._draw_name(painter, place, slot)
        elif place % self._label_step() == 0:
            self._draw_label(painter, place, QRectF(slot.left(), slot.bottom() + theme.px(4), room, 0))

    def _draw_name(self, painter: QPainter, place: int, slot: QRectF) -> None:
        painter.setPen(theme.colour("text" if place == self.current and self.hasFocus() else "muted"))
        text = painter.fontMetrics().elidedText(self._labels[place], Qt.TextElideMode.ElideRight, self._beside() + 1)
        box = QRectF(0, slot.top(), slot.left() - theme.px(8), slot.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _draw_label(self, painter: QPainter, place: int, under: QRectF) -> None:
        painter.setPen(theme.colour("text" if place == self.current and self.hasFocus() else "muted"))
        metrics, step = painter.fontMetrics(), self._label_step()
        room = int(under.width() * step)
        text = metrics.elidedText(self._labels[place], Qt.TextElideMode.ElideRight, room)
        box = QRectF(under.center().x() - room / 2, under.top(), room, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _label_step(self) -> int:
        """Return 1 to show every label, 2 for every other one, and so on."""
        if max(map(len, self._labels)) > _SHORT:
            return 1
        widest = max(map(self.fontMetrics().horizontalAdvance, self._labels)) + theme.px(4)
        return ceil(widest * len(self._labels) / max(1.0, self._area().width()))

    def _draw_legend(self, painter: QPainter) -> None:
        x, height = theme.px(4) if self.lies else self._area().left(), painter.fontMetrics().height()
        for number, (name, _) in enumerate(self._series):
            _fill(
                painter,
                QRectF(x, theme.px(4) + (height - theme.px(12)) / 2, theme.px(12), theme.px(12)),
                number,
            )
            painter.setPen(theme.colour("text"))
            width = painter.fontMetrics().horizontalAdvance(name)
            painter.drawText(QRectF(x + theme.px(18), theme.px(4), width + 2, height), Qt.AlignmentFlag.AlignLeft, name)
            x += width + theme.px(40)

    def _describe(self) -> None:
        self.setAccessibleName(self._title or translate("chart", "Grafiek"))
        said = self.describe(self.current)
        if self.opens and said and len(self._series) > 1:
            said = f"{said} – {self._series[self.current_series][0]}"
        self.setAccessibleDescription(said)


def _fill(painter: QPainter, area: QRectF, number: int) -> None:
    shade = theme.colour(_ROLES[number])
    tint = QColor(shade)
    tint.setAlpha(70)
    painter.fillRect(area, tint)
    painter.setPen(QPen(shade, 1))
    painter.setBrush(QBrush(shade, _PATTERNS[number]))
    painter.drawRect(area)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def nice_step(largest: float) -> float:
    """Return the distance between the lines of an axis: 1, 2, 2,5 or 5 times a power of ten, whole numbers."""
    wanted = largest / _LINES
    if wanted <= 1:
        return 1.0
    power = 10.0 ** floor(log10(wanted))
    factors = (1, 2, 5, 10) if power == 1 else (1, 2, 2.5, 5, 10)
    return next(factor * power for factor in factors if factor * power >= wanted)
