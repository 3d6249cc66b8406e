"""What the pages of goals, earlier years and publications share: buttons, a table, a sentence instead of it."""

import functools
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from mmc_desk.core.db import Op
from mmc_desk.core.errors import DeskError
from mmc_desk.features.people.pages.card import action_button, plain_label
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.flow import FlowLayout
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.page import Page
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import TableView


class FixedPage(Page):
    """A table with its deeds: Ctrl+N adds, Enter and F2 change, Delete takes away; what a row means stands below.

    Subclasses override `on_new`, `on_edit`, `on_remove`, `explain` and lay out with `lay_out`.
    """

    def __init__(self, runner: Runner, table: TableView, empty: EmptyState) -> None:
        super().__init__(runner)
        self.table, self.empty = table, empty
        self.explanation: QLabel = plain_label("", "muted")
        self.explanation.setWordWrap(True)
        self.explanation.setMinimumHeight(theme.px(56))
        self.explanation.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.stack = QStackedWidget()
        self.setFocusProxy(table)
        table.activated_row.connect(lambda _row: self.on_edit())
        table.current_row_changed.connect(lambda row: self.explanation.setText(self.explain(row) if row else ""))
        on_key(table, "F2", self.on_edit)
        on_key(table, "Del", self.on_remove)

    def lay_out(self, buttons: Sequence[QWidget], body: QWidget | None = None) -> None:
        """Put the buttons above the table (or a `body` that holds it) and its explanation."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(body or self.table, 1)
        column.addWidget(self.explanation)
        self.stack.addWidget(holder)
        self.stack.addWidget(self.empty)
        tools = FlowLayout(theme.px(8))
        for button in buttons:
            tools.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(tools)
        layout.addWidget(self.stack, 1)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Fill the table; without rows the page says what it is for."""
        self.table.model().set_rows(rows)  # type: ignore[attr-defined] # it is a RowTableModel
        self.stack.setCurrentIndex(0 if rows else 1)
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        current = self.table.current_row()
        self.explanation.setText(self.explain(current) if current else "")

    def explain(self, row: Any) -> str:  # noqa: ANN401 - the row's own type
        """Return what to say of the current row."""
        raise NotImplementedError

    def on_edit(self) -> None:
        """Enter, F2: change the current row."""
        raise NotImplementedError

    def on_remove(self) -> None:
        """Delete: take the current row away."""

    def ask(self, dialog: Any, label: str, *, can_undo: bool = True) -> None:  # noqa: ANN401 - a FormDialog with make_op
        """Open a dialog that writes, and say so afterwards."""
        said = functools.partial(self.say_done, label, can_undo=can_undo)
        dialog.save_with(self.runner, dialog.make_op, label, lambda _value: said())
        open_dialog(dialog)

    def do(self, op: Op[Any], label: str) -> None:
        """Write without asking: undo brings it back."""
        self.runner.write(op, label, lambda _value: self.say_done(label), self._refuse)

    def say_done(self, label: str, *, can_undo: bool = True) -> None:
        """Say what was done, with the way back where there is one."""
        messages.toast(self, label, self.runner.undo if can_undo else None)

    def _refuse(self, error: DeskError) -> None:
        messages.show_error(self, str(error))


def add_button(text: str, page: FixedPage) -> QWidget:
    """Return the button that adds a row."""
    button = action_button(text, "plus", page.on_new, "primary", "Ctrl+N")
    button.setIcon(icons.icon("plus", "on_accent"))
    return button
