"""How a member pays rides, on their card: people know nothing of rides (people.pages.card_parts)."""

import functools

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.invoices.pages.dialogs import PayingDialog
from mmc_desk.features.people.pages.card import Line, action_button
from mmc_desk.features.people.pages.list_page import PeoplePage
from mmc_desk.features.rides.ops.paying import remove_member_payment
from mmc_desk.features.rides.queries.paying import MemberPaying, PaymentChoice, member_paying
from mmc_desk.features.rides.rules.paying import mode_name
from mmc_desk.ui import messages
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.parts import open_dialog


class PayingPart:
    """How rides are paid now, and the member's own choices; R in the list changes it."""

    topics = frozenset({"member_payment", "desk_setting"})

    def __init__(self, page: PeoplePage) -> None:
        self._page = page
        self._person_id: int | None = None
        self.known: MemberPaying | None = None
        self.change_button = action_button(translate("invoices", "&Ritten betalen"), "euro", self.change, "link", "R")
        self.section = page.card.add_section(translate("invoices", "Ritten betalen"), self.change_button)
        on_key(page.table, "R", self.change)

    def show_person(self, person_id: int) -> None:
        """Ask how a person pays."""
        self._person_id = person_id
        query = functools.partial(member_paying, person_id=person_id, day=clock.today())
        self._page.runner.read(query, functools.partial(self._show, person_id))

    def _show(self, person_id: int, known: MemberPaying | None) -> None:
        if person_id != self._person_id or known is None:
            return
        self.known = known
        self.section.show_lines([Line(mode_name(known.mode)), *map(self._line, known.choices)])

    def _line(self, choice: PaymentChoice) -> Line:
        how = mode_name(choice.mode) if choice.mode else translate("invoices", "zoals de dienst gewoon is")
        since = translate("invoices", "vanaf {day}").format(day=show_date(choice.valid_from))
        return Line(f"{since}: {how}", tone="muted", remove=functools.partial(self.remove, choice))

    def change(self) -> None:
        """Let the member pay otherwise, from a day on."""
        if self.known is None or self._person_id is None or self._page.shown_card is None:
            return
        page, label = self._page, translate("invoices", "Betaalwijze gewijzigd")
        name = page.card.title.text()
        dialog = PayingDialog(name, self.known, page)
        dialog.follow(page.runner, dialog.record(name, self._person_id))
        dialog.save_with(page.runner, dialog.make_op, label, lambda _key: messages.toast(page, label, page.runner.undo))
        open_dialog(dialog)

    def remove(self, choice: PaymentChoice) -> None:
        """Take a choice back."""
        op = functools.partial(remove_member_payment, key=choice.key)
        self._page.do(op, translate("invoices", "Betaalwijze teruggenomen"), toast=True)
