"""The page of the members: list, card, and everything the desk does with a member."""

from typing import ClassVar

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date, show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import ops, queries
from mmc_desk.features.people.model import Aid
from mmc_desk.features.people.pages import member_tasks as tasks
from mmc_desk.features.people.pages import words
from mmc_desk.features.people.pages.card_parts import add_parts
from mmc_desk.features.people.pages.list_page import Chip, ListTexts, PeoplePage
from mmc_desk.features.people.pages.member_card import MemberCardView
from mmc_desk.features.people.pages.member_dialog import MemberDialog
from mmc_desk.features.people.pages.member_tasks import Asker
from mmc_desk.features.people.queries import ContactRow, MemberCard, MemberRow, PreferenceRow
from mmc_desk.features.people.rules import MembershipStatus, Review
from mmc_desk.ui.columns import Column
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel

_OPEN = frozenset({MembershipStatus.UNPAID, MembershipStatus.GRACE})
_UNREVIEWED = frozenset({Review.OVERDUE, Review.MISSING})


def member_table() -> RowTableModel[MemberRow]:
    """Return the model of the list of members."""
    return RowTableModel(
        [
            Column(
                translate("people", "Nr"),
                lambda row: str(row.member_no),
                lambda row: row.member_no,
                align_right=True,
                width=56,
                is_spare=True,  # a name and a village, whole, say more
            ),
            Column(translate("people", "Naam"), lambda row: row.name, width=172, grows=True),
            Column(
                translate("people", "Geboren"),
                lambda row: show_date(row.born_on),
                lambda row: row.born_on,
                width=96,
                is_spare=True,
            ),
            Column(translate("people", "Dorp"), lambda row: row.village, width=112, grows=True),
            Column(
                translate("people", "Lidgeld"),
                lambda row: words.word(row.status),
                width=112,
                colour=lambda row: words.look(row.status).role,
                icon=lambda row: words.look(row.status).icon,
            ),
            Column(
                translate("people", "Inkomen"),
                lambda row: words.word(row.review),
                lambda row: row.next_review,
                width=112,
                tooltip=lambda row: show_date(row.next_review),
                is_spare=True,
                colour=lambda row: words.look(row.review).role,
                icon=lambda row: words.look(row.review).icon,
            ),
            *_further_columns(),
        ],
        lambda row: row.search,
    )


def _further_columns() -> list[Column[MemberRow]]:
    return [
        Column(translate("people", "Straat"), lambda row: row.street, width=170, is_spare=True),
        Column(
            translate("people", "Telefoon"),
            lambda row: show_phone(row.phone or row.mobile),
            width=120,
            is_spare=True,
        ),
        Column(translate("people", "Soort"), lambda row: words.word(row.household), width=110, is_spare=True),
        Column(
            translate("people", "Hulpmiddel"),
            lambda row: "" if row.aid is Aid.NONE else words.word(row.aid),
            width=120,
            is_spare=True,
        ),
    ]


def _is_member(row: MemberRow) -> bool:
    return row.status is not MembershipStatus.ENDED


def _chips() -> list[Chip]:
    return [
        Chip("active", translate("people", "Actief"), _is_member),
        Chip("all", translate("people", "Alle"), lambda _row: True),
        Chip("unpaid", translate("people", "Niet betaald"), lambda row: row.status in _OPEN),
        Chip(
            "review",
            translate("people", "Controle nodig"),
            lambda row: _is_member(row) and row.review in _UNREVIEWED,
        ),
    ]


class MembersPage(PeoplePage):
    """Leden."""

    seen_table = "member"
    topics: ClassVar[frozenset[str]] = frozenset(
        {
            "person",
            "address",
            "contact",
            "member",
            "membership",
            "eligibility_check",
            "driver_preference",
            "driver",
            "street_alias",
            "desk_setting",
        }
    )

    def __init__(self, runner: Runner) -> None:
        texts = ListTexts(
            filter_name=translate("people", "Leden"),
            filter_hint=translate("people", "Filter op naam, nummer, straat, dorp, telefoon, geboortejaar"),
            new=translate("people", "&Nieuw lid"),
            of=translate("people", "{shown} van {all} leden"),
            empty_icon="users",
            empty=translate("people", "Nog geen leden. Neem uw ledenlijst over, of begin met Ctrl+N."),
        )
        super().__init__(runner, member_table(), _chips(), texts)
        self.parts = add_parts(self, "member")

    def make_card(self) -> MemberCardView:
        """Return the card of a member."""
        self.view = MemberCardView(self)
        return self.view

    def reload(self) -> None:
        """Read the list again."""
        today = clock.today()
        self.runner.read(lambda session: queries.member_list(session, today), self.show_rows)

    def read_card(self, key: int) -> None:
        """Ask for the card of a member."""
        today = clock.today()
        self.runner.read(lambda session: queries.member_card(session, key, today), self.card_read)

    def show_card(self, card: MemberCard) -> None:
        """Fill the card."""
        self.view.show_member(card)
        for part in self.parts:
            part.show_person(card.person.key)

    @property
    def _asker(self) -> Asker:
        return Asker(self.runner, self)

    def on_new(self) -> None:
        """Ctrl+N: a new member."""
        open_dialog(MemberDialog(self.runner, None, self.on_saved, self))

    def on_edit(self) -> None:
        """Enter, F2: change the member."""
        if self.shown_card:
            open_dialog(MemberDialog(self.runner, self.shown_card, self.on_saved, self))

    def on_end(self) -> None:
        """Delete: end the membership, or take an ended member in again."""
        card: MemberCard | None = self.shown_card
        if card is None:
            return
        if card.ended_on is None:
            open_dialog(tasks.EndMemberDialog(self._asker, card))
            return
        command = ops.ReopenMember(card.key)
        self.do(
            lambda session: ops.reopen_member(session, command), translate("people", "Opnieuw lid gemaakt"), toast=True
        )

    def on_fee(self) -> None:
        """Note a fee."""
        if self.shown_card:
            open_dialog(tasks.FeeDialog(self._asker, self.shown_card))

    def on_check(self) -> None:
        """Note an income check."""
        if self.shown_card:
            open_dialog(tasks.CheckDialog(self._asker, self.shown_card))

    def on_new_contact(self) -> None:
        """Note a contact person."""
        self.on_contact(None)

    def on_contact(self, contact: ContactRow | None) -> None:
        """Change a contact person, or note a new one."""
        if self.shown_card:
            open_dialog(tasks.ContactDialog(self._asker, self.shown_card, contact))

    def on_remove_contact(self, contact: ContactRow) -> None:
        """Take a contact person away."""
        command = ops.RemoveContact(contact.key)
        label = translate("people", "Contactpersoon verwijderd")
        self.do(lambda session: ops.remove_contact(session, command), label, toast=True)

    def on_new_preference(self) -> None:
        """Note a driver the member prefers or can't ride with."""
        self.on_preference(None)

    def on_preference(self, known: PreferenceRow | None) -> None:
        """Change how the member stands to a driver, or note it."""
        if self.shown_card:
            open_dialog(tasks.PreferenceDialog(self._asker, self.shown_card, known))

    def open_driver(self, key: int) -> None:
        """Show the member as a driver."""
        self.open_page.emit("drivers", key)

    def on_remove_preference(self, known: PreferenceRow) -> None:
        """Take a preference away."""
        if self.shown_card:
            command = ops.SetPreference(self.shown_card.key, known.key, None)
            label = translate("people", "Chauffeurvoorkeur verwijderd")
            self.do(lambda session: ops.set_preference(session, command), label, toast=True)
