"""Tables that stay smooth at 100 000 rows: an own sorted and filtered list, never QSortFilterProxyModel."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from mmc_desk.core.formats import fold
from mmc_desk.ui import theme
from mmc_desk.ui.column_widths import Wish, share_room
from mmc_desk.ui.columns import ANSWERS, Column, measured

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ItemRole = Qt.ItemDataRole


class RowTableModel(QAbstractTableModel, Generic[Row]):
    """Frozen rows in columns. The filter looks in the text `search` gives; in all columns without it.

    `key` tells which row is the same one after a reload; by default its attribute `key` or `id`.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        search: Callable[[Row], str] | None = None,
        key: Callable[[Row], object] | None = None,
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.key = key or _default_key
        self._search = search or self._all_columns
        self._all: list[Row] = []
        self._folded: list[str] | None = None
        self._filter = ""
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None
        self.rows: list[Row] = []
        """The rows on show, sorted and filtered."""

    @property
    def all_rows(self) -> Sequence[Row]:
        """Every row, filtered out or not."""
        return self._all

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, under the same filter and order."""
        self.beginResetModel()
        self._all = list(rows)
        self._folded = None
        self._arrange()
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns, over no rows: those of the former columns needn't fit."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._all, self._folded, self._sorted_by = [], None, None
        self._pick()
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        """Show the rows in which every word of `text` occurs, accents and capitals aside."""
        wanted = fold(text)
        if wanted == self._filter:
            return
        self.beginResetModel()
        self._filter = wanted
        self._pick()
        self.endResetModel()

    def row_at(self, index: Index) -> Row:
        """Return the row an index points at. Raises IndexError for an invalid one."""
        if not index.isValid():
            raise IndexError(index.row())
        return self.rows[index.row()]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; equal rows keep their order."""
        self._sorted_by = (column, order) if column >= 0 else None
        self.beginResetModel()
        self._arrange()
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows are on show."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _ItemRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return what Qt asks for about one cell."""
        answer = ANSWERS.get(role)
        if answer is None or not index.isValid():
            return None
        return answer(self.rows[index.row()], self.columns[index.column()])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ItemRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return a column's title; rows have none."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ItemRole.DisplayRole:
            return self.columns[section].title
        if role == _ItemRole.TextAlignmentRole and self.columns[section].align_right:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return (
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter if role == _ItemRole.TextAlignmentRole else None
        )

    def _arrange(self) -> None:
        if self._sorted_by and self._sorted_by[0] < len(self.columns):
            self._sort_all(*self._sorted_by)
        self._pick()

    def _sort_all(self, place: int, order: Qt.SortOrder) -> None:
        column = self.columns[place]
        key = column.sort or (lambda row: fold(column.text(row)))
        known = [row for row in self._all if key(row) is not None]
        unknown = [row for row in self._all if key(row) is None]
        known.sort(key=key, reverse=order == Qt.SortOrder.DescendingOrder)
        self._all = known + unknown
        self._folded = None

    def _pick(self) -> None:
        words = self._filter.split()
        if not words:
            self.rows = list(self._all)
            return
        if self._folded is None:
            self._folded = [fold(self._search(row)) for row in self._all]
        places: Sequence[int] = range(len(self._all))
        for word in words:
            places = [place for place in places if word in self._folded[place]]
        self.rows = [self._all[place] for place in places]

    def _all_columns(self, row: Row) -> str:
        return " ".join(column.text(row) for column in self.columns)


def _default_key(row: object) -> object:
    return getattr(row, "key", getattr(row, "id", row))


