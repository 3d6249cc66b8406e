"""The noons of the restaurants: the services that were made, and beyond them what the schedule says."""

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.sessions.rules.plan import Month, Noon, PlanLocation


def noons(session: Session, first: date, last: date) -> tuple[Noon, ...]:
    """Return the noons of every location from … to, closed ones with their reason."""
    rows = session.execute(
        select(MealService.restaurant_id, MealService.service_date, MealService.closed_reason)
        .where(MealService.service_date.between(first, last))
        .order_by(MealService.service_date, MealService.restaurant_id)
    )
    return tuple(Noon(location_id, day, closed) for location_id, day, closed in rows)


def location_noons(session: Session, location_id: int, month: Month) -> tuple[Noon, ...]:
    """Return the noons of one location in a month."""
    found = noons(session, first_day(month), last_day(month))
    return tuple(noon for noon in found if noon.location_id == location_id)


def plan_locations(session: Session) -> tuple[PlanLocation, ...]:
    """Return the locations by name, each with its first noon."""
    starts = dict(
        session.execute(
            select(MealService.restaurant_id, func.min(MealService.service_date)).group_by(MealService.restaurant_id)
        ).all()
    )
    rows = session.execute(select(VillageRestaurant.id, VillageRestaurant.name).order_by(VillageRestaurant.name))
    return tuple(PlanLocation(key, name, starts.get(key)) for key, name in rows)


def first_day(month: Month) -> date:
    """Return the first day of a month."""
    return date(month.year, month.month, 1)


def last_day(month: Month) -> date:
    """Return the last day of a month."""
    return first_day(month.plus(1)) - timedelta(days=1)
