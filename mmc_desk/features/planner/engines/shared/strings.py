"""Which rides to take out: strings of neighbours in a few tours around one ride."""

import random

from mmc_desk.features.planner.engines.shared.arrays import Arrays
from mmc_desk.features.planner.engines.shared.tours import Tour

REMOVED = 10
"""Rides taken out at once, on average."""

LONGEST = 10
"""The longest string taken out of one tour."""

WAITING_KM = 0.5
"""What a minute of waiting between two rides takes from their nearness (km)."""

FOREIGN = 1e9
"""The distance of two rides that can't follow one another."""


class StringRemoval:
    """Chooses rides to take out of a plan."""

    def __init__(self, arrays: Arrays, chance: random.Random) -> None:
        self.chance = chance.random
        self.count = arrays.count
        self.near = _neighbours(arrays)
        start, ways = 2 * arrays.count, arrays.ways
        self.far = [
            ways[start][ride] + ways[ride][arrays.count + ride] + ways[arrays.count + ride][start]
            for ride in range(arrays.count)
        ]
        """How long the tour is with this ride alone (km), for the first kind of car."""

    def choose(self, tours: list[Tour], left: list[int]) -> dict[int, set[int]]:
        """Return rides to take out, by place of the tour."""
        where = {ride: place for place, tour in enumerate(tours) for ride in tour.rides}
        used = sum(1 for tour in tours if tour.rides) or 1
        longest = min(LONGEST, (self.count - len(left)) / used)
        most = 1 + int(self.chance() * max(1, int(4 * REMOVED / (1 + longest))))
        gone: dict[int, set[int]] = {}
        for ride in self.near[int(self.chance() * self.count)]:
            place = where.get(ride)
            if place is None or place in gone:
                continue
            gone[place] = set(self._string(tours[place].rides, ride, longest))
            if len(gone) == most:
                break
        return gone

    def _string(self, rides: list[int], ride: int, longest: float) -> list[int]:
        """Return a string with (or, in half of the cases, around) a ride of the tour."""
        size, at, chance = len(rides), rides.index(ride), self.chance
        length = 1 + int(chance() * min(longest, size))
        kept = 0
        if length < size and chance() < 0.5:
            kept = 1
            while length + kept < size and chance() > 0.3:
                kept += 1
        total = length + kept
        first = max(0, at - total + 1)
        begin = first + int(chance() * (min(at, size - total) - first + 1))
        stay = begin + int(chance() * (length + 1))
        return rides[begin:stay] + rides[stay + kept : begin + total]


def _neighbours(arrays: Arrays) -> list[list[int]]:
    """Return for each ride all rides, the nearest first: itself, then those with a stop soon before or after its."""
    rides = range(arrays.count)
    gaps = [[_gap(arrays, one, other) for other in rides] for one in rides]
    for one in rides:
        gaps[one] = [min(gaps[one][other], gaps[other][one]) for other in rides]
        gaps[one][one] = -1.0
    return [sorted(rides, key=gaps[one].__getitem__) for one in rides]


def _gap(arrays: Arrays, one: int, other: int) -> float:
    """Return the way and the waiting from a stop of one ride to a stop of another, at the least."""
    count, times, earliest, latest = arrays.count, arrays.times, arrays.earliest, arrays.latest
    least = FOREIGN
    for before in (one, one + count):
        leaves_first, leaves_last = earliest[before], latest[before]
        for after in (other, other + count):
            way = times[before][after]
            if leaves_first + way <= latest[after]:
                waiting = max(0.0, earliest[after] - leaves_last - way)
                least = min(least, arrays.ways[before][after] + WAITING_KM * waiting)
    return least
