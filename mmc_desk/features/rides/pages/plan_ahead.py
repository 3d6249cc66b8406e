"""Once a day, while the window is open and idle: the rides of standing rides are made ahead, as one undoable step."""

from datetime import date

from PySide6.QtCore import QObject, QTimer

from mmc_desk.core import clock
from mmc_desk.features.rides.ops.series import plan_series, planned_label
from mmc_desk.ui.runner import Runner

FIRST_MS = 2_000
AGAIN_MS = 10 * 60_000


class PlanAhead(QObject):
    """Plans on opening, and again on the first idle moment of a new day."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        self._done_on: date | None = None
        self._timer = QTimer(self, interval=FIRST_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Plan, unless today was planned already or somebody is being served: then a little later."""
        if self._runner.is_idle and self._done_on != clock.today():
            self._done_on = clock.today()
            self._timer.setInterval(AGAIN_MS)
            self._runner.write(plan_series, planned_label())

    def stop(self) -> None:
        """Plan no more: the database closes."""
        self._timer.stop()
