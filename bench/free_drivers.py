"""Who is free: 300 drivers with weeks, absences, villages and a full day, ranked for a ride over a million others."""

import functools
import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.million import DRIVERS, FIRST_YEAR, RIDES, YEARS, million_rides
from mmc_desk.core import migrate
from mmc_desk.features import load_features, load_models
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.queries.board import free_drivers

PATH = Path(tempfile.gettempdir()) / "mmc-desk-free.db"
LIMIT_MS = 100
TURNS = 25
"""Open rides that are asked for in turn, so that no answer is a repetition of the one before."""


def asked_rides() -> Path:
    """Return the million rides, each with its member, and a day of rides to come; made on first use."""
    if PATH.exists():
        return PATH
    draft = PATH.with_suffix(".new")
    shutil.copy(million_rides(), draft)
    load_models()
    migrate.open_database(str(draft)).close()
    with closing(sqlite3.connect(draft)) as connection:
        _fill(connection)
        connection.commit()
    draft.replace(PATH)
    return PATH


def _fill(connection: sqlite3.Connection) -> None:
    villages = [name for (name,) in connection.execute("SELECT name FROM place WHERE is_village ORDER BY id")]
    connection.executemany(
        "INSERT INTO address (person_id, valid_from, street, postcode, village, version)"
        " VALUES (?, '2000-01-01', 'Dorpstraat', '3740', ?, 1)",
        [(person, villages[person % len(villages)]) for person in range(1, 3001)],
    )
    connection.executemany(
        "INSERT INTO week_availability (driver_id, weekday, from_time, to_time, version) VALUES (?, ?, ?, ?, 1)",
        [
            (driver, (driver + day) % 7, start, end)
            for driver in range(1, DRIVERS + 1)
            for day in range(4)
            for start, end in (("08:00:00.000000", "12:30:00.000000"), ("13:00:00.000000", "18:00:00.000000"))
        ],
    )
    connection.executemany(
        "INSERT INTO absence (driver_id, kind, from_day, to_day, reason, version)"
        " VALUES (?, 'absent', ?, date(?, '+6 day'), 'verlof', 1)",
        [
            (driver, day, day)
            for driver in range(1, DRIVERS + 1)
            for day in (f"{year}-{driver % 12 + 1:02d}-10" for year in range(FIRST_YEAR, FIRST_YEAR + YEARS))
        ],
    )
    connection.execute(
        "INSERT INTO ride_request (ride_id, member_id, position, aid, companions, parking_card, version)"
        " SELECT id, id % 3000 + 1, 0, 'none', 0, 0, 1 FROM ride"
    )
    last = f"{FIRST_YEAR + YEARS - 1}-12-31"
    # The last day is still to come: some rides wait for a driver, the others take a driver's hours.
    ride = "UPDATE ride SET depart_at = ride_date || printf(' %02d:00:00.000000', 8 + id % 9), metres = NULL,"
    connection.execute(
        f"{ride} home_at = ride_date || printf(' %02d:45:00.000000', 8 + id % 9), estimated_metres = 20000,"
        " state = CASE WHEN id % 7 = 0 THEN 'requested' ELSE 'assigned' END,"
        " driver_id = CASE WHEN id % 7 = 0 THEN NULL ELSE id % 300 + 1 END, cancelled_by = NULL WHERE ride_date = ?"
        " AND id IN (SELECT min(id) FROM ride WHERE ride_date = ? GROUP BY id % 300)",
        (last, last),
    )


def main() -> None:
    """Print what an answer takes on the clock and of the processor, as medians."""
    load_features()
    wall, cpu, free = [], [], 0
    with migrate.open_database(str(asked_rides())) as database:
        for key in database.read(_waiting):
            began, worked = time.perf_counter(), time.process_time()
            found = database.read(functools.partial(free_drivers, ride_id=key))
            wall.append(time.perf_counter() - began)
            cpu.append(time.process_time() - worked)
            free += sum(driver.is_free for driver in found)
    print(
        json.dumps(
            {
                "what": f"who of {DRIVERS} drivers is free, over {RIDES} rides",
                "median_ms": round(statistics.median(wall[2:]) * 1000, 1),
                "slowest_ms": round(max(wall[2:]) * 1000, 1),
                "cpu_ms": round(statistics.median(cpu[2:]) * 1000, 1),
                "free": round(free / len(wall)),
                "limit_ms": LIMIT_MS,
            }
        )
    )


def _waiting(session: Session) -> list[int]:
    return list(session.scalars(select(Ride.id).where(Ride.state == RideState.REQUESTED).limit(TURNS)))


if __name__ == "__main__":
    main()
