"""The restaurants in a list, and the card of one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, time

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import ConflictError
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.schedule import MealMoment, MealPrice, RestaurantVenue
from mmc_desk.features.meals.queries.calendar import ClosureRow, closure_rows
from mmc_desk.features.meals.rules.restaurants import RestaurantDetails, week_words
from mmc_desk.features.meals.rules.schedule import Moment


@dataclass(frozen=True, slots=True)
class RestaurantRow:
    """A restaurant in the list. `week` in words; `price` in cents; `search`: what the filter looks in."""

    key: int
    name: str
    hall: str
    week: str
    is_count_only: bool
    capacity: int | None
    price: int | None
    kitchen: str
    contact: str
    next_noon: date | None
    is_gone: bool

    @property
    def search(self) -> str:
        """The text by which the filter finds it."""
        return f"{self.name} {self.hall} {self.week} {self.kitchen} {self.contact}"


@dataclass(frozen=True, slots=True)
class VenueRow:
    """A hall from a day on."""

    key: int
    valid_from: date
    name: str
    street: str
    postcode: str
    village: str


@dataclass(frozen=True, slots=True)
class MomentRow:
    """A weekly moment with its dates."""

    key: int
    weekday: int
    starts_at: time
    valid_from: date
    valid_to: date | None
    ends_at: time | None = None

    @property
    def moment(self) -> Moment:
        """The moment as the rules have it."""
        return Moment(self.weekday, self.starts_at, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price from a day on; `is_own`: of this restaurant alone. Cents."""

    key: int
    valid_from: date
    price: int
    child_price: int | None
    cost: int | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class RestaurantCard:
    """Everything about one restaurant; each list newest first, closures soonest first."""

    key: int
    details: RestaurantDetails
    venues: tuple[VenueRow, ...]
    moments: tuple[MomentRow, ...]
    prices: tuple[PriceRow, ...]
    closures: tuple[ClosureRow, ...]
    next_noons: tuple[tuple[int, date], ...]


def restaurant_rows(session: Session, today: date) -> tuple[RestaurantRow, ...]:
    """Return every restaurant by name, as it stands today."""
    halls, moments, prices = _halls(session, today), _moments(session), _prices(session, today)
    coming = _next_noons(session, today)
    return tuple(
        RestaurantRow(
            key=one.id,
            name=one.name,
            hall=halls.get(one.id, ""),
            week=week_words((row.moment for row in moments[one.id]), today),
            is_count_only=one.is_count_only,
            capacity=one.capacity,
            price=prices.get(one.id, prices.get(None)),
            kitchen=one.caterer,
            contact=one.contact_name,
            next_noon=coming.get(one.id),
            is_gone=one.closed_from is not None and one.closed_from <= today,
        )
        for one in session.scalars(select(VillageRestaurant).order_by(VillageRestaurant.name))
    )


def _halls(session: Session, today: date) -> Mapping[int, str]:
    rows = session.execute(
        select(RestaurantVenue.restaurant_id, RestaurantVenue.name)
        .where(RestaurantVenue.valid_from <= today)
        .order_by(RestaurantVenue.valid_from)
    )
    return dict(rows.all())


def _moments(session: Session, restaurant_id: int | None = None) -> Mapping[int, list[MomentRow]]:
    query = select(MealMoment).order_by(MealMoment.valid_from.desc(), MealMoment.weekday)
    if restaurant_id is not None:
        query = query.where(MealMoment.restaurant_id == restaurant_id)
    found: defaultdict[int, list[MomentRow]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.restaurant_id].append(
            MomentRow(row.id, row.weekday, row.starts_at, row.valid_from, row.valid_to, row.ends_at)
        )
    return found


def _prices(session: Session, today: date) -> Mapping[int | None, int]:
    rows = session.execute(
        select(MealPrice.restaurant_id, MealPrice.price)
        .where(MealPrice.valid_from <= today)
        .order_by(MealPrice.valid_from)
    )
    return dict(rows.all())


def _next_noons(session: Session, today: date) -> Mapping[int, date]:
    rows = session.execute(
        select(MealService.restaurant_id, func.min(MealService.service_date))
        .where(MealService.service_date >= today, MealService.closed_reason == "")
        .group_by(MealService.restaurant_id)
    )
    return {key: day for key, day in rows if day is not None}


def restaurant_card(session: Session, restaurant_id: int, today: date) -> RestaurantCard:
    """Return the card of a restaurant. Raises ConflictError when it is gone."""
    restaurant = session.get(VillageRestaurant, restaurant_id)
    if restaurant is None:
        raise ConflictError(translate("meals", "Deze locatie bestaat niet meer. Herlaad de lijst."))
    venues = session.scalars(
        select(RestaurantVenue)
        .where(RestaurantVenue.restaurant_id == restaurant_id)
        .order_by(RestaurantVenue.valid_from.desc())
    )
    prices = session.scalars(
        select(MealPrice)
        .where(or_(MealPrice.restaurant_id == restaurant_id, MealPrice.restaurant_id.is_(None)))
        .order_by(MealPrice.valid_from.desc(), MealPrice.restaurant_id.desc())
    )
    noons = session.execute(
        select(MealService.id, MealService.service_date)
        .where(
            MealService.restaurant_id == restaurant_id,
            MealService.service_date >= today,
            MealService.closed_reason == "",
        )
        .order_by(MealService.service_date)
        .limit(4)
    )
    return RestaurantCard(
        key=restaurant.id,
        details=RestaurantDetails(**{one.name: getattr(restaurant, one.name) for one in fields(RestaurantDetails)}),
        venues=tuple(_venue(row) for row in venues),
        moments=tuple(_moments(session, restaurant_id)[restaurant_id]),
        prices=tuple(_price_rows(prices)),
        closures=closure_rows(session, today, restaurant_id),
        next_noons=tuple((key, day) for key, day in noons),
    )


def _venue(row: RestaurantVenue) -> VenueRow:
    return VenueRow(row.id, row.valid_from, row.name, row.street, row.postcode, row.village)


def _price_rows(prices: Iterable[MealPrice]) -> Iterable[PriceRow]:
    for row in prices:
        yield PriceRow(row.id, row.valid_from, row.price, row.child_price, row.cost, row.restaurant_id is not None)
