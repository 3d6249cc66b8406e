"""The one model of planning: drivers, requests, ways between places, and the plan that an engine makes of them.

Times are minutes after midnight, distances km, both as floats. Every wish of a person is expressed in km, so that it
can be weighed against the road: a coordinator's weights become numbers before they come here.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, Protocol

EARTH_DIAMETER_KM = 12_742.0
"""Twice the mean radius."""

UNSERVED_KM = 10_000.0
"""What leaving a request out costs, in km, unless the request says otherwise: more than any way saves."""

STAY_KM = 100.0
"""What leaving a request out costs where that is allowed (Problem.may_stay): three times what a ride costs on average
on a large day, so only who lives far from every free driver stays."""


class Window(NamedTuple):
    """A span of time in minutes after midnight, both ends included."""

    start: float
    end: float


ALWAYS = Window(-math.inf, math.inf)


class Metric(Protocol):
    """The ways between places, which are numbered from 0. They may differ by direction."""

    def km(self, start: int, end: int) -> float:
        """Return the km from one place to another."""
        ...

    def minutes(self, start: int, end: int) -> float:
        """Return the driving time in minutes from one place to another."""
        ...


@dataclass(frozen=True, slots=True)
class Driver:
    """A driver on one day. In each window the tour goes from `start` to `end` (places); breaks lie between windows.

    `max_rides`, `max_km` and `max_minutes` (the length of one tour) are what is left of the driver's limits; `call_km`
    is what calling this driver at all costs; `burden_km[n]` what the ride number n + 1 costs on top of its way (the
    last one goes for all after it): that is fairness.
    """

    id: str
    start: int
    end: int
    windows: tuple[Window, ...] = (ALWAYS,)
    seats: int = 3
    wheelchairs: int = 0
    max_rides: int | None = None
    max_km: float | None = None
    max_minutes: float | None = None
    call_km: float = 0.0
    burden_km: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody to bring from `pickup` to `dropoff` (places).

    Alone: the job starts at the pick-up within `window`, takes `minutes` and drives `km`, whatever happens in between
    (a driver who waits comes back to where it started). In a shared car the two stops are apart: each takes its service
    minutes, starts within its window, and the way between them goes as the car goes; `max_ride` limits the minutes from
    the end of the service at the pick-up to the begin of that at the drop-off.
    """

    id: str
    pickup: int
    dropoff: int
    window: Window = ALWAYS
    minutes: float = 0.0
    km: float = 0.0
    drop_window: Window = ALWAYS
    pickup_service: float = 0.0
    drop_service: float = 0.0
    max_ride: float | None = None
    seats: int = 1
    wheelchairs: int = 0
    drivers: frozenset[str] | None = None
    """The only drivers who may take it; None: everyone."""
    refused: frozenset[str] = frozenset()
    """Drivers who may not: incompatible, or asked and said no."""
    apart_from: frozenset[str] = frozenset()
    """Requests that may not be in the car at the same time."""
    pinned: str | None = None
    """The driver who has it and keeps it: confirmed, or put there by hand. A window of one moment pins its time too."""
    wishes_km: Mapping[str, float] = field(default_factory=dict)
    """What each driver costs (or, below 0, is worth) on top: familiar, preferred, the driver's own wishes."""
    unserved_km: float = UNSERVED_KM


class Bond(NamedTuple):
    """Two requests that had better be with the same driver (out and back); apart costs `km`."""

    first: str
    second: str
    km: float


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything an engine may know. `is_shared`: several members in one car at once.

    `from_home`: the driver goes home between two rides, so that each ride's km and minutes count from home to home, as
    a desk books and pays them (domain.md §2); else a tour goes on from where a ride ended.
    """

    name: str
    drivers: tuple[Driver, ...]
    requests: tuple[Request, ...]
    metric: Metric
    is_shared: bool = False
    bonds: tuple[Bond, ...] = ()
    bound: float | None = None
    """Km below which no plan can be that serves everybody, where known."""
    from_home: bool = False
    may_stay: int = 0
    """So many requests may stay unserved for STAY_KM each: in a comparison with a plan that leaves as many. A desk has
    none: it serves everybody it can."""


class Part(Enum):
    """What happens at a stop: a whole ride alone, or one end of a shared one."""

    WHOLE = "whole"
    PICKUP = "pickup"
    DROPOFF = "dropoff"


class Stop(NamedTuple):
    """One stop of a tour: a request, and which part of it."""

    request: str
    part: Part = Part.WHOLE


@dataclass(frozen=True, slots=True)
class Route:
    """A driver's tour in one of his windows (its index): home, the stops in order, home."""

    driver: str
    stops: tuple[Stop, ...]
    window: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Tours, none of them empty; a request in none of them isn't served."""

    routes: tuple[Route, ...] = ()

    def served(self) -> frozenset[str]:
        """Return the ids of the requests in it."""
        return frozenset(stop.request for route in self.routes for stop in route.stops)


@dataclass(frozen=True, slots=True)
class GreatCircle:
    """Bird's flight × a detour factor, at one speed; `points` are WGS84 degrees."""

    points: tuple[tuple[float, float], ...]
    detour: float = 1.3
    speed_kmh: float = 50.0
    diameter_km: float = EARTH_DIAMETER_KM

    def km(self, start: int, end: int) -> float:
        """Return the km from one place to another (haversine)."""
        lat1, lon1, lat2, lon2 = map(math.radians, (*self.points[start], *self.points[end]))
        half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
        return self.diameter_km * math.asin(math.sqrt(min(1.0, half))) * self.detour

    def minutes(self, start: int, end: int) -> float:
        """Return the driving time in minutes."""
        return self.km(start, end) * 60 / self.speed_kmh


@dataclass(frozen=True, slots=True)
class Plane:
    """Points on paper: distance and time are the same number (the dial-a-ride benchmarks)."""

    points: tuple[tuple[float, float], ...]

    def km(self, start: int, end: int) -> float:
        """Return the Euclidean distance."""
        return math.dist(self.points[start], self.points[end])

    def minutes(self, start: int, end: int) -> float:
        """Return the same: a unit of way takes a unit of time."""
        return self.km(start, end)


@dataclass(frozen=True, slots=True)
class Table:
    """Ways known by rows of km and of minutes: learnt, by hand, or from a route service."""

    kms: tuple[tuple[float, ...], ...]
    times: tuple[tuple[float, ...], ...]

    def km(self, start: int, end: int) -> float:
        """Return the km in the table."""
        return self.kms[start][end]

    def minutes(self, start: int, end: int) -> float:
        """Return the minutes in the table."""
        return self.times[start][end]
