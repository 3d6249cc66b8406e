"""Deelnemers: everybody who eats at the village restaurants, with what they booked and may not eat."""

import functools
from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QPushButton

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date, show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model.bookings import BookingState
from mmc_desk.features.meals.ops import participants as ops
from mmc_desk.features.meals.ops import standing
from mmc_desk.features.meals.ops.booking_commands import ResumeParticipant, ResumeStanding
from mmc_desk.features.meals.pages.booking_dialog import BookingDialog
from mmc_desk.features.meals.pages.eater_card import noon_words, standing_words
from mmc_desk.features.meals.pages.participant_dialogs import (
    EndDialog,
    EndStandingDialog,
    ParticipantDialog,
    PauseDialog,
)
from mmc_desk.features.meals.queries.bookings import EaterNoon, StandingRow
from mmc_desk.features.meals.queries.page_names import NOON_PAGE
from mmc_desk.features.meals.queries.participants import (
    ParticipantCard,
    ParticipantRow,
    participant_card,
    participant_list,
)
from mmc_desk.features.people.pages.card import Badge, Card, Line, action_button
from mmc_desk.features.people.pages.card_parts import add_parts
from mmc_desk.features.people.pages.list_page import Chip, ListTexts, PeoplePage
from mmc_desk.ui import icons
from mmc_desk.ui.columns import Column
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel

_COMING_SHOWN = 10


def participant_table() -> RowTableModel[ParticipantRow]:
    """Return the model of the list of participants."""
    return RowTableModel(
        [
            Column(translate("bookings", "Naam"), lambda row: row.name, width=180, grows=True),
            Column(
                translate("bookings", "Dieet en allergenen"),
                lambda row: "; ".join(filter(None, (row.diet, row.allergens))),
                width=170,
                grows=True,
            ),
            Column(translate("bookings", "Locatie"), lambda row: row.location, width=130, is_spare=True),
            Column(
                translate("bookings", "Vast"),
                lambda row: str(row.standing or ""),
                lambda row: row.standing,
                align_right=True,
                width=56,
                tooltip=lambda _row: translate("bookings", "Vaste inschrijvingen"),
                is_spare=True,
            ),
            Column(
                translate("bookings", "Keren"),
                lambda row: str(row.times or ""),
                lambda row: row.times,
                align_right=True,
                width=64,
                tooltip=lambda _row: translate("bookings", "Hoe vaak aanwezig dit jaar"),
                is_spare=True,
            ),
            Column(
                translate("bookings", "Vervoer"),
                lambda row: translate("bookings", "nodig") if row.needs_ride else "",
                width=90,
                icon=lambda row: "car" if row.needs_ride else "",
                is_spare=True,
            ),
            Column(translate("bookings", "Dorp"), lambda row: row.village, width=110, is_spare=True),
            Column(
                translate("bookings", "Telefoon"),
                lambda row: show_phone(row.mobile or row.phone),
                width=120,
                is_spare=True,
            ),
        ],
        lambda row: row.search,
    )


def _chips() -> list[Chip]:
    return [
        Chip("active", translate("bookings", "Actief"), lambda row: row.is_active),
        Chip("all", translate("bookings", "Alle"), lambda _row: True),
        Chip("standing", translate("bookings", "Vast ingeschreven"), lambda row: row.is_active and row.standing > 0),
        Chip(
            "diet",
            translate("bookings", "Dieet of allergie"),
            lambda row: row.is_active and bool(row.diet or row.allergens),
        ),
    ]


