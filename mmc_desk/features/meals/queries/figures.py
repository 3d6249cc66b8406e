"""The counts of the noons of a year, of one restaurant or of all, as the pages and the report add them up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import settings
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.schedule import MealPrice
from mmc_desk.features.meals.rules.counting import (
    DatedCost,
    NoonCounts,
    Totals,
    add_up,
    by_month,
    by_restaurant,
    by_week,
    cost_on,
    takings,
)


@dataclass(frozen=True, slots=True)
class LocationTotals:
    """A restaurant with its totals of a year."""

    restaurant_id: int
    name: str
    totals: Totals


@dataclass(frozen=True, slots=True)
class NoonTotals:
    """One noon that was served; its totals are added up when they are shown."""

    location: str
    counts: NoonCounts

    @property
    def totals(self) -> Totals:
        """Return what the noon adds to those of its year."""
        return add_up([self.counts])


@dataclass(frozen=True, slots=True)
class ClosedNoons:
    """How many noons of a year were closed for a reason."""

    reason: str
    noons: int


@dataclass(frozen=True, slots=True)
class RestaurantYear:
    """A year of one restaurant (or of all: `restaurant_id` None), with the year before to compare with."""

    year: int
    restaurant_id: int | None
    total: Totals
    before: Totals
    months: Mapping[int, Totals]
    months_before: Mapping[int, Totals]
    weeks: Mapping[date, Totals]
    locations: tuple[LocationTotals, ...]
    closed: tuple[ClosedNoons, ...]
    restaurants: tuple[tuple[int, str], ...]
    is_known: bool
    noons: tuple[NoonTotals, ...] = ()
    practice: bool = False
    desk: str = ""


def restaurant_year(session: Session, restaurant_id: int | None, year: int) -> RestaurantYear:
    """Return the noons of a year added up."""
    names = tuple(
        (key, name)
        for key, name in session.execute(
            select(VillageRestaurant.id, VillageRestaurant.name).order_by(VillageRestaurant.name)
        )
    )
    noons = counted_noons(session, date(year, 1, 1), date(year, 12, 31), restaurant_id)
    before = counted_noons(session, date(year - 1, 1, 1), date(year - 1, 12, 31), restaurant_id)
    per_restaurant, called = by_restaurant(noons), dict(names)
    return RestaurantYear(
        year=year,
        restaurant_id=restaurant_id,
        total=add_up(noons),
        before=add_up(before),
        months=by_month(noons),
        months_before=by_month(before),
        weeks=by_week(noons),
        locations=tuple(LocationTotals(key, name, per_restaurant[key]) for key, name in names if key in per_restaurant),
        closed=_closed(session, year, restaurant_id),
        restaurants=names,
        is_known=bool(noons or before),
        noons=tuple(NoonTotals(called[noon.restaurant_id], noon) for noon in noons),
        practice=settings.is_practice(session),
        desk=settings.desk_name(session),
    )


def counted_noons(session: Session, first: date, last: date, restaurant_id: int | None = None) -> Sequence[NoonCounts]:
    """Return the counts of the noons that were served from … to (both included)."""
    query = (
        select(
            *(MealService.restaurant_id, MealService.service_date, MealService.present, MealService.booked),
            *(MealService.no_show, MealService.walk_in, MealService.take_away, MealService.ordered),
            *(MealService.child_meals, MealService.price, MealService.child_price, MealService.drinks),
            *(MealService.cost, VillageRestaurant.capacity),
        )
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .where(MealService.service_date.between(first, last), MealService.present.is_not(None))
        .order_by(MealService.service_date, VillageRestaurant.name)
    )
    if restaurant_id is not None:
        query = query.where(MealService.restaurant_id == restaurant_id)
    costs = _costs(session)
    found = []
    for row in session.execute(query):
        served = row.present + (row.take_away or 0)
        each = cost_on(costs, row.restaurant_id, row.service_date) if row.cost is None else None
        meals = served if row.ordered is None else row.ordered
        found.append(
            NoonCounts(
                day=row.service_date,
                present=row.present,
                booked=row.booked,
                no_show=row.no_show,
                walk_in=row.walk_in,
                take_away=row.take_away,
                ordered=row.ordered,
                income=takings(served, row.child_meals, (row.price, row.child_price), row.drinks),
                cost=row.cost if each is None else each * meals,
                capacity=row.capacity,
                restaurant_id=row.restaurant_id,
            )
        )
    return found


def _costs(session: Session) -> Sequence[DatedCost]:
    rows = session.execute(select(MealPrice.restaurant_id, MealPrice.valid_from, MealPrice.cost))
    return [DatedCost(*row) for row in rows]


def _closed(session: Session, year: int, restaurant_id: int | None) -> tuple[ClosedNoons, ...]:
    noons = func.count(MealService.id)
    query = (
        select(MealService.closed_reason, noons)
        .where(MealService.service_date.between(date(year, 1, 1), date(year, 12, 31)), MealService.closed_reason != "")
        .group_by(MealService.closed_reason)
        .order_by(noons.desc(), MealService.closed_reason)
    )
    if restaurant_id is not None:
        query = query.where(MealService.restaurant_id == restaurant_id)
    return tuple(ClosedNoons(reason, count) for reason, count in session.execute(query))
