"""Restaurants, halls, moments, prices and closures, on both databases; each deed is taken back and done again."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.schedule import MealClosure, MealMoment, MealPrice, RestaurantVenue
from mmc_desk.features.meals.ops import closing, restaurants
from mmc_desk.features.meals.ops.restaurant_commands import (
    AddRestaurant,
    CloseDays,
    CloseNoon,
    EditMoment,
    EditRestaurant,
    OpenNoon,
    SetMoment,
    SetPrice,
    SetVenue,
)
from mmc_desk.features.meals.rules.restaurants import RestaurantDetails
from tests.features.rides.conftest import RideDesk

JULY = date(2026, 7, 1)
HEES = RestaurantDetails("Hees", capacity=40, caterer=" Keuken De Linde ", contact_phone="+3289519138", cut_off_days=3)


@pytest.fixture
def desk(database: Database) -> RideDesk:
    return RideDesk(database, *range(6))


@pytest.fixture
def hees(desk: RideDesk) -> int:
    key: int = desk.do(restaurants.add_restaurant, AddRestaurant(HEES))
    return key


def row(desk: RideDesk, model: Any, key: int) -> Any:  # noqa: ANN401 - any model's row
    return desk.database.read(lambda session: session.get(model, key))


def moments(desk: RideDesk) -> list[tuple[Any, ...]]:
    query = select(MealMoment.weekday, MealMoment.valid_from, MealMoment.valid_to).order_by(MealMoment.valid_from)
    return [tuple(found) for found in desk.database.read(lambda session: session.execute(query).all())]


def refused(desk: RideDesk, op: Any, command: object) -> str:  # noqa: ANN401 - any op
    with pytest.raises(RuleError) as caught:
        desk.database.write(lambda session: op(session, command))
    assert str(caught.value)
    return caught.value.field


def test_a_restaurant_is_taken_on_and_changed(desk: RideDesk, hees: int) -> None:
    assert row(desk, VillageRestaurant, hees).caterer == "Keuken De Linde"
    changed = replace(HEES, name="Hees", is_count_only=False, closed_from=date(2027, 1, 1))
    desk.do(restaurants.edit_restaurant, EditRestaurant(hees, changed))
    assert row(desk, VillageRestaurant, hees).closed_from == date(2027, 1, 1)
    assert refused(desk, restaurants.add_restaurant, AddRestaurant(replace(HEES, name=" HEES"))) == "name"
    assert refused(desk, restaurants.add_restaurant, AddRestaurant(replace(HEES, name=" "))) == "name"
    assert refused(desk, restaurants.add_restaurant, AddRestaurant(RestaurantDetails("As", capacity=0))) == "capacity"


def test_another_hall_is_the_same_restaurant(desk: RideDesk, hees: int) -> None:
    first = desk.do(restaurants.set_venue, SetVenue(hees, date(2018, 1, 1), "Zaal De Kring"))
    second = desk.do(restaurants.set_venue, SetVenue(hees, JULY, "Parochiezaal", "Kerkstraat 1", "3740", "Hees"))
    assert first != second
    assert desk.do(restaurants.set_venue, SetVenue(hees, JULY, "Buurthuis")) == second
    assert row(desk, RestaurantVenue, second).name == "Buurthuis"
    assert refused(desk, restaurants.set_venue, SetVenue(hees, JULY, " ")) == "name"
    desk.database.write(lambda session: restaurants.remove_row(session, RestaurantVenue, second))
    desk.database.write(lambda session: restaurants.remove_row(session, RestaurantVenue, second))
    assert row(desk, RestaurantVenue, second) is None


def test_a_moment_that_replaces_another_keeps_its_history(desk: RideDesk, hees: int) -> None:
    tuesday = desk.do(restaurants.set_moment, SetMoment(hees, 1, time(12), date(2018, 1, 1)))
    desk.do(restaurants.set_moment, SetMoment(hees, 2, time(12), JULY, replaces=tuesday))
    assert moments(desk) == [(1, date(2018, 1, 1), date(2026, 6, 30)), (2, JULY, None)]


def test_a_moment_replaced_from_its_own_first_day_on_goes(desk: RideDesk, hees: int) -> None:
    tuesday = desk.do(restaurants.set_moment, SetMoment(hees, 1, time(12), JULY))
    desk.do(restaurants.set_moment, SetMoment(hees, 1, time(11, 30), JULY, replaces=tuesday))
    assert moments(desk) == [(1, JULY, None)]


def test_moments_are_corrected(desk: RideDesk, hees: int) -> None:
    monday = desk.do(restaurants.set_moment, SetMoment(hees, 0, time(12), JULY))
    desk.do(restaurants.set_moment, SetMoment(hees, 4, time(12), JULY))
    desk.do(restaurants.edit_moment, EditMoment(monday, 0, time(12, 15), JULY, date(2026, 12, 31), time(14)))
    assert row(desk, MealMoment, monday).starts_at == time(12, 15)
    assert row(desk, MealMoment, monday).ends_at == time(14)
    assert refused(desk, restaurants.edit_moment, EditMoment(monday, 4, time(12), JULY)) == "weekday"


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (SetMoment(1, None, time(12), JULY), "weekday"),
        (SetMoment(1, 1, None, JULY), "starts_at"),
        (SetMoment(1, 1, time(12), None), "valid_from"),
        (SetMoment(1, 1, time(12), JULY, date(2026, 6, 30)), "valid_to"),
        (SetMoment(1, 1, time(12), JULY, ends_at=time(12)), "ends_at"),
    ],
)
def test_moments_that_cant_be(desk: RideDesk, hees: int, command: SetMoment, field: str) -> None:
    assert refused(desk, restaurants.set_moment, replace(command, restaurant_id=hees)) == field


def test_prices_of_all_and_of_one(desk: RideDesk, hees: int) -> None:
    everywhere = desk.do(restaurants.set_price, SetPrice(None, JULY, 750, 400))
    own = desk.do(restaurants.set_price, SetPrice(hees, JULY, 700))
    assert desk.do(restaurants.set_price, SetPrice(None, JULY, 780, cost=520)) == everywhere
    assert row(desk, MealPrice, everywhere).cost == 520
    assert row(desk, MealPrice, own).price == 700
    assert refused(desk, restaurants.set_price, SetPrice(None, None, 700)) == "valid_from"
    assert refused(desk, restaurants.set_price, SetPrice(None, JULY, None)) == "price"


def test_days_are_closed_with_a_reason(desk: RideDesk, hees: int) -> None:
    key = desk.do(closing.close_days, CloseDays(hees, JULY, None, " zomer "))
    found = row(desk, MealClosure, key)
    assert (found.from_day, found.to_day, found.reason) == (JULY, JULY, "zomer")
    assert refused(desk, closing.close_days, CloseDays(hees, None, None, "zomer")) == "from_day"
    assert refused(desk, closing.close_days, CloseDays(hees, JULY, date(2026, 6, 1), "zomer")) == "to_day"
    assert refused(desk, closing.close_days, CloseDays(hees, JULY, JULY, " ")) == "reason"


def test_a_noon_is_opened_and_closed_by_decision(desk: RideDesk, hees: int) -> None:
    key = desk.do(closing.open_noon, OpenNoon(hees, date(2026, 12, 24), time(11)))
    assert (row(desk, MealService, key).starts_at, row(desk, MealService, key).is_decided) == (time(11), True)
    desk.do(closing.close_noon, CloseNoon(key, "verwarming stuk"))
    assert row(desk, MealService, key).closed_reason == "verwarming stuk"
    assert desk.do(closing.open_noon, OpenNoon(hees, date(2026, 12, 24))) == key
    assert row(desk, MealService, key).closed_reason == ""
    assert refused(desk, closing.open_noon, OpenNoon(hees, None)) == "day"
    assert refused(desk, closing.close_noon, CloseNoon(key, " ")) == "reason"

    def serve(session: Session) -> None:
        session.get_one(MealService, key).present = 20

    desk.database.write(serve)
    assert refused(desk, closing.close_noon, CloseNoon(key, "te laat")) == ""
