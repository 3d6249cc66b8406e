"""The page of a year's fees: the renewal run, letters, reminders, labels, what was paid."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import show_amount, show_date, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import ops, queries, rules
from mmc_desk.features.people.pages import dues_papers as papers
from mmc_desk.features.people.pages.card import Badge, Card, Line, action_button, name_button, plain_label
from mmc_desk.features.people.pages.dues_dialogs import DuesSettingsDialog, PayDialog, RenewalDialog
from mmc_desk.features.people.pages.dues_papers import DuesPaper, open_paper
from mmc_desk.features.people.pages.dues_table import dues_chips, dues_table, look
from mmc_desk.features.people.pages.list_page import ListTexts, PeoplePage
from mmc_desk.features.people.pages.member_tasks import Asker
from mmc_desk.features.people.printout.texts import status_word
from mmc_desk.features.people.queries import DuesBook, DuesRow, PaidRow, RenewalPlan
from mmc_desk.features.people.rules import DuesStatus
from mmc_desk.features.people.rules.dues import UNPAID
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.flow import FlowLayout
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.report_page import YearBar
from mmc_desk.ui.runner import Runner


@dataclass(frozen=True, slots=True)
class DuesCard:
    """A membership of the year with what was paid for it."""

    row: DuesRow
    paid: tuple[PaidRow, ...]

    @property
    def key(self) -> int:
        """The membership's key."""
        return self.row.key


class DuesCardView(Card):
    """The card of a fee: what is asked, what came in, what was sent."""

    def __init__(self, page: "DuesPage") -> None:
        super().__init__(translate("people", "Gegevens van het lidgeld"))
        self._page = page
        self.pay = action_button(translate("people", "&Contant betaald…"), "euro", page.on_edit, "", "F2")
        self.member = action_button(translate("people", "Naar het l&id"), "users", page.open_member)
        self.add_buttons(self.pay, self.member)
        self.fee = self.add_section(translate("people", "Lidgeld"))
        self.reference = self.add_section(translate("people", "Mededeling"))
        self.payments = self.add_section(translate("people", "Van de bank"))
        self.sent = self.add_section(translate("people", "Verstuurd"))

    def show_dues(self, card: DuesCard) -> None:
        """Fill the card."""
        row = card.row
        self.title.setText(row.name)
        address = ", ".join(filter(None, (row.street, f"{row.postcode} {row.village}".strip())))
        also = translate("people", "samen met {name}").format(name=row.also) if row.also else ""
        number = translate("people", "lid {no}").format(no=row.member_no)
        self.subtitle.setText(" · ".join(filter(None, (number, also, address))))
        self.show_badges([Badge(status_word(row.status), look(row.status).role, look(row.status).icon)])
        self.pay.setEnabled(row.dues.fee > 0)
        self.fee.show_lines(_fee_lines(row))
        self.reference.show_lines([Line(rules.show_reference(row.reference))])
        self.reference.setVisible(bool(row.reference))
        self.payments.show_lines(list(map(self._paid, card.paid)), translate("people", "Nog geen betaling."))
        sent = [
            Line(show_date(row.dues.invited_on), translate("people", "Brief")),
            Line(show_date(row.dues.reminded_on), translate("people", "Herinnering")),
        ]
        self.sent.show_lines([line for line in sent if line.text], translate("people", "Nog niets."))

    def _paid(self, paid: PaidRow) -> Line:
        text = " · ".join(filter(None, (show_amount(paid.amount), paid.payer)))
        return Line(text, show_date(paid.booked_on), remove=lambda: self._page.take_off(paid))


def _fee_lines(row: DuesRow) -> list[Line]:
    if row.dues.fee == 0:
        return [Line(translate("people", "in het lidgeld van de partner, of kosteloos"))]
    over = row.dues.received - row.dues.fee
    lines = [
        Line(show_amount(row.dues.fee), translate("people", "Bedrag")),
        Line(show_amount(row.due) if row.status in UNPAID else "", translate("people", "Nog te betalen")),
        Line(show_amount(over) if over > 0 else "", translate("people", "Te veel"), tone="warn", icon="triangle-alert"),
        Line(show_date(row.dues.paid_on), translate("people", "Betaald op")),
    ]
    return [line for line in lines if line.text]


