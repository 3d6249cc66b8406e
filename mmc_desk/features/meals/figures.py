"""The yearly figure of the village restaurants: meals, and what each location did."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from mmc_desk.core import prepared
from mmc_desk.core.feature import Figure, FigureSet, FigureTable, Value
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.core.prepared import PreparedQuery

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


_STATEMENTS = "mmc_desk.features.meals.queries.meal_figure_statements"
Row = tuple[str, int, int, float, int | None, int | None, int | None]


def meal_figures(session: Session, year: int) -> Mapping[str, Value]:
    """Return the meals of a year; None when no service of it was counted."""
    (meals,) = _found(session, "meals", year)[0]
    return {"meals": None if meals is None else int(meals)}


def per_location(session: Session, year: int) -> list[Row]:
    """Return (location, services counted, meals, average, no-shows, walk-ins, take-away) by name; None: not noted."""
    return [
        (name, services, int(meals), round(meals / services, 1), _whole(no_shows), _whole(walk_ins), _whole(away))
        for name, services, meals, no_shows, walk_ins, away in _found(session, "per_location", year)
    ]


def _found(session: Session, statement: str, year: int) -> Sequence[prepared.Row]:
    """Run a prepared statement: SQLAlchemy takes as long over it as adding up a year of noons (bench/meals.py)."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    query = PreparedQuery(_STATEMENTS, lambda rows: rows(statement, first=first, last=last))
    return prepared.run_within(query, session)


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
