"""Open data of the village restaurants: meals by location and month."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.core.open_data import Labels, OpenCube, OpenDimension, OpenFacts, month_label
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.rides.open_data import MONTH

LOCATION = OpenDimension(
    "locatie",
    QT_TRANSLATE_NOOP("open_data", "Dorpsrestaurant."),
    QT_TRANSLATE_NOOP("open_data", "naam van het dorpsrestaurant"),
)


def meal_facts(session: Session, year: int) -> OpenFacts:
    """Return the meals of a year by location and month; surely as many persons as sat at the fullest noon."""
    labels = VillageRestaurant.name, extract("month", MealService.service_date)
    query = (
        select(*labels, func.sum(MealService.present), func.max(MealService.present))
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .where(MealService.service_date.between(date(year, 1, 1), date(year, 12, 31)), MealService.present.is_not(None))
        .group_by(*labels)
    )
    return facts_of_crowds(
        [(name, int(month), int(total or 0), most or 0) for name, month, total, most in session.execute(query)]
    )


def facts_of_crowds(rows: Sequence[tuple[str, int, int, int]]) -> OpenFacts:
    """Return facts of (location, month, how many in all, how many at once at most): nobody's name is known."""
    return OpenFacts([((location, month_label(month)), total) for location, month, total, _ in rows], _seats(rows))


def _seats(rows: Sequence[tuple[str, int, int, int]]) -> Iterator[tuple[Labels, int]]:
    for location, month, _, most in rows:
        for seat in range(most):
            yield (location, month_label(month)), seat


OPEN_CUBES = (
    OpenCube(
        "maaltijden",
        QT_TRANSLATE_NOOP("open_data", "Maaltijden"),
        QT_TRANSLATE_NOOP(
            "open_data", "Deelnemers aan tafel in de dorpsrestaurants; meegenomen maaltijden tellen niet mee."
        ),
        (LOCATION, MONTH),
        meal_facts,
    ),
)
