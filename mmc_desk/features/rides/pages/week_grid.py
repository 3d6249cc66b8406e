"""The week view of the board: drivers × seven days in a small table, the rides without a driver on top."""

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import weekday_name
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.queries.week import WeekBoard, WeekCell
from mmc_desk.features.rides.rules.availability import Away
from mmc_desk.ui import theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Role = Qt.ItemDataRole


class WeekModel(QAbstractTableModel):
    """Row 0 counts rides without a driver; each other row is a driver."""

    def __init__(self) -> None:
        super().__init__()
        self.board = WeekBoard((), (), (), ())

    def set_board(self, board: WeekBoard) -> None:
        """Show another week."""
        self.beginResetModel()
        self.board = board
        self.endResetModel()

    def rowCount(self, _parent: Index = _ROOT) -> int:
        """Return the rides without a driver and the drivers."""
        return 1 + len(self.board.lanes) if self.board.days else 0

    def columnCount(self, _parent: Index = _ROOT) -> int:
        """Return the days."""
        return len(self.board.days)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return what a cell shows and says."""
        waiting = self.board.open_rides[index.column()] if index.row() == 0 else None
        cell = None if index.row() == 0 else self.board.lanes[index.row() - 1].cells[index.column()]
        if role == _Role.DisplayRole:
            return _waiting_text(waiting) if waiting is not None else _cell_text(cell)
        if role in {_Role.ToolTipRole, _Role.AccessibleTextRole}:
            return self._spoken(index)
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == _Role.FontRole:
            return theme.font(bold=bool(waiting) or bool(cell and cell.rides))
        return self._colour(waiting, cell, role)

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
        head = self.headerData(index.row(), Qt.Orientation.Vertical)
        day = self.headerData(index.column(), Qt.Orientation.Horizontal).replace("\n", " ")
        if index.row() == 0:
            return f"{head}, {day}: {self.board.open_rides[index.column()]}"
        cell = self.board.lanes[index.row() - 1].cells[index.column()]
        text = translate("rides", "{name}, {day}: {rides} ritten, {waiting} nog te bevestigen")
        said = text.format(name=head, day=day, rides=cell.rides, waiting=cell.unconfirmed)
        return f"{said}, {_away_text(cell)}" if cell.away else said

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return weekdays across, drivers down."""
        if role != _Role.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self.board.lanes[section - 1].name if section else translate("rides", "Zonder chauffeur")
        day = self.board.days[section]
        today = translate("rides", "vandaag") if day == clock.today() else f"{day:%d/%m}"
        closed = self.board.closed[section]
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
        self.setShowGrid(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setMinimumHeight(theme.px(32))
        self.verticalHeader().setDefaultSectionSize(theme.px(30))
        self.verticalHeader().setFixedWidth(theme.px(210))
        self.verticalHeader().setSectionsClickable(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self._open)

    def set_board(self, board: WeekBoard, day: date) -> None:
        """Show a week with the selection on `day`."""
        row = max(self.currentIndex().row(), 0)
        self.week_model.set_board(board)
        column = board.days.index(day) if day in board.days else 0
        self.setCurrentIndex(self.week_model.index(min(row, self.week_model.rowCount() - 1), column))

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
            self.day_opened.emit(board.days[index.column()], driver_id)


def _waiting_text(waiting: int) -> str:
    return translate("rides", "{count} open").format(count=waiting) if waiting else "–"


def _cell_text(cell: WeekCell | None) -> str:
    if cell is None:
        return ""
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
