"""Pulling the plug: a desk that is killed while it saves loses nothing that it said was saved."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench" / "kill.py"


@pytest.mark.play
def test_nothing_acknowledged_is_lost_and_no_ride_is_half() -> None:
    command = [sys.executable, str(BENCH), "--saves", "40", "--rounds", "2", "--seed", "7"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["acknowledged"] >= 40
    assert found["kills"] >= 2
    assert (found["lost"], found["half_rides"], found["breaches"]) == (0, 0, [])
