"""The frozen edges of the day board: the ruler of hours over the lanes, the drivers' column beside them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from mmc_desk.ui import theme

if TYPE_CHECKING:
    from mmc_desk.features.rides.pages.board_canvas import BoardCanvas


class Ruler(QWidget):
    """Hours, and a flag at this moment on today's board."""

    def __init__(self, view: "BoardCanvas") -> None:
        super().__init__(view)
        self._view = view

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hours as the lanes are scrolled."""
        painter = QPainter(self)
        view = self._view
        view.look.draw_ruler(painter, self.rect(), view.scale, view.horizontalScrollBar().value(), view.now)


class DriverColumn(QWidget):
    """Names, load of the month and wheelchair marks; a click puts the selection in that lane."""

    def __init__(self, view: "BoardCanvas") -> None:
        super().__init__(view)
        self._view = view

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the heads of the lanes that show."""
        painter = QPainter(self)
        view, shift = self._view, self._view.verticalScrollBar().value()
        painter.fillRect(event.rect(), theme.colour("base"))
        layout = view.scene.layout
        for lane in layout.lanes_between(event.rect().top() + shift, event.rect().bottom() + shift):
            top, height = layout.extent(lane)
            rect = self.rect()
            rect.setTop(top - shift)
            rect.setHeight(height)
            view.look.draw_head(painter, rect, view.scene.heads[lane], is_current=lane == view.marked_lane)
        painter.setPen(theme.colour("border_strong"))
        painter.drawLine(self.rect().topRight(), self.rect().bottomRight())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the lane under the mouse."""
        lane = self._lane_at(event.position().y())
        if lane is not None and event.button() == Qt.MouseButton.LeftButton:
            self._view.setFocus(Qt.FocusReason.MouseFocusReason)
            self._view.select_lane(lane)

    def event(self, event: QEvent) -> bool:
        """Show a driver's whole name where the column is too narrow for it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            lane = self._lane_at(event.y())
            if lane is None:
                QToolTip.hideText()
            else:
                head = self._view.scene.heads[lane]
                lines = [head.name, head.detail, head.away]
                QToolTip.showText(event.globalPos(), "\n".join(line for line in lines if line), self)
            return True
        return super().event(event)

    def _lane_at(self, y: float) -> int | None:
        return self._view.scene.layout.lane_at(y + self._view.verticalScrollBar().value())
