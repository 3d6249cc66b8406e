"""Why a plan does with one ride what it does: worked out when somebody looks at it.

Of a small day the search says so of every ride; of a large one that would take longer than the search itself.
"""

from dataclasses import dataclass

from mmc_desk.features.planner.rules.advice import Advice, advise_ride
from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.problem import Plan
from mmc_desk.features.planner.rules.proposal import Proposed, explain


@dataclass(frozen=True, slots=True)
class Why:
    """A ride of a plan with its reasons and its second best; of one that nobody takes what would help."""

    proposed: Proposed
    advice: Advice | None = None

    @property
    def is_known(self) -> bool:
        """Tell whether it says why: a ride of a large day doesn't, until somebody looks at it."""
        return bool(self.proposed.reasons) or self.advice is not None


def why(planning: Planning, plan: Plan, ride: str) -> Why:
    """Return why a plan does with a ride what it does. Raises KeyError for a ride of other days."""
    proposed = explain(planning, plan, ride)
    return Why(proposed, advise_ride(planning, plan, ride) if proposed.driver is None else None)
