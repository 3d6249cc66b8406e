"""What noons follow from, as the rules read it, and the noons there are."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import MealBooking
from mmc_desk.features.meals.model.duties import MailedDuty, MealDuty
from mmc_desk.features.meals.model.schedule import MealClosure, MealMoment
from mmc_desk.features.meals.rules.schedule import Moment, Schedule, Standing
from mmc_desk.features.rides.rules.availability import Period

COUNTS = (
    *(MealService.booked, MealService.present, MealService.no_show, MealService.walk_in, MealService.take_away),
    *(MealService.child_meals, MealService.volunteers, MealService.counted, MealService.drinks),
)
"""What tells that a noon was served, the bookings aside."""


def schedules(session: Session) -> Mapping[int, Schedule]:
    """Return the schedule of every restaurant that has weekly moments, by key."""
    moments: defaultdict[int, list[Moment]] = defaultdict(list)
    for row in session.execute(
        select(
            *(MealMoment.restaurant_id, MealMoment.weekday, MealMoment.starts_at),
            *(MealMoment.valid_from, MealMoment.valid_to),
        ).order_by(MealMoment.valid_from)
    ):
        moments[row.restaurant_id].append(Moment(*row[1:]))
    closures = _closures(session)
    restaurants = session.execute(
        select(VillageRestaurant.id, VillageRestaurant.closes_in_school_holidays, VillageRestaurant.closed_from)
    )
    return {
        key: Schedule(tuple(moments[key]), (*closures[key], *closures[None]), in_school_holidays, closed_from)
        for key, in_school_holidays, closed_from in restaurants
        if key in moments
    }


def _closures(session: Session) -> Mapping[int | None, list[Period]]:
    found: defaultdict[int | None, list[Period]] = defaultdict(list)
    rows = session.execute(
        select(MealClosure.restaurant_id, MealClosure.from_day, MealClosure.to_day, MealClosure.reason).order_by(
            MealClosure.from_day, MealClosure.id
        )
    )
    for restaurant_id, first, last, reason in rows:
        found[restaurant_id].append(Period(first, last, reason))
    return found


def standing_noons(session: Session, first: date, last: date) -> Mapping[int, list[Standing]]:
    """Return the noons there are from … to (both included), by restaurant."""
    found: defaultdict[int, list[Standing]] = defaultdict(list)
    rows = session.execute(
        select(
            *(MealService.restaurant_id, MealService.id, MealService.service_date, MealService.starts_at),
            *(MealService.closed_reason, MealService.is_decided),
            _is_touched().label("is_touched"),
            has_counts().label("has_counts"),
        )
        .where(MealService.service_date.between(first, last))
        .order_by(MealService.service_date)
    )
    for restaurant_id, key, day, starts_at, reason, is_decided, is_touched, is_counted in rows:
        flags = bool(is_decided), bool(is_touched), bool(is_counted)
        found[restaurant_id].append(Standing(key, day, starts_at, reason, *flags))
    return found


def has_counts() -> ColumnElement[bool]:
    """Return the condition that a noon was served: counted, or finished."""
    return or_(MealService.present.is_not(None), MealService.finished_at.is_not(None))


def _is_touched() -> ColumnElement[bool]:
    return or_(
        *(column.is_not(None) for column in (*COUNTS, MealService.ordered)),
        *(_is_written(column) for column in (MealService.menu, MealService.remarks, MealService.initials)),
        exists().where(MealBooking.service_id == MealService.id),
        exists().where(MealDuty.service_id == MealService.id),
        exists().where(MailedDuty.service_id == MealService.id),
    )


def _is_written(column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return and_(column.is_not(None), func.length(column) > 0)
