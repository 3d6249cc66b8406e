"""The ride to a meal: from when until when the meal is, and what the ride rules propose to who phones."""

from dataclasses import dataclass
from datetime import time

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.schedule import MealMoment
from mmc_desk.features.meals.queries.noons import hall_on
from mmc_desk.features.meals.queries.settings import meal_settings
from mmc_desk.features.meals.rules.schedule import NOON
from mmc_desk.features.rides.model import ReturnMode
from mmc_desk.features.rides.queries.reading import home_of
from mmc_desk.features.rides.queries.settings import distance_book, official_rate, tariff
from mmc_desk.features.rides.rules.proposal import Proposal, Typed, propose

_LAST_MINUTE = 24 * 60 - 1


@dataclass(frozen=True, slots=True)
class Sitting:
    """From when until when people are at the table, on the clock of the day."""

    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class MealRide:
    """What can be told of a ride to a meal: the meal's times, and the proposal with its sums."""

    sitting: Sitting
    proposal: Proposal


def sitting_of(session: Session, service: MealService) -> Sitting:
    """Return when a noon begins and ends: by its own hour, the schedule of its day, or so long as a meal lasts."""
    begins = service.starts_at or NOON
    ends = session.scalar(
        select(MealMoment.ends_at)
        .where(
            MealMoment.restaurant_id == service.restaurant_id,
            MealMoment.weekday == service.service_date.weekday(),
            MealMoment.valid_from <= service.service_date,
            or_(MealMoment.valid_to.is_(None), MealMoment.valid_to >= service.service_date),
        )
        .order_by(MealMoment.valid_from.desc())
        .limit(1)
    )
    if ends is None or ends <= begins:
        ends = later(begins, meal_settings(session, service.service_date).meal_minutes)
    return Sitting(begins, ends)


def later(begins: time, minutes: int) -> time:
    """Return the time so many minutes later, on the same day."""
    return time(*divmod(min(begins.hour * 60 + begins.minute + minutes, _LAST_MINUTE), 60))


def meal_ride(
    session: Session, member_id: int, service_id: int, pickup: time | None = None, return_time: time | None = None
) -> MealRide:
    """Return what the ride rules propose for a member and a noon, with the times that were typed instead, if any.

    Raises RuleError when the member is gone.
    """
    service = session.get_one(MealService, service_id)
    day, sitting = service.service_date, sitting_of(session, service)
    home, book = home_of(session, member_id, day), distance_book(session, day)
    restaurant = session.get_one(VillageRestaurant, service.restaurant_id)
    hall = hall_on(session, restaurant.id, restaurant.name, day)
    typed = Typed(
        ride_date=day,
        home=_spot(f"{home.street}, {home.village}" if home.street else "", home.village),
        destination=_spot(hall.name, hall.village),
        appointment=sitting.begins,
        pickup=pickup,
        return_mode=ReturnMode.AT_TIME,
        return_time=return_time or sitting.ends,
        aid=home.aid,
    )
    return MealRide(sitting, propose(typed, book, official_rate(session, day).rate, tariff(session, day)))


def _spot(*names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name)
