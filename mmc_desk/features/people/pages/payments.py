"""The page of the bank's payments that are on no membership: proposals to accept by a key."""

import functools
from typing import ClassVar

from mmc_desk.core.formats import show_amount, show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import ops, queries
from mmc_desk.features.people.pages.card import Badge, Card, Line, action_button, name_button
from mmc_desk.features.people.pages.dues_dialogs import PlaceDialog
from mmc_desk.features.people.pages.dues_table import candidate_reason, candidate_text, payment_chips, payments_table
from mmc_desk.features.people.pages.list_page import ListTexts, PeoplePage
from mmc_desk.features.people.pages.member_tasks import Asker
from mmc_desk.features.people.queries import Candidate, PaymentRow
from mmc_desk.features.people.rules.payments import MOST_PROPOSALS
from mmc_desk.ui import icons
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.runner import Runner


class PaymentCardView(Card):
    """The card of a payment: what the bank says, and whom it may be for."""

    def __init__(self, page: "PaymentsPage") -> None:
        super().__init__(translate("people", "Gegevens van de betaling"))
        self._page = page
        self.place = action_button(translate("people", "Kies een &lid…"), "search", page.on_edit, "", "F2")
        self.aside = action_button("", "ban", page.on_end, "", "Delete")
        self._name_aside(is_set_aside=False)
        self.add_buttons(self.place, self.aside)
        self.said = self.add_section(translate("people", "Mededeling"))
        self.proposals = self.add_section(translate("people", "Voorstellen"))

    def _name_aside(self, *, is_set_aside: bool) -> None:
        text = translate("people", "Weer p&laatsen") if is_set_aside else translate("people", "Opzij&zetten")
        name_button(self.aside, text)

    def show_payment(self, row: PaymentRow) -> None:
        """Fill the card."""
        self.title.setText(show_amount(row.amount))
        self.subtitle.setText(
            " · ".join(
                filter(None, (row.payer, translate("people", "geboekt op {day}").format(day=show_date(row.booked_on))))
            )
        )
        aside = Badge(translate("people", "opzijgezet: geen lidgeld"), "warn", "ban")
        self.show_badges([aside] if row.is_set_aside else [])
        self._name_aside(is_set_aside=row.is_set_aside)
        self.said.show_lines([Line(row.communication)] if row.communication else [], translate("people", "Geen."))
        lines = [line for place, one in enumerate(row.candidates, 1) for line in self._proposal(place, one)]
        self.proposals.show_lines(lines, translate("people", "Geen: zoek het lid zelf."))

    def _proposal(self, place: int, candidate: Candidate) -> list[Line]:
        text = f"{place}  {candidate_text(candidate)}"
        return [
            Line(text, icon="circle-check", act=lambda: self._page.accept(place)),
            Line(candidate_reason(candidate), tone="muted"),
        ]


class PaymentsPage(PeoplePage):
    """Bankbetalingen."""

    topics: ClassVar[frozenset[str]] = frozenset({"bank_payment", "membership", "member", "person"})

    def __init__(self, runner: Runner) -> None:
        texts = ListTexts(
            filter_name=translate("people", "Bankbetalingen"),
            filter_hint=translate("people", "Filter op betaler, mededeling, bedrag"),
            new=translate("people", "&Afschrift inlezen…"),
            of=translate("people", "{shown} van {all}"),
            empty_icon="euro",
            empty=translate("people", "Elke gelezen betaling staat bij een lid. Lees een afschrift in met Ctrl+N."),
        )
        super().__init__(runner, payments_table(), payment_chips(), texts)
        self.new_button.setIcon(icons.icon("upload", "on_accent"))
        for place in range(1, MOST_PROPOSALS + 1):
            on_key(self.table, str(place), functools.partial(self.accept, place))

    def make_card(self) -> PaymentCardView:
        """Return the card of a payment."""
        self.view = PaymentCardView(self)
        return self.view

    def reload(self) -> None:
        """Read the payments again."""
        self.runner.read(queries.open_payments, self.show_rows)

    def read_card(self, key: int) -> None:
        """Show the card: the row says it all."""
        self.card_read(next((row for row in self.rows if row.key == key), None))

    def show_card(self, card: PaymentRow) -> None:
        """Fill the card."""
        self.view.show_payment(card)

    def on_new(self) -> None:
        """Ctrl+N: read a statement."""
        self._on_import()

    def accept(self, place: int) -> None:
        """1 … 5: accept a proposal."""
        row: PaymentRow | None = self.table.current_row()
        if row is None or place > len(row.candidates):
            return
        chosen = row.candidates[place - 1]
        command = ops.AssignPayment(row.key, chosen.shares)
        label = translate("people", "Betaling geplaatst bij {who}").format(who=candidate_text(chosen))
        self.do(lambda session: ops.assign_payment(session, command), label, toast=True)

    def on_edit(self) -> None:
        """Enter, F2: look the member up."""
        row: PaymentRow | None = self.table.current_row()
        if row:
            open_dialog(PlaceDialog(Asker(self.runner, self), row))

    def on_end(self) -> None:
        """Delete: this is no fee; or it may be one after all."""
        row: PaymentRow | None = self.table.current_row()
        if row is None:
            return
        command = ops.SetAsidePayment(row.key, not row.is_set_aside)
        label = (
            translate("people", "Betaling wacht weer")
            if row.is_set_aside
            else translate("people", "Betaling opzijgezet")
        )
        self.do(lambda session: ops.set_aside_payment(session, command), label, toast=True)
