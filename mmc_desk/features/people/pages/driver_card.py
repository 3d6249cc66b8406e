"""What the card of a driver shows."""

from typing import Protocol

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date, show_km
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import rules
from mmc_desk.features.people.pages import words
from mmc_desk.features.people.pages.card import Badge, Card, Line, action_button, name_button
from mmc_desk.features.people.pages.member_card import age_text, former_addresses, reach_lines
from mmc_desk.features.people.queries import AbsenceRow, DocumentRow, DriverCard, PreferenceRow
from mmc_desk.features.people.rules import Briefing, Expiry

_WORRIES = frozenset({Expiry.EXPIRED, Expiry.WITHIN_30, Expiry.WITHIN_60})


class DriverActions(Protocol):
    """What the card's buttons ask of its page."""

    def on_edit(self) -> None:
        """Change the driver."""

    def on_end(self) -> None:
        """Let the driver stop, or drive again."""

    def on_pattern(self) -> None:
        """Change the week pattern."""

    def on_new_absence(self) -> None:
        """Note an absence."""

    def on_absence(self, absence: AbsenceRow | None) -> None:
        """Change an absence."""

    def on_remove_absence(self, absence: AbsenceRow) -> None:
        """Take an absence away."""

    def on_sick(self) -> None:
        """Note that the driver is ill today."""

    def on_new_document(self) -> None:
        """Note a paper."""

    def on_document(self, document: DocumentRow | None) -> None:
        """Change a paper."""

    def open_member(self, key: int) -> None:
        """Show a member."""

    def on_rides(self) -> None:
        """Show the driver's roster and the members they drove."""

    def on_mails(self) -> None:
        """Show what the driver was mailed."""


class DriverCardView(Card):
    """The card of a driver."""

    def __init__(self, actions: DriverActions) -> None:
        super().__init__(translate("people", "Gegevens van de chauffeur"))
        self._actions = actions
        self.edit = action_button(translate("people", "&Bewerken"), "pencil", actions.on_edit, "", "F2")
        self.end = action_button(translate("people", "&Stoppen"), "ban", actions.on_end, "", "Delete")
        self.sick = action_button(
            translate("people", "&Ziek"), "calendar-off", actions.on_sick, "", translate("people", "Vandaag ziek")
        )
        self.add_buttons(self.edit, self.sick, self.end)
        mails = action_button(translate("people", "&Mails"), "mail", actions.on_mails, "link")
        self.reach = self.add_section(translate("people", "Bereiken"), mails)
        week = action_button(translate("people", "&Weekpatroon"), "calendar-days", actions.on_pattern, "link")
        self.week = self.add_section(translate("people", "Beschikbaar"), week)
        absence = action_button(translate("people", "&Afwezigheid"), "calendar-off", actions.on_new_absence, "link")
        self.absences = self.add_section(translate("people", "Afwezig"), absence)
        document = action_button(translate("people", "D&ocument"), "file-text", actions.on_new_document, "link")
        self.documents = self.add_section(translate("people", "Documenten"), document)
        self.car = self.add_section(translate("people", "Auto en wensen"))
        self.money = self.add_section(translate("people", "Vergoeding"))
        rides = action_button(translate("people", "&Rooster en leden"), "list", actions.on_rides, "link")
        self.members = self.add_section(translate("people", "Leden"), rides)
        self.addresses = self.add_section(translate("people", "Vroegere adressen"))

    def show_driver(self, card: DriverCard) -> None:
        """Fill the card."""
        self.title.setText(card.person.name)
        self.subtitle.setText(_subtitle(card))
        self.show_badges(_badges(card))
        name_button(
            self.end,
            translate("people", "&Stoppen") if card.active_to is None else translate("people", "Opnieuw &starten"),
        )
        self.reach.show_lines(reach_lines(card.person), translate("people", "Geen adres of telefoon gekend."))
        self.week.show_lines(_week(card), translate("people", "Geen vast patroon: bel om te vragen."))
        self.absences.show_lines(
            [self._absence(row) for row in card.absences[:6]], translate("people", "Niets genoteerd.")
        )
        self.documents.show_lines(
            [self._document(card, row) for row in card.documents], translate("people", "Geen documenten.")
        )
        self.car.show_lines(_car(card))
        self.money.show_lines(_money(card))
        self.members.show_lines(self._members(card), translate("people", "Geen voorkeur genoteerd."))
        former = former_addresses(card.person)
        self.addresses.show_lines(former)
        self.addresses.setVisible(bool(former))

    def _absence(self, row: AbsenceRow) -> Line:
        days = show_date(row.from_day)
        if row.to_day != row.from_day:
            days = translate("people", "{first} tot en met {last}").format(first=days, last=show_date(row.to_day))
        text = ", ".join(part for part in (days, words.word(row.kind), row.reason) if part)
        past = row.to_day < clock.today()
        return Line(
            text,
            tone="muted" if past else "",
            icon="calendar-off",
            act=lambda: self._actions.on_absence(row),
            remove=lambda: self._actions.on_remove_absence(row),
        )

    def _document(self, card: DriverCard, row: DocumentRow) -> Line:
        look = words.look(row.expiry)
        until = translate("people", "goed tot {day}").format(day=show_date(row.expires_on)) if row.expires_on else ""
        standing = words.word(row.expiry) if row.expiry is not Expiry.FINE else ""
        signed = _signed(row)
        if signed and row.expires_on is None:
            look, standing = words.look(card.briefing), words.word(card.briefing)
        text = ", ".join(part for part in (words.word(row.kind), signed, until, standing, row.note) if part)
        return Line(text, tone=look.role, icon=look.icon, act=lambda: self._actions.on_document(row))

    def _members(self, card: DriverCard) -> list[Line]:
        key = card.person.member_key
        also = translate("people", "Is zelf ook lid")
        own = [Line(also, icon="users", act=lambda: self._actions.open_member(key))] if key else []
        return [*own, *(self._member(row) for row in card.preferences)]

    def _member(self, row: PreferenceRow) -> Line:
        look = words.look(row.tie)
        text = f"{row.name} ({row.label}): {words.word(row.tie)}"
        return Line(text, tone=look.role, icon=look.icon, act=lambda: self._actions.open_member(row.key))


