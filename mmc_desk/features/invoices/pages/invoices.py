"""Facturen: a month of invoices, what is to be made first, and the rides of the chosen one (domain.md §2)."""

from datetime import date, timedelta
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import show_amount, show_date, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.invoices.pages.columns import invoice_columns, line_columns
from mmc_desk.features.invoices.pages.deeds import InvoiceDeeds
from mmc_desk.features.invoices.printout.files import FileKind, write_files
from mmc_desk.features.invoices.printout.texts import month_title, paper_title
from mmc_desk.features.invoices.queries.months import (
    InvoiceBook,
    InvoiceCard,
    InvoiceMonth,
    InvoiceRow,
    invoice_book,
    invoice_card,
    invoice_month,
    month_keys,
)
from mmc_desk.features.invoices.rules import InvoiceStatus, Line
from mmc_desk.features.people.rules import show_reference
from mmc_desk.features.rides.pages.day_bar import DayBar, Span
from mmc_desk.features.rides.pages.refusal_bar import RefusalBar
from mmc_desk.features.rides.pages.ride_actions import Refused
from mmc_desk.features.rides.pages.tool_row import ToolRow
from mmc_desk.ui import icons, messages, parts, theme
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView


class InvoicesPage(Page):
    """The members of a month on the left; the rides of the chosen one, and what came in, on the right."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"ride", "ride_request", "ride_invoice", "ride_invoice_line", "ride_invoice_payment", "member_payment"}
        | {"person", "member", "address", "desk_setting", "official_km_rate", "bank_payment"}
    )

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.shown: InvoiceMonth | None = None
        self.bar = DayBar(self, (Span.MONTH,))
        self.deeds = InvoiceDeeds(runner, self)
        self.refusal = RefusalBar()
        self.model: RowTableModel[InvoiceRow] = RowTableModel(invoice_columns(), key=lambda row: row.key)
        self.table = TableView(self.model, name=translate("invoices", "Facturen van deze maand"))
        self.lines_model: RowTableModel[Line] = RowTableModel(line_columns())
        self.lines = TableView(self.lines_model, name=translate("invoices", "Ritten op deze factuur"))
        self.total, self.title = parts.label("strong"), parts.label("heading")
        self.facts, self.caution = parts.label("muted"), parts.label("warning")
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
        splitter.addWidget(parts.column(self.title, self.caution, self.facts, self.lines))
        splitter.setSizes([theme.px(680), theme.px(500)])
        self.stack.addWidget(splitter)
        self.stack.addWidget(self.empty)
        self.empty.button.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(self._top())
        first, *others, last = self.deeds.actions.values()
        layout.addWidget(ToolRow(parts.tool_button(first), others, parts.tool_button(last)))
        layout.addWidget(self.refusal)
        layout.addWidget(self.stack, 1)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        self.setFocusProxy(self.table)
        self.bar.put_after(self.table, self.lines)

    def _top(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.bar, 1)
        self.save_button = QPushButton(icons.icon("save"), "\u2002" + translate("invoices", "Opslaan als…"))
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        line.addWidget(self.save_button)
        return line

    def _connect(self) -> None:
        self.bar.changed.connect(self.refresh)
        self.deeds.attach(self.table, self.lines)
        self.deeds.refused.connect(lambda text: self.refusal.say(Refused(text)))
        self.deeds.done.connect(self.refusal.hide)
        self.table.current_row_changed.connect(lambda _row: self._on_row())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.table.activated_row.connect(lambda _row: self.lines.setFocus())

    @property
    def month(self) -> tuple[int, int]:
        """The year and month on show."""
        first = self.bar.bounds()[0]
        return first.year, first.month

    def reload(self) -> None:
        """Read the month on show."""
        year, month = self.deeds.month = self.month
        today = clock.today()
        self.runner.read(lambda session: invoice_month(session, year, month, today), self._on_month)

    def _on_month(self, found: InvoiceMonth) -> None:
        if (found.year, found.month) != self.month:
            return
        self.shown = found
        self.model.set_rows(found.rows)
        self.empty.sentence.setText(_nothing(found))
        self.stack.setCurrentIndex(0 if found.rows else 1)
        self.total.setText(_total(found))
        if found.rows and self.table.current_row() is None:
            self.table.selectRow(0)
        else:
            self._on_row()

    def _choose(self) -> None:
        current = self.table.current_row()
        chosen = self.table.selected_rows() or ([current] if current else [])
        self.deeds.choose(self.shown.rows if self.shown else (), chosen)

    def _on_row(self) -> None:
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
        year, month = self.month
        path = messages.choose_save(
            self,
            translate("invoices", "Opslaan als"),
            f"facturen-{year}-{month:02d}.csv",
            "CSV (*.csv);;Excel (*.xlsx);;PDF (*.pdf)",
        )
        if path is None:
            return
        path = path if path.suffix.lower() in set(FileKind) else path.with_name(path.name + FileKind.CSV)

        def write(book: InvoiceBook) -> None:
            if not book.papers:
                text = translate("invoices", "{month} is nog niet gefactureerd: er is niets te bewaren.")
                self.refusal.say(Refused(text.format(month=month_title(year, month).capitalize())))
                return
            said = translate("invoices", "Bewaard als {name}").format(name=path.name)
            self.runner.run(lambda: write_files(path, book), lambda _none: messages.toast(self, said))

        today = clock.today()
        self.runner.read(lambda session: invoice_book(session, month_keys(session, year, month), today), write)

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
