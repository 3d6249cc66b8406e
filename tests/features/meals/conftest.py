"""The small desk of the rides with two village restaurants: one with names, one that only counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.model import Base
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import MealBooking
from mmc_desk.features.meals.model.schedule import MealPrice, RestaurantVenue
from mmc_desk.features.meals.ops import bookings, participants
from mmc_desk.features.meals.ops.booking_commands import (
    AddParticipant,
    BookingDone,
    BookMeal,
    Meal,
    ParticipantDetails,
)
from mmc_desk.features.people.model import Member, Person
from tests.beginnings import begin_with
from tests.features.rides.conftest import RideDesk, fill

TUESDAY = date(2026, 11, 24)
"""The day after the Monday on which the tests' clock stands still."""
WEEKS = 8


@dataclass(frozen=True)
class MealDesk:
    """The keys of the restaurants, their noons and who eats there. Hees serves on Tuesday, Beverst on Monday."""

    rides: RideDesk
    hees: int
    beverst: int
    rosa: int
    neighbour: int
    """The person behind a participant who is no member."""

    @property
    def database(self) -> Database:
        """The database."""
        return self.rides.database

    def do(self, op: Callable[[Session, Any], Any], command: object) -> Any:  # noqa: ANN401 - what the op returns
        """Run an op, and show that taking it back and doing it again are exact."""
        return self.rides.do(op, command)

    def read(self, query: Callable[..., Any], *arguments: object, **named: object) -> Any:  # noqa: ANN401 - what the query returns
        """Run a query."""
        return self.rides.read(query, *arguments, **named)

    def row(self, model: type[Base], key: int) -> Any:  # noqa: ANN401 - any model's row
        """Return a row as it stands in the database now."""
        return self.rides.row(model, key)

    def noon(self, day: date = TUESDAY, restaurant: int | None = None) -> int:
        """Return the key of a noon."""
        wanted = restaurant or self.hees
        query = select(MealService.id).where(MealService.restaurant_id == wanted, MealService.service_date == day)
        found: int = self.database.read(lambda session: session.scalars(query).one())
        return found

    def change(self, model: type[Base], key: int, **values: object) -> None:
        """Write values over a row, whoever may."""

        def write(session: Session) -> None:
            row = session.get_one(model, key)
            for name, value in values.items():
                setattr(row, name, value)

        self.database.write(write, "test")

    def eater(self, person_id: int, **details: Any) -> int:  # noqa: ANN401 - the fields of ParticipantDetails
        """Make somebody known a participant."""
        command = AddParticipant(ParticipantDetails(**details), person_id)
        key: int = self.database.write(lambda session: participants.add_participant(session, command)).value
        return key

    def person(self, last: str, first: str = "") -> int:
        """Add a person."""

        def add(session: Session) -> int:
            person = Person(last_name=last, first_name=first)
            session.add(person)
            session.flush()
            return person.id

        return self.database.write(add).value

    def book(self, person: int | None = None, day: date = TUESDAY, **meal: Any) -> int:  # noqa: ANN401 - the fields of Meal
        """Book a noon in Hees: for Rosa, unless told otherwise."""
        return self.booked(BookMeal(self.noon(day), Meal(**meal), person_id=person or self.person_of(self.rosa)))

    def booked(self, command: BookMeal) -> int:
        """Book and return the key of the booking."""
        done: BookingDone = self.database.write(lambda session: bookings.book_meal(session, command)).value
        return done.booking_id

    def booking(self, key: int) -> MealBooking:
        """Return a booking as it stands now."""
        found: MealBooking = self.row(MealBooking, key)
        return found

    def service(self, key: int) -> MealService:
        """Return a noon as it stands now."""
        found: MealService = self.row(MealService, key)
        return found

    def person_of(self, member: int) -> int:
        """Return the person behind a member."""
        found: int = self.row(Member, member).person_id
        return found


def fill_meals(rides: RideDesk) -> MealDesk:
    """Add the restaurants to the small desk."""
    hees, beverst, neighbour = begin_with(rides.database, _restaurants)
    return MealDesk(rides, hees, beverst, rides.rosa, neighbour)


def _restaurants(session: Session) -> tuple[int, int, int]:
    hees = VillageRestaurant(
        name="Hees",
        is_count_only=False,
        capacity=4,
        caterer="Keuken De Linde",
        caterer_email="keuken@delinde.example",
        opening_float=5000,
    )
    beverst = VillageRestaurant(name="Beverst")
    neighbour = Person(last_name="Buur", first_name="Ben", phone="+3289519138")
    session.add_all([hees, beverst, neighbour])
    session.flush()
    session.add(RestaurantVenue(restaurant_id=hees.id, valid_from=date(2020, 1, 1), name="Zaal De Kring"))
    session.add(MealPrice(valid_from=date(2024, 1, 1), price=750, child_price=400))
    for week in range(-WEEKS, WEEKS):
        day = TUESDAY + timedelta(weeks=week)
        session.add(MealService(restaurant_id=hees.id, service_date=day, starts_at=time(12)))
        session.add(MealService(restaurant_id=beverst.id, service_date=day - timedelta(days=1)))
    session.flush()
    return hees.id, beverst.id, neighbour.id


@pytest.fixture
def meals(database: Database) -> MealDesk:
    return fill_meals(fill(database))


@pytest.fixture
def sqlite_meals(sqlite_database: Database) -> MealDesk:
    return fill_meals(fill(sqlite_database))
