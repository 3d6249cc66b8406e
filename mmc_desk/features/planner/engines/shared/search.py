"""Ruin and recreate for shared cars: take strings of rides out of neighbouring tours, put them back better, anneal.

After Christiaens and Vanden Berghe, Slack induction by string removals (2020). What a ride costs in a tour is kept with
the tour (tours.py), so a step mostly looks up. Now and then the best plan is put together from tours of good plans.
"""

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mmc_desk.features.planner.engines.shared.arrays import arrays_of
from mmc_desk.features.planner.engines.shared.beside import Beside
from mmc_desk.features.planner.engines.shared.covers import Cover
from mmc_desk.features.planner.engines.shared.strings import StringRemoval
from mmc_desk.features.planner.engines.shared.tours import Place, Tour, Tours
from mmc_desk.features.planner.rules.problem import Part, Plan, Problem, Route, Stop

HOT, COLD = 0.008, 0.00015
"""The temperatures between which annealing goes, as parts of the first plan's km."""

BLINK = 0.01
"""How often a good place is overlooked, so that the same rides don't always go the same way."""

NOWHERE = 3000.0
"""What a ride costs in a tour that has no place for it, when its regret is reckoned (km)."""

REGRET_NOISE_KM = 0.5

NEAR = 2.0
"""How much more a plan may cost than the best one for its tours to be remembered, in parts of what a ride costs."""

MOST_REMEMBERED = 3000
"""Tours of good plans that are remembered, the last ones."""

COMBINED = (0.7, 0.85, 0.95)
"""After which parts of the time the remembered tours are put together anew."""

MOST_TOURS = 200_000
"""Tours kept in memory, with what was found out about them, before they are forgotten: some 500 MB."""


@dataclass(slots=True)
class State:
    """A plan under way: a tour for each car, who is left out, what it costs."""

    tours: list[Tour]
    left: list[int]
    cost: float


