"""The village restaurants of the practice town: 8 locations, 9 weekly moments, 265 meals a week (domain.md §1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.schedule import MealClosure, MealMoment, MealPrice, RestaurantVenue
from mmc_desk.features.meals.rules.schedule import NOON, Moment, Schedule, noons
from mmc_desk.features.meals.rules.settings import MealSettings
from mmc_desk.features.people.demo import FIRST_YEAR, Town
from mmc_desk.features.rides.rules.availability import Period

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
PRICES = (
    (date(2018, 1, 1), 600, 350, 430),
    (date(2022, 1, 1), 680, 400, 490),
    (date(2024, 1, 1), 750, 450, 540),
)
"""From which day on; adult, child, and what a meal costs the desk. Cents."""
BOOKED_AHEAD = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class _Noon:
    """A weekly moment on a day."""

    restaurant: int
    day: date
    meals: int
    closed_reason: str


@dataclass(frozen=True, slots=True)
class _Hall:
    """Where a restaurant meets, who cooks, whom to phone."""

    name: str
    street: str
    capacity: int
    caterer: str
    contact: str


HALLS = {
    "Mopertingen": _Hall("Zaal Sint-Catharina", "Molenstraat 8", 40, "Keuken De Linde", "Greta Thijs"),
    "Schoonbeek": _Hall("Parochiezaal De Bron", "Schoonbeekstraat 21", 45, "Keuken De Linde", "Luc Vanherle"),
    "Beverst": _Hall("Ontmoetingscentrum 't Klokhuis", "Kapelstraat 2", 40, "", "Rita Claes"),
    "Waltwilder": _Hall("Zaal Ons Huis", "Waltwilderstraat 30", 36, "Keuken De Linde", "Jos Hendrix"),
    "Munsterbilzen": _Hall("Buurthuis De Kring", "Perronstraat 5", 50, "", "Nicole Jorissen"),
    "Rijkhoven": _Hall("Parochiezaal Rijkhoven", "Rijkhovenstraat 44", 36, "Keuken De Linde", "Paul Geurts"),
    "Eigenbilzen": _Hall("Cultuurhuis Eigenbilzen", "Dorpsstraat 60", 48, "", "Annie Bamps"),
    "Hees": _Hall("Zaal De Kring", "Sint-Quintinusstraat 1", 40, "Keuken De Linde", "Maurice Hellings"),
    "Grote-Spouwen": _Hall("Gemeenschapshuis", "Riemsterweg 12", 34, "Keuken De Linde", "Hilda Moermans"),
}


def fill_noons(session: Session, town: Town) -> None:
    """Add the restaurants with what their noons follow from, and every noon since 2018."""
    keys = {name: town.key(VillageRestaurant) for name in HALLS}
    town.add(session, VillageRestaurant, [_restaurant(name, key) for name, key in keys.items()])
    town.add(session, RestaurantVenue, [_venue(town, name, key) for name, key in keys.items()])
    town.add(session, MealMoment, _moments(keys))
    town.add(
        session,
        MealPrice,
        [
            {"valid_from": first, "price": price, "child_price": child, "cost": cost, "restaurant_id": None}
            for first, price, child, cost in PRICES
        ],
    )
    town.add(session, MealClosure, list(_closures(_last_noon(town).year)))
    town.add(session, MealService, [_row(town, noon) for noon in _noons(town, keys)])


def _last_noon(town: Town) -> date:
    """Return the last noon that the desk has made: a year ahead."""
    return town.today + relativedelta(months=MealSettings().months_ahead)


def _restaurant(name: str, key: int) -> dict[str, Any]:
    hall = HALLS[name]
    return {
        "id": key,
        "name": name,
        "capacity": hall.capacity,
        "own_kitchen": not hall.caterer,
        "caterer": hall.caterer,
        "caterer_email": "bestellingen@keuken.example" if hall.caterer else "",
        "contact_name": hall.contact,
        "contact_phone": f"+324500000{key:02d}",
        "opening_float": 5000,
    }


def _venue(town: Town, name: str, key: int) -> dict[str, Any]:
    hall = HALLS[name]
    return {
        "restaurant_id": key,
        "valid_from": NINTH_OPENS if name == NINTH[0] else date(FIRST_YEAR, 1, 1),
        "name": hall.name,
        "street": hall.street,
        "postcode": town.postcodes[name],
        "village": name,
    }


def _moments(keys: dict[str, int]) -> list[dict[str, Any]]:
    since = date(FIRST_YEAR, 1, 1)
    return [
        {"restaurant_id": keys[name], "weekday": weekday, "starts_at": NOON, "valid_from": first, "valid_to": None}
        for first, moments in ((since, MOMENTS), (NINTH_OPENS, (NINTH,)))
        for name, weekday, _ in moments
    ]


def _closures(last_year: int) -> Iterator[dict[str, Any]]:
    spans = [(first, last, "corona") for first, last in CORONA]
    for year in range(FIRST_YEAR, last_year + 1):
        spans.append((date(year, 7, 15), date(year, 8, 6), "zomersluiting"))
        spans.append((date(year, 1, 1), date(year, 1, 3), "kerstvakantie"))
        spans.append((date(year, 12, 24), date(year, 12, 31), "kerstvakantie"))
    for first, last, reason in sorted(spans):
        yield {"restaurant_id": None, "from_day": first, "to_day": last, "reason": reason}


def _noons(town: Town, keys: dict[str, int]) -> Iterator[_Noon]:
    """Yield the noons by day, in the order of the moments: the chance of the counts goes by it."""
    last = _last_noon(town)
    closures = tuple(
        Period(row["from_day"], row["to_day"], row["reason"])
        for row in sorted(_closures(last.year), key=lambda row: row["reason"] != "corona")
    )
    meals = {(name, weekday): count for name, weekday, count in (*MOMENTS, NINTH)}
    place = {moment: number for number, moment in enumerate(meals)}
    found: list[tuple[date, int, _Noon]] = []
    for (name, weekday), count in meals.items():
        since = NINTH_OPENS if name == NINTH[0] else date(FIRST_YEAR, 1, 1)
        schedule = Schedule((Moment(weekday, NOON, since),), closures)
        found += (
            (noon.day, place[name, weekday], _Noon(keys[name], noon.day, count, noon.closed_reason))
            for noon in noons(schedule, {}, date(FIRST_YEAR, 1, 1), last)
        )
    yield from (noon for _, _, noon in sorted(found, key=lambda one: one[:2]))


def _row(town: Town, noon: _Noon) -> dict[str, Any]:
    closed = noon.closed_reason
    row = {
        "restaurant_id": noon.restaurant,
        "service_date": noon.day,
        "starts_at": NOON,
        "closed_reason": closed,
        **dict.fromkeys(("booked", "ordered", "present", "no_show", "walk_in", "take_away", "volunteers")),
        "price": None if closed else next(price for first, price, _, _ in reversed(PRICES) if first <= noon.day),
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
    take_away = town.rng.choice((0, 0, 1, 2))
    booked = present - walk_in + no_show
    return {
        "booked": booked,
        "ordered": booked + take_away + noon.day.toordinal() % 3,
        "present": present,
        "no_show": no_show,
        "walk_in": walk_in,
        "take_away": take_away,
        "volunteers": town.rng.randint(5, 8),
    }
