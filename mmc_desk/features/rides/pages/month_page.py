"""What pages of a month share: its rows on the left, the lines of the chosen one on the right, its deeds, its file."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Query
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.day_bar import DayBar, Span
from mmc_desk.features.rides.pages.refusal_bar import RefusalBar
from mmc_desk.features.rides.pages.ride_actions import Refused
from mmc_desk.features.rides.pages.tool_row import ToolRow
from mmc_desk.printing.files import PaperKind
from mmc_desk.ui import icons, messages, parts, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

T = TypeVar("T")


class MonthDeeds(QObject):
    """The deeds on a month and what is chosen in it. Subclasses make the actions, by name; the page listens."""

    refused = Signal(str)
    """Why something was refused, in a sentence."""
    done = Signal()

    def __init__(self, runner: Runner, page: QWidget) -> None:
        super().__init__(page)
        self._runner, self._page = runner, page
        self.month = (0, 0)
        """The year and month on show."""
        self.actions: dict[str, QAction] = {}

    def attach(self, *widgets: QWidget) -> None:
        """Let the keys of the deeds work while one of `widgets` has the focus."""
        for widget in widgets:
            widget.addActions(list(self.actions.values()))


class MonthPage(Page):
    """A month of rows. Subclasses give the two tables, read the month, and say what stands around the tables.

    It opens with the month before this one: that is the one to settle.
    """

    def __init__(
        self,
        runner: Runner,
        table: tuple[str, Sequence[Column[Any]]],
        lines: tuple[str, Sequence[Column[Any]]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(runner, parent)
        self.bar = DayBar(self, (Span.MONTH,))
        self.refusal = RefusalBar()
        self.model, self.table = _table(*table)
        self.lines_model, self.lines = _table(*lines)
        self.total = parts.label("strong")
        self.empty = EmptyState("euro", "")
        self.stack = QStackedWidget()

    def set_up(
        self,
        deeds: MonthDeeds,
        right: Sequence[QWidget],
        buttons: Sequence[QPushButton] = (),
        notes: QWidget | None = None,
    ) -> None:
        """Lay the page out: `right` stands beside the rows, `buttons` beside the month, `notes` above all rows."""
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.px(12))
        splitter.addWidget(parts.column(self.table, self.total))
        splitter.addWidget(parts.column(*right))
        splitter.setSizes([theme.px(640), theme.px(540)])
        self.stack.addWidget(splitter)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(self._top(buttons))
        first, *others, last = deeds.actions.values()
        layout.addWidget(ToolRow(parts.tool_button(first), others, parts.tool_button(last)))
        for widget in (self.refusal, *((notes,) if notes else ())):
            layout.addWidget(widget)
        layout.addWidget(self.stack, 1)
        self.setFocusProxy(self.table)
        self.bar.put_after(self.table, self.lines)
        self._connect(deeds)

    def _top(self, buttons: Sequence[QPushButton]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.bar, 1)
        self.save_button = top_button("save", translate("months", "Opslaan als…"), self.save)
        for button in (*buttons, self.save_button):
            line.addWidget(button)
        return line

    def _connect(self, deeds: MonthDeeds) -> None:
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        deeds.attach(self.table, self.lines)
        deeds.refused.connect(lambda text: self.refusal.say(Refused(text)))
        deeds.done.connect(self.refusal.hide)
        self.table.current_row_changed.connect(lambda _row: self.on_row())
        self.table.activated_row.connect(lambda _row: self.lines.setFocus())
        self.bar.changed.connect(self.refresh)
        self.bar.go(clock.today().replace(day=1) - timedelta(days=1))

    @property
    def month(self) -> tuple[int, int]:
        """The year and month on show."""
        first = self.bar.bounds()[0]
        return first.year, first.month

    def show_rows(self, rows: Sequence[Any], nothing: str) -> None:
        """Show the rows of the month, the first one chosen where none is; `nothing` where there are none."""
        self.model.set_rows(rows)
        self.empty.sentence.setText(nothing)
        self.stack.setCurrentIndex(0 if rows else 1)
        if rows and self.table.current_row() is None:
            self.table.selectRow(0)
        else:
            self.on_row()

    def on_row(self) -> None:
        """Show what belongs to the chosen row."""
        raise NotImplementedError

    def save(self) -> None:
        """Ctrl+S: write the month to a file."""
        raise NotImplementedError

    def save_month(
        self,
        name: str,
        read: Query[T],
        write: Callable[[Path, T], None],
        nothing: str,
        papers: Callable[[T], object] = bool,
    ) -> None:
        """Ask where to, read the month and write it there; say `nothing` where it has no `papers`.

        `name` is that of the file, without year, month and ending.
        """
        year, month = self.month
        title, kinds = translate("months", "Opslaan als"), "CSV (*.csv);;Excel (*.xlsx);;PDF (*.pdf)"
        path = messages.choose_save(self, title, f"{name}-{year}-{month:02d}{PaperKind.CSV}", kinds)
        if path is None:
            return
        target = path if path.suffix.lower() in set(PaperKind) else path.with_name(path.name + PaperKind.CSV)

        def got(found: T) -> None:
            if not papers(found):
                self.refusal.say(Refused(nothing))
                return
            said = translate("months", "Bewaard als {name}").format(name=target.name)
            self.runner.run(lambda: write(target, found), lambda _none: messages.toast(self, said))

        self.runner.read(read, got)

    def show_day(self, day: date) -> None:
        """Show the month of a day."""
        self.bar.go(day)

    def save_state(self) -> dict[str, object]:
        """Remember the widths of the tables."""
        return {"table": self.table.save_state(), "lines": self.lines.save_state()}

    def restore_state(self, state: dict[str, object]) -> None:
        """Take back what `save_state` returned."""
        for table, name in ((self.table, "table"), (self.lines, "lines")):
            kept = state.get(name)
            if isinstance(kept, dict):
                table.restore_state(kept)


def top_button(icon: str, text: str, act: Callable[[], object]) -> QPushButton:
    """Return a button for the line of the month."""
    button = QPushButton(icons.icon(icon), "\u2002" + text)
    button.clicked.connect(lambda _checked=False: act())
    return button


def _table(name: str, columns: Sequence[Column[Any]]) -> tuple[RowTableModel[Any], TableView]:
    model: RowTableModel[Any] = RowTableModel(columns)
    return model, TableView(model, name=name)
