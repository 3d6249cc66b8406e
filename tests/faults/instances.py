"""Planning files of others, spoilt in every way: a plan that the checker likes or one sentence, never a crash.

`python -m tests.faults.instances [--n 4000]` spoils a day and a dial-a-ride text so many times and prints one line of
JSON; it ends with 1 when something broke, with the seed of that file.
"""

import argparse
import copy
import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from mmc_desk.core.errors import FileError
from mmc_desk.features.planner.engines.choice import engine_for
from mmc_desk.features.planner.rules.answers import result
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.instances import read_instance
from tests.features.planner.test_darp import FILE as DARP
from tests.features.planner.test_instances import DAY

STRANGE: tuple[object, ...] = (
    *(None, True, "", "x", "12", "09:00", [], {}, [1, 2], [50.8, 5.5], -1, 0, 1, 7.5, 540, 1e9, -1e9, 1e300),
    *(float("nan"), float("inf"), 10**400, "R1", "D1", "\ud800", "\x00", "é" * 300),
)
WORDS = (
    *("", "0", "-1", "1", "2", "3.5", "3,5", "1e9", "nan", "inf", "99999999999999999999", "x", "#", "0x1", "\t", "٣"),
    *("1_0", "+5", "-0", "1440"),
)
GOOD = ("planned", "refused")


def main() -> int:
    """Spoil files; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=4_000)
    counted, broken = trials(parser.parse_args().n)
    line = {"files": sum(counted.values()), **counted, "broken": broken[:5]}
    sys.stdout.write(json.dumps(line) + "\n")
    return int(bool(broken))


def trials(count: int) -> tuple[Counter[str], list[str]]:
    """Return what became of so many files, and what broke with its seed."""
    counted, broken = Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(count):
            path = Path(folder) / "dag"
            path.write_bytes(spoilt(random.Random(seed)))  # noqa: S311 - chance, not secrecy
            try:
                counted[found := outcome(path)] += 1
                if found not in GOOD:
                    broken.append(f"{seed}: {found}")
            except Exception as error:  # noqa: BLE001 - that there is one is what is looked for
                broken.append(f"{seed}: {error!r}")
                counted["crash"] += 1
    return counted, broken


def outcome(path: Path) -> str:
    """Read and plan a file; return what became of it."""
    try:
        problem = read_instance(path)
    except FileError as error:
        return "refused" if str(error).endswith(".") and "\n" not in str(error) else "refused in no sentence"
    plan = engine_for(problem).solve(problem, 0.01)
    answer = result(problem, plan, check(problem, plan), 0.01)
    json.dumps(answer, allow_nan=False)
    return "broken plan" if answer["violations"] else "planned"


def spoilt(chance: random.Random) -> bytes:
    """Return a file with up to three things wrong."""
    if chance.random() < 0.5:
        day: dict[str, Any] = copy.deepcopy(DAY)
        for _ in range(chance.randrange(1, 3)):
            spoil(day, chance)
        content = json.dumps(day).encode("utf-8", "surrogatepass")
    else:
        rows = [row.split() for row in DARP.splitlines()]
        for _ in range(chance.randrange(1, 3)):
            spoil_row(rows, chance)
        content = "\n".join(" ".join(row) for row in rows).encode()
    if chance.random() < 0.1:
        place = chance.randrange(len(content))
        content = content[:place] + chance.randbytes(3) + content[place + chance.randrange(4) :]
    return content


def spoil(day: dict[str, Any], chance: random.Random) -> None:
    """Make one value strange, leave one out, or say one twice."""
    lists = [found for found in (day.get("drivers"), day.get("rides")) if isinstance(found, list) and found]
    whose = chance.choice([day, *(chance.choice(found) for found in lists)])
    if not isinstance(whose, dict) or not whose:
        return
    field = chance.choice(sorted(whose))
    if chance.random() < 0.2:
        del whose[field]
    elif chance.random() < 0.1 and lists:
        chance.choice(lists).append(copy.deepcopy(whose))
    else:
        whose[field] = chance.choice(STRANGE)


def spoil_row(rows: list[list[str]], chance: random.Random) -> None:
    """Make one value of a text strange, or take out or double a row."""
    row = chance.randrange(len(rows))
    dice = chance.random()
    if dice < 0.1 and len(rows) > 1:
        del rows[row]
    elif dice < 0.2:
        rows.insert(row, list(rows[row]))
    elif rows[row]:
        rows[row][chance.randrange(len(rows[row]))] = chance.choice(WORDS)


if __name__ == "__main__":
    sys.exit(main())
