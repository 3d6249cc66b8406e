"""The statements of the yearly figures of LDC on Wheels: prepared as SQL (core.prepared)."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, extract, func, select

from mmc_desk.features.meals.model import VillageRestaurant
from mmc_desk.features.sessions.model import WheelsSession
from mmc_desk.features.sessions.queries.records import is_held, is_lost

_DAY = WheelsSession.session_date
_IN_YEAR = _DAY.between(bindparam("first"), bindparam("last"))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


_COUNTS: tuple[ColumnElement[Any], ...] = (
    func.count(WheelsSession.id),
    *(_count(is_held()), _count(is_lost())),
    *(func.sum(WheelsSession.attendance), func.sum(WheelsSession.first_timers)),
)
"""Planned, held, missed, attendance, first-timers: the last two are noted of held ones alone."""

_MONTH = extract("month", _DAY)
STATEMENTS = {
    "counts": select(*_COUNTS).where(_IN_YEAR),
    "per_location": (
        select(VillageRestaurant.id, VillageRestaurant.name, *_COUNTS)
        .join(WheelsSession, WheelsSession.restaurant_id == VillageRestaurant.id)
        .where(_IN_YEAR)
        .group_by(VillageRestaurant.id, VillageRestaurant.name)
        .order_by(VillageRestaurant.name)
    ),
    "per_month": select(_MONTH, *_COUNTS).where(_IN_YEAR).group_by(_MONTH).order_by(_MONTH),
    "span": select(func.min(_DAY), func.max(_DAY)),
}
