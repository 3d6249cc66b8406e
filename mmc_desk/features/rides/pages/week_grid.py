"""The week view of the board: drivers × seven days in a small table, the rides without a driver on top."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
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
from mmc_desk.core.formats import show_weekday_date, weekday_name
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.queries.week import WeekBoard, WeekCell
from mmc_desk.features.rides.rules.availability import Away
from mmc_desk.ui import theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Role = Qt.ItemDataRole
_NAMES = 0.3
"""The part of the width that names get at most beside a proposal."""

_SMALL = 0.9
"""The size of the text where something stands beside it."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class WeekModel(QAbstractTableModel):
    """Row 0 counts rides without a driver; each other row is a driver."""

    def __init__(self) -> None:
        super().__init__()
        self.board = WeekBoard((), (), (), ())
        self.proposed: Mapping[tuple[date, int], int] = {}
        """How many rides are proposed to a driver on a day, beside what is."""

    def set_board(self, board: WeekBoard) -> None:
        """Show another week."""
        self.beginResetModel()
        self.board = board
        self.endResetModel()

    def rowCount(self, _parent: Index = _ROOT) -> int:
        """Return the rides without a driver and the drivers."""
        return 1 + len(self.board.lanes) if self.board.days else 0

    def columnCount(self, _parent: Index = _ROOT) -> int:
        """Return the names and the days."""
        return 1 + len(self.board.days) if self.board.days else 0

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return what a cell shows and says."""
        if index.column() == 0:
            return self._name(index.row(), role)
        place = index.column() - 1
        waiting = self.board.open_rides[place] if index.row() == 0 else None
        cell = None if index.row() == 0 else self.board.lanes[index.row() - 1].cells[place]
        if role == _Role.DisplayRole:
            text = _cell_text(cell, is_short=bool(self.proposed))
            if waiting is not None:
                text = str(waiting or "–") if self.proposed else _waiting_text(waiting)
            return _with_proposed(text, self._proposed(index))
        if role in {_Role.ToolTipRole, _Role.AccessibleTextRole}:
            return self._spoken(index)
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == _Role.FontRole:
            return theme.font(
                _SMALL if self.proposed else 1.0,
                bold=bool(waiting) or bool(cell and cell.rides) or bool(self._proposed(index)),
            )
        return self._colour(waiting, cell, role)

    def _proposed(self, index: Index) -> int:
        if index.row() == 0 or not self.proposed:
            return 0
        lane = self.board.lanes[index.row() - 1]
        return self.proposed.get((self.board.days[index.column() - 1], lane.driver_id), 0)

    def _name(self, row: int, role: int) -> Any:  # noqa: ANN401 - as data
        if role in {_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole}:
            return self.board.lanes[row - 1].name if row else translate("rides", "Zonder chauffeur")
        # Small, a name that has little room takes two lines: two of one family are told apart.
        return theme.font(_SMALL if self.proposed else 1.0, bold=True) if role == _Role.FontRole else None

    def _colour(self, waiting: int | None, cell: WeekCell | None, role: int) -> Any:  # noqa: ANN401 - as data
        if role == _Role.ForegroundRole:
            return theme.colour("bad" if waiting else "muted" if not (cell and cell.rides) else "text")
        if role != _Role.BackgroundRole:
            return None
        if waiting:
            return theme.colour("bad_soft")
        if cell and cell.unconfirmed:
            return theme.colour("warn_soft")
        if cell and cell.rides:
            return theme.colour("accent_soft")
        return theme.colour("hover") if cell and cell.away else None

    def _spoken(self, index: Index) -> str:
        head, place = self._name(index.row(), _Role.DisplayRole), index.column() - 1
        day = " ".join(filter(None, (show_weekday_date(self.board.days[place]), self.board.closed[place])))
        if index.row() == 0:
            return f"{head}, {day}: {self.board.open_rides[place]}"
        cell = self.board.lanes[index.row() - 1].cells[place]
        text = translate("rides", "{name}, {day}: {rides} ritten, {waiting} nog te bevestigen")
        said = text.format(name=head, day=day, rides=cell.rides, waiting=cell.unconfirmed)
        if more := self._proposed(index):
            said = translate("rides", "{said}, {count} voorgesteld").format(said=said, count=more)
        return f"{said}, {_away_text(cell)}" if cell.away else said

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return the weekdays."""
        if role != _Role.DisplayRole or orientation == Qt.Orientation.Vertical:
            is_name = role == _Role.TextAlignmentRole and section == 0
            return _LEFT if is_name else None
        if section == 0:
            return translate("rides", "Chauffeur")
        day = self.board.days[section - 1]
        if self.proposed:
            return f"{weekday_name(day)[:2]}\n{day.day}"  # something stands beside it: the days are narrow
        today = translate("rides", "vandaag") if day == clock.today() else f"{day:%d/%m}"
        closed = self.board.closed[section - 1]
        return f"{weekday_name(day)[:2]} {today}" + (f"\n{closed}" if closed else "")


