"""Once a day, while the window is open and idle: the rides of standing rides are made ahead, as one undoable step."""

from mmc_desk.features.rides.ops.series import plan_series, planned_label
from mmc_desk.ui.daily import DailyWrite
from mmc_desk.ui.runner import Runner


class PlanAhead(DailyWrite):
    """Makes the rides of standing rides."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner, plan_series, planned_label)
