"""The statements of the yearly figures of the restaurants: prepared as SQL (core.prepared)."""

from typing import cast

from sqlalchemy import Table, and_, bindparam, case, exists, func, select

from mmc_desk.features.meals.model import MealService, VillageRestaurant

_SERVICE, _RESTAURANT = cast("Table", MealService.__table__), cast("Table", VillageRestaurant.__table__)
_IN_YEAR = _SERVICE.c.service_date.between(bindparam("first"), bindparam("last"))
_COUNTED = _SERVICE.c.present.is_not(None)
MEALS = select(func.count(_SERVICE.c.present), *(func.sum(_SERVICE.c[name]) for name in ("present", "no_show"))).where(
    _IN_YEAR, _COUNTED
)
PER_LOCATION = (
    select(
        _RESTAURANT.c.id,
        _RESTAURANT.c.name,
        func.count(_SERVICE.c.present),
        *(func.sum(_SERVICE.c[name]) for name in ("present", "no_show", "walk_in", "take_away")),
    )
    .outerjoin_from(
        _RESTAURANT,
        _SERVICE,
        and_(_SERVICE.c.restaurant_id == _RESTAURANT.c.id, _IN_YEAR, _COUNTED),
    )
    .group_by(_RESTAURANT.c.id)
    .having(func.count(_SERVICE.c.present) > 0)
    .order_by(_RESTAURANT.c.name)
)
"""Joined outward, so that SQLite takes one restaurant's noons after another's by their index and sorts none of them."""

_IS_EXPECTED = and_(_SERVICE.c.booked > 0, _SERVICE.c.no_show.is_not(None))
PER_DAY = (
    select(
        _SERVICE.c.service_date,
        func.count(_SERVICE.c.present),
        *(func.sum(_SERVICE.c[name]) for name in ("present", "no_show")),
        *(func.sum(case((_IS_EXPECTED, _SERVICE.c[name]))) for name in ("no_show", "booked")),
    )
    .where(_IN_YEAR, _COUNTED)
    .group_by(_SERVICE.c.service_date)
)
SPAN = select(
    *(select(bound(_SERVICE.c.service_date)).where(_COUNTED).scalar_subquery() for bound in (func.min, func.max))
)
"""Two looks in an index: asked together SQLite would go through all noons."""

LOCATIONS = select(func.count(_RESTAURANT.c.id)).where(
    exists().where(_SERVICE.c.restaurant_id == _RESTAURANT.c.id, _COUNTED, _IN_YEAR)
)

STATEMENTS = {
    "meals": MEALS,
    "per_location": PER_LOCATION,
    "per_day": PER_DAY,
    "span": SPAN,
    "locations": LOCATIONS,
}
