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
from mmc_desk.features.meals.ops.restaurant_commands import EditMoment, SetMoment, SetVenue
from mmc_desk.features.meals.ops.restaurants import edit_moment, set_moment, set_venue
from mmc_desk.features.meals.ops.retiming import Retimed, RetimeRides, retime_rides
from mmc_desk.features.meals.ops.schedule import follow_schedule
from mmc_desk.features.meals.queries.impact import Cause, MealImpact, find_impact
from mmc_desk.features.meals.queries.meal_rides import Sitting, later, meal_ride, sitting_of
from mmc_desk.features.rides.model import Ride, RideRequest
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


def booked(meals: MealDesk, day: date = TUESDAY) -> int:
    command = BookMeal(meals.noon(day), Meal(needs_ride=True), person_id=meals.person_of(meals.rosa))
    done: BookingDone = meals.do(bookings.book_meal, command)
    return done.booking_id


def moment(meals: MealDesk) -> int:
    """Give Hees a weekly moment on Tuesday, twelve to two, and return its key."""
    command = SetMoment(meals.hees, 1, time(12), date(2026, 1, 6), ends_at=time(14))
    return int(meals.rides.database.write(lambda session: set_moment(session, command), "x").value)


def hours(meals: MealDesk, ride_id: int) -> tuple[time | None, ...]:
    request = meals.read(lambda session: session.query(RideRequest).filter_by(ride_id=ride_id).one())
    instants = (request.pickup_at, request.appointment_at, request.return_at)
    return tuple(clock.local(at).time() if at else None for at in instants)


def changed(meals: MealDesk, op: object, command: object) -> MealImpact | None:
    database = meals.rides.database
    database.followers = (follow_schedule,)
    committed = database.write(lambda session: op(session, command), "x")  # type: ignore[operator] # an op
    database.followers = ()
    found: MealImpact | None = meals.read(find_impact, committed.changes)
    return found


def test_a_meal_at_another_hour_asks_whether_its_rides_go_along(meals: MealDesk) -> None:
    """Issue 4: one dialog tells of the rides that were booked for the hour of before."""
    key = moment(meals)
    booking = meals.booking(booked(meals))
    pickup, begins, _ = hours(meals, booking.ride_id or 0)
    assert begins == time(12)
    impact = changed(meals, edit_moment, EditMoment(key, 1, time(11, 30), date(2026, 1, 6), ends_at=time(13, 15)))
    assert impact is not None
    assert (impact.cause, [guest.name for guest in impact.guests]) == (Cause.HOUR, ["Jans Rosa"])
    [retime] = impact.retimes.values()
    assert (retime.was, retime.appointment, retime.return_time) == (
        (time(12), time(14)),
        *(time(11, 30), time(13, 15)),
    )
    done: Retimed = meals.do(retime_rides, RetimeRides([retime]))
    assert done == Retimed(1, 0)
    earlier = later(pickup or time(), 0)
    assert hours(meals, booking.ride_id or 0)[1:] == (time(11, 30), time(13, 15))
    assert (hours(meals, booking.ride_id or 0)[0] or time()) < earlier
    # The same hours again touch nothing, nor does what was agreed otherwise.
    assert changed(meals, edit_moment, EditMoment(key, 1, time(11, 30), date(2026, 1, 6), ends_at=time(13, 15))) is None


def test_only_the_end_of_a_meal_moves_the_way_back_of_who_waits_for_it(meals: MealDesk) -> None:
    key = moment(meals)
    ride = meals.booking(booked(meals)).ride_id or 0
    impact = changed(meals, edit_moment, EditMoment(key, 1, time(12), date(2026, 1, 6), ends_at=time(14, 30)))
    assert impact is not None
    assert [one.return_time for one in impact.retimes.values()] == [time(14, 30)]
    meals.do(retime_rides, RetimeRides(list(impact.retimes.values())))
    own = EditMoment(key, 1, time(12), date(2026, 1, 6), ends_at=time(15))
    meals.change(
        RideRequest, meals.read(lambda s: s.query(RideRequest).one().id), return_at=clock.at(TUESDAY, time(13))
    )
    assert changed(meals, edit_moment, own) is None
    assert hours(meals, ride)[2] == time(13)


def test_a_shared_car_and_an_open_hour_are_left_to_a_person(meals: MealDesk) -> None:
    key = moment(meals)
    booking = meals.booking(booked(meals))
    meals.change(Ride, booking.ride_id or 0, passengers=2)
    request = meals.read(lambda session: session.query(RideRequest).one().id)
    meals.change(RideRequest, request, return_at=clock.at(TUESDAY, time(15, 10)))
    impact = changed(meals, edit_moment, EditMoment(key, 1, time(23), date(2026, 1, 6), ends_at=None))
    assert impact is not None
    [retime] = impact.retimes.values()
    assert retime.is_shared
    # Eleven hours later the way back would be tomorrow: it stays.
    assert retime.return_time == time(15, 10)
    before = hours(meals, booking.ride_id or 0)
    assert meals.do(retime_rides, RetimeRides([retime])) == Retimed(0, 0)
    assert hours(meals, booking.ride_id or 0) == before
    meals.change(RideRequest, request, appointment_at=None)
    assert changed(meals, edit_moment, EditMoment(key, 1, time(11), date(2026, 1, 6), ends_at=None)) is None
    meals.change(RideRequest, request, appointment_at=clock.at(TUESDAY, time(12)), return_at=None, pickup_at=None)
    impact = changed(meals, edit_moment, EditMoment(key, 1, time(12, 30), date(2026, 1, 6), ends_at=None))
    assert impact is not None
    assert [(one.pickup, one.return_time) for one in impact.retimes.values()] == [(None, None)]


def test_10_10_a_location_that_moves_takes_its_rides_along(meals: MealDesk) -> None:
    """Edge case 10.10: one identity, a hall per day; who is booked is driven to the new hall when a person says so."""
    before, after = booked(meals), booked(meals, date(2026, 12, 1))
    move = SetVenue(meals.hees, date(2026, 11, 30), "De Nieuwe Kring", village="Eigenbilzen")
    impact = changed(meals, set_venue, move)
    assert impact is not None
    [retime] = impact.retimes.values()
    assert (retime.booking_id, retime.hall.name, retime.was[0], retime.appointment) == (
        *(after, "De Nieuwe Kring"),
        *(time(12), time(12)),
    )
    assert meals.do(retime_rides, RetimeRides([retime])).rides == 1
    old, new = (meals.row(Ride, meals.booking(key).ride_id or 0) for key in (before, after))
    assert (new.destination, new.destination_village) == ("De Nieuwe Kring", "Eigenbilzen")
    assert old.destination != new.destination
    services = {meals.service(meals.booking(key).service_id).restaurant_id for key in (before, after)}
    assert services == {meals.hees}
