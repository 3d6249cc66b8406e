"""Participants as the page shows them, what search and checks find, and which bookings a change elsewhere touches."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.changes import Changes
from mmc_desk.core.errors import RuleError
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.bookings import BookingState, Participant
from mmc_desk.features.meals.model.schedule import MealPrice
from mmc_desk.features.meals.ops import bookings, participants
from mmc_desk.features.meals.ops import day as day_ops
from mmc_desk.features.meals.ops.booking_commands import BookMeal, CancelBookings, EndParticipant
from mmc_desk.features.meals.ops.day import MarkBookings
from mmc_desk.features.meals.queries import booking_checks as checks
from mmc_desk.features.meals.queries import bookings as queries
from mmc_desk.features.meals.queries.day import next_noon_day, noon, noons_of_day
from mmc_desk.features.meals.queries.impact import Cause, MealImpact, find_impact
from mmc_desk.features.meals.queries.noons import prices_on
from mmc_desk.features.meals.queries.participants import (
    participant_card,
    participant_list,
    restaurant_choices,
    search_hits,
)
from mmc_desk.features.rides import ops as rides
from mmc_desk.features.rides.model import CancelledBy
from mmc_desk.features.rides.ops.commands import CancelRide, ShareRide
from tests.features.meals.conftest import TUESDAY, MealDesk

MONDAY = date(2026, 11, 23)
PAST = date(2026, 11, 17)


def test_the_list_and_the_card(meals: MealDesk) -> None:
    eater = meals.eater(meals.person_of(meals.rosa), restaurant_id=meals.hees, diet="zoutarm", needs_ride=True)
    key = meals.book(day=PAST)
    meals.do(day_ops.mark_bookings, MarkBookings((key,), BookingState.PRESENT))
    meals.booked(BookMeal(meals.noon(), participant_id=eater, every_week=True))
    other = meals.eater(meals.neighbour)

    rows = {row.key: row for row in meals.read(participant_list, MONDAY)}
    assert (rows[eater].name, rows[eater].location, rows[eater].member_no) == ("Jans Rosa", "Hees", 13)
    assert (rows[eater].standing, rows[eater].times, rows[other].times) == (1, 1, 0)
    assert rows[eater].is_active
    assert "zoutarm" in rows[eater].search
    card = meals.read(participant_card, eater)
    assert (card.times, card.no_shows, card.location) == (1, 0, "Hees")
    assert [row.standing.weekday for row in card.eater.standing] == [1]
    assert len(card.eater.noons) == 6
    assert card.person.last_name == "Jans"
    with pytest.raises(RuleError):
        meals.read(participant_card, 999)
    with pytest.raises(RuleError):
        meals.read(queries.eater, 999, MONDAY)
    assert [name for _, name in meals.read(restaurant_choices)] == ["Beverst", "Hees"]


def test_everybody_known_can_book_participants_first(meals: MealDesk) -> None:
    meals.eater(meals.neighbour)
    meals.change(Participant, meals.eater(meals.person("Weg", "Wim")), ended_on=date(2026, 1, 1))
    people = meals.read(queries.eater_candidates, MONDAY)
    assert people[0].last_name == "Buur"
    assert people[0].participant_id
    assert people[-1].last_name == "Weg"
    assert people[-1].is_gone
    assert {one.member_no for one in people} >= {12, 13, 271}


def test_search_finds_participants_and_noons(meals: MealDesk) -> None:
    meals.eater(meals.neighbour)
    hits = meals.read(search_hits)
    assert hits[0].title == "Buur Ben"
    assert "Hees 24/11/2026" in {hit.title for hit in hits}


def test_noons_of_a_day_and_the_next_one(meals: MealDesk) -> None:
    meals.book()
    assert [(tab.location, tab.booked) for tab in meals.read(noons_of_day, TUESDAY)] == [("Hees", 1)]
    assert meals.read(next_noon_day, TUESDAY) == TUESDAY + timedelta(days=6)
    assert meals.read(next_noon_day, TUESDAY, back=True) == MONDAY
    assert meals.read(next_noon_day, date(2030, 1, 1)) is None
    with pytest.raises(RuleError):
        meals.read(noon, 999)


def test_own_prices_go_before_those_of_all(meals: MealDesk) -> None:
    meals.rides.add(MealPrice(restaurant_id=meals.hees, valid_from=date(2026, 1, 1), price=700))
    assert meals.read(prices_on, meals.hees, TUESDAY) == (700, None)
    assert meals.read(prices_on, meals.beverst, TUESDAY) == (750, 400)
    assert meals.read(prices_on, meals.beverst, date(2000, 1, 1)) == (None, None)


# Checks


def test_a_sound_desk_has_no_breaches(meals: MealDesk) -> None:
    meals.book(day=PAST)
    assert [meals.read(check) for check in (checks.wrong_counts, checks.bookings_after_the_end, checks.unticked)] == [
        [],
        [],
        [],
    ]


def test_breaches_are_told(meals: MealDesk) -> None:
    key = meals.book()
    participant = meals.booking(key).participant_id or 0
    meals.change(Participant, participant, ended_on=MONDAY)
    assert meals.read(checks.bookings_after_the_end) == [
        "Jans Rosa komt niet meer, maar is nog ingeschreven op 24/11/2026."
    ]
    meals.change(MealService, meals.noon(), booked=7)
    assert meals.read(checks.wrong_counts) == [
        "De tellingen van Hees op 24/11/2026 zijn niet die van de inschrijvingen."
    ]
    meals.change(MealService, meals.noon(), finished_at=datetime(2026, 11, 24, tzinfo=UTC))
    assert meals.read(checks.unticked) == [
        "Hees op 24/11/2026 is afgesloten met 1 inschrijvingen die niet aangevinkt zijn."
    ]


# What a change elsewhere touches


def impact_of(meals: MealDesk, changes: Changes) -> MealImpact | None:
    found: MealImpact | None = meals.read(find_impact, changes)
    return found


def cancel(meals: MealDesk, ride_id: int) -> Changes:
    command = CancelRide(ride_id, CancelledBy.DESK)
    return meals.database.write(lambda session: rides.cancel_ride(session, command), "Rit geannuleerd").changes


def test_a_ride_called_off_asks_for_its_meal(meals: MealDesk) -> None:
    key = meals.book(needs_ride=True)
    impact = impact_of(meals, cancel(meals, meals.booking(key).ride_id or 0))
    assert impact is not None
    assert (impact.cause, [guest.name for guest in impact.guests]) == (Cause.RIDE, ["Jans Rosa"])
    assert (impact.guests[0].day, impact.guests[0].location) == (TUESDAY, "Hees")


def test_meal_and_ride_cancelled_together_ask_nothing(meals: MealDesk) -> None:
    key = meals.book(needs_ride=True)
    command = CancelBookings((key,))
    changes = meals.database.write(lambda session: bookings.cancel_bookings(session, command), "x").changes
    assert impact_of(meals, changes) is None
    assert impact_of(meals, Changes()) is None


def test_a_ride_without_a_meal_asks_nothing(meals: MealDesk) -> None:
    assert impact_of(meals, cancel(meals, meals.rides.request())) is None


def test_a_noon_that_closes_asks_for_its_bookings(meals: MealDesk) -> None:
    meals.book(needs_ride=True)
    meals.book(meals.neighbour, TUESDAY + timedelta(weeks=1))

    def close(session: Session, *days: date) -> None:
        for day in days:
            query = select(MealService).where(MealService.restaurant_id == meals.hees, MealService.service_date == day)
            session.scalars(query).one().closed_reason = "zaal bezet"

    one = meals.database.write(lambda session: close(session, TUESDAY), "x").changes
    impact = impact_of(meals, one)
    assert impact is not None
    assert impact.what == "Hees is gesloten op di 24/11/2026: zaal bezet."
    later, last = TUESDAY + timedelta(weeks=1), TUESDAY + timedelta(weeks=2)
    two = meals.database.write(lambda session: close(session, later, last), "x").changes
    impact = impact_of(meals, two)
    assert impact is not None
    assert impact.what == "2 middagen zijn gesloten."
    assert [guest.name for guest in impact.guests] == ["Buur Ben"]


def test_a_shared_car_is_never_called_off_over_another_head(meals: MealDesk) -> None:
    key = meals.book(needs_ride=True)
    own = meals.booking(key).ride_id or 0
    other = meals.rides.request(member_id=meals.rides.maria, ride_date=TUESDAY)
    share = ShareRide(own, other)
    meals.database.write(lambda session: rides.share_ride(session, share))
    found = meals.read(noon, meals.noon()).guests[0]
    assert found.has_ride
    with pytest.raises(RuleError, match="gedeeld met andere leden"):
        meals.do(bookings.cancel_bookings, CancelBookings((key,)))
    meals.do(bookings.cancel_bookings, CancelBookings((key,), with_rides=False))
    assert meals.booking(key).state is BookingState.CANCELLED


def test_a_booking_that_shares_its_car_ends_without_it(meals: MealDesk) -> None:
    key = meals.book(needs_ride=True)
    own = meals.booking(key).ride_id or 0
    other = meals.rides.request(member_id=meals.rides.maria, ride_date=TUESDAY)
    meals.database.write(lambda session: rides.share_ride(session, ShareRide(other, own)))
    meals.do(participants.end_participant, EndParticipant(meals.booking(key).participant_id or 0, MONDAY))
    assert meals.booking(key).state is BookingState.CANCELLED
