"""Afrekening: a month of all drivers, how far each is, and the rides of the chosen one (domain.md §9, "Month end")."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from mmc_desk.core.formats import month_name, show_amount, show_km, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage.pages.settlement_columns import driver_columns, entry_columns
from mmc_desk.features.mileage.pages.settlement_deeds import SettlementDeeds
from mmc_desk.features.mileage.printout import settlement_texts as texts
from mmc_desk.features.mileage.printout.files import write_papers, write_year
from mmc_desk.features.mileage.queries.rows import DriverMonth, MonthOverview, SettlementPaper, YearStatements
from mmc_desk.features.mileage.queries.settlements import (
    driver_papers,
    month_overview,
    month_papers,
    year_statements,
)
from mmc_desk.features.rides.pages.month_page import MonthPage, top_button
from mmc_desk.features.rides.pages.ride_actions import Refused
from mmc_desk.ui import parts
from mmc_desk.ui.preview import PreviewPaper, open_preview
from mmc_desk.ui.runner import Runner

Papers = tuple[SettlementPaper, ...]


class SettlementPage(MonthPage):
    """The drivers of a month on the left; the rides of the chosen one, and what they add up to, on the right."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"ride", "settlement", "settlement_entry", "driver", "person", "official_km_rate", "desk_setting"}
    )

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        drivers = translate("mileage", "Chauffeurs van deze maand")
        rides = translate("mileage", "Ritten van deze chauffeur")
        super().__init__(runner, (drivers, driver_columns()), (rides, entry_columns()), parent)
        self.overview: MonthOverview | None = None
        self.deeds = SettlementDeeds(runner, self)
        self.driver, self.balance = parts.label("heading"), parts.label("strong")
        self.caution, self.open_requests = parts.label("warning"), parts.label("warning")
        self.lines.current_row_changed.connect(lambda entry: self.deeds.choose(self.table.current_row(), entry))
        self.lines.activated_row.connect(lambda _row: self.deeds.correct())
        year = top_button("chart-column", translate("mileage", "&Jaaroverzicht…"), self.print_year)
        right = (self.driver, self.caution, self.lines, self.balance)
        self.set_up(self.deeds, right, [year], self.open_requests)

    def reload(self) -> None:
        """Read the month on show."""
        year, month = self.month
        self.deeds.month = (year, month)
        self.runner.read(lambda session: month_overview(session, year, month), self._on_overview)

    def _on_overview(self, overview: MonthOverview) -> None:
        if (overview.year, overview.month) != self.month:
            return
        self.overview = overview
        text = translate("mileage", "In {month} {year} werd niet gereden. Kies een andere maand.")
        self.total.setText(_total(overview))
        self._show_open_requests(overview)
        self.show_rows(overview.drivers, text.format(month=month_name(overview.month), year=overview.year))

    def _show_open_requests(self, overview: MonthOverview) -> None:
        count = len(overview.without_driver)
        text = translate("mileage", "Van {count} aanvragen van deze maand is niet genoteerd wat ervan kwam: {rides}.")
        self.open_requests.setText(text.format(count=count, rides=", ".join(overview.without_driver[:5])))
        self.open_requests.setVisible(count > 0)

    def on_row(self) -> None:
        """Show the rides of the chosen driver and what they add up to."""
        driver: DriverMonth | None = self.table.current_row()
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
        self.lines_model.set_rows([entry for paper in papers for entry in paper.entries])
        cautions = dict.fromkeys(text for paper in papers for text in texts.cautions(paper)[paper.part is None :])
        self.caution.setText("\n".join(cautions))
        self.caution.setVisible(bool(cautions))
        how = driver.parts[-1].paid_by if driver and driver.parts else None
        self.balance.setText(texts.balance_text(driver.totals, how, driver.iban) if driver else "")
        self.deeds.choose(driver, self.lines.current_row())

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
        nothing = translate("mileage", "{month} is nog niet afgerekend: er is niets te bewaren.")
        self.save_month(
            "afrekening",
            lambda session: month_papers(session, year, month),
            write_papers,
            nothing.format(month=texts.month_title(year, month)),
        )

    def _preview(self, title: str, name: str, write: Callable[[Path], None]) -> None:
        open_preview(self.runner, self, PreviewPaper(title, f"{name}.pdf", write))


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