class ParticipantCardView(Card):
    """The card of a participant."""

    def __init__(self, page: "ParticipantsPage") -> None:
        super().__init__(translate("bookings", "Deelnemer"))
        self._page = page
        book = translate("bookings", "Inschrij&ven…")
        self.book = action_button(book, "plus", page.book, "primary")
        self.book.setIcon(icons.icon("plus", "on_accent"))
        self.edit = action_button(translate("bookings", "&Wijzigen…"), "pencil", page.on_edit, tip="F2")
        self.end = action_button(translate("bookings", "B&eëindigen…"), "ban", page.on_end, tip="Del")
        self.resume = action_button(translate("bookings", "Komt &opnieuw"), "rotate-ccw", page.resume)
        self.add_buttons(self.book, self.edit, self.end, self.resume)
        self.meals = self.add_section(translate("bookings", "Aan tafel"))
        self.standing = self.add_section(translate("bookings", "Vaste inschrijvingen"))
        self.noons = self.add_section(translate("bookings", "Inschrijvingen"))
        self.contact = self.add_section(translate("bookings", "Contact"))

    def show_participant(self, card: ParticipantCard) -> None:
        """Show a participant."""
        eater, today = card.eater, clock.today()
        ended = eater.ended_on is not None and eater.ended_on < today
        self.title.setText(eater.name)
        member = translate("bookings", "MMC-lid nr. {no}").format(no=eater.member_no) if eater.member_no else ""
        born = f"°{eater.born_on.year}" if eater.born_on else ""
        self.subtitle.setText(" · ".join(filter(None, (member, born, eater.village))))
        self.show_badges(_badges(card, ended=ended))
        self.end.setVisible(not ended)
        self.resume.setVisible(ended)
        self.book.setEnabled(not ended)
        self.meals.show_lines(_meal_lines(card))
        rows = [line for row in eater.standing for line in self._standing_lines(row)]
        self.standing.show_lines(rows, translate("bookings", "geen"))
        coming = [noon for noon in eater.noons if noon.day >= today][:_COMING_SHOWN]
        gone = [noon for noon in eater.noons if noon.day < today][-3:]
        lines = [self._noon_line(noon) for noon in (*coming, *reversed(gone))]
        self.noons.show_lines(lines, translate("bookings", "geen inschrijvingen"))
        self.contact.show_lines(_contact_lines(card))

    def _standing_lines(self, row: StandingRow) -> list[Line]:
        today, page = clock.today(), self._page
        is_over = row.standing.to_day is not None and row.standing.to_day < today
        tone = "muted" if is_over else ""
        lines = [Line(standing_words(row), tone=tone, icon="repeat")]
        for pause in row.standing.pauses:
            if pause.to_day is None or pause.to_day >= today:
                until = show_date(pause.to_day) or translate("bookings", "nader order")
                text = translate("bookings", "rust van {first} tot {last}: nu hervatten")
                shown = text.format(first=show_date(pause.from_day), last=until)
                lines.append(Line(shown, icon="rotate-ccw", act=functools.partial(page.resume_standing, row)))
        if not is_over:
            pause_text, end_text = translate("bookings", "pauzeren…"), translate("bookings", "beëindigen…")
            lines.append(Line(pause_text, icon="calendar-off", act=functools.partial(page.pause_standing, row)))
            lines.append(Line(end_text, icon="ban", act=functools.partial(page.end_standing, row)))
        return lines

    def _noon_line(self, noon: EaterNoon) -> Line:
        tone = "muted" if noon.state is BookingState.CANCELLED else ""
        return Line(noon_words(noon), tone=tone, act=functools.partial(self._page.open_noon, noon))


def _badges(card: ParticipantCard, *, ended: bool) -> Sequence[Badge]:
    eater = card.eater
    badges = []
    if ended:
        text = translate("bookings", "komt niet meer sinds {day}").format(day=show_date(eater.ended_on))
        badges.append(Badge(text, "bad", "ban"))
    if eater.diet or eater.allergens:
        badges.append(Badge("; ".join(filter(None, (eater.diet, eater.allergens))), "warn", "triangle-alert"))
    if eater.needs_ride:
        has_ride = eater.member_id is not None
        no_member = translate("bookings", "vervoer nodig, geen MMC-lid")
        text = translate("bookings", "vervoer nodig") if has_ride else no_member
        badges.append(Badge(text, "ok" if has_ride else "warn", "car"))
    return badges


def _meal_lines(card: ParticipantCard) -> list[Line]:
    times = translate("bookings", "{times} keer aanwezig dit jaar").format(times=card.times)
    missed = translate("bookings", "{count} keer niet gekomen").format(count=card.no_shows) if card.no_shows else ""
    lines = [
        Line(_usual_place(card)),
        Line(card.eater.diet, translate("bookings", "Dieet")),
        Line(card.eater.allergens, translate("bookings", "Allergenen")),
        Line(" · ".join(filter(None, (times, missed))), translate("bookings", "Opkomst")),
        Line(card.eater.note, translate("bookings", "Opmerking")),
    ]
    return [line for line in lines if line.text]


def _usual_place(card: ParticipantCard) -> str:
    if not card.location:
        return translate("bookings", "geen vaste locatie")
    return translate("bookings", "eet meestal in {location}").format(location=card.location)


