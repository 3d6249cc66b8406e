"""The engine for rides alone: own search at once, then the best tours together, large days in regions."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from mmc_desk.features.planner.engines import OnBetter
from mmc_desk.features.planner.engines.alone import Search
from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.columns import EXACT_RIDES, Columns, is_ready
from mmc_desk.features.planner.engines.greedy import greedy
from mmc_desk.features.planner.engines.hundreds import choose_among
from mmc_desk.features.planner.engines.large import exchange, has_arrays
from mmc_desk.features.planner.engines.perfect import perfect
from mmc_desk.features.planner.engines.regions import Cutter, Region
from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.problem import Plan, Problem

WHOLE = 400
"""Up to so many rides are planned at once, more in regions."""

REGIONS = (70, 90)
"""Rides in a region, about, when a large day is cut first, and later."""

WARM_UP = 12
"""Steps of the own search for every ride, before the tours are chosen together."""

POLISH = 5
"""Steps for every ride after it."""

STEPS_PER_SECOND = 200_000
"""What a search without libraries gets, less for more rides: it ends by itself on most machines, by its seed alone."""

PASSES = 2
"""A large day's time is shared out so that every region is planned this often; what is left goes to more."""

Tours = list[list[int]]
Offer = Callable[[Tours], float]
"""Told better tours; returns what the best plan so far costs."""

Finish = Callable[[Sheet, Deadline, int, Search, Offer], None]


class RidesAlone:
    """The engine (see engines.Engine)."""

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
        """Return the best plan found within the seconds; what `start` holds stays where that costs least.

        Only on a large day anybody stays who may (Problem.may_stay): on others all can be served well.
        """
        if len(problem.requests) <= EXACT_RIDES or not has_arrays():
            problem = replace(problem, may_stay=0)
        best = _Best(problem, on_better)
        deadline = Deadline(seconds, is_cancelled)
        if has_arrays() and len(problem.requests) > EXACT_RIDES:
            sheet = Sheet(problem, is_array=True)
            search = choose_among if sheet.rides <= WHOLE else exchange
            search(sheet, deadline, seed, sheet.tours(start or Plan()), lambda tours: best.offer(sheet.plan(tours)))
        elif len(problem.requests) <= WHOLE:
            sheet = Sheet(problem)
            tours = sheet.tours(start or Plan())
            improve(sheet, deadline, seed, tours, lambda tours: best.offer(sheet.plan(tours)), perfect)
        else:
            best.offer(greedy(problem) if start is None else start)
        if len(problem.requests) > EXACT_RIDES:
            _improve_regions(problem, best, deadline, seed)
        return best.plan


class _Best:
    """The best plan so far, in the checker's eyes."""

    def __init__(self, problem: Problem, on_better: OnBetter | None) -> None:
        self.problem, self.on_better = problem, on_better
        self.plan, self.rank = Plan(), self._rank(Plan())

    def _rank(self, plan: Plan) -> tuple[int, float]:
        verdict = check(self.problem, plan)
        return len(verdict.violations), verdict.cost

    def offer(self, plan: Plan) -> float:
        """Keep a plan that breaks fewer rules, or costs less at as many; return what the best one costs."""
        rank = self._rank(plan)
        if rank < self.rank:
            self.plan, self.rank = plan, rank
            if self.on_better is not None:
                self.on_better(plan)
        return self.rank[1]


def improve(
    sheet: Sheet, deadline: Deadline, seed: int, start: Sequence[Sequence[int]], offer: Offer, finish: Finish
) -> None:
    """Offer better and better tours until the deadline, or until there are none; `finish` goes on from the search."""
    search = Search(sheet, seed, start)
    offer(search.best)
    if not is_ready(deadline.left()):
        search.run(int(deadline.left() * STEPS_PER_SECOND / (sheet.rides + 10)), deadline)
        offer(search.best)
        return
    search.run(WARM_UP * sheet.rides, deadline.part(0.25 * deadline.left()))
    offer(search.best)
    if not sheet.rides or not sheet.count or not deadline.left():
        return
    finish(sheet, deadline, seed, search, offer)


def choose_once(sheet: Sheet, deadline: Deadline, seed: int, search: Search, offer: Offer) -> None:
    """Offer the best tours among those that a search and one round of columns found."""
    columns = Columns(sheet)
    columns.add(search.pool)
    columns.add(enumerate(search.best))
    columns.close(deadline.part(0.7 * deadline.left()))
    if not deadline.left():
        return
    tours = columns.choose(deadline.part(0.9 * deadline.left()), search.best)
    polished = Search(sheet, seed, tours, search.tours.neighbours)
    polished.run(POLISH * sheet.rides, deadline)
    offer(polished.best)


def _improve_regions(problem: Problem, best: _Best, deadline: Deadline, seed: int) -> None:
    cutter, number = Cutter(problem, seed), 0
    while deadline.left():
        share = deadline.left() / max(1, PASSES - number)
        whole = deadline.part(share)
        regions = cutter.cut(best.plan, REGIONS[min(number, len(REGIONS) - 1)])
        for place, region in enumerate(regions):
            if not deadline.left():
                return
            part = deadline.part(1.5 * whole.left() / (len(regions) - place))
            best.offer(_with(best.plan, region, _improved(region, part, seed + number)))
        number += 1


def _improved(region: Region, deadline: Deadline, seed: int) -> Plan:
    best = _Best(region.problem, None)
    sheet = Sheet(region.problem)
    improve(sheet, deadline, seed, sheet.tours(region.plan), lambda tours: best.offer(sheet.plan(tours)), choose_once)
    return best.plan


def _with(plan: Plan, region: Region, part: Plan) -> Plan:
    drivers = {driver.id for driver in region.problem.drivers}
    return Plan((*(route for route in plan.routes if route.driver not in drivers), *part.routes))
