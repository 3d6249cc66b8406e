"""The tours that gain most at given prices, found for certain, where the sweep (see pricing) takes the likely ones.

From home on, the ways to come to each ride are followed in order of their time. One that comes later than another,
costs no less and leaves nothing more to do is dropped: whatever follows it can follow the other. So is one that can
gain nothing any more, whatever follows, had it all the time it wants. A tour takes no ride twice.
"""

import heapq
import importlib
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Optional

from mmc_desk.features.planner.engines.clock import Deadline
from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.engines.ties import Fees, Ties

PER_VEHICLE = 4
"""Tours proposed for each vehicle at once."""

GAIN = 1e-6
"""Km that a tour must save to be worth a column."""

PER_LOOK = 256
"""Ways followed between two looks at the clock: where a ride is served by nobody, its price makes every way hopeful."""

PASSES = 4
"""How often the costs of what may follow are reckoned, where rides may go in either order: once more each time a tour
goes against the order of their windows. Windows are narrow, so that one hardly does more than once.
"""


Tour = tuple[int, list[int]]
"""A vehicle and its rides in order."""


class Label(NamedTuple):
    """A way to come to a ride: when it begins there, what it costs so far, its number, and how it came there."""

    time: float
    cost: float
    ride: int
    number: int
    taken: int
    before: Optional["Label"]

    def is_worse(self, other: "Label", reach: int) -> bool:
        """Tell whether all that may follow, rides as bits, may follow an earlier one too and costs no more there."""
        return other.cost <= self.cost and other.number <= self.number and not other.taken & ~self.taken & reach

    def tour(self) -> list[int]:
        """Return the rides in order."""
        rides, label = [self.ride], self.before
        while label is not None:
            rides.append(label.ride)
            label = label.before
        return rides[::-1]


@dataclass(frozen=True, slots=True)
class _Car:
    """What the search asks of one vehicle, by ride."""

    begins: list[float]
    """When the ride begins at the earliest, from home."""
    first: list[float]
    """What it costs as the first one, at the prices."""
    prices: list[float]
    """What it costs to serve it, less what it is worth."""
    rest: list[float]
    """What is still to come after it, home included, at the least."""
    back: list[float]
    """The km home."""
    last: list[float]
    """When it may begin at the latest, to be home in time."""
    burdens: tuple[float, ...]
    most: int

    def hopeful(self, cost: float, ride: int) -> bool:
        """Tell whether a way that cost so much up to a ride may still become a tour that gains."""
        return cost + self.rest[ride] < -GAIN

    def burden(self, rides: int) -> float:
        """Return what one ride more costs after so many (km)."""
        return self.burdens[min(rides, len(self.burdens) - 1)]