class TableView(QTableView):
    """A table of rows. Enter or a double click activates one, Ctrl+C copies the selected ones as TSV."""

    activated_row = Signal(object)
    current_row_changed = Signal(object)
    """The row under the cursor, None without one."""

    def __init__(
        self, model: RowTableModel[Any], parent: QWidget | None = None, *, name: str = "", nothing: str = ""
    ) -> None:
        """`nothing` is what stands in the table where it has no rows, for one that isn't a page by itself."""
        super().__init__(parent)
        self._nothing = nothing
        self.rows_model = model
        self._kept: object = None
        self._own: dict[int, float] = {}
        """The widths a person gave, at 100 %, by column."""
        self._needed: dict[int, int] = {}  # what the texts on show need, in pixels, by column
        self._put_away: set[int] = set()
        self._is_sharing = False
        self.setModel(model)
        self.setAccessibleName(name)
        self.setAccessibleDescription(nothing)
        self._dress()
        self._size()
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)
        self.doubleClicked.connect(self._activate)

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        titles = self.horizontalHeader()
        titles.setHighlightSections(False)
        titles.setSortIndicatorShown(True)
        titles.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        titles.sectionResized.connect(self._on_resized)
        self.setSortingEnabled(True)

    def _size(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(28))
        self._own.clear()
        self._needed.clear()
        self._share_width()

    def put_away(self, place: int, *, away: bool) -> None:
        """Hide a column that says nothing now, or show it again."""
        if away != (place in self._put_away):
            self._put_away ^= {place}
            self._share_width()

    def _share_width(self) -> None:
        """Give every column its width, and what is left over to those that grow."""
        columns, room = self.rows_model.columns, self.viewport().width()
        wanted = [self._wanted(place) for place in range(len(columns))]
        is_tight = sum(wanted) > room
        wishes = [
            Wish(width, self._need(place) if is_tight else width, column.grows, column.is_spare, place in self._own)
            for place, (column, width) in enumerate(zip(columns, wanted, strict=True))
        ]
        widths = share_room(wishes, room, self._put_away)
        self._is_sharing = True
        self.horizontalHeader().setStretchLastSection(not any(wishes[place].can_grow for place in widths))
        for place in range(len(columns)):
            self.setColumnHidden(place, place not in widths)
            self.setColumnWidth(place, widths.get(place, 0))
        self._is_sharing = False

    def _wanted(self, place: int) -> int:
        """Return the width a person gave, or the column's own; a number is never cut, for half of it is another one."""
        column = self.rows_model.columns[place]
        if place in self._own or not column.align_right:
            return theme.px(self._own.get(place, column.width))
        return max(theme.px(column.width), self._need(place))

    def _need(self, place: int) -> int:
        """Return the width that a column's title and texts need, those of a good many rows spread over all."""
        if place not in self._needed:
            column, rows = self.rows_model.columns[place], self.rows_model.rows
            self._needed[place] = measured(column, rows)
        return self._needed[place]

    def _on_resized(self, place: int, _old: int, new: int) -> None:
        stretched = self.horizontalHeader().stretchLastSection() and place == len(self.rows_model.columns) - 1
        if not self._is_sharing and not stretched and new:
            self._own[place] = new * 100 / theme.scale()
            self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._share_width()

    def show_table(self, columns: Sequence[Column[Any]], rows: Sequence[Any]) -> None:
        """Show another table; where it has as many columns, their widths and the current row stay."""
        row, count = self.current_row(), len(self.rows_model.columns)
        self.rows_model.set_columns(columns)
        if len(columns) != count:
            self._size()
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.rows_model.set_rows(rows)
        if row is not None:
            key = self.rows_model.key(row)
            self.select_where(lambda other: self.rows_model.key(other) == key)

    def current_row(self) -> Any:  # noqa: ANN401 - the row's own type
        """Return the row under the cursor, None without one."""
        index = self.currentIndex()
        return self.rows_model.row_at(index) if index.isValid() else None

    def selected_rows(self) -> list[Any]:
        """Return the selected rows, top to bottom."""
        return [self.rows_model.row_at(index) for index in sorted(self.selectionModel().selectedRows())]

    def select_where(self, predicate: Callable[[Any], bool]) -> bool:
        """Put the cursor on the first row that fits, and in sight; False when none does."""
        for place, row in enumerate(self.rows_model.rows):
            if predicate(row):
                self.selectRow(place)
                self.scrollTo(self.rows_model.index(place, 0), QAbstractItemView.ScrollHint.EnsureVisible)
                return True
        return False

    def save_state(self) -> dict[str, object]:
        """Return the widths a person gave (at 100 %; 0 for none) and the order."""
        titles = self.horizontalHeader()
        widths = [round(self._own.get(place, 0)) for place in range(titles.count())]
        order = titles.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return {"widths": widths, "sorted_by": titles.sortIndicatorSection(), "descending": order}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take back what `save_state` returned, as far as the columns are still the same."""
        widths = state.get("widths", [])
        if len(widths) == self.horizontalHeader().count():
            self._own = {place: width for place, width in enumerate(widths) if width}
            self._share_width()
        order = Qt.SortOrder.DescendingOrder if state.get("descending") else Qt.SortOrder.AscendingOrder
        if 0 <= state.get("sorted_by", -1) < self.horizontalHeader().count():
            self.sortByColumn(state["sorted_by"], order)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say what an empty table means."""
        super().paintEvent(event)
        if self._nothing and not self.rows_model.rows:
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("muted"))
            room = self.viewport().rect().adjusted(theme.px(16), 0, -theme.px(16), 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._nothing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter activates, Ctrl+C copies."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._activate(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt's own search walks all rows at every key; Ctrl+F filters."""

    def copy(self) -> None:
        """Put the selected rows on the clipboard as tab-separated text with the titles above."""
        columns = self.rows_model.columns
        lines = ["\t".join(column.title for column in columns)]
        lines += ["\t".join(_cell(column.text(row)) for column in columns) for row in self.selected_rows()]
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row is under the cursor now."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.current_row_changed.emit(self.current_row())

    def changeEvent(self, event: QEvent) -> None:
        """Take the row height of a new font scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._needed.clear()
            self.verticalHeader().setDefaultSectionSize(theme.px(28))

    def _activate(self, index: QModelIndex) -> None:
        self.activated_row.emit(self.rows_model.row_at(index))

    def _on_about_to_reset(self) -> None:
        row = self.current_row()
        self._kept = None if row is None else self.rows_model.key(row)

    def _on_reset(self) -> None:
        self._needed.clear()
        self._share_width()
        if self._kept is None:
            return
        key, self._kept = self._kept, None
        if not self.select_where(lambda row: self.rows_model.key(row) == key):
            self.current_row_changed.emit(None)


def _cell(text: str) -> str:
    return " ".join(text.split("\t")).replace("\n", " ")
