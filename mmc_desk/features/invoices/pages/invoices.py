"""Facturen: a month of invoices, what is to be made first, and the rides of the chosen one (domain.md §2)."""

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import show_amount, show_date, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.invoices.pages.columns import invoice_columns, line_columns
from mmc_desk.features.invoices.pages.deeds import InvoiceDeeds
from mmc_desk.features.invoices.printout.files import write_files
from mmc_desk.features.invoices.printout.texts import month_title, paper_title
from mmc_desk.features.invoices.queries.months import (
    InvoiceCard,
    InvoiceMonth,
    InvoiceRow,
    invoice_book,
    invoice_card,
    invoice_month,
    month_keys,
)
from mmc_desk.features.invoices.rules import InvoiceStatus
from mmc_desk.features.people.rules import show_reference
from mmc_desk.features.rides.pages.month_page import MonthPage
from mmc_desk.ui import parts
from mmc_desk.ui.runner import Runner


class InvoicesPage(MonthPage):
    """The members of a month on the left; the rides of the chosen one, and what came in, on the right."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"ride", "ride_request", "ride_invoice", "ride_invoice_line", "ride_invoice_payment", "member_payment"}
        | {"person", "member", "address", "desk_setting", "official_km_rate", "bank_payment"}
    )

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        rows, lines = translate("invoices", "Facturen van deze maand"), translate("invoices", "Ritten op deze factuur")
        super().__init__(runner, (rows, invoice_columns()), (lines, line_columns()), parent)
        self.shown: InvoiceMonth | None = None
        self.deeds = InvoiceDeeds(runner, self)
        self.title, self.facts, self.caution = parts.label("heading"), parts.label("muted"), parts.label("warning")
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.set_up(self.deeds, (self.title, self.caution, self.facts, self.lines))

    def reload(self) -> None:
        """Read the month on show."""
        year, month = self.deeds.month = self.month
        today = clock.today()
        self.runner.read(lambda session: invoice_month(session, year, month, today), self._on_month)

    def _on_month(self, found: InvoiceMonth) -> None:
        if (found.year, found.month) != self.month:
            return
        self.shown = found
        self.total.setText(_total(found))
        self.show_rows(found.rows, _nothing(found))

    def _choose(self) -> None:
        current = self.table.current_row()
        chosen = self.table.selected_rows() or ([current] if current else [])
        self.deeds.choose(self.shown.rows if self.shown else (), chosen)

    def on_row(self) -> None:
        """Show the lines of the chosen row, and what came in for it."""
        self._choose()
        row: InvoiceRow | None = self.table.current_row()
        if row is None:
            self._show_card(None, None)
            return
        year, month = self.month
        self.runner.read(
            lambda session: invoice_card(session, row.key, year, month), lambda card: self._show_card(row, card)
        )

    def _show_card(self, row: InvoiceRow | None, card: InvoiceCard | None) -> None:
        current = self.table.current_row()
        if (row and row.key) != (current and current.key):
            return
        self.lines_model.set_rows(card.lines if card else ())
        self.title.setText("" if row is None else f"{row.name} · {paper_title(row)}" if row.is_made else row.name)
        facts = _facts(row, card) if row and card else []
        self.facts.setText("\n".join(facts))
        self.facts.setVisible(bool(facts))
        caution = _caution(row)
        self.caution.setText(caution)
        self.caution.setVisible(bool(caution))

    # What the window asks

    def on_print(self) -> None:
        """Ctrl+P: the letters."""
        self.deeds.print_letters()

    def save(self) -> None:
        """Ctrl+S: the month for the books, as CSV, workbook or PDF."""
        (year, month), today = self.month, clock.today()
        nothing = translate("invoices", "{month} is nog niet gefactureerd: er is niets te bewaren.")
        self.save_month(
            "facturen",
            lambda session: invoice_book(session, month_keys(session, year, month), today),
            write_files,
            nothing.format(month=month_title(year, month).capitalize()),
            papers=lambda book: book.papers,
        )


def _nothing(found: InvoiceMonth) -> str:
    if not found.is_used:
        return translate(
            "invoices",
            "Alle leden betalen contant aan de chauffeur. Wie per maandfactuur betaalt, kiest dat op zijn kaart bij "
            "Leden (R); voor iedereen staat het bij Tarieven, Afspraken (F6).",
        )
    text = translate("invoices", "Voor {month} valt er niets te factureren. Kies een andere maand.")
    return text.format(month=month_title(found.year, found.month))


def _total(found: InvoiceMonth) -> str:
    told = found.sums
    text = translate(
        "invoices", "{papers} facturen, {rides} ritten · {asked} gevraagd, {received} ontvangen, {open} open"
    )
    return text.format(
        papers=show_number(told.papers),
        rides=show_number(told.rides),
        asked=show_amount(told.asked),
        received=show_amount(told.received),
        open=show_amount(told.open),
    )


def _facts(row: InvoiceRow, card: InvoiceCard) -> list[str]:
    lines = []
    if row.standing is not None:
        made = translate("invoices", "gemaakt op {day}, mededeling")
        lines += [made.format(day=show_date(row.made_on)), show_reference(row.reference)]
    if row.credits:
        lines.append(
            translate("invoices", "op factuur {number}: {reason}").format(number=row.credits, reason=row.reason)
        )
    if row.reminded_on:
        told = translate("invoices", "herinnering {number} op {day}")
        lines.append(told.format(number=row.reminders, day=show_date(row.reminded_on)))
    if row.paid_on:
        lines.append(translate("invoices", "met de hand betaald op {day}").format(day=show_date(row.paid_on)))
    text = translate("invoices", "bank {day}: {amount}")
    for one in card.paid:
        said = text.format(day=show_date(one.booked_on), amount=show_amount(one.cents))
        lines.append(" · ".join(filter(None, (said, one.payer))))
    return lines


def _caution(row: InvoiceRow | None) -> str:
    if row is None:
        return ""
    if row.differs:
        return translate("invoices", "Een rit werd gewijzigd na de factuur. Corrigeer ze met een creditnota (D).")
    if row.is_deceased and row.status is InvoiceStatus.TO_MAKE:
        return translate("invoices", "Dit lid is overleden: er gaat geen factuur weg, tenzij u ze zelf maakt (A).")
    return ""
