"""Tours cut open: of each a part, which may be empty, and the gap it leaves; what each part costs in each gap."""

from typing import Any, NamedTuple

from mmc_desk.features.planner.engines.laid import Laid
from mmc_desk.features.planner.engines.sheet import PINNED_KM, Sheet
from mmc_desk.features.planner.rules.checker import burden
from mmc_desk.features.planner.rules.problem import STAY_KM

NEVER = 1e12
"""Km that stand for what can't be."""

NOBODY = -1
"""Stands where a ride may stay in nobody's tour and none does."""


class Loose(NamedTuple):
    """Places in nobody's tour: the ride in each, and in how many of them, the first ones, it may stay."""

    rides: list[int]
    free: int = 0


class Ground:
    """What all cuts of one day have in common."""

    def __init__(self, sheet: Sheet, laid: Laid) -> None:
        numpy = self.numpy = laid.numpy
        self.sheet, self.laid = sheet, laid
        self.minutes = numpy.asarray(sheet.minutes)
        self.ways = (numpy.asarray(sheet.km) + 1j * self.minutes).ravel()
        self.earliest, self.latest = numpy.array(sheet.earliest), numpy.array(sheet.latest)
        self.wish = numpy.minimum(numpy.array(sheet.wish).reshape(sheet.rides, sheet.count), NEVER)
        self.has_wish = self.wish.any(axis=1)
        aboard = numpy.array([request.km for request in sheet.problem.requests])
        self.unserved, self.owner = numpy.array(sheet.unserved) - aboard, numpy.array(sheet.owner)
        may_stay = [(PINNED_KM if request.pinned else STAY_KM) - request.km for request in sheet.problem.requests]
        self.stay = numpy.minimum(numpy.array(may_stay), self.unserved)
        self.burdens = self._burdens()

    def way(self, start: Any, end: Any) -> tuple[Any, Any]:  # noqa: ANN401 - numpy's
        """Return km and minutes from nodes to nodes: both lie together, as one complex number."""
        found = self.ways.take(start * len(self.minutes) + end)
        return found.real, found.imag

    def _burdens(self) -> Any:  # noqa: ANN401 - numpy's
        """Return by driver and number of rides what fairness and the call cost; nothing where that never matters."""
        drivers, most = self.sheet.problem.drivers, self.sheet.rides + 1
        if not any(driver.burden_km or driver.call_km or driver.max_rides is not None for driver in drivers):
            return None
        rows = self.numpy.full((len(drivers), most), NEVER)
        for driver, row in zip(drivers, rows, strict=True):
            top = most if driver.max_rides is None else min(most, driver.max_rides + 1)
            row[:top] = [burden(driver, count) + (driver.call_km if count else 0.0) for count in range(top)]
        return rows


