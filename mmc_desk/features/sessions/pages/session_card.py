"""What the card of an activity shows."""

from collections.abc import Callable
from typing import Protocol

from mmc_desk.core.formats import show_amount, show_day, show_long_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.pages.card import Badge, Card, Line, action_button, name_button
from mmc_desk.features.sessions.model import SessionKind, SessionState
from mmc_desk.features.sessions.pages.words import LOOKS, count_words, people_words, state_words, theme_words
from mmc_desk.features.sessions.printout.words import hours_words
from mmc_desk.features.sessions.queries.rows import Attendee, SessionCard, SlotRow
from mmc_desk.features.sessions.rules.sessions import kind_name


class CardActions(Protocol):
    """What the card's buttons ask of its page."""

    def on_edit(self) -> None:
        """Change the activity."""

    def on_end(self) -> None:
        """Call it off, or plan it again."""

    def on_record(self) -> None:
        """Note how it went."""

    def on_poster(self) -> None:
        """Print its poster."""

    def on_name(self) -> None:
        """Note a name."""

    def on_remove_name(self, attendee: Attendee) -> None:
        """Take a name off the list."""

    def on_slots(self) -> None:
        """Make moments by appointment."""

    def on_slot(self, slot: SlotRow) -> None:
        """Give a moment to somebody."""

    def on_remove_slot(self, slot: SlotRow) -> None:
        """Take a free moment away."""


class SessionCardView(Card):
    """The card of an activity."""

    def __init__(self, actions: CardActions) -> None:
        super().__init__(translate("sessions", "Gegevens van de activiteit"))
        self._actions = actions
        self.edit = action_button(translate("sessions", "&Bewerken"), "pencil", actions.on_edit, "", "F2")
        self.record = action_button(translate("sessions", "Note&ren"), "circle-check", actions.on_record, "", "R")
        self.end = action_button(translate("sessions", "&Annuleren"), "ban", actions.on_end, "", "Delete")
        poster = action_button(translate("sessions", "Aff&iche"), "printer", actions.on_poster, "", "Ctrl+P")
        self.add_buttons(self.edit, self.record, self.end, poster)
        self.facts = self.add_section(translate("sessions", "Wat en met wie"))
        self.outcome = self.add_section(translate("sessions", "Verloop"))
        self.name = action_button(translate("sessions", "Naam &erbij"), "user-plus", actions.on_name, "link", "A")
        self.names = self.add_section(translate("sessions", "Aanwezigen op naam"), self.name)
        self.slot = action_button(translate("sessions", "Afs&praken"), "clock", actions.on_slots, "link", "F")
        self.slots = self.add_section(translate("sessions", "Op afspraak"), self.slot)
        self.interested = self.add_section(translate("sessions", "Vroegen dit thema"))

    def show_session(self, card: SessionCard) -> None:
        """Fill the card."""
        row = card.row
        self.title.setText(theme_words(row))
        self.subtitle.setText(f"{row.location} · {show_long_date(row.day)} · {hours_words(row)}")
        icon, tone = LOOKS[row.state]
        badges = [Badge(state_words(row), tone, icon)]
        if row.trouble:
            badges.append(Badge(row.trouble, "warn", "triangle-alert"))
        self.show_badges(badges)
        planned = row.state is SessionState.PLANNED
        name_button(
            self.end, translate("sessions", "&Annuleren") if planned else translate("sessions", "Opnieuw pl&annen")
        )
        self.facts.show_lines(_facts(card))
        self.outcome.show_lines(_outcome(card), translate("sessions", "Nog niet geweest."))
        self.names.show_lines(
            [self._name(one) for one in card.attendees], translate("sessions", "Geen namen genoteerd.")
        )
        is_service = row.kind is SessionKind.SERVICE or bool(card.slots)
        self.slots.setVisible(is_service)
        self.slots.show_lines([self._slot(one) for one in card.slots], translate("sessions", "Nog geen momenten."))
        self.interested.setVisible(bool(card.interested))
        self.interested.show_lines([Line(name) for name in card.interested])

    def _name(self, one: Attendee) -> Line:
        return Line(one.name, tone="" if one.is_known else "muted", remove=lambda: self._actions.on_remove_name(one))

    def _slot(self, slot: SlotRow) -> Line:
        text = slot.name or translate("sessions", "vrij")
        remove: Callable[[], object] | None = None if slot.name else lambda: self._actions.on_remove_slot(slot)
        return Line(text, f"{slot.starts_at:%H:%M}", act=lambda: self._actions.on_slot(slot), remove=remove)


def _facts(card: SessionCard) -> list[Line]:
    row = card.row
    lines = [
        Line(kind_name(row.kind), translate("sessions", "Soort")),
        Line(people_words(row), translate("sessions", "Met")),
        Line(row.hall, translate("sessions", "Zaal")),
        Line(row.volunteer, translate("sessions", "Vrijwilliger")),
        Line(row.material, translate("sessions", "Materiaal")),
        Line("" if row.expected is None else str(row.expected), translate("sessions", "Verwacht")),
    ]
    return [line for line in lines if line.text]


def _outcome(card: SessionCard) -> list[Line]:
    row = card.row
    moved = ""
    if row.moved_from is not None:
        moved = translate("sessions", "van {day}").format(day=show_day(row.moved_from))
    lines = [
        Line(moved, translate("sessions", "Verplaatst")),
        Line(row.reason, translate("sessions", "Reden")),
        Line(count_words(row), translate("sessions", "Aanwezigen")),
        Line(show_amount(row.cost), translate("sessions", "Kost")),
        Line(row.remarks, translate("sessions", "Opmerkingen")),
    ]
    return [line for line in lines if line.text]
