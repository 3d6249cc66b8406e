"""The noons behind a yearly figure, a row each."""

import functools
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, select

from mmc_desk.core import years
from mmc_desk.core.figures import RecordColumn, RecordKind, Records
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.queries.page_names import LOCATIONS_PAGE, NOON_PAGE

_NUMBER = RecordKind.NUMBER
_COLUMNS = (
    RecordColumn("service_date", QT_TRANSLATE_NOOP("figures", "Datum"), RecordKind.DATE),
    RecordColumn("location", QT_TRANSLATE_NOOP("figures", "Locatie")),
    RecordColumn("present", QT_TRANSLATE_NOOP("figures", "Aan tafel"), _NUMBER),
    RecordColumn("booked", QT_TRANSLATE_NOOP("figures", "Ingeschreven"), _NUMBER),
    RecordColumn("no_show", QT_TRANSLATE_NOOP("figures", "Niet gekomen"), _NUMBER),
    RecordColumn("walk_in", QT_TRANSLATE_NOOP("figures", "Zonder inschrijving"), _NUMBER),
    RecordColumn("take_away", QT_TRANSLATE_NOOP("figures", "Meegenomen"), _NUMBER),
)
_LOCATION_COLUMNS = (RecordColumn("location", QT_TRANSLATE_NOOP("figures", "Locatie")),)


def in_days(year: int, month: int | None = None) -> ColumnElement[bool]:
    """Hold for the noons of a year, or of one of its months."""
    return MealService.service_date.between(*years.days_of(year, month))


def is_expected() -> ColumnElement[bool]:
    """Hold for the noons that noted both how many had booked and how many of those didn't come."""
    return and_(MealService.booked > 0, MealService.no_show.is_not(None))


def noons(*conditions: ColumnElement[bool]) -> Records:
    """Return the noons whose people at the table were counted, by day and location."""
    return Records(_counted_noons().where(*conditions), _COLUMNS, NOON_PAGE)


@functools.cache  # made once: a page asks for many numbers
def _counted_noons() -> Select[*tuple[Any, ...]]:
    return (
        select(
            MealService.id.label("key"),
            *(MealService.service_date, VillageRestaurant.name.label("location")),
            *(MealService.present, MealService.booked, MealService.no_show),
            *(MealService.walk_in, MealService.take_away),
        )
        .select_from(MealService)
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .where(MealService.present.is_not(None))
        .order_by(MealService.service_date, VillageRestaurant.name)
    )


def locations_of(year: int) -> Records:
    """Return the locations with a counted noon in a year, by name."""
    statement = (
        select(VillageRestaurant.id.label("key"), VillageRestaurant.name.label("location"))
        .select_from(VillageRestaurant)
        .where(_served_in(year))
        .order_by(VillageRestaurant.name)
    )
    return Records(statement, _LOCATION_COLUMNS, LOCATIONS_PAGE)


def _served_in(year: int) -> ColumnElement[bool]:
    served = MealService.restaurant_id == VillageRestaurant.id
    return exists().where(served, MealService.present.is_not(None), in_days(year))
