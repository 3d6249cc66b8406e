"""The parameters of the restaurants hold from a day on, have a screen, and reach what they are for."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.core.errors import RuleError
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.ops.settings import SaveMealSettings, save_meal_settings
from mmc_desk.features.meals.pages.locations import LocationsPage
from mmc_desk.features.meals.pages.settings_dialog import MealSettingsDialog
from mmc_desk.features.meals.queries.noons import noon_rows
from mmc_desk.features.meals.queries.settings import cut_offs, meal_settings
from mmc_desk.features.meals.rules.settings import MealSettings
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.meals.conftest import TUESDAY, MealDesk

USUAL = MealSettings()
BEFORE, DAY = date(2026, 11, 30), date(2026, 12, 1)


def test_parameters_hold_from_their_day(meals: MealDesk) -> None:
    changed = replace(USUAL, cut_off_days=3, meal_minutes=90)
    meals.do(save_meal_settings, SaveMealSettings(DAY, changed))
    assert meals.read(meal_settings, BEFORE) == USUAL
    assert meals.read(meal_settings, DAY) == changed
    known = meals.read(cut_offs)
    assert (known.on(BEFORE), known.on(DAY)) == (2, 3)
    days = {row.day: row.cut_off_days for row in meals.read(noon_rows, MealService.restaurant_id == meals.hees)}
    assert (days[TUESDAY], days[DAY]) == (2, 3)


@pytest.mark.parametrize(("field", "number"), [("cut_off_days", 31), ("meal_minutes", 10), ("months_ahead", 0)])
def test_a_number_that_cant_be_is_refused_beside_its_field(meals: MealDesk, field: str, number: int) -> None:
    wrong = replace(USUAL, **{field: number})
    with pytest.raises(RuleError) as caught:
        meals.do(save_meal_settings, SaveMealSettings(DAY, wrong))
    assert caught.value.field == field


def test_the_desk_changes_them_by_keyboard(qtbot: QtBot, runner: Runner) -> None:
    page = LocationsPage(runner)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_F6)
    runner.wait_idle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MealSettingsDialog)
    assert_accessible(dialog)
    for field, name in ((dialog.meal_minutes, "meal_minutes"), (dialog.valid_from, "valid_from")):
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        row = dialog.form.row(name)
        assert row is not None
        assert row.problem
        QTest.keyClicks(field, "75" if field is dialog.meal_minutes else "1/12/2026")
    QTest.keyClick(dialog.valid_from, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    runner.wait_idle()
    assert QApplication.activeModalWidget() is None
    assert runner.database.read(lambda session: meal_settings(session, DAY)).meal_minutes == 75
    assert runner.database.read(lambda session: meal_settings(session, BEFORE)) == USUAL
