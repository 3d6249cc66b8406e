"""Who has a database file open: a note beside it, so that whoever comes second is told whom to ask.

SQLite's own lock decides; the note only names. One that a crash left behind says nothing, for the lock went with its
process, and whoever opens next writes another.
"""

import contextlib
import getpass
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from mmc_desk.core import clock
from mmc_desk.core.i18n import translate

_SUFFIX = ".open"


def login() -> str:
    """Return who is at the desk as the system knows them; "?" for an account without a name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name: a container, a service
        return "?"


def machine() -> str:
    """Return the name of this machine."""
    return platform.node()


@dataclass(frozen=True, slots=True)
class Occupant:
    """Who opened a file: `who` at which `desk`, `since` when (ISO), in the window or from the command line."""

    who: str
    desk: str
    since: str
    is_window: bool
    pid: int

    @property
    def words(self) -> str:
        """This as it stands in a sentence: Anna op balie-2, sinds 26/11/2026 08:12, in het venster."""
        where = translate("occupant", "in het venster") if self.is_window else translate("occupant", "met een opdracht")
        since = clock.local(datetime.fromisoformat(self.since))
        text = translate("occupant", "{who} op {desk}, sinds {since}, {where}")
        return text.format(who=self.who, desk=self.desk, since=f"{since:%d/%m/%Y %H:%M}", where=where)


def note(path: Path, who: str = "") -> None:
    """Write down that this process has `path` open; in silence where nothing can be written: it is no lock."""
    found = Occupant(
        who or login(),
        machine(),
        clock.now().isoformat(),
        is_window="PySide6.QtWidgets" in sys.modules,
        pid=os.getpid(),
    )
    with contextlib.suppress(OSError):
        _beside(path).write_text(json.dumps(asdict(found)), encoding="utf-8")


def forget(path: Path) -> None:
    """Take away the note of this process; that of another one stays."""
    found = of(path)
    if found is not None and found.pid == os.getpid():
        with contextlib.suppress(OSError):
            _beside(path).unlink(missing_ok=True)


def of(path: Path) -> Occupant | None:
    """Return who noted that they have `path` open; None where nobody did, or it can't be read."""
    try:
        told = json.loads(_beside(path).read_text(encoding="utf-8"))
        return Occupant(**told)
    except (OSError, ValueError, TypeError):
        return None


def holder(name: object) -> str:
    """Return who has a file open, in words, where anybody noted it."""
    found = of(name) if isinstance(name, Path) else None
    return found.words if found else translate("occupant", "een ander venster van MMC Desk")


def _beside(path: Path) -> Path:
    return path.with_name(path.name + _SUFFIX)
