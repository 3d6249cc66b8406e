"""The engine for rides from home to home, as a desk books them: each ride takes its driver a span of the day.

What a ride costs a driver depends on nobody else's rides, only whether it fits between them; so a plan is a choice of
drivers. It is sought by ruin and recreate: rides that are near in time, or all of a driver, are taken away and given
out again, each to who costs least; worse plans are accepted ever less often. Needs no library.
"""

import itertools
import math
import random
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from mmc_desk.features.planner.engines import OnBetter
from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.sheet import PINNED_KM, SLACK
from mmc_desk.features.planner.rules.checker import TOLERANCE, may_take
from mmc_desk.features.planner.rules.problem import Driver, Plan, Problem, Request, Route, Stop

STEPS_PER_RIDE, LEAST_STEPS = 150, 1_000
"""After so many steps a search ends by itself: more gain nothing that one sees."""

MOST_OPTIONS = 60
"""Drivers looked at for one ride, the cheapest."""

PER_LOOK = 8
"""Steps between two looks at the clock."""

HOT, COLD = 0.3, 0.005
"""A worse plan is accepted for about this part of what a ride costs on average, at the begin and at the end."""

REMOVED = 8
BLINK = 0.03


class Option(NamedTuple):
    """A driver who may have a ride: its cost alone, its km home to home, its span and in which window it lies."""

    cost: float
    driver: int
    km: float
    leaves: float
    home: float
    window: int


