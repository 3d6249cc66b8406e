"""A day small enough to be planned as well as can be: tours are added and chosen again until no plan can be better.

Each round closes the linear program for certain, chooses whole tours among those found, and lets the own search go on
from there; what it tries on the way are tours for the next round.
"""

from collections.abc import Callable

from mmc_desk.features.planner.engines.alone import Search
from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.columns import CLOSED, Columns
from mmc_desk.features.planner.engines.labels import Labels
from mmc_desk.features.planner.engines.sheet import Sheet

SEARCHED = 25
"""Steps of the own search for every ride, after each round."""

CHOSEN = 0.85
"""The part of the time left that choosing whole tours may take: HiGHS looks at the clock only now and then."""

ROUNDS = 6
"""So many rounds without a better plan, and the search is at its end."""


def perfect(
    sheet: Sheet, deadline: Deadline, seed: int, search: Search, offer: Callable[[list[list[int]]], float]
) -> None:
    """Offer better and better tours than those of a search, until none can be better or the time is up.

    `offer` returns what the best plan so far costs. Needs the libraries.
    """
    columns, labels = Columns(sheet), Labels(sheet)
    best = offer(search.best)
    idle = 0
    while deadline.left() and idle < ROUNDS:
        columns.add(search.pool)
        columns.add(enumerate(search.best))
        columns.close(deadline.part(0.7 * deadline.left()))
        columns.refine(labels, deadline.part(0.7 * deadline.left()))
        if not deadline.left():
            return
        tours = columns.choose(deadline.part(CHOSEN * deadline.left()), search.best)
        if not deadline.left():
            offer(tours)
            return
        seed += 1
        search = Search(sheet, seed, tours, search.tours.neighbours)
        search.run(SEARCHED * sheet.rides, deadline)
        before, best = best, offer(search.best)
        if best - sheet.aboard <= columns.bound + CLOSED * abs(columns.bound):
            return
        idle = idle + 1 if best > before - 1e-6 else 0
