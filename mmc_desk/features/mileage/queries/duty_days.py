"""The days on which volunteers with a flat allowance were on duty at a village restaurant."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.model.duties import MealDuty
from mmc_desk.features.mileage.model import AllowanceDay
from mmc_desk.features.people.model import Volunteer


def open_duty_days(session: Session, year: int, until: date) -> Mapping[int, tuple[date, ...]]:
    """Return per person the days of duty in a year until a day that have no allowance yet; closed noons are none."""
    last = min(until, date(year, 12, 31))
    query = (
        select(Volunteer.person_id, MealService.service_date)
        .join(MealDuty, MealDuty.volunteer_id == Volunteer.id)
        .join(MealService, MealService.id == MealDuty.service_id)
        .outerjoin(
            AllowanceDay,
            (AllowanceDay.person_id == Volunteer.person_id) & (AllowanceDay.day == MealService.service_date),
        )
        .where(
            Volunteer.has_flat_allowance,
            MealService.service_date.between(date(year, 1, 1), last),
            MealService.closed_reason == "",
            AllowanceDay.id.is_(None),
        )
        .distinct()
        .order_by(MealService.service_date)
    )
    found: defaultdict[int, list[date]] = defaultdict(list)
    for person_id, day in session.execute(query):
        found[person_id].append(day)
    return {person_id: tuple(days) for person_id, days in found.items()}
