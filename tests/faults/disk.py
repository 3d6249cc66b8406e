"""R2: the disk fills up, or files may grow no further, at every step of a save, a backup, an export and a migration.

`python -m tests.faults.disk [--n 200] [--seed 1] [--folder TMPFS]` prints a line of JSON per kind of work and ends with
1 when something crashed, left a part under a final name, lost a save or didn't work after the space came back. A disk
of its own (a tmpfs) is mounted where that is allowed; the limit on file sizes needs none.
"""

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from sqlalchemy import func, select

from mmc_desk.core import backup, db, migrate, schema
from mmc_desk.core.backup import Cause
from mmc_desk.core.errors import DeskError
from mmc_desk.features.people.model import Person
from mmc_desk.printing import sheets
from tests.faults.damage import people

DISK = 12_000_000
"""Bytes of the disk that fills up."""

Work = Callable[[Path], None]
Squeeze = Callable[[Path, int], object]


def save(folder: Path) -> None:
    """Save a hundred people in one write."""
    with migrate.open_database(str(folder / "desk.db")) as database:
        there = database.read(lambda session: session.scalar(select(func.count(Person.id)))) or 0
        database.write(people(100, "x" * 60, 10_000 + there))


def make_backup(folder: Path) -> None:
    """Make a dated backup."""
    with migrate.open_database(str(folder / "desk.db")) as database:
        backup.make(database, backup.Places(folder / "desk.db"), Cause.PERSON)


def export(folder: Path) -> None:
    """Write a workbook."""
    columns = tuple(sheets.SheetColumn(f"Kolom {number}") for number in range(5))
    rows = [[f"waarde {row} {column}" for column in range(5)] for row in range(3000)]
    sheets.write_xlsx(folder / "export.xlsx", [sheets.Sheet("Blad", columns, rows)])


def migration(folder: Path) -> None:
    """Open a database that an earlier program made."""
    migrate.open_database(str(folder / "old.db")).close()


ROOM = {"save": 250_000, "backup": 3_000_000, "export": 150_000, "migration": 3_000_000}
"""The most bytes that are left: some more than the work needs."""

WORKS: dict[str, Work] = {"save": save, "backup": make_backup, "export": export, "migration": migration}


def prepare(folder: Path) -> None:
    """Make a database of now and one of the schema before."""
    with migrate.create(str(folder / "desk.db")) as database:
        database.write(people(60, "Peeters"))
    with db.open_file(folder / "old.db") as database, database.engine.begin() as connection:
        command.upgrade(migrate.alembic_config(connection), f"{schema.head() - 1:04d}")
        connection.exec_driver_sql(f"PRAGMA application_id={db.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={schema.head() - 1}")


@contextmanager
def full_disk(folder: Path, room: int) -> Iterator[None]:
    """Leave so many bytes on the disk."""
    filler = folder / ".filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, shutil.disk_usage(folder).free - room))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def size_limit(_folder: Path, room: int) -> Iterator[None]:
    """Let no file grow past so many bytes."""
    before, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, hard))
        signal.signal(signal.SIGXFSZ, former)


def people_in(path: Path) -> int:
    """Count the people of a database."""
    with migrate.open_database(str(path)) as database:
        return database.read(lambda session: session.scalar(select(func.count(Person.id)))) or 0


def one_trial(folder: Path, work: str, squeeze: Squeeze, room: int) -> str:
    """Do some work with so little room; say what became of it."""
    before = people_in(folder / "desk.db")
    try:
        with squeeze(folder, room):  # type: ignore[attr-defined] # context managers both
            WORKS[work](folder)
        outcome = "done"
    except DeskError as error:
        outcome = "refused" if str(error) else "refused without a word"
    except Exception as error:  # noqa: BLE001 - what isn't a sentence for a person is what is counted here
        return f"crash {type(error).__name__}"
    return _what_is_wrong(folder, work, outcome, before) or outcome


def _what_is_wrong(folder: Path, work: str, outcome: str, before: int) -> str:
    halves = [path for path in folder.rglob("*.db") if path.stat().st_size and _is_half(path)]
    if halves or (outcome == "refused" and (folder / "export.xlsx").exists()):
        return "partial file"
    left = [path for path in folder.rglob(".*") if path.name != ".filler" and not path.name.endswith((".lock",))]
    if left:
        return f"left {left[0].name}"
    added = people_in(folder / "desk.db") - before
    if added != (100 if work == "save" and outcome == "done" else 0):
        return "save lost or half"
    WORKS[work](folder)
    return ""


def _is_half(path: Path) -> bool:
    try:
        backup.verify(path)
    except DeskError:
        return True
    return False


def trials(disk: Path, squeeze: Squeeze, work: str, number: int, dice: random.Random) -> Counter[str]:
    """Try so many times with another bit of room; count what became of it."""
    counted = Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name))
        for _ in range(number):
            folder = disk / "desk"
            shutil.copytree(name, folder)
            counted[one_trial(folder, work, squeeze, dice.randrange(0, ROOM[work]))] += 1
            shutil.rmtree(folder)
    return counted


@contextmanager
def small_disk() -> Iterator[Path | None]:
    """Mount a disk of our own; None where the machine refuses."""
    with tempfile.TemporaryDirectory() as name:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", name]
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
        try:
            yield Path(name) if mounted else None
        finally:
            if mounted:
                subprocess.run(["umount", "--lazy", name], check=True)


def run(number: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield what became of each kind of work on a full disk and under a limit."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    share = -(-number // (2 * len(WORKS)))
    with small_disk() as disk, tempfile.TemporaryDirectory() as name:
        places: list[tuple[str, Squeeze, Path | None]] = [
            ("disk full", full_disk, disk),
            ("file size limit", size_limit, Path(name)),
        ]
        for what, squeeze, place in places:
            for work in WORKS:
                counted = trials(place, squeeze, work, share, dice) if place else Counter({"no disk may be mounted": 1})
                yield {"test": "R2", "what": f"{what} during {work}", "n": share, "outcomes": dict(counted)}


GOOD = {"done", "refused", "no disk may be mounted"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line per kind of work."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    bad = False
    for told in run(given.n, given.seed):
        outcomes = told["outcomes"]
        bad = bad or not isinstance(outcomes, dict) or bool(set(outcomes) - GOOD)
        sys.stdout.write(f"{json.dumps(told)}\n")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
