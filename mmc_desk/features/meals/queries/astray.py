"""Noons that no schedule has any more and on which people entered something: a person closes or keeps each of them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.changes import Changes
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import MealBooking
from mmc_desk.features.meals.model.duties import MealDuty
from mmc_desk.features.meals.queries.schedule import schedules, standing_noons
from mmc_desk.features.meals.rules.bookings import OPEN
from mmc_desk.features.meals.rules.schedule import noons, regenerate
from mmc_desk.features.rides.queries.settings import closures


@dataclass(frozen=True, slots=True)
class AstrayNoon:
    """An open noon outside of the schedule, with how many people booked and who is on duty."""

    service_id: int
    day: date
    location: str
    booked: int
    duties: int


def find_astray(session: Session, _changes: Changes) -> tuple[AstrayNoon, ...] | None:
    """Return the noons that a change of the schedule leaves astray, None where it leaves none."""
    return astray_noons(session, clock.today()) or None


def astray_noons(session: Session, today: date) -> tuple[AstrayNoon, ...]:
    """Return the open noons from today on that have entries and are in no schedule any more, by day."""
    last = session.scalar(select(func.max(MealService.service_date))) or today
    there, desk = standing_noons(session, today, last), closures(session, today, last)
    keys = [
        one.service_id
        for restaurant_id, schedule in schedules(session).items()
        for one in regenerate(noons(schedule, desk, today, last), there.get(restaurant_id, []), today).astray
        if not one.closed_reason
    ]
    return _rows(session, keys) if keys else ()


def _rows(session: Session, keys: list[int]) -> tuple[AstrayNoon, ...]:
    booked = (
        select(func.coalesce(func.sum(MealBooking.party_size + MealBooking.take_away), 0))
        .where(MealBooking.service_id == MealService.id, MealBooking.state.in_(sorted(OPEN)))
        .scalar_subquery()
    )
    duties = select(func.count(MealDuty.id)).where(MealDuty.service_id == MealService.id).scalar_subquery()
    rows = session.execute(
        select(MealService.id, MealService.service_date, VillageRestaurant.name, booked, duties)
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .where(MealService.id.in_(keys))
        .order_by(MealService.service_date, VillageRestaurant.name)
    )
    return tuple(AstrayNoon(key, day, name, int(persons), int(helpers)) for key, day, name, persons, helpers in rows)
