"""Invariants of bookings that the database's own constraints can't hold: one Dutch sentence per breach."""

from collections.abc import Sequence

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking, Participant
from mmc_desk.features.meals.rules.bookings import OPEN, ORDERED
from mmc_desk.features.people.model import Person
from mmc_desk.features.people.rules import full_name

MOST = 100


def wrong_counts(session: Session) -> Sequence[str]:
    """Return noons with bookings whose own counts aren't the sums of these."""
    persons, state = MealBooking.party_size, MealBooking.state
    came = state == BookingState.PRESENT
    ordered = state.in_(sorted(ORDERED)) & MealBooking.is_walk_in.is_(False)
    sums = (
        select(
            MealBooking.service_id,
            func.sum(case((ordered, persons), else_=0)).label("booked"),
            func.sum(case((came, persons), else_=0)).label("present"),
            func.sum(case((came, MealBooking.take_away), else_=0)).label("take_away"),
        )
        .group_by(MealBooking.service_id)
        .subquery()
    )
    finished = MealService.finished_at.is_not(None)
    differs = or_(
        func.coalesce(MealService.booked, 0) != sums.c.booked,
        finished & (func.coalesce(MealService.present, 0) != sums.c.present),
        finished & (func.coalesce(MealService.take_away, 0) != sums.c.take_away),
    )
    rows = session.execute(
        select(VillageRestaurant.name, MealService.service_date)
        .join(MealService, MealService.restaurant_id == VillageRestaurant.id)
        .join(sums, sums.c.service_id == MealService.id)
        .where(differs)
        .order_by(MealService.service_date)
        .limit(MOST)
    )
    text = translate("bookings", "De tellingen van {location} op {day} zijn niet die van de inschrijvingen.")
    return [text.format(location=name, day=show_date(day)) for name, day in rows]


def bookings_after_the_end(session: Session) -> Sequence[str]:
    """Return open bookings to come of participants who come no more."""
    rows = session.execute(
        select(Person.last_name, Person.first_name, MealService.service_date)
        .join(Participant, Participant.person_id == Person.id)
        .join(MealBooking, MealBooking.participant_id == Participant.id)
        .join(MealService, MealService.id == MealBooking.service_id)
        .where(
            MealBooking.state.in_(sorted(OPEN)),
            MealService.service_date > func.coalesce(Participant.ended_on, MealService.service_date),
            MealService.service_date >= clock.today(),
        )
        .order_by(MealService.service_date)
        .limit(MOST)
    )
    text = translate("bookings", "{name} komt niet meer, maar is nog ingeschreven op {day}.")
    return [text.format(name=full_name(last, first), day=show_date(day)) for last, first, day in rows]


def unticked(session: Session) -> Sequence[str]:
    """Return finished noons with bookings of which nobody said whether they came."""
    rows = session.execute(
        select(VillageRestaurant.name, MealService.service_date, func.count(MealBooking.id))
        .join(MealService, MealService.restaurant_id == VillageRestaurant.id)
        .join(MealBooking, MealBooking.service_id == MealService.id)
        .where(MealService.finished_at.is_not(None), MealBooking.state == BookingState.BOOKED)
        .group_by(VillageRestaurant.name, MealService.service_date)
        .order_by(MealService.service_date)
        .limit(MOST)
    )
    text = translate(
        "bookings", "{location} op {day} is afgesloten met {count} inschrijvingen die niet aangevinkt zijn."
    )
    return [text.format(location=name, day=show_date(day), count=count) for name, day, count in rows]
