""" "Every Tuesday until told otherwise": bookings made ahead once, pauses, ends, what was changed by hand stays."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mmc_desk.core.errors import RuleError
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking
from mmc_desk.features.meals.ops import bookings, standing
from mmc_desk.features.meals.ops.booking_commands import (
    BeginStanding,
    BookMeal,
    CancelBookings,
    EditBooking,
    EndStanding,
    Meal,
    PauseStanding,
    ResumeStanding,
)
from mmc_desk.features.meals.ops.following import follow
from mmc_desk.features.meals.ops.standing import StandingDone
from mmc_desk.features.people import ops as people
from mmc_desk.features.people.model import EndReason, Person
from mmc_desk.features.rides.model import Ride, RideState
from tests.features.meals.conftest import TUESDAY, MealDesk

WEEK = timedelta(weeks=1)
MONDAY = date(2026, 11, 23)


def begin(meals: MealDesk, person: int | None = None, **more: Any) -> StandingDone:  # noqa: ANN401 - the fields of BeginStanding
    eater = meals.eater(person or meals.neighbour)
    command = BeginStanding(eater, meals.hees, 1, TUESDAY, **more)
    done: StandingDone = meals.do(standing.begin_standing, command)
    return done


def days(meals: MealDesk, key: int) -> list[date]:
    query = (
        select(MealService.service_date)
        .join(MealBooking, MealBooking.service_id == MealService.id)
        .where(MealBooking.standing_booking_id == key)
        .order_by(MealService.service_date)
    )
    return meals.database.read(lambda session: list(session.scalars(query)))


def test_it_books_five_weeks_ahead_and_never_twice(meals: MealDesk) -> None:
    done = begin(meals)
    assert done.made == 5
    assert days(meals, done.standing_id) == [TUESDAY + week * WEEK for week in range(5)]
    assert meals.database.write(standing.plan_standing).value == 0
    assert meals.service(meals.noon()).booked == 1


def test_closed_and_finished_noons_are_passed_by(meals: MealDesk) -> None:
    meals.change(MealService, meals.noon(TUESDAY + WEEK), closed_reason="zaal bezet")
    assert begin(meals, to_day=TUESDAY + 2 * WEEK).made == 2


def test_a_phone_call_begins_one_with_its_rides(meals: MealDesk) -> None:
    command = BookMeal(
        meals.noon(),
        Meal(needs_ride=True),
        person_id=meals.person_of(meals.rosa),
        every_week=True,
        until=TUESDAY + WEEK,
    )
    done = meals.do(bookings.book_meal, command)
    assert done.more == 1
    rides = meals.database.read(lambda session: list(session.scalars(select(Ride.ride_date).order_by(Ride.id))))
    assert sorted(rides) == [TUESDAY, TUESDAY + WEEK]


def test_without_room_it_waits(meals: MealDesk) -> None:
    meals.book(meals.person("Vol"), party=4)
    done = begin(meals, meals.person_of(meals.rosa), to_day=TUESDAY, meal=Meal(needs_ride=True))
    booking = meals.database.read(
        lambda session: session.scalars(
            select(MealBooking).where(MealBooking.standing_booking_id == done.standing_id)
        ).one()
    )
    assert (booking.state, booking.ride_id) == (BookingState.WAITING, None)


@pytest.mark.parametrize(("more", "field"), [({"meal": Meal(party=0)}, "party"), ({"to_day": MONDAY}, "until")])
def test_what_cannot_be_begun(meals: MealDesk, more: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleError) as refused:
        begin(meals, **more)
    assert refused.value.field == field


def test_a_pause_takes_back_and_its_end_books_again(meals: MealDesk) -> None:
    key = begin(meals).standing_id
    first, last = TUESDAY + WEEK, TUESDAY + 2 * WEEK
    done = meals.do(standing.pause_standing, PauseStanding(key, first, last, "ziekenhuis"))
    assert done.taken_back == 2
    assert days(meals, key) == [TUESDAY, TUESDAY + 3 * WEEK, TUESDAY + 4 * WEEK]
    assert meals.database.write(standing.plan_standing).value == 0
    assert meals.do(standing.resume_standing, ResumeStanding(key, last)).made == 1
    assert meals.do(standing.resume_standing, ResumeStanding(key, first)).made == 1
    with pytest.raises(RuleError, match="geen pauze"):
        meals.do(standing.resume_standing, ResumeStanding(key, first))
    with pytest.raises(RuleError):
        meals.do(standing.pause_standing, PauseStanding(key, last, first))
    assert meals.do(standing.pause_standing, PauseStanding(key, first)).taken_back == 4


def test_a_day_cancelled_or_changed_by_hand_stays_so(meals: MealDesk) -> None:
    done = meals.do(bookings.book_meal, BookMeal(meals.noon(), person_id=meals.neighbour, every_week=True))
    key = meals.booking(done.booking_id).standing_booking_id or 0
    meals.do(bookings.cancel_bookings, CancelBookings((done.booking_id,)))
    assert meals.database.write(standing.plan_standing).value == 0
    later = meals.database.read(
        lambda session: session.scalars(
            select(MealBooking.id).where(MealBooking.service_id == meals.noon(TUESDAY + WEEK))
        ).one()
    )
    meals.do(bookings.edit_booking, EditBooking(later, meals.noon(TUESDAY + WEEK), Meal(party=3)))
    assert meals.do(standing.end_standing, EndStanding(key, MONDAY)).taken_back == 3
    assert meals.booking(later).party_size == 3
    assert meals.booking(done.booking_id).state is BookingState.CANCELLED


def test_an_end_takes_back_the_rides_too(meals: MealDesk) -> None:
    key = begin(meals, meals.person_of(meals.rosa), meal=Meal(needs_ride=True)).standing_id
    meals.do(standing.end_standing, EndStanding(key, TUESDAY))
    states = meals.database.read(lambda session: list(session.scalars(select(Ride.state).order_by(Ride.ride_date))))
    assert states == [RideState.REQUESTED, *[RideState.CANCELLED] * 4]
    meals.do(standing.end_standing, EndStanding(key, date(2020, 1, 1)))


# Following


@pytest.fixture
def following(meals: MealDesk) -> MealDesk:
    meals.database.followers = (follow,)
    return meals


@pytest.mark.parametrize(
    ("reason", "ends"), [(EndReason.DECEASED, True), (EndReason.MOVED, True), (EndReason.RESIGNED, False)]
)
def test_bookings_end_silently_with_who_dies_or_moves(following: MealDesk, reason: EndReason, *, ends: bool) -> None:
    key = following.book()
    following.do(people.end_member, people.EndMember(following.rosa, MONDAY, reason))
    assert following.booking(key).state is (BookingState.CANCELLED if ends else BookingState.BOOKED)


def test_somebody_who_is_no_member_dies(following: MealDesk) -> None:
    key = following.book(following.neighbour)
    following.change(Person, following.neighbour, deceased_on=MONDAY)
    assert following.booking(key).state is BookingState.CANCELLED
    following.change(Person, following.neighbour, deceased_on=None)
    following.change(Person, following.person_of(following.rosa), deceased_on=MONDAY)  # eats nowhere


def test_a_new_or_reopened_noon_has_its_standing_bookings_at_once(following: MealDesk) -> None:
    following.change(MealService, following.noon(TUESDAY + WEEK), closed_reason="zaal bezet")
    key = begin(following).standing_id
    assert len(days(following, key)) == 4
    following.change(MealService, following.noon(TUESDAY + WEEK), closed_reason="")
    assert len(days(following, key)) == 5
    following.rides.add(MealService(restaurant_id=following.beverst, service_date=date(2026, 12, 2)))
    following.change(MealService, following.noon(), closed_reason="gesloten")
