"""The ways that rides themselves reckon with: learnt, by hand, from a route service, else estimated."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from mmc_desk.core.formats import fold
from mmc_desk.features.rides.rules.distances import DistanceBook, Point, Spot, distance_key

UNKNOWN_KM = 15.0
"""What a way costs whose places nobody can find on a map: about what a driver's way comes to."""


@dataclass(frozen=True, slots=True)
class Roads:
    """A metric of the desk's distance book between spots, which are numbered from 0.

    A way that isn't known takes no minutes, as where a ride is assigned (rides' rules/trips.py), so that what is
    planned is what will be booked. Each way is looked up once.
    """

    book: DistanceBook
    spots: tuple[Spot, ...]
    _found: dict[tuple[int, int], tuple[float, float]] = field(default_factory=dict, compare=False, repr=False)

    def km(self, start: int, end: int) -> float:
        """Return the km from one spot to another."""
        return self._way(start, end)[0]

    def minutes(self, start: int, end: int) -> float:
        """Return the driving time in whole minutes."""
        return self._way(start, end)[1]

    def _way(self, start: int, end: int) -> tuple[float, float]:
        found = self._found.get((start, end))
        if found is None:
            found = self._found[start, end] = self._read(start, end)
        return found

    def _read(self, start: int, end: int) -> tuple[float, float]:
        spots = self.spots[start], self.spots[end]
        metres = self.book.metres(*spots)
        return (UNKNOWN_KM, 0.0) if metres is None else (metres / 1000, float(self.book.minutes(*spots) or 0))


def estimated(roads: Roads, homes: Collection[int]) -> tuple[tuple[str, str], ...]:
    """Return the ways from drivers' homes to other spots that are only estimated, by the names that have a point."""
    names = [next((name for name in spot if fold(name) in roads.book.points), "") for spot in roads.spots]
    pairs = ((names[home], name) for home in sorted(homes) for name in names if name != names[home])
    wanted = {distance_key(*pair): pair for pair in pairs if all(pair)}
    return tuple(pair for key, pair in wanted.items() if key not in roads.book.known)


def point_of(roads: Roads, name: str) -> Point:
    """Return where a place lies. Raises KeyError for one without a point."""
    return roads.book.points[fold(name)]


@dataclass(slots=True)
class SpotIndex:
    """Spots as they are met, each with its number."""

    numbers: dict[Spot, int] = field(default_factory=dict)

    def number(self, spot: Spot) -> int:
        """Return the number of a spot, the next free one for a new spot."""
        return self.numbers.setdefault(spot, len(self.numbers))

    def spots(self) -> Sequence[Spot]:
        """Return the spots by number."""
        return tuple(self.numbers)
