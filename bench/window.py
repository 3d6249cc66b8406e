"""The window with today's data on screen against a bare PySide6 main window with SQLAlchemy imported.

Pairs of fresh processes, one after the other; the ratio is that of the medians. Prints one line of JSON.
`python bench/window.py [DATABASE]`; without a database a practice one is made first.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAIRS = 7
LIMIT = 1.4

_BARE = """
import sqlalchemy.orm
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
app.processEvents()
"""
_OURS = """
import sys
from mmc_desk.__main__ import load_window
app = load_window()
from mmc_desk.core import migrate, settings
chosen = settings.load()
application = app.application(chosen)
runner = app.make_runner(migrate.open_database(sys.argv[1]))
window = app.make_window(runner, chosen, remembers=False)
window.show()
runner.wait_idle(30_000)
application.processEvents()
"""
_LEAVE = "\nimport os\nos._exit(0)\n"


def seconds(program: str, *arguments: str) -> float:
    """Return how long a fresh interpreter takes until the window stands there."""
    started = time.perf_counter()
    command = [sys.executable, "-c", program + _LEAVE, *arguments]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, env=as_on_a_desk())
    return time.perf_counter() - started


def as_on_a_desk() -> dict[str, str]:
    """Return the environment of a program as a desk starts it."""
    # Compiled files are kept. Where this machine forbids them beside the source they go elsewhere.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "mmc-desk-bench-pycache")}


def practice(folder: Path) -> str:
    """Make a practice database, as `mmc-desk demo` does."""
    path = folder / "bench.db"
    subprocess.run([sys.executable, "-m", "mmc_desk", "--db", str(path), "demo"], check=True, stdout=subprocess.DEVNULL)
    return str(path)


def main(arguments: list[str]) -> int:
    """Measure and print; the exit code tells whether the ratio is within its limit."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MMC_DESK_HOME"] = folder
        database = arguments[0] if arguments else practice(Path(folder))
        seconds(_BARE), seconds(_OURS, database)  # compiled files and disk caches are warm for both
        pairs = [(seconds(_BARE), seconds(_OURS, database)) for _ in range(PAIRS)]
    bare, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    figures = {"bench": "window", "bare_s": round(bare, 3), "ours_s": round(ours, 3), "ratio": round(ours / bare, 2)}
    print(json.dumps(figures | {"limit": LIMIT, "pairs": PAIRS}))
    return 0 if ours / bare <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
