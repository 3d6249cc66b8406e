"""Cijfers: every figure with other years beside it and its definition, the year broken down, and the records."""

import functools
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base
from mmc_desk.features import load_features
from mmc_desk.features.yearly.pages.breakdown import Breakdown
from mmc_desk.features.yearly.pages.figure_rows import Row, ServiceHead, columns, explained, rows_of, shown
from mmc_desk.features.yearly.pages.number_table import NumberTable
from mmc_desk.features.yearly.pages.publishing import PublishDialog
from mmc_desk.features.yearly.pages.records_dialog import Number, RecordsDialog
from mmc_desk.features.yearly.pages.year_choice import YearChoice
from mmc_desk.features.yearly.printout import report as printout
from mmc_desk.features.yearly.queries.comparison import (
    ComparedLine,
    Comparison,
    compare_breakdown,
    compare_years,
    figures_over_years,
)
from mmc_desk.features.yearly.queries.drilldown import Spot, records_behind
from mmc_desk.features.yearly.queries.report import yearly_report
from mmc_desk.ui import messages, theme
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.report_page import Paper, ReportPage
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel


class YearlyPage(ReportPage):
    """The figures on the left with the definition of the current one under them, a breakdown on the right."""

    topics = frozenset(Base.metadata.tables)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.choice = YearChoice()
        self.choice.changed.connect(self.reload)
        self.model: RowTableModel[Row] = RowTableModel(columns(()), key=lambda row: (type(row), row.name))
        self.table = NumberTable(self.model, name=translate("yearly", "Jaarcijfers"))
        self.table.keep_order()
        self.definition = QLabel()
        self.breakdown = Breakdown()
        self.records: RecordsDialog | None = None
        self._lay_out()
        self.table.current_row_changed.connect(self._on_line)
        self.table.cell_asked.connect(self._on_cell)
        self.breakdown.asked.connect(self.ask)
        self.breakdown.over_years_wanted.connect(self._read_over_years)
        self.breakdown.breakdown_wanted.connect(self._read_breakdown)

    def _lay_out(self) -> None:
        self.beside.hide()
        self.tools.insertWidget(1, self.choice)
        self.tools.insertStretch(2, 1)
        keys = "Ctrl+Shift+P"
        tip = translate("yearly", "De cijfers van dit jaar bewaren zoals ze ingediend worden ({keys})").format(
            keys=keys
        )
        publish = QPushButton(translate("yearly", "P&ubliceren…"))  # without an icon: at 150 % there is no room for one
        publish.setToolTip(tip)
        publish.clicked.connect(self.on_publish)
        self.tools.insertWidget(3, publish)
        QShortcut(QKeySequence(keys), self, self.on_publish)
        self.definition.setWordWrap(True)
        self.definition.setTextFormat(Qt.TextFormat.PlainText)
        self.definition.setMinimumHeight(theme.px(56))
        self.definition.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.definition.setProperty("role", "muted")
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.table, 1)
        column.addWidget(self.definition)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.px(12))
        splitter.addWidget(left)
        splitter.addWidget(self.breakdown)
        splitter.setSizes([theme.px(660), theme.px(460)])
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def on_publish(self) -> None:
        """Ctrl+Shift+P: freeze the year on show as it is handed in."""
        label = translate("yearly", "Cijfers gepubliceerd")
        dialog = PublishDialog(self.years.year, self)
        dialog.save_with(self.runner, dialog.make_op, label, lambda _number: messages.toast(self, label))
        open_dialog(dialog)

    def read_report(self) -> None:
        """Read the figures of the year on show and of those beside it, and the breakdown on show."""
        years = (self.years.year, *self.choice.beside(self.years.year))
        query = functools.partial(compare_years, years=years, features=load_features(), breakdown=self.breakdown.wanted)
        self.runner.read(query, self.report_read)

    def is_empty(self, report: Comparison) -> bool:
        """Tell whether the database knows nothing of this year."""
        return report.empty

    def paper(self, report: Comparison) -> Paper:
        """Return the year on show as paper, workbook or CSV, with all its breakdowns: read when it is written."""
        title = translate("yearly", "Jaarcijfers {year}").format(year=report.year)
        query = functools.partial(yearly_report, year=report.year, features=load_features(), compare_tables=True)
        database = self.runner.database  # what writes a paper runs on the worker
        return Paper(title, f"jaarcijfers-{report.year}", lambda path: printout.write(path, database.read(query)))

    def show_report(self, report: Comparison) -> None:
        """Fill the tables; the figure and the breakdown that were chosen stay chosen."""
        self.choice.show_years(report.year, report.known)
        self.table.show_table(columns(report.years), rows_of(report))
        self.table.keep_order()
        self.table.span_rows(lambda row: isinstance(row, ServiceHead))
        if not self.table.currentIndex().isValid() and report.lines:
            self.table.selectRow(1)
        self.breakdown.show_years(report)
        self._on_line(self.table.current_row())

    def _on_line(self, row: Row | None) -> None:
        line = row if isinstance(row, ComparedLine) else None
        said = f"{line.line.title}: {explained(line, self.report.years)}" if line and self.report else ""
        self.definition.setText(said)
        self.breakdown.show_line(line)

    def _read_breakdown(self, name: str) -> None:
        if self.report is None:
            return
        query = functools.partial(compare_breakdown, years=self.report.years, features=load_features(), name=name)
        self.runner.read(query, self.breakdown.show_breakdown)

    def _read_over_years(self) -> None:
        self.runner.read(
            functools.partial(figures_over_years, features=load_features()), self.breakdown.show_over_years
        )

    def _on_cell(self, row: Row, column: int) -> None:
        if isinstance(row, ServiceHead):
            return
        years = self.report.years
        year = years[min(column, len(years)) - 1]
        self.ask(Spot(row.name, year), f"{row.line.title} · {year}")

    def ask(self, spot: Spot, title: str) -> None:
        """Show the records behind a number."""
        records = records_behind(load_features(), spot)
        if records is None or self.records is not None or self.report is None:
            return
        line = next((line for line in self.report.lines if line.name == spot.name), None)
        number = Number(
            title,
            shown(line, spot.year) if line else "",
            line.line.unit if line else "",
            explained(line, (spot.year,)) if line else "",
            records,
        )
        self.records = RecordsDialog(self.runner, number, self)
        self.records.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.records.opened.connect(self.open_page)
        self.records.destroyed.connect(self._on_records_gone)
        self.records.open()

    def _on_records_gone(self) -> None:
        self.records = None

    def save_state(self) -> dict[str, object]:
        """Return the year, those beside it and the breakdown."""
        return {**super().save_state(), "beside": self.choice.own, "breakdown": self.breakdown.choice.value}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take them back."""
        beside = state.get("beside")
        if isinstance(beside, list | tuple) and all(isinstance(year, int) for year in beside):
            self.choice.take(beside)
        breakdown = state.get("breakdown")
        if isinstance(breakdown, str):
            self.breakdown.wanted = breakdown
        super().restore_state(state)
