"""What sharing cars makes of days: what would be put together, and the plan of the days as they are then."""

import functools
from collections.abc import Callable, Sequence
from typing import NamedTuple

from mmc_desk.core.db import Database
from mmc_desk.features.planner.ops.pooling import ShareRides, TrySharing, try_sharing
from mmc_desk.features.planner.queries.sharing import every_hint
from mmc_desk.features.planner.rules.lines import Hint
from mmc_desk.features.planner.rules.pairing import Pair
from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.problem import Plan
from mmc_desk.features.planner.rules.together import left_over, to_part, weighed

MOST_TRIES = 10
"""How often pairs that do no good are taken out and the rest is planned anew; then all stay apart."""


class Together(NamedTuple):
    """Days with cars shared, and their plan: `hints` are the pairs in order, `share` puts them together for good.

    `left` are other pairs that could share a car, each with why they don't.
    """

    planning: Planning
    plan: Plan
    hints: tuple[Hint, ...] = ()
    left: tuple[Hint, ...] = ()
    share: ShareRides = ShareRides()


def together(
    database: Database, alone: Together, without: Sequence[str], solve: Callable[[Planning], Plan]
) -> Together:
    """Return days with as many cars shared as does them good; `alone` are they without."""
    board = alone.planning
    loose = frozenset(ride.id for ride in board.rides.values() if ride.kept is None)
    found, refused = alone, dict[Pair, str]()
    for _ in range(MOST_TRIES):
        command = TrySharing(board.days, loose, frozenset(refused), without)
        tried = database.read(functools.partial(try_sharing, command=command))
        refused |= tried.refused
        if not tried.hints:
            break
        days = weighed(tried.planning, tried.hints)
        plan = solve(days)
        parted = to_part(days, plan, tried.hints, (board, alone.plan))
        if not parted:
            found = Together(days, plan, tried.hints, (), tried.command)
            break
        refused |= parted
    every = [hint for day in board.days for hint in database.read(functools.partial(every_hint, day=day))]
    return found._replace(left=left_over(board, every, found.hints, refused))