class Choices:
    """The problem as numbers: who may have each ride, the cheapest first."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._rows: dict[tuple[int, bool], list[tuple[float, float]]] = {}
        self.options = [self._options(request) for request in problem.requests]
        self.by_driver = [{option.driver: option for option in options} for options in self.options]
        self.unserved = [PINNED_KM if request.pinned else request.unserved_km for request in problem.requests]
        numbers = {request.id: number for number, request in enumerate(problem.requests)}
        self.bonds: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for first, second, km in problem.bonds:
            if first in numbers and second in numbers:
                self.bonds[numbers[first]].append((numbers[second], km))
                self.bonds[numbers[second]].append((numbers[first], km))

    def _options(self, request: Request) -> list[Option]:
        """Return who may have a ride: all are priced, and asked in the order of what they cost."""
        there, back = self._row(request.pickup, is_out=True), self._row(request.dropoff, is_out=False)
        ways = [(out + request.km + home, to, fro) for (out, to), (home, fro) in zip(there, back, strict=True)]
        wishes, drivers = request.wishes_km, self.problem.drivers
        costs = [km + wishes.get(driver.id, 0.0) for (km, _, _), driver in zip(ways, drivers, strict=True)]
        order = sorted(range(len(drivers)), key=costs.__getitem__)
        found = (self._option(request, number, costs[number], *ways[number]) for number in order)
        return list(itertools.islice((option for option in found if option is not None), MOST_OPTIONS))

    def _option(
        self, request: Request, number: int, cost: float, km: float, there: float, back: float
    ) -> Option | None:
        driver = self.problem.drivers[number]
        if driver.max_rides == 0 or not may_take(driver, request):
            return None
        leaves, ends = request.window.start - there, request.window.start + request.minutes + back
        if driver.max_km is not None and km > driver.max_km + TOLERANCE / 2:
            return None
        if driver.max_minutes is not None and ends - leaves > driver.max_minutes:
            return None
        for window, span in enumerate(driver.windows):
            if span.start - SLACK <= leaves and ends <= span.end + SLACK:
                return Option(cost, number, km, leaves, ends, window)
        return None

    def _row(self, spot: int, *, is_out: bool) -> list[tuple[float, float]]:
        """Return the way (km, minutes) of each driver from home to a spot, or from there home."""
        key = (spot, is_out)
        if key not in self._rows:
            km, minutes, drivers = self.problem.metric.km, self.problem.metric.minutes, self.problem.drivers
            ways = ((driver.start, spot) if is_out else (spot, driver.end) for driver in drivers)
            self._rows[key] = [(km(*way), minutes(*way)) for way in ways]
        return self._rows[key]

    def plan(self, hands: Sequence[Option | None]) -> Plan:
        """Return the plan in which each ride has its option, or nobody."""
        tours: dict[tuple[int, int], list[tuple[float, str]]] = defaultdict(list)
        for request, option in zip(self.problem.requests, hands, strict=True):
            if option is not None:
                tours[option.driver, option.window].append((option.leaves, request.id))
        drivers = self.problem.drivers
        return Plan(
            tuple(
                Route(drivers[driver].id, tuple(Stop(ride) for _, ride in sorted(tour)), window)
                for (driver, window), tour in sorted(tours.items())
            )
        )


class Hands:
    """Who has which ride while a plan is being made. Costs are km, all wishes counted."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        drivers = choices.problem.drivers
        self.of_ride: list[Option | None] = [None] * len(choices.options)
        self.spans: list[list[tuple[float, float, int]]] = [[] for _ in drivers]
        self.km = [0.0] * len(drivers)
        self.missing = set(range(len(choices.options)))
        self.cost = sum(choices.unserved)

    def added(self, ride: int, option: Option) -> float:
        """Return what a ride costs more with an option, bonds, call and fairness too; infinite where it doesn't fit."""
        driver, spans = self.choices.problem.drivers[option.driver], self.spans[option.driver]
        place = bisect(spans, (option.leaves, option.home, ride))
        if place < len(spans) and spans[place][0] < option.home - SLACK:
            return math.inf
        if place and spans[place - 1][1] > option.leaves + SLACK:
            return math.inf
        count = len(spans)
        if driver.max_rides is not None and count >= driver.max_rides:
            return math.inf
        if driver.max_km is not None and self.km[option.driver] + option.km > driver.max_km + TOLERANCE / 2:
            return math.inf
        return option.cost + self._next(driver, count) + self._bonds(ride, option.driver)

    def _next(self, driver: Driver, count: int) -> float:
        fair = driver.burden_km[min(count, len(driver.burden_km) - 1)] if driver.burden_km else 0.0
        return fair if count else fair + driver.call_km

    def _bonds(self, ride: int, driver: int) -> float:
        """Return what being with this driver saves on bonds: an open bond costs its km until both are together."""
        found = 0.0
        for other, km in self.choices.bonds.get(ride, ()):
            option = self.of_ride[other]
            if option is not None and option.driver == driver:
                found -= km
        return found

    def give(self, ride: int, option: Option, extra: float) -> None:
        """Give a ride to a driver who costs so much more."""
        spans = self.spans[option.driver]
        spans.insert(bisect(spans, (option.leaves, option.home, ride)), (option.leaves, option.home, ride))
        self.of_ride[ride] = option
        self.missing.discard(ride)
        self.km[option.driver] += option.km
        self.cost += extra - self.choices.unserved[ride]

    def take(self, ride: int) -> None:
        """Take a ride away from whoever has it."""
        option = self.of_ride[ride]
        if option is None:
            return
        self.spans[option.driver].remove((option.leaves, option.home, ride))
        self.of_ride[ride] = None
        self.missing.add(ride)
        self.km[option.driver] -= option.km
        driver = self.choices.problem.drivers[option.driver]
        extra = option.cost + self._next(driver, len(self.spans[option.driver])) + self._bonds(ride, option.driver)
        self.cost -= extra - self.choices.unserved[ride]

    def best(self, ride: int, chance: Callable[[], float], blink: float) -> tuple[float, Option | None]:
        """Return the least that a ride costs more, and with whom; nobody where leaving it out costs less."""
        least, found = self.choices.unserved[ride], None
        for option in self.choices.options[ride]:
            extra = self.added(ride, option)
            if extra < least and chance() >= blink:
                least, found = extra, option
        return least, found


class HomeToHome:
    """The engine (see engines.Engine). A ride with a wide window starts as early as that begins."""

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
        """Return the best plan found within the seconds; what `start` holds stays where that costs least."""
        deadline = Deadline(seconds, is_cancelled)
        search = _Search(Choices(problem), seed, start or Plan(), on_better)
        search.run(deadline)
        return search.choices.plan(search.best)


