"""A day read as a problem: 450 drivers × 2 000 rides out of a database with a million rides. JSON; at most 1 s.

Usage: python bench/plan_read.py
"""

import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from datetime import date, datetime
from datetime import time as hour
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.free_drivers import asked_rides
from bench.million import FIRST_YEAR, YEARS
from mmc_desk.core import clock, migrate
from mmc_desk.features import load_models
from mmc_desk.features.planner.queries.planning import planning

DAY = date(FIRST_YEAR + YEARS - 1, 12, 31)
RIDES, DRIVERS = 2_000, 450
LIMIT_SECONDS = 1.0


def main() -> None:
    load_models()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "day.db"
        shutil.copy(asked_rides(), path)
        with closing(sqlite3.connect(path)) as connection:
            fill(connection)
            connection.commit()
        with migrate.open_database(str(path)) as database, clock.frozen(_morning()):
            took, worked = [], []
            for _ in range(4):
                begin, cpu = time.perf_counter(), time.process_time()
                found = database.read(lambda session: planning(session, (DAY,)))
                took.append(time.perf_counter() - begin)
                worked.append(time.process_time() - cpu)
    line = {
        "rides": len(found.rides),
        "to_plan": len(found.problem.requests),
        "drivers": len(found.problem.drivers),
        "seconds": round(statistics.median(took), 3),
        "cpu_seconds": round(statistics.median(worked), 3),
        "limit": LIMIT_SECONDS,
    }
    print(json.dumps(line))


def _morning() -> datetime:
    return datetime.combine(DAY.replace(day=30), hour(9), ZoneInfo("Europe/Brussels"))


def fill(connection: sqlite3.Connection) -> None:
    """Let every driver drive on the day, more of them, and ask two thousand rides."""
    day = DAY.isoformat()
    connection.execute("DELETE FROM absence")
    connection.execute("DELETE FROM week_availability")
    (persons,) = connection.execute("SELECT max(id) FROM person").fetchone()
    (drivers,) = connection.execute("SELECT count(*) FROM driver").fetchone()
    copied = _columns(connection, "driver", {"id", "person_id", "code"})
    for number in range(drivers, DRIVERS):
        person = persons + 1 + number
        connection.execute(
            "INSERT INTO person (id, last_name, first_name, phone, mobile, email, version)"
            " VALUES (?, 'Nieuw', ?, '', '', '', 1)",
            (person, f"Chauffeur {number}"),
        )
        connection.execute(
            "INSERT INTO address (person_id, valid_from, street, postcode, village, version)"
            " SELECT ?, valid_from, street, postcode, village, 1 FROM address WHERE person_id = ?",
            (person, number + 1),
        )
        connection.execute(
            f"INSERT INTO driver (person_id, code, {copied}) SELECT ?, ?, {copied} FROM driver LIMIT 1",
            (person, f"X{number}"),
        )
    connection.execute("DELETE FROM ride_request WHERE ride_id IN (SELECT id FROM ride WHERE ride_date = ?)", (day,))
    connection.execute("DELETE FROM ride WHERE ride_date = ?", (day,))
    (last,) = connection.execute("SELECT max(id) FROM ride").fetchone()
    villages = [name for (name,) in connection.execute("SELECT name FROM place WHERE is_village ORDER BY id")]
    copied = _columns(connection, "ride", {"id", "ride_no", "ride_date", "state", "driver_id", "depart_at", "home_at"})
    for number in range(RIDES):
        ride, start = last + 1 + number, 7 * 60 + (number * 7) % 600
        connection.execute(
            f"INSERT INTO ride (id, ride_no, ride_date, state, depart_at, home_at, {copied})"
            f" SELECT ?, ?, ?, 'requested', ?, ?, {copied} FROM ride WHERE id = ?",
            (ride, f"N{number}", day, _instant(day, start), _instant(day, start + 75), last - number),
        )
        connection.execute(
            "UPDATE ride SET village = ?, destination_village = ?, destination = ?, metres = NULL,"
            " estimated_metres = 20000, legs = 2 WHERE id = ?",
            (villages[number % len(villages)], villages[number * 3 % len(villages)], f"Adres {number % 300}", ride),
        )
        connection.execute(
            "INSERT INTO ride_request (ride_id, member_id, position, aid, companions, parking_card, version)"
            " VALUES (?, ?, 0, 'none', 0, 0, 1)",
            (ride, number % 3000 + 1),
        )
        for sequence, kind in enumerate(("out", "back"), start=1):
            connection.execute(
                "INSERT INTO leg (ride_id, sequence, kind, origin, destination, depart_at, arrive_at, metres, version)"
                " VALUES (?, ?, ?, '', '', ?, ?, 10000, 1)",
                (ride, sequence, kind, _instant(day, start + 45 * sequence), _instant(day, start + 45 * sequence + 20)),
            )


def _columns(connection: sqlite3.Connection, table: str, but: set[str]) -> str:
    names = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
    return ", ".join(name for name in names if name not in but)


def _instant(day: str, minutes: int) -> str:
    return f"{day} {minutes // 60:02}:{minutes % 60:02}:00.000000"


if __name__ == "__main__":
    main()
