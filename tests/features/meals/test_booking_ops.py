"""Bookings by phone: made, changed, cancelled with the ride that belongs to them; each taken back and done again."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from mmc_desk.core import clock
from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking, Participant, StandingBooking
from mmc_desk.features.meals.ops import bookings as ops
from mmc_desk.features.meals.ops import participants
from mmc_desk.features.meals.ops.booking_commands import (
    AddParticipant,
    BookingDone,
    BookMeal,
    CancelBookings,
    EditBooking,
    EditParticipant,
    EndParticipant,
    Meal,
    MoveUp,
    ParticipantDetails,
    ResumeParticipant,
)
from mmc_desk.features.meals.ops.rides_along import call_off
from mmc_desk.features.people.model import Address, Member, Person
from mmc_desk.features.people.ops import AddressDetails, PersonDetails
from mmc_desk.features.rides.model import Purpose, ReturnMode, Ride, RideRequest, RideState
from tests.features.meals.conftest import TUESDAY, MealDesk

MONDAY = date(2026, 11, 23)


def test_a_member_books_with_a_ride_in_one_write(meals: MealDesk) -> None:
    command = BookMeal(
        meals.noon(),
        Meal(party=2, children=1, needs_ride=True, note=" raam "),
        person_id=meals.person_of(meals.rosa),
        diet="zoutarm",
        allergens="noten",
    )
    done: BookingDone = meals.do(ops.book_meal, command)

    booking = meals.booking(done.booking_id)
    assert (booking.state, booking.party_size, booking.children) == (BookingState.BOOKED, 2, 1)
    assert (booking.note, booking.booked_at) == ("raam", clock.now())
    participant: Participant = meals.row(Participant, booking.participant_id or 0)
    assert (participant.restaurant_id, participant.diet, participant.allergens) == (meals.hees, "zoutarm", "noten")
    assert participant.needs_ride
    ride: Ride = meals.row(Ride, booking.ride_id or 0)
    assert (ride.ride_no, ride.purpose, ride.ride_date) == (done.ride_no, Purpose.RESTAURANT, TUESDAY)
    assert (ride.destination, ride.destination_village) == ("Zaal De Kring", "Hees")
    request = meals.read(lambda session: session.query(RideRequest).filter_by(ride_id=ride.id).one())
    assert request.appointment_at == clock.at(TUESDAY, time(12))
    assert (request.return_mode, request.return_at) == (ReturnMode.AT_TIME, clock.at(TUESDAY, time(14)))
    assert (request.member_id, request.companions) == (meals.rosa, 1)
    assert meals.service(meals.noon()).booked == 2


def test_who_is_no_member_gets_no_ride(meals: MealDesk) -> None:
    done: BookingDone = meals.do(
        ops.book_meal, BookMeal(meals.noon(), Meal(needs_ride=True), person_id=meals.neighbour)
    )
    assert done.ride_no == ""
    assert meals.booking(done.booking_id).needs_ride
    assert meals.booking(done.booking_id).ride_id is None


def test_somebody_new_is_added_with_the_booking(meals: MealDesk) -> None:
    command = BookMeal(
        meals.noon(),
        person=PersonDetails("Peeters", "Jan", phone="089 51 91 38"),
        address=AddressDetails("", "3740", "Hees"),
    )
    done: BookingDone = meals.do(ops.book_meal, command)
    participant: Participant = meals.row(Participant, meals.booking(done.booking_id).participant_id or 0)
    assert meals.row(Person, participant.person_id).phone == "+3289519138"
    assert meals.read(lambda session: session.query(Address).filter_by(person_id=participant.person_id).one()).village


def test_a_known_participant_keeps_diet_unless_another_is_told(meals: MealDesk) -> None:
    eater = meals.eater(meals.neighbour, diet="vegetarisch", allergens="vis")
    meals.do(ops.book_meal, BookMeal(meals.noon(), participant_id=eater))
    assert meals.row(Participant, eater).diet == "vegetarisch"
    later = meals.noon(TUESDAY + timedelta(weeks=1))
    meals.do(ops.book_meal, BookMeal(later, participant_id=eater, diet="", allergens="melk"))
    kept: Participant = meals.row(Participant, eater)
    assert (kept.diet, kept.allergens) == ("", "melk")


def test_a_full_noon_has_a_waiting_list_and_rides_wait_too(meals: MealDesk) -> None:
    meals.book(meals.neighbour, party=3)
    waiting = meals.book(party=2, needs_ride=True)
    overbooked = meals.booked(BookMeal(meals.noon(), Meal(party=2), person_id=meals.person("Vol", "Vera"), waits=False))
    assert meals.booking(waiting).state is BookingState.WAITING
    assert meals.booking(waiting).ride_id is None
    assert meals.booking(overbooked).state is BookingState.BOOKED
    assert meals.service(meals.noon()).booked == 5

    assert meals.do(ops.move_up, MoveUp((waiting, overbooked))) == 1
    assert meals.booking(waiting).state is BookingState.BOOKED
    assert meals.booking(waiting).ride_id is not None
    assert meals.service(meals.noon()).booked == 7


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"meal": Meal(party=0)}, "party"),
        ({"person_id": None}, "participant"),
        ({"person_id": None, "person": PersonDetails(" ")}, "last_name"),
    ],
)
def test_what_cannot_be_booked(meals: MealDesk, changes: dict[str, Any], field: str) -> None:
    command = replace(BookMeal(meals.noon(), person_id=meals.neighbour), **changes)
    with pytest.raises(RuleError) as refused:
        meals.do(ops.book_meal, command)
    assert refused.value.field == field


def test_a_closed_noon_and_a_second_booking_are_refused(meals: MealDesk) -> None:
    first = meals.book(meals.neighbour)
    with pytest.raises(RuleError, match="al ingeschreven"):
        meals.book(meals.neighbour)
    meals.do(ops.cancel_bookings, CancelBookings((first,)))
    assert meals.book(meals.neighbour) == first  # the cancelled row comes back

    meals.change(MealService, meals.noon(), closed_reason="zaal bezet")
    with pytest.raises(RuleError, match="zaal bezet"):
        meals.book()
    with pytest.raises(ConflictError):
        meals.booked(BookMeal(9999, person_id=meals.neighbour))


# Changing


def edit(meals: MealDesk, key: int, day: date = TUESDAY, **meal: object) -> EditBooking:
    return EditBooking(key, meals.noon(day), Meal(**meal))  # type: ignore[arg-type]  # the fields of Meal


def test_a_booking_is_changed_and_its_ride_comes_and_goes(meals: MealDesk) -> None:
    key = meals.book()
    done: BookingDone = meals.do(ops.edit_booking, replace(edit(meals, key, needs_ride=True), diet="zoutarm"))
    assert done.ride_no
    ride_id = meals.booking(key).ride_id
    assert meals.do(ops.edit_booking, edit(meals, key, needs_ride=True, party=2)).ride_no == ""
    assert meals.booking(key).ride_id == ride_id

    meals.do(ops.edit_booking, edit(meals, key))
    assert meals.row(Ride, ride_id or 0).state is RideState.CANCELLED


def test_a_booking_moves_to_another_noon_with_its_ride(meals: MealDesk) -> None:
    later = TUESDAY + timedelta(weeks=1)
    gone = meals.book(day=later)
    meals.do(ops.cancel_bookings, CancelBookings((gone,)))
    key = meals.book(needs_ride=True)
    ride_id = meals.booking(key).ride_id

    done: BookingDone = meals.do(ops.edit_booking, edit(meals, key, later, needs_ride=True))
    assert done.booking_id == gone  # the row that was cancelled there
    moved = meals.booking(gone)
    assert (moved.service_id, moved.state) == (meals.noon(later), BookingState.BOOKED)
    assert meals.booking(key).state is BookingState.CANCELLED
    assert meals.row(Ride, ride_id or 0).state is RideState.CANCELLED
    assert meals.row(Ride, moved.ride_id or 0).ride_date == later
    assert (meals.service(meals.noon()).booked, meals.service(meals.noon(later)).booked) == (0, 1)

    meals.book(meals.neighbour, later, party=3)
    other = meals.book(meals.person("Vol"), party=2)
    done = meals.do(ops.edit_booking, edit(meals, other, later, party=2))
    assert done.state is BookingState.WAITING


def test_a_booking_does_not_move_onto_another_one(meals: MealDesk) -> None:
    later = TUESDAY + timedelta(weeks=1)
    meals.book(meals.neighbour, later)
    key = meals.book(meals.neighbour)
    with pytest.raises(RuleError, match="al ingeschreven"):
        meals.do(ops.edit_booking, edit(meals, key, later))


def test_what_has_an_outcome_is_not_changed(meals: MealDesk) -> None:
    key = meals.book()
    stale = replace(edit(meals, key), version=99)
    with pytest.raises(ConflictError):
        meals.do(ops.edit_booking, stale)
    meals.do(ops.cancel_bookings, CancelBookings((key,)))
    with pytest.raises(RuleError, match="afgezegd"):
        meals.do(ops.edit_booking, edit(meals, key))
    with pytest.raises(RuleError, match="afgezegd"):
        meals.do(ops.cancel_bookings, CancelBookings((key,)))


def test_a_guest_by_name_alone_is_changed_too(meals: MealDesk) -> None:
    guest = MealBooking(service_id=meals.noon(), name="bij Rosa", party_size=1)
    meals.rides.add(guest)
    later = TUESDAY + timedelta(weeks=1)
    meals.do(ops.edit_booking, edit(meals, guest.id, later, party=2, needs_ride=True))
    assert (meals.booking(guest.id).service_id, meals.booking(guest.id).ride_id) == (meals.noon(later), None)


@pytest.mark.parametrize("with_rides", [True, False])
def test_meal_and_ride_are_cancelled_together_on_choice(meals: MealDesk, *, with_rides: bool) -> None:
    key = meals.book(needs_ride=True)
    assert meals.do(ops.cancel_bookings, CancelBookings((key,), with_rides)) == (meals.noon(),)
    ride: Ride = meals.row(Ride, meals.booking(key).ride_id or 0)
    assert ride.state is (RideState.CANCELLED if with_rides else RideState.REQUESTED)
    assert meals.service(meals.noon()).booked == 0


def test_a_ride_that_was_called_off_stays_so(meals: MealDesk) -> None:
    key = meals.book(needs_ride=True)
    booking = meals.booking(key)
    assert meals.database.write(lambda session: call_off(session, booking, "x")).value
    assert not meals.database.write(lambda session: call_off(session, booking, "x")).value
    assert not meals.database.write(lambda session: call_off(session, MealBooking(), "x")).value


def test_a_noon_without_an_hour_or_a_hall_has_a_ride_too(meals: MealDesk) -> None:
    meals.change(Member, meals.rosa, ended_on=None)
    noon = meals.noon(MONDAY, meals.beverst)
    done: BookingDone = meals.do(
        ops.book_meal, BookMeal(noon, Meal(needs_ride=True), person_id=meals.person_of(meals.rosa))
    )
    ride: Ride = meals.row(Ride, meals.booking(done.booking_id).ride_id or 0)
    assert (ride.destination, ride.destination_village) == ("Dorpsrestaurant Beverst", "Beverst")


# Participants


def test_a_participant_is_added_changed_ended_and_comes_back(meals: MealDesk) -> None:
    key = meals.do(
        participants.add_participant, AddParticipant(ParticipantDetails(meals.hees, " zoutarm "), meals.neighbour)
    )
    details = ParticipantDetails(meals.beverst, "", "noten", needs_ride=True, note="trap")
    meals.do(participants.edit_participant, EditParticipant(key, details))
    person, address = PersonDetails("Buur", "Benny"), AddressDetails("Dorp 1", "3740", "Hees")
    meals.do(
        participants.edit_participant,
        EditParticipant(key, details, person, address, version=meals.row(Participant, key).version),
    )
    with pytest.raises(ConflictError):
        meals.do(participants.edit_participant, EditParticipant(key, details, version=1))
    kept: Participant = meals.row(Participant, key)
    assert (kept.restaurant_id, kept.diet, kept.allergens, kept.note) == (meals.beverst, "", "noten", "trap")
    assert meals.row(Person, meals.neighbour).first_name == "Benny"

    again = AddParticipant(details, meals.neighbour)
    assert meals.do(participants.add_participant, again) == key  # once a participant, always the same one
    assert meals.do(participants.end_participant, EndParticipant(key, MONDAY)) == 0
    assert meals.row(Participant, key).ended_on == MONDAY
    meals.do(participants.resume_participant, ResumeParticipant(key))
    assert meals.row(Participant, key).ended_on is None


def test_who_ends_leaves_no_booking_behind(meals: MealDesk) -> None:
    key = meals.booked(
        BookMeal(meals.noon(), Meal(needs_ride=True), person_id=meals.person_of(meals.rosa), every_week=True)
    )
    eater = meals.booking(key).participant_id or 0
    ended = meals.do(participants.end_participant, EndParticipant(eater, MONDAY, is_deceased=True))
    assert ended == 5
    booking = meals.booking(key)
    assert booking.state is BookingState.CANCELLED
    assert meals.row(Ride, booking.ride_id or 0).state is RideState.CANCELLED
    assert meals.row(StandingBooking, booking.standing_booking_id or 0).to_day == MONDAY
    assert meals.row(Person, meals.person_of(meals.rosa)).deceased_on == MONDAY
    assert meals.do(participants.end_participant, EndParticipant(eater, TUESDAY)) == 0
