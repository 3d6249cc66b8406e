"""Who eats where in the practice town: two restaurants with names, three weeks back and five ahead."""

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking
from mmc_desk.features.meals.ops import bookings, day, participants, standing
from mmc_desk.features.meals.ops.booking_commands import (
    AddParticipant,
    BeginStanding,
    BookMeal,
    Meal,
    ParticipantDetails,
    PauseStanding,
)
from mmc_desk.features.meals.ops.day import AddWalkIn, KeyDay, MarkBookings
from mmc_desk.features.people.demo import Inhabitant, Town
from mmc_desk.features.people.demo.town import SEED

NAMED = (("Munsterbilzen", 2, 30), ("Hees", 3, 24))
"""Restaurant, weekday (Monday = 0), chairs: there people book by name."""
WEEKS_BACK = 3
_REGULARS = 16
_DIETS = ("", "", "zoutarm", "", "", "vegetarisch", "", "diabetes", "", "")
_ALLERGENS = ("", "", "", "noten", "", "", "", "", "melk, ei", "")


@dataclass(frozen=True, slots=True)
class _Table:
    """A restaurant with names, and its participants: those who come every week first."""

    restaurant_id: int
    weekday: int
    chairs: int
    eaters: tuple[int, ...]


def fill_bookings(session: Session, town: Town) -> None:
    """Let two restaurants book by name, with regulars, rides, a pause and a waiting list."""
    town.count_on(session)
    began = town.today - timedelta(weeks=WEEKS_BACK)
    chance = random.Random(SEED + 4)  # noqa: S311 - play, not secrets; its own, so that what is made later stays
    # A session of its own in the same transaction, because practice data leaves no trace in the log.
    with Session(session.connection()) as own:
        with clock.frozen(clock.at(began, time(8))):
            tables = [_table(own, town, *named) for named in NAMED]
            for table in tables:
                _regulars(own, table, began)
        with clock.frozen(clock.at(town.today, time(8))):
            standing.plan_standing(own)
            for table in tables:
                _past(own, table, chance)
                _coming(own, table)
        own.commit()


def _table(session: Session, town: Town, name: str, weekday: int, chairs: int) -> _Table:
    restaurant = session.scalars(select(VillageRestaurant).where(VillageRestaurant.name == name)).one()
    restaurant.is_count_only, restaurant.capacity = False, chairs
    eaters = [
        participants.add_participant(session, AddParticipant(_details(restaurant.id, place), member.person))
        for place, member in enumerate(_neighbours(town, name))
    ]
    return _Table(restaurant.id, weekday, chairs, tuple(eaters))


def _neighbours(town: Town, village: str) -> Sequence[Inhabitant]:
    """Return who lives in the village, filled up with who lives elsewhere; each restaurant has its own."""
    offset = next(place for place, named in enumerate(NAMED) if named[0] == village)
    here = [member for member in town.members if member.member_on(town.today) and member.member_on(town.last_day)]
    mine = here[offset :: len(NAMED)]
    return sorted(mine, key=lambda member: member.home_on(town.today).village != village)[:34]


def _details(restaurant_id: int, place: int) -> ParticipantDetails:
    diet, allergens = _DIETS[place % len(_DIETS)], _ALLERGENS[place % len(_ALLERGENS)]
    return ParticipantDetails(restaurant_id, diet, allergens, needs_ride=place % 9 == 0)


def _regulars(session: Session, table: _Table, began: date) -> None:
    """Begin the standing bookings; one rests in a week or two."""
    for place, eater in enumerate(table.eaters[:_REGULARS]):
        meal = Meal(party=2 if place % 5 == 1 else 1, take_away=int(place % 8 == 7))
        command = BeginStanding(eater, table.restaurant_id, table.weekday, began, meal=meal)
        done = standing.begin_standing(session, command)
        if place == 2:
            first = began + timedelta(weeks=WEEKS_BACK + 1)
            standing.pause_standing(
                session, PauseStanding(done.standing_id, first, first + timedelta(days=13), "ziekenhuis")
            )


def _noons(session: Session, table: _Table, first: date, last: date) -> Sequence[MealService]:
    query = select(MealService).where(
        MealService.restaurant_id == table.restaurant_id,
        MealService.service_date.between(first, last),
        MealService.closed_reason == "",
    )
    return session.scalars(query.order_by(MealService.service_date)).all()


def _past(session: Session, table: _Table, chance: random.Random) -> None:
    """Finish the noons that are over: who came, who didn't, who walked in, and the cash."""
    today = clock.today()
    for noon in _noons(session, table, today - timedelta(weeks=WEEKS_BACK), today - timedelta(days=1)):
        booked = session.scalars(select(MealBooking.id).where(MealBooking.service_id == noon.id)).all()
        missed = tuple(key for key in booked if chance.random() < 0.05)
        day.mark_bookings(session, MarkBookings(missed, BookingState.NO_SHOW))
        if chance.random() < 0.6:
            day.add_walk_in(session, AddWalkIn(noon.id, Meal(party=chance.randint(1, 2)), name="buur van de zaal"))
        drinks = 100 * chance.randint(12, 30)
        command = KeyDay(
            noon.id,
            rest=BookingState.PRESENT,
            volunteers=noon.volunteers,
            ordered=noon.booked,
            opening_float=5000,
            drinks=drinks,
            initials=("GT", "LV"),
        )
        day.key_day(session, command)
        takings = 5000 + (noon.price or 0) * ((noon.present or 0) + (noon.take_away or 0)) + drinks
        off = chance.choice((0, 0, 0, -50, 100))
        day.key_day(session, replace(command, counted=takings + off))


def _coming(session: Session, table: _Table) -> None:
    """Book the next noons one by one: a ride here and there, a grandchild, and more than there are chairs."""
    today = clock.today()
    coming = _noons(session, table, today + timedelta(days=1), today + timedelta(weeks=2))
    singles = table.eaters[_REGULARS : table.chairs - 2]
    for noon, (place, eater) in itertools.product(coming[:1], enumerate(singles)):
        party, needs_ride = 2 if place % 6 == 1 else 1, place % 4 == 0
        meal = Meal(party, children=int(place % 6 == 1), needs_ride=needs_ride)
        bookings.book_meal(session, BookMeal(noon.id, meal, participant_id=eater))
