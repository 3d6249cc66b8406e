"""The small dialogs of a member: fee, income check, contact person, driver preference, end."""

import functools
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.core.feature import Hit
from mmc_desk.core.formats import show_amount
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import ops, queries, rules
from mmc_desk.features.people.model import DriverTie, EndReason, IncomeResult
from mmc_desk.features.people.pages import words
from mmc_desk.features.people.queries import ContactRow, MemberCard, PreferenceRow
from mmc_desk.ui.fields import (
    AmountField,
    Candidate,
    ChoiceField,
    DateField,
    Form,
    FormDialog,
    PhoneField,
    TextField,
    TypeAhead,
)
from mmc_desk.ui.following import Record, keyed
from mmc_desk.ui.runner import Runner


def _card_now(session: Any, key: int) -> MemberCard:  # noqa: ANN401 - a Session; pages know none
    card = queries.member_card(session, key, clock.today())
    if card is None:
        raise ConflictError(translate("people", "Dit lid bestaat niet meer. Herlaad de lijst."))
    return card


@dataclass(frozen=True)
class Asker:
    """Who opens a dialog: the worker it writes with and the widget it stands on."""

    runner: Runner
    parent: QWidget | None = None


class FeeDialog(FormDialog):
    """Lidgeld: a year, its fee, when it was paid."""

    def __init__(self, asker: Asker, card: MemberCard, year: int | None = None) -> None:
        self.card = card
        years = sorted(card.proposed_fees)
        self.year: ChoiceField[int] = ChoiceField([(year, str(year)) for year in years], year)
        self.fee = AmountField()
        self.paid_on = DateField(clock.today())
        form = Form()
        form.add(translate("people", "&Jaar"), self.year, name="year")
        self._fee_row = form.add(translate("people", "&Bedrag"), self.fee, name="fee", unit="€")
        unpaid = translate("people", "Leeg: nog niet betaald.")
        form.add(translate("people", "B&etaald op"), self.paid_on, unpaid, name="paid_on")
        title = translate("people", "Lidgeld van {name}").format(name=card.person.name)
        super().__init__(title, form, translate("people", "Lidgeld &opslaan"), asker.parent)
        self.year.edited.connect(self._on_year)
        self.fee.edited.connect(self._judge)
        self._on_year()
        self.save_with(asker.runner, self._op, translate("people", "Lidgeld genoteerd"))
        self.follow(
            asker.runner,
            Record(
                card,
                functools.partial(_card_now, key=card.key),
                lambda other: FeeDialog(asker, other, self.year.value),
                lambda other: setattr(self, "card", other),
                frozenset({"membership"}),
            ),
        )

    def caught_up(self) -> None:
        """Judge the fee that came in."""
        self._judge()

    def _on_year(self) -> None:
        known = next((row for row in self.card.memberships if row.year == self.year.value), None)
        self.fee.set_value(known.fee if known else self._proposed())
        self.paid_on.set_value(known.paid_on if known and known.paid_on else clock.today())
        self._judge()

    def _proposed(self) -> int:
        return self.card.proposed_fees[self.year.value or clock.today().year]

    def _judge(self) -> None:
        text = translate("people", "Volgens het tarief is dit {fee}.").format(fee=show_amount(self._proposed()))
        self._fee_row.set_warning(text if self.fee.value not in (None, self._proposed()) else "")

    def _op(self) -> Op[None]:
        if self.fee.value is None:
            raise RuleError(translate("people", "Vul het bedrag in; 0 kan ook."), field="fee")
        command = ops.RecordMembership(
            self.card.key, self.year.value or clock.today().year, self.fee.value, self.paid_on.value
        )
        return lambda session: ops.record_membership(session, command)


class CheckDialog(FormDialog):
    """Inkomenscontrole: the result and the kind of proof, never the amount."""

    def __init__(self, asker: Asker, card: MemberCard) -> None:
        self.card = card
        self.checked_on = DateField(clock.today())
        self.outcome: ChoiceField[IncomeResult] = ChoiceField(words.options(IncomeResult))
        self.proof = TypeAhead(_proofs(), free_text=True)
        self.next_review = DateField(rules.review_on(clock.today(), card.review_months))
        form = Form()
        form.add(translate("people", "&Gecontroleerd op"), self.checked_on, name="checked_on")
        form.add(translate("people", "&Resultaat"), self.outcome, name="result")
        never = translate("people", "Het soort bewijs. Noteer nooit het bedrag.")
        form.add(translate("people", "&Bewijs"), self.proof, never, name="proof")
        form.add(translate("people", "&Volgende controle"), self.next_review, name="next_review")
        title = translate("people", "Inkomenscontrole van {name}").format(name=card.person.name)
        super().__init__(title, form, translate("people", "Controle &opslaan"), asker.parent)
        self.checked_on.edited.connect(self._on_checked)
        self.save_with(asker.runner, self._op, translate("people", "Inkomenscontrole genoteerd"))

    def _on_checked(self) -> None:
        if self.checked_on.value:
            self.next_review.set_value(rules.review_on(self.checked_on.value, self.card.review_months))

    def _op(self) -> Op[None]:
        if self.checked_on.value is None:
            raise RuleError(translate("people", "Vul de dag van de controle in."), field="checked_on")
        proof = self.proof.value
        command = ops.RecordEligibility(
            self.card.key,
            self.checked_on.value,
            self.outcome.value or IncomeResult.PENDING,
            proof.title if proof else "",
            self.next_review.value,
        )
        return lambda session: ops.record_eligibility(session, command)


