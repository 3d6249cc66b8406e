"""Many tours exchange parts at once: what makes a large day good in seconds. Needs numpy.

Of some tours that lie near each other a part is cut out of each, mostly of the same hours. Which part goes into which
gap is then chosen for all together, the best of all ways to do it (see rings). A gap may be closed and a part be empty,
and rides in nobody's tour take part too, so rides move, swap and go round among dozens of drivers in one step.
"""

import importlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mmc_desk.features.planner.engines.alone import POOL, Tour
from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.laid import Laid
from mmc_desk.features.planner.engines.rings import handed_round
from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.engines.slices import NOBODY, Cut, Ground, Loose
from mmc_desk.features.planner.engines.tours import keeps_limits, tour_km

TOGETHER = (60, 100, 160)
"""Tours that exchange parts in one step: one of these numbers."""

LOOSE = 30
"""Rides in nobody's tour that take part, at most."""

HOURS = (20.0, 40.0, 80.0, 150.0, 300.0)
"""Minutes that a part spans, about; or else it goes on until the end of the tour."""

TO_THE_END = 0.3
"""How often it does."""

TAKERS = (0.0, 0.3, 0.6)
"""The share of tours that only take and don't give."""

SPREADS = (0.0, 30.0)
"""Minutes by which the cuts of tours may differ."""

NEARNESS = 0.5
"""How much chance has its say in which tours are near."""

WORTH = 1e-7
"""Km that a change must save."""


