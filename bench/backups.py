"""What a backup costs: how long writers wait for the copy, the whole of it, and the longest pause of another thread.

Prints a line of JSON per size: rides in the database, megabytes, seconds until the copy is there (nobody writes
meanwhile), seconds until it was restored and compared, milliseconds that a thread that wakes every 2 ms was kept from
waking (as the window's would be), seconds to put it back; and the same encrypted.
"""

import json
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.million import rides_over_ten_years
from mmc_desk.core import backup, keys, migrate
from mmc_desk.core.backup import Cause, copying

SIZES = (10_000, 100_000)


def main() -> None:
    for rides in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "desk.db"
            shutil.copyfile(rides_over_ten_years(rides), path)
            print(json.dumps({"what": "backup", "rides": rides, **measured(path)}), flush=True)


def measured(path: Path) -> dict[str, float]:
    key = keys.generate()
    with migrate.open_database(str(path)) as database:
        empty = path.with_name("copy.db")
        copied = seconds(lambda: copying.copy(database, empty))
        pauses: list[float] = []
        watcher = Watcher(pauses)
        watcher.start()
        whole = seconds(lambda: backup.make(database, backup.Places(path), Cause.PERSON))
        watcher.stop()
        sealed = seconds(
            lambda: backup.make(database, backup.Places(path, recipient=keys.recipient(key)), Cause.PERSON)
        )
        kept = backup.every(backup.Places(path))[-1]
        back = seconds(lambda: backup.restore_open(database, kept.path))
    return {
        "mb": round(path.stat().st_size / 1e6, 1),
        "copied_s": copied,
        "tested_s": whole,
        "longest_pause_ms": round(max(pauses) * 1000, 1),
        "encrypted_s": sealed,
        "restored_s": back,
    }


class Watcher:
    """Wakes every 2 ms and notes by how much it was late."""

    def __init__(self, pauses: list[float]) -> None:
        self._pauses, self._stopped = pauses, threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        last = time.perf_counter()
        while not self._stopped.wait(0.002):
            now = time.perf_counter()
            self._pauses.append(now - last - 0.002)
            last = now


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 3)


if __name__ == "__main__":
    main()
