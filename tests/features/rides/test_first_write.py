"""The first write of a program that has read only a little: every model it needs is there."""

import subprocess
import sys
from pathlib import Path

_WRITES = """
import sys
from mmc_desk.app import make_runner
from mmc_desk.core.migrate import open_database
from mmc_desk.features.rides.model import Ride
from datetime import date

runner = make_runner(open_database(sys.argv[1]))
ride = Ride(ride_no="2026-0001", ride_date=date(2026, 11, 25), passengers=1)
print(runner.database.write(lambda session: session.add(ride), "Rit").changes.topics)
runner.close()
"""


def test_a_ride_is_written_before_anything_else_was_loaded(sqlite_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WRITES, str(sqlite_path)], capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stdout.strip()) == (0, "frozenset({'ride'})"), done.stderr
