"""How lanes, bars, the ruler and the drivers' column are drawn. Only what shows is drawn; no state but small caches."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from mmc_desk.features.rides.pages.board_scene import Bar, Head, Scene
from mmc_desk.features.rides.pages.look import GHOST, LOOKS, StateLook
from mmc_desk.features.rides.pages.timescale import TimeScale
from mmc_desk.ui import icons, theme

_FAINT = 90
"""Alpha of hatching: it must not fight with the text over it."""

_VEIL = 150
"""Alpha of what lies over a ride that is to leave its lane: it can still be read."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in pixels at the font scale in use."""

    track: int
    ruler: int
    column: int
    gap: int
    icon: int
    pad: int

    @classmethod
    def now(cls) -> "Sizes":
        """Return the sizes that hold two lines of text at the font scale in use."""
        line = QFontMetrics(theme.font(0.9)).height()
        return cls(
            track=2 * line + theme.px(14),
            ruler=line + theme.px(12),
            column=theme.px(196),
            gap=theme.px(3),
            icon=theme.px(14),
            pad=theme.px(6),
        )


class BoardPainter:
    """Draws with the theme's colours and fonts as they are now; made anew when either changes."""

    def __init__(self) -> None:
        self.sizes = Sizes.now()
        self.title_font = theme.font(0.9, bold=True)
        self.detail_font = theme.font(0.9)
        self._metrics = {True: QFontMetrics(self.title_font), False: QFontMetrics(self.detail_font)}
        self._fonts = {(bold, struck): _struck(bold, struck) for bold in (True, False) for struck in (True, False)}
        self._elided: dict[tuple[str, int, bool], str] = {}
        self._widths: dict[tuple[str, bool], int] = {}
        self._colours: dict[str, QColor] = {}
        self.line = self._metrics[False].height()
        self._ascent = self._metrics[True].ascent()
        self._least = theme.px(72)
        self._wide = theme.px(170)

    def colour(self, role: str) -> QColor:
        """Return a colour of the theme, looked up once."""
        if role not in self._colours:
            self._colours[role] = theme.colour(role)
        return self._colours[role]

    def width(self, text: str, *, is_bold: bool) -> int:
        """Return the width of a text in pixels, measured once."""
        key = (text, is_bold)
        if key not in self._widths:
            self._widths[key] = self._metrics[is_bold].horizontalAdvance(text)
        return self._widths[key]

    def draw_lane(self, painter: QPainter, rect: QRect, head: Head, scale: TimeScale, *, is_current: bool) -> None:
        """Draw a lane's ground: hours of availability light, the rest grey, absence hatched with its reason."""
        painter.fillRect(rect, self.colour("hover" if head.away else "alternate"))
        for start, end in head.hours:
            left, right = scale.clipped_x(start), scale.clipped_x(end)
            free = QRectF(rect.left() + left, rect.top(), right - left, rect.height())
            painter.fillRect(free, self.colour("base"))
        if head.is_absent:
            self._hatch(painter, QRectF(rect), self.colour("border_strong"), Qt.BrushStyle.BDiagPattern)
        self._hour_lines(painter, rect, scale)
        painter.setPen(self.colour("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if is_current:
            painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), self.colour("accent"))
            painter.fillRect(QRect(rect.left(), rect.top() - 1, rect.width(), 2), self.colour("accent"))

    def draw_away(self, painter: QPainter, rect: QRect, text: str, left: int) -> None:
        """Draw the reason of an absence on a plate, at the left of what shows."""
        width = self._metrics[False].horizontalAdvance(text) + 2 * self.sizes.pad
        height = self.line + self.sizes.gap * 2
        plate = QRect(left + self.sizes.pad, rect.center().y() - height // 2, width, height)
        painter.fillRect(plate, self.colour("hover"))
        painter.setFont(self.detail_font)
        painter.setPen(self.colour("muted"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def _hour_lines(self, painter: QPainter, rect: QRect, scale: TimeScale) -> None:
        painter.setPen(QPen(self.colour("border"), 1, Qt.PenStyle.DotLine))
        for hour in scale.hours():
            x = rect.left() + round(scale.x_of_hour(hour))
            painter.drawLine(x, rect.top(), x, rect.bottom())

    def draw_bar(self, painter: QPainter, rect: QRect, bar: Bar, room: int, *, is_current: bool) -> None:
        """Draw a ride in `rect`. A short one has its names behind it, within `room` pixels of its left."""
        state = LOOKS[bar.ride.state]
        box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        self._box(painter, box, state, is_current=is_current)
        painter.fillRect(QRectF(box.left(), box.top() + 1, self.sizes.gap, box.height() - 2), self.colour(state.role))
        self._texts_in_room(painter, rect, bar, state, room)

    def _texts_in_room(self, painter: QPainter, rect: QRect, bar: Bar, state: StateLook, room: int) -> None:
        beyond = room - rect.width() - self.sizes.pad
        if self._fits_inside(rect.width(), bar) or beyond < self._least:
            self.draw_texts(painter, rect, bar, state)
        else:
            self._split_texts(painter, rect, bar, state, beyond)

    def draw_pushed_texts(self, painter: QPainter, rect: QRect, bar: Bar, *, is_current: bool) -> None:
        """Draw a ride that starts left of what shows with its text pushed into sight, over how it was drawn before."""
        if not self._fits_inside(rect.width(), bar):
            return
        shown = QRect(rect)
        shown.setLeft(min(0, rect.right() - 2 * self.sizes.icon))
        state = LOOKS[bar.ride.state]
        self._box(painter, QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), state, is_current=is_current)
        self.draw_texts(painter, shown, bar, state)

    def _fits_inside(self, width: int, bar: Bar) -> bool:
        sizes, texts = self.sizes, bar.texts
        title = sizes.icon + sizes.pad + self.width(texts.title, is_bold=True)
        detail = len(texts.marks) * (sizes.icon + sizes.gap) + self.width(texts.route, is_bold=False)
        inner = width - sizes.gap - 2 * sizes.pad
        return inner >= title and (inner >= detail or width >= self._wide)

    def _box(self, painter: QPainter, box: QRectF, state: StateLook, *, is_current: bool) -> None:
        soft = "hover" if state.role == "muted" else f"{state.role}_soft"
        edge = self.colour(state.role)
        style = Qt.PenStyle.DashLine if state.is_dashed else Qt.PenStyle.SolidLine
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(edge, 1, style))
        painter.setBrush(self.colour(soft))
        painter.drawRoundedRect(box, 3, 3)
        if state.hatch is not Qt.BrushStyle.NoBrush:
            self._hatch(painter, box, edge, state.hatch)
        if is_current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.colour("text"), theme.px(2)))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def draw_texts(self, painter: QPainter, rect: QRect, bar: Bar, state: StateLook) -> None:
        """Draw a ride's two lines inside its bar."""
        title, detail = self._marks(painter, rect, bar, state)
        self._line(painter, title, bar.texts.title, state, is_bold=True)
        self._line(painter, detail, bar.texts.route, state, is_bold=False)

    def _split_texts(self, painter: QPainter, rect: QRect, bar: Bar, state: StateLook, beyond: int) -> None:
        title, detail = self._marks(painter, rect, bar, state)
        texts = bar.texts
        names = texts.names
        if self.width(texts.time, is_bold=True) <= title.width():
            self._line(painter, title, texts.time, state, is_bold=True)
        else:
            names = texts.title
        for line, text, is_bold in ((title, names, True), (detail, texts.route, False)):
            outside = QRect(rect.right() + self.sizes.pad, line.top(), beyond - self.sizes.pad, line.height())
            self._line(painter, outside, text, state, is_bold=is_bold)

    def _marks(self, painter: QPainter, rect: QRect, bar: Bar, state: StateLook) -> tuple[QRect, QRect]:
        """Draw the icons of both lines and return the room for text behind them."""
        sizes = self.sizes
        left, right = rect.left() + sizes.gap + sizes.pad, rect.right() - sizes.gap
        top = rect.top() + (rect.height() - 2 * self.line) // 2
        centre = (self.line - sizes.icon) // 2
        box = QRect(left, top + centre, sizes.icon, sizes.icon)
        icons.paint(painter, state.icon, box, self.colour(state.role))
        title_left = left + sizes.icon + sizes.pad
        box.translate(0, self.line)
        for mark in bar.texts.marks:
            if box.right() > rect.right():
                break
            icons.paint(painter, mark, box, self.colour("text"))
            box.translate(sizes.icon + sizes.gap, 0)
        return (
            QRect(title_left, top, right - title_left, self.line),
            QRect(box.left(), top + self.line, right - box.left(), self.line),
        )

    def _line(self, painter: QPainter, rect: QRect, text: str, state: StateLook, *, is_bold: bool) -> None:
        if rect.width() <= 0:
            return
        painter.setFont(self._fonts[is_bold, state.is_struck])
        painter.setPen(self.colour("muted" if state.is_struck else "text"))
        painter.drawText(rect.left(), rect.top() + self._ascent, self.elided(text, rect.width(), is_bold=is_bold))

    def elided(self, text: str, width: int, *, is_bold: bool) -> str:
        """Return a text shortened to `width` pixels; remembered, since measuring text is what costs time."""
        if self.width(text, is_bold=is_bold) <= width:
            return text
        key = (text, width, is_bold)
        if key not in self._elided:
            if len(self._elided) > 20_000:
                self._elided.clear()
            self._elided[key] = self._metrics[is_bold].elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0))
        return self._elided[key]

    def _hatch(self, painter: QPainter, box: QRectF, colour: QColor, pattern: Qt.BrushStyle) -> None:
        faint = QColor(colour)
        faint.setAlpha(_FAINT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # a smooth edge makes hatching 20 times as slow
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faint)
        brush = painter.brush()
        brush.setStyle(pattern)
        painter.setBrush(brush)
        painter.drawRect(box)
        painter.restore()

    def draw_preview(self, painter: QPainter, rect: QRect, bar: Bar, *, is_refused: bool) -> None:
        """Draw where a dragged ride would lie: solid where it may, crossed out in red where it may not."""
        role = "bad" if is_refused else "ok"
        painter.setPen(QPen(self.colour(role), theme.px(2), Qt.PenStyle.DashLine))
        painter.setBrush(self.colour(f"{role}_soft"))
        painter.drawRect(rect.adjusted(1, 1, -1, -1))
        if is_refused:
            self._hatch(painter, QRectF(rect), self.colour("bad"), Qt.BrushStyle.DiagCrossPattern)
        look = StateLook("circle-x" if is_refused else "circle-check", role)
        self.draw_texts(painter, rect, bar, look)

    def draw_ghost(self, painter: QPainter, rect: QRect, bar: Bar, room: int, *, is_current: bool) -> None:
        """Draw a proposed ride: an open, dashed outline with a sign of its own: not by colour alone."""
        box = QRectF(rect).adjusted(1, 1, -1, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(self.colour("accent"), theme.px(2), Qt.PenStyle.DashLine))
        painter.setBrush(self.colour("selected" if is_current else "base"))
        painter.drawRoundedRect(box, 5, 5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._texts_in_room(painter, rect, bar, GHOST, room)

    def draw_leaving(self, painter: QPainter, rect: QRect) -> None:
        """Fade a ride that is proposed to somebody else."""
        veil = QColor(self.colour("window"))
        veil.setAlpha(_VEIL)
        painter.fillRect(rect, veil)

    def draw_now(self, painter: QPainter, x: int, top: int, bottom: int) -> None:
        """Draw the line of this very moment."""
        line = QColor(self.colour("bad"))
        line.setAlpha(150)
        painter.fillRect(QRect(x - 1, top, theme.px(2), bottom - top), line)

    def draw_ruler(self, painter: QPainter, rect: QRect, scale: TimeScale, shift: int, now: datetime | None) -> None:
        """Draw the hours over the lanes, scrolled by `shift`; every second one when they are narrow."""
        painter.fillRect(rect, self.colour("window"))
        painter.setFont(self.detail_font)
        wanted = self._metrics[False].horizontalAdvance("00:00") + 2 * self.sizes.pad
        step = 1 if scale.hour_width >= wanted else 2
        for hour in scale.hours():
            x = rect.left() + round(scale.x_of_hour(hour)) - shift
            painter.setPen(self.colour("border_strong"))
            painter.drawLine(x, rect.bottom() - theme.px(5), x, rect.bottom())
            if (hour - scale.first_hour) % step == 0:
                label = QRect(x + self.sizes.gap, rect.top(), wanted, rect.height() - theme.px(2))
                painter.setPen(self.colour("muted"))
                painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, f"{hour % 24:02d}:00")
        if now is not None:
            self._now_flag(painter, rect, round(scale.x_of(now)) - shift)
        painter.setPen(self.colour("border_strong"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _now_flag(self, painter: QPainter, rect: QRect, x: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour("bad"))
        half = theme.px(5)
        tip = QPointF(rect.left() + x, rect.bottom())
        painter.drawPolygon([tip, tip + QPointF(-half, -half * 1.4), tip + QPointF(half, -half * 1.4)])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def draw_head(self, painter: QPainter, rect: QRect, head: Head, *, is_current: bool) -> None:
        """Draw a driver's name, load of the month and wheelchair mark."""
        painter.fillRect(rect, self.colour("selected" if is_current else "base"))
        ink = self.colour("on_selected" if is_current else "text")
        inner = rect.adjusted(theme.px(10), 0, -theme.px(8), 0)
        top = rect.top() + (min(rect.height(), self.sizes.track) - 2 * self.line) // 2
        if head.takes_wheelchair:
            side = theme.px(16)
            mark = QRect(inner.right() - side, top, side, side)
            icons.paint(painter, "accessibility", mark, ink if is_current else self.colour("accent"))
            inner.setRight(mark.left() - self.sizes.pad)
        painter.setFont(self.title_font)
        painter.setPen(ink)
        self._plain(painter, QRect(inner.left(), top, inner.width(), self.line), head.name, is_bold=True)
        painter.setFont(self.detail_font)
        painter.setPen(ink if is_current else self.colour("muted"))
        self._plain(painter, QRect(inner.left(), top + self.line, inner.width(), self.line), head.detail, is_bold=False)
        painter.setPen(self.colour("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _plain(self, painter: QPainter, rect: QRect, text: str, *, is_bold: bool) -> None:
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(rect, flags, self.elided(text, rect.width(), is_bold=is_bold))


def _struck(is_bold: bool, is_struck: bool) -> QFont:  # noqa: FBT001 - both come from a table
    font = theme.font(0.9, bold=is_bold)
    font.setStrikeOut(is_struck)
    return font


def bar_rect(scene: Scene, scale: TimeScale, sizes: Sizes, ride_id: int) -> QRect:
    """Return where a ride's bar lies, in the coordinates of the whole board."""
    return span_rect(scene.by_id[ride_id], scale, sizes, scene.top_of(ride_id))


def ghost_rect(scene: Scene, scale: TimeScale, sizes: Sizes, ride_id: int) -> QRect:
    """Return where the proposed bar of a ride lies, in the coordinates of the whole board."""
    return span_rect(scene.ghosts[ride_id], scale, sizes, scene.top_of(ride_id, is_ghost=True))


def span_rect(bar: Bar, scale: TimeScale, sizes: Sizes, top: int) -> QRect:
    """Return where a bar lies in a track that starts at `top`; never narrower than its icon."""
    left, right = round(scale.clipped_x(bar.start)), round(scale.clipped_x(bar.end))
    width = max(right - left - 1, sizes.icon + 2 * sizes.pad)
    return QRect(left, top + sizes.gap, width, sizes.track - 2 * sizes.gap - 1)
