"""The bar in a table that shows how much of a goal is reached: length and percents say it, not the colour."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mmc_desk.ui import theme
from mmc_desk.ui.table_model import RowTableModel

_TEXT = 56
"""Room for “100 %” at 100 %."""


_LEAST = 48
"""A shorter bar shows nothing: it goes under the text then, over the whole cell."""


class ProgressDelegate(QStyledItemDelegate):
    """Draws a cell's text at the right and a bar before it. `share` and `role` say how long and in which colour."""

    def __init__(
        self, share: Callable[[Any], float | None], role: Callable[[Any], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._share, self._role = share, role

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the cell."""
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, RowTableModel):
            return
        row = model.row_at(index)
        share, bar = self._share(row), _place(QRectF(option.rect))
        half = bar.height() / 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("border_strong"))
        painter.setBrush(theme.colour("base"))
        painter.drawRoundedRect(bar, half, half)
        if share:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(self._role(row)))
            bar.setWidth(max(bar.height(), bar.width() * min(1.0, share)))
            painter.drawRoundedRect(bar, half, half)
        painter.restore()


def _place(cell: QRectF) -> QRectF:
    """Return where the bar goes: before the text, or under it in a narrow cell."""
    side, high = theme.px(8), theme.px(8)
    room = cell.width() - theme.px(_TEXT) - 2 * side
    if room >= theme.px(_LEAST):
        return QRectF(cell.left() + side, cell.center().y() - high / 2, room, high)
    thin = theme.px(4)
    return QRectF(cell.left() + side, cell.bottom() - thin - 1, cell.width() - 2 * side, thin)
