"""The noons of the restaurants: the services that were made, and beyond them what the schedule says."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.queries.schedule import schedules
from mmc_desk.features.meals.rules.schedule import noons as scheduled
from mmc_desk.features.rides.queries.settings import closures
from mmc_desk.features.sessions.rules.plan import Month, Noon, PlanLocation


def noons(session: Session, first: date, last: date) -> tuple[Noon, ...]:
    """Return the noons of every location from … to, closed ones with their reason, by day.

    What was generated counts as it stands; from the day after the last one on a location's schedule says the rest.
    """
    rows = session.execute(
        select(MealService.restaurant_id, MealService.service_date, MealService.closed_reason).where(
            MealService.service_date.between(first, last)
        )
    )
    found = [Noon(location_id, day, closed) for location_id, day, closed in rows]
    found += _to_come(session, first, last)
    return tuple(sorted(found, key=lambda noon: (noon.day, noon.location_id)))


def _to_come(session: Session, first: date, last: date) -> list[Noon]:
    made = _made(session)
    desk_closures = closures(session, first, last)
    found = []
    for location_id, schedule in schedules(session).items():
        start = max(first, made[location_id][1] + timedelta(days=1)) if location_id in made else first
        if start <= last:
            noons_ahead = scheduled(schedule, desk_closures, start, last)
            found += [Noon(location_id, noon.day, noon.closed_reason) for noon in noons_ahead]
    return found


def _made(session: Session) -> Mapping[int, tuple[date, date]]:
    """Return the first and the last generated noon of each location."""
    days = func.min(MealService.service_date), func.max(MealService.service_date)
    rows = session.execute(select(MealService.restaurant_id, *days).group_by(MealService.restaurant_id))
    return {location_id: (first, last) for location_id, first, last in rows}


def location_noons(session: Session, location_id: int, month: Month) -> tuple[Noon, ...]:
    """Return the noons of one location in a month."""
    found = noons(session, first_day(month), last_day(month))
    return tuple(noon for noon in found if noon.location_id == location_id)


def plan_locations(session: Session) -> tuple[PlanLocation, ...]:
    """Return the locations by name, each with its first noon, made or scheduled."""
    starts: defaultdict[int, list[date]] = defaultdict(list)
    for location_id, (first, _) in _made(session).items():
        starts[location_id].append(first)
    for location_id, schedule in schedules(session).items():
        starts[location_id] += [moment.valid_from for moment in schedule.moments]
    rows = session.execute(select(VillageRestaurant.id, VillageRestaurant.name).order_by(VillageRestaurant.name))
    return tuple(PlanLocation(key, name, min(starts[key], default=None)) for key, name in rows)


def first_day(month: Month) -> date:
    """Return the first day of a month."""
    return date(month.year, month.month, 1)


def last_day(month: Month) -> date:
    """Return the last day of a month."""
    return first_day(month.plus(1)) - timedelta(days=1)
