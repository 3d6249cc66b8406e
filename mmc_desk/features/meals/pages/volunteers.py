"""The page of the volunteers: list, card, and everything the desk does with one of them."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QPushButton

from mmc_desk.core import clock
from mmc_desk.core.formats import show_duration, show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.ops import volunteers as ops
from mmc_desk.features.meals.pages import volunteer_dialogs as dialogs
from mmc_desk.features.meals.pages.volunteer_card import VolunteerCardView
from mmc_desk.features.meals.printout.exports import write_volunteers
from mmc_desk.features.meals.queries.exports import VolunteerRecords, volunteer_records
from mmc_desk.features.meals.queries.volunteers import AbsenceRow, VolunteerCard, VolunteerRow
from mmc_desk.features.meals.queries.volunteers import volunteer_card as read_card
from mmc_desk.features.meals.queries.volunteers import volunteer_list as read_list
from mmc_desk.features.meals.rules.volunteers import show_weekdays
from mmc_desk.features.people import ops as people_ops
from mmc_desk.features.people.pages.card import action_button
from mmc_desk.features.people.pages.list_page import Chip, ListTexts, PeoplePage
from mmc_desk.features.people.pages.member_tasks import Asker
from mmc_desk.ui import messages
from mmc_desk.ui.columns import Column
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel


def volunteer_table() -> RowTableModel[VolunteerRow]:
    """Return the model of the list of volunteers."""
    return RowTableModel([*_first_columns(), *_service_columns()], lambda row: row.search)


def _first_columns() -> list[Column[VolunteerRow]]:
    return [
        Column(translate("duties", "Naam"), lambda row: row.name, width=160, grows=True),
        Column(translate("duties", "Restaurant"), lambda row: row.location, width=118, grows=True),
        Column(
            translate("duties", "Taken"),
            lambda row: row.tasks,
            width=150,
            tooltip=lambda row: row.tasks,
            grows=True,
            is_spare=True,
        ),
        Column(
            translate("duties", "Nu"),
            _now,
            width=136,
            colour=lambda row: "warn" if row.absent_until else ("ok" if row.is_active else "muted"),
            icon=lambda row: "calendar-off" if row.absent_until else ("circle-check" if row.is_active else "ban"),
        ),
    ]


def _service_columns() -> list[Column[VolunteerRow]]:
    return [
        Column(
            translate("duties", "Uren dit jaar"),
            lambda row: show_duration(row.served.minutes) if row.served.duties else "",
            lambda row: row.served.minutes,
            align_right=True,
            width=104,
            is_spare=True,
        ),
        Column(
            translate("duties", "Forfait"),
            lambda row: translate("duties", "ja") if row.has_flat_allowance else "",
            width=72,
            is_spare=True,
        ),
        Column(
            translate("duties", "Jarig"),
            lambda row: f"{row.birthday:%d/%m}" if row.birthday else "",
            lambda row: row.birthday,
            width=72,
            icon=lambda row: "party-popper" if row.is_birthday_soon else "",
            colour=lambda row: "ok" if row.is_birthday_soon else "",
            is_spare=True,
        ),
        Column(
            translate("duties", "Jaren"),
            lambda row: "" if row.years is None else str(row.years),
            lambda row: row.years,
            align_right=True,
            width=60,
            is_spare=True,
        ),
        Column(translate("duties", "Weekdagen"), lambda row: show_weekdays(row.weekdays), width=110, is_spare=True),
        Column(
            translate("duties", "Telefoon"), lambda row: show_phone(row.mobile or row.phone), width=120, is_spare=True
        ),
    ]


def _now(row: VolunteerRow) -> str:
    if not row.is_active:
        return translate("duties", "niet actief")
    if row.absent_until:
        return translate("duties", "weg t/m {day}").format(day=f"{row.absent_until:%d/%m}")
    return translate("duties", "actief")


def _chips() -> list[Chip]:
    return [
        Chip("active", translate("duties", "Actief"), lambda row: row.is_active),
        Chip("all", translate("duties", "Alle"), lambda _row: True),
        Chip("absent", translate("duties", "Nu afwezig"), lambda row: row.is_active and bool(row.absent_until)),
        Chip("birthday", translate("duties", "Bijna jarig"), lambda row: row.is_active and row.is_birthday_soon),
        Chip("jubilee", translate("duties", "Jubileum"), lambda row: row.is_active and row.jubilee is not None),
        Chip("flat", translate("duties", "Forfait"), lambda row: row.is_active and row.has_flat_allowance),
    ]


class VolunteersPage(PeoplePage):
    """Vrijwilligers."""

    seen_table = "volunteer"
    topics: ClassVar[frozenset[str]] = frozenset(
        {
            "person",
            "address",
            "volunteer",
            "volunteer_weekday",
            "volunteer_absence",
            "meal_duty",
            "meal_service",
            "desk_setting",
            "member",
            "driver",
        }
    )

    def __init__(self, runner: Runner) -> None:
        texts = ListTexts(
            filter_name=translate("duties", "Vrijwilligers"),
            filter_hint=translate("duties", "Filter op naam, restaurant, taak, telefoon"),
            new=translate("duties", "&Nieuwe vrijwilliger"),
            of=translate("duties", "{shown} van {all} vrijwilligers"),
            empty_icon="hand-helping",
            empty=translate("duties", "Nog geen vrijwilligers. Neem uw lijst over, of begin met Ctrl+N."),
        )
        super().__init__(runner, volunteer_table(), _chips(), texts)

    def make_card(self) -> VolunteerCardView:
        """Return the card of a volunteer."""
        self.view = VolunteerCardView(self)
        return self.view

    def list_buttons(self) -> Sequence[QPushButton]:
        """Return what concerns all of them: the list in the office's own form."""
        tip = translate("duties", "Alle vrijwilligers als CSV: dit kan ook weer ingelezen worden")
        self.export_button = action_button(translate("duties", "&Exporteren…"), "table", self.on_export, "", tip)
        return (self.export_button,)

    def on_export(self) -> None:
        """Save the list of volunteers in the office's own form."""
        path = messages.choose_save(self, translate("duties", "Exporteren"), "vrijwilligers.csv", "CSV (*.csv)")
        if path is None:
            return
        target = path if path.suffix.lower() == ".csv" else path.with_name(path.name + ".csv")
        said = translate("duties", "Bewaard als {name}").format(name=target.name)

        def save(records: VolunteerRecords) -> None:
            self.runner.run(lambda: write_volunteers(target, records), lambda _done: messages.toast(self, said))

        self.runner.read(volunteer_records, save)

    def reload(self) -> None:
        """Read the list again."""
        today = clock.today()
        self.runner.read(lambda session: read_list(session, today), self.show_rows)

    def read_card(self, key: int) -> None:
        """Ask for the card of a volunteer."""
        today = clock.today()
        self.runner.read(lambda session: read_card(session, key, today), self.card_read)

    def show_card(self, card: VolunteerCard) -> None:
        """Fill the card."""
        self.view.show_volunteer(card)

    @property
    def _asker(self) -> Asker:
        return Asker(self.runner, self)

    def on_new(self) -> None:
        """Ctrl+N: a new volunteer."""
        open_dialog(dialogs.VolunteerDialog(self.runner, None, self.on_saved, self))

    def on_edit(self) -> None:
        """Enter, F2: change the volunteer."""
        if self.shown_card:
            open_dialog(dialogs.VolunteerDialog(self.runner, self.shown_card, self.on_saved, self))

    def on_end(self) -> None:
        """Delete: let the volunteer stop, or help again."""
        card: VolunteerCard | None = self.shown_card
        if card is None:
            return
        if card.active_to is None:
            open_dialog(dialogs.EndVolunteerDialog(self._asker, card))
            return
        command = people_ops.ReopenVolunteer(card.key)
        label = translate("duties", "Vrijwilliger helpt opnieuw")
        self.do(lambda session: people_ops.reopen_volunteer(session, command), label, toast=True)

    def on_weekdays(self) -> None:
        """Change the weekdays."""
        if self.shown_card:
            open_dialog(dialogs.WeekdaysDialog(self._asker, self.shown_card))

    def on_new_absence(self) -> None:
        """Note an absence."""
        self.on_absence(None)

    def on_absence(self, absence: AbsenceRow | None) -> None:
        """Change an absence, or note a new one."""
        if self.shown_card:
            open_dialog(dialogs.AbsenceDialog(self._asker, self.shown_card, absence))

    def on_remove_absence(self, absence: AbsenceRow) -> None:
        """Take an absence away."""
        command = ops.RemoveAbsence(absence.key)
        label = translate("duties", "Afwezigheid verwijderd")
        self.do(lambda session: ops.remove_absence(session, command), label, toast=True)

    def on_mails(self) -> None:
        """Show what the volunteer was mailed."""
        if self.shown_card:
            self.open_page.emit("outbox", self.shown_card.person.name)

    def open_member(self, key: int) -> None:
        """Show a member."""
        self.open_page.emit("members", key)

    def open_driver(self, key: int) -> None:
        """Show a driver."""
        self.open_page.emit("drivers", key)
