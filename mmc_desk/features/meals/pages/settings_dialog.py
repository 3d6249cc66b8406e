"""Afspraken van de dorpsrestaurants: until when to book, how long a meal lasts, how far ahead noons are made."""

import functools

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.ops.settings import SaveMealSettings, save_meal_settings
from mmc_desk.features.meals.queries.settings import meal_settings
from mmc_desk.features.meals.rules.settings import MealSettings
from mmc_desk.features.rides.pages.tariff_fields import CountField
from mmc_desk.ui.fields import DateField, Form, FormDialog
from mmc_desk.ui.following import Record
from mmc_desk.ui.runner import Runner


class MealSettingsDialog(FormDialog):
    """Changes the parameters of the restaurants from a day on."""

    def __init__(self, runner: Runner, now: MealSettings, parent: QWidget | None = None) -> None:
        self.cut_off_days = CountField(now.cut_off_days)
        self.meal_minutes = CountField(now.meal_minutes)
        self.months_ahead = CountField(now.months_ahead)
        self.valid_from = DateField(clock.today())
        form = Form()
        days, minutes = translate("meals", "werkdagen vooraf"), translate("meals", "minuten")
        own = translate("meals", "Waar de locatie zelf niets zegt. Later inschrijven geeft een waarschuwing.")
        form.add(translate("meals", "In te schrijven &tot"), self.cut_off_days, own, name="cut_off_days", unit=days)
        fetched = translate("meals", "Waar de vaste middag geen einde heeft: dan worden mensen weer opgehaald.")
        form.add(
            translate("meals", "Een maaltijd &duurt"), self.meal_minutes, fetched, name="meal_minutes", unit=minutes
        )
        months = translate("meals", "maanden")
        form.add(translate("meals", "&Middagen vooruit"), self.months_ahead, name="months_ahead", unit=months)
        past = translate("meals", "Voor middagen daarvoor blijft gelden wat gold.")
        form.add(translate("meals", "&Geldt vanaf"), self.valid_from, past, name="valid_from")
        title = translate("meals", "Afspraken van de dorpsrestaurants")
        super().__init__(title, form, translate("meals", "Afspraken &opslaan"), parent)
        self.save_with(runner, self._make_op, translate("meals", "Afspraken van de dorpsrestaurants gewijzigd"))
        self.follow(
            runner,
            Record(
                now,
                functools.partial(meal_settings, day=clock.today()),
                lambda other: MealSettingsDialog(runner, other),
                lambda _other: None,
                frozenset({"desk_setting"}),
            ),
        )

    def _make_op(self) -> Op[None]:
        if self.valid_from.value is None:
            raise RuleError(translate("meals", "Vul in vanaf welke dag dit geldt."), "valid_from")
        settings = MealSettings(*(self._number(name) for name in ("cut_off_days", "meal_minutes", "months_ahead")))
        return functools.partial(save_meal_settings, command=SaveMealSettings(self.valid_from.value, settings))

    def _number(self, name: str) -> int:
        field: CountField = getattr(self, name)
        if field.value is None:
            raise RuleError(translate("meals", "Vul een getal in."), name)
        return field.value