class WeekGrid(QTableView):
    """Walked by arrows; Enter opens the day."""

    day_opened = Signal(object, object)
    """The day, and the id of the driver or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.week_model = WeekModel()
        self.setModel(self.week_model)
        self.setAccessibleName(translate("rides", "Weekoverzicht: chauffeurs en dagen"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setMinimumHeight(theme.px(32))
        self.setStyleSheet(f"QTableView::item {{ padding: 0 {theme.px(2)}px; }}")
        self.horizontalHeader().setStyleSheet(f"QHeaderView::section {{ padding: {theme.px(6)}px {theme.px(2)}px; }}")
        self.verticalHeader().setDefaultSectionSize(theme.px(30))
        self.verticalHeader().hide()
        self.setItemDelegate(CellDelegate(self))
        self.doubleClicked.connect(self._open)

    def set_board(self, board: WeekBoard, day: date) -> None:
        """Show a week with the selection on `day`."""
        row = max(self.currentIndex().row(), 0)
        self.week_model.set_board(board)
        self._fit_names()
        column = 1 + board.days.index(day) if day in board.days else 1
        self.setCurrentIndex(self.week_model.index(min(row, self.week_model.rowCount() - 1), column))

    def set_proposed(self, counts: Mapping[tuple[date, int], int]) -> None:
        """Show how many rides are proposed, by day and driver id; nothing takes them away."""
        if counts != self.week_model.proposed:
            self.week_model.proposed = counts
            self._fit_names()
            self.week_model.headerDataChanged.emit(Qt.Orientation.Horizontal, 1, len(self.week_model.board.days))
            self.viewport().update()

    def _fit_names(self) -> None:
        """Leave most of the room to the days where something stands beside them."""
        wanted = self.sizeHintForColumn(0) + theme.px(8)
        narrow = round(self.viewport().width() * _NAMES)
        if self.week_model.proposed and wanted > narrow:
            self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(0, narrow)
        else:
            self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out again."""
        super().resizeEvent(event)
        self._fit_names()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the day on Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            board = self.week_model.board
            driver_id = board.lanes[index.row() - 1].driver_id if index.row() else None
            self.day_opened.emit(board.days[max(index.column() - 1, 0)], driver_id)


class CellDelegate(QStyledItemDelegate):
    """Fills a cell with its colour, which a style sheet would keep from it, and draws a line under it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        ground = index.data(_Role.BackgroundRole)
        if ground is not None:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)
        painter.setPen(theme.colour("border"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(theme.colour("accent"), theme.px(2)))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))


def _waiting_text(waiting: int) -> str:
    return translate("rides", "{count} open").format(count=waiting) if waiting else "–"


def _with_proposed(text: str, proposed: int) -> str:
    if not proposed:
        return text
    return f"{text}  +{proposed}" if text.strip("· ") else f"+{proposed}"


def _cell_text(cell: WeekCell | None, *, is_short: bool = False) -> str:
    if cell is None:
        return ""
    if cell.rides and cell.unconfirmed and is_short:
        return f"{cell.rides}☎"  # how many are to be phoned stands in the tooltip
    if cell.rides and cell.unconfirmed:
        return translate("rides", "{rides}  ({waiting} te bellen)").format(rides=cell.rides, waiting=cell.unconfirmed)
    if cell.rides:
        return str(cell.rides)
    return _away_text(cell) if cell.away is Away.LEAVE else "" if cell.away else "·"


def _away_text(cell: WeekCell) -> str:
    words = {
        Away.LEAVE: translate("rides", "afwezig"),
        Away.CLOSURE: translate("rides", "gesloten"),
        Away.NOT_ACTIVE: translate("rides", "niet actief"),
        Away.PATTERN: translate("rides", "rijdt die dag niet"),
    }
    word = words[cell.away] if cell.away else ""
    return f"{word}: {cell.detail}" if cell.detail else word
