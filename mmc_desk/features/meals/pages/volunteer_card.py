"""What the card of a volunteer shows."""

from typing import Protocol

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date, show_duration, show_number, show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.queries.volunteers import AbsenceRow, Served, VolunteerCard
from mmc_desk.features.meals.rules.volunteers import show_weekdays, task_name
from mmc_desk.features.people.pages.card import Badge, Card, Line, action_button, name_button
from mmc_desk.features.people.pages.member_card import age_text, former_addresses, reach_lines

MOST_ABSENCES = 6


class VolunteerActions(Protocol):
    """What the card's buttons ask of its page."""

    def on_edit(self) -> None:
        """Change the volunteer."""

    def on_end(self) -> None:
        """Let the volunteer stop, or help again."""

    def on_weekdays(self) -> None:
        """Change the weekdays."""

    def on_new_absence(self) -> None:
        """Note an absence."""

    def on_absence(self, absence: AbsenceRow | None) -> None:
        """Change an absence."""

    def on_remove_absence(self, absence: AbsenceRow) -> None:
        """Take an absence away."""

    def on_mails(self) -> None:
        """Show what the volunteer was mailed."""

    def open_member(self, key: int) -> None:
        """Show a member."""

    def open_driver(self, key: int) -> None:
        """Show a driver."""


class VolunteerCardView(Card):
    """The card of a volunteer."""

    def __init__(self, actions: VolunteerActions) -> None:
        super().__init__(translate("duties", "Gegevens van de vrijwilliger"))
        self._actions = actions
        self.edit = action_button(translate("duties", "&Bewerken"), "pencil", actions.on_edit, "", "F2")
        self.end = action_button(translate("duties", "&Stoppen"), "ban", actions.on_end, "", "Delete")
        self.add_buttons(self.edit, self.end)
        mails = action_button(translate("duties", "&Mails"), "mail", actions.on_mails, "link")
        self.reach = self.add_section(translate("duties", "Bereiken"), mails)
        week = action_button(translate("duties", "&Weekdagen"), "calendar-days", actions.on_weekdays, "link")
        self.helps = self.add_section(translate("duties", "Helpt"), week)
        absence = action_button(translate("duties", "&Afwezigheid"), "calendar-off", actions.on_new_absence, "link")
        self.absences = self.add_section(translate("duties", "Afwezig"), absence)
        self.coming = self.add_section(translate("duties", "Volgende diensten"))
        self.service = self.add_section(translate("duties", "Inzet en vergoeding"))
        self.roles = self.add_section(translate("duties", "Ook bekend als"))
        self.addresses = self.add_section(translate("duties", "Vroegere adressen"))

    def show_volunteer(self, card: VolunteerCard) -> None:
        """Fill the card."""
        self.title.setText(card.person.name)
        self.subtitle.setText(_subtitle(card))
        self.show_badges(_badges(card))
        stop, again = translate("duties", "&Stoppen"), translate("duties", "Opnieuw &starten")
        name_button(self.end, stop if card.active_to is None else again)
        self.reach.show_lines(reach_lines(card.person), translate("duties", "Geen adres of telefoon gekend."))
        self.helps.show_lines(_helps(card))
        absences = [self._absence(row) for row in card.absences[:MOST_ABSENCES]]
        self.absences.show_lines(absences, translate("duties", "Niets genoteerd."))
        self.coming.show_lines(_coming(card), translate("duties", "Nog niets op het dienstrooster."))
        self.service.show_lines(_service(card))
        for section, lines in ((self.roles, self._roles(card)), (self.addresses, former_addresses(card.person))):
            section.show_lines(lines)
            section.setVisible(bool(lines))

    def _absence(self, row: AbsenceRow) -> Line:
        days = show_date(row.from_day)
        if row.to_day != row.from_day:
            days = translate("duties", "{first} tot en met {last}").format(first=days, last=show_date(row.to_day))
        return Line(
            ", ".join(filter(None, (days, row.reason))),
            tone="muted" if row.to_day < clock.today() else "",
            icon="calendar-off",
            act=lambda: self._actions.on_absence(row),
            remove=lambda: self._actions.on_remove_absence(row),
        )

    def _roles(self, card: VolunteerCard) -> list[Line]:
        member, driver = card.person.member_key, card.person.driver_key
        lines = []
        if member is not None:
            lines.append(
                Line(translate("duties", "Is ook lid"), icon="users", act=lambda: self._actions.open_member(member))
            )
        if driver is not None:
            lines.append(
                Line(translate("duties", "Is ook chauffeur"), icon="car", act=lambda: self._actions.open_driver(driver))
            )
        return lines


def _subtitle(card: VolunteerCard) -> str:
    parts = [card.location, age_text(card.person)]
    if card.active_from:
        parts.append(translate("duties", "sinds {day}").format(day=show_date(card.active_from)))
    if card.active_to:
        parts.append(translate("duties", "tot en met {day}").format(day=show_date(card.active_to)))
    return " · ".join(part for part in parts if part)


def _badges(card: VolunteerCard) -> list[Badge]:
    if not card.is_active:
        return [Badge(translate("duties", "Niet actief"), "muted", "ban")]
    today = clock.today()
    away = [row for row in card.absences if row.from_day <= today <= row.to_day]
    badges = [Badge(translate("duties", "Actief"), "ok", "circle-check")]
    if away:
        until = translate("duties", "Afwezig tot en met {day}").format(day=show_date(away[0].to_day))
        badges = [Badge(until, "warn", "calendar-off")]
    if card.birthday and card.is_birthday_soon:
        text = translate("duties", "Jarig op {day}").format(day=f"{card.birthday:%d/%m}")
        badges.append(Badge(text, "ok", "party-popper"))
    if card.jubilee:
        text = translate("duties", "Dit jaar {years} jaar vrijwilliger").format(years=card.jubilee)
        badges.append(Badge(text, "ok", "star"))
    return badges


def _helps(card: VolunteerCard) -> list[Line]:
    tasks = card.tasks or translate("duties", "alles")
    return [
        Line(card.location, translate("duties", "Waar")),
        Line(tasks, translate("duties", "Taken")),
        Line(show_weekdays(card.weekdays), translate("duties", "Weekdagen")),
    ]


def _coming(card: VolunteerCard) -> list[Line]:
    text = translate("duties", "{day}, {location}: {task}")
    return [
        Line(text.format(day=show_weekday_date(duty.day), location=duty.location, task=task_name(duty.task)))
        for duty in card.coming
    ]


def _service(card: VolunteerCard) -> list[Line]:
    year = clock.today().year
    flat, nothing = translate("duties", "forfait per dag"), translate("duties", "geen forfait")
    years = translate("duties", "{years} jaar").format(years=card.years)
    lines = [
        Line(served_text(card.served), str(year)),
        Line(served_text(card.served_before) if card.served_before.duties else "", str(year - 1)),
        Line(years if card.years is not None else "", translate("duties", "Dienstjaren")),
        Line(flat if card.has_flat_allowance else nothing, translate("duties", "Vergoeding")),
    ]
    return [line for line in lines if line.text]


def served_text(served: Served) -> str:
    """Return what was done in words: "12 diensten, 48 u 00"."""
    if not served.duties:
        return translate("duties", "nog geen diensten")
    text = translate("duties", "{duties} diensten, {hours}")
    return text.format(duties=show_number(served.duties), hours=show_duration(served.minutes))
