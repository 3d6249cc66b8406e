"""The yearly figure of the village restaurants: meals."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, func, select
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


def _in_year(year: int) -> ColumnElement[bool]:
    return MealService.service_date.between(date(year, 1, 1), date(year, 12, 31))


def meal_figures(session: Session, year: int) -> Mapping[str, Value]:
    """Return the meals of a year; None when no service of it was counted."""
    meals = session.scalar(select(func.sum(MealService.present)).where(_in_year(year)))
    return {"meals": None if meals is None else int(meals)}


def per_location(session: Session, year: int) -> list[tuple[str, int, int]]:
    """Return (location, services that were counted, meals) by name."""
    rows = session.execute(
        select(VillageRestaurant.name, func.count(MealService.present), func.sum(MealService.present))
        .join(MealService, MealService.restaurant_id == VillageRestaurant.id)
        .where(_in_year(year), MealService.present.is_not(None))
        .group_by(VillageRestaurant.name)
        .order_by(VillageRestaurant.name)
    )
    return [(name, services, int(meals or 0)) for name, services, meals in rows]


FIGURE_SET = FigureSet(
    FIGURES,
    meal_figures,
    (
        FigureTable(
            "per_location",
            QT_TRANSLATE_NOOP("figures", "Maaltijden per locatie"),
            ("location", "services", "meals"),
            (
                QT_TRANSLATE_NOOP("figures", "Locatie"),
                QT_TRANSLATE_NOOP("figures", "Middagen"),
                QT_TRANSLATE_NOOP("figures", "Maaltijden"),
            ),
            per_location,
        ),
    ),
)

FIGURE_SETS = (FIGURE_SET,)
