"""The noons of a week or a month, and the closures that are written down."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.schedule import MealClosure
from mmc_desk.features.meals.rules.grid import NoonCell
from mmc_desk.features.rides.queries.settings import closures
from mmc_desk.features.rides.rules.calendar import no_service_reason


@dataclass(frozen=True, slots=True)
class NoonCalendar:
    """The noons from … to, and the restaurants that have some or aren't gone."""

    first: date
    last: date
    noons: tuple[NoonCell, ...]
    restaurants: tuple[tuple[int, str], ...]
    has_restaurants: bool


def noon_calendar(session: Session, first: date, last: date) -> NoonCalendar:
    """Return the noons from … to (both included) by day and name."""
    rows = session.execute(
        select(
            *(MealService.id, MealService.restaurant_id, VillageRestaurant.name, MealService.service_date),
            *(MealService.starts_at, MealService.booked, MealService.present, VillageRestaurant.capacity),
            *(MealService.closed_reason, MealService.is_decided, MealService.menu),
        )
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .where(MealService.service_date.between(first, last))
        .order_by(MealService.service_date, VillageRestaurant.name)
    )
    noons = tuple(
        NoonCell(
            service_id=row.id,
            restaurant_id=row.restaurant_id,
            location=row.name,
            day=row.service_date,
            starts_at=f"{row.starts_at:%H:%M}" if row.starts_at else "",
            booked=row.booked,
            present=row.present,
            capacity=row.capacity,
            closed_reason=row.closed_reason,
            is_decided=row.is_decided,
            menu=row.menu,
        )
        for row in rows
    )
    served = {noon.restaurant_id for noon in noons}
    places = session.execute(
        select(VillageRestaurant.id, VillageRestaurant.name, VillageRestaurant.closed_from).order_by(
            VillageRestaurant.name
        )
    ).all()
    shown = tuple(
        (key, name) for key, name, closed_from in places if key in served or closed_from is None or closed_from > first
    )
    return NoonCalendar(first, last, noons, shown, bool(places))


def no_service_days(session: Session, first: date, last: date) -> dict[date, str]:
    """Return which days from … to are public holidays or closure days of the desk, with the reason."""
    desk = closures(session, first, last)
    days = (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
    found = {day: no_service_reason(day, desk) for day in days}
    return {day: reason for day, reason in found.items() if reason}


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """Days without a meal at one restaurant, or (`location` empty) everywhere."""

    key: int
    location: str
    from_day: date
    to_day: date
    reason: str


def closure_rows(session: Session, since: date, restaurant_id: int | None = None) -> tuple[ClosureRow, ...]:
    """Return the closures that end on or after a day, soonest first; of one restaurant those of all too."""
    query = (
        select(*(MealClosure.id, VillageRestaurant.name, MealClosure.from_day, MealClosure.to_day, MealClosure.reason))
        .outerjoin(VillageRestaurant, VillageRestaurant.id == MealClosure.restaurant_id)
        .where(MealClosure.to_day >= since)
        .order_by(MealClosure.from_day, MealClosure.id)
    )
    if restaurant_id is not None:
        query = query.where(or_(MealClosure.restaurant_id == restaurant_id, MealClosure.restaurant_id.is_(None)))
    return tuple(
        ClosureRow(key, name or "", from_day, to_day, reason)
        for key, name, from_day, to_day, reason in session.execute(query)
    )
