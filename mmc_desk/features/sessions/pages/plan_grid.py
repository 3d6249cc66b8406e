"""The grid of the month plan: a row per weekly moment, a column per week; by arrows, Alt+arrows or drag."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QDropEvent, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from mmc_desk.core import clock
from mmc_desk.core.formats import WEEKDAYS, show_day
from mmc_desk.core.i18n import translate
from mmc_desk.features.sessions.model import SessionState
from mmc_desk.features.sessions.pages.words import LOOKS, people_words, state_words, theme_words
from mmc_desk.features.sessions.queries.rows import MonthPlan, PlanCell, ProposalRow
from mmc_desk.features.sessions.rules.plan import monday
from mmc_desk.ui import icons, theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Role = Qt.ItemDataRole
_CELL = Qt.ItemDataRole.UserRole
_GHOST = Qt.ItemDataRole.UserRole + 1
_MIME = "application/x-mmc-desk-session"
_GROUNDS = {
    SessionState.PLANNED: "accent_soft",
    SessionState.HELD: "ok_soft",
    SessionState.MISSED: "bad_soft",
    SessionState.CANCELLED: "hover",
}

Ghosts = Mapping[tuple[int, date], ProposalRow]
"""What is proposed, by location and day."""


class PlanModel(QAbstractTableModel):
    """The month with its proposals over it."""

    def __init__(self) -> None:
        super().__init__()
        self.plan: MonthPlan | None = None
        self.ghosts: Ghosts = {}

    def show_plan(self, plan: MonthPlan, ghosts: Ghosts) -> None:
        """Show another month, or other proposals."""
        self.beginResetModel()
        self.plan, self.ghosts = plan, ghosts
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the weekly moments."""
        return len(self.plan.rows) if self.plan and not parent.isValid() else 0

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the weeks."""
        return len(self.plan.weeks) if self.plan and not parent.isValid() else 0

    def cell(self, index: Index) -> PlanCell | None:
        """Return a cell; None outside of the month."""
        if self.plan is None or not index.isValid():
            return None
        return self.plan.rows[index.row()].cells[index.column()]

    def ghost(self, index: Index) -> ProposalRow | None:
        """Return what is proposed for a cell."""
        cell = self.cell(index)
        return self.ghosts.get((cell.location_id, cell.day)) if cell and cell.session is None else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return what a cell is, and says."""
        cell = self.cell(index)
        if role == _CELL:
            return cell
        if role == _GHOST:
            return self.ghost(index)
        if role in {_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole}:
            return "\n".join(cell_lines(cell, self.ghost(index))) if cell else ""
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return the weeks, and the moments."""
        if self.plan is None or role not in {_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole}:
            return None
        if orientation == Qt.Orientation.Horizontal:
            monday = self.plan.weeks[section]
            text = translate("sessions", "week {number}\n{first} – {last}")
            last = monday + timedelta(days=4)
            return text.format(number=monday.isocalendar().week, first=f"{monday:%d/%m}", last=f"{last:%d/%m}")
        row = self.plan.rows[section]
        return f"{row.location}\n{translate('formats', WEEKDAYS[row.weekday])}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let planned activities be picked up, and open noons take them."""
        cell = self.cell(index)
        if cell is None:
            return Qt.ItemFlag.NoItemFlags
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if cell.session and cell.session.state is SessionState.PLANNED:
            found |= Qt.ItemFlag.ItemIsDragEnabled
        if cell.is_open and cell.session is None:
            found |= Qt.ItemFlag.ItemIsDropEnabled
        return found

    def mimeTypes(self) -> list[str]:
        """Return what can be dropped."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the activity that is picked up."""
        found = QMimeData()
        cell = self.cell(indexes[0]) if indexes else None
        key = cell.session.key if cell and cell.session else 0
        found.setData(_MIME, str(key).encode())
        return found


def cell_lines(cell: PlanCell, ghost: ProposalRow | None) -> list[str]:
    """Return what a cell says: the day, what is or could be there, with whom, how it stands."""
    day = show_day(cell.day)
    if cell.session:
        row = cell.session
        return [day, theme_words(row), people_words(row), ", ".join(filter(None, (state_words(row), row.trouble)))]
    if ghost:
        theme_name = ghost.theme or translate("sessions", "thema nog te kiezen")
        return [day, theme_name, ghost.partner, translate("sessions", "voorstel")]
    if cell.noon and cell.noon.closed:
        return [day, translate("sessions", "gesloten: {reason}").format(reason=cell.noon.closed)]
    return [day, translate("sessions", "vrij")] if cell.noon else [day, translate("sessions", "geen middag")]


