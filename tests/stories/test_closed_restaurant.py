"""A closure day of the desk: the noons close, who is booked stays for the call list, the session moves; one undo."""

from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.recording import take_back
from mmc_desk.features import follow
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking
from mmc_desk.features.meals.ops.restaurant_commands import AddRestaurant, SetMoment
from mmc_desk.features.meals.ops.restaurants import add_restaurant, set_moment
from mmc_desk.features.meals.rules.restaurants import RestaurantDetails
from mmc_desk.features.rides.ops.impact import add_closure
from mmc_desk.features.rides.ops.impact_commands import AddClosure
from mmc_desk.features.sessions.model import SessionKind, WheelsSession

CLOSED, NEXT = date(2026, 12, 8), date(2026, 12, 15)


def planned(session: Session) -> None:
    """Take on a restaurant that serves on Tuesday, with a booking and a session on a noon."""
    hees = add_restaurant(session, AddRestaurant(RestaurantDetails("Hees")))
    set_moment(session, SetMoment(hees, 1, time(12), date(2026, 11, 1)))


def booked(session: Session) -> None:
    noon = session.scalars(select(MealService).where(MealService.service_date == CLOSED)).one()
    session.add(MealBooking(service_id=noon.id, name="Rosa"))
    session.add(WheelsSession(restaurant_id=noon.restaurant_id, session_date=CLOSED, kind=SessionKind.RECREATIONAL))


def stands(session: Session) -> tuple[str, BookingState, date]:
    noon = session.scalars(select(MealService).where(MealService.service_date == CLOSED)).one()
    booking = session.scalars(select(MealBooking)).one()
    return noon.closed_reason, booking.state, session.scalars(select(WheelsSession.session_date)).one()


def test_a_closure_day_closes_the_noon_and_moves_its_session(database: Database) -> None:
    database.followers = (follow,)
    database.write(planned)
    database.write(booked)
    assert database.read(stands) == ("", BookingState.BOOKED, CLOSED)
    done = database.write(lambda session: add_closure(session, AddClosure(CLOSED, "brugdag")), "Sluitingsdag")
    assert database.read(stands) == ("brugdag", BookingState.BOOKED, NEXT)
    database.write(lambda session: take_back(session, done.changes), "Ongedaan")
    assert database.read(stands) == ("", BookingState.BOOKED, CLOSED)
    assert len(database.read(lambda session: session.scalars(select(VillageRestaurant)).all())) == 1
