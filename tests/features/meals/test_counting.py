"""What the counts of noons add up to, and the year of a restaurant on both databases."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.schedule import MealPrice
from mmc_desk.features.meals.queries.figures import ClosedNoons, restaurant_year
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

MONDAY = date(2026, 11, 2)


def test_nothing_adds_up_to_nothing_known() -> None:
    assert add_up([]) == Totals()
    assert add_up([]).average is None


def test_what_nobody_noted_is_not_nought() -> None:
    total = add_up([NoonCounts(MONDAY, 20), NoonCounts(MONDAY, 25, no_show=0)])
    assert (total.meals, total.average) == (45, 22.5)
    assert (total.no_shows, total.walk_ins, total.wasted, total.no_show_share) == (0, None, None, None)


def test_shares_and_waste() -> None:
    noons = [
        NoonCounts(MONDAY, 18, 20, 3, 1, 2, ordered=22, income=13500, cost=9000, capacity=40),
        NoonCounts(MONDAY, 22, 20, 1, 3, 0, ordered=21, capacity=40),
    ]
    total = add_up(noons)
    assert (total.no_shows, total.no_show_share) == (4, 0.1)
    assert (total.wasted, total.seats_used) == (2 - 1, 0.5)
    assert (total.income, total.cost, total.booked, total.take_away) == (13500, 9000, 40, 2)


def test_by_week_month_and_restaurant() -> None:
    noons = [NoonCounts(date(2026, 11, day), 10, restaurant_id=day % 2) for day in (1, 2, 5, 9)]
    assert {day: total.services for day, total in by_week(noons).items()} == {
        date(2026, 10, 26): 1,
        MONDAY: 2,
        date(2026, 11, 9): 1,
    }
    assert by_month(noons)[11].meals == 40
    assert by_restaurant(noons)[0].meals == 10


def test_own_cost_goes_before_that_of_all() -> None:
    costs = [
        DatedCost(None, date(2024, 1, 1), 500),
        DatedCost(None, date(2026, 1, 1), 550),
        DatedCost(7, date(2026, 11, 1), 480),
    ]
    assert [cost_on(costs, key, MONDAY) for key in (7, 8)] == [480, 550]
    assert cost_on(costs, 7, date(2025, 1, 1)) == 500
    assert cost_on(costs, 7, date(2023, 1, 1)) is None


@pytest.mark.parametrize(
    ("meals", "children", "prices", "drinks", "cents"),
    [
        (10, None, (750, None), None, 7500),
        (10, 2, (750, 400), 1250, 8 * 750 + 800 + 1250),
        (10, 2, (750, None), None, 7500),
        (1, 4, (750, 400), None, 400),
        (10, 2, (None, 400), 1250, None),
    ],
)
def test_what_a_noon_brings_in(
    meals: int, children: int | None, prices: tuple[int | None, int | None], drinks: int | None, cents: int | None
) -> None:
    assert takings(meals, children, prices, drinks) == cents


def test_the_year_of_a_restaurant(database: Database) -> None:
    def add(session: Session) -> int:
        hees, beverst = VillageRestaurant(name="Hees", capacity=40), VillageRestaurant(name="Beverst")
        session.add_all([hees, beverst, MealPrice(valid_from=date(2024, 1, 1), price=750, cost=500)])
        session.flush()
        noon = {"restaurant_id": hees.id, "price": 750}
        session.add_all(
            [
                MealService(**noon, service_date=date(2026, 11, 5), present=20, take_away=2, ordered=24),
                MealService(**noon, service_date=date(2026, 11, 12), present=20, cost=9900),
                MealService(**noon, service_date=date(2026, 11, 19), closed_reason="lek"),
                MealService(**noon, service_date=date(2025, 11, 20), present=30),
                MealService(restaurant_id=beverst.id, service_date=date(2026, 11, 3), present=10),
                MealService(restaurant_id=beverst.id, service_date=date(2026, 12, 1), booked=12),
            ]
        )
        session.flush()
        return hees.id

    hees = database.write(add).value
    year = database.read(lambda session: restaurant_year(session, hees, 2026))
    assert (year.total.meals, year.total.services, year.before.meals) == (40, 2, 30)
    assert (year.total.income, year.total.cost, year.total.wasted) == (22 * 750 + 20 * 750, 24 * 500 + 9900, 2)
    assert year.closed == (ClosedNoons("lek", 1),)
    assert year.is_known
    everywhere = database.read(lambda session: restaurant_year(session, None, 2026))
    assert [(row.name, row.totals.meals) for row in everywhere.locations] == [("Beverst", 10), ("Hees", 40)]
    assert everywhere.months[11].services == 3
    assert [name for _, name in everywhere.restaurants] == ["Beverst", "Hees"]
    assert not database.read(lambda session: restaurant_year(session, None, 2020)).is_known
