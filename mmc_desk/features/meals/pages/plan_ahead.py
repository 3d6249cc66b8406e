"""Once a day, while the window is open and idle: the noons are made ahead, as one undoable step."""

from mmc_desk.features.meals.ops.schedule import plan_services, planned_label
from mmc_desk.ui.daily import DailyWrite
from mmc_desk.ui.runner import Runner


class PlanAhead(DailyWrite):
    """Makes the noons that the schedule has from today on."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner, plan_services, planned_label)
