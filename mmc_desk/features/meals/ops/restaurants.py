"""Restaurants with their halls, weekly moments and prices. The noons to come follow by themselves (ops/schedule.py)."""

from datetime import time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import WEEKDAYS, fold, show_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base
from mmc_desk.features.meals.model import VillageRestaurant
from mmc_desk.features.meals.model.schedule import MealMoment, MealPrice, RestaurantVenue
from mmc_desk.features.meals.ops.restaurant_commands import (
    AddRestaurant,
    EditMoment,
    EditRestaurant,
    SetMoment,
    SetPrice,
    SetVenue,
)
from mmc_desk.features.meals.rules.restaurants import RestaurantDetails
from mmc_desk.features.meals.rules.schedule import Moment

_DAY = timedelta(days=1)


def add_restaurant(session: Session, command: AddRestaurant) -> int:
    """Take on a restaurant and return the key. Raises RuleError: no name, or one that another has."""
    restaurant = VillageRestaurant(name="")
    _write(session, restaurant, command.details)
    session.add(restaurant)
    session.flush()
    return restaurant.id


def edit_restaurant(session: Session, command: EditRestaurant) -> None:
    """Change what is noted about a restaurant. Raises RuleError as `add_restaurant` does."""
    _write(session, session.get_one(VillageRestaurant, command.restaurant_id), command.details)


def _write(session: Session, restaurant: VillageRestaurant, details: RestaurantDetails) -> None:
    name = details.name.strip()
    if not name:
        raise RuleError(translate("meals", "Vul de naam in, bijvoorbeeld die van het dorp."), "name")
    others = session.execute(select(VillageRestaurant.id, VillageRestaurant.name))
    if any(fold(other) == fold(name) and key != restaurant.id for key, other in others):
        text = translate("meals", "Er is al een dorpsrestaurant {name}. Kies een andere naam.")
        raise RuleError(text.format(name=name), "name")
    _require_from_one("capacity", details.capacity)
    for field in RestaurantDetails.__dataclass_fields__:
        value = getattr(details, field)
        setattr(restaurant, field, value.strip() if isinstance(value, str) else value)


def _require_from_one(field: str, value: int | None) -> None:
    if value is not None and value < 1:
        raise RuleError(translate("meals", "Het aantal plaatsen is 1 of meer, of laat het leeg."), field)


def set_venue(session: Session, command: SetVenue) -> int:
    """Let a restaurant meet in a hall from a day on; it stays the same restaurant (domain.md §10.10).

    Returns the key. Raises RuleError without a name of the hall.
    """
    if not command.name.strip():
        raise RuleError(translate("meals", "Vul de naam van de zaal in."), "name")
    venue = session.scalars(
        select(RestaurantVenue).where(
            RestaurantVenue.restaurant_id == command.restaurant_id, RestaurantVenue.valid_from == command.valid_from
        )
    ).one_or_none() or RestaurantVenue(restaurant_id=command.restaurant_id, valid_from=command.valid_from)
    venue.name, venue.street = command.name.strip(), command.street.strip()
    venue.postcode, venue.village = command.postcode.strip(), command.village.strip()
    session.add(venue)
    session.flush()
    return venue.id


def set_moment(session: Session, command: SetMoment) -> int:
    """Add a weekly moment and return the key; one that it replaces ends the day before, and keeps its history.

    Raises RuleError for missing or contradictory dates, or a weekday that is served already in those weeks.
    """
    wanted = _moment(command)
    moment = MealMoment(restaurant_id=command.restaurant_id)
    if command.replaces is not None:
        before = session.get_one(MealMoment, command.replaces)
        if wanted.valid_from <= before.valid_from:
            moment = before  # nothing is left of it
        else:
            before.valid_to = wanted.valid_from - _DAY
            session.flush()
    _require_free(session, command.restaurant_id, wanted, but=moment.id)
    _put(moment, wanted, command.ends_at)
    session.add(moment)
    session.flush()
    return moment.id


def _put(moment: MealMoment, wanted: Moment, ends_at: time | None) -> None:
    moment.weekday, moment.starts_at, moment.ends_at = wanted.weekday, wanted.starts_at, ends_at
    moment.valid_from, moment.valid_to = wanted.valid_from, wanted.valid_to


def edit_moment(session: Session, command: EditMoment) -> None:
    """Correct a moment or end it. Raises RuleError as `set_moment` does."""
    moment = session.get_one(MealMoment, command.moment_id)
    wanted = _moment(command)
    _require_free(session, moment.restaurant_id, wanted, but=moment.id)
    _put(moment, wanted, command.ends_at)


def _moment(command: SetMoment | EditMoment) -> Moment:
    if command.weekday is None:
        raise RuleError(translate("meals", "Kies de weekdag."), "weekday")
    if command.starts_at is None:
        raise RuleError(translate("meals", "Vul het uur in, bijvoorbeeld 12:00."), "starts_at")
    if command.ends_at is not None and command.ends_at <= command.starts_at:
        raise RuleError(translate("meals", "Het einduur komt na het beginuur."), "ends_at")
    if command.valid_from is None:
        raise RuleError(translate("meals", "Vul de eerste dag in."), "valid_from")
    if command.valid_to is not None and command.valid_to < command.valid_from:
        raise RuleError(translate("meals", "De laatste dag ligt voor de eerste. Verbeter een van beide."), "valid_to")
    return Moment(command.weekday, command.starts_at, command.valid_from, command.valid_to)


def _require_free(session: Session, restaurant_id: int, wanted: Moment, but: int | None = None) -> None:
    rows = session.scalars(select(MealMoment).where(MealMoment.restaurant_id == restaurant_id))
    for row in rows:
        there = Moment(row.weekday, row.starts_at, row.valid_from, row.valid_to)
        if row.id != but and there.overlaps(wanted):
            text = translate("meals", "Op {weekday} is er vanaf {day} al een middag. Beëindig die eerst.")
            said = text.format(weekday=translate("formats", WEEKDAYS[row.weekday]), day=show_date(row.valid_from))
            raise RuleError(said, "weekday")


def set_price(session: Session, command: SetPrice) -> int:
    """Ask another price from a day on and return the key. Raises RuleError without a day or a price.

    Noons that were served keep the price they had: it is written down with them.
    """
    if command.valid_from is None:
        raise RuleError(translate("meals", "Vul in vanaf welke dag deze prijs geldt."), "valid_from")
    if command.price is None:
        raise RuleError(translate("meals", "Vul de prijs van een maaltijd in."), "price")
    price = session.scalars(
        select(MealPrice).where(
            MealPrice.restaurant_id.is_not_distinct_from(command.restaurant_id),
            MealPrice.valid_from == command.valid_from,
        )
    ).one_or_none() or MealPrice(restaurant_id=command.restaurant_id, valid_from=command.valid_from)
    price.price, price.child_price, price.cost = command.price, command.child_price, command.cost
    session.add(price)
    session.flush()
    return price.id


def remove_row(session: Session, model: type[Base], key: int) -> None:
    """Take back a hall, a moment, a price or a closure that was entered by mistake."""
    row = session.get(model, key)
    if row is not None:
        session.delete(row)
