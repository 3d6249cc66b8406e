"""A table whose numbers open the records behind them: by a click, or by Enter on the cell under the cursor."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from mmc_desk.ui import theme
from mmc_desk.ui.table_model import RowTableModel, TableView

Index = QModelIndex | QPersistentModelIndex


class _CellFrame(QStyledItemDelegate):
    """Frames the number that Enter opens."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell, and a frame where the cursor stands on a number."""
        super().paint(painter, option, index)
        table = self.parent()
        if not isinstance(table, QTableView) or not table.hasFocus() or index.column() == 0:
            return
        if index == table.currentIndex():
            painter.save()
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(QRectF(option.rect).adjusted(1, 1, -1, -1))
            painter.restore()


class NumberTable(TableView):
    """A TableView in which a cell is asked for, never sorted: its rows stand in the order of their service."""

    cell_asked = Signal(object, int)
    """The row and the place of the column; Enter in the first column asks for the first number."""

    def __init__(self, model: RowTableModel[Any], parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(model, parent, name=name)
        self.setMouseTracking(True)
        self.setItemDelegate(_CellFrame(self))
        self.clicked.connect(self._on_clicked)
        self.activated_row.connect(lambda row: self.cell_asked.emit(row, max(1, self.currentIndex().column())))

    def keep_order(self) -> None:
        """Let no heading sort."""
        self.setSortingEnabled(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setSortIndicatorShown(False)

    def span_rows(self, is_head: Callable[[Any], bool]) -> None:
        """Give the rows that are a heading the whole width."""
        self.clearSpans()
        for place, row in enumerate(self.rows_model.rows):
            if is_head(row):
                self.setSpan(place, 0, 1, len(self.rows_model.columns))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over a number."""
        super().mouseMoveEvent(event)
        at = self.indexAt(event.position().toPoint())
        opens = at.isValid() and at.column() > 0 and at.data() not in {None, ""}
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() > 0:
            self.cell_asked.emit(self.rows_model.row_at(index), index.column())
