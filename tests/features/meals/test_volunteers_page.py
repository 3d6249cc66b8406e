"""The page of the volunteers, worked by keyboard."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.core.settings import Settings
from mmc_desk.features.mail.feature import FEATURE as MAIL
from mmc_desk.features.meals.feature import FEATURE as MEALS
from mmc_desk.features.meals.pages.volunteer_dialogs import WeekdaysDialog
from mmc_desk.features.meals.pages.volunteers import VolunteersPage
from mmc_desk.features.people import ops
from mmc_desk.features.people.feature import FEATURE as PEOPLE
from mmc_desk.ui import messages, theme
from mmc_desk.ui.main_window import MainWindow
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.meals.conftest import MealDesk, fill_meals
from tests.features.people.clerk import CTRL, Clerk
from tests.features.rides.conftest import fill

Key = Qt.Key


class RestaurantClerk(Clerk):
    """The keyboard in front of a window with people and restaurants."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, runner: Runner) -> None:
        theme.apply(qapp, "light", 100)
        self._qtbot = qtbot
        self.runner = runner
        self.window = MainWindow(runner, [PEOPLE, MEALS, MAIL], Settings())
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.open("volunteers")


@pytest.fixture
def desk(runner: Runner) -> MealDesk:
    return fill_meals(fill(runner.database))


@pytest.fixture
def clerk(desk: MealDesk, qtbot: QtBot, qapp: QApplication, runner: Runner) -> RestaurantClerk:
    member = ops.AddVolunteer(ops.PersonDetails("Maes"), "Hees", "koken", date(2016, 1, 1), desk.person_of(desk.rosa))
    runner.database.write(lambda session: ops.add_volunteer(session, member), "test")
    return RestaurantClerk(qtbot, qapp, runner)


def test_a_new_volunteer_by_keyboard(clerk: RestaurantClerk) -> None:
    clerk.press(Key.Key_N, CTRL)
    assert_accessible(clerk.dialog)
    clerk.enter("Claes", "Greet", "1/12/1950", "", "", "", "Beverst", "koken, muziek")
    assert "muziek" in clerk.sentence("tasks")
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_Space)
    clerk.save()
    assert clerk.page.shown_card.person.name == "Claes Greet"
    text = clerk.card_text()
    for shown in ("Beverst", "koken, muziek", "forfait per dag", "Jarig op 01/12", "alle dagen"):
        assert shown in text
    clerk.press(Key.Key_F2)
    clerk.enter("Claesen")
    clerk.save()
    assert "Claesen Greet" in clerk.names()


def test_weekdays_absence_and_end_by_keyboard(clerk: RestaurantClerk) -> None:
    assert "Dit jaar 10 jaar vrijwilliger" in clerk.card_text()
    assert_accessible(clerk.page)
    clerk.alt("w")
    assert_accessible(clerk.dialog)
    dialog = clerk.dialog
    assert isinstance(dialog, WeekdaysDialog)
    clerk.press(Key.Key_Space)
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_Space)
    clerk.save()
    assert "ma, wo" in clerk.card_text()
    clerk.alt("a")
    clerk.enter("", "30/11", "verlof")
    assert "Afwezig tot en met 30/11/2026" in clerk.card_text()
    clerk.follow("verlof")
    clerk.press(Key.Key_Delete)
    clerk.save()
    assert "eerste dag" in clerk.sentence("from_day")
    clerk.enter("23/11", "", "reis")
    assert "reis" in clerk.card_text()
    clerk.remove_line()
    assert "reis" not in clerk.card_text()
    clerk.page.table.setFocus()
    clerk.press(Key.Key_Delete)
    clerk.press(Key.Key_Delete)
    clerk.save()
    assert "laatste dag" in clerk.sentence("active_to")
    clerk.enter("22/11/2026")
    assert clerk.names() == []
    clerk.page.choose_chip("all")
    clerk.settle()
    assert "Niet actief" in clerk.card_text()
    clerk.page.table.setFocus()
    clerk.press(Key.Key_Delete)
    assert "Niet actief" not in clerk.card_text()


def test_the_list_is_saved_in_the_office_s_own_form(
    clerk: RestaurantClerk, tmp_path: Path, recorder: messages.MessageRecorder
) -> None:
    recorder.paths.extend([tmp_path / "lijst", None])
    assert isinstance(clerk.page, VolunteersPage)
    clerk.page.export_button.click()
    clerk.settle()
    assert recorder.toasts == ["Bewaard als lijst.csv"]
    assert "Hees;koken" in (tmp_path / "lijst.csv").read_text("utf-8-sig")
    clerk.page.export_button.click()
    assert not recorder.paths


def test_the_card_leads_elsewhere(clerk: RestaurantClerk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(clerk.page.open_page) as asked:
        clerk.follow("Is ook lid")
    assert asked.args is not None
    assert asked.args[0] == "members"
    clerk.open("volunteers")
    with qtbot.waitSignal(clerk.page.open_page) as asked:
        clerk.alt("m")
    assert asked.args is not None
    assert asked.args[0] == "outbox"


def test_an_empty_desk_offers_the_import(desk: MealDesk, qtbot: QtBot, qapp: QApplication, runner: Runner) -> None:
    del desk
    clerk = RestaurantClerk(qtbot, qapp, runner)
    assert clerk.page.empty.isVisible()
    clerk.page.on_edit()
    clerk.page.on_end()
    assert not clerk.in_dialog
