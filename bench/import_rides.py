"""Importing 3 000 ride rows, against reading the file and a bare executemany of the same rows: one line of JSON.

Both sides are timed in the same run on copies of one database that holds the members and drivers; the bare side
writes the same two tables with the same indexes, pragmas and commit. `backup` is the copy that an import into a
database with data makes first; `ratio_with_backup` counts it too.

    .venv/bin/python bench/import_rides.py [BOOK.csv MEMBERS.xlsx DRIVERS.csv]
"""

import csv
import json
import resource
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from mmc_desk.core import backup, migrate
from mmc_desk.core.importing import import_files
from mmc_desk.features import load_import_kinds

INPUT = Path(__file__).resolve().parents[2] / "shared" / "input"
ROUNDS = 7
PRAGMAS = ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
TABLES = ("ride", "ride_request")


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def import_book(target: Path, book: Path) -> float:
    with migrate.open_database(str(target)) as database:
        return seconds(lambda: import_files(database, [book], load_import_kinds(), rejects=target.parent))


def bare(target: Path, book: Path, rows: dict[str, list[tuple[object, ...]]]) -> float:
    connection = sqlite3.connect(target, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")

    def work() -> None:
        with book.open(encoding="cp1252", newline="") as file:
            list(csv.reader(file, delimiter=";"))
        connection.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            marks = ", ".join("?" * len(rows[table][0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows[table])
        connection.execute("COMMIT")

    taken = seconds(work)
    connection.close()
    return taken


def stored_rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    found = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    connection.close()
    return found


def backup_seconds(path: Path) -> float:
    with migrate.open_database(str(path)) as database:
        return seconds(lambda: backup.backup(database, backup.automatic_name(path)))


def measure(folder: Path, book: Path, people: list[Path]) -> dict[str, object]:
    template, done = folder / "people.db", folder / "done.db"
    migrate.create(str(template)).close()
    with migrate.open_database(str(template)) as database:
        import_files(database, people, load_import_kinds(), rejects=folder)
    shutil.copyfile(template, done)
    import_book(done, book)
    rows = stored_rows(done)
    imports: list[float] = []
    bares: list[float] = []
    for turn in range(ROUNDS):
        for side, taken in (("import", imports), ("bare", bares)):
            target = folder / f"{side}{turn}.db"
            shutil.copyfile(template, target)
            taken.append(import_book(target, book) if side == "import" else bare(target, book, rows))
    saved = statistics.median(backup_seconds(template) for _ in range(3))
    whole, base = statistics.median(imports), statistics.median(bares)
    return {
        "bench": "import_rides",
        "rows": len(rows["ride"]),
        "import_seconds": round(whole - saved, 4),
        "bare_seconds": round(base, 4),
        "ratio": round((whole - saved) / base, 2),
        "backup_seconds": round(saved, 4),
        "ratio_with_backup": round(whole / base, 2),
        "most": 4,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "peak_mb_most": 250,
    }


def main() -> None:
    given = [Path(argument) for argument in sys.argv[1:]]
    book, *people = given or [INPUT / "rittenboek_2019.csv", INPUT / "ledenlijst.xlsx", INPUT / "chauffeurs.csv"]
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(folder), book, people)))


if __name__ == "__main__":
    main()
