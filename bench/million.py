"""A database of ours with a million rides over ten years, made once and kept, for report.py and others."""

import random
import sqlite3
import tempfile
from datetime import date, timedelta
from pathlib import Path

from mmc_desk.core import migrate
from mmc_desk.features import load_models

FIRST_YEAR = 2016
YEARS = 10
RIDES = 1_000_000
DRIVERS = 300
PATH = Path(tempfile.gettempdir()) / "mmc-desk-million.db"
"""Where a million rides lie; other numbers of them beside it."""

_STATES = ("driven",) * 80 + ("settled",) * 10 + ("cancelled",) * 5 + ("wasted",) * 2 + ("no_driver",) * 3
_PURPOSES = ("hospital", "doctor", "day_care", "shopping", "hairdresser", "family", "association", "other")
_VILLAGES = tuple(f"Dorp {number}" for number in range(40))


def million_rides() -> Path:
    """Return the database, made on first use (about half a minute); the same rows every time."""
    return rides_over_ten_years(RIDES)


def rides_over_ten_years(rides: int) -> Path:
    """Return a database with so many rides, made on first use."""
    path = PATH if rides == RIDES else PATH.with_stem(f"mmc-desk-{rides}-rides")
    if path.exists():
        return path
    load_models()
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    migrate.create(str(draft)).close()
    connection = sqlite3.connect(draft)
    connection.execute("PRAGMA synchronous=OFF")
    _people(connection)
    connection.executemany(
        "INSERT INTO ride (ride_no, ride_date, state, driver_id, origin, village, destination,"
        " destination_village, purpose, metres, passengers, legs, parking, waiting_minutes, cancelled_by,"
        " chargeable, reason, note, pinned, version)"
        " VALUES (?, ?, ?, ?, 'Thuis', ?, 'ZOL', 'Genk', ?, ?, ?, ?, 0, 0, ?, 0, '', '', 0, 1)",
        _rides(random.Random(2), rides),  # noqa: S311 - no secret
    )
    connection.commit()
    connection.close()
    draft.replace(path)
    return path


def _people(connection: sqlite3.Connection) -> None:
    connection.executemany(
        "INSERT INTO person (id, last_name, first_name, phone, mobile, email, version) VALUES (?, ?, ?, '', '', '', 1)",
        [(number, f"Naam{number}", f"Voornaam{number}") for number in range(1, 3001)],
    )
    connection.executemany(
        "INSERT INTO driver (id, person_id, code, seats, rigid_wheelchair, iban, waives_payment,"
        " number_may_be_given, wishes, note, version) VALUES (?, ?, ?, 4, 0, '', 0, 0, '', '', 1)",
        [(number, number, f"C{number:03d}") for number in range(1, DRIVERS + 1)],
    )
    connection.executemany(
        "INSERT INTO member (id, person_id, member_no, household, aid, companion, note, version)"
        " VALUES (?, ?, ?, 'single', 'none', 0, '', 1)",
        [(number, number, number) for number in range(1, 3001)],
    )
    connection.executemany(
        "INSERT INTO membership (member_id, year, fee, version) VALUES (?, ?, 1200, 1)",
        [(number, year) for number in range(1, 3001) for year in range(FIRST_YEAR, FIRST_YEAR + YEARS)],
    )


def _rides(chance: random.Random, rides: int) -> list[tuple[object, ...]]:
    first, days = date(FIRST_YEAR, 1, 1), (date(FIRST_YEAR + YEARS, 1, 1) - date(FIRST_YEAR, 1, 1)).days
    return [_ride(chance, number, first + timedelta(number * days // rides)) for number in range(rides)]


def _ride(chance: random.Random, number: int, day: date) -> tuple[object, ...]:
    state = chance.choice(_STATES)
    driver = None if state == "no_driver" else chance.randint(1, DRIVERS)
    metres = chance.randint(4, 60) * 1000 if state in {"driven", "settled", "wasted"} else None
    return (
        f"R{number}",
        day.isoformat(),
        state,
        driver,
        chance.choice(_VILLAGES),
        chance.choice(_PURPOSES),
        metres,
        chance.choice((1, 1, 1, 2)),
        2,
        "member" if state == "cancelled" else None,
    )
