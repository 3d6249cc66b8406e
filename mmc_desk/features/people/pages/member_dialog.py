"""Adding and changing a member."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.feature import Hit
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import ops, queries
from mmc_desk.features.people.model import Aid, Household
from mmc_desk.features.people.pages import words
from mmc_desk.features.people.pages.person_form import AddressFields, PersonFields
from mmc_desk.features.people.queries import MemberCard
from mmc_desk.ui.fields import (
    Candidate,
    CheckField,
    ChoiceField,
    DateField,
    Form,
    FormDialog,
    NoteField,
    TextField,
    TypeAhead,
)
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner


class MemberDialog(FormDialog):
    """A new member, or a change of one. `on_saved` gets the key."""

    def __init__(
        self, runner: Runner, card: MemberCard | None, on_saved: Callable[[int], None], parent: QWidget | None = None
    ) -> None:
        self.card = card
        self._runner = runner
        form = Form()
        self.person = PersonFields(form, runner, card.person if card else None)
        self.address = AddressFields(form, runner, card.person if card else None)
        self._add_membership(form)
        new, change = translate("people", "Nieuw lid"), translate("people", "Lid bewerken")
        super().__init__(change if card else new, form, translate("people", "Lid &opslaan"), parent)
        label = translate("people", "Lid gewijzigd") if card else translate("people", "Nieuw lid")
        self.save_with(runner, self._op, label, lambda key: on_saved(card.key if card else key))
        self.household.edited.connect(self._on_household)
        self._on_household()
        if card:
            self.follow(runner, self._record(card))

    def _record(self, card: MemberCard) -> Record[MemberCard]:
        return Record(
            card,
            lambda session: queries.member_card(session, card.key, clock.today()),
            lambda other: MemberDialog(self._runner, other, lambda _key: None),
            lambda other: setattr(self, "card", other),
            frozenset({"member", "person", "address"}),
        )

    def caught_up(self) -> None:
        """Show the partner of a couple."""
        self._on_household()

    def _add_membership(self, form: Form) -> None:
        card = self.card
        self.member_no = TextField(str(card.member_no) if card else "")
        self.since = DateField(card.since if card else clock.today())
        self.household: ChoiceField[Household] = ChoiceField(words.options(Household))
        self.partner = TypeAhead()
        self.aid: ChoiceField[Aid] = ChoiceField(words.options(Aid))
        self.companion = CheckField(translate("people", "Ri&jdt altijd met een begeleider mee"))
        self.note = NoteField(card.note if card else "")
        if card:
            self.household.set_value(card.household)
            self.aid.set_value(card.aid)
            self.companion.set_value(card.companion)
        form.add_heading(translate("people", "Lidmaatschap"))
        next_free = translate("people", "Leeg: het volgende vrije nummer.")
        form.add(translate("people", "Lidn&ummer"), self.member_no, next_free, name="member_no")
        form.add(translate("people", "&Lid sinds"), self.since, name="since")
        form.add(translate("people", "Soo&rt"), self.household, name="household")
        help_text = translate("people", "Wie samenwoont en ook lid is. Een koppel betaalt één lidgeld.")
        self._partner_row = form.add(translate("people", "P&artner"), self.partner, help_text, name="partner_id")
        form.add(translate("people", "Hulp&middel"), self.aid, name="aid")
        form.add("", self.companion, name="companion")
        form.add(translate("people", "Not&itie"), self.note, name="note")
        if card and card.partner:
            self.partner.set_value(Candidate(card.partner.key, card.partner.name))

    def _on_household(self) -> None:
        is_couple = self.household.value is Household.COUPLE
        self._partner_row.set_visible(is_couple)
        if is_couple and not self.partner.candidates:
            self._runner.read(lambda session: queries.member_hits(session, with_ended=False), self._on_members)

    def _on_members(self, hits: list[Hit]) -> None:
        own = self.card.key if self.card else None
        self.partner.set_candidates(
            [Candidate(hit.key, hit.title, hit.detail, hit.search) for hit in hits if hit.key != own]
        )

    def _op(self) -> Op[Any]:
        person, address, details = self.person.details(), self.address.details(), self._details()
        card = self.card
        if card is None:
            add = ops.AddMember(person, address, details, self.person.same_person())
            return lambda session: ops.add_member(session, add)
        edit = ops.EditMember(card.key, person, address, details, self.address.moved(), card.seen)
        return lambda session: ops.edit_member(session, edit)

    def _details(self) -> ops.MemberDetails:
        partner = self.partner.value if self.household.value is Household.COUPLE else None
        return ops.MemberDetails(
            member_no=self._number(),
            since=self.since.value,
            household=self.household.value or Household.SINGLE,
            partner_id=partner.key if partner else None,
            aid=self.aid.value or Aid.NONE,
            companion=self.companion.value,
            note=self.note.value,
        )

    def _number(self) -> int | None:
        text = self.member_no.value
        if text and not (text.isascii() and text.isdigit() and len(text) <= 9):
            raise RuleError(
                translate("people", "Een lidnummer bestaat enkel uit cijfers, bijvoorbeeld 272."), field="member_no"
            )
        return int(text) if text else None
