"""The painted surface of the day board: lanes of drivers × time, with frozen edges, scrolled and zoomed."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import shiboken6
from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QWidget

from mmc_desk.core.formats import show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.board_headers import DriverColumn, Ruler
from mmc_desk.features.rides.pages.board_paint import BoardPainter, bar_rect, ghost_rect, span_rect
from mmc_desk.features.rides.pages.board_scene import Bar, Ghost, Scene, build_scene, scale_for, with_ghosts
from mmc_desk.features.rides.pages.timescale import TimeScale
from mmc_desk.features.rides.queries.rows import DayBoard, RideLine
from mmc_desk.ui import theme

_ZOOM = 1.25
_PICTURE_BYTES = 24_000_000
_LEAD = timedelta(minutes=30)


class BoardCanvas(QAbstractScrollArea):
    """Lanes of one day, drawn and measured; who selects and drags is the BoardView on top of it."""

    def __init__(self, board: DayBoard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = BoardPainter()
        self.scene: Scene = build_scene(board, self.look.sizes.track)
        self.scale: TimeScale = scale_for(self.scene, 40 + theme.px(44))  # large type needs hours too
        self.now: datetime | None = None
        self.current_ride: int | None = None
        self.current_lane = 0
        self.current_ghost: int | None = None
        self._ghosts: tuple[Ghost, ...] = ()
        self._pictures: dict[tuple[int, bool, int | None, int | None], QPixmap] = {}
        self._ruler, self._column, self._corner = Ruler(self), DriverColumn(self), QLabel(self)
        self.horizontalScrollBar().setAccessibleName(translate("rides", "Uren verschuiven"))
        self.verticalScrollBar().setAccessibleName(translate("rides", "Chauffeurs verschuiven"))
        self._corner.setProperty("role", "help")
        self._corner.setIndent(theme.px(10))
        self._place_edges()

    @property
    def marked_lane(self) -> int | None:
        """The lane to draw as current: only while the board has the focus or shows a selection."""
        return self.current_lane if self.hasFocus() or self.current_ride is not None else None

    def set_now(self, now: datetime | None) -> None:
        """Draw the line of this moment; None on another day than today."""
        self.now = now
        self.repaint_all()

    def set_ghosts(self, ghosts: tuple[Ghost, ...]) -> None:
        """Show rides where they are proposed, beside what is; none takes them away."""
        if ghosts == self._ghosts:
            return
        self._ghosts = ghosts
        self._change_to(with_ghosts(self.scene, ghosts))

    def laid_out(self, board: DayBoard) -> Scene:
        """Return a day as it would be shown (`set_scene`)."""
        scene = build_scene(board, self.look.sizes.track)
        return with_ghosts(scene, self._ghosts) if self._ghosts else scene

    def set_scene(self, scene: Scene) -> None:
        """Show a day with the hours as wide as they were."""
        self._corner.setText(translate("rides", "{count} chauffeurs").format(count=show_number(len(scene.heads))))
        self._change_to(scene)

    def _change_to(self, scene: Scene) -> None:
        """Show a scene; a lane that looks as before isn't drawn again."""
        before, self.scene = self.scene, scene
        looks = itertools.zip_longest(before.looks(), scene.looks())
        self._forget({lane for lane, (old, new) in enumerate(looks) if old != new})
        scale = scale_for(scene, self.scale.hour_width)
        if scale != self.scale:
            self._set_scale(scale)
        self._show_scene()

    def _forget(self, lanes: set[int]) -> None:
        """Draw these lanes anew when they show."""
        for key in [key for key in self._pictures if key[0] in lanes]:
            del self._pictures[key]

    def _show_scene(self) -> None:
        if self.current_ghost not in self.scene.ghosts:
            self.current_ghost = None
        self._update_bars()
        self.repaint_all()

    def _set_scale(self, scale: TimeScale) -> None:
        self.scale = scale
        self._pictures.clear()
        self._update_bars()

    def repaint_all(self) -> None:
        """Draw lanes and edges anew."""
        self.viewport().update()
        self._ruler.update()
        self._column.update()

    def select_lane(self, lane: int) -> None:
        """Put the selection in a lane, on no ride."""
        self.current_lane, self.current_ride = lane, None
        top, height = self.scene.layout.extent(lane)
        self.bring_in_sight(QRect(self.horizontalScrollBar().value(), top, 1, height))
        self.repaint_all()

    def bring_in_sight(self, rect: QRect) -> None:
        """Scroll as little as needed to show `rect`, given in the coordinates of the whole board."""
        for bar, low, high, size in (
            (self.horizontalScrollBar(), rect.left(), rect.right(), self.viewport().width()),
            (self.verticalScrollBar(), rect.top(), rect.bottom(), self.viewport().height()),
        ):
            if low < bar.value():
                bar.setValue(low - theme.px(8))
            elif high > bar.value() + size:
                bar.setValue(min(low - theme.px(8), high - size + theme.px(8)) if high - low < size else low)

    def zoom(self, steps: float) -> None:
        """Widen (positive) or narrow the hours; the middle of what shows stays where it is."""
        bar, half = self.horizontalScrollBar(), self.viewport().width() / 2
        middle = (bar.value() + half) / self.scale.width
        self._set_scale(self.scale.zoomed(_ZOOM**steps))
        bar.setValue(round(middle * self.scale.width - half))
        self.repaint_all()

    def set_hour_width(self, pixels: float) -> None:
        """Show hours of a width that was remembered."""
        self._set_scale(self.scale.zoomed(pixels / self.scale.hour_width))
        self.repaint_all()

    def zoom_to_fit(self) -> None:
        """Show all hours at once."""
        self._set_scale(self.scale.zoomed(self.viewport().width() / self.scale.width))
        self.repaint_all()

    def lane_at_global(self, place: QPoint) -> int | None:
        """Return the lane under a place on the screen; None beside the lanes."""
        at = self.viewport().mapFromGlobal(place)
        edges = self.viewport().rect().adjusted(-self._column.width(), 0, 0, 0)
        return self.scene.layout.lane_at(at.y() + self.verticalScrollBar().value()) if edges.contains(at) else None

    def ride_rect(self, ride_id: int) -> QRect:
        """Return where a ride's bar lies in the viewport."""
        return self._to_viewport(bar_rect(self.scene, self.scale, self.look.sizes, ride_id))

    def ghost_rect(self, ride_id: int) -> QRect:
        """Return where the ghost of a ride lies in the viewport."""
        return self._to_viewport(ghost_rect(self.scene, self.scale, self.look.sizes, ride_id))

    def preview_rect(self, bar: Bar, lane: int) -> QRect:
        """Return where a ride would lie in a lane, in the viewport."""
        return self._to_viewport(span_rect(bar, self.scale, self.look.sizes, self.scene.layout.extent(lane)[0]))

    def _to_viewport(self, rect: QRect) -> QRect:
        return rect.translated(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())

    def ride_at(self, place: QPoint) -> RideLine | None:
        """Return the ride under a place in the viewport."""
        lane = self.scene.layout.lane_at(place.y() + self.verticalScrollBar().value())
        bars = self.scene.bars[lane] if lane is not None else ()
        hit = next((bar for bar in reversed(bars) if self.ride_rect(bar.ride.ride_id).contains(place)), None)
        return hit.ride if hit else None

    def ghost_at(self, place: QPoint) -> RideLine | None:
        """Return the ride whose ghost is under a place in the viewport."""
        hits = (bar.ride for ride_id, bar in self.scene.ghosts.items() if self.ghost_rect(ride_id).contains(place))
        return next(hits, None)

    def _place_edges(self) -> None:
        sizes = self.look.sizes
        self.setViewportMargins(sizes.column, sizes.ruler, 0, 0)

    def _update_bars(self) -> None:
        shown = self.viewport().size()
        for bar, whole, part, step in (
            (self.horizontalScrollBar(), self.scale.width, shown.width(), round(self.scale.hour_width / 2)),
            (self.verticalScrollBar(), self.scene.layout.height, shown.height(), self.look.sizes.track),
        ):
            bar.setRange(0, max(whole - part, 0))
            bar.setPageStep(part)
            bar.setSingleStep(step)

    def show_first_ride(self) -> None:
        """Scroll to the first ride of the day; eight o'clock on an empty one."""
        starts = [bar.start for lane in self.scene.bars for bar in lane]
        x = self.scale.x_of(min(starts) - _LEAD) if starts else self.scale.x_of_hour(8)
        self.horizontalScrollBar().setValue(round(x))

    def sizeHint(self) -> QSize:
        """Ask for about eight hours and ten lanes."""
        sizes = self.look.sizes
        return QSize(sizes.column + round(8 * self.scale.hour_width), sizes.ruler + 10 * sizes.track)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another theme or font scale."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._measure_again()

    def _measure_again(self) -> None:
        ratio = self.scale.hour_width / self.look.sizes.track
        self.look = BoardPainter()
        self._place_edges()
        layout = self.scene.layout.with_tracks_of(self.look.sizes.track)
        self.scene = replace(self.scene, layout=layout)
        self._set_scale(self.scale.zoomed(ratio * self.look.sizes.track / self.scale.hour_width))
        self._show_scene()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the frozen edges along the lanes."""
        super().resizeEvent(event)
        at = self.viewport().geometry()
        sizes = self.look.sizes
        self._ruler.setGeometry(at.left(), at.top() - sizes.ruler, at.width(), sizes.ruler)
        self._column.setGeometry(at.left() - sizes.column, at.top(), sizes.column, at.height())
        self._corner.setGeometry(at.left() - sizes.column, at.top() - sizes.ruler, sizes.column, sizes.ruler)
        self._update_bars()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Draw lanes, ruler and column anew where they now are."""
        self.repaint_all()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lanes that show, and this moment."""
        painter = QPainter(self.viewport())
        shown = event.rect()
        painter.fillRect(shown, theme.colour("window"))
        top = self.verticalScrollBar().value()
        for lane in self.scene.layout.lanes_between(shown.top() + top, shown.bottom() + top):
            self._paint_lane(painter, lane)
        if self.now is not None:
            x = round(self.scale.x_of(self.now)) - self.horizontalScrollBar().value()
            bottom = min(self.viewport().height(), self.scene.layout.height - top)
            self.look.draw_now(painter, x, 0, bottom)
        self.paint_over(painter)

    def paint_over(self, painter: QPainter) -> None:
        """Draw what lies over the lanes: a dragged ride."""

    def in_pieces(self, change: Callable[[], None]) -> Iterator[None]:
        """Change what is shown, then draw the lanes in sight one at a time; what was there is seen till all are."""
        shown = self.viewport()
        shown.setUpdatesEnabled(False)
        try:
            change()
            top = self.verticalScrollBar().value()
            for lane in self.scene.layout.lanes_between(top, top + shown.height()):
                yield
                if lane < self.scene.layout.count:
                    self._lane_picture(lane)
        finally:
            if shiboken6.isValid(shown):
                shown.setUpdatesEnabled(True)

    def _paint_lane(self, painter: QPainter, lane: int) -> None:
        left, (top, height) = self.horizontalScrollBar().value(), self.scene.layout.extent(lane)
        place = QPoint(-left, top - self.verticalScrollBar().value())
        painter.drawPixmap(place, self._lane_picture(lane))
        head = self.scene.heads[lane]
        if head.away and not self.scene.bars[lane]:
            self.look.draw_away(painter, QRect(0, place.y(), self.viewport().width(), height), head.away, 0)
        if left == 0:
            return
        for bar in self.scene.bars[lane]:
            rect = self.ride_rect(bar.ride.ride_id)
            if rect.left() < 0 < rect.right():
                self.look.draw_pushed_texts(painter, rect, bar, is_current=bar.ride.ride_id == self.current_ride)

    def _lane_picture(self, lane: int) -> QPixmap:
        """Return a lane as it was drawn before: scrolling and dragging then cost a copy, not a drawing."""
        current = self.current_ride if self.scene.lane_of.get(self.current_ride or 0) == lane else None
        ghost = self.current_ghost if self.scene.ghost_lanes.get(self.current_ghost or 0) == lane else None
        key = (lane, lane == self.marked_lane, current, ghost)
        if key not in self._pictures:
            while len(self._pictures) >= self._pictures_kept():
                del self._pictures[next(iter(self._pictures))]
            self._pictures[key] = self._draw_lane(lane)
        return self._pictures[key]

    def _pictures_kept(self) -> int:
        ratio = self.devicePixelRatioF()
        bytes_each = 4 * self.scale.width * self.look.sizes.track * ratio * ratio
        return max(int(_PICTURE_BYTES / bytes_each), 2 * self.viewport().height() // self.look.sizes.track)

    def _draw_lane(self, lane: int) -> QPixmap:
        ratio, (top, height) = self.devicePixelRatioF(), self.scene.layout.extent(lane)
        picture = QPixmap(round(self.scale.width * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        ground = QRect(0, 0, self.scale.width, height)
        self.look.draw_lane(painter, ground, self.scene.heads[lane], self.scale, is_current=lane == self.marked_lane)
        for key, bar, room in self._with_room(lane):
            if key > 0:
                self._draw_ride(painter, bar, room, top)
            else:
                rect = ghost_rect(self.scene, self.scale, self.look.sizes, -key).translated(0, -top)
                self.look.draw_ghost(painter, rect, bar, room, is_current=-key == self.current_ghost)
        painter.end()
        return picture

    def _draw_ride(self, painter: QPainter, bar: Bar, room: int, top: int) -> None:
        ride_id = bar.ride.ride_id
        rect = bar_rect(self.scene, self.scale, self.look.sizes, ride_id).translated(0, -top)
        self.look.draw_bar(painter, rect, bar, room, is_current=ride_id == self.current_ride)
        if ride_id in self.scene.ghosts:
            self.look.draw_leaving(painter, rect)

    def _with_room(self, lane: int) -> list[tuple[int, Bar, int]]:
        """Return each bar (a ghost under its ride's negative number) with the pixels its text may use.

        Those go up to the next one in its track.
        """
        tracks, ends = self.scene.layout.tracks[lane], dict[int, int]()
        keyed = [(bar.ride.ride_id, bar) for bar in self.scene.bars[lane]]
        keyed += [(-bar.ride.ride_id, bar) for bar in self.scene.ghosts_in(lane)]
        found = []
        for key, bar in sorted(keyed, key=lambda pair: pair[1].start, reverse=True):
            left, track = round(self.scale.clipped_x(bar.start)), tracks.get(key, 0)
            found.append((key, bar, ends.get(track, self.scale.width) - left))
            ends[track] = left
        return found[::-1]
