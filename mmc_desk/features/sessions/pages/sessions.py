"""The page Activiteiten: list and card of the activities."""

import functools
from datetime import date, timedelta
from typing import ClassVar

from mmc_desk.core import clock
from mmc_desk.core.formats import show_weekday_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.pages.list_page import Chip, ListTexts
from mmc_desk.features.rides.pages.ride_actions import Refused
from mmc_desk.features.sessions.model import SessionState
from mmc_desk.features.sessions.ops import attending
from mmc_desk.features.sessions.pages.list_page import WheelsList
from mmc_desk.features.sessions.pages.papers import open_posters
from mmc_desk.features.sessions.pages.session_actions import ON_CARD, ON_SESSION, SessionActions
from mmc_desk.features.sessions.pages.session_card import SessionCardView
from mmc_desk.features.sessions.pages.words import LOOKS, count_words, people_words, state_words, theme_words
from mmc_desk.features.sessions.queries.rows import Attendee, SessionCard, SessionRow, SlotRow
from mmc_desk.features.sessions.queries.sessions import session_card, session_list
from mmc_desk.features.sessions.rules.plan import Month
from mmc_desk.features.sessions.rules.sessions import kind_name
from mmc_desk.ui import messages
from mmc_desk.ui.columns import Column
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel

_BACK, _AHEAD = timedelta(days=800), timedelta(days=800)
"""What the list shows around today."""
_LIST_DEEDS = tuple(name for name in ON_SESSION if name not in {"edit", "cancel", "restore"})
"""F2 and Delete are the list's own keys: its page does the same deed."""