def _contact_lines(card: ParticipantCard) -> list[Line]:
    person, eater = card.person, card.eater
    lines = [
        Line(", ".join(filter(None, (eater.street, eater.village))), translate("bookings", "Adres")),
        Line(show_phone(person.phone), translate("bookings", "Telefoon")),
        Line(show_phone(person.mobile), translate("bookings", "Gsm")),
        Line(person.email, translate("bookings", "E-mail")),
        *(Line(f"{one.name} {show_phone(one.phone)}", translate("bookings", "Contact")) for one in person.contacts),
    ]
    return [line for line in lines if line.text.strip()]


class ParticipantsPage(PeoplePage):
    """Deelnemers."""

    seen_table = "participant"
    topics: ClassVar[frozenset[str]] = frozenset(
        {
            "participant",
            "person",
            "address",
            "member",
            "meal_booking",
            "meal_service",
            "standing_booking",
            "standing_booking_pause",
            "village_restaurant",
            "ride",
        }
    )

    def __init__(self, runner: Runner) -> None:
        texts = ListTexts(
            filter_name=translate("bookings", "Deelnemers"),
            filter_hint=translate("bookings", "Filter op naam, dorp, locatie, dieet, telefoon"),
            new=translate("bookings", "&Nieuwe deelnemer"),
            of=translate("bookings", "{shown} van {all} deelnemers"),
            empty_icon="utensils",
            empty=translate("bookings", "Nog geen deelnemers. Wie voor het eerst inschrijft, komt hier vanzelf bij."),
        )
        super().__init__(runner, participant_table(), _chips(), texts)
        self.empty.button.hide()
        self.parts = add_parts(self, "participant")

    def make_card(self) -> Card:
        """Return the card beside the list."""
        self.view = ParticipantCardView(self)
        return self.view

    def list_buttons(self) -> Sequence[QPushButton]:
        """Return no button: nothing concerns all of them at once."""
        return ()

    def reload(self) -> None:
        """Read the list."""
        self.runner.read(functools.partial(participant_list, today=clock.today()), self.show_rows)

    def read_card(self, key: int) -> None:
        """Ask for the card of a row."""
        self.runner.read(functools.partial(participant_card, key=key), self.card_read, lambda _error: None)

    def show_card(self, card: Any) -> None:  # noqa: ANN401 - as PeoplePage has it
        """Fill the card."""
        self.view.show_participant(card)
        for part in self.parts:
            part.show_person(card.eater.person_id)

    # What a person does

    def on_new(self) -> None:
        """Ctrl+N."""
        open_dialog(ParticipantDialog(self.runner, None, self.on_saved, self))

    def on_edit(self) -> None:
        """Enter, F2."""
        if self.shown_card is not None:
            open_dialog(ParticipantDialog(self.runner, self.shown_card, self.on_saved, self))

    def on_end(self) -> None:
        """Delete."""
        if self.shown_card is not None:
            open_dialog(EndDialog(self.runner, self.shown_card, self))

    def resume(self) -> None:
        """Let somebody who had ended come again."""
        if self.shown_card is not None:
            command = ResumeParticipant(self.shown_card.key)
            label = translate("bookings", "Deelnemer komt opnieuw")
            self.do(functools.partial(ops.resume_participant, command=command), label, toast=True)

    def book(self) -> None:
        """Book a noon for the participant under the cursor."""
        if self.shown_card is not None:
            open_dialog(BookingDialog(self.runner, self, person_id=self.shown_card.eater.person_id))

    def pause_standing(self, row: StandingRow) -> None:
        """Let a standing booking rest."""
        open_dialog(PauseDialog(self.runner, row, self))

    def end_standing(self, row: StandingRow) -> None:
        """End a standing booking."""
        open_dialog(EndStandingDialog(self.runner, row, self))

    def resume_standing(self, row: StandingRow) -> None:
        """Let a standing booking come again from today on."""
        command = ResumeStanding(row.standing_id, clock.today())
        label = translate("bookings", "Vaste inschrijving hervat")
        self.do(functools.partial(standing.resume_standing, command=command), label, toast=True)

    def open_noon(self, noon: EaterNoon) -> None:
        """Show a noon of the participant."""
        self.open_page.emit(NOON_PAGE, noon.service_id)