class DuesPage(PeoplePage):
    """Lidgelden."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"person", "address", "member", "membership", "bank_payment", "desk_setting"}
    )

    def __init__(self, runner: Runner) -> None:
        texts = ListTexts(
            filter_name=translate("people", "Lidgelden"),
            filter_hint=translate("people", "Filter op naam, nummer, straat, dorp, mededeling"),
            new=translate("people", "&Hernieuwen…"),
            of=translate("people", "{shown} van {all}"),
            empty_icon="euro",
            empty="",
        )
        self.book: DuesBook | None = None
        super().__init__(runner, dues_table(), dues_chips(), texts)
        self.new_button.setIcon(icons.icon("rotate-ccw", "on_accent"))
        for key, act in (
            ("B", self.on_letters),
            ("H", self.on_reminders),
            ("E", self.on_labels),
            ("A", self.on_statement),
            ("C", self.on_edit),
        ):
            on_key(self.table, key, act)

    def make_card(self) -> DuesCardView:
        """Return the card of a fee."""
        self.view = DuesCardView(self)
        return self.view

    def _tools(self) -> QHBoxLayout:
        self.years = YearBar()
        self.years.set_year(rules.renewal_year(clock.today()))
        self.years.changed.connect(self.reload)
        for keys, by in (("Ctrl+Left", -1), ("Ctrl+Right", 1)):
            QShortcut(QKeySequence(keys), self, lambda by=by: self.years.step(by))
        row = super()._tools()
        row.insertWidget(0, self.years)
        return row

    def _settings_button(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon("settings"))
        button.setAccessibleName(translate("people", "Instellingen van de lidgelden"))
        button.setToolTip(translate("people", "Instellingen van de lidgelden (Alt+T)"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: self.on_settings())
        QShortcut(QKeySequence("Alt+T"), self, self.on_settings)
        return button

    def _lay_out(self) -> None:
        super()._lay_out()
        self.notice = plain_label("")
        self.banner = QFrame()
        self.banner.setProperty("role", "banner-warning")
        inside = QHBoxLayout(self.banner)
        inside.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        inside.addWidget(self.notice)
        self.totals = plain_label("", "muted")
        self.letters_button = action_button("", "file-text", self.on_letters, "", "B")
        self.reminders_button = action_button("", "clock", self.on_reminders, "", "H")
        labels = action_button(translate("people", "&Etiketten"), "table", self.on_labels, "", "E")
        statement = action_button(translate("people", "&Afschrift…"), "upload", self.on_statement, "", "A")
        self.deeds: Sequence[QPushButton] = (self.letters_button, self.reminders_button, labels, statement)
        self._name_deeds(0, 0)
        self._place(self.splitter.widget(0))

    def _place(self, left: QWidget | None) -> None:
        column = left.layout() if left else None
        assert isinstance(column, QVBoxLayout)  # noqa: S101 - narrows the type: PeoplePage lays it out so
        row = FlowLayout(theme.px(8))
        for button in (*self.deeds, self._settings_button()):
            row.addWidget(button)
        column.insertWidget(1, self.banner)
        column.insertLayout(2, row)
        column.insertWidget(3, self.totals)

    def _name_deeds(self, letters: int, reminders: int) -> None:
        name_button(self.letters_button, translate("people", "&Brieven ({count})").format(count=show_number(letters)))
        text = translate("people", "Herinneringe&n ({count})")
        name_button(self.reminders_button, text.format(count=show_number(reminders)))

    def reload(self) -> None:
        """Read the fees of the year again."""
        year, today = self.years.year, clock.today()
        self.runner.read(lambda session: queries.dues_book(session, year, today), self._on_book)

    def _on_book(self, book: DuesBook) -> None:
        if book.year != self.years.year:
            return
        self.book = book
        self._name_deeds(sum(row.wants_letter for row in book.rows), sum(row.wants_reminder for row in book.rows))
        self.totals.setText(_totals(book))
        self.totals.setToolTip(_all_totals(book))
        self.totals.setAccessibleDescription(_all_totals(book))
        notices = _notices(book)
        self.notice.setText("\n".join(notices))
        self.banner.setVisible(bool(notices))
        self.show_rows(book.rows)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show the fees; a year without any keeps its tools in sight."""
        super().show_rows(rows)
        self._stack.setCurrentWidget(self.splitter)

    def read_card(self, key: int) -> None:
        """Ask for what was paid for a fee."""
        row: DuesRow = self.table.current_row()
        self.runner.read(
            lambda session: queries.payments_of(session, key),
            lambda paid: self.card_read(DuesCard(row, tuple(paid))),
        )

    def show_card(self, card: DuesCard) -> None:
        """Fill the card."""
        self.view.show_dues(card)

    @property
    def _asker(self) -> Asker:
        return Asker(self.runner, self)

    # --- deeds

    def on_new(self) -> None:
        """Ctrl+N: look at what the renewal run would do, and do it."""
        year = self.years.year
        self.runner.read(lambda session: queries.renewal_plan(session, year), self._on_plan)

    def _on_plan(self, plan: RenewalPlan) -> None:
        open_dialog(RenewalDialog(self._asker, plan, self._on_renewed))

    def _on_renewed(self, report: ops.RenewalReport) -> None:
        self.choose_chip("letter")
        text = translate("people", "Lidmaatschappen van {year} gemaakt: {count}").format(
            count=report.added, year=report.year
        )
        messages.toast(self, text, self.runner.undo)

    def on_letters(self) -> None:
        """B: letters of those chosen, or of everybody who didn't get one."""
        self._print(lambda row: row.wants_letter, papers.letters, _may_be_asked)

    def on_reminders(self) -> None:
        """H: reminders of those chosen, or of everybody who is late."""
        self._print(lambda row: row.wants_reminder, papers.reminders, _may_be_asked)

    def on_labels(self) -> None:
        """E: labels of those chosen, or of the list as it is on show."""
        self._print(None, lambda year, _keys: papers.labels(year), _may_be_asked_at_all)

    def on_print(self) -> None:
        """Ctrl+P: the list as it is on show."""
        self._print(None, lambda year, _keys: papers.dues_list(year), lambda _row: True)

    def _print(
        self,
        wanted: Callable[[DuesRow], bool] | None,
        make: Callable[[int, Sequence[int]], DuesPaper],
        allowed: Callable[[DuesRow], bool],
    ) -> None:
        if self.book is None:
            return
        chosen = self.table.selected_rows()
        if len(chosen) < 2:
            chosen = self.table.rows_model.rows if wanted is None else [row for row in self.book.rows if wanted(row)]
        keys = [row.key for row in chosen if allowed(row)]
        if not keys:
            messages.show_info(self, translate("people", "Hiervoor is nu niemand aan de beurt."))
            return
        open_paper(self.runner, self, self.book.year, keys, make(self.book.year, keys))

    def on_statement(self) -> None:
        """Read a statement of the bank (A)."""
        self._on_import()

    def on_settings(self) -> None:
        """Change how the desk asks for its fees."""
        if self.book:
            open_dialog(DuesSettingsDialog(self._asker, self.book.settings))

    def on_edit(self) -> None:
        """Enter, F2, C: note that a fee was paid in cash."""
        row: DuesRow | None = self.table.current_row()
        if row and row.dues.fee:
            open_dialog(PayDialog(self._asker, row))

    def on_end(self) -> None:
        """Delete: take the last payment off, or the tick of a payment in cash."""
        card: DuesCard | None = self.shown_card
        if card is None or self.table.current_row() != card.row:
            return  # the cursor went on, and the card hasn't followed yet
        if card.paid:
            self.take_off(card.paid[-1])
        elif card.row.status is DuesStatus.PAID:
            command = ops.PayByHand(card.key, None)
            label = translate("people", "Lidgeld staat weer open")
            self.do(lambda session: ops.pay_by_hand(session, command), label, toast=True)

    def take_off(self, paid: PaidRow) -> None:
        """Take a payment off this fee."""
        command = ops.UnassignPayment(paid.key)
        label = translate("people", "Betaling losgemaakt")
        self.do(lambda session: ops.unassign_payment(session, command), label, toast=True)

    def open_member(self) -> None:
        """Show the member."""
        if self.shown_card:
            self.open_page.emit("members", self.shown_card.row.member_key)


