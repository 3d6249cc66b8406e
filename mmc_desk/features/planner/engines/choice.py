"""Which engine for which problem."""

from mmc_desk.features.planner.engines import Engine
from mmc_desk.features.planner.engines.homing import HomeToHome
from mmc_desk.features.planner.engines.rides import RidesAlone
from mmc_desk.features.planner.engines.shared.ruin import Ruin
from mmc_desk.features.planner.rules.problem import Problem


def engine_for(problem: Problem) -> Engine:
    """Return the engine for a problem: shared cars, rides from home to home, or tours of rides alone."""
    if problem.is_shared:
        return Ruin(twins=True)
    return HomeToHome() if problem.from_home else RidesAlone()
