"""Once a day, while the window is open and idle: noons and standing bookings are made ahead, as one undoable step."""

from mmc_desk.features.meals.ops.planning import plan_ahead
from mmc_desk.features.meals.ops.schedule import planned_label
from mmc_desk.ui.daily import DailyWrite
from mmc_desk.ui.runner import Runner


class PlanAhead(DailyWrite):
    """Makes the noons that the schedule has from today on, and books who always eats there."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner, plan_ahead, planned_label)