def _may_be_asked(row: DuesRow) -> bool:
    return bool(row.due) and not row.dues.is_gone


def _may_be_asked_at_all(row: DuesRow) -> bool:
    return row.dues.fee > 0 and not row.dues.is_gone


def _totals(book: DuesBook) -> str:
    told = book.totals
    return translate("people", "{paid} betaald, {unpaid} open · {received} van {asked}").format(
        paid=show_number(told.paid),
        unpaid=show_number(told.unpaid),
        asked=show_amount(told.asked_cents),
        received=show_amount(told.received_cents),
    )


def _all_totals(book: DuesBook) -> str:
    told = book.totals
    return translate(
        "people",
        "{members} leden, {paying} lidgelden · {invited} kregen een brief, {reminded} een herinnering · "
        "nog te ontvangen: {open}",
    ).format(
        members=show_number(told.members),
        paying=show_number(told.paying),
        invited=show_number(told.invited),
        reminded=show_number(told.reminded),
        open=show_amount(told.open_cents),
    )


def _notices(book: DuesBook) -> Sequence[str]:
    notices: list[str] = []
    if book.unrenewed:
        text = translate("people", "Leden zonder lidmaatschap van {year}: {count}. Kies Hernieuwen (Ctrl+N).")
        notices.append(text.format(count=show_number(book.unrenewed), year=rules.renewal_year(book.day)))
    waiting = sum(not payment.is_set_aside for payment in book.payments)
    if waiting:
        text = translate("people", "Bankbetalingen die nog bij geen lid staan: {count}.")
        notices.append(text.format(count=show_number(waiting)))
    if not book.settings.iban:
        notices.append(
            translate("people", "Geen rekeningnummer: brieven vragen contant geld. Vul het in bij Instellingen.")
        )
    return notices
