"""The calendar of the restaurants as a grid that is walked by arrows."""

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import show_day
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.rules.grid import Grid, NoonCell, NoonState, cell_text, describe
from mmc_desk.features.rides.pages.week_grid import CellDelegate
from mmc_desk.ui import theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_Role = Qt.ItemDataRole
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_GROUNDS = {
    NoonState.OPEN: "accent_soft",
    NoonState.FULL: "warn_soft",
    NoonState.CLOSED: "hover",
    NoonState.SERVED: "ok_soft",
    NoonState.TO_COUNT: "bad_soft",
}


class NoonModel(QAbstractTableModel):
    """Column 0 names the row; the others hold noons."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = Grid()

    def set_grid(self, grid: Grid) -> None:
        """Show another week or month."""
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def rowCount(self, _parent: Index = _ROOT) -> int:
        """Return how many rows there are."""
        return len(self.grid.rows)

    def columnCount(self, _parent: Index = _ROOT) -> int:
        """Return the names and the days or weeks."""
        return 1 + len(self.grid.titles) if self.grid.rows else 0

    def noon(self, index: Index) -> NoonCell | None:
        """Return the noon of a cell, None where there is none."""
        if not index.isValid() or index.column() == 0:
            return None
        return self.grid.rows[index.row()].cells[index.column() - 1]

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return what a cell shows and says."""
        if index.column() == 0:
            return self._title(index.row(), role)
        noon = self.noon(index)
        if role == _Role.AccessibleTextRole:
            return self.spoken(index)
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return self._cell(noon, role) if noon is not None else None

    def _title(self, row: int, role: int) -> Any:  # noqa: ANN401 - as data
        if role in {_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole}:
            return self.grid.rows[row].title
        if role == _Role.TextAlignmentRole:
            return _LEFT
        return theme.font(bold=True) if role == _Role.FontRole else None

    def _cell(self, noon: NoonCell, role: int) -> Any:  # noqa: ANN401 - as data
        today = clock.today()
        state = noon.state(today)
        if role == _Role.DisplayRole:
            head = show_day(noon.day) if self.grid.is_month else noon.starts_at
            return "\n".join(text for text in (head, cell_text(noon, today)) if text)
        if role == _Role.ToolTipRole:
            return describe(noon, today)
        if role == _Role.BackgroundRole:
            return theme.colour(_GROUNDS[state])
        if role == _Role.ForegroundRole:
            return theme.colour("muted" if state is NoonState.CLOSED else "text")
        return theme.font(bold=noon.day == today) if role == _Role.FontRole else None

    def spoken(self, index: Index) -> str:
        """Return a cell in words: where, when, how it stands."""
        noon = self.noon(index)
        title = self.grid.rows[index.row()].title
        if noon is None:
            when = self.grid.titles[max(index.column() - 1, 0)]
            return f"{title}, {when}: {translate('meals', 'geen middag')}"
        return f"{noon.location}, {show_day(noon.day)}: {describe(noon, clock.today())}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return the days of a week, or the weeks of a month."""
        if role == _Role.TextAlignmentRole:
            return _LEFT if section == 0 else None
        if role != _Role.DisplayRole or orientation == Qt.Orientation.Vertical:
            return None
        if section == 0:
            return translate("meals", "Locatie")
        day, title = self.grid.days[section - 1], self.grid.titles[section - 1]
        if self.grid.is_month:
            return title
        head = translate("meals", "{weekday} vandaag").format(weekday=title[:2]) if day == clock.today() else title
        note = self.grid.notes.get(day, "")
        return f"{head}\n{note}" if note else head


class NoonGrid(QTableView):
    """Walked by arrows; Enter opens the noon."""

    opened = Signal()
    moved = Signal()
    """The cursor went to another cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.noons = NoonModel()
        self.setModel(self.noons)
        self.setAccessibleName(translate("meals", "Kalender van de dorpsrestaurants"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionsClickable(False)
        head.setMinimumHeight(theme.px(32))
        head.setStyleSheet(f"QHeaderView::section {{ padding: {theme.px(6)}px {theme.px(8)}px; }}")
        self.verticalHeader().setDefaultSectionSize(theme.px(46))
        self.verticalHeader().hide()
        self.setItemDelegate(CellDelegate(self))
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.moved.emit())

    def set_grid(self, grid: Grid, day: date) -> None:
        """Show a week or a month. In the same period the cursor stays, else it goes to the noons of `day`."""
        before, index = self.noons.grid, self.currentIndex()
        stays = index.isValid() and before.days == grid.days and index.row() < len(grid.rows)
        self.noons.set_grid(grid)
        if grid.rows:
            self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
            place = (index.row(), min(index.column(), len(grid.titles))) if stays else self._first_noon(grid, day)
            self.setCurrentIndex(self.noons.index(*place))
        self.moved.emit()

    def _first_noon(self, grid: Grid, day: date) -> tuple[int, int]:
        """Return row and column of the first noon on or after `day`, else of the last one before it."""
        places = [
            (noon.day, row, column + 1)
            for row, line in enumerate(grid.rows)
            for column, noon in enumerate(line.cells)
            if noon is not None
        ]
        coming = [place for place in places if place[0] >= day]
        _, row, column = min(coming) if coming else max(places, default=(day, 0, 1))
        return row, column

    @property
    def current(self) -> NoonCell | None:
        """The noon under the cursor."""
        return self.noons.noon(self.currentIndex())

    @property
    def row_restaurant(self) -> int | None:
        """The restaurant of the row under the cursor."""
        index = self.currentIndex()
        return self.noons.grid.rows[index.row()].restaurant_id if index.isValid() else None

    def go_to(self, service_id: int) -> bool:
        """Put the cursor on a noon; False when it isn't in view."""
        for row, line in enumerate(self.noons.grid.rows):
            for column, noon in enumerate(line.cells):
                if noon is not None and noon.service_id == service_id:
                    self.setCurrentIndex(self.noons.index(row, column + 1))
                    return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the noon on Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)
