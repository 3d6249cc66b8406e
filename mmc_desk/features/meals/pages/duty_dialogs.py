"""The dialogs of the duty roster: who helps at a noon, a duty's task and time, what a noon asks for."""

import functools
from typing import Any

from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import fold, show_long_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model.duties import MealTask
from mmc_desk.features.meals.ops import duties as ops
from mmc_desk.features.meals.queries.duties import DutyMonth, DutyRow, NoonDuties, duty_row, same_month
from mmc_desk.features.meals.rules.duties import FAIR_WEEKS, Helper, hindrance, hindrance_text, load_before
from mmc_desk.features.meals.rules.volunteers import task_name
from mmc_desk.features.people.pages.member_tasks import Asker
from mmc_desk.ui.fields import Candidate, ChoiceField, Form, FormDialog, TextField, TypeAhead
from mmc_desk.ui.following import Record


def _tasks(chosen: MealTask) -> ChoiceField[MealTask]:
    return ChoiceField([(task, task_name(task)) for task in MealTask], chosen)


def _minutes_of(field: TextField) -> int | None:
    return whole_number(field, "minutes") if field.value else None


def whole_number(field: TextField, name: str) -> int:
    """Return the number typed. Raises RuleError for what is none."""
    text = field.value
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise RuleError(translate("duties", "Vul een getal in."), field=name)
    return int(text)


class AddDutyDialog(FormDialog):
    """Puts somebody on duty; those whose turn it is come first, who can't says why."""

    def __init__(self, asker: Asker, month: DutyMonth, noon: NoonDuties, task: MealTask) -> None:
        self.month, self.noon = month, noon
        self.volunteer = TypeAhead(candidates(month, noon, task))
        self.task = _tasks(task)
        self.minutes = TextField()
        form = Form()
        self._who_row = form.add(translate("duties", "&Vrijwilliger"), self.volunteer, name="volunteer_id")
        form.add(translate("duties", "&Taak"), self.task, name="task")
        usual = translate("duties", "Leeg: {minutes} minuten.").format(minutes=month.usual_minutes)
        form.add(translate("duties", "&Duur"), self.minutes, usual, name="minutes", unit=translate("duties", "minuten"))
        title = translate("duties", "Wie helpt op {day}?").format(day=show_long_date(noon.day))
        super().__init__(title, form, translate("duties", "Op het rooster &zetten"), asker.parent)
        self.volunteer.judged.connect(self._judge)
        self.task.edited.connect(self._on_task)
        self.save_with(asker.runner, self._op, translate("duties", "Op het dienstrooster gezet"))

    def _on_task(self) -> None:
        self.volunteer.set_candidates(candidates(self.month, self.noon, self.task.value or MealTask.COOKING))
        self._judge()

    def _judge(self) -> None:
        chosen = self.volunteer.value
        known = (*self.month.helpers, *self.month.others)
        helper = next((one for one in known if chosen and one.volunteer_id == chosen.key), None)
        why = hindrance_text(hindrance(helper, self.noon.day)) if helper else ""
        text = translate("duties", "Let op: {why}. Het kan toch.")
        self._who_row.set_warning(text.format(why=why) if why else "")

    def _op(self) -> Op[Any]:
        chosen = self.volunteer.value
        if chosen is None or chosen.key is None:
            raise RuleError(translate("duties", "Kies een vrijwilliger uit de lijst."), field="volunteer_id")
        task = self.task.value or MealTask.COOKING
        command = ops.AddDuty(self.noon.service_id, int(chosen.key), task, _minutes_of(self.minutes))
        return lambda session: ops.add_duty(session, command)


