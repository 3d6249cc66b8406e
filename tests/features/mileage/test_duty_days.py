"""Flat allowances from the duty roster: which days are proposed, and what holds them back; the page by keyboard."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.settings import Settings
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.duties import MealDuty, MealTask
from mmc_desk.features.mileage import ops
from mmc_desk.features.mileage.feature import FEATURE
from mmc_desk.features.mileage.model import AllowanceChoice, AllowanceDay, AllowanceSystem
from mmc_desk.features.mileage.pages.allowances import AllowancesPage
from mmc_desk.features.mileage.queries.allowances import AllowanceYear, allowance_limits, allowance_year
from mmc_desk.features.mileage.queries.checks import allowances_over_the_limits
from mmc_desk.features.mileage.rules.allowance import Limits, payable_days
from mmc_desk.features.people import ops as people_ops
from mmc_desk.features.people.model import Volunteer
from mmc_desk.features.people.ops import PersonDetails
from mmc_desk.ui import theme
from mmc_desk.ui.main_window import MainWindow
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.meals.conftest import TUESDAY, MealDesk, fill_meals
from tests.features.people.clerk import CTRL, Clerk
from tests.features.rides.conftest import fill

DAYS = [TUESDAY - timedelta(weeks=weeks) for weeks in (1, 2, 3)]
Key = Qt.Key


@pytest.fixture
def meals(database: Database) -> MealDesk:
    return fill_meals(fill(database))


def on_duty(desk: MealDesk, name: str, days: list[date], *, is_flat: bool = True) -> int:
    """Add a volunteer with duties, and return the key of the person."""
    command = people_ops.AddVolunteer(
        PersonDetails(name), "Hees", active_from=date(2020, 1, 1), has_flat_allowance=is_flat
    )
    key = desk.database.write(lambda session: people_ops.add_volunteer(session, command)).value
    services = [desk.noon(day) for day in days]
    desk.database.write(
        lambda session: session.add_all(
            MealDuty(service_id=service, volunteer_id=key, task=MealTask.COOKING) for service in services
        )
    )
    person: int = desk.row(Volunteer, key).person_id
    return person


def year(desk: MealDesk) -> AllowanceYear:
    found: AllowanceYear = desk.read(allowance_year, 2026)
    return found


def test_as_many_days_as_the_year_has_room_for() -> None:
    limits = Limits(2026, 4000, 10_000)
    assert payable_days(DAYS, 0, limits) == DAYS[:2]
    assert payable_days(DAYS, 6000, limits) == DAYS[:1]
    assert payable_days(DAYS, 12_000, limits) == []


def test_days_of_duty_are_proposed_once(meals: MealDesk) -> None:
    person = on_duty(meals, "Anna", [*DAYS, TUESDAY])
    on_duty(meals, "Bert", DAYS, is_flat=False)
    meals.change(MealService, meals.noon(DAYS[2]), closed_reason="verbouwing")
    (anna,) = [row for row in year(meals).people if row.person_id == person]
    assert anna.open_days == (DAYS[1], DAYS[0])
    done = meals.do(ops.propose_allowances, ops.ProposeAllowances(2026))
    assert done == ops.AllowancesProposed(2, 1, ())
    (paid,) = year(meals).paid
    limits = meals.read(allowance_limits, 2026)
    assert (paid.system, paid.cents, paid.open_days) == (AllowanceSystem.FLAT, 2 * limits.per_day, ())
    assert meals.do(ops.propose_allowances, ops.ProposeAllowances(2026)).days == 0


def test_real_costs_and_the_yearly_maximum_hold_back(meals: MealDesk) -> None:
    real, full, near = (on_duty(meals, name, DAYS) for name in ("Anna", "Bert", "Cara"))
    meals.do(ops.choose_system, ops.ChooseSystem(real, 2026, AllowanceSystem.REAL))
    limits = meals.read(allowance_limits, 2026)
    count = limits.per_year // limits.per_day
    first = date(2026, 1, 1)
    for person, days in ((full, count), (near, count - 1)):
        spent = tuple(first + timedelta(number) for number in range(days))
        meals.do(ops.record_allowance, ops.RecordAllowance(person, spent, limits.per_day))
    done = meals.do(ops.propose_allowances, ops.ProposeAllowances(2026))
    assert (done.days, done.people) == (1, 1)
    assert [text.split(":")[0] for text in done.held_back] == [
        "Anna koos voor de reële kosten",
        "Bert bereikt het maximum van 2026",
        "Cara bereikt het maximum van 2026",
    ]
    with pytest.raises(RuleError, match="niet gekend"):
        meals.do(ops.propose_allowances, ops.ProposeAllowances(2090))


def test_the_check_finds_what_passes_the_limits(meals: MealDesk) -> None:
    person, other = on_duty(meals, "Anna", DAYS), on_duty(meals, "Bert", DAYS)
    meals.do(ops.propose_allowances, ops.ProposeAllowances(2026))
    assert meals.read(allowances_over_the_limits) == []
    choices = {
        choice.person_id: choice.id
        for choice in meals.read(lambda session: session.scalars(select(AllowanceChoice)).all())
    }
    meals.change(AllowanceChoice, choices[person], system=AllowanceSystem.REAL)
    day = meals.read(lambda session: session.scalar(select(AllowanceDay.id).where(AllowanceDay.person_id == other)))
    meals.change(AllowanceDay, day, cents=200_000)
    found = meals.read(allowances_over_the_limits)
    assert [text.split()[0] for text in found] == ["Anna", "Bert"]


class MoneyClerk(Clerk):
    """The keyboard in front of the flat allowances."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, runner: Runner) -> None:
        theme.apply(qapp, "light", 100)
        self._qtbot = qtbot
        self.runner = runner
        self.window = MainWindow(runner, [FEATURE], Settings())
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.window.open_page("allowances")
        self.settle()
        self.money.table.setFocus()

    @property
    def money(self) -> AllowancesPage:
        page = self.window.page
        assert isinstance(page, AllowancesPage)
        return page

    def choose(self, name: str) -> None:
        """Put the cursor on somebody."""
        assert self.money.table.select_where(lambda row: row.name == name)
        self.money.table.setFocus()
        self.settle()


