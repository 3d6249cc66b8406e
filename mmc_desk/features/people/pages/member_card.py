"""What the card of a member shows."""

from typing import Protocol

from mmc_desk.core.formats import show_amount, show_date, show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Aid, Household
from mmc_desk.features.people.pages import words
from mmc_desk.features.people.pages.card import Badge, Card, Line, action_button, name_button
from mmc_desk.features.people.queries import (
    CheckRow,
    ContactRow,
    MemberCard,
    MembershipRow,
    PersonCard,
    PreferenceRow,
)

MOST_YEARS = 6


class MemberActions(Protocol):
    """What the card's buttons ask of its page."""

    def on_edit(self) -> None:
        """Change the member."""

    def on_end(self) -> None:
        """End the membership, or open it again."""

    def on_fee(self) -> None:
        """Note a fee."""

    def on_check(self) -> None:
        """Note an income check."""

    def on_new_contact(self) -> None:
        """Note a contact person."""

    def on_contact(self, contact: ContactRow | None) -> None:
        """Change a contact person."""

    def on_remove_contact(self, contact: ContactRow) -> None:
        """Take a contact person away."""

    def on_new_preference(self) -> None:
        """Note a preference."""

    def on_preference(self, known: PreferenceRow | None) -> None:
        """Change a preference."""

    def on_remove_preference(self, known: PreferenceRow) -> None:
        """Take a preference away."""

    def open_record(self, key: int) -> None:
        """Show another member."""

    def open_driver(self, key: int) -> None:
        """Show a driver."""


class MemberCardView(Card):
    """The card of a member."""

    def __init__(self, actions: MemberActions) -> None:
        super().__init__(translate("people", "Gegevens van het lid"))
        self._actions = actions
        self.edit = action_button(translate("people", "&Bewerken"), "pencil", actions.on_edit, "", "F2")
        self.end = action_button(translate("people", "Beëin&digen"), "ban", actions.on_end, "", "Delete")
        self.add_buttons(self.edit, self.end)
        self.reach = self.add_section(translate("people", "Bereiken"))
        fee = action_button(translate("people", "&Lidgeld"), "euro", actions.on_fee, "link")
        self.years = self.add_section(translate("people", "Lidmaatschap"), fee)
        check = action_button(translate("people", "&Inkomenscontrole"), "circle-check", actions.on_check, "link")
        self.checks = self.add_section(translate("people", "Inkomen"), check)
        contact = action_button(translate("people", "&Contactpersoon"), "phone", actions.on_new_contact, "link")
        self.contacts = self.add_section(translate("people", "Contactpersonen"), contact)
        preference = action_button(translate("people", "Chauffeur&voorkeur"), "star", actions.on_new_preference, "link")
        self.drivers = self.add_section(translate("people", "Chauffeurs"), preference)
        self.aids = self.add_section(translate("people", "Hulp onderweg"))
        self.addresses = self.add_section(translate("people", "Vroegere adressen"))

    def show_member(self, card: MemberCard) -> None:
        """Fill the card."""
        self.title.setText(card.person.name)
        self.subtitle.setText(_subtitle(card))
        self.show_badges(_badges(card))
        name_button(
            self.end,
            translate("people", "Opnieuw li&d maken") if card.ended_on else translate("people", "Beëin&digen"),
        )
        self.reach.show_lines(reach_lines(card.person), translate("people", "Geen adres of telefoon gekend."))
        self.years.show_lines([*self._partner(card), *(_year(row) for row in card.memberships[:MOST_YEARS])])
        self.checks.show_lines([_check(row) for row in card.checks[:3]], translate("people", "Nog niet gecontroleerd."))
        self.contacts.show_lines(self._contacts(card), translate("people", "Niemand genoteerd."))
        self.drivers.show_lines(self._drivers(card), translate("people", "Geen voorkeur."))
        self.aids.show_lines(_aids(card), translate("people", "Geen hulp nodig."))
        former = former_addresses(card.person)
        self.addresses.show_lines(former)
        self.addresses.setVisible(bool(former))

    def _partner(self, card: MemberCard) -> list[Line]:
        partner = card.partner
        label = translate("people", "Soort")
        if card.household is Household.SINGLE or partner is None:
            return [Line(words.word(card.household), label)]
        key = partner.key
        text = translate("people", "koppel met {name}, lid {no}").format(name=partner.name, no=partner.member_no)
        return [Line(text, label, act=lambda: self._actions.open_record(key))]

    def _contacts(self, card: MemberCard) -> list[Line]:
        return [self._contact(contact) for contact in card.person.contacts]

    def _contact(self, contact: ContactRow) -> Line:
        text = f"{contact.name}  {show_phone(contact.phone)}".strip()
        return Line(
            text,
            icon="phone",
            act=lambda: self._actions.on_contact(contact),
            remove=lambda: self._actions.on_remove_contact(contact),
        )

    def _drivers(self, card: MemberCard) -> list[Line]:
        also = [_also_drives(self._actions, card.person.driver_key)] if card.person.driver_key else []
        return [*also, *(self._driver(row) for row in card.preferences)]

    def _driver(self, row: PreferenceRow) -> Line:
        look = words.look(row.tie)
        return Line(
            f"{row.name} ({row.label}): {words.word(row.tie)}",
            tone=look.role,
            icon=look.icon,
            act=lambda: self._actions.on_preference(row),
            remove=lambda: self._actions.on_remove_preference(row),
        )


