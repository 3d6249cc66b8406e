"""The best plan that can be put together from tours seen before: a small set partitioning problem.

Each ride gets a price (Lagrange multipliers, found by subgradients). What a tour costs above the prices of its rides is
its excess; a plan that is better than the best so far has little of it in all, so few tours are left to try in depth.
"""

from collections.abc import Callable, Sequence

from mmc_desk.features.planner.engines.shared.tours import Tour

ROUNDS = 120
"""Rounds of subgradients."""

PATIENCE = 8
"""Rounds without a better bound after which the steps become shorter."""

NODES = 5000
"""Plans begun in depth, at the most."""

RIDES_LOOKED_AT = 6
"""Of how many rides the one with the fewest tours left is taken next."""

WORTH_KM = 1e-6
"""What a plan must save to be called better."""


class Cover:
    """Looks for a plan of known tours that serves each of some rides just once and costs less than a limit (km)."""

    def __init__(self, rides: Sequence[int], cars: dict[int, int], limit: float, is_over: Callable[[], bool]) -> None:
        """Take the rides to serve, the number of cars by the start node of their kind; `is_over`: time to stop."""
        self.rides = rides
        self.cars = cars
        self.limit = limit
        self.is_over = is_over
        self.wanted = sum(1 << ride for ride in rides)
        self.pool: list[Tour] = []
        self.nodes = 0
        self.best: list[Tour] = []
        self.by_ride: dict[int, list[tuple[float, int]]] = {}
        self.least = 0.0

    def solve(self, pool: Sequence[Tour], prices: list[float]) -> list[Tour]:
        """Return the tours of a better plan, or none. `prices` by ride are a guess to begin with, and made better."""
        self.pool = [tour for tour in pool if not tour.mask & ~self.wanted]
        bound = self._price(prices)
        items = sorted((excess, number) for number, excess in enumerate(self._excesses(prices)))
        items = [(excess, number) for excess, number in items if bound + excess < self.limit]
        self.by_ride = {ride: [] for ride in self.rides}
        for item in items:
            for ride in self.pool[item[1]].rides:
                self.by_ride[ride].append(item)
        self.least = min(items[0][0], 0.0) if items else 0.0
        self.rides = sorted(self.rides, key=lambda ride: len(self.by_ride[ride]))
        self._deeper(0, sum([prices[ride] for ride in self.rides]), [])
        return self.best

    def _excesses(self, prices: list[float]) -> list[float]:
        price = prices.__getitem__
        return [tour.cost - sum(map(price, tour.rides)) for tour in self.pool]

    def _price(self, prices: list[float]) -> float:
        """Make the prices such that no plan of these tours costs less than a bound, as high as it goes; return it."""
        trial, best, pace, idle = list(prices), float("-inf"), 1.0, 0
        for _ in range(ROUNDS):
            bound, lacks = self._lacks(trial)
            idle += 1
            if bound > best:
                best, idle, prices[:] = bound, 0, trial
            elif idle == PATIENCE:
                pace, idle, trial = pace * 0.6, 0, list(prices)
            norm = sum([lack * lack for lack in lacks.values()])
            if not norm or self.is_over():
                break
            stride = pace * max(self.limit * 1.002 - bound, 0.01) / norm
            for ride, lack in lacks.items():
                trial[ride] += stride * lack
        return best

    def _lacks(self, prices: list[float]) -> tuple[float, dict[int, int]]:
        """Return the bound at these prices, and by ride how many tours it lacks in the choice that gives it."""
        below = sorted((excess, number) for number, excess in enumerate(self._excesses(prices)) if excess < 0)
        bound, lacks, free = sum([prices[ride] for ride in self.rides]), dict.fromkeys(self.rides, 1), dict(self.cars)
        for excess, number in below:
            tour = self.pool[number]
            if free[tour.kind.start]:
                free[tour.kind.start] -= 1
                bound += excess
                for ride in tour.rides:
                    lacks[ride] -= 1
        return bound, lacks

    def _deeper(self, served: int, cost: float, chosen: list[int]) -> None:
        """Serve one ride more in each way that may be better; `cost`: the prices, and the excess of what is chosen."""
        if served == self.wanted:
            self.best, self.limit = [self.pool[number] for number in chosen], cost
            return
        self.nodes += 1
        spare = sum(self.cars.values()) - len(chosen) - 1
        if self.nodes > NODES or spare < 0 or self.is_over():
            return
        for excess, number in self._fewest(served, cost + self.least * spare):
            tour = self.pool[number]
            kind = tour.kind.start
            if cost + excess + self.least * spare < self.limit - WORTH_KM and self.cars[kind]:
                self.cars[kind] -= 1
                self._deeper(served | tour.mask, cost + excess, [*chosen, number])
                self.cars[kind] += 1

    def _fewest(self, served: int, cost: float) -> list[tuple[float, int]]:
        """Return the tours for the ride that has the fewest left, of the first few that aren't served."""
        fewest: list[tuple[float, int]] | None = None
        waiting = [ride for ride in self.rides if not served >> ride & 1]
        for ride in waiting[:RIDES_LOOKED_AT]:
            items = [
                item
                for item in self.by_ride[ride]
                if not self.pool[item[1]].mask & served and cost + item[0] < self.limit - WORTH_KM
            ]
            if fewest is None or len(items) < len(fewest):
                fewest = items
        return fewest or []
