"""The statements of the yearly figures of volunteers' duties: prepared as SQL (core.prepared)."""

from typing import Any

from sqlalchemy import Date, Select, bindparam, func, select

from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.duties import MealDuty
from mmc_desk.features.meals.queries.duty_records import duty_minutes, is_done

_TODAY = bindparam("today", type_=Date())


def _sums(*columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - columns of any type
    return (
        select(*columns, func.count(), func.sum(duty_minutes()))
        .select_from(MealDuty)
        .join(MealService, MealService.id == MealDuty.service_id)
        .where(is_done(_TODAY), MealService.service_date.between(bindparam("first"), bindparam("last")))
    )


_LOCATION = (VillageRestaurant.id, VillageRestaurant.name)
STATEMENTS = {
    "duties": _sums(),
    "duties_per_location": (
        _sums(*_LOCATION)
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .group_by(*_LOCATION)
        .order_by(VillageRestaurant.name)
    ),
}
