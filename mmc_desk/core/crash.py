"""What is kept of a bug: where it arose, never what was typed. No values, no names, no folders of the user."""

import platform
import sys
import traceback
from pathlib import Path

from mmc_desk import __version__
from mmc_desk.core import clock, paths

_LARGEST_LOG = 1_000_000


def report_of(error: BaseException) -> str:
    """Return where an error arose: types and lines of code, no messages, which may name people."""
    lines = [f"MMC Desk {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}"]
    chained: BaseException | None = error
    while chained is not None:
        lines.append(type(chained).__name__)
        frames = traceback.extract_tb(chained.__traceback__)
        lines += [f"  {_shown(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        chained = chained.__cause__
    return "\n".join(lines)


def _shown(filename: str) -> str:
    parts = Path(filename).parts
    start = max((place for place, part in enumerate(parts) if part in {"mmc_desk", "site-packages"}), default=-1)
    return "/".join(parts[start:]) if start >= 0 else Path(filename).name


def log(report: str) -> Path:
    """Add a report to the log, which starts anew once it is large, and return where it lies.

    Where it can't be written the report goes to the terminal: a full disk is no second crash.
    """
    path = paths.log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = "w" if path.is_file() and path.stat().st_size > _LARGEST_LOG else "a"
        with path.open(mode, encoding="utf-8") as file:
            file.write(f"{clock.now():%Y-%m-%d %H:%M:%S} {report}\n\n")
    except OSError:
        print(report, file=sys.stderr)  # noqa: T201 - the terminal is the last place left
    return path
