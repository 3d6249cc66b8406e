"""Invariants of the restaurants that the database's own constraints can't hold: one Dutch sentence per breach."""

from collections.abc import Sequence
from itertools import combinations

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core.check import MOST_SHOWN
from mmc_desk.core.formats import WEEKDAYS, show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.queries.schedule import schedules


def overlapping_moments(session: Session) -> Sequence[str]:
    """Return weekly moments of one restaurant on the same weekday in the same weeks."""
    names = dict(session.execute(select(VillageRestaurant.id, VillageRestaurant.name)).all())
    text = translate("meals", "{location} heeft twee middagen op {weekday} tegelijk.")
    return [
        text.format(location=names[key], weekday=translate("formats", WEEKDAYS[one.weekday]))
        for key, schedule in schedules(session).items()
        for one, other in combinations(schedule.moments, 2)
        if one.overlaps(other)
    ]


def closed_with_counts(session: Session) -> Sequence[str]:
    """Return noons that are closed and yet have counts."""
    counted = or_(MealService.walk_in > 0, MealService.no_show > 0, MealService.take_away > 0, MealService.counted > 0)
    text = translate("meals", "De middag in {location} op {day} is gesloten en heeft toch tellingen.")
    return _noons(session, text, MealService.closed_reason != "", counted)


def counts_that_cant_be(session: Session) -> Sequence[str]:
    """Return noons with more walk-ins than people at the table, or with counts below nought."""
    below = (MealService.booked, MealService.no_show, MealService.walk_in, MealService.take_away)
    wrong = or_(MealService.walk_in > MealService.present, *(column < 0 for column in below))
    text = translate("meals", "De tellingen van {location} op {day} kloppen niet met elkaar.")
    return _noons(session, text, wrong)


def after_the_end(session: Session) -> Sequence[str]:
    """Return noons of a restaurant that was no more."""
    text = translate("meals", "{location} heeft een middag op {day}, na de sluiting van het restaurant.")
    late = MealService.service_date >= VillageRestaurant.closed_from
    return _noons(session, text, late, MealService.present.is_not(None))


def _noons(session: Session, text: str, *where: ColumnElement[bool]) -> Sequence[str]:
    rows = session.execute(
        select(VillageRestaurant.name, MealService.service_date)
        .join(MealService, MealService.restaurant_id == VillageRestaurant.id)
        .where(*where)
        .order_by(MealService.service_date, VillageRestaurant.name)
        .limit(MOST_SHOWN)
    )
    return [text.format(location=name, day=show_date(day)) for name, day in rows]