class Labels:
    """The search, made ready once for a sheet. Needs numpy."""

    def __init__(self, sheet: Sheet) -> None:
        self.numpy: Any = importlib.import_module("numpy")
        numpy, rides = self.numpy, sheet.rides
        self.sheet = sheet
        self.km, self.minutes = numpy.asarray(sheet.km), numpy.asarray(sheet.minutes)
        self.wish = numpy.array(sheet.wish)
        earliest, latest = numpy.array(sheet.earliest), numpy.array(sheet.latest)
        follows = (earliest[:, None] + self.minutes[:rides, :rides] <= latest) & ~numpy.eye(rides, dtype=bool)
        self.after = [numpy.flatnonzero(row) for row in follows]
        self.reach = [sum(1 << other for other in after.tolist()) for after in self.after]
        """By ride, as bits: the rides that may come after it."""
        middles = earliest + latest
        self.order = numpy.argsort(-middles, kind="stable").tolist()
        if (follows & (middles[:, None] >= middles)).any():
            self.order *= PASSES
        self.ties = Ties(sheet)
        drivers = [self.ties.driver(vehicle) for vehicle in range(sheet.count)]
        self.aboard = numpy.array([request.km for request in sheet.problem.requests])
        self.call = numpy.array([driver.call_km for driver in drivers])
        self.least_burden = numpy.array([min(driver.burden_km, default=0.0) for driver in drivers])
        self.nexts = [
            [(other, self.minutes[ride, other].item(), self.km[ride, other].item()) for other in after.tolist()]
            for ride, after in enumerate(self.after)
        ]

    def price(
        self,
        worth: Any,  # noqa: ANN401 - numpy's
        toll: Any,  # noqa: ANN401 - numpy's
        deadline: Deadline,
        fees: Fees | None = None,
    ) -> tuple[list[Tour], float]:
        """Return tours that cost less than their rides are worth, and by how much the plan could be better at most.

        `worth` is what serving each ride saves, `toll` (at most 0) what using each vehicle saves. The gain is endless
        where the time was up before every vehicle had been looked at. Of fees per km only those aboard are counted,
        so that nothing that gains is overlooked.
        """
        rides, numpy = self.sheet.rides, self.numpy
        prices = self.wish - worth[:, None]
        if fees is not None:
            prices = prices + self.aboard[:, None] * numpy.array(fees.per_km) + numpy.array(fees.per_ride)
        rest = self._rest(prices + self.least_burden)
        first = (self.call - toll) + self.km[rides:, :rides].T + prices
        hopeful = numpy.flatnonzero((first + self.least_burden + rest).min(axis=0) < -GAIN)
        tours, gain = list[Tour](), 0.0
        for vehicle in hopeful.tolist():
            car = self._car(vehicle, *(costs[:, vehicle].tolist() for costs in (first, prices, rest)))
            best = heapq.nsmallest(PER_VEHICLE, self._followed(car, deadline), key=_cost_of)
            if not deadline.left():
                return tours, -math.inf
            gain += best[0][0] if best else 0.0
            tours += [(vehicle, label.tour()) for _, label in best]
        return tours, gain

    def _rest(self, prices: Any) -> Any:  # noqa: ANN401 - numpy's
        """Return for each ride and vehicle what is still to come after it, home included, at the least."""
        numpy, rides = self.numpy, self.sheet.rides
        rest = self.km[:rides, rides:].copy()
        for ride in self.order:
            after = self.after[ride]
            if len(after):
                through = self.km[ride, after][:, None] + prices[after] + rest[after]
                rest[ride] = numpy.minimum(rest[ride], through.min(axis=0))
        return rest

    def _car(self, vehicle: int, first: list[float], prices: list[float], rest: list[float]) -> _Car:
        numpy, sheet = self.numpy, self.sheet
        rides, driver, home = sheet.rides, self.ties.driver(vehicle), sheet.rides + vehicle
        arrives = sheet.begins[vehicle] + self.minutes[home, :rides]
        leaves = sheet.ends[vehicle] - self.minutes[:rides, home]
        return _Car(
            numpy.maximum(arrives, sheet.earliest).tolist(),
            first,
            prices,
            rest,
            self.km[:rides, home].tolist(),
            numpy.minimum(leaves, sheet.latest).tolist(),
            driver.burden_km or (0.0,),
            rides if driver.max_rides is None else driver.max_rides,
        )

    def _followed(self, car: _Car, deadline: Deadline) -> Iterator[tuple[float, Label]]:
        """Yield tours that gain, as what they cost and their last label; no more when the time is up."""
        seen = [list[Label]() for _ in car.begins]
        heap = list(self._begun(car))
        heapq.heapify(heap)
        looks = itertools.count()
        while heap:
            if next(looks) % PER_LOOK == 0 and not deadline.left():
                return
            label = heapq.heappop(heap)
            if any(label.is_worse(other, self.reach[label.ride]) for other in seen[label.ride]):
                continue
            seen[label.ride].append(label)
            if label.cost + car.back[label.ride] < -GAIN:
                yield label.cost + car.back[label.ride], label
            if label.number < car.most:
                for longer in self._longer(car, label):
                    heapq.heappush(heap, longer)

    def _begun(self, car: _Car) -> Iterator[Label]:
        for ride, time in enumerate(car.begins):
            cost = car.first[ride] + car.burden(0)
            if car.most and time <= car.last[ride] and car.hopeful(cost, ride):
                yield Label(time, cost, ride, 1, 1 << ride, None)

    def _longer(self, car: _Car, label: Label) -> Iterator[Label]:
        """Yield the ways on from a ride to the next one."""
        earliest, last, prices = self.sheet.earliest, car.last, car.prices
        time, cost, ride, number, taken, _ = label
        cost += car.burden(number)
        for other, minutes, km in self.nexts[ride]:
            when = max(time + minutes, earliest[other])
            there = cost + km + prices[other]
            if when <= last[other] and car.hopeful(there, other) and not taken >> other & 1:
                yield Label(when, there, other, number + 1, taken | 1 << other, label)


def _cost_of(found: tuple[float, Label]) -> float:
    return found[0]
