"""Rides of a day that could share a car: in pairs as rides themselves see them, and the day as a problem of its own."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from mmc_desk.features.planner.rules.lines import Hint
from mmc_desk.features.planner.rules.pairing import best_pairs
from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.pooling import pooled_problem
from mmc_desk.features.planner.rules.problem import Problem
from mmc_desk.features.planner.rules.roads import Roads
from mmc_desk.features.rides.queries.sharing import lone_riders, shared_hints
from mmc_desk.features.rides.rules.sharing import Rider


def shared_rides(session: Session, day: date) -> tuple[Hint, ...]:
    """Return pairs of rides of a day, no ride in two of them, that together save the most km; the best first.

    What each pair saves is what rides' own rules say (rides' rules/sharing.py): the same homes, order and hours as when
    the rides are put in one car.
    """
    hints = {(hint.ride.ride_no, hint.other.ride_no): hint.saved for hint in shared_hints(session, day)}
    chosen = best_pairs({pair: saved.metres for pair, saved in hints.items()})
    return tuple(
        Hint(*pair, hints[pair].metres, hints[pair].cents_each, min(hints[pair].cents, default=0)) for pair in chosen
    )


def pooling(session: Session, planning: Planning) -> Problem:
    """Return the open rides of a planning of the desk's days as a problem of shared cars."""
    roads, riders = planning.problem.metric, dict[str, Rider]()
    assert isinstance(roads, Roads)  # noqa: S101 - narrows the type: days of the database have no other metric
    for day in planning.days:
        found: Mapping[str, Rider] = lone_riders(session, day)
        riders |= found
    return pooled_problem(planning, roads, riders)
