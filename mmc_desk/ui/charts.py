"""Bars beside each other: told apart by colour and by pattern, read by arrow keys and by screen readers."""

from collections.abc import Sequence
from math import ceil, floor, log10

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
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
_LINES = 4
"""About how many lines the axis has."""


class BarChart(QWidget):
    """A bar for each label and series. Left and Right go through them; their values are spoken."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._labels: tuple[str, ...] = ()
        self._series: tuple[tuple[str, tuple[Value, ...]], ...] = ()
        self.current = 0
        """The label under the cursor."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(theme.px(160), theme.px(110))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._describe()

    def set_data(self, labels: Sequence[str], series: Sequence[tuple[str, Sequence[Value]]]) -> None:
        """Show other bars: at most three series; None leaves a bar out (a value that nobody knows)."""
        self._labels = tuple(labels)
        self._series = tuple((name, tuple(values)) for name, values in series[: len(_ROLES)])
        self.current = min(self.current, max(0, len(labels) - 1))
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
        """Go through the labels."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() not in steps or not self._labels:
            super().keyPressEvent(event)
            return
        self.current = max(0, min(len(self._labels) - 1, self.current + steps[Qt.Key(event.key())]))
        self._describe()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which label the keys start from."""
        super().focusInEvent(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the values under the pointer."""
        area = self._area()
        if self._labels and area.contains(event.position()):
            place = int((event.position().x() - area.left()) / (area.width() / len(self._labels)))
            QToolTip.showText(event.globalPosition().toPoint(), self.describe(place), self)

    def changeEvent(self, event: QEvent) -> None:
        """Redraw in a new theme."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the axis, the bars, the labels, the legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_axis(painter)
        top = self._top()
        for place in range(len(self._labels)):
            self._draw_bars(painter, place, top)
        self._draw_legend(painter)
        painter.end()

    def _step(self) -> float:
        return nice_step(max((value or 0 for _, values in self._series for value in values), default=0))

    def _top(self) -> float:
        largest = max((value or 0 for _, values in self._series for value in values), default=0)
        return self._step() * max(1, ceil(largest / self._step()))

    def _area(self) -> QRectF:
        line = self.fontMetrics().height()
        largest = show_number(self._top())
        left = self.fontMetrics().horizontalAdvance(largest) + theme.px(12)
        head = line + theme.px(12) if self._series else 0
        return QRectF(
            left,
            head + theme.px(4),
            self.width() - left - theme.px(8),
            self.height() - head - line - theme.px(14),
        )

    def _draw_axis(self, painter: QPainter) -> None:
        area, step, top = self._area(), self._step(), self._top()
        for line in range(round(top / step) + 1):
            y = area.bottom() - area.height() * line * step / top
            painter.setPen(QPen(theme.colour("border_strong" if line == 0 else "border"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.colour("muted"))
            box = QRectF(0, y - theme.px(10), area.left() - theme.px(8), theme.px(20))
            place = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, place, show_number(line * step))

    def _draw_bars(self, painter: QPainter, place: int, top: float) -> None:
        area = self._area()
        room = area.width() / len(self._labels)
        left = area.left() + place * room
        if self.hasFocus() and place == self.current:
            painter.fillRect(QRectF(left, area.top(), room, area.height()), theme.colour("accent_soft"))
        width = min(room * 0.72, theme.px(64)) / max(1, len(self._series))
        start = left + (room - width * len(self._series)) / 2
        for number, (_, values) in enumerate(self._series):
            height = area.height() * (values[place] or 0) / top
            bar = QRectF(start + number * width, area.bottom() - height, width - 1, height)
            _fill(painter, bar, number)
        if place % self._label_step() == 0:
            self._draw_label(painter, place, QRectF(left, area.bottom() + theme.px(4), room, 0))

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
        x, height = self._area().left(), painter.fontMetrics().height()
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
        self.setAccessibleDescription(self.describe(self.current))


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
