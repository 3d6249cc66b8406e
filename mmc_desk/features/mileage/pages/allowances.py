"""Forfaits: each volunteer's system of the year, the days paid, what the duties propose, the nominative list."""

from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import DeskError, RuleError
from mmc_desk.core.formats import show_amount, show_date, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage import ops
from mmc_desk.features.mileage.model import AllowanceSystem
from mmc_desk.features.mileage.printout.files import write_allowances
from mmc_desk.features.mileage.queries.allowances import AllowanceYear, PaidDay, VolunteerYear, allowance_year
from mmc_desk.features.people.pages.card import action_button, plain_label
from mmc_desk.features.people.pages.member_tasks import Asker
from mmc_desk.features.rides.pages.refusal_bar import RefusalBar
from mmc_desk.features.rides.pages.ride_actions import Refused
from mmc_desk.ui import icons, messages, theme
from mmc_desk.ui.columns import Column
from mmc_desk.ui.fields import AmountField, ChoiceField, DateField, Form, FormDialog, KmField
from mmc_desk.ui.flow import FlowLayout
from mmc_desk.ui.following import Record, keyed
from mmc_desk.ui.keys import on_key
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.report_page import Paper, ReportPage
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.table_model import RowTableModel, TableView


class SystemDialog(FormDialog):
    """Stelsel: flat allowance or real costs in a year, and other kilometres paid beside a flat allowance."""

    def __init__(self, asker: Asker, year: int, person: VolunteerYear) -> None:
        self.year, self.person = year, person
        self.system: ChoiceField[AllowanceSystem] = ChoiceField(
            [(system, system_name(system)) for system in AllowanceSystem], person.system or AllowanceSystem.FLAT
        )
        self.other = KmField(person.other_metres or None)
        form = Form()
        form.add(translate("mileage", "&Stelsel"), self.system, name="system")
        hint = translate(
            "mileage", "Andere verplaatsingen die dit jaar betaald worden; ritten voor de MMC tellen niet."
        )
        form.add(translate("mileage", "Andere &kilometers"), self.other, hint, name="other_metres", unit="km")
        title = translate("mileage", "{name}, {year}").format(name=person.name, year=year)
        super().__init__(title, form, translate("mileage", "Stelsel &opslaan"), asker.parent)
        self.save_with(asker.runner, self._op, translate("mileage", "Stelsel gekozen"))
        self.follow(
            asker.runner,
            Record(
                person,
                keyed(lambda session: allowance_year(session, year).people, person.key),
                lambda other: SystemDialog(asker, year, other),
                lambda other: setattr(self, "person", other),
                frozenset({"allowance_choice"}),
            ),
        )

    def _op(self) -> Op[Any]:
        system = self.system.value or AllowanceSystem.FLAT
        command = ops.ChooseSystem(self.person.person_id, self.year, system, self.other.value or 0)
        return lambda session: ops.choose_system(session, command)


class DayDialog(FormDialog):
    """A day of the flat allowance, at the year's amount unless another is typed."""

    def __init__(self, asker: Asker, year: AllowanceYear, person: VolunteerYear) -> None:
        self.person = person
        self.day = DateField(clock.today() if clock.today().year == year.year else None)
        self.cents = AmountField(year.limits.per_day if year.limits else None)
        form = Form()
        form.add(translate("mileage", "&Dag"), self.day, name="days")
        form.add(translate("mileage", "&Bedrag"), self.cents, name="cents", unit="€")
        title = translate("mileage", "Forfait voor {name}").format(name=person.name)
        super().__init__(title, form, translate("mileage", "Dag &toevoegen"), asker.parent)
        self.save_with(asker.runner, self._op, translate("mileage", "Dag forfait toegevoegd"))

    def _op(self) -> Op[Any]:
        if self.day.value is None:
            raise RuleError(translate("mileage", "Vul de dag in."), field="days")
        command = ops.RecordAllowance(self.person.person_id, (self.day.value,), self.cents.value or 0)
        return lambda session: ops.record_allowance(session, command)