def _also_drives(actions: MemberActions, key: int) -> Line:
    return Line(translate("people", "Is zelf ook chauffeur"), icon="hand-helping", act=lambda: actions.open_driver(key))


def _subtitle(card: MemberCard) -> str:
    parts = [translate("people", "lid {no}").format(no=card.member_no), age_text(card.person)]
    if card.since:
        parts.append(translate("people", "lid sinds {day}").format(day=show_date(card.since)))
    if card.ended_on and card.end_reason:
        ended = translate("people", "gestopt op {day} ({reason})")
        parts.append(ended.format(day=show_date(card.ended_on), reason=words.word(card.end_reason)))
    return " · ".join(part for part in parts if part)


def age_text(person: PersonCard) -> str:
    """Return the birth date and the age, or the age reached by who died."""
    if person.born_on is None:
        return ""
    text = (
        translate("people", "°{day}, werd {age} jaar")
        if person.deceased_on
        else translate("people", "°{day}, {age} jaar")
    )
    return text.format(day=show_date(person.born_on), age=person.age)


def _badges(card: MemberCard) -> list[Badge]:
    fee, review = words.look(card.status), words.look(card.review)
    fee_text = translate("people", "Lidgeld {status}").format(status=words.word(card.status))
    if card.ended_on and card.status.value == "ended":
        return [Badge(words.word(card.status), fee.role, fee.icon)]
    review_text = translate("people", "Inkomen {status}").format(status=words.word(card.review))
    return [Badge(fee_text, fee.role, fee.icon), Badge(review_text, review.role, review.icon)]


def reach_lines(person: PersonCard) -> list[Line]:
    """Return how to reach somebody: address, phones, mail."""
    lines = [
        Line(person.address.line if person.address else "", translate("people", "Adres")),
        Line(show_phone(person.phone), translate("people", "Telefoon")),
        Line(show_phone(person.mobile), translate("people", "Gsm")),
        Line(person.email, translate("people", "E-mail")),
    ]
    return [line for line in lines if line.text]


def former_addresses(person: PersonCard) -> list[Line]:
    """Return where somebody lived, or will live: every address but the present one."""
    since = translate("people", "vanaf {day}")
    return [
        Line(row.line, since.format(day=show_date(row.valid_from)), tone="muted")
        for row in person.addresses
        if row != person.address
    ]


def _year(row: MembershipRow) -> Line:
    if row.paid_on is None and row.fee:
        text = translate("people", "{fee}, nog niet betaald").format(fee=show_amount(row.fee))
        return Line(text, str(row.year), tone="bad", icon="circle-x")
    if row.fee == 0:
        return Line(translate("people", "in het lidgeld van de partner, of kosteloos"), str(row.year))
    text = translate("people", "{fee}, betaald op {day}")
    return Line(text.format(fee=show_amount(row.fee), day=show_date(row.paid_on)), str(row.year))


def _check(row: CheckRow) -> Line:
    text = ", ".join(part for part in (words.word(row.result), row.proof) if part)
    if row.next_review:
        text += "; " + translate("people", "opnieuw op {day}").format(day=show_date(row.next_review))
    return Line(text, show_date(row.checked_on) or translate("people", "zonder datum"))


def _aids(card: MemberCard) -> list[Line]:
    aid = "" if card.aid is Aid.NONE else words.word(card.aid)
    lines = [
        Line(aid, translate("people", "Hulpmiddel")),
        Line(translate("people", "altijd") if card.companion else "", translate("people", "Begeleider")),
        Line(card.note, translate("people", "Notitie")),
    ]
    return [line for line in lines if line.text]
