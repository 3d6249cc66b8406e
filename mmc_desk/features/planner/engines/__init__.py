"""The engines: each makes a plan of a problem, as well as it can in its seconds. The checker judges them all."""

from collections.abc import Callable
from typing import Protocol

from mmc_desk.features.planner.rules.problem import Plan, Problem

OnBetter = Callable[[Plan], None]
"""Told every plan that is better than the one before: a proposal improves while one looks."""


class Engine(Protocol):
    """One way to make a plan.

    `start` is a plan to go on from; what it holds of pinned requests is kept whatever it is. The same seed, problem and
    number of steps give the same plan. `is_cancelled` is asked often, at least every 20 ms.
    """

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
        """Return the best plan found within the seconds."""
        ...
