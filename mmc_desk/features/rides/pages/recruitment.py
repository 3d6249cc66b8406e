"""Werving: hours, weekdays and villages where requests stayed unmet; what a call for new drivers should say."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout, QWidget

from mmc_desk.core.formats import WEEKDAYS, month_name
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.printout import recruitment as paper
from mmc_desk.features.rides.queries.recruitment import recruitment_report, span_of
from mmc_desk.features.rides.rules.recruitment import (
    Line,
    RecruitmentReport,
    by_reason,
    by_village,
    by_weekday,
    conclusion,
)
from mmc_desk.ui import parts, theme
from mmc_desk.ui.charts import BarChart
from mmc_desk.ui.columns import Column
from mmc_desk.ui.report_page import Paper, ReportPage
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

_HourRow = tuple[str | int, ...]


class RecruitmentPage(ReportPage):
    """The conclusion on top; the hours and the weekdays at the left, villages and reasons at the right."""

    topics = frozenset({"ride", "call_attempt"})

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.part = QComboBox()
        self.part.setAccessibleName(translate("rides", "Periode"))
        quarters = [translate("rides", "Kwartaal {number}").format(number=number) for number in range(1, 5)]
        self.part.addItems([translate("rides", "Heel het jaar"), *quarters, *map(month_name, range(1, 13))])
        self.tools.insertWidget(1, self.part)
        self.part.currentIndexChanged.connect(lambda _place: self.reload())
        self.conclusion, self.counts = parts.label("heading"), parts.label("muted")
        self.chart = BarChart(translate("rides", "Vragen zonder chauffeur per weekdag"))
        self.hours = TableView(
            RowTableModel(_hour_columns(), key=lambda row: row[0]), name=translate("rides", "Per uur en weekdag")
        )
        self.villages = TableView(
            RowTableModel(_line_columns(translate("rides", "Dorp")), key=lambda line: line.name),
            name=translate("rides", "Per dorp"),
        )
        self.reasons = TableView(
            RowTableModel(_line_columns(translate("rides", "Waarom")), key=lambda line: line.name),
            name=translate("rides", "Per reden"),
        )
        self._lay_out()

    def _lay_out(self) -> None:
        self.chart.setMaximumHeight(theme.px(200))
        for table in (self.hours, self.villages, self.reasons):
            table.setMinimumHeight(theme.px(130))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.px(12))
        splitter.addWidget(parts.column(self.chart, self.hours))
        splitter.addWidget(parts.column(self.villages, self.reasons))
        splitter.setSizes([theme.px(680), theme.px(420)])
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.conclusion)
        layout.addWidget(self.counts)
        layout.addWidget(splitter, 1)

    def read_report(self) -> None:
        """Read the report of the chosen span."""
        year, part = self.years.year, self.part.currentIndex()
        self.runner.read(lambda session: recruitment_report(session, year, part), self.report_read)

    def report_read(self, report: RecruitmentReport) -> None:
        """Show a report, unless another span was chosen meanwhile."""
        if (report.first, report.last) == span_of(self.years.year, self.part.currentIndex()):
            super().report_read(report)
            self.beside.setText("")

    def is_empty(self, report: RecruitmentReport) -> bool:
        """Tell whether nobody asked for a ride in this span."""
        return not report.asked

    def paper(self, report: RecruitmentReport) -> Paper:
        """Return the report as paper, workbook or CSV."""
        name = f"werving-{report.first}-{report.last}"
        return Paper(paper.title(), name, lambda path: paper.write(path, report))

    def show_report(self, report: RecruitmentReport) -> None:
        """Fill sentence, chart and tables."""
        self.conclusion.setText(conclusion(report))
        self.counts.setText(paper.counts(report))
        self.counts.setToolTip("\n".join(f"{term}: {content}" for term, content in paper.definitions()))
        weekdays = by_weekday(report.requests)
        unmet, hard = translate("rides", "zonder chauffeur"), translate("rides", "moeilijk ingevuld")
        series = [(unmet, [line.unmet for line in weekdays]), (hard, [line.hard for line in weekdays])]
        self.chart.set_data([line.name[:2] for line in weekdays], series)
        self.hours.rows_model.set_rows(paper.hour_rows(report))
        self.villages.rows_model.set_rows(by_village(report.requests))
        self.reasons.rows_model.set_rows(by_reason(report.requests))

    def save_state(self) -> dict[str, object]:
        """Return the span."""
        return {**super().save_state(), "part": self.part.currentIndex()}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take back the span."""
        super().restore_state(state)
        part = state.get("part")
        if isinstance(part, int) and 0 <= part < self.part.count():
            self.part.setCurrentIndex(part)


def _hour_columns() -> tuple[Column[_HourRow], ...]:
    days = [translate("formats", name)[:2] for name in WEEKDAYS]
    return (
        Column(translate("rides", "Uur"), lambda row: str(row[0]), width=100, grows=True),
        *(_day_column(day, place) for place, day in enumerate(days, start=1)),
    )


def _day_column(name: str, place: int) -> Column[_HourRow]:
    return Column(
        name,
        lambda row: str(row[place]) if row[place] else "",
        lambda row: row[place],
        align_right=True,
        width=52,
        bold=lambda row: bool(row[place]),
    )


def _line_columns(heading: str) -> tuple[Column[Line], ...]:
    return (
        Column(heading, lambda line: line.name, width=180, grows=True, tooltip=lambda line: line.name),
        Column(
            translate("rides", "Zonder"),
            lambda line: str(line.unmet) if line.unmet else "",
            lambda line: line.unmet,
            align_right=True,
            width=84,
        ),
        Column(
            translate("rides", "Moeilijk"),
            lambda line: str(line.hard) if line.hard else "",
            lambda line: line.hard,
            align_right=True,
            width=84,
            is_spare=True,
        ),
    )
