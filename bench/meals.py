"""Ten years of village restaurants (5 000 noons, 150 000 bookings): a location's year on screen, the yearly figures.

The figures are held against the raw sqlite3 aggregates they need, in turns in one process.
"""

import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any, cast

from sqlalchemy import insert
from sqlalchemy.orm import Session

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mmc_desk.core import db, migrate
from mmc_desk.features import load_models
from mmc_desk.features.meals.figures import meal_figures, per_location
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking
from mmc_desk.features.meals.ops.schedule import GenerateServices, generate_services
from mmc_desk.features.meals.queries.calendar import noon_calendar
from mmc_desk.features.meals.queries.figures import restaurant_year

NOONS, BOOKINGS = 5_000, 150_000
FIRST = date(2016, 1, 4)
YEAR = 2021
TURNS = 25
LOCATIONS = 10

RAW = (
    """
    SELECT count(present), sum(present), sum(no_show) FROM meal_service
    WHERE service_date BETWEEN :first AND :last AND present IS NOT NULL
    """,
    """
    SELECT r.name, count(s.present), sum(s.present), sum(s.no_show), sum(s.walk_in), sum(s.take_away)
    FROM village_restaurant r JOIN meal_service s ON s.restaurant_id = r.id
    WHERE s.service_date BETWEEN :first AND :last AND s.present IS NOT NULL GROUP BY r.name ORDER BY r.name
    """,
)


def fill(session: Session) -> None:
    """Add ten years of noons, each with its bookings."""
    dice = random.Random(5)  # noqa: S311 - play, not secrets
    places = [{"id": key, "name": f"Dorp {key}", "capacity": 40} for key in range(1, LOCATIONS + 1)]
    session.execute(insert(VillageRestaurant), places)
    session.execute(insert(MealService), [_noon(dice, key) for key in range(NOONS)])
    rows = [
        {"service_id": 1 + number % NOONS, "name": f"Gast {number}", "state": BookingState.PRESENT}
        for number in range(BOOKINGS)
    ]
    session.execute(insert(MealBooking), rows)


def _noon(dice: random.Random, key: int) -> dict[str, Any]:
    present = dice.randint(18, 38)
    return {
        "id": key + 1,
        "restaurant_id": 1 + key % LOCATIONS,
        "service_date": FIRST + timedelta(weeks=key // LOCATIONS, days=key % 5),
        "starts_at": clock_time(12),
        "booked": present,
        "present": present,
        "no_show": dice.randint(0, 2),
        "walk_in": dice.randint(0, 2),
        "take_away": dice.randint(0, 2),
        "ordered": present + dice.randint(0, 3),
        "price": 700,
    }


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds a run takes by the clock and on the processor."""
    start, used = time.perf_counter(), time.process_time()
    run()
    return 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - used)


def runs_on(database: db.Database) -> dict[str, Callable[[], object]]:
    """Return what is measured."""
    span = {"first": f"{YEAR}-01-01", "last": f"{YEAR}-12-31"}
    connection = cast("sqlite3.Connection", database.engine.raw_connection().driver_connection)
    again = GenerateServices(FIRST, date(2026, 12, 31))
    return {
        "raw": lambda: [connection.execute(query, span).fetchall() for query in RAW],
        "figures": lambda: database.read(lambda session: (meal_figures(session, YEAR), per_location(session, YEAR))),
        "location_year": lambda: database.read(lambda session: restaurant_year(session, 3, YEAR)),
        "all_year": lambda: database.read(lambda session: restaurant_year(session, None, YEAR)),
        "month": lambda: database.read(lambda session: noon_calendar(session, date(YEAR, 5, 1), date(YEAR, 5, 31))),
        "regenerate": lambda: database.write(lambda session: generate_services(session, again)),
    }


def main() -> None:
    """Measure and print one line of JSON."""
    load_models()
    with tempfile.TemporaryDirectory() as folder, migrate.create(str(Path(folder) / "meals.db")) as database:
        database.write(fill)
        runs = runs_on(database)
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
        for _ in range(TURNS):
            for name, run in runs.items():
                taken[name].append(timed(run))
    by_clock = {name: round(statistics.median(clock for clock, _ in times[2:]), 2) for name, times in taken.items()}
    # Less than a millisecond: on a busy machine only the processor's time of the best turn says something.
    busy = {name: min(used for _, used in times[2:]) for name, times in taken.items()}
    print(
        json.dumps(
            {
                "what": f"meals: {NOONS} noons, {BOOKINGS} bookings",
                **{f"{name}_ms": value for name, value in by_clock.items()},
                "ratio": round(busy["figures"] / busy["raw"], 2),
                "limits": {"location_year_ms": 100, "ratio": 1.5},
            }
        )
    )


if __name__ == "__main__":
    main()