class SessionsPage(WheelsList):
    """Activiteiten."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {
            *("wheels_session", "wheels_partner", "wheels_partner_absence", "wheels_theme", "wheels_interest"),
            *("wheels_attendance", "wheels_slot", "village_restaurant", "meal_service", "person", "volunteer"),
        }
    )

    def __init__(self, runner: Runner) -> None:
        texts = ListTexts(
            filter_name=translate("sessions", "Activiteiten"),
            filter_hint=translate("sessions", "Filter op locatie, thema, partner, dag"),
            new=translate("sessions", "&Nieuwe activiteit"),
            of=translate("sessions", "{shown} van {all} activiteiten"),
            empty_icon="party-popper",
            empty=translate(
                "sessions", "Nog geen activiteiten. Vraag bij Maandplan een voorstel, of begin met Ctrl+N."
            ),
        )
        super().__init__(runner, session_table(), _chips(), texts)
        self.deeds = SessionActions(runner, self)
        self.deeds.attach(self.table, (*_LIST_DEEDS, *ON_CARD))
        self.deeds.refused.connect(self._on_refused)
        self.deeds.done.connect(self._on_done)
        self.dress()

    def make_card(self) -> SessionCardView:
        """Return the card of an activity."""
        self.view = SessionCardView(self)
        return self.view

    def _on_refused(self, refused: Refused) -> None:
        messages.show_error(self, refused.text)

    def _on_done(self, key: int) -> None:
        if key and any(row.key == key for row in self.rows):
            self.on_saved(key)

    def reload(self) -> None:
        """Read the list again."""
        today = clock.today()
        query = functools.partial(session_list, first=today - _BACK, last=today + _AHEAD)
        self.runner.read(query, self.show_rows)

    def read_card(self, key: int) -> None:
        """Ask for the card of an activity."""
        self.runner.read(functools.partial(session_card, key=key), self.card_read, lambda _error: self.card_read(None))

    def show_card(self, card: SessionCard) -> None:
        """Fill the card."""
        self.view.show_session(card)
        self.deeds.set_current(card.row)
        self.view.record.setEnabled(self.deeds.actions["record"].isEnabled())
        self.view.name.setEnabled(self.deeds.actions["names"].isEnabled())
        self.view.slot.setEnabled(self.deeds.actions["slots"].isEnabled())

    def on_new(self) -> None:
        """Ctrl+N: plan an activity."""
        self.deeds.begin()

    def on_edit(self) -> None:
        """Enter, F2: change the activity."""
        self.deeds.edit()

    def on_end(self) -> None:
        """Delete: call it off, or plan it again."""
        row = self.deeds.row
        if row is not None and row.state is SessionState.PLANNED:
            self.deeds.cancel()
        else:
            self.deeds.restore()

    def on_record(self) -> None:
        """Note how it went."""
        self.deeds.record()

    def on_name(self) -> None:
        """Note a name."""
        self.deeds.add_name()

    def on_remove_name(self, attendee: Attendee) -> None:
        """Take a name off the list."""
        command = attending.RemoveAttendee(attendee.key)
        op = functools.partial(attending.remove_attendee, command=command)
        self.deeds.do(op, translate("sessions", "Naam verwijderd"))

    def on_slots(self) -> None:
        """Make moments by appointment."""
        self.deeds.add_slots()

    def on_slot(self, slot: SlotRow) -> None:
        """Give a moment to somebody."""
        self.deeds.take_slot(slot)

    def on_remove_slot(self, slot: SlotRow) -> None:
        """Take a free moment away."""
        op = functools.partial(attending.remove_slot, command=attending.RemoveSlot(slot.key))
        self.deeds.do(op, translate("sessions", "Afspraak verwijderd"))

    def on_poster(self) -> None:
        """Print the poster of the activity."""
        row = self.deeds.row
        if row is not None:
            open_posters(self.runner, self, Month.of(row.day), row)

    def on_print(self) -> None:
        """Ctrl+P: the poster of the activity in front."""
        self.on_poster()

    def show_day(self, day: date) -> None:
        """Show what is on a day."""
        self.filter.setText(f"{day:%d/%m/%Y}")


def session_table() -> RowTableModel[SessionRow]:
    """Return the model of the list of activities."""
    return RowTableModel(
        [
            Column(
                translate("sessions", "Dag"), lambda row: show_weekday_date(row.day), lambda row: row.day, width=128
            ),
            Column(
                translate("sessions", "Locatie"),
                lambda row: row.location,
                width=104,
                tooltip=lambda row: row.location,
                grows=True,
            ),
            Column(translate("sessions", "Thema"), theme_words, width=170, tooltip=theme_words, grows=True),
            Column(
                translate("sessions", "Toestand"),
                state_words,
                width=124,
                is_spare=True,
                tooltip=lambda row: row.trouble or row.reason or state_words(row),
                icon=lambda row: "triangle-alert" if row.trouble else LOOKS[row.state][0],
                colour=lambda row: "warn" if row.trouble else LOOKS[row.state][1],
            ),
            Column(translate("sessions", "Met"), people_words, width=150, tooltip=people_words, is_spare=True),
            Column(
                translate("sessions", "Aanwezigen"), count_words, lambda row: row.attendance, width=110, is_spare=True
            ),
        ],
        searched,
    )


def searched(row: SessionRow) -> str:
    """Return the text in which a filter looks."""
    parts = (show_weekday_date(row.day), row.location, theme_words(row), people_words(row), kind_name(row.kind))
    return " ".join((*parts, state_words(row), row.volunteer, row.reason))


def _chips() -> list[Chip]:
    return [
        Chip("coming", translate("sessions", "Te komen"), _is_coming),
        Chip("all", translate("sessions", "Alle"), lambda _row: True),
        Chip("unrecorded", translate("sessions", "Te noteren"), _is_unrecorded),
        Chip("lost", translate("sessions", "Weggevallen"), _is_lost),
    ]


def _is_coming(row: SessionRow) -> bool:
    return row.state is SessionState.PLANNED and row.day >= clock.today()


def _is_unrecorded(row: SessionRow) -> bool:
    is_past = row.state is SessionState.PLANNED and row.day <= clock.today()
    return is_past or (row.state is SessionState.HELD and row.attendance is None)


def _is_lost(row: SessionRow) -> bool:
    return row.state in {SessionState.MISSED, SessionState.CANCELLED}
