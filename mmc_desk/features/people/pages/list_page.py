"""What the pages of members and drivers share: filter, chips, list, card, and their keys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core.db import Op
from mmc_desk.core.formats import show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.pages.card import Card, action_button
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.chips import ChipRow
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.noting import SeenNotes
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

_CARD_PAUSE_MS = 60
"""Holding an arrow key down doesn't ask for every card it passes."""


ALL = 1
"""The place of the chip that shows every row."""


@dataclass(frozen=True)
class Chip:
    """A choice of rows: its name in the window's state, its Dutch label, which rows it shows."""

    name: str
    label: str
    shows: Callable[[Any], bool]


@dataclass(frozen=True)
class ListTexts:
    """The words of a page. `of` has the places {shown} and {all}."""

    filter_name: str
    filter_hint: str
    new: str
    of: str
    empty_icon: str
    empty: str


class PeoplePage(Page):
    """A list on the left, the card of its current row on the right.

    Whose card stays in sight is noted in the trace by the row of `seen_table`.
    """

    seen_table = ""

    def __init__(
        self,
        runner: Runner,
        model: RowTableModel[Any],
        chips: Sequence[Chip],
        texts: ListTexts,
    ) -> None:
        super().__init__(runner)
        self.chips = chips
        self.card = self.make_card()
        self.texts = texts
        self.rows: Sequence[Any] = ()
        self.shown_card: Any = None
        self._wanted: int | None = None
        self.table = TableView(model, name=texts.filter_name)
        self.table.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.filter = QLineEdit()
        self.tabs = QTabBar()
        self.chip_row = ChipRow(self.tabs)
        self.count = QLabel()
        self.new_button: QPushButton = action_button(texts.new, "user-plus", self.on_new, "primary", "Ctrl+N")
        self.new_button.setIcon(icons.icon("user-plus", "on_accent"))
        self._pause = QTimer(self, singleShot=True, interval=_CARD_PAUSE_MS)
        self._seen = SeenNotes(runner, self)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def make_card(self) -> Card:
        """Return the card beside the list."""
        raise NotImplementedError

    def list_buttons(self) -> Sequence[QPushButton]:
        """Return the buttons under the list: what concerns all of its rows."""
        return ()

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(theme.px(12))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(self._tools())
        column.addLayout(self._chip_row())
        column.addWidget(self.table, 1)
        for button in self.list_buttons():
            column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.table)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.card)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([theme.px(720), theme.px(420)])
        self.empty = EmptyState(
            self.texts.empty_icon,
            self.texts.empty,
            translate("people", "Importeer uit Excel"),
            self._on_import,
        )
        self._stack.addWidget(self.splitter)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.card.inner.setEnabled(False)

    def _tools(self) -> QHBoxLayout:
        self.filter.setPlaceholderText(self.texts.filter_hint)
        self.filter.setAccessibleName(self.texts.filter_name)
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(theme.px(120))
        self.filter.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.filter, 1)
        row.addWidget(self.new_button)
        return row

    def _chip_row(self) -> QHBoxLayout:
        self.tabs.setAccessibleName(translate("people", "Welke rijen"))
        for chip in self.chips:
            self.tabs.addTab(chip.label)
        self.count.setProperty("role", "muted")
        row = QHBoxLayout()
        row.addWidget(self.chip_row, 1)
        row.addWidget(self.count)
        return row

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._on_filter)
        self.filter.installEventFilter(self)
        self.tabs.currentChanged.connect(self._on_chip)
        self.table.current_row_changed.connect(lambda _row: self._pause.start())
        self.table.activated_row.connect(lambda _row: self.on_edit())
        self._pause.timeout.connect(self._read_card)
        for key, act in (("F2", self.on_edit), ("Del", self.on_end)):
            on_key(self.table, key, act)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Down and Enter in the filter go to the list, Esc clear it."""
        if watched is self.filter and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._to_list()
                return True
            if event.key() == Qt.Key.Key_Escape and self.filter.text():
                self.filter.clear()
                return True
        return super().eventFilter(watched, event)

    def _to_list(self) -> None:
        self.table.setFocus()
        if not self.table.currentIndex().isValid() and self.table.rows_model.rows:
            self.table.selectRow(0)

    @property
    def chip(self) -> Chip:
        """The chip that is down."""
        return self.chips[max(0, self.tabs.currentIndex())]

    def choose_chip(self, name: str) -> None:
        """Press a chip."""
        for place, chip in enumerate(self.chips):
            if chip.name == name:
                self.tabs.setCurrentIndex(place)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show what was read; the row that was asked for, or else the one that was current, stays in front."""
        self.rows = rows
        self._stack.setCurrentWidget(self.splitter if rows else self.empty)
        numbers = [sum(1 for row in rows if chip.shows(row)) for chip in self.chips]
        names = [f"{chip.label}  {show_number(number)}" for chip, number in zip(self.chips, numbers, strict=True)]
        self.chip_row.set_texts(names)
        self._arrange()
        if self._wanted is not None:
            self.open_record(self._wanted)
        elif not self.table.currentIndex().isValid() and self.table.rows_model.rows:
            self.table.selectRow(0)
        self._read_card()

    def open_record(self, key: int) -> None:
        """Show one record, and every row if the chip or the filter hides it."""
        self._wanted = key
        if not self.rows:
            return
        if not self._select(key):
            self.filter.clear()
            self.tabs.setCurrentIndex(ALL)
            self._select(key)
        self._wanted = None

    def on_saved(self, key: int) -> None:
        """Bring a record that was just written to the front, once the list was read again."""
        self._wanted = key

    def _select(self, key: int) -> bool:
        return self.table.select_where(lambda row: row.key == key)

    def _arrange(self) -> None:
        self.table.rows_model.set_rows([row for row in self.rows if self.chip.shows(row)])
        self._count()

    def _count(self) -> None:
        shown, everyone = len(self.table.rows_model.rows), len(self.table.rows_model.all_rows)
        self.count.setText(
            "" if shown == everyone else self.texts.of.format(shown=show_number(shown), all=show_number(everyone))
        )

    def _on_filter(self, text: str) -> None:
        self.table.rows_model.set_filter(text)
        self._count()
        if not self.table.currentIndex().isValid() and self.table.rows_model.rows:
            self.table.selectRow(0)

    def _on_chip(self, _place: int) -> None:
        self._arrange()
        if not self.table.currentIndex().isValid() and self.table.rows_model.rows:
            self.table.selectRow(0)

    def _on_import(self) -> None:
        start = getattr(self.window(), "import_files", None)
        if start:
            start()

    def _read_card(self) -> None:
        self._pause.stop()
        row = self.table.current_row()
        if row is None:
            self._on_card(None)
        else:
            self.read_card(row.key)

    def read_card(self, key: int) -> None:
        """Ask for the card of a row; the answer goes to `card_read`."""
        raise NotImplementedError

    def card_read(self, card: Any) -> None:  # noqa: ANN401 - a MemberCard or a DriverCard
        """Show a card, unless the cursor went on meanwhile."""
        row = self.table.current_row()
        if card is None or row is None or card.key == row.key:
            self._on_card(card)

    def _on_card(self, card: Any) -> None:  # noqa: ANN401 - a MemberCard or a DriverCard
        self.shown_card = card
        self.card.inner.setEnabled(card is not None)
        if card is not None:
            self.show_card(card)
        self._seen.look_at(self.seen_table, None if card is None else card.key)

    def show_card(self, card: Any) -> None:  # noqa: ANN401 - a MemberCard or a DriverCard
        """Fill the card."""
        raise NotImplementedError

    def on_edit(self) -> None:
        """Enter, F2."""
        raise NotImplementedError

    def on_end(self) -> None:
        """Delete."""
        raise NotImplementedError

    def on_find(self) -> None:
        """Ctrl+F."""
        self.filter.setFocus()
        self.filter.selectAll()

    def do(self, op: Op[Any], label: str, *, toast: bool = False) -> None:
        """Write without a dialog; with `toast` the bar offers to take it back."""

        def done(_value: object) -> None:
            if toast:
                messages.toast(self, label, self.runner.undo)

        self.runner.write(op, label, done)

    def save_state(self) -> dict[str, object]:
        """Return the chip, the widths and the splitter."""
        return {"chip": self.chip.name, "table": self.table.save_state(), "sizes": self.splitter.sizes()}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take back what `save_state` returned."""
        self.choose_chip(str(state.get("chip", "")))
        self.table.restore_state(state.get("table", {}))
        sizes = state.get("sizes")
        if sizes and len(sizes) == 2:
            self.splitter.setSizes([int(size) for size in sizes])