class PlanGrid(QTableView):
    """The grid. Enter opens what is under the cursor."""

    cursor_moved = Signal()
    opened = Signal()
    """Enter or a double click."""
    stepped = Signal(int)
    """Alt+← (-1) or Alt+→ (1): to the noon before or after."""
    dropped = Signal(int, object)
    """The id of an activity, the day it was dropped on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan_model = PlanModel()
        self.setModel(self.plan_model)
        self.setAccessibleName(translate("sessions", "Maandplan: locaties en weken"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDropIndicatorShown(True)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(theme.px(116))
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setMinimumHeight(theme.px(44))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.px(70))
        self.verticalHeader().setMinimumWidth(theme.px(112))
        self.verticalHeader().setSectionsClickable(False)
        self.setItemDelegate(_CellDelegate(self))
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.cursor_moved.emit())

    def show_plan(self, plan: MonthPlan, ghosts: Ghosts) -> None:
        """Show a month; the cursor stays where it was."""
        kept = self.currentIndex()
        week = monday(clock.today())
        first = plan.weeks.index(week) if week in plan.weeks else 0
        row, column = max(kept.row(), 0), kept.column() if kept.isValid() else first
        self.plan_model.show_plan(plan, ghosts)
        if plan.rows:
            self._put_cursor(min(row, len(plan.rows) - 1), min(column, len(plan.weeks) - 1))
        self.cursor_moved.emit()

    def _put_cursor(self, row: int, column: int) -> None:
        """Put the cursor on a cell of the month."""
        cells = self.plan_model.plan.rows[row].cells if self.plan_model.plan else ()
        inside = [place for place, cell in enumerate(cells) if cell is not None]
        nearest = min(inside, key=lambda place: abs(place - column), default=column)
        self.setCurrentIndex(self.plan_model.index(row, nearest))

    @property
    def cell(self) -> PlanCell | None:
        """The cell under the cursor."""
        return self.plan_model.cell(self.currentIndex())

    @property
    def ghost(self) -> ProposalRow | None:
        """The proposal under the cursor."""
        return self.plan_model.ghost(self.currentIndex())

    def select_day(self, location_id: int, day: date) -> bool:
        """Put the cursor on a day of a location; tell whether it is there."""
        plan = self.plan_model.plan
        for row, line in enumerate(plan.rows if plan else ()):
            for column, cell in enumerate(line.cells):
                if cell and (cell.location_id, cell.day) == (location_id, day):
                    self.setCurrentIndex(self.plan_model.index(row, column))
                    return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter, step on Alt+arrows."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.opened.emit()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cursor in sight when a proposal takes part of the room."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand a drop on an open noon of the same location to whoever moves activities."""
        cell = self.plan_model.cell(self.indexAt(event.position().toPoint()))
        key = int(bytes(event.mimeData().data(_MIME).data()) or b"0")
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if cell is not None and key:
            self.dropped.emit(key, cell)


class _CellDelegate(QStyledItemDelegate):
    """Draws a cell: a card for an activity, a dashed one for a proposal, words for the rest."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: PlanCell | None = index.data(_CELL)
        painter.save()
        painter.fillRect(option.rect, theme.colour("base" if cell else "window"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.drawLine(option.rect.topRight(), option.rect.bottomRight())
        if cell:
            self._draw(painter, option.rect, cell, index.data(_GHOST))
        if cell and option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), theme.px(2)))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _draw(self, painter: QPainter, rect: QRect, cell: PlanCell, ghost: ProposalRow | None) -> None:
        pad = theme.px(4)
        card = rect.adjusted(pad, pad, -pad, -pad)
        if cell.session:
            self._card(painter, card, _GROUNDS[cell.session.state], dashed=False)
        elif ghost:
            self._card(painter, card, "base", dashed=True)
        lines = cell_lines(cell, ghost)
        is_full = bool(cell.session or ghost)
        self._lines(painter, card.adjusted(pad, theme.px(2), -pad, -theme.px(2)), lines, is_full=is_full)
        if cell.session:
            self._marks(painter, card, cell)
        elif ghost:
            self._icon(painter, card, "sparkles", "accent", 0)

    def _card(self, painter: QPainter, rect: QRect, ground: str, *, dashed: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour(ground))
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(theme.colour("accent" if dashed else "border_strong"), 1, style))
        painter.drawRoundedRect(rect, theme.px(4), theme.px(4))

    def _lines(self, painter: QPainter, rect: QRect, lines: list[str], *, is_full: bool) -> None:
        top = rect.top()
        for place, line in enumerate(filter(None, lines)):
            bold = is_full and place == 1
            font = theme.font(0.9, bold=bold)
            metrics = QFontMetrics(font)
            if top + metrics.height() > rect.bottom() + theme.px(3):
                return
            painter.setFont(font)
            painter.setPen(theme.colour("text" if bold else "muted"))
            room = rect.width() - (theme.px(40) if place == 0 else 0)
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room)
            painter.drawText(rect.left(), top + metrics.ascent(), shown)
            top += metrics.height()

    def _marks(self, painter: QPainter, rect: QRect, cell: PlanCell) -> None:
        assert cell.session is not None  # noqa: S101 - narrows the type: the caller looked
        icon, tone = LOOKS[cell.session.state]
        if cell.session.trouble:
            icon, tone = "triangle-alert", "warn"
        self._icon(painter, rect, icon, tone, 0)
        if cell.session.is_pinned:
            self._icon(painter, rect, "pin", "text", 1)

    def _icon(self, painter: QPainter, rect: QRect, icon: str, tone: str, place: int) -> None:
        size = theme.px(14)
        left = rect.right() - theme.px(4) - size - place * (size + theme.px(4))
        icons.icon(icon, tone).paint(painter, QRect(left, rect.top() + theme.px(4), size, size))
