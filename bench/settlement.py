"""Settling a year of the practice town month by month, reading included: 2 983 rides, 19 drivers × 12 months."""

import functools
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mmc_desk.cli import demo
from mmc_desk.core import clock, migrate
from mmc_desk.core.db import Database
from mmc_desk.features import load_features
from mmc_desk.features.mileage import ops
from mmc_desk.features.mileage.ops.following import keep_frozen
from mmc_desk.features.mileage.queries.settlements import month_overview, year_statements

YEAR = 2019
LIMIT = 2.0
TURNS = 3
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def settle(database: Database) -> tuple[float, float, int]:
    """Settle the year; return the seconds by the clock and on the processor, and the rides."""
    rides = 0
    start, used = time.perf_counter(), time.process_time()
    for month in range(1, 13):
        op = functools.partial(ops.settle_month, command=ops.SettleMonth(YEAR, month))
        rides += database.write(op, "Afrekening").value.rides
    return time.perf_counter() - start, time.process_time() - used, rides


def timed(database: Database, query: Callable[..., Any], *arguments: int) -> float:
    start = time.perf_counter()
    database.read(lambda session: query(session, *arguments))
    return time.perf_counter() - start


def main() -> None:
    load_features()
    seconds, busy, rides = [], [], 0
    with tempfile.TemporaryDirectory() as folder, clock.frozen(NOW):
        town = Path(folder) / "town.db"
        demo.make_practice(str(town))
        for turn in range(TURNS):
            copy = Path(folder) / f"turn{turn}.db"
            copy.write_bytes(town.read_bytes())
            with migrate.open_database(str(copy)) as database:
                database.followers = (keep_frozen,)
                took, used, rides = settle(database)
                seconds.append(took)
                busy.append(used)
                overview, statements = timed(database, month_overview, YEAR, 10), timed(database, year_statements, YEAR)
    print(
        json.dumps(
            {
                "what": f"settling {YEAR} of the practice town, {rides} rides",
                "seconds": round(statistics.median(seconds), 2),
                "processor_s": round(statistics.median(busy), 2),
                "limit": LIMIT,
                "month_overview_s": round(overview, 3),
                "year_statements_s": round(statements, 3),
            }
        )
    )


if __name__ == "__main__":
    main()