class Exchange:
    """One search, which can be given steps again and again. The same seed and steps give the same tours."""

    def __init__(self, sheet: Sheet, seed: int, start: Sequence[Sequence[int]]) -> None:
        """Begin with tours that keep every rule."""
        self.numpy: Any = importlib.import_module("numpy")
        self.random: Any = self.numpy.random.default_rng(seed)
        self.sheet, self.laid = sheet, Laid(sheet, start)
        self.ground = Ground(sheet, self.laid)
        self.pool: dict[Tour, None] = {}
        """Tours that it went through: what they are made of may be chosen from (see columns)."""
        served = {ride for tour in start for ride in tour}
        self.bank = [ride for ride in range(sheet.rides) if ride not in served]
        self.may_stay = min(sheet.rides, sheet.problem.may_stay)
        self.among = self.numpy.arange(sheet.count)
        """The vehicles that take part: all of them, or those of a part of the map."""
        self.is_simple = not sheet.has_limits and not sheet.bonds
        self.has_one_each = len(set(sheet.owner)) == sheet.count
        self.hours = (min(sheet.earliest, default=0.0), max(sheet.latest, default=0.0))

    def run(self, steps: int, deadline: Deadline) -> None:
        """Search for so many steps, or until the deadline."""
        for _ in range(steps if len(self.among) else 0):
            if not deadline.left():
                return
            self._step()

    def tours(self) -> list[list[int]]:
        """Return the rides of each vehicle."""
        return [self.laid.tour(vehicle) for vehicle in range(self.sheet.count)]

    def lay(self, tours: Mapping[int, Sequence[int]], bank: Sequence[int], may_stay: int = 0) -> None:
        """Go on with these vehicles alone, their tours, the rides in nobody's tour, and how many of them may stay."""
        for vehicle, tour in tours.items():
            self.laid.lay(vehicle, tour)
        self.bank, self.among = list(bank), self.numpy.array(sorted(tours), int)
        self.may_stay = may_stay

    def _step(self) -> None:
        cut = self._cut()
        costs = cut.costs()
        places = handed_round(costs)
        moved = self.numpy.flatnonzero(places != self.numpy.arange(len(places))).tolist()
        for ring in _rings({part: int(places[part]) for part in moved}):
            saved = sum(float(costs[part, part] - costs[part, place]) for part, place in ring.items())
            self._hand_round(cut, ring, saved)

    def _cut(self) -> Cut:
        random, vehicles = self.random, self._together()
        begin = random.uniform(*self.hours) + random.choice(SPREADS) * random.uniform(-1, 1, len(vehicles))
        if random.random() < TO_THE_END:
            hours, share = (begin, self.numpy.inf), 0.0
        else:
            hours, share = (begin, begin + random.choice(HOURS)), random.choice(TAKERS)
        return Cut(self.ground, vehicles, self._loose(), hours, random.random(len(vehicles)) < share)

    def _together(self) -> Any:  # noqa: ANN401 - numpy's
        """Return vehicles that lie near each other, one of each driver."""
        numpy, random, spots = self.numpy, self.random, self.laid.spots[self.among]
        count = len(self.among)
        away = ((spots - spots[random.integers(count)]) ** 2).sum(axis=1) * numpy.exp(random.normal(0, NEARNESS, count))
        near = self.among[numpy.argsort(away, kind="stable")[: random.choice(TOGETHER)]]
        if self.has_one_each:
            return near
        _, first = numpy.unique(self.ground.owner[near], return_index=True)
        return near[numpy.sort(first)]

    def _loose(self) -> Loose:
        places = [*self.bank, *[NOBODY] * (self.may_stay - len(self.bank))]
        if len(places) <= LOOSE:
            return Loose(places, self.may_stay)
        chosen = self.random.choice(len(places), LOOSE, replace=False)
        return Loose([places[number] for number in chosen.tolist()], max(0, self.may_stay - len(places) + LOOSE))

    def _hand_round(self, cut: Cut, ring: dict[int, int], saved: float) -> None:
        """Let the parts of a ring go to their places, where the rules that no part knows alone let them."""
        count = len(cut.vehicles)
        tours = {int(cut.vehicles[place]): cut.tour(part, place) for part, place in ring.items() if place < count}
        if not self.is_simple and not self._is_better(tours, saved):
            return
        before = _rides(self.laid.tour(vehicle) for vehicle in tours)
        after = _rides(tours.values())
        for vehicle, tour in tours.items():
            self.laid.lay(vehicle, tour)
        if len(self.pool) < POOL:
            self.pool.update(((vehicle, tuple(tour)), None) for vehicle, tour in tours.items())
        self.bank = [ride for ride in self.bank if ride not in after] + sorted(before - after)

    def _is_better(self, tours: dict[int, list[int]], saved: float) -> bool:
        """Tell whether tours keep the limits of km and minutes, and save something with the bonds counted."""
        old = {vehicle: self.laid.tour(vehicle) for vehicle in tours}
        if self._bonds(tours) - self._bonds(old) > saved - WORTH:
            return False
        return all(self._keeps_limits(vehicle, tour) for vehicle, tour in tours.items())

    def _keeps_limits(self, vehicle: int, tour: list[int]) -> bool:
        sheet = self.sheet
        others = [other for other in range(sheet.count) if sheet.owner[other] == sheet.owner[vehicle] != other]
        km = sum(float(tour_km(sheet, other, self.laid.tour(other))) for other in others if other != vehicle)
        return keeps_limits(sheet, vehicle, tour, km)

    def _bonds(self, tours: dict[int, list[int]]) -> float:
        """Return what bonds of these tours' rides cost, the other tours as they are."""
        if not self.sheet.bonds:
            return 0.0
        laid = ((vehicle, self.laid.tour(vehicle)) for vehicle in range(self.sheet.count))
        hands = {ride: self.sheet.owner[vehicle] for vehicle, tour in laid if vehicle not in tours for ride in tour}
        hands |= {ride: self.sheet.owner[vehicle] for vehicle, tour in tours.items() for ride in tour}
        pairs = ((ride, other, km) for ride, bonds in self.sheet.bonds.items() for other, km in bonds if ride < other)
        return sum(km for ride, other, km in pairs if hands.get(ride) != hands.get(other))


def _rides(tours: Iterable[list[int]]) -> set[int]:
    return {ride for tour in tours for ride in tour}


def _rings(places: dict[int, int]) -> list[dict[int, int]]:
    """Return moves (part to place) apart by ring: each ring stands by itself."""
    rings = []
    while places:
        part, ring = next(iter(places)), dict[int, int]()
        while part in places:
            ring[part] = places.pop(part)
            part = ring[part]
        rings.append(ring)
    return rings
