"""The yearly figure of the village restaurants: meals, and what each location did."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from mmc_desk.core.figures import Figure, FigureSet, FigureTable, Records, Value, prepared_rows, prepared_year
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.core.prepared import Row
from mmc_desk.features.meals.model import MealService
from mmc_desk.features.meals.queries import duty_records, records
from mmc_desk.features.meals.queries.records import in_days, is_expected

FIGURES = (
    Figure(
        "meals",
        QT_TRANSLATE_NOOP("figures", "Maaltijden"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Deelnemers aan tafel in de dorpsrestaurants, met of zonder inschrijving. Meegenomen maaltijden en "
            "gesloten dagen tellen niet mee.",
        ),
        records=lambda year: records.noons(in_days(year)).adding("present"),
    ),
    Figure(
        "services",
        QT_TRANSLATE_NOOP("figures", "Open middagen"),
        QT_TRANSLATE_NOOP(
            "figures",
            "Middagen van de dorpsrestaurants waarvan de deelnemers geteld zijn; gesloten dagen tellen niet mee.",
        ),
        records=lambda year: records.noons(in_days(year)),
    ),
    Figure(
        "meals_average",
        QT_TRANSLATE_NOOP("figures", "Maaltijden per open middag"),
        QT_TRANSLATE_NOOP(
            "figures", "Maaltijden gedeeld door open middagen: het gemiddelde over de dagen dat er echt gegeten werd."
        ),
        is_level=True,
        records=lambda year: records.noons(in_days(year)).averaging("present"),
    ),
    Figure(
        "no_shows",
        QT_TRANSLATE_NOOP("figures", "Niet komen opdagen"),
        QT_TRANSLATE_NOOP(
            "figures", "Ingeschreven deelnemers die niet kwamen. Onbekend zolang geen enkele middag dat noteerde."
        ),
        records=lambda year: records.noons(in_days(year)).adding("no_show"),
    ),
)


STATEMENTS = "mmc_desk.features.meals.queries.meal_figure_statements"


def meal_figures(session: Session, year: int) -> Mapping[str, Value]:
    """Return the meals of a year; None when no service of it was counted."""
    ((services, meals, no_shows),) = _found(session, "meals", year)
    return {
        "meals": _whole(meals),
        "services": services or None,
        "meals_average": round(int(meals) / services, 1) if services else None,
        "no_shows": _whole(no_shows),
    }


LocationRow = tuple[int, str, int, int, float, int | None, int | None, int | None]


def per_location(session: Session, year: int) -> list[LocationRow]:
    """Return (key, location, services counted, meals, average, no-shows, walk-ins, take-away) by name.

    None: nobody noted it.
    """
    return [
        (key, name, services, int(meals), round(meals / services, 1), _whole(no_shows), _whole(walk_ins), _whole(away))
        for key, name, services, meals, no_shows, walk_ins, away in _found(session, "per_location", year)
    ]


def _found(session: Session, statement: str, year: int) -> Sequence[Row]:
    return prepared_year(session, STATEMENTS, statement, year)


def _whole(total: int | None) -> int | None:
    return None if total is None else int(total)


def per_month(session: Session, year: int) -> list[tuple[int, int, int, int | None, float | None]]:
    """Return (month, services counted, meals, no-shows, no-shows in % of those booked) of the months with services.

    The share is over the noons that noted both; None: nobody noted it.
    """
    months: dict[int, list[Row]] = {}
    for day, *counts in _found(session, "per_day", year):
        months.setdefault(day.month, []).append(tuple(counts))
    return [(month, *_added(days)) for month, days in sorted(months.items())]


def _added(days: Sequence[Row]) -> tuple[int, int, int | None, float | None]:
    noons, meals, no_shows, missed, booked = (
        [int(count) for count in counts if count is not None] for counts in zip(*days, strict=True)
    )
    share = round(100 * sum(missed) / sum(booked), 1) if booked else None
    return sum(noons), sum(meals), sum(no_shows) if no_shows else None, share


def span(session: Session) -> tuple[int, int] | None:
    """Return the first and the last year with a counted noon; None without any."""
    ((first, last),) = prepared_rows(session, STATEMENTS, "span")
    return (first.year, last.year) if first else None


def _location_records(year: int, location: int, name: str) -> Records:
    return _measured(records.noons(in_days(year), MealService.restaurant_id == location), name)


def _month_records(year: int, month: int, name: str) -> Records:
    days = in_days(year, month)
    if name == "no_show_share":
        return records.noons(days, is_expected()).sharing("no_show", "booked")
    return _measured(records.noons(days), name)


_ADDED = {"meals": "present", "no_shows": "no_show", "walk_ins": "walk_in", "take_away": "take_away"}


def _measured(noons: Records, name: str) -> Records:
    if name == "average":
        return noons.averaging("present")
    return noons.adding(_ADDED[name]) if name in _ADDED else noons


_NOONS = QT_TRANSLATE_NOOP("figures", "Middagen")
_EATEN = QT_TRANSLATE_NOOP("figures", "Maaltijden")
_NO_SHOWS = QT_TRANSLATE_NOOP("figures", "Niet komen opdagen")

TABLES = (
    FigureTable(
        "per_location",
        QT_TRANSLATE_NOOP("figures", "Maaltijden per locatie"),
        ("location", "services", "meals", "average", "no_shows", "walk_ins", "take_away"),
        (
            QT_TRANSLATE_NOOP("figures", "Locatie"),
            *(_NOONS, _EATEN),
            QT_TRANSLATE_NOOP("figures", "Per middag"),
            _NO_SHOWS,
            QT_TRANSLATE_NOOP("figures", "Zonder inschrijving"),
            QT_TRANSLATE_NOOP("figures", "Meegenomen"),
        ),
        per_location,
        unsummed=("average",),
        records=_location_records,
        is_keyed=True,
        measure="meals",
    ),
    FigureTable(
        "meals_per_month",
        QT_TRANSLATE_NOOP("figures", "Maaltijden per maand"),
        ("month", "services", "meals", "no_shows", "no_show_share"),
        (
            QT_TRANSLATE_NOOP("figures", "Maand"),
            *(_NOONS, _EATEN, _NO_SHOWS),
            QT_TRANSLATE_NOOP("figures", "% van ingeschreven"),
        ),
        per_month,
        unsummed=("no_show_share",),
        records=_month_records,
        measure="meals",
    ),
)

LOCATIONS = Figure(
    "locations",
    QT_TRANSLATE_NOOP("figures", "Dorpsrestaurants"),
    QT_TRANSLATE_NOOP("figures", "Locaties waar in dit jaar minstens één middag de deelnemers geteld zijn."),
    is_level=True,
    records=records.locations_of,
)


def location_figures(session: Session, year: int) -> Mapping[str, Value]:
    """Return how many locations served meals in a year; None when no service of it was counted."""
    ((locations,),) = _found(session, "locations", year)
    return {"locations": locations or None}


FIGURE_SET = FigureSet(FIGURES, meal_figures, TABLES, span=span)

DUTIES = (
    Figure(
        "duties",
        QT_TRANSLATE_NOOP("figures", "Diensten van vrijwilligers"),
        QT_TRANSLATE_NOOP(
            "figures", "Diensten op het rooster van de dorpsrestaurants, op open middagen tot en met vandaag."
        ),
        records=lambda year: duty_records.duties(in_days(year)),
    ),
    Figure(
        "volunteer_hours",
        QT_TRANSLATE_NOOP("figures", "Uren van vrijwilligers"),
        QT_TRANSLATE_NOOP(
            "figures",
            "De duur van die diensten samen; een dienst zonder eigen duur telt zo lang als diensten gewoonlijk duren.",
        ),
        "uur",
        records=lambda year: duty_records.duties(in_days(year)).adding("minutes"),
    ),
)


def duty_figures(session: Session, year: int) -> Mapping[str, Value]:
    """Return the duties of volunteers in a year and their hours; None when there is no roster."""
    duties, hours = duty_records.totals(session, year)
    return {"duties": duties, "volunteer_hours": hours}


def _duty_records(year: int, location: int, name: str) -> Records:
    duties = duty_records.duties(in_days(year), MealService.restaurant_id == location)
    return duties.adding("minutes") if name == "hours" else duties


_DUTIES_PER_LOCATION = FigureTable(
    "duties_per_location",
    QT_TRANSLATE_NOOP("figures", "Diensten van vrijwilligers per locatie"),
    ("location", "duties", "hours"),
    (
        QT_TRANSLATE_NOOP("figures", "Locatie"),
        QT_TRANSLATE_NOOP("figures", "Diensten"),
        QT_TRANSLATE_NOOP("figures", "Uren"),
    ),
    duty_records.per_location,
    records=_duty_records,
    is_keyed=True,
)

FIGURE_SETS = (
    FIGURE_SET,
    FigureSet((LOCATIONS,), location_figures),
    FigureSet(DUTIES, duty_figures, (_DUTIES_PER_LOCATION,)),
)