class Search:
    """A search through the plans of one problem. The same seed and number of steps give the same plan."""

    def __init__(self, problem: Problem, seed: int) -> None:
        self.problem = problem
        self.arrays = arrays_of(problem)
        self.tours = Tours(self.arrays)
        self.chance = random.Random(seed)  # noqa: S311 - a search, no secrets
        self.removal = StringRemoval(self.arrays, self.chance)
        self.cars = [car for kind in self.arrays.kinds for car in kind.cars]
        self.beside = Beside(problem, self.cars)
        self.good: dict[tuple[int, int], Tour] = {}
        """Tours of good plans, the cheapest one of each kind with the same rides."""
        self.near = 1 + NEAR / max(self.arrays.count, 1)
        self.prices = [0.0] * self.arrays.count
        self.now = self.best = State(self._no_tours(), [], 0.0)

    def _no_tours(self) -> list[Tour]:
        return [empty for empty in self.tours.empty for _ in empty.kind.cars]

    def begin(self, start: Plan | None) -> None:
        """Make the first plan: all rides by time, each where it costs least, on top of the tours of `start`."""
        tours = self._no_tours()
        for route in start.routes if start else ():
            self._adopt(route, tours)
        placed = {ride for tour in tours for ride in tour.rides}
        todo = sorted(set(range(self.arrays.count)) - placed, key=self.arrays.earliest.__getitem__)
        left = self._one_by_one(tours, todo)
        self.now = self.best = State(tours, left, self.cost(tours, left))

    def _adopt(self, route: Route, tours: list[Tour]) -> None:
        """Take a route over, if it can be driven."""
        place = self.cars.index((route.driver, route.window))
        kind = tours[place].kind
        number = {request.id: index for index, request in enumerate(self.problem.requests)}
        shift = {Part.PICKUP: 0, Part.DROPOFF: self.arrays.count}
        nodes = [number[stop.request] + shift[stop.part] for stop in route.stops]
        tour = self.tours.tour(kind, (kind.start, *nodes, kind.start + 1))
        if tour is not None and self.beside.fits(tours, place, tour):
            tours[place] = tour

    def step(self, heat: float) -> bool:
        """Change the plan once; `heat` is how much worse (km) it may become. True: it is better than any before."""
        if len(self.tours.known) > MOST_TOURS:
            self.tours.forget()
        gone = self.removal.choose(self.now.tours, self.now.left)
        tours = list(self.now.tours)
        for place, rides in gone.items():
            tour = self.tours.without(tours[place], rides)
            if tour is None:  # ways that break the triangle: without a stop it takes longer
                return False
            tours[place] = tour
        todo = [*self.now.left, *(ride for rides in gone.values() for ride in rides)]
        left = self._put_back(tours, todo)
        cost = self.cost(tours, left)
        if cost < self.best.cost * self.near:
            self._remember(tours)
        if cost >= self.now.cost - heat * math.log(self.chance.random() or 1e-9):
            return False
        self.now = State(tours, left, cost)
        if cost > self.best.cost - 1e-6:
            return False
        self.best = self.now
        return True

    def _remember(self, tours: list[Tour]) -> None:
        good = self.good
        for tour in tours:
            key = tour.kind.start, tour.mask
            if tour.mask and (key not in good or good[key].cost > tour.cost):
                good[key] = tour
        while len(good) > MOST_REMEMBERED:
            del good[next(iter(good))]

    def learn(self, tours: Sequence[Sequence[int]]) -> bool:
        """Take over the tours of another search, those of its best plan first. True: it is better than any before."""
        kinds, first = self.arrays.kinds, 2 * self.arrays.count
        known = [self.tours.tour(kinds[(stops[0] - first) // 2], tuple(stops)) for stops in tours]
        good = [tour for tour in known if tour is not None]
        self._remember(good)
        plan = good[: len(self.cars)]
        left = sorted(set(range(self.arrays.count)) - {ride for tour in plan for ride in tour.rides})
        cost = self.cost(plan, left)
        if cost > self.best.cost - 1e-6:
            return False
        self.now = self.best = State(plan, left, cost)
        return True

    def combine(self, is_over: Callable[[], bool]) -> bool:
        """Put the best plan together from good tours. True: it is better than any before."""
        best, arrays = self.best, self.arrays
        rides = sorted(set(range(arrays.count)) - set(best.left))
        cars = {kind.start: len(kind.cars) for kind in arrays.kinds}
        limit = sum([tour.cost for tour in best.tours])
        found = Cover(rides, cars, limit, is_over).solve(list(self.good.values()), self.prices)
        tours = self._seated(found)
        cost = self.cost(tours, best.left)
        if not found or cost > best.cost - 1e-6 or not self._fit(tours):
            return False
        self.now = self.best = State(tours, best.left, cost)
        return True

    def _fit(self, tours: list[Tour]) -> bool:
        return all(self.beside.fits(tours, place, tour) for place, tour in enumerate(tours))

    def _seated(self, found: list[Tour]) -> list[Tour]:
        """Return a tour for each car."""
        tours = self._no_tours()
        for tour in found:
            tours[tours.index(self.tours.empty[(tour.kind.start - 2 * self.arrays.count) // 2])] = tour
        return tours

    # --- Recreate

    def _put_back(self, tours: list[Tour], todo: list[int]) -> list[int]:
        """Put rides into tours in one of several ways; return those that found no place."""
        dice, arrays = self.chance.random(), self.arrays
        if dice < 0.15:
            return self._most_regret_first(tours, todo)
        if dice < 0.55:
            self.chance.shuffle(todo)
        elif dice < 0.75:
            todo.sort(key=arrays.earliest.__getitem__)
        elif dice < 0.85:
            todo.sort(key=arrays.earliest.__getitem__, reverse=True)
        else:
            todo.sort(key=self.removal.far.__getitem__, reverse=True)
        return self._one_by_one(tours, todo)

    def _one_by_one(self, tours: list[Tour], todo: list[int]) -> list[int]:
        left, chance, insert, limited = [], self.chance.random, self.tours.insert, self.beside.limited
        for ride in todo:
            least, where = math.inf, -1
            best: Place | None = None
            tried: Tour | None = None
            for place, tour in enumerate(tours):
                if tour is tried:  # one empty car of a kind is like the next
                    continue
                tried = tour
                inserts = tour.inserts
                found = inserts[ride] if ride in inserts else insert(tour, ride)
                if found is None or found[0] >= least or (limited and not self._fits(tours, place, ride, found)):
                    continue
                if chance() > BLINK:
                    least, where, best = found[0], place, found
            if best is None:
                left.append(ride)
            else:
                tours[where] = self.tours.with_ride(tours[where], ride, best)
        return left

    def _most_regret_first(self, tours: list[Tour], todo: list[int]) -> list[int]:
        """Put back first the ride that loses most if it can't have its best tour."""
        left = []
        while todo:
            _, ride, where, best = max([self._regret(tours, ride) for ride in todo], key=_regret_of)
            todo.remove(ride)
            if best is None:
                left.append(ride)
            else:
                tours[where] = self.tours.with_ride(tours[where], ride, best)
        return left

    def _regret(self, tours: list[Tour], ride: int) -> tuple[float, int, int, Place | None]:
        least, second, where = NOWHERE, NOWHERE, -1
        insert, limited = self.tours.insert, self.beside.limited
        best: Place | None = None
        for place, tour in enumerate(tours):
            inserts = tour.inserts
            found = inserts[ride] if ride in inserts else insert(tour, ride)
            if found is None or found[0] >= second or (limited and not self._fits(tours, place, ride, found)):
                continue
            if found[0] < least:
                least, second, where, best = found[0], least, place, found
            else:
                second = found[0]
        return second - least + self.chance.random() * REGRET_NOISE_KM, ride, where, best

    def _fits(self, tours: list[Tour], place: int, ride: int, found: Place) -> bool:
        return self.beside.fits(tours, place, self.tours.with_ride(tours[place], ride, found))

    # --- What a plan is

    def cost(self, tours: list[Tour], left: list[int]) -> float:
        """Return what a plan costs with all wishes counted (km)."""
        own = sum([tour.cost for tour in tours]) + sum([self.arrays.unserved[ride] for ride in left])
        return own + self.beside.km(tours)

    def plan(self) -> Plan:
        """Return the best plan so far."""
        return Plan(tuple(self._routes()))

    def _routes(self) -> Iterator[Route]:
        requests, count = self.problem.requests, self.arrays.count
        for (driver, window), tour in zip(self.cars, self.best.tours, strict=True):
            stops = tuple(
                Stop(requests[node % count].id, Part.PICKUP if node < count else Part.DROPOFF)
                for node in tour.stops[1:-1]
            )
            if stops:
                yield Route(driver, stops, window)


class Watch:
    """How much of the time is gone: by the clock, or by steps where these are given."""

    def __init__(self, seconds: float, steps: int | None, is_cancelled: Callable[[], bool] | None) -> None:
        self.begin = time.monotonic()
        self.seconds = seconds
        self.steps = steps
        self.done = 0
        self.is_cancelled = is_cancelled

    def part(self) -> float:
        """Return how much of the time is gone."""
        if self.steps:
            return self.done / self.steps
        return (time.monotonic() - self.begin) / self.seconds if self.seconds > 0 else 1.0

    def is_over(self) -> bool:
        """Tell whether to stop."""
        return self.part() >= 1 or bool(self.is_cancelled and self.is_cancelled())


def improve(search: Search, watch: Watch, until: float = 1.0) -> Iterator[float]:
    """Search until a part of the time is gone; yield the part gone whenever the best plan became better."""
    left = sum([search.arrays.unserved[ride] for ride in search.best.left])
    span = max(search.best.cost - left, 1.0)
    due = sorted(COMBINED, reverse=True)
    while (part := watch.part() / until) < 1 and not watch.is_over():
        if due and part >= due[-1]:
            due.pop()
            is_better = search.combine(watch.is_over)
        else:
            is_better = search.step(span * HOT * (COLD / HOT) ** part)
        watch.done += 1
        if is_better:
            yield part


def _regret_of(choice: tuple[float, int, int, Place | None]) -> float:
    return choice[0]
