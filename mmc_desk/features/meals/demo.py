"""The village restaurants of the practice town: 8 locations, 9 weekly moments, 265 meals a week (domain.md §1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.people.demo import FIRST_YEAR, Town

MOMENTS = (
    ("Mopertingen", 0, 28),
    ("Schoonbeek", 0, 30),
    ("Beverst", 1, 29),
    ("Waltwilder", 1, 25),
    ("Munsterbilzen", 2, 36),
    ("Rijkhoven", 2, 24),
    ("Eigenbilzen", 3, 34),
    ("Hees", 3, 27),
    ("Schoonbeek", 4, 32),
)
"""Location, weekday (Monday = 0), meals in an ordinary week; together 265."""

NINTH = ("Grote-Spouwen", 3, 22)
NINTH_OPENS = date(2021, 9, 9)
CORONA = ((date(2020, 3, 16), date(2020, 8, 31)), (date(2020, 11, 2), date(2020, 12, 31)))
PRICES = ((date(2018, 1, 1), 600), (date(2022, 1, 1), 680), (date(2024, 1, 1), 750))
BOOKED_AHEAD = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class _Noon:
    """A weekly moment on a day."""

    restaurant: int
    day: date
    meals: int


def fill(session: Session, town: Town) -> None:
    """Add the restaurants and every noon since 2018."""
    moments = (*MOMENTS, NINTH)
    keys = {name: town.key(VillageRestaurant) for name in dict.fromkeys(name for name, _, _ in moments)}
    town.add(session, VillageRestaurant, [{"id": key, "name": name} for name, key in keys.items()])
    holidays = {year: town.holidays(year) for year in range(FIRST_YEAR, town.last_day.year + 1)}
    rows = []
    for noon in _noons(town, keys):
        reason = holidays[noon.day.year].get(noon.day) or _closed(noon.day)
        rows.append(_row(town, noon, reason))
    town.add(session, MealService, rows)


def _noons(town: Town, keys: dict[str, int]) -> Iterator[_Noon]:
    day = date(FIRST_YEAR, 1, 1)
    while day <= town.last_day:
        for name, weekday, meals in (*MOMENTS, *([NINTH] if day >= NINTH_OPENS else [])):
            if day.weekday() == weekday:
                yield _Noon(keys[name], day, meals)
        day += timedelta(days=1)


def _closed(day: date) -> str:
    if any(start <= day <= end for start, end in CORONA):
        return "corona"
    if date(day.year, 7, 15) <= day <= date(day.year, 8, 6):
        return "zomersluiting"
    if (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 3):
        return "kerstvakantie"
    return ""


def _row(town: Town, noon: _Noon, closed: str) -> dict[str, Any]:
    row = {
        "restaurant_id": noon.restaurant,
        "service_date": noon.day,
        "closed_reason": closed,
        **dict.fromkeys(("booked", "present", "no_show", "walk_in", "take_away", "volunteers")),
        "price": None if closed else next(cents for start, cents in reversed(PRICES) if start <= noon.day),
    }
    if closed or noon.day > town.today + BOOKED_AHEAD:
        return row
    if noon.day >= town.today:
        return {**row, "booked": noon.meals - town.rng.randint(0, 6)}
    return {**row, **_counts(town, noon)}


def _counts(town: Town, noon: _Noon) -> dict[str, int]:
    share = 0.75 if date(2020, 9, 1) <= noon.day < date(2021, 9, 1) else 1.0
    present = round(noon.meals * share) + town.rng.randint(-3, 3)
    no_show, walk_in = town.rng.choice((0, 0, 1, 2)), town.rng.choice((0, 1, 1, 2))
    return {
        "booked": present - walk_in + no_show,
        "present": present,
        "no_show": no_show,
        "walk_in": walk_in,
        "take_away": town.rng.choice((0, 0, 1, 2)),
        "volunteers": town.rng.randint(5, 8),
    }
