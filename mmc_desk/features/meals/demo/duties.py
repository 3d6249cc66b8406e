"""Who was and is on duty in the practice town: two months behind and one ahead, as the proposal would have it."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.features.meals.model import VillageRestaurant
from mmc_desk.features.meals.model.duties import MealDuty, VolunteerAbsence, VolunteerWeekday
from mmc_desk.features.meals.queries.duties import duty_month
from mmc_desk.features.people.demo.town import Town
from mmc_desk.features.people.model import Volunteer

BEHIND = timedelta(weeks=9)
AHEAD = timedelta(weeks=4)
_WEEKDAYS = ((0, 1, 2), (3, 4), (1, 2, 3, 4))


def fill_duties(session: Session, town: Town) -> None:
    """Add weekdays and absences of some volunteers, and the duties around today."""
    keys = session.scalars(select(Volunteer.id).order_by(Volunteer.id)).all()
    town.add(
        session,
        VolunteerWeekday,
        [
            {"volunteer_id": key, "weekday": weekday}
            for place, key in enumerate(keys[::9])
            for weekday in _WEEKDAYS[place % len(_WEEKDAYS)]
        ],
    )
    away = {"from_day": town.today - timedelta(days=2), "to_day": town.today + timedelta(days=12), "reason": "verlof"}
    town.add(session, VolunteerAbsence, [{"volunteer_id": key, **away} for key in keys[4::20]])
    first, last = town.today - BEHIND, town.today + AHEAD
    for restaurant_id in session.scalars(select(VillageRestaurant.id).order_by(VillageRestaurant.id)).all():
        month = duty_month(session, restaurant_id, first, last, first)
        rows = [
            {"service_id": one.service_id, "volunteer_id": one.volunteer_id, "task": one.task}
            for one in month.proposal.add
        ]
        town.add(session, MealDuty, rows)
