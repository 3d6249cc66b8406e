"""`report YEAR` over a million rides against the raw sqlite3 aggregates it needs, run in turns in one process."""

import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.million import RIDES, million_rides
from mmc_desk.core import db, migrate
from mmc_desk.features import load_features
from mmc_desk.features.yearly.printout import report as printout
from mmc_desk.features.yearly.queries.report import yearly_report

YEAR = 2021
TURNS = 9

_YEAR = "ride_date BETWEEN :first AND :last"
_DRIVEN = f"{_YEAR} AND state IN ('driven', 'settled')"
_UNDRIVEN = "state IN ('cancelled', 'wasted', 'no_driver')"
_SUMS = "count(*), sum(metres)"
_STATES = (
    f"SELECT state, {_SUMS}, sum(passengers), sum(legs), count(legs) FROM ride WHERE {_YEAR} GROUP BY state",
    f"SELECT count(DISTINCT driver_id) FROM ride WHERE {_DRIVEN}",
)
RAW_RIDES = (
    *_STATES,
    f"SELECT driver_id, count(*), sum(metres) FROM ride WHERE {_DRIVEN} GROUP BY driver_id",
    f"SELECT purpose, count(*), sum(metres) FROM ride WHERE {_DRIVEN} GROUP BY purpose",
    f"SELECT village, count(*), sum(metres) FROM ride WHERE {_DRIVEN} GROUP BY village",
    f"SELECT substr(ride_date, 6, 2), {_SUMS}, sum(passengers) FROM ride WHERE {_DRIVEN} GROUP BY 1",
    f"SELECT substr(ride_date, 6, 2), state, count(*) FROM ride WHERE {_YEAR} AND {_UNDRIVEN} GROUP BY 1, 2",
    f"SELECT reason, count(*) FROM ride WHERE {_YEAR} AND state = 'no_driver' GROUP BY 1",
)
RAW_REST = (
    "SELECT count(*) FROM membership WHERE year = :year",
    """SELECT count(*) FROM membership m JOIN membership b ON b.member_id = m.member_id AND b.year = :year - 1
    WHERE m.year = :year""",
    "SELECT count(*) FROM volunteer",
    "SELECT sum(present) FROM meal_service WHERE service_date BETWEEN :first AND :last",
    "SELECT count(*) FROM wheels_session WHERE session_date BETWEEN :first AND :last",
    "SELECT driver.id, last_name, first_name FROM driver JOIN person ON person.id = driver.person_id",
)
_VILLAGE = "SELECT village FROM address WHERE person_id = p.id AND valid_from <= :last ORDER BY valid_from DESC LIMIT 1"
RAW_PEOPLE = (
    """SELECT since, ended_on, count(*) FROM member m JOIN membership s ON s.member_id = m.id AND s.year = :year
    GROUP BY since, ended_on""",
    f"""SELECT ({_VILLAGE}) AS home, count(n.id), count(b.id) FROM member m JOIN person p ON p.id = m.person_id
    LEFT JOIN membership n ON n.member_id = m.id AND n.year = :year
    LEFT JOIN membership b ON b.member_id = m.id AND b.year = :year - 1
    WHERE n.id IS NOT NULL OR b.id IS NOT NULL GROUP BY home""",
)


def raw(connection: sqlite3.Connection) -> None:
    """Ask what the report asks: this year whole, last year's figures."""
    for year, queries in ((YEAR, (*RAW_RIDES, *RAW_PEOPLE, *RAW_REST)), (YEAR - 1, (*_STATES, *RAW_REST))):
        span = {"year": year, "first": f"{year}-01-01", "last": f"{year}-12-31"}
        for query in queries:
            connection.execute(query, span).fetchall()


def ours(database: db.Database, target: Path) -> None:
    """Do what the command does: gather, and write the JSON."""
    features = load_features()
    printout.write(target, database.read(lambda session: yearly_report(session, YEAR, features)))


def timed(run: Callable[[], None]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print one line of JSON."""
    print(json.dumps(measured(million_rides(), RIDES)))


def measured(path: Path, rides: int) -> dict[str, object]:
    """Return the seconds of the raw queries and of the report over a database with so many rides."""
    load_features()
    seconds: dict[str, list[float]] = {"raw": [], "ours": []}
    with tempfile.TemporaryDirectory() as folder, migrate.open_database(str(path)) as database:
        connection = cast("sqlite3.Connection", database.engine.raw_connection().driver_connection)
        runs = {"raw": lambda: raw(connection), "ours": lambda: ours(database, Path(folder) / "report.json")}
        for _ in range(TURNS):
            for name, run in runs.items():
                seconds[name].append(timed(run))
    middle = {name: statistics.median(times[1:]) for name, times in seconds.items()}
    return {
        "what": f"report {YEAR} over {rides} rides",
        "raw_s": round(middle["raw"], 3),
        "ours_s": round(middle["ours"], 3),
        "ratio": round(middle["ours"] / middle["raw"], 2),
        "limit": 1.5,
    }


if __name__ == "__main__":
    main()