def candidates(month: DutyMonth, noon: NoonDuties, task: MealTask) -> list[Candidate]:
    """Return who could be asked, whose turn it is first; those of other restaurants last."""
    on_duty = {duty.volunteer_id for duty in noon.duties}
    days = {helper.volunteer_id: list(helper.served) for helper in (*month.helpers, *month.others)}
    for other in month.noons:
        for duty in other.duties:
            days[duty.volunteer_id].append(other.day)

    def turn(helper: Helper) -> tuple[bool, bool, int, str]:
        load = load_before(days[helper.volunteer_id], noon.day)
        return hindrance(helper, noon.day) is not None, not helper.does(task), load, fold(helper.name)

    def detail(helper: Helper, *, is_own: bool) -> str:
        load = load_before(days[helper.volunteer_id], noon.day)
        text = translate("duties", "{count} diensten in {weeks} weken").format(count=load, weeks=FAIR_WEEKS)
        other_task = "" if helper.does(task) else translate("duties", "doet iets anders")
        elsewhere = "" if is_own else translate("duties", "ander restaurant")
        return ", ".join(filter(None, (hindrance_text(hindrance(helper, noon.day)), other_task, elsewhere, text)))

    found = []
    for group, is_own in ((month.helpers, True), (month.others, False)):
        free = sorted((one for one in group if one.volunteer_id not in on_duty), key=turn)
        found += [Candidate(one.volunteer_id, one.name, detail(one, is_own=is_own)) for one in free]
    return found


class EditDutyDialog(FormDialog):
    """Changes the task or the time of a duty."""

    def __init__(self, asker: Asker, month: DutyMonth, duty: DutyRow) -> None:
        self.duty = duty
        self.task = _tasks(duty.task)
        self.minutes = TextField("" if duty.minutes is None else str(duty.minutes))
        form = Form()
        form.add(translate("duties", "&Taak"), self.task, name="task")
        usual = translate("duties", "Leeg: {minutes} minuten.").format(minutes=month.usual_minutes)
        form.add(translate("duties", "&Duur"), self.minutes, usual, name="minutes", unit=translate("duties", "minuten"))
        title = translate("duties", "Dienst van {name}").format(name=duty.name)
        super().__init__(title, form, translate("duties", "Dienst &opslaan"), asker.parent)
        self.save_with(asker.runner, self._op, translate("duties", "Dienst gewijzigd"))
        self.follow(asker.runner, self._record(asker, month, duty))

    def _record(self, asker: Asker, month: DutyMonth, duty: DutyRow) -> Record[DutyRow]:
        return Record(
            duty,
            functools.partial(duty_row, month=month, key=duty.key),
            lambda other: EditDutyDialog(asker, month, other),
            lambda other: setattr(self, "duty", other),
            frozenset({"meal_duty"}),
        )

    def _op(self) -> Op[None]:
        task = self.task.value or self.duty.task
        command = ops.EditDuty(self.duty.key, self.duty.version, task, _minutes_of(self.minutes))
        return lambda session: ops.edit_duty(session, command)


class NeedsDialog(FormDialog):
    """Bezetting: how many a noon asks for per task, and how long a duty lasts."""

    def __init__(self, asker: Asker, month: DutyMonth) -> None:
        self.needs = {task: TextField(str(month.needs[task])) for task in MealTask}
        self.minutes = TextField(str(month.usual_minutes))
        form = Form()
        for task, field in self.needs.items():
            form.add(task_name(task).capitalize(), field, name=task.value)
        usual = translate("duties", "Gewone &duur van een dienst")
        form.add(usual, self.minutes, name="minutes", unit=translate("duties", "minuten"))
        title = translate("duties", "Hoeveel vrijwilligers per middag")
        super().__init__(title, form, translate("duties", "Bezetting &opslaan"), asker.parent)
        self.save_with(asker.runner, self._op, translate("duties", "Bezetting gewijzigd"))
        self.follow(
            asker.runner,
            Record(
                month,
                functools.partial(same_month, month=month),
                lambda other: NeedsDialog(asker, other),
                lambda _other: None,
                frozenset({"desk_setting"}),
            ),
        )

    def _op(self) -> Op[None]:
        needs = {task: whole_number(field, task.value) for task, field in self.needs.items()}
        command = ops.SaveNeeds(needs, whole_number(self.minutes, "minutes"))
        return lambda session: ops.save_needs(session, command)
