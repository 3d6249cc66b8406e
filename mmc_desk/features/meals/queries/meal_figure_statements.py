"""The statements of the yearly figures of the restaurants: prepared as SQL (core.prepared)."""

from typing import cast

from sqlalchemy import Table, and_, bindparam, func, select

from mmc_desk.features.meals.model import MealService, VillageRestaurant

_SERVICE, _RESTAURANT = cast("Table", MealService.__table__), cast("Table", VillageRestaurant.__table__)
_IN_YEAR = _SERVICE.c.service_date.between(bindparam("first"), bindparam("last"))
MEALS = select(func.sum(_SERVICE.c.present)).where(_IN_YEAR)
PER_LOCATION = (
    select(
        _RESTAURANT.c.name,
        func.count(_SERVICE.c.present),
        *(func.sum(_SERVICE.c[name]) for name in ("present", "no_show", "walk_in", "take_away")),
    )
    .outerjoin_from(
        _RESTAURANT,
        _SERVICE,
        and_(_SERVICE.c.restaurant_id == _RESTAURANT.c.id, _IN_YEAR, _SERVICE.c.present.is_not(None)),
    )
    .group_by(_RESTAURANT.c.id)
    .having(func.count(_SERVICE.c.present) > 0)
    .order_by(_RESTAURANT.c.name)
)
"""Joined outward, so that SQLite takes one restaurant's noons after another's by their index and sorts none of them."""

STATEMENTS = {"meals": MEALS, "per_location": PER_LOCATION}
