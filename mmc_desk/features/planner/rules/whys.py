"""Why a plan does with one ride what it does: worked out when somebody looks at it.

Of a small day the search says so of every ride; of a large one that would take longer than the search itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mmc_desk.features.planner.rules.advice import Advice, advice_for, advise_ride
from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.problem import Plan
from mmc_desk.features.planner.rules.proposal import Proposal, Proposed, explain, explained, proposal
from mmc_desk.features.planner.rules.standing import Standing

LARGE = 40_000
"""Rides times drivers up to which all is told in no time: about a third of a second."""


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


@dataclass(frozen=True, slots=True)
class Told:
    """A plan in words, with advice for who is left; of so many rides (`untold`) there was no time to say why."""

    proposal: Proposal
    advice: tuple[Advice, ...] = ()
    untold: int = 0


def is_large(planning: Planning) -> bool:
    """Tell whether saying why of every ride takes a time that somebody notices."""
    return len(planning.problem.requests) * len(planning.problem.drivers) > LARGE


def told(planning: Planning, plan: Plan, is_late: Callable[[], bool] | None = None) -> Told:
    """Return a plan in words: advice first, then why; until it `is_late`, where a day is large enough to ask."""
    bare, standing = proposal(planning, plan, says_why=False), Standing(planning, plan)
    requests = {request.id: request for request in planning.problem.requests}
    said: dict[str, Proposed] = {}
    advice: dict[str, Advice] = {}
    for one in sorted(bare.rides, key=lambda one: one.driver is not None):
        if is_late is not None and is_late():
            break
        if one.driver is None:
            advice[one.ride.id] = advice_for(standing, plan, requests[one.ride.id])
        else:
            said[one.ride.id] = explained(standing, one.ride.id)
    rides = tuple(said.get(one.ride.id, one) for one in bare.rides)
    left = tuple(advice.get(one.ride.id, Advice(one.ride.id, ())) for one in bare.rides if one.driver is None)
    return Told(replace(bare, rides=rides), left, len(rides) - len(said) - len(advice))
