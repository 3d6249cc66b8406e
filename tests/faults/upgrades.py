"""R8: every released schema comes up to date with its data; a million rows, killed again and again; a newer database.

`python -m tests.faults.upgrades [--rows 1000000] [--kills 30] [--seed 1]` prints lines of JSON and ends with 1 when a
count, a sum or a key differs, or a newer database was written to.
"""

import argparse
import hashlib
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from alembic import command

from mmc_desk.core import db, migrate, schema
from mmc_desk.core.backup.contents import _quoted, _sum
from mmc_desk.core.errors import DatabaseError

FILLED = ("person", "address", "closure_day")
_PERSON = "INSERT INTO person (last_name, first_name, phone, mobile, email, version) VALUES (?, ?, '', '', '', 1)"
_ADDRESS = (
    "INSERT INTO address (person_id, valid_from, street, postcode, village, version) "
    "SELECT id, '2015-01-01', 'Markt ' || id, '3740', 'Bilzen', 1 FROM person"
)
_CLOSURE = "INSERT INTO closure_day (day, reason, version) VALUES (?, 'Brugdag', 1)"

Figures = dict[str, tuple[object, ...]]


def at_schema(path: Path, version: int, rows: int) -> Path:
    """Make a database as an earlier program left it, with people, their addresses and closure days in it."""
    with db.open_file(path) as database:
        with database.engine.begin() as connection:
            command.upgrade(migrate.alembic_config(connection), f"{version:04d}")
            connection.exec_driver_sql(f"PRAGMA application_id={db.APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={version}")
        with database.bare() as connection:
            connection.execute("BEGIN")
            connection.executemany(_PERSON, ((f"Naam {number}", "An") for number in range(rows // 2)))
            connection.execute(_ADDRESS)
            connection.executemany(_CLOSURE, [("2026-12-24",), ("2026-12-31",)])
            connection.execute("COMMIT")
    return path


def columns_of(path: Path) -> dict[str, list[str]]:
    """Return the columns of what was filled."""
    with closing(sqlite3.connect(path)) as connection:
        return {table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")] for table in FILLED}


def figures(path: Path, columns: dict[str, list[str]]) -> Figures:
    """Return counts, a sum per column and the keys of what was filled."""
    with closing(sqlite3.connect(path)) as connection:
        return {table: _figures_of(connection, table, names) for table, names in columns.items()}


def _figures_of(connection: sqlite3.Connection, table: str, names: list[str]) -> tuple[object, ...]:
    wanted = ", ".join(["count(*)", "sum(id * 31 % 1009)", *(_sum(_quoted(name)) for name in names)])
    return tuple(connection.execute(f"SELECT {wanted} FROM {table}").fetchone())  # noqa: S608 - names of FILLED


def every_schema(folder: Path, rows: int) -> dict[str, object]:
    """Bring a database of every released schema up to date."""
    wrong = []
    for version in range(1, schema.head()):
        path = at_schema(folder / f"v{version}.db", version, rows)
        columns = columns_of(path)
        before = figures(path, columns)
        migrate.open_database(str(path)).close()
        if figures(path, columns) != before or db.identify(path) != schema.head():
            wrong.append(version)
    return {"test": "R8", "what": "every released schema", "n": schema.head() - 1, "wrong": wrong}


def killed(folder: Path, rows: int, kills: int, dice: random.Random) -> dict[str, object]:
    """Upgrade a large database of the first schema in a program that is killed so many times; then let it finish."""
    path = at_schema(folder / "large.db", 1, rows)
    columns = columns_of(path)
    before, wrong, longest = figures(path, columns), 0, _seconds(shutil.copyfile(path, folder / "timed.db"))
    happened = 0
    for _ in range(kills):
        with subprocess.Popen([sys.executable, "-m", "tests.faults.upgrades", "--open", str(path)]) as program:
            try:
                program.wait(dice.random() * longest)
            except subprocess.TimeoutExpired:
                program.kill()
                happened += 1
        with closing(sqlite3.connect(path)) as connection:  # what the next start finds, log included
            connection.execute("SELECT count(*) FROM sqlite_schema")
        present = db.identify(path)
        wrong += figures(path, columns) != before or present not in {1, schema.head()}
        if present == schema.head():
            path.unlink()
            at_schema(path, 1, rows)
    migrate.open_database(str(path)).close()
    wrong += figures(path, columns) != before
    seconds = round(longest, 1)
    return {"test": "R8", "what": f"{rows} rows, killed", "n": kills, "kills": happened, "s": seconds, "wrong": wrong}


def _seconds(path: Path) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "tests.faults.upgrades", "--open", str(path)], check=True)
    return time.perf_counter() - began


def newer(folder: Path, number: int) -> dict[str, object]:
    """Open databases of newer programs: refused, without a write."""
    path = at_schema(folder / "newer.db", schema.head() - 1, 100)
    written = 0
    for place in range(number):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA user_version={schema.head() + 1 + place}")
        before = hashlib.sha256(path.read_bytes()).hexdigest()
        try:
            migrate.open_database(str(path)).close()
            written += 1
        except DatabaseError:
            written += hashlib.sha256(path.read_bytes()).hexdigest() != before
    return {"test": "R8", "what": "older program on a newer database", "n": number, "wrong": written}


def run(rows: int, kills: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield what became of all three."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as name:
        yield every_schema(Path(name), min(rows, 2000))
        yield newer(Path(name), 30)
        if kills:
            yield killed(Path(name), rows, kills, dice)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line per kind."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--open")
    given = parser.parse_args(arguments)
    if given.open:
        migrate.open_database(given.open).close()
        return 0
    bad = False
    for told in run(given.rows, given.kills, given.seed):
        bad = bad or bool(told["wrong"])
        sys.stdout.write(f"{json.dumps(told)}\n")
        sys.stdout.flush()
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
