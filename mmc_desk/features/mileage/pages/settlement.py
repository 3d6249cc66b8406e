"""Afrekening: a month of all drivers, how far each is, and the rides of the chosen one (domain.md §9, "Month end")."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core import clock
from mmc_desk.core.formats import month_name, show_amount, show_km, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.pages.settlement_columns import driver_columns, entry_columns
from mmc_desk.features.mileage.pages.settlement_deeds import SettlementDeeds
from mmc_desk.features.mileage.printout import settlement_texts as texts
from mmc_desk.features.mileage.printout.files import PaperKind, write_papers, write_year
from mmc_desk.features.mileage.queries.rows import DriverMonth, EntryRow, MonthOverview, SettlementPaper, YearStatements
from mmc_desk.features.mileage.queries.settlements import (
    driver_papers,
    month_overview,
    month_papers,
    year_statements,
)
from mmc_desk.features.rides.pages.day_bar import DayBar, Span
from mmc_desk.features.rides.pages.refusal_bar import RefusalBar
from mmc_desk.features.rides.pages.ride_actions import Refused
from mmc_desk.features.rides.pages.tool_row import ToolRow
from mmc_desk.ui import icons, messages, parts, theme
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.page import Page
from mmc_desk.ui.preview import PreviewPaper, open_preview
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView

Papers = tuple[SettlementPaper, ...]


class SettlementPage(Page):
    """The drivers of a month on the left; the rides of the chosen one, and what they add up to, on the right."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"ride", "settlement", "settlement_entry", "driver", "person", "official_km_rate", "desk_setting"}
    )

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.overview: MonthOverview | None = None
        self.bar = DayBar(self, (Span.MONTH,))
        self.deeds = SettlementDeeds(runner, self)
        self.refusal = RefusalBar()
        self.model: RowTableModel[DriverMonth] = RowTableModel(driver_columns())
        self.table = TableView(self.model, name=translate("mileage", "Chauffeurs van deze maand"))
        self.entries_model: RowTableModel[EntryRow] = RowTableModel(entry_columns())
        self.entries = TableView(self.entries_model, name=translate("mileage", "Ritten van deze chauffeur"))
        self.total, self.driver, self.balance = parts.label("strong"), parts.label("heading"), parts.label("strong")
        self.caution = parts.label("warning")
        self.open_requests = parts.label("warning")
        self.empty = EmptyState("euro", "")
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.bar.go(clock.today().replace(day=1) - timedelta(1))

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.px(12))
        splitter.addWidget(parts.column(self.table, self.total))
        splitter.addWidget(parts.column(self.driver, self.caution, self.entries, self.balance))
        splitter.setSizes([theme.px(580), theme.px(600)])
        self.stack.addWidget(splitter)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(self._top())
        layout.addWidget(self._tool_row())
        layout.addWidget(self.refusal)
        layout.addWidget(self.open_requests)
        layout.addWidget(self.stack, 1)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        self.setFocusProxy(self.table)
        self.bar.put_after(self.table, self.entries)

    def _top(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.bar, 1)
        for text, icon, act in (
            (translate("mileage", "&Jaaroverzicht…"), "chart-column", self.print_year),
            (translate("mileage", "Opslaan als…"), "save", self.save),
        ):
            button = QPushButton(icons.icon(icon), "\u2002" + text)
            button.clicked.connect(lambda _checked=False, act=act: act())
            line.addWidget(button)
        return line

    def _tool_row(self) -> QWidget:
        first, *others, last = self.deeds.actions.values()
        return ToolRow(parts.tool_button(first), others, parts.tool_button(last))

    def _connect(self) -> None:
        self.bar.changed.connect(self.refresh)
        self.deeds.attach(self.table, self.entries)
        self.deeds.refused.connect(lambda text: self.refusal.say(Refused(text)))
        self.deeds.done.connect(self.refusal.hide)
        self.table.current_row_changed.connect(self._on_driver)
        self.table.activated_row.connect(lambda _row: self.entries.setFocus())
        self.entries.current_row_changed.connect(lambda entry: self.deeds.choose(self.table.current_row(), entry))
        self.entries.activated_row.connect(lambda _row: self.deeds.correct())

    @property
    def month(self) -> tuple[int, int]:
        """The year and month on show."""
        first = self.bar.bounds()[0]
        return first.year, first.month

    def reload(self) -> None:
        """Read the month on show."""
        year, month = self.month
        self.deeds.month = (year, month)
        self.runner.read(lambda session: month_overview(session, year, month), self._on_overview)

    def _on_overview(self, overview: MonthOverview) -> None:
        if (overview.year, overview.month) != self.month:
            return
        self.overview = overview
        self.model.set_rows(overview.drivers)
        text = translate("mileage", "In {month} {year} werd niet gereden. Kies een andere maand.")
        self.empty.sentence.setText(text.format(month=month_name(overview.month), year=overview.year))
        self.stack.setCurrentIndex(0 if overview.drivers else 1)
        self.total.setText(_total(overview))
        self._show_open_requests(overview)
        if overview.drivers and self.table.current_row() is None:
            self.table.selectRow(0)
        else:
            self._on_driver(self.table.current_row())

    def _show_open_requests(self, overview: MonthOverview) -> None:
        count = len(overview.without_driver)
        text = translate("mileage", "Van {count} aanvragen van deze maand is niet genoteerd wat ervan kwam: {rides}.")
        self.open_requests.setText(text.format(count=count, rides=", ".join(overview.without_driver[:5])))
        self.open_requests.setVisible(count > 0)

    def _on_driver(self, driver: DriverMonth | None) -> None:
        self.deeds.choose(driver, None)
        if driver is None:
            self._show_papers(None, ())
            return
        year, month = self.month
        self.runner.read(
            lambda session: driver_papers(session, year, month, driver.driver_id),
            lambda papers: self._show_papers(driver, papers),
        )

    def _show_papers(self, driver: DriverMonth | None, papers: Papers) -> None:
        if driver is not self.table.current_row():
            return
        self.driver.setText(f"{driver.name} · {texts.state_text(driver)}" if driver else "")
        self.entries_model.set_rows([entry for paper in papers for entry in paper.entries])
        cautions = dict.fromkeys(text for paper in papers for text in texts.cautions(paper)[paper.part is None :])
        self.caution.setText("\n".join(cautions))
        self.caution.setVisible(bool(cautions))
        how = driver.parts[-1].paid_by if driver and driver.parts else None
        self.balance.setText(texts.balance_text(driver.totals, how, driver.iban) if driver else "")
        self.deeds.choose(driver, self.entries.current_row())

    # What the window asks

    def on_print(self) -> None:
        """Ctrl+P: the chosen drivers' months, to sign."""
        year, month = self.month
        current = self.table.current_row()
        rows = self.table.selected_rows() or ([current] if current else [])
        chosen = [row.driver_id for row in rows]
        if chosen:
            self.runner.read(
                lambda session: [paper for key in chosen for paper in driver_papers(session, year, month, key)],
                lambda papers: self._preview(
                    texts.month_title(year, month),
                    f"afrekening-{year}-{month:02d}",
                    lambda path: write_papers(path, papers),
                ),
            )

    def print_year(self) -> None:
        """Show the year of the chosen driver."""
        row, year = self.table.current_row(), self.month[0]
        if row is None:
            return

        def show(statements: YearStatements) -> None:
            if not statements.drivers:
                text = translate("mileage", "Van {name} is in {year} nog niets afgerekend.")
                self.refusal.say(Refused(text.format(name=row.name, year=year)))
                return
            title = translate("mileage", "Jaaroverzicht {year}").format(year=year)
            self._preview(title, f"jaaroverzicht-{year}-{row.code}", lambda path: write_year(path, statements))

        self.runner.read(lambda session: year_statements(session, year, row.driver_id), show)

    def save(self) -> None:
        """Save the settled month as CSV, workbook or PDF."""
        year, month = self.month
        path = messages.choose_save(
            self,
            translate("mileage", "Opslaan als"),
            f"afrekening-{year}-{month:02d}.csv",
            "CSV (*.csv);;Excel (*.xlsx);;PDF (*.pdf)",
        )
        if path is None:
            return
        path = path if path.suffix.lower() in set(PaperKind) else path.with_name(path.name + PaperKind.CSV)

        def write(papers: Papers) -> None:
            if not papers:
                text = translate("mileage", "{month} is nog niet afgerekend: er is niets te bewaren.")
                self.refusal.say(Refused(text.format(month=texts.month_title(year, month))))
                return
            said = translate("mileage", "Bewaard als {name}").format(name=path.name)
            self.runner.run(lambda: write_papers(path, papers), lambda _none: messages.toast(self, said))

        self.runner.read(lambda session: month_papers(session, year, month), write)

    def _preview(self, title: str, name: str, write: Callable[[Path], None]) -> None:
        open_preview(self.runner, self, PreviewPaper(title, f"{name}.pdf", write))

    def show_day(self, day: date) -> None:
        """Show the month of a day."""
        self.bar.go(day)

    def save_state(self) -> dict[str, object]:
        """Remember the widths of the tables."""
        return {"table": self.table.save_state(), "entries": self.entries.save_state()}

    def restore_state(self, state: dict[str, object]) -> None:
        """Take back what `save_state` returned."""
        for table, name in ((self.table, "table"), (self.entries, "entries")):
            kept = state.get(name)
            if isinstance(kept, dict):
                table.restore_state(kept)


def _total(overview: MonthOverview) -> str:
    total = overview.total
    text = translate("mileage", "{rides} ritten · {km} · {due} − {received} ontvangen = {balance}")
    return text.format(
        rides=show_number(total.rides),
        km=show_km(total.metres),
        due=show_amount(total.due),
        received=show_amount(total.received),
        balance=show_amount(total.balance),
    )
