"""The grid of the duty roster: a row per noon, a column per task, who is on duty in each cell."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from mmc_desk.core.formats import show_day
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model.duties import MealTask
from mmc_desk.features.meals.queries.duties import DutyMonth, DutyRow, NoonDuties
from mmc_desk.features.meals.rules.volunteers import task_name
from mmc_desk.ui import theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Role = Qt.ItemDataRole
TASKS = tuple(MealTask)
_LINES = 2
"""The fewest lines a row has room for."""


class DutyModel(QAbstractTableModel):
    """The noons of a month."""

    def __init__(self) -> None:
        super().__init__()
        self.month: DutyMonth | None = None

    def show_month(self, month: DutyMonth) -> None:
        """Show another month, or the same one changed."""
        self.beginResetModel()
        self.month = month
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the noons."""
        return len(self.month.noons) if self.month and not parent.isValid() else 0

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the tasks."""
        return 0 if parent.isValid() else len(TASKS)

    def lines(self, index: Index) -> Sequence[tuple[str, str]]:
        """Return what a cell says, line by line with its colour role."""
        if self.month is None:
            return ()
        noon, task = self.month.noons[index.row()], TASKS[index.column()]
        if noon.closed_reason and not noon.of(task):
            text = translate("duties", "gesloten: {reason}").format(reason=noon.closed_reason)
            return ((text, "muted"),) if index.column() == 0 else ()
        found = [(name_of(duty), "warn" if duty.trouble else "text") for duty in noon.of(task)]
        missing = self.month.missing(noon, task)
        if missing:
            found.append((translate("duties", "{count} te kort").format(count=missing), "bad"))
        return found

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return what a cell says."""
        if role in {_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole} and index.isValid():
            return "\n".join(text for text, _colour in self.lines(index))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return the tasks, and the days."""
        if self.month is None or role not in {_Role.DisplayRole, _Role.AccessibleTextRole}:
            return None
        if orientation == Qt.Orientation.Vertical:
            return show_day(self.month.noons[section].day)
        return task_name(TASKS[section]).capitalize()


def name_of(duty: DutyRow) -> str:
    """Return who is on duty, and whether the proposal must leave it so."""
    return translate("duties", "{name} (vast)").format(name=duty.name) if duty.is_pinned else duty.name


class DutyGrid(QTableView):
    """Walked by arrows. Enter adds somebody, Space pins, Delete takes off."""

    cursor_moved = Signal()
    opened = Signal()
    pinned = Signal()
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.duty_model = DutyModel()
        self.setModel(self.duty_model)
        self.setAccessibleName(translate("duties", "Dienstrooster: middagen en taken"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        columns, rows = self.horizontalHeader(), self.verticalHeader()
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        columns.setMinimumSectionSize(theme.px(72))
        columns.setSectionsClickable(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setTextElideMode(Qt.TextElideMode.ElideRight)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        rows.setMinimumWidth(theme.px(76))
        rows.setSectionsClickable(False)
        self.setItemDelegate(_CellDelegate(self))
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.cursor_moved.emit())

    def show_month(self, month: DutyMonth) -> None:
        """Show a month; the cursor stays where it was, and begins on the first noon that is still to come."""
        kept, same = self.currentIndex(), self.duty_model.month
        row, column = max(kept.row(), 0), max(kept.column(), 0)
        if same is None or (same.restaurant_id, same.first) != (month.restaurant_id, month.first):
            days = [noon.day for noon in month.noons]
            row = next((place for place, day in enumerate(days) if day >= month.today), len(days) - 1)
        self.clearSpans()
        self.duty_model.show_month(month)
        for place, noon in enumerate(month.noons):
            if noon.closed_reason and not noon.duties:
                self.setSpan(place, 0, 1, len(TASKS))
        if month.noons:
            self.setCurrentIndex(self.duty_model.index(min(row, len(month.noons) - 1), column))
        self.cursor_moved.emit()

    @property
    def noon(self) -> NoonDuties | None:
        """The noon under the cursor."""
        month, index = self.duty_model.month, self.currentIndex()
        return month.noons[index.row()] if month and index.isValid() else None

    @property
    def task(self) -> MealTask:
        """The task under the cursor."""
        return TASKS[max(self.currentIndex().column(), 0)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add on Enter, pin on Space, take off on Delete."""
        wanted = {
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_Space: self.pinned,
            Qt.Key.Key_Delete: self.removed,
        }.get(Qt.Key(event.key()))
        if wanted is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            wanted.emit()
        else:
            super().keyPressEvent(event)


class _CellDelegate(QStyledItemDelegate):
    """Draws the names under each other; who is missing in words, so that no colour is needed to see it."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        count = len(model.lines(index)) if isinstance(model, DutyModel) else 0
        height = QFontMetrics(theme.font()).height()
        return QSize(theme.px(72), max(count, _LINES) * height + theme.px(10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        lines = model.lines(index) if isinstance(model, DutyModel) else ()
        painter.save()
        painter.fillRect(option.rect, theme.colour("base"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.drawLine(option.rect.topRight(), option.rect.bottomRight())
        font = theme.font()
        metrics = QFontMetrics(font)
        painter.setFont(font)
        top = option.rect.top() + theme.px(5)
        for text, role in lines:
            painter.setPen(theme.colour(role))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, option.rect.width() - theme.px(12))
            painter.drawText(option.rect.left() + theme.px(6), top + metrics.ascent(), shown)
            top += metrics.height()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(theme.colour("accent"), theme.px(2)))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
        painter.restore()
