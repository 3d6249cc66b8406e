"""The engine for shared cars: one search, or two on two cores that put their tours together in the end."""

from collections.abc import Callable

from mmc_desk.features.planner.engines import OnBetter
from mmc_desk.features.planner.engines.shared.search import Search, Watch, improve
from mmc_desk.features.planner.engines.shared.twin import Twin, can_have_twin
from mmc_desk.features.planner.rules.problem import Plan, Problem

TWIN_PART = 0.93
"""The part of the time after which the two searches meet."""

TWIN_SECONDS = 2.0
"""Less time than that isn't worth starting another process for."""

PATIENCE = 0.02
"""How long a twin is waited for, as a part of the time."""


class Ruin:
    """The engine for shared cars. `steps`: stop after so many, whatever the clock says; `twins`: use two processes."""

    def __init__(self, steps: int | None = None, *, twins: bool = False) -> None:
        self.steps = steps
        self.twins = twins

    def solve(
        self,
        problem: Problem,
        seconds: float,
        *,
        seed: int = 1,
        start: Plan | None = None,
        on_better: OnBetter | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Plan:
        """Return the best plan found within the seconds; on_better is told each better one, from the first on."""
        if not problem.requests or not problem.drivers:
            return Plan()
        tell = on_better or _nobody
        watch = Watch(seconds, self.steps, is_cancelled)
        has_twin = self.twins and seconds >= TWIN_SECONDS and can_have_twin()
        twin = Twin(problem, seconds * TWIN_PART, seed) if has_twin else None
        search = Search(problem, seed)
        search.begin(start)
        tell(search.plan())
        for _ in improve(search, watch, 1.0 if twin is None else TWIN_PART + PATIENCE):
            tell(search.plan())
        if twin is not None:
            tours = [] if watch.is_over() else twin.tours(seconds * PATIENCE)
            twin.stop()
            if any([search.learn(tours), search.combine(watch.is_over)]):
                tell(search.plan())
        return search.plan()


def _nobody(_plan: Plan) -> None:
    """Hear of a better plan and do nothing."""
