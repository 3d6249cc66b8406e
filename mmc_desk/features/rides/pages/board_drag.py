"""Dragging a ride to a driver: a preview at its time, a "can't" cursor and the reason where it is refused."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QToolTip

from mmc_desk.features.rides.pages.board_scene import Bar, bar_of
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.rules.assignment import Refusal
from mmc_desk.ui import theme

if TYPE_CHECKING:
    from mmc_desk.features.rides.pages.board_view import BoardView

_SCROLL_MS = 40


class RideDrag(QObject):
    """One ride under the mouse, whether it came from a lane or from the cards beside the board."""

    began = Signal(int)
    """A ride is picked up: whoever knows may `set_verdicts`."""
    dropped = Signal(int, int)
    """Ride id and driver id."""
    put_aside = Signal(int)
    """A ride was dropped beside the lanes."""

    def __init__(self, view: "BoardView") -> None:
        super().__init__(view)
        self._view = view
        self._bar: Bar | None = None
        self._lane: int | None = None
        self._verdicts: Mapping[int, Refusal] = {}
        self._place = QPoint()
        self._scroller = QTimer(self, interval=_SCROLL_MS)
        self._scroller.timeout.connect(self._scroll_at_edge)

    @property
    def ride(self) -> RideLine | None:
        """The ride being dragged."""
        return self._bar.ride if self._bar else None

    @property
    def lane(self) -> int | None:
        """The lane under the mouse."""
        return self._lane

    @property
    def reason(self) -> str:
        """Why the ride can't lie in the lane under the mouse; "" when it can, or when that isn't known yet."""
        refusal = self._refusal()
        return refusal.text if refusal else ""

    def begin(self, ride: RideLine) -> None:
        """Pick up a ride."""
        self._bar = bar_of(ride, self._view.scene.day)
        self._verdicts = {}
        self._lane = None
        QApplication.setOverrideCursor(Qt.CursorShape.ClosedHandCursor)
        self._scroller.start()
        self.began.emit(ride.ride_id)

    def set_verdicts(self, ride_id: int, refusals: Mapping[int, Refusal]) -> None:
        """Take in which drivers can't have the ride, and why; late news of another drag is dropped."""
        if self.ride is None or self.ride.ride_id != ride_id:
            return
        self._verdicts = refusals
        self.move(self._place)

    def move(self, place: QPoint) -> None:
        """Follow the mouse to a place on the screen."""
        if self._bar is None:
            return
        self._place = place
        before = self.preview()
        self._lane = self._view.lane_at_global(place)
        self._update(before, self.preview())
        QApplication.changeOverrideCursor(self._cursor())
        QToolTip.showText(place + QPoint(theme.px(12), theme.px(12)), self.reason, self._view)

    def drop(self, place: QPoint) -> None:
        """Let go at a place on the screen. A refused lane is asked all the same: the answer says why not."""
        if self._bar is None:
            return
        self.move(place)
        ride, lane = self._bar.ride, self._lane
        self.cancel()
        if lane is None:
            if not self._view.rect().contains(self._view.mapFromGlobal(place)):
                self.put_aside.emit(ride.ride_id)
        elif self._view.scene.heads[lane].driver_id != ride.driver_id:
            self.dropped.emit(ride.ride_id, self._view.scene.heads[lane].driver_id)

    def cancel(self) -> None:
        """Put the ride back where it was."""
        if self._bar is None:
            return
        before = self.preview()
        self._bar, self._lane = None, None
        self._scroller.stop()
        self._update(before, None)
        QToolTip.hideText()
        QApplication.restoreOverrideCursor()

    def preview(self) -> QRect | None:
        """Return where the ride would lie, in the viewport; None when no lane is under the mouse."""
        if self._bar is None or self._lane is None:
            return None
        return self._view.preview_rect(self._bar, self._lane)

    def paint(self, painter: QPainter) -> None:
        """Draw the preview over the lanes."""
        rect = self.preview()
        if rect is not None and self._bar is not None:
            self._view.look.draw_preview(painter, rect, self._bar, is_refused=self._refusal() is not None)

    def _refusal(self) -> Refusal | None:
        if self._lane is None:
            return None
        return self._verdicts.get(self._view.scene.heads[self._lane].driver_id)

    def _cursor(self) -> Qt.CursorShape:
        if self._refusal() is not None:
            return Qt.CursorShape.ForbiddenCursor
        return Qt.CursorShape.ClosedHandCursor if self._lane is not None else Qt.CursorShape.DragMoveCursor

    def _update(self, *rects: QRect | None) -> None:
        for rect in rects:
            if rect is not None:
                self._view.viewport().update(rect.adjusted(-2, -2, 2, 2))

    def _scroll_at_edge(self) -> None:
        at = self._view.viewport().mapFromGlobal(self._place)
        shown, edge = self._view.viewport().rect(), theme.px(28)
        if not shown.contains(at):
            return
        bar = self._view.verticalScrollBar()
        if at.y() < edge:
            bar.setValue(bar.value() - bar.singleStep() // 2)
        elif at.y() > shown.height() - edge:
            bar.setValue(bar.value() + bar.singleStep() // 2)
        else:
            return
        self.move(self._place)
