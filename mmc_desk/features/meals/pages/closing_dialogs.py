"""Small dialogs of the calendar: close a noon, add one, close weeks."""

import functools
from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_long_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.ops.closing import close_days, close_noon, open_noon
from mmc_desk.features.meals.ops.restaurant_commands import CloseDays, CloseNoon, OpenNoon
from mmc_desk.features.meals.rules.grid import NoonCell
from mmc_desk.features.meals.rules.schedule import NOON
from mmc_desk.ui.fields import ChoiceField, DateField, Form, FormDialog, TextField, TimeField
from mmc_desk.ui.runner import Runner

Restaurants = Sequence[tuple[int, str]]


class CloseNoonDialog(FormDialog):
    """Why one noon has no meal."""

    def __init__(self, runner: Runner, noon: NoonCell, parent: QWidget | None = None) -> None:
        self.noon = noon
        self.reason = TextField()
        form = Form()
        about = translate("meals", "Wie ingeschreven was, komt op een bellijst.")
        form.add(translate("meals", "&Reden"), self.reason, about, name="reason")
        title = translate("meals", "{location} sluiten op {day}")
        said = title.format(location=noon.location, day=show_long_date(noon.day))
        super().__init__(said, form, translate("meals", "Middag &sluiten"), parent)
        self.save_with(runner, self._make_op, said)
        self.reason.setFocus()

    def _make_op(self) -> Op[None]:
        return functools.partial(close_noon, command=CloseNoon(self.noon.service_id, self.reason.value))


class ExtraNoonDialog(FormDialog):
    """A noon that no schedule has."""

    def __init__(
        self, runner: Runner, restaurants: Restaurants, place: tuple[int | None, date], parent: QWidget | None = None
    ) -> None:
        self.location: ChoiceField[int] = ChoiceField(restaurants, place[0])
        self.day, self.starts_at = DateField(place[1]), TimeField(NOON)
        form = Form()
        form.add(translate("meals", "&Locatie"), self.location, name="restaurant_id")
        form.add(translate("meals", "&Dag"), self.day, name="day")
        form.add(translate("meals", "&Uur"), self.starts_at, name="starts_at")
        title = translate("meals", "Extra middag")
        super().__init__(title, form, translate("meals", "Middag &toevoegen"), parent)
        self.save_with(runner, self._make_op, title)
        self.day.setFocus()

    def _make_op(self) -> Op[int]:
        if self.location.value is None:
            raise RuleError(translate("meals", "Kies de locatie."), "restaurant_id")
        command = OpenNoon(self.location.value, self.day.value, self.starts_at.value)
        return functools.partial(open_noon, command=command)


class CloseDaysDialog(FormDialog):
    """Summer weeks, building works: days without a meal at one restaurant or everywhere."""

    def __init__(
        self, runner: Runner, restaurants: Restaurants, place: tuple[int | None, date], parent: QWidget | None = None
    ) -> None:
        everywhere = translate("meals", "alle dorpsrestaurants")
        self.location: ChoiceField[int | None] = ChoiceField([(None, everywhere), *restaurants])
        self.location.set_value(place[0])
        self.from_day, self.to_day = DateField(place[1]), DateField()
        self.reason = TextField()
        form = Form()
        form.add(translate("meals", "&Locatie"), self.location, name="restaurant_id")
        form.add(translate("meals", "&Van"), self.from_day, name="from_day")
        one_day = translate("meals", "Leeg: enkel die ene dag.")
        form.add(translate("meals", "&Tot en met"), self.to_day, one_day, name="to_day")
        example = translate("meals", "Bijvoorbeeld: zomersluiting. Feestdagen kent het programma zelf.")
        form.add(translate("meals", "&Reden"), self.reason, example, name="reason")
        title = translate("meals", "Sluitingsperiode")
        super().__init__(title, form, translate("meals", "Dagen &sluiten"), parent)
        self.save_with(runner, self._make_op, title)
        self.from_day.setFocus()

    def _make_op(self) -> Op[int]:
        command = CloseDays(self.location.value, self.from_day.value, self.to_day.value, self.reason.value)
        return functools.partial(close_days, command=command)
