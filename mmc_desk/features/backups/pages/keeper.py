"""The keeper: makes a backup when the window opens and every half hour that something changed, off the main thread."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from mmc_desk.core import backup
from mmc_desk.core.backup import Cause, heads
from mmc_desk.core.backup.store import INTERVAL
from mmc_desk.core.db import Database
from mmc_desk.core.errors import DeskError
from mmc_desk.ui.errand import Errand
from mmc_desk.ui.runner import Runner

_LONGEST_WAIT_SECONDS = 120.0
"""For a backup that is being made when the window closes."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an errand found: when a backup was last tested, and a Dutch sentence on what went wrong."""

    last_tested: datetime | None
    problem: str = ""


class BackupKeeper(QObject):
    """Keeps the backups of a window's database; one errand at a time."""

    told = Signal()
    """`report` is a new one."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self._runner = runner
        self._errand: Errand | None = None
        self.report: Report | None = None
        self._timer = QTimer(self, interval=int(INTERVAL.total_seconds() * 1000))
        self._timer.timeout.connect(self.look)

    @property
    def is_busy(self) -> bool:
        """Whether a backup is being made or tested."""
        return self._errand is not None

    def start(self) -> None:
        """Make the first backup, or test the newest where nothing changed; look again every half hour."""
        self._timer.start()
        self._set_out(_at_start)

    def look(self) -> None:
        """Make a backup when something changed since the last one."""
        self._set_out(_in_between)

    def make(self) -> None:
        """Make one now: a person asks."""
        self._set_out(functools.partial(_make, cause=Cause.PERSON))

    def stop(self) -> None:
        """Wait for what is being made, and make no more: the database closes."""
        self._timer.stop()
        if self._errand is not None:
            self._errand.result(_LONGEST_WAIT_SECONDS)

    def _set_out(self, work: Callable[[Database, backup.Places], str]) -> None:
        if self._errand is not None:
            return
        self._errand = Errand(functools.partial(_reported, work, self._runner.database), self)
        self._errand.done.connect(self._on_back)
        self._errand.start()

    def _on_back(self, report: Report) -> None:
        self._errand = None
        self.report = report
        self.told.emit()


def keeper_of(runner: Runner) -> BackupKeeper:
    """Return the keeper of a window, made at the first call."""
    return runner.findChild(BackupKeeper) or BackupKeeper(runner)


def _reported(work: Callable[[Database, backup.Places], str], database: Database) -> Report:
    where = backup.places_of(database)
    try:
        problem = work(database, where) or " ".join(heads.cut_off(database, where))
    except DeskError as error:
        problem = str(error)
    return Report(backup.last_tested(where), problem)


def _make(database: Database, where: backup.Places, *, cause: Cause) -> str:
    return backup.make(database, where, cause).problem


def _at_start(database: Database, where: backup.Places) -> str:
    if not backup.is_due(database, where) and backup.best(where):
        return ""
    return _make(database, where, cause=Cause.START)


def _in_between(database: Database, where: backup.Places) -> str:
    return _make(database, where, cause=Cause.INTERVAL) if backup.is_due(database, where) else ""
