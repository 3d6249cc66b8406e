"""Adding and changing a volunteer; weekdays, absence, stop."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import WEEKDAYS
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model.duties import MealTask
from mmc_desk.features.meals.ops import volunteers as ops
from mmc_desk.features.meals.queries.volunteers import AbsenceRow, VolunteerCard, restaurant_names, volunteer_card
from mmc_desk.features.meals.rules.volunteers import task_name, unknown_tasks
from mmc_desk.features.people import ops as people_ops
from mmc_desk.features.people.pages.member_tasks import Asker
from mmc_desk.features.people.pages.person_form import AddressFields, PersonFields
from mmc_desk.ui.fields import Candidate, CheckField, DateField, Form, FormDialog, TextField, TypeAhead
from mmc_desk.ui.following import Record, keyed
from mmc_desk.ui.runner import Runner

LAST_WEEKDAY = 6


class VolunteerDialog(FormDialog):
    """A new volunteer, or a change of one. `on_saved` gets the key."""

    def __init__(
        self,
        runner: Runner,
        card: VolunteerCard | None,
        on_saved: Callable[[int], None],
        parent: QWidget | None = None,
    ) -> None:
        self.card = card
        form = Form()
        self.person = PersonFields(form, runner, card.person if card else None)
        self.location = TypeAhead(free_text=True)
        self.tasks = TextField(card.tasks if card else "")
        self.active_from = DateField(card.active_from if card else clock.today())
        self.has_flat = CheckField(
            translate("duties", "Krijgt het &forfait per dag"), bool(card and card.has_flat_allowance)
        )
        if card:
            self.location.set_value(Candidate(None, card.location))
        self._add_service(form)
        self.address = AddressFields(form, runner, card.person if card else None)
        new, change = translate("duties", "Nieuwe vrijwilliger"), translate("duties", "Vrijwilliger bewerken")
        super().__init__(change if card else new, form, translate("duties", "Vrijwilliger &opslaan"), parent)
        label = translate("duties", "Vrijwilliger gewijzigd") if card else new
        self.save_with(runner, self._op, label, lambda key: on_saved(card.key if card else key))
        self.tasks.editingFinished.connect(self._judge_tasks)
        self._judge_tasks()
        runner.read(restaurant_names, self._on_restaurants)
        if card:
            self.follow(runner, self._record(runner, card))

    def _record(self, runner: Runner, card: VolunteerCard) -> Record[VolunteerCard]:
        return Record(
            card,
            lambda session: volunteer_card(session, card.key, clock.today()),
            lambda other: VolunteerDialog(runner, other, lambda _key: None),
            lambda other: setattr(self, "card", other),
            frozenset({"volunteer", "person", "address"}),
        )

    def _add_service(self, form: Form) -> None:
        form.add_heading(translate("duties", "Dorpsrestaurant"))
        several = translate("duties", "Meer dan één kan ook: Hees, Beverst.")
        form.add(translate("duties", "&Restaurant"), self.location, several, name="location")
        names = ", ".join(task_name(task) for task in MealTask)
        hint = translate("duties", "Kies uit: {tasks}. Leeg: alles.").format(tasks=names)
        self._tasks_row = form.add(translate("duties", "&Taken"), self.tasks, hint, name="tasks")
        form.add(translate("duties", "&Actief sinds"), self.active_from, name="active_from")
        form.add("", self.has_flat, name="has_flat_allowance")

    def _on_restaurants(self, names: Sequence[str]) -> None:
        self.location.set_candidates([Candidate(name, name) for name in names])

    def _judge_tasks(self) -> None:
        unknown = unknown_tasks(self.tasks.value)
        text = translate("duties", "Geen taak van het dienstrooster: {tasks}. Het voorstel rekent daar niet mee.")
        self._tasks_row.set_warning(text.format(tasks=", ".join(unknown)) if unknown else "")

    def _op(self) -> Op[Any]:
        chosen = self.location.value
        location = chosen.title if chosen else ""
        card = self.card
        if card is None:
            add = people_ops.AddVolunteer(
                person=self.person.details(),
                location=location,
                tasks=self.tasks.value,
                active_from=self.active_from.value,
                person_id=self.person.same_person(),
                address=self.address.details(),
                has_flat_allowance=self.has_flat.value,
            )
            return lambda session: people_ops.add_volunteer(session, add)
        edit = people_ops.EditVolunteer(
            volunteer_id=card.key,
            person=self.person.details(),
            address=self.address.details(),
            location=location,
            tasks=self.tasks.value,
            active_from=self.active_from.value,
            has_flat_allowance=self.has_flat.value,
            moved_on=self.address.moved(),
            seen=card.seen,
        )
        return lambda session: people_ops.edit_volunteer(session, edit)


class WeekdaysDialog(FormDialog):
    """The weekdays on which a volunteer can help: a tick for each."""

    def __init__(self, asker: Asker, card: VolunteerCard) -> None:
        self.card = card
        self.days = [
            CheckField(translate("formats", name), weekday in card.weekdays) for weekday, name in enumerate(WEEKDAYS)
        ]
        form = Form()
        for weekday, field in enumerate(self.days):
            every = translate("duties", "Geen dag aangevinkt: alle dagen.") if weekday == LAST_WEEKDAY else ""
            form.add("", field, every, name=f"weekday_{weekday}")
        title = translate("duties", "Weekdagen van {name}").format(name=card.person.name)
        super().__init__(title, form, translate("duties", "Weekdagen &opslaan"), asker.parent)
        self.save_with(asker.runner, self._op, translate("duties", "Weekdagen gewijzigd"))
        self.follow(
            asker.runner,
            Record(
                card,
                lambda session: volunteer_card(session, card.key, clock.today()),
                lambda other: WeekdaysDialog(asker, other),
                lambda other: setattr(self, "card", other),
                frozenset({"volunteer_weekday"}),
            ),
        )

    def _op(self) -> Op[None]:
        chosen = frozenset(weekday for weekday, field in enumerate(self.days) if field.value)
        command = ops.SetWeekdays(self.card.key, chosen)
        return lambda session: ops.set_weekdays(session, command)


class AbsenceDialog(FormDialog):
    """Days on which a volunteer can't help."""

    def __init__(self, asker: Asker, card: VolunteerCard, absence: AbsenceRow | None) -> None:
        self.card = card
        self.absence = absence
        self.from_day = DateField(absence.from_day if absence else clock.today())
        self.to_day = DateField(absence.to_day if absence else None)
        self.reason = TextField(absence.reason if absence else "")
        form = Form()
        form.add(translate("duties", "&Van"), self.from_day, name="from_day")
        form.add(translate("duties", "&Tot en met"), self.to_day, translate("duties", "Leeg: één dag."), name="to_day")
        hint = translate("duties", "Bijvoorbeeld: verlof.")
        form.add(translate("duties", "&Reden"), self.reason, hint, name="reason")
        title = translate("duties", "Afwezigheid van {name}").format(name=card.person.name)
        super().__init__(title, form, translate("duties", "Afwezigheid &opslaan"), asker.parent)
        self.save_with(asker.runner, self._op, translate("duties", "Afwezigheid genoteerd"))
        if absence:
            self.follow(asker.runner, self._record(asker, absence))

    def _record(self, asker: Asker, absence: AbsenceRow) -> Record[AbsenceRow]:
        card = self.card
        return Record(
            absence,
            keyed(lambda session: _absences(session, card.key), absence.key),
            lambda other: AbsenceDialog(asker, card, other),
            lambda other: setattr(self, "absence", other),
            frozenset({"volunteer_absence"}),
        )

    def _op(self) -> Op[Any]:
        first = self.from_day.value
        if first is None:
            raise RuleError(translate("duties", "Vul de eerste dag in."), field="from_day")
        key = self.absence.key if self.absence else None
        command = ops.NoteAbsence(self.card.key, first, self.to_day.value or first, self.reason.value, key)
        return lambda session: ops.note_absence(session, command)


def _absences(session: Any, key: int) -> tuple[AbsenceRow, ...]:  # noqa: ANN401 - a Session; pages know none
    card = volunteer_card(session, key, clock.today())
    return card.absences if card else ()


class EndVolunteerDialog(FormDialog):
    """Stoppen: the last day."""

    def __init__(self, asker: Asker, card: VolunteerCard) -> None:
        self.card = card
        self.active_to = DateField(clock.today())
        form = Form()
        still = translate("duties", "De diensten daarna blijven op het dienstrooster: geef ze aan iemand anders.")
        form.add(translate("duties", "&Laatste dag"), self.active_to, still, name="active_to")
        title = translate("duties", "{name} stopt").format(name=card.person.name)
        super().__init__(title, form, translate("duties", "Vrijwilliger &stoppen"), asker.parent)
        self.save_with(asker.runner, self._op, translate("duties", "Vrijwilliger gestopt"))

    def _op(self) -> Op[None]:
        if self.active_to.value is None:
            raise RuleError(translate("duties", "Vul de laatste dag in."), field="active_to")
        command = people_ops.EndVolunteer(self.card.key, self.active_to.value)
        return lambda session: people_ops.end_volunteer(session, command)
