"""Jaarcijfers: every figure with last year beside it and its definition, and the year broken down."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QSplitter, QVBoxLayout, QWidget

from mmc_desk.core.formats import month_name, short_month_name
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base
from mmc_desk.features import load_features
from mmc_desk.features.yearly.printout import report as printout
from mmc_desk.features.yearly.printout.remarks import all_remarks, marked, previous_remarks, remarks
from mmc_desk.features.yearly.printout.values import show_cell, show_difference, show_percent
from mmc_desk.features.yearly.queries.report import DIFFERENCE, FigureLine, TableResult, YearlyReport, yearly_report
from mmc_desk.ui import theme
from mmc_desk.ui.charts import BarChart
from mmc_desk.ui.report_page import Paper, ReportPage
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import Column, RowTableModel, TableView

_MOST_BARS = 12


class YearlyPage(ReportPage):
    """The figures on the left with the definition of the current one under them, a breakdown on the right."""

    topics = frozenset(Base.metadata.tables)

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.model: RowTableModel[FigureLine] = RowTableModel(_columns(0), key=lambda line: line.name)
        self.table = TableView(self.model, name=translate("yearly", "Jaarcijfers"))
        self.definition = QLabel()
        self.choice = QComboBox()
        self.choice.setAccessibleName(translate("yearly", "Uitsplitsing"))
        self.chart = BarChart(translate("yearly", "Ritten"))
        self.rows_model: RowTableModel[tuple[Any, ...]] = RowTableModel([], key=lambda row: row[0])
        self.rows_table = TableView(self.rows_model, name=translate("yearly", "Uitsplitsing"))
        self._lay_out()
        self.table.current_row_changed.connect(self._on_line)
        self.choice.currentIndexChanged.connect(lambda _place: self._show_table())

    def _lay_out(self) -> None:
        self.definition.setWordWrap(True)
        self.definition.setTextFormat(Qt.TextFormat.PlainText)
        self.definition.setMinimumHeight(theme.px(56))
        self.definition.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.definition.setProperty("role", "muted")
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.px(12))
        splitter.addWidget(_column(self.table, self.definition))
        splitter.addWidget(_column(self.choice, self.chart, self.rows_table))
        splitter.setSizes([theme.px(600), theme.px(520)])
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def read_report(self) -> None:
        """Read the figures of the chosen year and their breakdowns of both years."""
        year, features = self.years.year, load_features()
        self.runner.read(lambda session: yearly_report(session, year, features, compare_tables=True), self.report_read)

    def is_empty(self, report: YearlyReport) -> bool:
        """Tell whether the database knows nothing of this year."""
        return report.empty

    def paper(self, report: YearlyReport) -> Paper:
        """Return the report as paper, workbook or CSV."""
        title = translate("yearly", "Jaarcijfers {year}").format(year=report.year)
        return Paper(title, f"jaarcijfers-{report.year}", lambda path: printout.write(path, report))

    def show_report(self, report: YearlyReport) -> None:
        """Fill the tables; the figure and the breakdown that were chosen stay chosen."""
        self.table.show_table(_columns(report.year), report.lines)
        if not self.table.currentIndex().isValid() and report.lines:
            self.table.selectRow(0)
        titles = [table.title for table in report.tables]
        if titles != [self.choice.itemText(place) for place in range(self.choice.count())]:
            self.choice.blockSignals(True)
            self.choice.clear()
            self.choice.addItems(titles)
            self.choice.blockSignals(False)
        self._show_table()

    def _on_line(self, line: FigureLine | None) -> None:
        self.definition.setText(f"{line.title}: {_explained(line, self.years.year)}" if line else "")

    def _show_table(self) -> None:
        if self.report is None or self.choice.currentIndex() < 0:
            return
        table: TableResult = self.report.tables[self.choice.currentIndex()]
        self.rows_table.show_table(_breakdown_columns(table), table.rows)
        self._show_chart(table)

    def _show_chart(self, table: TableResult) -> None:
        before = next((found for found in self.report.previous_tables if found.name == table.name), None)
        shown = table.rows if table.columns[0] == "month" else _most_rides(table)
        earlier = {row[0]: row[1] for row in before.rows} if before else {}
        series = [(str(self.report.year), [row[1] for row in shown])]
        if earlier:
            series.append((str(self.report.year - 1), [earlier.get(row[0]) for row in shown]))
        self.chart.set_data([_label(table, row) for row in shown], series)


def _column(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(8))
    for widget in widgets:
        layout.addWidget(widget, 1 if isinstance(widget, TableView) else 0)
    return holder


def _explained(line: FigureLine, year: int) -> str:
    return " ".join(filter(None, (line.definition, all_remarks(line, year))))


def _percent(line: FigureLine) -> str:
    return "" if line.unit == DIFFERENCE else show_percent(line.percent)


def _most_rides(table: TableResult) -> list[tuple[Any, ...]]:
    return sorted(table.rows, key=lambda row: row[1], reverse=True)[:_MOST_BARS]


def _label(table: TableResult, row: tuple[Any, ...]) -> str:
    return short_month_name(row[0]) if table.columns[0] == "month" else str(row[0])


def _columns(year: int) -> list[Column[FigureLine]]:
    return [
        Column(
            translate("yearly", "Cijfer"),
            lambda line: line.title,
            width=210,
            tooltip=lambda line: line.definition,
            grows=True,
        ),
        Column(
            str(year),
            lambda line: marked(line.value, line.unit, remarks(line, year)),
            lambda line: line.value,
            align_right=True,
            width=112,
            tooltip=lambda line: _explained(line, year),
            bold=lambda _line: True,
        ),
        Column(
            str(year - 1),
            lambda line: marked(line.previous, line.unit, previous_remarks(line, year)),
            lambda line: line.previous,
            align_right=True,
            width=100,
            tooltip=lambda line: _explained(line, year),
        ),
        Column(
            translate("yearly", "Verschil"),
            lambda line: "" if line.unit == DIFFERENCE else show_difference(line.change),
            lambda line: line.change,
            align_right=True,
            width=80,
            is_spare=True,
        ),
        Column("%", _percent, lambda line: line.percent, align_right=True, width=80, is_spare=True),
    ]


def _breakdown_columns(table: TableResult) -> list[Column[tuple[Any, ...]]]:
    return [_breakdown_column(table, place) for place in range(len(table.columns))]


def _breakdown_column(table: TableResult, place: int) -> Column[tuple[Any, ...]]:
    name, heading = table.columns[place], table.headings[place]
    numeric = place > 0
    return Column(
        heading,
        lambda row: month_name(row[place]) if name == "month" else show_cell(name, row[place]),
        (lambda row: row[place]) if numeric or name == "month" else None,
        align_right=numeric,
        width=max(70, 9 * len(heading)) if numeric else 115,
        grows=not numeric,
        is_spare=place > 1,
    )
