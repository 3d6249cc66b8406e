"""The ride to a meal: its times follow the schedule, are proposed with their sum, and never change in silence."""

from datetime import date, time

import pytest

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.model import DeskSetting
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.schedule import MealMoment
from mmc_desk.features.meals.ops import bookings
from mmc_desk.features.meals.ops.booking_commands import BookingDone, BookMeal, Meal
from mmc_desk.features.meals.queries.meal_rides import Sitting, later, meal_ride, sitting_of
from mmc_desk.features.rides.model import RideRequest
from tests.features.meals.conftest import TUESDAY, MealDesk


def sitting(meals: MealDesk) -> Sitting:
    found: Sitting = meals.read(lambda session: sitting_of(session, session.get_one(MealService, meals.noon())))
    return found


def test_a_meal_ends_as_its_schedule_or_the_desk_says(meals: MealDesk) -> None:
    assert sitting(meals) == Sitting(time(12), time(14))
    meals.rides.add(DeskSetting(name="meals.meal_minutes", valid_from=date(2026, 1, 1), value="90"))
    assert sitting(meals) == Sitting(time(12), time(13, 30))
    for weekday, first, ends in ((1, 1, time(14, 30)), (1, 20, time(14, 45)), (2, 1, time(16))):
        since = date(2026, 11, first)
        moment = MealMoment(restaurant_id=meals.hees, weekday=weekday, starts_at=time(12), valid_from=since)
        moment.ends_at = ends
        meals.rides.add(moment)
    assert sitting(meals) == Sitting(time(12), time(14, 45))
    meals.change(MealService, meals.noon(), starts_at=time(15))
    assert sitting(meals) == Sitting(time(15), time(16, 30))
    assert later(time(23), 120) == time(23, 59)


def test_a_ride_is_proposed_and_booked_alike(meals: MealDesk) -> None:
    ride = meals.read(meal_ride, meals.rosa, meals.noon())
    proposed = ride.proposal.pickup
    assert ride.sitting.ends == time(14)
    assert proposed is None or sum(line.minutes for line in proposed.lines) == proposed.minutes
    command = BookMeal(meals.noon(), Meal(needs_ride=True), person_id=meals.person_of(meals.rosa))
    done: BookingDone = meals.do(bookings.book_meal, command)
    assert done.pickup_at == (proposed.pickup_at if proposed else None)


def test_who_phones_may_want_other_times(meals: MealDesk) -> None:
    wanted = Meal(needs_ride=True, pickup=time(11, 20), return_time=time(15, 10))
    typed = meals.read(meal_ride, meals.rosa, meals.noon(), time(11, 20), time(15, 10))
    assert typed.sitting.ends == time(14)
    command = BookMeal(meals.noon(), wanted, person_id=meals.person_of(meals.rosa))
    done: BookingDone = meals.do(bookings.book_meal, command)
    assert done.pickup_at == clock.at(TUESDAY, time(11, 20))
    request = meals.read(lambda session: session.query(RideRequest).one())
    assert request.return_at == clock.at(TUESDAY, time(15, 10))
    late = BookMeal(meals.noon(date(2026, 12, 1)), Meal(needs_ride=True, pickup=time(13)), person_id=command.person_id)
    with pytest.raises(RuleError) as refused:
        meals.do(bookings.book_meal, late)
    assert refused.value.field == "pickup"
