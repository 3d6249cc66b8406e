"""What works once a day behind the open window, on an idle moment: planning ahead, for instance."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, QTimer

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.ui.runner import Runner

FIRST_MS = 2_000
AGAIN_MS = 10 * 60_000


class DailyWrite(QObject):
    """Writes on opening, and again on the first idle moment of a new day; `label` names the undoable step."""

    def __init__(self, runner: Runner, op: Op[Any], label: Callable[[], str]) -> None:
        super().__init__()
        self._runner, self._op, self._label = runner, op, label
        self._done_on: date | None = None
        self._timer = QTimer(self, interval=FIRST_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Write, unless it was done today already or somebody is being served: then a little later."""
        if self._runner.is_idle and self._done_on != clock.today():
            self._done_on = clock.today()
            self._timer.setInterval(AGAIN_MS)
            self._runner.write(self._op, self._label())

    def stop(self) -> None:
        """Write no more: the database closes."""
        self._timer.stop()
