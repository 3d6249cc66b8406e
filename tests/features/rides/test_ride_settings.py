"""Every parameter of domain.md §2 is a dated setting that a person can change: from a day on, never before it."""

from dataclasses import replace
from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from mmc_desk.core.errors import RuleError
from mmc_desk.core.model import DeskSetting
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import Purpose
from mmc_desk.features.rides.ops.commands import SetRideSettings
from mmc_desk.features.rides.ops.ride_settings import set_ride_settings
from mmc_desk.features.rides.pages.ride_settings_dialog import RideSettingsDialog
from mmc_desk.features.rides.pages.tariffs import TariffPage
from mmc_desk.features.rides.queries.settings import ride_settings
from mmc_desk.features.rides.rules.settings import DEFAULTS, RideSettings
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.rides.conftest import RideDesk, fill

BEFORE, DAY, LATER = date(2026, 12, 31), date(2027, 1, 1), date(2027, 6, 1)
STRICT = replace(
    DEFAULTS,
    lead_days=3,
    lead_until=time(12),
    lead_hours=48,
    horizon_months=2,
    excluded_purposes=frozenset({Purpose.HOSPITAL, Purpose.DAY_CARE}),
    boarding={**DEFAULTS.boarding, Aid.ROLLATOR: 9},
)


def on(desk: RideDesk, day: date) -> RideSettings:
    found: RideSettings = desk.read(ride_settings, day)
    return found


def test_parameters_hold_from_their_day_and_no_row_says_what_held_already(desk: RideDesk) -> None:
    desk.do(set_ride_settings, SetRideSettings(DAY, STRICT))
    assert on(desk, BEFORE) == DEFAULTS
    assert on(desk, DAY) == STRICT
    written = desk.read(lambda session: {row.name for row in session.query(DeskSetting)})
    names = {name for name in written if name.startswith("rides.")}
    changed = {"lead_days", "lead_until", "lead_hours", "horizon_months", "excluded_purposes", "boarding"}
    assert names == {f"rides.{name}" for name in changed}
    desk.do(set_ride_settings, SetRideSettings(LATER, replace(STRICT, excluded_purposes=frozenset(), lead_days=0)))
    assert (on(desk, LATER).excluded_purposes, on(desk, LATER).lead_days) == (frozenset(), 0)
    assert on(desk, DAY) == STRICT
    desk.do(set_ride_settings, SetRideSettings(DAY, DEFAULTS))
    assert on(desk, DAY) == DEFAULTS


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        (replace(DEFAULTS, lead_days=31), "lead_days"),
        (replace(DEFAULTS, grace_until_month=-1), "grace_until_month"),
        (replace(DEFAULTS, boarding={Aid.CANE: 61}), "boarding.cane"),
        (replace(DEFAULTS, default_stay_minutes=0), "default_stay_minutes"),
    ],
)
def test_what_cant_be_is_refused_beside_its_field(sqlite_desk: RideDesk, settings: RideSettings, field: str) -> None:
    with pytest.raises(RuleError) as caught:
        sqlite_desk.do(set_ride_settings, SetRideSettings(DAY, settings))
    assert caught.value.field == field


def typed(field: QLineEdit, text: str) -> None:
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)


def save(dialog: RideSettingsDialog) -> None:
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def problem(dialog: RideSettingsDialog, name: str) -> str:
    row = dialog.form.row(name)
    assert row is not None
    return row.problem


def test_the_desk_changes_them_by_keyboard(qtbot: QtBot, runner: Runner) -> None:
    desk = fill(runner.database)
    page = TariffPage(runner)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.table.setFocus()
    runner.wait_idle()
    QTest.keyClick(page.table, Qt.Key.Key_F6)
    runner.wait_idle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RideSettingsDialog)
    assert_accessible(dialog)
    typed(dialog.counts["lead_days"], "")
    save(dialog)
    assert "getal" in problem(dialog, "lead_days")
    typed(dialog.counts["lead_days"], "3")
    typed(dialog.lead_until, "1130")
    dialog.purposes[Purpose.HOSPITAL].setFocus()
    QTest.keyClick(dialog.purposes[Purpose.HOSPITAL], Qt.Key.Key_Space)
    typed(dialog.boarding[Aid.ROLLATOR], "9")
    typed(dialog.valid_from, "")
    save(dialog)
    assert "dag" in problem(dialog, "valid_from")
    typed(dialog.valid_from, "1/1/2027")
    save(dialog)
    runner.wait_idle()
    assert QApplication.activeModalWidget() is None
    found = on(desk, DAY)
    assert (found.lead_days, found.lead_until, found.excluded_purposes, found.boarding[Aid.ROLLATOR]) == (
        3,
        time(11, 30),
        frozenset({Purpose.HOSPITAL}),
        9,
    )
    assert on(desk, BEFORE) == DEFAULTS
    runner.undo()
    runner.wait_idle()
    assert on(desk, DAY) == DEFAULTS