class _Search:
    def __init__(self, choices: Choices, seed: int, start: Plan, on_better: OnBetter | None) -> None:
        self.choices, self.on_better = choices, on_better
        self.random = random.Random(seed)  # noqa: S311 - chance, not secrecy
        self.hands = Hands(choices)
        self.rides = range(len(choices.options))
        self.by_time = sorted(self.rides, key=lambda ride: choices.problem.requests[ride].window.start)
        self.place = {ride: place for place, ride in enumerate(self.by_time)}
        self._begin(start)
        self._recreate(sorted(self.rides, key=lambda ride: len(choices.options[ride])), 0.0)
        self.best, self.best_cost = list(self.hands.of_ride), self.hands.cost
        self._tell()

    def _begin(self, start: Plan) -> None:
        hands = {stop.request: route.driver for route in start.routes for stop in route.stops}
        numbers = {driver.id: number for number, driver in enumerate(self.choices.problem.drivers)}
        for ride, request in enumerate(self.choices.problem.requests):
            option = self.choices.by_driver[ride].get(numbers.get(hands.get(request.id, ""), -1))
            if option is not None and (extra := self.hands.added(ride, option)) < math.inf:
                self.hands.give(ride, option, extra)

    def _tell(self) -> None:
        if self.on_better is not None:
            self.on_better(self.choices.plan(self.best))

    def run(self, deadline: Deadline) -> None:
        """Search until the deadline, or until more steps gain nothing that one sees."""
        count = len(self.rides)
        if not count:
            return
        steps = max(LEAST_STEPS, STEPS_PER_RIDE * count)
        options = [choice[0].cost for choice in self.choices.options if choice]
        hot = HOT * max(1.0, sum(options) / max(1, len(options)))
        cooling, told = COLD / HOT, self.best_cost
        for step in range(steps):
            if step % PER_LOOK == 0:
                if self.best_cost < told:
                    told = self.best_cost
                    self._tell()
                if not deadline.left():
                    return
            self._step(hot * cooling ** (step / steps))
        if self.best_cost < told:
            self._tell()

    def _step(self, temperature: float) -> None:
        hands, before = self.hands, self.hands.cost
        removed = self._ruin()
        old = [(ride, hands.of_ride[ride]) for ride in dict.fromkeys((*removed, *sorted(hands.missing)))]
        for ride in removed:
            hands.take(ride)
        self._recreate(self._order([ride for ride, _ in old]), BLINK)
        change = hands.cost - before
        if change > 0 and change >= -temperature * math.log(self.random.random() or 1e-300):
            self._restore(old)
        elif hands.cost < self.best_cost - 1e-7:
            self.best, self.best_cost = list(hands.of_ride), hands.cost

    def _restore(self, old: Sequence[tuple[int, Option | None]]) -> None:
        for ride, _ in old:
            self.hands.take(ride)
        for ride, option in old:
            if option is not None:
                self.hands.give(ride, option, self.hands.added(ride, option))

    def _ruin(self) -> list[int]:
        """Return rides to give out again: those about a moment, or all of a driver and some at the same time."""
        chance, count = self.random.random, len(self.rides)
        wanted = 2 + int(chance() * REMOVED)
        middle = int(chance() * count)
        near = self.by_time[max(0, middle - wanted) : middle + wanted]
        self.random.shuffle(near)
        found = near[:wanted]
        option = self.hands.of_ride[self.by_time[middle]]
        if option is not None and chance() < 0.4:
            whole = [ride for _, _, ride in self.hands.spans[option.driver]]
            found = list(dict.fromkeys((*whole[:REMOVED], *found)))
        return found

    def _order(self, rides: list[int]) -> list[int]:
        """Return rides in the order in which they are given out: by chance, by time, or who has the fewest drivers."""
        self.random.shuffle(rides)
        kind = int(self.random.random() * 4)
        if kind == 0:
            rides.sort(key=self.place.__getitem__)
        elif kind == 1:
            rides.sort(key=lambda ride: len(self.choices.options[ride]))
        return rides

    def _recreate(self, rides: Iterable[int], blink: float) -> None:
        for ride in rides:
            if self.hands.of_ride[ride] is None:
                extra, option = self.hands.best(ride, self.random.random, blink)
                if option is not None:
                    self.hands.give(ride, option, extra)


def first_come(problem: Problem) -> Plan:
    """Return the plan of somebody who works through the list: rides by time, each to the nearest driver who is free."""
    choices = Choices(problem)
    hands = Hands(choices)
    for ride in sorted(range(len(choices.options)), key=lambda ride: problem.requests[ride].window.start):
        for option in sorted(choices.options[ride], key=lambda option: (option.km, option.driver)):
            extra = hands.added(ride, option)
            if extra < math.inf:
                hands.give(ride, option, extra)
                break
    return choices.plan(hands.of_ride)
