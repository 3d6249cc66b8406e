"""Rides of a day that could share a car: in pairs as rides themselves see them, and the day as a problem of its own."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.orm import Session

from mmc_desk.features.planner.rules.lines import Hint
from mmc_desk.features.planner.rules.pairing import Pair, best_pairs
from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.pooling import pooled_problem
from mmc_desk.features.planner.rules.problem import Problem
from mmc_desk.features.planner.rules.roads import Roads
from mmc_desk.features.rides.queries.sharing import SharedHint, lone_riders, shared_hints
from mmc_desk.features.rides.rules.sharing import Rider


def best_hints(session: Session, day: date, loose: frozenset[str], barred: Collection[Pair]) -> list[SharedHint]:
    """Return the pairs of a day's `loose` rides that save the most km together: no ride in two, nobody pays more.

    What each pair saves is what rides' own rules say (rides' rules/sharing.py): the same homes, order and hours as when
    the rides are put in one car.
    """
    hints = {(hint.ride.ride_no, hint.other.ride_no): hint for hint in shared_hints(session, day)}
    worth = {
        pair: hint.saved.metres
        for pair, hint in hints.items()
        if pair not in barred and {*pair} <= loose and min(hint.saved.cents, default=0) >= 0
    }
    return [hints[pair] for pair in best_pairs(worth)]


def every_hint(session: Session, day: date) -> tuple[Hint, ...]:
    """Return every pair of rides of a day that could share a car as the board stands, those that save most first."""
    return tuple(map(as_hint, shared_hints(session, day)))


def as_hint(hint: SharedHint) -> Hint:
    """Return what rides say of a pair as the planner tells it."""
    saved, pair = hint.saved, (hint.ride.ride_no, hint.other.ride_no)
    return Hint(*pair, saved.metres, saved.cents_each, min(saved.cents, default=0))


def pooling(session: Session, planning: Planning) -> Problem:
    """Return the open rides of a planning of the desk's days as a problem of shared cars."""
    roads, riders = planning.problem.metric, dict[str, Rider]()
    assert isinstance(roads, Roads)  # noqa: S101 - narrows the type: days of the database have no other metric
    for day in planning.days:
        found: Mapping[str, Rider] = lone_riders(session, day)
        riders |= found
    return pooled_problem(planning, roads, riders)