class Cut:
    """Parts and gaps. Of the first ones, number n is of the n-th vehicle; behind them loose rides, of no vehicle."""

    def __init__(self, ground: Ground, vehicles: Any, loose: Loose, hours: tuple[Any, Any], takers: Any) -> None:  # noqa: ANN401 - numpy's
        """Cut of each vehicle what begins between the hours; of takers nothing."""
        numpy, laid = ground.numpy, ground.laid
        self.ground, self.vehicles, self.loose = ground, vehicles, loose
        self.rows, self.length = laid.rows[vehicles], laid.length[vehicles]
        place = numpy.arange(self.rows.shape[1])
        is_ride = (place >= 1) & (place <= self.length[:, None])
        begins = numpy.where(is_ride, laid.early[self.rows], numpy.inf)
        self.first = (begins < numpy.reshape(hours[0], (-1, 1))).sum(axis=1)
        last = (begins < numpy.reshape(hours[1], (-1, 1))).sum(axis=1)
        self.last = numpy.where(takers, self.first, last)

    def part(self, number: int) -> list[int]:
        """Return the rides of a part."""
        if number >= len(self.vehicles):
            ride = self.loose.rides[number - len(self.vehicles)]
            return [] if ride == NOBODY else [ride]
        rides: list[int] = self.rows[number, self.first[number] + 1 : self.last[number] + 1].tolist()
        return rides

    def tour(self, part: int, gap: int) -> list[int]:
        """Return the tour of a gap's vehicle with a part in the gap."""
        row = self.rows[gap]
        head, tail = row[1 : self.first[gap] + 1], row[self.last[gap] + 1 : self.length[gap] + 1]
        return [*head.tolist(), *self.part(part), *tail.tolist()]

    def costs(self) -> Any:  # noqa: ANN401 - numpy's
        """Return what each part costs in each gap, and last in no tour at all; NEVER where it doesn't fit."""
        ground = self.ground
        numpy, count = ground.numpy, len(self.vehicles)
        everyone, loose = numpy.arange(count), numpy.array(self.loose.rides, int)
        lengths = numpy.concatenate([self.last - self.first, (loose != NOBODY).astype(int)])
        has = lengths > 0
        firsts = numpy.concatenate([numpy.where(has[:count], self.rows[everyone, self.first + 1], 0), loose])
        lasts = numpy.concatenate([numpy.where(has[:count], self.rows[everyone, self.last], 0), loose])
        firsts, lasts = numpy.where(has, firsts, 0), numpy.where(has, lasts, 0)
        before, after = self.rows[everyone, self.first], self.rows[everyone, self.last + 1]
        wish, unserved, times = self._along(firsts, lengths)
        costs = self._ways((firsts, lasts), (before, after), times) + wish
        costs[~has] = self._closed(before, after)
        if ground.burdens is not None:
            owner = ground.owner[self.vehicles]
            loads = numpy.bincount(ground.owner, ground.laid.length, len(ground.burdens)).astype(int)[owner]
            costs += ground.burdens[owner, loads - lengths[:count] + lengths[:, None]]
        left_out = numpy.repeat(unserved[:, None], len(loose), 1)
        stay = numpy.where(lengths == 1, ground.stay[firsts], unserved)
        left_out[:, : self.loose.free] = stay[:, None]
        return numpy.concatenate([numpy.minimum(costs, NEVER), left_out], axis=1)

    def _along(self, firsts: Any, lengths: Any) -> tuple[Any, Any, tuple[Any, Any, Any]]:  # noqa: ANN401 - numpy's
        """Go along the parts: their wishes by vehicle, what leaving them out costs, and their times.

        The times: who comes to a part's first ride at `a` begins its last one at max(a + spent, soonest), which keeps
        all windows as long as `a` isn't after `latest`.
        """
        ground, numpy = self.ground, self.ground.numpy
        has = lengths > 0
        wish = numpy.zeros((len(firsts), len(self.vehicles)))
        self._wish(wish, numpy.flatnonzero(has), firsts[has])
        unserved = numpy.where(has, ground.unserved[firsts], 0.0)
        spent, soonest, latest = numpy.zeros(len(firsts)), ground.earliest[firsts], ground.latest[firsts]
        ride = firsts.copy()
        for place in range(1, int(lengths.max(initial=0))):
            on = numpy.flatnonzero(lengths > place)
            following = self.rows[on, self.first[on] + 1 + place]
            step = ground.minutes[ride[on], following]
            latest[on] = numpy.minimum(latest[on], ground.latest[following] - step - spent[on])
            spent[on] += step
            soonest[on] = numpy.maximum(soonest[on] + step, ground.earliest[following])
            self._wish(wish, on, following)
            unserved[on] += ground.unserved[following]
            ride[on] = following
        return wish, unserved, (spent, soonest, latest)

    def _wish(self, wish: Any, parts: Any, rides: Any) -> None:  # noqa: ANN401 - numpy's
        """Add to parts what one ride of each costs each vehicle beside the way."""
        has = self.ground.has_wish[rides]
        wish[parts[has]] += self.ground.wish[rides[has][:, None], self.vehicles]

    def _ways(self, parts: tuple[Any, Any], gaps: tuple[Any, Any], times: tuple[Any, Any, Any]) -> Any:  # noqa: ANN401 - numpy's
        ground, (spent, soonest, latest) = self.ground, times
        (firsts, lasts), (before, after), laid = parts, gaps, ground.laid
        (there, driving), (onward, rest) = ground.way(before, firsts[:, None]), ground.way(lasts[:, None], after)
        arrive = laid.early[before] + driving
        begin = ground.numpy.maximum(arrive + spent[:, None], soonest[:, None])
        fits = (arrive <= latest[:, None]) & (begin + rest <= laid.late[after])
        return ground.numpy.where(fits, there + onward, NEVER)

    def _closed(self, before: Any, after: Any) -> Any:  # noqa: ANN401 - numpy's
        """Return what closing each gap costs: nothing where the whole tour is out."""
        ground, laid = self.ground, self.ground.laid
        km, minutes = ground.way(before, after)
        way = ground.numpy.where(laid.early[before] + minutes <= laid.late[after], km, NEVER)
        return ground.numpy.where(before == after, 0.0, way)
