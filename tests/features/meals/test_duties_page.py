"""The page of the duty roster, worked by keyboard."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.core.db import Database
from mmc_desk.features.meals.model.duties import MealTask
from mmc_desk.features.meals.pages.duties import DutyRosterPage
from mmc_desk.features.people import ops as people_ops
from mmc_desk.features.people.ops import PersonDetails
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.meals.conftest import MealDesk, fill_meals
from tests.features.meals.test_volunteers_page import RestaurantClerk
from tests.features.people.clerk import CTRL
from tests.features.rides.conftest import fill

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


class RosterClerk(RestaurantClerk):
    """The keyboard in front of the duty roster."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, runner: Runner) -> None:
        super().__init__(qtbot, qapp, runner)
        self.window.open_page("duty_roster")
        self.settle()
        self.roster.where.setCurrentIndex(self.roster.where.findText("Hees"))
        self.settle()
        self.roster.bar.go(date(2026, 12, 1))
        self.settle()
        self.roster.grid.setFocus()

    @property
    def roster(self) -> DutyRosterPage:
        page = self.window.page
        assert isinstance(page, DutyRosterPage)
        return page

    def cell(self, row: int = 0, task: MealTask = MealTask.COOKING) -> str:
        model = self.roster.grid.duty_model
        return str(model.data(model.index(row, list(MealTask).index(task))))


def add(database: Database, name: str, tasks: str = "") -> None:
    command = people_ops.AddVolunteer(PersonDetails(name), "Hees", tasks, date(2020, 1, 1))
    database.write(lambda session: people_ops.add_volunteer(session, command), "test")


@pytest.fixture
def desk(runner: Runner) -> MealDesk:
    return fill_meals(fill(runner.database))


@pytest.fixture
def clerk(desk: MealDesk, qtbot: QtBot, qapp: QApplication, runner: Runner) -> RosterClerk:
    for name, tasks in (("Anna", "koken"), ("Bert", "koken"), ("Cara", "afwas")):
        add(desk.database, name, tasks)
    return RosterClerk(qtbot, qapp, runner)


def test_propose_pin_wipe_undo_by_keyboard(clerk: RosterClerk) -> None:
    assert clerk.cell() == "2 te kort"
    clerk.press(Key.Key_G, CTRL)
    assert clerk.cell() == "Anna\nBert"
    assert clerk.cell(0, MealTask.WELCOME) == "1 te kort"
    assert "Onthaal: 1 te kort (geen enkele vrijwilliger" in clerk.roster.short.text()
    assert "15 diensten" in clerk.roster.total.text()
    assert_accessible(clerk.roster)
    clerk.press(Key.Key_Space)
    assert clerk.cell() == "Anna (vast)\nBert (vast)"
    clerk.press(Key.Key_G, CTRL | SHIFT)
    assert clerk.cell() == "Anna (vast)\nBert (vast)"
    assert clerk.cell(1) == "2 te kort"
    clerk.window.runner.undo()
    clerk.settle()
    assert clerk.cell(1) == "Anna\nBert"


def test_add_edit_and_remove_by_keyboard(clerk: RosterClerk) -> None:
    clerk.press(Key.Key_Return)
    assert_accessible(clerk.dialog)
    clerk.enter("Anna", "", "veel")
    assert "getal" in clerk.sentence("minutes")
    clerk.press(Key.Key_A, CTRL)
    clerk.enter("90")
    assert clerk.cell() == "Anna (vast)\n1 te kort"
    clerk.press(Key.Key_N, CTRL)
    clerk.save()
    assert "Kies een vrijwilliger" in clerk.sentence("volunteer_id")
    clerk.enter("Cara", "")
    clerk.save()
    assert clerk.cell() == "Anna (vast)\nCara (vast)"
    clerk.press(Key.Key_Delete)
    table = clerk.roster.table
    assert table.current_row().name == "Anna"
    table.setFocus()
    clerk.press(Key.Key_F2)
    assert_accessible(clerk.dialog)
    clerk.press(Key.Key_End)
    clerk.save()
    assert clerk.cell(0, MealTask.WELCOME) == "Anna (vast)"
    table.setFocus()
    clerk.press(Key.Key_Space)
    assert clerk.cell(0, MealTask.WELCOME) == "Anna"
    clerk.press(Key.Key_Delete)
    assert clerk.cell(0, MealTask.WELCOME) == "1 te kort"
    clerk.roster.grid.setFocus()
    clerk.press(Key.Key_Delete)
    assert clerk.cell() == "2 te kort"


def test_needs_and_print(clerk: RosterClerk) -> None:
    clerk.alt("b")
    assert_accessible(clerk.dialog)
    clerk.press(Key.Key_A, CTRL)
    clerk.enter("3")
    clerk.save()
    assert clerk.cell() == "3 te kort"
    clerk.roster.on_print()
    clerk.settle()
    preview = clerk.roster.findChild(PreviewDialog)
    assert preview is not None
    preview.close()


def test_without_volunteers_or_noons_it_says_so(
    desk: MealDesk, qtbot: QtBot, qapp: QApplication, runner: Runner
) -> None:
    add(desk.database, "Anna")
    clerk = RosterClerk(qtbot, qapp, runner)
    clerk.roster.where.setCurrentIndex(clerk.roster.where.findText("Beverst"))
    clerk.settle()
    clerk.press(Key.Key_G, CTRL)
    assert "Niemand helpt in Beverst" in clerk.roster.refusal.text.text()
    clerk.roster.show_day(date(2030, 1, 1))
    clerk.settle()
    assert "geen middagen" in clerk.roster.empty.sentence.text()
    clerk.roster.restore_state({**clerk.roster.save_state(), "restaurant": desk.hees})
    clerk.roster.open_record(desk.hees)
    clerk.settle()
    assert clerk.roster.where.currentText() == "Hees"
