"""Kilometerstaat: rides, kilometres and amounts per driver, last year beside them, the months of one driver."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from mmc_desk.core.formats import month_name, short_month_name, show_amount, show_km, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage import printout
from mmc_desk.features.mileage.pages.insurer_dialog import InsurerDialog
from mmc_desk.features.mileage.printout import texts
from mmc_desk.features.mileage.queries import mileage_report
from mmc_desk.features.mileage.rules import DriverMileage, MileageReport, MonthLine, Sums
from mmc_desk.ui import icons, messages, parts, theme
from mmc_desk.ui.charts import BarChart
from mmc_desk.ui.columns import Column
from mmc_desk.ui.report_page import Paper, ReportPage
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView


class MileagePage(ReportPage):
    """The drivers on the left with their total under them; the months of the current one on the right."""

    topics = frozenset({"ride", "driver", "person", "official_km_rate", "settlement_entry", "allowance_choice"})

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.month = QComboBox()
        self.month.setAccessibleName(translate("mileage", "Maand"))
        self.month.addItems([translate("mileage", "Heel het jaar"), *(month_name(month) for month in range(1, 13))])
        self.tools.insertWidget(1, self.month)
        self.warning = parts.label("warning")
        self.total = parts.label()
        self.total.setFont(theme.font(bold=True))
        self.definitions = QPushButton(icons.icon("info", "accent"), "\u2002" + translate("mileage", "&Uitleg"))
        self.definitions.setProperty("role", "link")
        self.definitions.setAccessibleName(translate("mileage", "Wat deze cijfers betekenen"))
        self.definitions.clicked.connect(self.explain)
        self.insurer = QPushButton(icons.icon("car", "accent"), "\u2002" + translate("mileage", "&Verzekeraar…"))
        self.insurer.setToolTip(translate("mileage", "Kilometers per chauffeur van een polisjaar"))
        self.insurer.clicked.connect(self.on_insurer)
        self.insurer.setProperty("role", "link")
        self.policy_month = 1
        self.dialog: InsurerDialog | None = None
        self.model: RowTableModel[DriverMileage] = RowTableModel(_columns(0), key=lambda row: row.payee.key)
        self.table = TableView(self.model, name=translate("mileage", "Chauffeurs"))
        self.months_model: RowTableModel[MonthLine] = RowTableModel(_month_columns(), key=lambda line: line.month)
        self.months_table = TableView(self.months_model, name=translate("mileage", "Maanden van deze chauffeur"))
        self.chart = BarChart(translate("mileage", "Kilometers per maand"))
        self.driver = parts.label("heading")
        self._lay_out()
        self.table.current_row_changed.connect(self._on_driver)
        self.month.currentIndexChanged.connect(lambda _place: self.reload())

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.px(12))
        self.months_table.setMinimumHeight(theme.px(96))
        below = QWidget()
        line = QHBoxLayout(below)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(self.insurer)
        line.addWidget(self.definitions)
        splitter.addWidget(parts.column(self.table, self.total, below))
        splitter.addWidget(parts.column(self.driver, self.chart, self.months_table))
        splitter.setSizes([theme.px(680), theme.px(420)])
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.warning)
        layout.addWidget(splitter, 1)

    def read_report(self) -> None:
        """Read the report of the chosen year and month."""
        year, month = self.years.year, self.month.currentIndex() or None
        self.runner.read(lambda session: mileage_report(session, year, month), self.report_read)

    def report_read(self, report: MileageReport) -> None:
        """Show a report, unless another month was chosen meanwhile."""
        if report.month == (self.month.currentIndex() or None):
            super().report_read(report)

    def is_empty(self, report: MileageReport) -> bool:
        """Tell whether nobody drove in this span nor a year before."""
        return not report.drivers

    def paper(self, report: MileageReport) -> Paper:
        """Return the report as paper, workbook or CSV."""
        suffix = f"-{report.month:02d}" if report.month else ""
        name = f"kilometerstaat-{report.year}{suffix}"
        return Paper(texts.title(report), name, lambda path: printout.write(path, report))

    def show_report(self, report: MileageReport) -> None:
        """Fill the tables; the driver that was chosen stays chosen."""
        warnings = texts.warnings(report)
        self.warning.setText("\n".join(warnings))
        self.warning.setVisible(bool(warnings))
        self.total.setText(_total(report))
        self.definitions.setToolTip(_explained(report, "\n"))
        self.table.show_table(_columns(report.year), report.drivers)
        if not self.table.currentIndex().isValid() and report.drivers:
            self.table.selectRow(0)
        self._on_driver(self.table.current_row())

    def explain(self) -> None:
        """Say what each figure counts."""
        if self.report is not None:
            messages.show_info(self, _explained(self.report, "\n\n"))

    def on_insurer(self) -> None:
        """Choose the policy year of the insurer's list; its first month is remembered."""
        self.dialog = InsurerDialog(self.runner, self.years.year, self.policy_month, self)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.month.currentIndexChanged.connect(self._on_policy_month)
        self.dialog.open()

    def _on_policy_month(self, place: int) -> None:
        self.policy_month = place + 1

    def save_state(self) -> dict[str, object]:
        """Return the year, and the month the policy year begins with."""
        return {**super().save_state(), "policy_month": self.policy_month}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take back what was saved."""
        super().restore_state(state)
        month = state.get("policy_month")
        self.policy_month = month if isinstance(month, int) and 1 <= month <= 12 else 1

    def _on_driver(self, driver: DriverMileage | None) -> None:
        self.driver.setText(texts.who(driver) if driver else "")
        lines = driver.months if driver else ()
        self.months_model.set_rows(lines)
        metres = {line.month: line.total.metres / 1000 for line in lines}
        months = range(1, 13)
        labels, bars = [short_month_name(month) for month in months], [metres.get(month, 0.0) for month in months]
        self.chart.set_data(labels, [(translate("mileage", "Km"), bars)])


def _explained(report: MileageReport, between: str) -> str:
    return between.join(f"{term}: {content}" for term, content in texts.definitions(report))


def _total(report: MileageReport) -> str:
    if not report.previous_known:
        return translate("mileage", "Totaal: {now}").format(now=_in_words(report.total))
    return translate("mileage", "Totaal: {now}\n{year}: {before}").format(
        now=_in_words(report.total), year=report.year - 1, before=_in_words(report.previous)
    )


def _in_words(sums: Sums) -> str:
    said = translate("mileage", "{rides} ritten · {km} · {amount} (ontvangen: {received})").format(
        rides=show_number(sums.rides),
        km=show_km(sums.metres),
        amount=show_amount(sums.cents),
        received=show_amount(sums.received),
    )
    waived = translate("mileage", "afgezien: {amount}").format(amount=show_amount(sums.waived))
    return f"{said} · {waived}" if sums.waived else said


def _columns(year: int) -> list[Column[DriverMileage]]:
    before = str(year - 1)
    rides, km = translate("mileage", "Ritten"), translate("mileage", "Km")
    return [
        Column(translate("mileage", "Chauffeur"), texts.who, width=200, tooltip=texts.who, grows=True),
        Column(
            rides, lambda row: show_number(row.total.rides), lambda row: row.total.rides, align_right=True, width=70
        ),
        Column(
            km,
            lambda row: show_number(row.total.metres / 1000),
            lambda row: row.total.metres,
            align_right=True,
            width=80,
        ),
        Column(
            translate("mileage", "Bedrag"),
            lambda row: show_amount(row.total.cents),
            lambda row: row.total.cents,
            align_right=True,
            width=110,
            bold=lambda _row: True,
        ),
        Column(
            translate("mileage", "Ontvangen"),
            lambda row: show_amount(row.total.received),
            lambda row: row.total.received,
            align_right=True,
            width=110,
            is_spare=True,
        ),
        Column(
            f"{rides} {before}",
            lambda row: show_number(row.previous.rides),
            lambda row: row.previous.rides,
            align_right=True,
            width=100,
            is_spare=True,
        ),
        Column(
            f"{km} {before}",
            lambda row: show_number(row.previous.metres / 1000),
            lambda row: row.previous.metres,
            align_right=True,
            width=88,
            is_spare=True,
        ),
    ]


def _month_columns() -> list[Column[MonthLine]]:
    return [
        Column(
            translate("mileage", "Maand"),
            lambda line: month_name(line.month),
            lambda line: line.month,
            width=100,
            grows=True,
        ),
        Column(
            translate("mileage", "Ritten"),
            lambda line: show_number(line.total.rides),
            lambda line: line.total.rides,
            align_right=True,
            width=70,
            is_spare=True,
        ),
        Column(
            translate("mileage", "Km"),
            lambda line: show_number(line.total.metres / 1000),
            lambda line: line.total.metres,
            align_right=True,
            width=80,
        ),
        Column(
            translate("mileage", "Bedrag"),
            lambda line: show_amount(line.total.cents),
            lambda line: line.total.cents,
            align_right=True,
            width=110,
        ),
    ]
