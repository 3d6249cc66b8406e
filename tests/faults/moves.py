"""A move that is killed at a random moment leaves nothing or all of it, and succeeds when it is done again.

`python -m tests.faults.moves [--rows 20000] [--n 10] [--seed 1]` moves a file to a server and back in programs that are
killed, and prints a line of JSON per direction; the code is 1 when something half was left. With `--n 0` nothing is
killed: that tells how long a large desk takes, and how much memory.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import func, make_url, select, text

from mmc_desk.core import db, migrate, moving
from mmc_desk.features import load_models
from mmc_desk.features.people.model import Person
from tests.faults.server import own_server


def filled(path: Path, rows: int) -> str:
    """Make a desk with so many people."""
    with migrate.create(str(path)) as database:
        for start in range(0, rows, 1_000):
            names = [Person(last_name=f"Naam {number}") for number in range(start, min(start + 1_000, rows))]
            database.write(lambda session, names=names: session.add_all(names), "Erbij")  # type: ignore[misc]
    return str(path)


def killed(source: str, targets: Callable[[int], str], number: int, rows: int, dice: random.Random) -> dict[str, Any]:
    """Kill so many moves of the same desk to fresh targets, then do each again."""
    began = time.perf_counter()
    first = targets(0)
    failed = _program(source, first).wait()
    longest, peak = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    kills, half, wrong = 0, 0, int(bool(failed) or _people(first) != rows)
    for place in range(1, number + 1):
        target = targets(place)
        with _program(source, target) as program:
            try:
                program.wait(dice.random() * longest)
            except subprocess.TimeoutExpired:
                program.kill()
                kills += 1
        there = _people(target)
        half += there not in {0, rows}
        if there != rows:
            wrong += moving.move(source, target).tables["person"].rows != rows
        wrong += _people(target) != rows
    return {
        "test": "move, killed",
        "n": number,
        "kills": kills,
        "seconds": round(longest, 1),
        "peak_mb": peak // 1024,
        "half": half,
        "wrong": wrong,
    }


def _program(source: str, target: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "mmc_desk", "move", source, target]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _people(target: str) -> int:
    """Count who is there; nobody where there is no file or no table yet."""
    if not db.is_url(target) and not Path(target).exists():
        return 0
    with db.connect(target) as database, database.engine.connect() as connection:
        if not connection.dialect.has_table(connection, Person.__tablename__):
            return 0
        return connection.scalar(select(func.count(Person.id))) or 0


def run(rows: int, number: int, seed: int) -> list[dict[str, Any]]:
    """Move to a server and back."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    load_models()
    with tempfile.TemporaryDirectory() as folder, own_server() as url:
        source = filled(Path(folder) / "desk.db", rows)
        there = killed(source, lambda place: _fresh(url, place), number, rows, dice)
        on_server = make_url(url).set(database="move_0").render_as_string(hide_password=False)
        back = killed(on_server, lambda place: str(Path(folder) / f"back-{place}.db"), number, rows, dice)
    return [there | {"to": "server", "rows": rows}, back | {"to": "file", "rows": rows}]


def _fresh(url: str, place: int) -> str:
    name = f"move_{place}"
    with db.connect(url) as database:
        whole = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        with whole.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def main() -> int:
    """Print a line per direction."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--n", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    lines = run(asked.rows, asked.n, asked.seed)
    for line in lines:
        sys.stdout.write(f"{json.dumps(line)}\n")
    return int(any(line["half"] or line["wrong"] for line in lines))


if __name__ == "__main__":
    sys.exit(main())
