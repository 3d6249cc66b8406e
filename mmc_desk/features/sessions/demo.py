"""LDC on Wheels in the practice town: once a month at every location, from January 2021 (domain.md §5)."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.features.meals.model import MealService
from mmc_desk.features.people.demo import Town
from mmc_desk.features.sessions.model import SessionKind, WheelsSession

STARTS = date(2021, 1, 1)
THEMES = (
    ("Valpreventie: stevig op je benen", SessionKind.INFORMATIVE, "kinesisten van Bilzen"),
    ("Bingo met streekproducten", SessionKind.RECREATIONAL, ""),
    ("Digidokter: vragen over smartphone en tablet", SessionKind.EDUCATIONAL, "bibliotheek"),
    ("Bloeddruk meten", SessionKind.SERVICE, "Wit-Gele Kruis"),
    ("Verhalen van vroeger", SessionKind.RECREATIONAL, "heemkring"),
    ("Premies en tegemoetkomingen", SessionKind.INFORMATIVE, "sociaal huis"),
    ("Stoelyoga", SessionKind.RECREATIONAL, ""),
    ("Veilig betalen met de bankkaart", SessionKind.EDUCATIONAL, "buren"),
    ("Gehoor testen", SessionKind.SERVICE, "hoorcentrum"),
    ("Samen zingen", SessionKind.RECREATIONAL, "koor"),
    ("Wonen in een woonzorgcentrum", SessionKind.INFORMATIVE, "woonzorgcentrum"),
)


def fill(session: Session, town: Town) -> None:
    """Add one session per location and month, after a meal of that month; spread over its weeks."""
    services = session.execute(
        select(MealService.restaurant_id, MealService.service_date)
        .where(MealService.closed_reason == "", MealService.service_date >= STARTS)
        .order_by(MealService.service_date, MealService.restaurant_id)
    )
    months: defaultdict[tuple[int, int, int], list[date]] = defaultdict(list)
    for restaurant, day in services:
        months[day.year, day.month, restaurant].append(day)
    rows = [
        _row(town, place, restaurant, days[(restaurant + month) % len(days)])
        for place, ((_, month, restaurant), days) in enumerate(months.items())
    ]
    town.add(session, WheelsSession, rows)


def _row(town: Town, place: int, restaurant: int, day: date) -> dict[str, Any]:
    theme, kind, partner = THEMES[place % len(THEMES)]
    attendance = town.rng.randint(9, 27) if day < town.today else None
    return {
        "restaurant_id": restaurant,
        "session_date": day,
        "theme": theme,
        "kind": kind,
        "partner": partner,
        "expected": town.rng.randint(10, 25),
        "attendance": attendance,
        "first_timers": None if attendance is None else town.rng.randint(0, min(4, attendance)),
    }
