"""A day of some hundreds of rides: its tours exchange parts, the best of all are chosen together, and exchange again.

Exchanging alone comes to a halt within seconds, some per cent above the best; but the tours it went through are so near
to the best ones that the linear program over them (see columns) closes in a third of the time.
"""

from collections.abc import Callable, Sequence

from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.columns import Columns, is_ready
from mmc_desk.features.planner.engines.exchange import Exchange
from mmc_desk.features.planner.engines.greedy import Filling
from mmc_desk.features.planner.engines.sheet import Sheet

FIRST, LAST = 800, 400
"""Steps of the exchange before tours are chosen together, and after."""

FIRST_PART, CLOSED_PART, CHOSEN_PART = 0.2, 0.65, 0.9
"""The part of the time left that exchanging, closing the linear program and choosing may take."""

PER_RIDE = 0.02
"""Seconds for each ride below which no tours are chosen together: they would hardly do more than begin."""

DEAR = 50.0
"""Km that leaving a ride out costs while tours are chosen: a detour that nobody's ride is worth. What is left out then
is put where it costs least afterwards; with what it costs in truth prices swing for long before they come to rest."""

Tours = list[list[int]]


def choose_among(
    sheet: Sheet, deadline: Deadline, seed: int, start: Sequence[Sequence[int]], offer: Callable[[Tours], float]
) -> None:
    """Offer better and better tours until the deadline, or until they have been chosen. The sheet is one of arrays."""
    filling = Filling(sheet)
    filling.keep(start)
    filling.fill()
    offer(filling.tours)
    search = Exchange(sheet, seed, filling.tours)
    can_choose = deadline.left() > PER_RIDE * sheet.rides and is_ready(deadline.left())
    search.run(FIRST, deadline.part(FIRST_PART * deadline.left()) if can_choose else deadline)
    offer(search.tours())
    if not can_choose or not sheet.count or not deadline.left():
        return
    search = Exchange(sheet, seed, _chosen(sheet, deadline, search))
    search.run(LAST, deadline)
    offer(search.tours())


def _chosen(sheet: Sheet, deadline: Deadline, search: Exchange) -> Tours:
    """Return the best whole tours among those that a search went through and those that gain at their prices."""
    columns = Columns(sheet, left_out(search))
    columns.add(search.pool)
    columns.add(enumerate(search.tours()))
    columns.close(deadline.part(CLOSED_PART * deadline.left()))
    return columns.choose(deadline.part(CHOSEN_PART * deadline.left()), search.tours())


def left_out(search: Exchange) -> list[float]:
    """Return what leaving each ride out costs: who stays now may go on staying at the price of that."""
    requests = search.sheet.problem.requests
    costs = [
        km if request.pinned else min(km, DEAR) for km, request in zip(search.sheet.unserved, requests, strict=True)
    ]
    stay = search.ground.stay.tolist()
    for ride in search.bank if len(search.bank) <= search.may_stay else ():
        costs[ride] = stay[ride]
    return costs