def _proofs() -> list[Candidate]:
    proofs = (
        translate("people", "verhoogde tegemoetkoming"),
        translate("people", "aanslagbiljet"),
        translate("people", "pensioenstrook"),
        translate("people", "beslissing bijzonder comité"),
    )
    return [Candidate(proof, proof) for proof in proofs]


class ContactDialog(FormDialog):
    """A contact person, new or changed."""

    def __init__(self, asker: Asker, card: MemberCard, contact: ContactRow | None) -> None:
        self.card = card
        self.contact = contact
        self.name = TextField(contact.name if contact else "")
        self.phone = PhoneField(contact.phone if contact else "")
        form = Form()
        form.add(
            translate("people", "&Wie"), self.name, translate("people", "Bijvoorbeeld: dochter Rosa."), name="name"
        )
        row = form.add(translate("people", "&Telefoon"), self.phone, name="phone")
        self.phone.editingFinished.connect(lambda: row.set_warning(rules.phone_warning(self.phone.text())))
        title = translate("people", "Contactpersoon van {name}").format(name=card.person.name)
        super().__init__(title, form, translate("people", "Contactpersoon &opslaan"), asker.parent)
        self.save_with(asker.runner, self._op, translate("people", "Contactpersoon genoteerd"))
        if contact:
            self.follow(asker.runner, self._record(asker, contact))

    def _record(self, asker: Asker, contact: ContactRow) -> Record[ContactRow]:
        card = self.card
        return Record(
            contact,
            keyed(lambda session: _card_now(session, card.key).person.contacts, contact.key),
            lambda other: ContactDialog(asker, card, other),
            lambda other: setattr(self, "contact", other),
            frozenset({"contact"}),
        )

    def _op(self) -> Op[Any]:
        name, phone = self.name.value, self.phone.value
        if self.contact:
            edit = ops.EditContact(self.contact.key, name, phone)
            return lambda session: ops.edit_contact(session, edit)
        add = ops.AddContact(self.card.person.key, name, phone)
        return lambda session: ops.add_contact(session, add)


class PreferenceDialog(FormDialog):
    """A driver the member likes to ride with, or may not ride with."""

    def __init__(self, asker: Asker, card: MemberCard, known: PreferenceRow | None) -> None:
        self.card = card
        self.driver = TypeAhead()
        self.tie: ChoiceField[DriverTie] = ChoiceField(words.options(DriverTie))
        form = Form()
        form.add(translate("people", "&Chauffeur"), self.driver, name="driver_id")
        form.add(translate("people", "&Band"), self.tie, name="tie")
        title = translate("people", "Chauffeurvoorkeur van {name}").format(name=card.person.name)
        super().__init__(title, form, translate("people", "Voorkeur &opslaan"), asker.parent)
        if known:
            self.driver.set_value(Candidate(known.key, known.name))
            self.tie.set_value(known.tie)
        asker.runner.read(lambda session: queries.driver_hits(session, with_ended=False), self._on_drivers)
        self.save_with(asker.runner, self._op, translate("people", "Chauffeurvoorkeur genoteerd"))
        if known:
            self.follow(asker.runner, self._record(asker, known))

    def _record(self, asker: Asker, known: PreferenceRow) -> Record[PreferenceRow]:
        card = self.card
        return Record(
            known,
            keyed(lambda session: _card_now(session, card.key).preferences, known.key),
            lambda other: PreferenceDialog(asker, card, other),
            lambda _other: None,
            frozenset({"driver_preference"}),
        )

    def _on_drivers(self, hits: list[Hit]) -> None:
        self.driver.set_candidates([Candidate(hit.key, hit.title, hit.detail, hit.search) for hit in hits])

    def _op(self) -> Op[None]:
        if self.driver.value is None:
            raise RuleError(translate("people", "Kies een chauffeur uit de lijst."), field="driver_id")
        command = ops.SetPreference(self.card.key, self.driver.value.key, self.tie.value)
        return lambda session: ops.set_preference(session, command)


class EndMemberDialog(FormDialog):
    """Beëindigen: from when, and why."""

    def __init__(self, asker: Asker, card: MemberCard) -> None:
        self.card = card
        self.reason: ChoiceField[EndReason] = ChoiceField(words.options(EndReason), EndReason.RESIGNED)
        self.ended_on = DateField(clock.today())
        form = Form()
        self._reason_row = form.add(translate("people", "&Reden"), self.reason, name="reason")
        form.add(translate("people", "&Vanaf"), self.ended_on, name="ended_on")
        title = translate("people", "{name} beëindigen").format(name=card.person.name)
        super().__init__(title, form, translate("people", "Lidmaatschap &beëindigen"), asker.parent)
        self.reason.edited.connect(self._on_reason)
        self.save_with(asker.runner, self._op, translate("people", "Lidmaatschap beëindigd"))

    def _on_reason(self) -> None:
        partner = self.card.partner
        text = ""
        if partner and partner.ended_on is None:
            text = translate("people", "{name} is vanaf volgend jaar alleenstaand voor het lidgeld.").format(
                name=partner.name
            )
        self._reason_row.set_warning(text)

    def _op(self) -> Op[None]:
        if self.ended_on.value is None:
            raise RuleError(translate("people", "Vul de dag in."), field="ended_on")
        command = ops.EndMember(self.card.key, self.ended_on.value, self.reason.value or EndReason.OTHER)
        return lambda session: ops.end_member(session, command)