def _signed(row: DocumentRow) -> str:
    if row.signed_on is None:
        return ""
    edition = translate("people", "uitgave {edition}").format(edition=row.edition) if row.edition else ""
    return " ".join(
        filter(None, (edition, translate("people", "getekend op {day}").format(day=show_date(row.signed_on))))
    )


def _subtitle(card: DriverCard) -> str:
    parts = [translate("people", "chauffeur {code}").format(code=card.code), age_text(card.person)]
    if card.active_from:
        parts.append(translate("people", "rijdt sinds {day}").format(day=show_date(card.active_from)))
    if card.active_to:
        parts.append(translate("people", "tot en met {day}").format(day=show_date(card.active_to)))
    return " · ".join(part for part in parts if part)


def _badges(card: DriverCard) -> list[Badge]:
    if not card.is_active:
        return [Badge(translate("people", "Niet actief"), "muted", "ban")]
    today = clock.today()
    away = [row for row in card.absences if row.from_day <= today <= row.to_day and row.kind.value == "absent"]
    worries = [row for row in card.documents if row.expiry in _WORRIES]
    badges = [Badge(translate("people", "Actief"), "ok", "circle-check")]
    if away:
        until = translate("people", "Afwezig tot en met {day}").format(day=show_date(away[0].to_day))
        badges = [Badge(until, "warn", "calendar-off")]
    if card.briefing_edition and card.briefing is not Briefing.SIGNED:
        look = words.look(card.briefing)
        text = translate("people", "nota {edition} te tekenen").format(edition=card.briefing_edition)
        badges.append(Badge(text, look.role, look.icon))
    for row in worries[:2]:
        look = words.look(row.expiry)
        text = translate("people", "{document}: {standing}")
        badges.append(
            Badge(text.format(document=words.word(row.kind), standing=words.word(row.expiry)), look.role, look.icon)
        )
    return badges


def _week(card: DriverCard) -> list[Line]:
    return [Line(rules.show_week_pattern(card.pattern), translate("people", "Week"))] if card.pattern else []


def _car(card: DriverCard) -> list[Line]:
    yes, no = translate("people", "ja"), translate("people", "neen")
    rides = translate("people", "{number} ritten per week").format(number=card.max_rides_per_week)
    metres = translate("people", "{km} per week").format(km=show_km(card.max_metres_per_week))
    limits = [rides if card.max_rides_per_week else "", metres if card.max_metres_per_week else ""]
    motorway = translate("people", "geen autosnelweg") if card.avoids_motorway else ""
    hospital = translate("people", "niet wachten aan het ziekenhuis") if card.avoids_hospital_waiting else ""
    lines = [
        Line(str(card.seats), translate("people", "Plaatsen")),
        Line(yes if card.rigid_wheelchair else no, translate("people", "Vaste rolstoel")),
        Line(", ".join(filter(None, limits)), translate("people", "Hoogstens")),
        Line(show_km(card.max_distance), translate("people", "Verste afstand")),
        Line(", ".join(filter(None, (motorway, hospital, card.wishes))), translate("people", "Wensen")),
        Line(card.note, translate("people", "Opmerking")),
    ]
    return [line for line in lines if line.text]


def _money(card: DriverCard) -> list[Line]:
    waives = translate("people", "ziet ervan af: kilometers tellen, bedrag 0")
    may = translate("people", "mag aan leden gegeven worden")
    lines = [
        Line(
            waives if card.waives_payment else translate("people", "per kilometer"), translate("people", "Vergoeding")
        ),
        Line(rules.show_iban(card.iban), translate("people", "Rekening")),
        Line(
            may if card.number_may_be_given else translate("people", "niet aan leden geven"),
            translate("people", "Nummer"),
        ),
    ]
    return [line for line in lines if line.text]
