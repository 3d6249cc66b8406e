"""How far and how long: great circle × a factor, overridden by what ride sheets taught, overridden by hand."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mmc_desk.core.formats import fold
from mmc_desk.features.rides.model import DistanceSource
from mmc_desk.features.rides.rules.settings import DEFAULTS, RideSettings

EARTH_DIAMETER = 12_742_000
"""Metres; twice the mean radius."""

Point = tuple[float, float]
"""WGS84 latitude and longitude, in degrees."""

Spot = tuple[str, ...]
"""Names of one place, the most exact first: ("Jessa Ziekenhuis", "Hasselt")."""


def spot_of(text: str, *more: str) -> Spot:
    """Return the names a place is known by, the most exact first: the text, its last part ("…, Hees"), and `more`."""
    names = (text, text.rpartition(",")[2].strip(), *more)
    return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True, slots=True)
class Known:
    """A distance that was learnt or typed: metres one way, and the driving time where a route service told it."""

    metres: int
    source: DistanceSource
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class DistanceBook:
    """Everything the desk knows about distances; keys are folded names. A pure value: safe to keep in a page."""

    points: Mapping[str, Point] = field(default_factory=dict)
    known: Mapping[tuple[str, str], Known] = field(default_factory=dict)
    settings: RideSettings = DEFAULTS

    def metres(self, start: Spot, end: Spot) -> int | None:
        """Return the road distance one way in metres, None when neither coordinates nor experience tell it."""
        known = self._known(start, end)
        if known is not None:
            return known.metres
        first, second = self._point(start), self._point(end)
        if first is None or second is None:
            return None
        return road_estimate(great_circle(first, second), self.settings)

    def minutes(self, start: Spot, end: Spot) -> int | None:
        """Return the driving time one way in whole minutes, None when the distance isn't known."""
        known = self._known(start, end)
        if known is not None and known.minutes is not None:
            return known.minutes
        metres = self.metres(start, end)
        return None if metres is None else drive_minutes(metres, self.settings)

    def _known(self, start: Spot, end: Spot) -> Known | None:
        pairs = [distance_key(a, b) for a in start for b in end]
        found = [self.known[pair] for pair in pairs if pair in self.known]
        by_hand = [known for known in found if known.source is DistanceSource.HAND]
        return next(iter(by_hand or found), None)

    def _point(self, spot: Spot) -> Point | None:
        return next((self.points[fold(name)] for name in spot if fold(name) in self.points), None)


def distance_key(place: str, other: str) -> tuple[str, str]:
    """Return the key of a pair of places, the same in both directions."""
    a, b = fold(place), fold(other)
    return (a, b) if a <= b else (b, a)


def great_circle(start: Point, end: Point) -> float:
    """Return the bird's flight in metres (haversine, earth diameter 12 742 km)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*start, *end))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return EARTH_DIAMETER * math.asin(math.sqrt(min(1.0, half)))


def road_estimate(flight: float, settings: RideSettings = DEFAULTS) -> int:
    """Return the road metres for a bird's flight in metres: the factor falls with the distance."""
    far = min(flight / settings.far_metres, 1.0)
    factor = settings.factor_near + (settings.factor_far - settings.factor_near) * far
    return round(flight * factor)


def drive_minutes(metres: int, settings: RideSettings = DEFAULTS) -> int:
    """Return the driving time in whole minutes: each stretch of the way at its own speed, never below the shortest."""
    hours, done = 0.0, 0
    for up_to, speed in settings.speeds:
        stretch = max(0, min(metres, up_to) - done)
        hours += stretch / 1000 / speed
        done += stretch
    return max(settings.shortest_drive_minutes, math.ceil(round(hours * 60, 6))) if metres else 0


def learnt_distance(samples: Sequence[int], at_least: int = 3) -> int | None:
    """Return the median of one-way distances from ride sheets, None when there are fewer than `at_least`.

    The median, not the mean: one odometer typo (domain.md §10.15) must not move it.
    """
    if len(samples) < at_least:
        return None
    ordered = sorted(samples)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else round((ordered[middle - 1] + ordered[middle]) / 2)
