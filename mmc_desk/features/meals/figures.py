"""The yearly figure of the village restaurants: meals, and what each location did."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.orm import Session

from mmc_desk.core.feature import Figure, FigureSet, FigureTable, Value
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.meals.model import MealService, VillageRestaurant

FIGURES = (
    Figure(
        "meals",
        QT_TRANSLATE_NOOP("figures", "Maaltijden"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Deelnemers aan tafel in de dorpsrestaurants, met of zonder inschrijving. Meegenomen maaltijden en "
            "gesloten dagen tellen niet mee.",
        ),
    ),
)


_SERVICE, _RESTAURANT = cast("Table", MealService.__table__), cast("Table", VillageRestaurant.__table__)
_IN_YEAR = _SERVICE.c.service_date.between(bindparam("first"), bindparam("last"))
# Made once, from tables: making a statement anew takes longer than a year of noons does to add up (bench/meals.py).
_MEALS = select(func.sum(_SERVICE.c.present)).where(_IN_YEAR)
_SUMS = (
    select(
        _SERVICE.c.restaurant_id,
        func.count(_SERVICE.c.present).label("services"),
        *(func.sum(_SERVICE.c[name]).label(name) for name in ("present", "no_show", "walk_in", "take_away")),
    )
    .where(_IN_YEAR, _SERVICE.c.present.is_not(None))
    .group_by(_SERVICE.c.restaurant_id)
    .subquery()
)
"""Added up by key first: ten names to look up, and not one for every noon."""
_PER_LOCATION = (
    select(
        *(_RESTAURANT.c.name, _SUMS.c.services, _SUMS.c.present),
        *(_SUMS.c.no_show, _SUMS.c.walk_in, _SUMS.c.take_away),
    )
    .join(_SUMS, _SUMS.c.restaurant_id == _RESTAURANT.c.id)
    .order_by(_RESTAURANT.c.name)
)


def _days(year: int) -> Mapping[str, date]:
    return {"first": date(year, 1, 1), "last": date(year, 12, 31)}


def meal_figures(session: Session, year: int) -> Mapping[str, Value]:
    """Return the meals of a year; None when no service of it was counted."""
    meals = session.connection().scalar(_MEALS, _days(year))
    return {"meals": None if meals is None else int(meals)}


Row = tuple[str, int, int, float, int | None, int | None, int | None]


def per_location(session: Session, year: int) -> list[Row]:
    """Return (location, services counted, meals, average, no-shows, walk-ins, take-away) by name; None: not noted."""
    return [
        (name, services, int(meals), round(meals / services, 1), _whole(no_shows), _whole(walk_ins), _whole(away))
        for name, services, meals, no_shows, walk_ins, away in session.connection().execute(_PER_LOCATION, _days(year))
    ]


def _whole(total: int | None) -> int | None:
    return None if total is None else int(total)


FIGURE_SET = FigureSet(
    FIGURES,
    meal_figures,
    (
        FigureTable(
            "per_location",
            QT_TRANSLATE_NOOP("figures", "Maaltijden per locatie"),
            ("location", "services", "meals", "average", "no_shows", "walk_ins", "take_away"),
            (
                QT_TRANSLATE_NOOP("figures", "Locatie"),
                QT_TRANSLATE_NOOP("figures", "Middagen"),
                QT_TRANSLATE_NOOP("figures", "Maaltijden"),
                QT_TRANSLATE_NOOP("figures", "Per middag"),
                QT_TRANSLATE_NOOP("figures", "Niet komen opdagen"),
                QT_TRANSLATE_NOOP("figures", "Zonder inschrijving"),
                QT_TRANSLATE_NOOP("figures", "Meegenomen"),
            ),
            per_location,
            unsummed=("average",),
        ),
    ),
)

FIGURE_SETS = (FIGURE_SET,)