def test_the_page_by_keyboard(qtbot: QtBot, qapp: QApplication, runner: Runner) -> None:
    desk = fill_meals(fill(runner.database))
    on_duty(desk, "Anna", DAYS)
    real = on_duty(desk, "Bert", DAYS)
    desk.do(ops.choose_system, ops.ChooseSystem(real, 2026, AllowanceSystem.REAL))
    clerk = MoneyClerk(qtbot, qapp, runner)
    clerk.choose("Anna")
    assert_accessible(clerk.money)
    clerk.press(Key.Key_G, CTRL)
    assert "reële kosten" in clerk.money.refusal.text.text()
    assert len(clerk.money.days_model.rows) == 3
    assert clerk.money.total.text().startswith("3 dagen")
    clerk.press(Key.Key_N, CTRL)
    assert_accessible(clerk.dialog)
    clerk.enter("2/11/2026")
    clerk.save()
    assert len(clerk.money.days_model.rows) == 4
    clerk.press(Key.Key_N, CTRL)
    clerk.press(Key.Key_Delete)
    clerk.save()
    assert "Vul de dag in" in clerk.sentence("days")
    clerk.enter("2/11/2026")
    clerk.save()
    assert "staat er al" in clerk.sentence("days")
    clerk.dialog._is_edited = False
    clerk.press(Key.Key_Escape)
    clerk.money.days.setFocus()
    clerk.press(Key.Key_Delete)
    assert len(clerk.money.days_model.rows) == 3
    clerk.window.runner.undo()
    clerk.settle()
    assert len(clerk.money.days_model.rows) == 4
    clerk.choose("Anna")
    clerk.press(Key.Key_F2)
    clerk.enter("", "2100")
    assert "2.000" in clerk.money.caution.text()
    clerk.press(Key.Key_F2)
    clerk.press(Key.Key_End)
    clerk.save()
    assert "al dagen forfait" in clerk.sentence("system")
    clerk.dialog._is_edited = False
    clerk.press(Key.Key_Escape)


def test_printing_and_a_year_without_limits(qtbot: QtBot, qapp: QApplication, runner: Runner) -> None:
    on_duty(fill_meals(fill(runner.database)), "Anna", DAYS)
    clerk = MoneyClerk(qtbot, qapp, runner)
    clerk.money.on_print()
    clerk.settle()
    assert clerk.money.preview is not None
    clerk.money.preview.close()
    clerk.money.years.set_year(2090)
    clerk.settle()
    clerk.money.propose()
    clerk.settle()
    assert "niet gekend" in clerk.money.refusal.text.text()
    assert "niet gekend" in clerk.money.beside.text()
