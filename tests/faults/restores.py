"""R9: a desk works for weeks; every backup that its half hours and its thinning leave is restored and compared.

`python -m tests.faults.restores [--n 300] [--seed 1]` prints a line of JSON and ends with 1 when one isn't equal.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mmc_desk.core import backup, clock, migrate
from mmc_desk.core.backup import Cause, copying
from mmc_desk.core.backup.contents import Contents
from mmc_desk.core.backup.making import head_of
from tests.faults.damage import people

BEGAN = datetime(2026, 1, 5, 8, tzinfo=UTC)


def run(number: int, seed: int) -> dict[str, object]:
    """Make so many backups at random moments, with writes in between; restore all that are left."""
    dice, now = random.Random(seed), BEGAN  # noqa: S311 - no secret
    known: dict[str, Contents] = {}
    with tempfile.TemporaryDirectory() as name:
        where = backup.Places(Path(name) / "desk.db", Path(name) / "share")
        (Path(name) / "share").mkdir()
        with migrate.create(str(where.database)) as database:
            for _ in range(number):
                now += timedelta(minutes=dice.choice((30, 30, 60, 600, 3000)))
                with clock.frozen(now):
                    database.write(people(dice.randint(1, 5), f"P{len(known)}", first_no=10 * len(known)))
                    made = backup.make(database, where, dice.choice(tuple(Cause))).kept
                    if made.manifest:
                        known[made.path.name] = made.manifest.contents
                    assert not backup.is_due(database, where)
                    assert head_of(database)[1]
        kept = backup.every(where)
        equal = sum(_is_equal(one, known[one.path.name], Path(name)) for one in kept)
        second = sum(_is_equal(one, known[one.path.name], Path(name)) for one in backup.every(_share_alone(where)))
    return {
        "test": "R9",
        "what": "every backup restored",
        "made": number,
        "n": len(kept),
        "equal": equal,
        "second": second,
    }


def _share_alone(where: backup.Places) -> backup.Places:
    shutil.rmtree(where.folder)
    return where


def _is_equal(kept: backup.Kept, contents: Contents, folder: Path) -> bool:
    target = folder / "restored.db"
    target.unlink(missing_ok=True)
    backup.restore(kept.path, str(target))
    return copying.contents_of(target) == contents


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the share."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    told = run(given.n, given.seed)
    sys.stdout.write(f"{json.dumps(told)}\n")
    return int(told["equal"] != told["n"] or told["second"] != told["n"])


if __name__ == "__main__":
    sys.exit(main())
