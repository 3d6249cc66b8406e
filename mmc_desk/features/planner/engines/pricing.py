"""Finding tours that would make a plan cheaper, given what serving each ride is worth: one sweep over the day.

For every ride and vehicle at once the cheapest way to come to the end of that ride is kept, with its time. Windows are
narrow, so that the cheapest is hardly ever too late for what follows; where it is, the checker isn't fooled, only a
tour is missed.
"""

import importlib
from typing import Any

from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.engines.ties import Fees, Ties

PER_VEHICLE = 2
"""Tours proposed for each vehicle in one sweep."""

GAIN = 1e-4
"""Km that a tour must save to be worth a column."""


class Pricer:
    """The sweep, made ready once for a sheet. Needs numpy."""

    def __init__(self, sheet: Sheet) -> None:
        self.numpy: Any = importlib.import_module("numpy")
        array, rides = self.numpy.array, sheet.rides
        self.sheet = sheet
        self.km, self.minutes = self.numpy.asarray(sheet.km), self.numpy.asarray(sheet.minutes)
        self.earliest, self.latest = array(sheet.earliest), array(sheet.latest)
        self.begins, self.ends = array(sheet.begins), array(sheet.ends)
        self.wish = array(sheet.wish)
        self.order = self.numpy.argsort(self.earliest + self.latest, kind="stable").tolist()
        self.befores = self._befores()
        self.home = self.km[:rides, rides:]
        self.aboard = array([request.km for request in sheet.problem.requests])
        ties = Ties(sheet)
        drivers = [ties.driver(vehicle) for vehicle in range(sheet.count)]
        longest = max([1, *(len(driver.burden_km) for driver in drivers)])
        padded = [(*driver.burden_km, *[(driver.burden_km or (0.0,))[-1]] * longest)[:longest] for driver in drivers]
        self.burden = array(padded)
        self.call = array([driver.call_km for driver in drivers])
        self.most = array([rides if driver.max_rides is None else driver.max_rides for driver in drivers])

    def _befores(self) -> list[Any]:
        """Return for each ride those that come before it in the sweep and may come right before it in a tour."""
        numpy, rides = self.numpy, self.sheet.rides
        rank = numpy.empty(rides, int)
        rank[self.order] = numpy.arange(rides)
        arrives = self.earliest[:, None] + self.minutes[:rides, :rides]
        fits = (arrives <= self.latest[None, :]) & (rank[:, None] < rank[None, :])
        return [numpy.flatnonzero(fits[:, ride]) for ride in range(rides)]

    def price(self, worth: Any, toll: Any, fees: Fees | None = None) -> tuple[list[tuple[int, list[int]]], float]:  # noqa: ANN401 - numpy's
        """Return tours that cost less than their rides are worth, and by how much the plan could be better at most.

        `worth` is what serving each ride saves, `toll` (at most 0) what using each vehicle saves.
        """
        scale = 1.0 if fees is None else 1.0 + self.numpy.array(fees.per_km)
        extra = 0.0 if fees is None else self.aboard[:, None] * (scale - 1.0) + self.numpy.array(fees.per_ride)
        cost, time, before = self._sweep(self.wish + extra - worth[:, None], scale)
        rides, numpy = self.sheet.rides, self.numpy
        in_time = time + self.minutes[:rides, rides:] <= self.ends[None, :]
        closed = numpy.where(in_time, cost + self.home * scale, numpy.inf) + (self.call - toll)[None, :]
        count = min(PER_VEHICLE, rides)
        lasts = numpy.argpartition(closed, count - 1, axis=0)[:count]
        tours = [
            (vehicle, self._walk(before, int(last), vehicle))
            for vehicle in range(self.sheet.count)
            for last in lasts[:, vehicle]
            if closed[last, vehicle] < -GAIN
        ]
        return tours, float(numpy.minimum(closed.min(axis=0), 0.0).sum())

    def _sweep(self, costs: Any, scale: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401 - numpy's
        """Return for each ride and vehicle the cheapest way to have come to its end: its cost, time and ride before.

        `costs` are those of each ride with each vehicle beside the way, `scale` what a km costs each vehicle.
        """
        numpy, sheet = self.numpy, self.sheet
        out = self.km[sheet.rides :] * self.numpy.reshape(scale, (-1, 1))
        is_scaled = not isinstance(scale, float)
        shape, everyone, last = (sheet.rides, sheet.count), numpy.arange(sheet.count), self.burden.shape[1] - 1
        cost, time = numpy.full(shape, numpy.inf), numpy.full(shape, numpy.inf)
        before, number = numpy.full(shape, -1), numpy.zeros(shape, int)
        for ride in self.order:
            when = numpy.maximum(self.begins + self.minutes[sheet.rides :, ride], self.earliest[ride])
            least = numpy.where((when <= self.latest[ride]) & (self.most > 0), out[:, ride], numpy.inf)
            befores = self.befores[ride]
            if len(befores):
                arrive = time[befores] + self.minutes[befores, ride][:, None]
                fits = (arrive <= self.latest[ride]) & (number[befores] < self.most)
                way = self.km[befores, ride][:, None]
                through = numpy.where(fits, cost[befores] + (way * scale if is_scaled else way), numpy.inf)
                which = through.argmin(axis=0)
                value = through[which, everyone]
                is_less = value < least
                least = numpy.where(is_less, value, least)
                when = numpy.where(is_less, numpy.maximum(arrive[which, everyone], self.earliest[ride]), when)
                before[ride] = numpy.where(is_less, befores[which], -1)
                number[ride] = numpy.where(is_less, number[befores[which], everyone], 0)
            burden = self.burden[everyone, numpy.minimum(number[ride], last)]
            number[ride] += 1
            cost[ride], time[ride] = least + costs[ride] + burden, when
        return cost, time, before

    def _walk(self, before: Any, ride: int, vehicle: int) -> list[int]:  # noqa: ANN401 - numpy's
        tour = []
        while ride >= 0:
            tour.append(ride)
            ride = int(before[ride, vehicle])
        return tour[::-1]
