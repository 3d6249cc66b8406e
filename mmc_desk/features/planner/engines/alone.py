"""Own ruin and recreate for rides alone: needs no library, knows every wish, and has a plan after milliseconds.

Strings of neighbouring rides are taken out of tours that lie near each other, then put back one by one where each costs
least (slack induction by string removals, Christiaens & Vanden Berghe 2020); worse plans are accepted ever less often.
"""

import math
import random
from collections.abc import Sequence

from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.neighbours import Neighbours
from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.engines.tours import Tours

REMOVED = 6
"""Rides taken out at once, on average."""

LONGEST_STRING = 8
BLINK = 0.01
HOT, COLD = 0.05, 0.001
"""A worse plan is accepted for about this part of what a ride costs on average, at the begin and at the end."""

PER_LOOK = 8
"""Steps between two looks at the clock."""

POOL = 20_000
"""Tours remembered at most."""

Tour = tuple[int, tuple[int, ...]]
"""A vehicle and its rides."""


class Search:
    """One search, which can be given steps again and again. The same seed and steps give the same tours."""

    def __init__(
        self,
        sheet: Sheet,
        seed: int = 1,
        start: Sequence[Sequence[int]] = (),
        neighbours: Neighbours | None = None,
    ) -> None:
        """Begin with these tours as far as they fit; `neighbours` are those of the sheet, where somebody has them."""
        self.sheet = sheet
        self.random = random.Random(seed)  # noqa: S311 - chance, not secrecy
        self.tours = Tours(sheet, neighbours or Neighbours(sheet))
        self.bank = list(range(sheet.rides))
        self.pool: dict[Tour, None] = {}
        self.cost = sum(sheet.unserved)
        if start:
            self.take(start)
        self.cost += self._recreate(sorted(self.bank, key=sheet.earliest.__getitem__), 0.0)
        self.best, self.best_cost = self.tours.all(), self.cost

    def take(self, start: Sequence[Sequence[int]]) -> None:
        """Begin with these tours as far as they fit; the other rides stay in the bank."""
        for vehicle, tour in enumerate(start):
            for ride in tour:
                place = self.tours.before[self.sheet.rides + vehicle]
                cost = self.tours.cost_after(ride, place)
                if cost < math.inf:
                    self.tours.place(ride, place)
                    self.cost += cost - self.sheet.unserved[ride]
        self.bank = [ride for ride in self.bank if self.tours.vehicle[ride] < 0]

    def run(self, steps: int, deadline: Deadline) -> None:
        """Search for so many steps, or until the deadline."""
        if not self.sheet.rides:
            return
        mean = self.cost / self.sheet.rides
        hot, cooling = HOT * mean, COLD / HOT
        for step in range(steps):
            if step % PER_LOOK == 0 and not deadline.left():
                return
            self._step(hot * cooling ** (step / steps))

    def _step(self, temperature: float) -> None:
        bank = self.bank
        touched: dict[int, list[int]] = {}
        change = self._ruin(touched)
        removed = self._missing(touched)
        change += self._recreate(self._order([*removed, *bank]), BLINK, touched)
        if change <= 0 or change < -temperature * math.log(self.random.random() or 1e-300):
            self.cost += change
            self._remember(touched)
        else:
            self.bank = bank
            self._restore(touched, removed)

    def _missing(self, touched: dict[int, list[int]]) -> list[int]:
        vehicle = self.tours.vehicle
        return [ride for tour in touched.values() for ride in tour if vehicle[ride] < 0]

    def _remember(self, touched: dict[int, list[int]]) -> None:
        if len(self.pool) < POOL:
            self.pool.update(((vehicle, tuple(self.tours.tour(vehicle))), None) for vehicle in touched)
        if self.cost < self.best_cost - 1e-7:
            self.best, self.best_cost = self.tours.all(), self.cost

    def _restore(self, touched: dict[int, list[int]], removed: Sequence[int]) -> None:
        for vehicle in touched:
            self.tours.lay(vehicle, ())
        for ride in (*removed, *self.bank):
            self.tours.vehicle[ride] = -1
        for vehicle, tour in touched.items():
            self.tours.lay(vehicle, tour)

    # --- Ruin

    def _ruin(self, touched: dict[int, list[int]]) -> float:
        """Take strings out of tours around a ride; note in `touched` how those tours were. Returns the change (km)."""
        sheet, chance, tours = self.sheet, self.random.random, self.tours
        served = sheet.rides - len(self.bank)
        longest = min(LONGEST_STRING, max(1.0, 1.5 * served / max(1, sheet.count)))
        wanted = int(chance() * (4 * REMOVED / (1 + longest) - 1) + 1)
        change = 0.0
        for ride in tours.neighbours.around[int(chance() * sheet.rides)]:
            vehicle = tours.vehicle[ride]
            if vehicle < 0 or vehicle in touched:
                continue
            tour = tours.tour(vehicle)
            touched[vehicle] = tour
            for out in self._string(tour, ride, longest):
                change += tours.remove(out)
            if len(touched) >= wanted:
                break
        return change + sum(sheet.unserved[ride] for ride in self._missing(touched))

    def _string(self, tour: list[int], ride: int, longest: float) -> list[int]:
        """Return neighbouring rides of a tour with `ride` among them; half of the time one of them stays."""
        chance = self.random.random
        length = min(len(tour), int(chance() * min(longest, len(tour)) + 1))
        place = tour.index(ride)
        lowest, highest = max(0, place - length + 1), min(place, len(tour) - length)
        first = lowest + int(chance() * (highest - lowest + 1))
        string = tour[first : first + length]
        if 1 < length < len(tour) and chance() < 0.5:
            stays = int(chance() * length)
            string = [out for number, out in enumerate(string) if number != stays or out == ride]
        return string

    # --- Recreate

    def _order(self, rides: list[int]) -> list[int]:
        """Return rides in the order in which they are put back: by chance, by time, or the farthest first."""
        sheet = self.sheet
        self.random.shuffle(rides)
        kind = int(self.random.random() * 5)
        if kind == 0:
            rides.sort(key=sheet.earliest.__getitem__)
        elif kind == 1:
            rides.sort(key=sheet.earliest.__getitem__, reverse=True)
        elif kind == 2:
            rides.sort(key=lambda ride: -sheet.problem.requests[ride].km)
        return rides

    def _recreate(self, rides: Sequence[int], blink: float, touched: dict[int, list[int]] | None = None) -> float:
        """Put rides back, each where it costs least; those that fit nowhere go to the bank. Returns the change (km)."""
        tours, chance, unserved = self.tours, self.random.random, self.sheet.unserved
        change, bank = 0.0, []
        for ride in rides:
            cost, node = tours.best(ride, chance, blink)
            if cost >= unserved[ride]:
                bank.append(ride)
                continue
            vehicle = tours.vehicle[node]
            if touched is not None and vehicle not in touched:
                touched[vehicle] = tours.tour(vehicle)
            tours.place(ride, node)
            change += cost - unserved[ride]
        self.bank = bank
        return change
