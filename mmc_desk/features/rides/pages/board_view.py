"""The day board as a person uses it: a selection walked by keyboard, rides picked up and dropped by mouse."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.board_canvas import BoardCanvas
from mmc_desk.features.rides.pages.board_drag import RideDrag
from mmc_desk.features.rides.pages.board_paint import bar_rect, ghost_rect
from mmc_desk.features.rides.pages.board_scene import Bar, Scene, bar_of
from mmc_desk.features.rides.pages.ride_words import describe
from mmc_desk.features.rides.queries.rows import DayBoard, RideLine
from mmc_desk.features.rides.rules.states import OPEN

_BY_KEYBOARD = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class BoardView(BoardCanvas):
    """Lanes of one day. It shows and selects; what is asked of a ride goes out as a signal."""

    ride_selected = Signal(object)
    """The id of the selected ride, None when the selection stands in an empty lane."""
    ride_opened = Signal(int)
    """A ride was double-clicked."""
    ghost_chosen = Signal(int)
    """The id of a ride whose ghost was clicked."""
    menu_asked = Signal(QPoint)
    """A menu is wanted at this place on the screen."""

    def __init__(self, board: DayBoard, parent: QWidget | None = None) -> None:
        super().__init__(board, parent)
        self.drag = RideDrag(self)
        self._pressed_at: QPoint | None = None
        self._pressed_ghost: RideLine | None = None
        self._candidate: tuple[int, Bar] | None = None
        self.refuses_candidate = False
        self._is_filled = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(translate("rides", "Dagbord: chauffeurs en ritten"))

    def set_scene(self, scene: Scene) -> None:
        """Show a day; on the same day as before the selection and the scroll stay."""
        is_new_day = scene.day != self.scene.day or not self._is_filled
        self._is_filled = True
        self.drag.cancel()
        super().set_scene(scene)
        if is_new_day:
            self.current_ride, self.current_lane = None, 0
            self.verticalScrollBar().setValue(0)
            self.show_first_ride()
        if self.current_ride is not None and self.current_ride not in self.scene.by_id:
            self.current_ride = None
        self.current_lane = min(self.current_lane, max(len(self.scene.heads) - 1, 0))
        if self.current_ride is not None:
            self.current_lane = self.scene.lane_of[self.current_ride]
        self._tell_selection()

    def select_ride(self, ride_id: int | None, *, scrolls: bool = True) -> None:
        """Select a ride of the board and bring it in sight; None, or one that isn't on it, selects none.

        Under the mouse nothing may move: a drag or a double click starts there.
        """
        self.current_ride = ride_id if ride_id in self.scene.by_id else None
        if self.current_ride is not None:
            self.current_lane = self.scene.lane_of[self.current_ride]
        if self.current_ride is not None and scrolls:
            self.bring_in_sight(bar_rect(self.scene, self.scale, self.look.sizes, self.current_ride))
        self._tell_selection()
        self.repaint_all()

    def show_ghost(self, ride_id: int | None) -> None:
        """Mark the ghost of a ride and bring it in sight; None, or a ride without one, marks none."""
        self.current_ghost = ride_id if ride_id in self.scene.ghosts else None
        if self.current_ghost is not None:
            self.bring_in_sight(ghost_rect(self.scene, self.scale, self.look.sizes, self.current_ghost))
        self.viewport().update()

    def select_lane(self, lane: int) -> None:
        """Put the selection in a lane, on no ride."""
        super().select_lane(lane)
        self._tell_selection()

    def selected_driver(self) -> int | None:
        """Return the driver of the lane the selection stands in."""
        return self.scene.heads[self.current_lane].driver_id if self.scene.heads else None

    def _tell_selection(self) -> None:
        self.setAccessibleDescription(self._description())
        self.ride_selected.emit(self.current_ride)

    def _description(self) -> str:
        if self.current_ride is not None:
            return describe(self.scene.by_id[self.current_ride].ride)
        if not self.scene.heads:
            return ""
        head = self.scene.heads[self.current_lane]
        return ", ".join(text for text in (head.name, head.detail, head.away) if text)

    def show_candidate(self, lane: int | None, ride: RideLine | None, *, is_refused: bool = False) -> None:
        """Show where a ride would lie in a lane, or that it can't, while its driver is sought; None takes that away."""
        self._candidate, self.refuses_candidate = None, is_refused
        if lane is not None and ride is not None:
            self._candidate = (lane, bar_of(ride, self.scene.day))
            shift = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
            self.bring_in_sight(self.preview_rect(self._candidate[1], lane).translated(shift))
        self.viewport().update()

    def paint_over(self, painter: QPainter) -> None:
        """Draw the dragged ride, and the one whose driver is sought."""
        if self._candidate is not None and self._candidate[0] < len(self.scene.heads):
            lane, bar = self._candidate
            self.look.draw_preview(painter, self.preview_rect(bar, lane), bar, is_refused=self.refuses_candidate)
        self.drag.paint(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, Home and End, Page Up and Down; + − 0 zoom; Esc lets go of a dragged ride."""
        steps: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self._step_aside(-1),
            Qt.Key.Key_Right: lambda: self._step_aside(1),
            Qt.Key.Key_Up: lambda: self._step_lane(-1),
            Qt.Key.Key_Down: lambda: self._step_lane(1),
            Qt.Key.Key_PageUp: lambda: self._step_lane(-self._lanes_shown()),
            Qt.Key.Key_PageDown: lambda: self._step_lane(self._lanes_shown()),
            Qt.Key.Key_Plus: lambda: self.zoom(1),
            Qt.Key.Key_Minus: lambda: self.zoom(-1),
            Qt.Key.Key_0: self.zoom_to_fit,
            Qt.Key.Key_Home: lambda: self._step_to_end(0),
            Qt.Key.Key_End: lambda: self._step_to_end(-1),
        }
        step = steps.get(Qt.Key(event.key())) if event.modifiers() in _PLAIN else None
        if event.key() == Qt.Key.Key_Escape and self.drag.ride is not None:
            self.drag.cancel()
        elif step is not None and self.scene.heads:
            step()
        else:
            super().keyPressEvent(event)

    def _lanes_shown(self) -> int:
        return max(self.viewport().height() // self.look.sizes.track - 1, 1)

    def _step_aside(self, step: int) -> None:
        bars = self.scene.bars[self.current_lane]
        if self.current_ride is None:
            self.select_ride(bars[0].ride.ride_id if bars else None)
            return
        beside = self.scene.beside(self.current_ride, step)
        if beside is not None:
            self.select_ride(beside)

    def _step_lane(self, step: int) -> None:
        lane = min(max(self.current_lane + step, 0), len(self.scene.heads) - 1)
        before = self.scene.by_id.get(self.current_ride or 0)
        instant = before.start if before else self._middle()
        if lane == self.current_lane and before:
            return
        self.select_lane(lane)
        nearest = self.scene.nearest(lane, instant)
        if nearest is not None:
            self.select_ride(nearest)

    def _middle(self) -> datetime:
        return self.scale.instant_at(self.horizontalScrollBar().value() + self.viewport().width() / 2)

    def _step_to_end(self, place: int) -> None:
        bars = self.scene.bars[self.current_lane]
        if bars:
            self.select_ride(bars[place].ride.ride_id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select what is under the mouse; a ride may be dragged from here."""
        place = event.position().toPoint()
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed_ghost = self.ghost_at(place) if is_left else None
        if self._pressed_ghost is not None:
            self._pressed_at = place
            self.ghost_chosen.emit(self._pressed_ghost.ride_id)
            return
        ride = self.ride_at(place)
        lane = self.scene.layout.lane_at(place.y() + self.verticalScrollBar().value())
        if ride is not None:
            self.select_ride(ride.ride_id, scrolls=False)
        elif lane is not None:
            self.select_lane(lane)
        self._pressed_at = place if ride and is_left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pick the pressed ride up once the mouse has moved far enough, then carry it along."""
        place = event.position().toPoint()
        if self.drag.ride is not None:
            self.drag.move(event.globalPosition().toPoint())
        elif self._pressed_at is not None and _is_far(place, self._pressed_at):
            self._pick_up(event)

    def _pick_up(self, event: QMouseEvent) -> None:
        bar = self.scene.by_id.get(self.current_ride or 0)
        ride = self._pressed_ghost or (bar.ride if bar and bar.ride.state in OPEN else None)
        if ride is not None:
            self.drag.begin(ride)
            self.drag.move(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the ride."""
        self._pressed_at = None
        self.drag.drop(event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the ride."""
        ride = self.ride_at(event.position().toPoint())
        if ride is not None:
            self.select_ride(ride.ride_id, scrolls=False)
            self.ride_opened.emit(ride.ride_id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the ride under the mouse, or of the selected one when a key asked."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            ride = self.ride_at(event.pos())
            self.select_ride(ride.ride_id if ride else None, scrolls=False)
            self.menu_asked.emit(event.globalPos())
        elif self.current_ride is not None:
            self.menu_asked.emit(self.viewport().mapToGlobal(self.ride_rect(self.current_ride).bottomLeft()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms, Shift scrolls the hours, else the drivers."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(event.angleDelta().y() / 120)
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the whole ride where its bar is too short for it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tooltip_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def _tooltip_at(self, place: QPoint) -> str:
        ghost = self.ghost_at(place)
        if ghost is not None:
            return "\n".join(filter(None, (tooltip_of(ghost), self.scene.ghosts[ghost.ride_id].words)))
        ride = self.ride_at(place)
        return tooltip_of(ride) if ride else ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming in by keyboard, select a ride to start from."""
        super().focusInEvent(event)
        if self.current_ride is None and event.reason() in _BY_KEYBOARD:
            self.select_ride(next((lane[0].ride.ride_id for lane in self.scene.bars if lane), None))
        self.repaint_all()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw the selection as one without focus."""
        super().focusOutEvent(event)
        self.repaint_all()


def tooltip_of(ride: RideLine) -> str:
    """Return everything of a ride, a fact a line."""
    return describe(ride).replace(", ", "\n")


def _is_far(place: QPoint, start: QPoint) -> bool:
    return (place - start).manhattanLength() >= QApplication.startDragDistance()
