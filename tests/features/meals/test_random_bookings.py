"""Whatever is done with bookings in whatever order: the counts stay their sums, and every step can be taken back."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.recording import take_back
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking, StandingBooking
from mmc_desk.features.meals.ops import bookings, day, standing
from mmc_desk.features.meals.ops.booking_commands import (
    BookMeal,
    CancelBookings,
    EditBooking,
    EndStanding,
    Meal,
    MoveUp,
    PauseStanding,
    ResumeStanding,
)
from mmc_desk.features.meals.ops.day import AddWalkIn, KeyDay, MarkBookings, MarkPartly
from mmc_desk.features.meals.ops.planning import plan_ahead
from mmc_desk.features.meals.queries import booking_checks as checks
from tests.features.meals.conftest import TUESDAY, MealDesk
from tests.rows import everything

PAST = TUESDAY - timedelta(weeks=1)
DAYS = (PAST, TUESDAY, TUESDAY + timedelta(weeks=1))
Step = tuple[int, int, int]
Move = Callable[[Session, MealDesk, int, int], Any]


def _any(session: Session, model: Any, pick: int) -> int:  # noqa: ANN401 - a mapped class
    keys = list(session.scalars(select(model.id).order_by(model.id)))
    return keys[pick % len(keys)] if keys else 0


def _noon(session: Session, meals: MealDesk, pick: int) -> int:
    day_of = DAYS[pick % len(DAYS)]
    query = select(MealService.id).where(MealService.restaurant_id == meals.hees, MealService.service_date == day_of)
    return session.scalars(query).one()


def _book(session: Session, meals: MealDesk, one: int, other: int) -> object:
    person = (1, 2, 3, meals.neighbour)[one % 4]
    meal = Meal(1 + other % 3, children=other % 2, needs_ride=other % 2 == 0)
    command = BookMeal(_noon(session, meals, other), meal, person_id=person, every_week=one % 5 == 0)
    return bookings.book_meal(session, command)


def _edit(session: Session, meals: MealDesk, one: int, other: int) -> object:
    meal = Meal(1 + other % 2, needs_ride=one % 2 == 0)
    command = EditBooking(_any(session, MealBooking, one), _noon(session, meals, other), meal)
    return bookings.edit_booking(session, command)


MOVES: tuple[Move, ...] = (
    _book,
    _book,
    _edit,
    lambda session, _meals, one, other: bookings.cancel_bookings(
        session, CancelBookings((_any(session, MealBooking, one),), with_rides=other % 2 == 0)
    ),
    lambda session, _meals, one, _other: bookings.move_up(session, MoveUp((_any(session, MealBooking, one),))),
    lambda session, _meals, one, other: day.mark_bookings(
        session,
        MarkBookings((_any(session, MealBooking, one),), (BookingState.PRESENT, BookingState.NO_SHOW)[other % 2]),
    ),
    lambda session, _meals, one, other: day.mark_partly(
        session, MarkPartly(_any(session, MealBooking, one), 1 + other % 2)
    ),
    lambda session, meals, _one, other: day.add_walk_in(
        session, AddWalkIn(_noon(session, meals, 0), Meal(1 + other % 2))
    ),
    lambda session, meals, one, _other: day.key_day(
        session, KeyDay(_noon(session, meals, 0), rest=(BookingState.PRESENT, BookingState.NO_SHOW)[one % 2])
    ),
    lambda session, _meals, one, other: standing.pause_standing(
        session, PauseStanding(_any(session, StandingBooking, one), DAYS[other % 3], DAYS[2])
    ),
    lambda session, _meals, one, other: standing.resume_standing(
        session, ResumeStanding(_any(session, StandingBooking, one), DAYS[other % 3])
    ),
    lambda session, _meals, one, other: standing.end_standing(
        session, EndStanding(_any(session, StandingBooking, one), DAYS[other % 3])
    ),
    lambda session, _meals, _one, _other: plan_ahead(session),
)
STEPS = st.lists(st.tuples(st.integers(0, len(MOVES) - 1), st.integers(0, 9), st.integers(0, 9)), max_size=12)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(STEPS)
def test_whatever_is_done_stays_whole_and_can_be_undone(sqlite_meals: MealDesk, steps: list[Step]) -> None:
    database = sqlite_meals.database
    before, done = everything(database), []
    for move, one, other in steps:
        with contextlib.suppress(RuleError):
            made = database.write(lambda session: MOVES[move](session, sqlite_meals, one, other), "step")  # noqa: B023 - run at once
            done.append(made.changes)
        assert sqlite_meals.read(checks.wrong_counts) == []
        assert sqlite_meals.read(checks.unticked) == []
    for changes in reversed(done):
        database.write(lambda session: take_back(session, changes), "undo")  # noqa: B023 - run at once
    assert everything(database) == before