class AllowancesPage(ReportPage):
    """The volunteers of a year on the left; the days of the chosen one on the right."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {
            *("allowance_choice", "allowance_day", "volunteer_forfait", "meal_duty", "meal_service"),
            *("volunteer", "driver", "person"),
        }
    )

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.refusal = RefusalBar()
        self.model: RowTableModel[VolunteerYear] = RowTableModel(_columns())
        self.table = TableView(self.model, name=translate("mileage", "Vrijwilligers"))
        self.days_model: RowTableModel[PaidDay] = RowTableModel(_day_columns(), key=lambda row: row.day)
        self.days = TableView(self.days_model, name=translate("mileage", "Dagen van deze vrijwilliger"))
        self.person, self.caution = plain_label("", "heading"), plain_label("", "warning")
        self.total = plain_label("", "muted")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        tip = translate("mileage", "Uit het dienstrooster, voor wie het forfait krijgt (Ctrl+G)")
        self.propose_button = action_button(
            translate("mileage", "Dagen &voorstellen"), "sparkles", self.propose, "primary", tip
        )
        self.propose_button.setIcon(icons.icon("sparkles", "on_accent"))
        buttons = FlowLayout(theme.px(8))
        for button in (
            self.propose_button,
            action_button(translate("mileage", "Dag &toevoegen…"), "plus", self.on_new, "", "Ctrl+N"),
            action_button(translate("mileage", "&Stelsel…"), "pencil", self.on_system, "", "F2"),
        ):
            buttons.addWidget(button)
        side = QWidget()
        side.setMinimumWidth(theme.px(200))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        for widget in (self.person, self.caution, self.days, self.total):
            column.addWidget(widget, 1 if widget is self.days else 0)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(theme.px(12))
        splitter.addWidget(self.table)
        splitter.addWidget(side)
        splitter.setSizes([theme.px(720), theme.px(400)])
        layout = QVBoxLayout(self.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(buttons)
        layout.addWidget(self.refusal)
        layout.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.table.current_row_changed.connect(self._on_person)
        self.table.activated_row.connect(lambda _row: self.on_system())
        for table, key, act in ((self.table, "F2", self.on_system), (self.days, "Del", self.remove)):
            on_key(table, key, act)
        action = QAction(self)
        action.setShortcut(QKeySequence("Ctrl+G"))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: self.propose())
        self.addAction(action)

    def read_report(self) -> None:
        """Read the chosen year."""
        year = self.years.year
        self.runner.read(lambda session: allowance_year(session, year), self.report_read)

    def is_empty(self, report: AllowanceYear) -> bool:
        """Tell whether nobody helped in this year."""
        return not report.people

    def paper(self, report: AllowanceYear) -> Paper:
        """Return the nominative list as paper, workbook or CSV."""
        title = translate("mileage", "Nominatieve lijst {year}").format(year=report.year)
        return Paper(title, f"forfaits-{report.year}", lambda path: write_allowances(path, report))

    def show_report(self, report: AllowanceYear) -> None:
        """Fill the tables; who was chosen stays chosen."""
        unknown = translate("mileage", "Van {year} is het forfait nog niet gekend.")
        most = translate("mileage", "Hoogstens {day} per dag, {most} per jaar")
        limits = report.limits
        self.beside.setText(
            most.format(day=show_amount(limits.per_day), most=show_amount(limits.per_year))
            if limits
            else unknown.format(year=report.year)
        )
        self.beside.setToolTip(self.beside.text())
        self.empty.sentence.setText(translate("mileage", "In {year} hielp niemand.").format(year=report.year))
        self.model.set_rows(report.people)
        if report.people and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._on_person(self.table.current_row())

    def _on_person(self, person: VolunteerYear | None) -> None:
        self.person.setText(person.name if person else "")
        self.days_model.set_rows(person.days if person else ())
        if person and person.days and not self.days.currentIndex().isValid():
            self.days.selectRow(0)
        self.caution.setText(person.warning if person else "")
        self.caution.setVisible(bool(person and person.warning))
        self.total.setText(_total(person, self.report) if person else "")

    # Deeds

    def propose(self) -> None:
        """Ctrl+G: add the days of duty that have no allowance yet."""
        command = ops.ProposeAllowances(self.years.year)
        label = translate("mileage", "Dagen forfait toegevoegd")
        self.runner.write(
            lambda session: ops.propose_allowances(session, command), label, self._on_proposed, self._refuse
        )

    def _on_proposed(self, done: ops.AllowancesProposed) -> None:
        self.refusal.hide()
        if done.held_back:
            self.refusal.say(Refused(" ".join(done.held_back)))
        said = translate("mileage", "{days} dagen forfait toegevoegd voor {people} vrijwilligers")
        messages.toast(self, said.format(days=done.days, people=done.people), self.runner.undo if done.days else None)

    def _refuse(self, error: DeskError) -> None:
        self.refusal.say(Refused(str(error)))

    def on_new(self) -> None:
        """Ctrl+N: add a day to the chosen volunteer."""
        person = self.table.current_row()
        if person is not None:
            open_dialog(DayDialog(Asker(self.runner, self), self.report, person))

    def on_system(self) -> None:
        """Enter, F2: choose the system of the year."""
        person = self.table.current_row()
        if person is not None:
            open_dialog(SystemDialog(Asker(self.runner, self), self.years.year, person))

    def remove(self) -> None:
        """Delete: take a day off."""
        person, paid = self.table.current_row(), self.days.current_row()
        if person is None or paid is None:
            return
        command = ops.RemoveAllowance(person.person_id, paid.day)
        label = translate("mileage", "Forfait van {day} verwijderd").format(day=show_date(paid.day))
        self.runner.write(
            lambda session: ops.remove_allowance(session, command),
            label,
            lambda _none: messages.toast(self, label, self.runner.undo),
            self._refuse,
        )


def system_name(system: AllowanceSystem | None) -> str:
    """Return a system in words; none is not chosen yet."""
    words = {
        AllowanceSystem.FLAT: translate("mileage", "forfait"),
        AllowanceSystem.REAL: translate("mileage", "reële kosten"),
    }
    return words[system] if system is not None else ""


def _total(person: VolunteerYear, report: AllowanceYear) -> str:
    text = translate("mileage", "{days} dagen, {amount}").format(
        days=show_number(len(person.days)), amount=show_amount(person.cents)
    )
    if report.limits is None:
        return text
    left = translate("mileage", "nog {amount} mogelijk dit jaar")
    return f"{text}; {left.format(amount=show_amount(max(0, report.limits.per_year - person.cents)))}"


def _columns() -> list[Column[VolunteerYear]]:
    return [
        Column(
            translate("mileage", "Naam"),
            lambda row: row.name,
            width=180,
            grows=True,
            tooltip=lambda row: row.warning,
            icon=lambda row: "triangle-alert" if row.warning else "",
            colour=lambda row: "warn" if row.warning else "",
        ),
        Column(
            translate("mileage", "Rol"),
            lambda row: translate("mileage", "chauffeur") if row.is_driver else translate("mileage", "vrijwilliger"),
            width=100,
            is_spare=True,
        ),
        Column(translate("mileage", "Stelsel"), lambda row: system_name(row.system), width=104),
        Column(
            translate("mileage", "Dagen"),
            lambda row: show_number(len(row.days)) if row.days else "",
            lambda row: len(row.days),
            align_right=True,
            width=72,
        ),
        Column(
            translate("mileage", "Bedrag"),
            lambda row: show_amount(row.cents) if row.days else "",
            lambda row: row.cents,
            align_right=True,
            width=104,
            bold=lambda _row: True,
        ),
        Column(
            translate("mileage", "Nog toe te voegen"),
            lambda row: show_number(len(row.open_days)) if row.open_days else "",
            lambda row: len(row.open_days),
            align_right=True,
            width=160,
            is_spare=True,
        ),
    ]


def _day_columns() -> list[Column[PaidDay]]:
    return [
        Column(translate("mileage", "Dag"), lambda row: show_date(row.day), lambda row: row.day, width=120, grows=True),
        Column(
            translate("mileage", "Bedrag"),
            lambda row: show_amount(row.cents),
            lambda row: row.cents,
            align_right=True,
            width=104,
        ),
    ]
