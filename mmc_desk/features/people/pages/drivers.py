"""The page of the drivers: list, card, and everything the desk does with a driver."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QPushButton

from mmc_desk.core import clock
from mmc_desk.core.formats import show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import ops, queries, rules
from mmc_desk.features.people.pages import driver_tasks as tasks
from mmc_desk.features.people.pages import words
from mmc_desk.features.people.pages.briefing_dialog import BriefingDialog
from mmc_desk.features.people.pages.card import action_button
from mmc_desk.features.people.pages.driver_card import DriverCardView
from mmc_desk.features.people.pages.driver_dialog import DriverDialog
from mmc_desk.features.people.pages.list_page import Chip, ListTexts, PeoplePage
from mmc_desk.features.people.pages.member_tasks import Asker
from mmc_desk.features.people.queries import AbsenceRow, DocumentRow, DriverCard, DriverRow
from mmc_desk.features.people.rules import Briefing, Expiry
from mmc_desk.ui.columns import Column
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel

_URGENT = frozenset({Expiry.EXPIRED, Expiry.WITHIN_30})


def driver_table() -> RowTableModel[DriverRow]:
    """Return the model of the list of drivers."""
    return RowTableModel(
        [
            Column(translate("people", "Code"), lambda row: row.code, width=60),
            Column(translate("people", "Naam"), lambda row: row.name, width=172, grows=True),
            Column(
                translate("people", "Week"),
                lambda row: rules.show_week_pattern(row.pattern),
                width=160,
                tooltip=lambda row: rules.show_week_pattern(row.pattern),
                grows=True,
                is_spare=True,
            ),
            *_standing_columns(),
            Column(translate("people", "Dorp"), lambda row: row.village, width=112, is_spare=True),
            Column(
                translate("people", "Telefoon"),
                lambda row: show_phone(row.mobile or row.phone),
                width=120,
                is_spare=True,
            ),
            Column(
                translate("people", "Plaatsen"),
                lambda row: str(row.seats),
                lambda row: row.seats,
                width=80,
                is_spare=True,
            ),
            Column(
                translate("people", "Rolstoel"),
                lambda row: translate("people", "vaste rolstoel") if row.rigid_wheelchair else "",
                width=110,
                is_spare=True,
            ),
        ],
        lambda row: row.search,
    )


def _standing_columns() -> list[Column[DriverRow]]:
    return [
        Column(
            translate("people", "Nu"),
            _now,
            width=140,
            colour=lambda row: "warn" if row.absent_until else ("ok" if row.is_active else "muted"),
            icon=lambda row: "calendar-off" if row.absent_until else ("circle-check" if row.is_active else "ban"),
        ),
        Column(
            translate("people", "Documenten"),
            lambda row: words.word(row.expiry),
            width=156,
            is_spare=True,
            colour=lambda row: words.look(row.expiry).role,
            icon=lambda row: words.look(row.expiry).icon,
        ),
        Column(
            translate("people", "Afsprakennota"),
            lambda row: words.word(row.briefing),
            width=136,
            colour=lambda row: words.look(row.briefing).role,
            icon=lambda row: words.look(row.briefing).icon,
            is_spare=True,
        ),
    ]


def _now(row: DriverRow) -> str:
    if not row.is_active:
        return translate("people", "niet actief")
    if row.absent_until:
        return translate("people", "weg t/m {day}").format(day=f"{row.absent_until:%d/%m}")
    return translate("people", "actief")


def _chips() -> list[Chip]:
    return [
        Chip("active", translate("people", "Actief"), lambda row: row.is_active),
        Chip("all", translate("people", "Alle"), lambda _row: True),
        Chip("absent", translate("people", "Nu afwezig"), lambda row: row.is_active and bool(row.absent_until)),
        Chip(
            "documents",
            translate("people", "Papieren vervallen"),
            lambda row: row.is_active and row.expiry in _URGENT,
        ),
        Chip(
            "briefing",
            translate("people", "Nota te tekenen"),
            lambda row: row.is_active and row.briefing is not Briefing.SIGNED,
        ),
    ]


class DriversPage(PeoplePage):
    """Chauffeurs."""

    seen_table = "driver"
    topics: ClassVar[frozenset[str]] = frozenset(
        {
            "person",
            "address",
            "driver",
            "week_availability",
            "absence",
            "driver_document",
            "desk_setting",
            "driver_preference",
            "member",
            "street_alias",
        }
    )

    def __init__(self, runner: Runner) -> None:
        texts = ListTexts(
            filter_name=translate("people", "Chauffeurs"),
            filter_hint=translate("people", "Filter op naam, code, straat, dorp, telefoon"),
            new=translate("people", "&Nieuwe chauffeur"),
            of=translate("people", "{shown} van {all} chauffeurs"),
            empty_icon="hand-helping",
            empty=translate("people", "Nog geen chauffeurs. Neem uw chauffeurslijst over, of begin met Ctrl+N."),
        )
        super().__init__(runner, driver_table(), _chips(), texts)

    def list_buttons(self) -> Sequence[QPushButton]:
        """Return the button of the briefing note, which concerns every driver."""
        text = translate("people", "A&fsprakennota…")
        self.briefing_button = action_button(text, "file-text", self.on_briefing)
        return (self.briefing_button,)

    def make_card(self) -> DriverCardView:
        """Return the card of a driver."""
        self.view = DriverCardView(self)
        return self.view

    def reload(self) -> None:
        """Read the list again."""
        today = clock.today()
        self.runner.read(lambda session: queries.driver_list(session, today), self.show_rows)

    def read_card(self, key: int) -> None:
        """Ask for the card of a driver."""
        today = clock.today()
        self.runner.read(lambda session: queries.driver_card(session, key, today), self.card_read)

    def show_card(self, card: DriverCard) -> None:
        """Fill the card."""
        self.view.show_driver(card)

    @property
    def _asker(self) -> Asker:
        return Asker(self.runner, self)

    def on_new(self) -> None:
        """Ctrl+N: a new driver."""
        open_dialog(DriverDialog(self.runner, None, self.on_saved, self))

    def on_edit(self) -> None:
        """Enter, F2: change the driver."""
        if self.shown_card:
            open_dialog(DriverDialog(self.runner, self.shown_card, self.on_saved, self))

    def on_end(self) -> None:
        """Delete: let the driver stop, or drive again."""
        card: DriverCard | None = self.shown_card
        if card is None:
            return
        if card.active_to is None:
            open_dialog(tasks.EndDriverDialog(self._asker, card))
            return
        command = ops.ReopenDriver(card.key)
        label = translate("people", "Chauffeur rijdt opnieuw")
        self.do(lambda session: ops.reopen_driver(session, command), label, toast=True)

    def on_pattern(self) -> None:
        """Change the week pattern."""
        if self.shown_card:
            open_dialog(tasks.PatternDialog(self._asker, self.shown_card))

    def on_sick(self) -> None:
        """Note that the driver is ill today; the window then shows the rides of today."""
        card: DriverCard | None = self.shown_card
        if card is not None:
            today = clock.today()
            command = ops.AddAbsence(card.key, today, today, translate("people", "ziek"))
            label = translate("people", "{name} is ziek vandaag").format(name=card.person.name)
            self.do(lambda session: ops.add_absence(session, command), label, toast=True)

    def on_new_absence(self) -> None:
        """Note an absence."""
        self.on_absence(None)

    def on_absence(self, absence: AbsenceRow | None) -> None:
        """Change an absence, or note a new one."""
        if self.shown_card:
            open_dialog(tasks.AbsenceDialog(self._asker, self.shown_card, absence))

    def on_remove_absence(self, absence: AbsenceRow) -> None:
        """Take an absence away."""
        command = ops.RemoveAbsence(absence.key)
        label = translate("people", "Afwezigheid verwijderd")
        self.do(lambda session: ops.remove_absence(session, command), label, toast=True)

    def on_new_document(self) -> None:
        """Note a paper."""
        self.on_document(None)

    def on_document(self, document: DocumentRow | None) -> None:
        """Change a paper, or note a new one."""
        if self.shown_card:
            open_dialog(tasks.DocumentDialog(self._asker, self.shown_card, document.kind if document else None))

    def on_briefing(self) -> None:
        """Name the edition of the briefing note, and print the list to sign."""
        open_dialog(BriefingDialog(self._asker))

    def on_rides(self) -> None:
        """Show the driver's roster and the members they drove."""
        if self.shown_card:
            self.open_page.emit("driver_rides", self.shown_card.key)

    def on_mails(self) -> None:
        """Show what the driver was mailed."""
        if self.shown_card:
            self.open_page.emit("outbox", self.shown_card.person.name)

    def open_member(self, key: int) -> None:
        """Show a member."""
        self.open_page.emit("members", key)
