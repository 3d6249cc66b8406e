"""Once a day noons and standing bookings are made ahead, and no more than once."""

from sqlalchemy import func, select

from mmc_desk.features.meals.model.bookings import MealBooking
from mmc_desk.features.meals.ops import standing
from mmc_desk.features.meals.ops.booking_commands import BeginStanding
from mmc_desk.features.meals.ops.planning import plan_ahead
from tests.features.meals.conftest import TUESDAY, MealDesk


def test_plans_noons_and_bookings_once(meals: MealDesk) -> None:
    eater = meals.eater(meals.neighbour)
    command = BeginStanding(eater, meals.hees, 1, TUESDAY)
    meals.do(standing.begin_standing, command)
    meals.database.write(plan_ahead)
    count = select(func.count(MealBooking.id))
    assert meals.database.read(lambda session: session.scalar(count)) == 5
    meals.database.write(plan_ahead)
    assert meals.database.read(lambda session: session.scalar(count)) == 5
