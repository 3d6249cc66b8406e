"""What the command line tells the trace: the files that a verb wrote, and the persons that it showed."""

import argparse
import functools
import time
from collections.abc import Iterator
from pathlib import Path

from mmc_desk.core.db import Database
from mmc_desk.core.feature import Command
from mmc_desk.core.i18n import translate

_SLACK_NS = 2_000_000_000
"""Some disks know only every other second."""


def now() -> int:
    """Return the moment before a verb: what is newer, it wrote."""
    return time.time_ns() - _SLACK_NS


def note(database: Database, command: Command, arguments: argparse.Namespace, since: int) -> None:
    """Note every file that a verb wrote since a moment; one that shows persons and wrote none, by its name."""
    written = [path.name for path in files_of(arguments) if _is_written(path, since)]
    for name in written:
        label = translate("noting", "Bewaard als bestand: {name}").format(name=name)
        _add(database, label, name)
    if command.shows_persons and not written:
        _add(database, translate("noting", "Getoond door de opdracht {name}").format(name=command.name), command.name)


def files_of(arguments: argparse.Namespace) -> Iterator[Path]:
    """Yield what a verb was given as a file."""
    return (value for value in vars(arguments).values() if isinstance(value, Path))


def _is_written(path: Path, since: int) -> bool:
    return path.is_file() and path.stat().st_mtime_ns >= since


def _add(database: Database, label: str, name: str) -> None:
    from mmc_desk.core import audit, beside

    if isinstance(database, beside.Beside):
        database.leave(label, name)
        return
    database.write(functools.partial(audit.add_left, label=label, name=name))
