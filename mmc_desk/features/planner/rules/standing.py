"""A plan as it stands, seen from one ride: what each driver would cost more for it, or what keeps them from it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mmc_desk.features.planner.rules.checker import TOLERANCE
from mmc_desk.features.planner.rules.planning import Planning, PlanRide
from mmc_desk.features.planner.rules.problem import Driver, Plan, Request


class Block(StrEnum):
    """What keeps a driver from a ride, the hardest first."""

    APART = "apart"
    SAID_NO = "said_no"
    WHEELCHAIR = "wheelchair"
    SEATS = "seats"
    HOURS = "hours"
    BUSY = "busy"
    MOST_RIDES = "most_rides"
    MOST_KM = "most_km"


@dataclass(frozen=True, slots=True)
class Span:
    """A ride in a driver's day: from leaving home to being home, in minutes of the problem."""

    ride: str
    leaves: float
    home: float

    def overlaps(self, other: "Span") -> bool:
        """Tell whether both can't be driven by one driver; touching ends can."""
        return self.leaves < other.home - TOLERANCE and other.leaves < self.home - TOLERANCE


@dataclass(frozen=True, slots=True)
class Chance:
    """A driver for a ride, all else as it stands: km home to home, what the plan costs more (km), and what blocks."""

    driver: str
    span: Span
    km: float
    cost: float
    blocks: tuple[Block, ...] = ()
    clashes: tuple[str, ...] = ()
    """Rides in the plan that are in the way."""

    @property
    def is_free(self) -> bool:
        """Tell whether nothing blocks."""
        return not self.blocks


class Standing:
    """A plan of a planning, to ask about its rides. `but` asks as if a ride stood nowhere."""

    def __init__(self, planning: Planning, plan: Plan) -> None:
        self.planning, self.problem = planning, planning.problem
        self.hands = {stop.request: route.driver for route in plan.routes for stop in route.stops}
        self.spans: dict[str, list[Span]] = defaultdict(list)
        self.bonds: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for bond in self.problem.bonds:
            self.bonds[bond.first].append((bond.second, bond.km))
            self.bonds[bond.second].append((bond.first, bond.km))
        self.of_member: dict[int, list[PlanRide]] = defaultdict(list)
        for facts in planning.rides.values():
            for member in facts.member_ids:
                self.of_member[member].append(facts)
        for ride, code in self.hands.items():
            request, car = planning.request(ride), planning.car(code)
            if request is not None and car is not None:
                self.spans[code].append(self.span(request, car))

    def span(self, request: Request, car: Driver) -> Span:
        """Return when a driver would leave for a ride and be home of it."""
        minutes, start = self.problem.metric.minutes, request.window.start
        leaves = start - minutes(car.start, request.pickup)
        return Span(request.id, leaves, start + request.minutes + minutes(request.dropoff, car.end))

    def chances(self, ride: str) -> tuple[Chance, ...]:
        """Return every driver for a ride, those who can first, the cheapest first. Nobody for a ride that is kept."""
        request = self.planning.request(ride)
        if request is None:
            return ()
        found = [self.chance(request, car) for car in self.problem.drivers]
        return tuple(sorted(found, key=lambda chance: (not chance.is_free, chance.cost, chance.driver)))

    def second(self, request: Request, chosen: str) -> Chance | None:
        """Return the cheapest driver for a ride who can, beside who is chosen; None where nobody else can.

        What keeps a driver is asked in the order of what they cost: of hundreds only a few.
        """
        others = [car for car in self.problem.drivers if car.id != chosen]
        prices = ((self._cost(request, car, self._km(request, car)), car.id, car) for car in others)
        cheapest = (car for _, _, car in sorted(prices, key=lambda price: price[:2]))
        tried = (self.chance(request, car) for car in cheapest if not self._is_busy(request, car))
        return next((chance for chance in tried if chance.is_free), None)

    def _is_busy(self, request: Request, car: Driver) -> bool:
        """Tell whether another ride is in a driver's way: of a full day that is so of most, and quickly told."""
        span = self.span(request, car)
        return any(other.overlaps(span) for other in self.spans[car.id] if other.ride != request.id)

    def _km(self, request: Request, car: Driver) -> float:
        way = self.problem.metric.km
        return way(car.start, request.pickup) + request.km + way(request.dropoff, car.end)

    def _cost(self, request: Request, car: Driver, km: float) -> float:
        rides = len(self.spans[car.id]) - (self.hands.get(request.id) == car.id)
        return km + request.wishes_km.get(car.id, 0.0) + self._next(car, rides) - self._together(request.id, car.id)

    def chance(self, request: Request, car: Driver) -> Chance:
        """Return one driver for a ride."""
        span, km = self.span(request, car), self._km(request, car)
        others = [other for other in self.spans[car.id] if other.ride != request.id]
        clashes = tuple(other.ride for other in others if other.overlaps(span))
        is_beyond = (request.id, car.id) in self.planning.beyond
        blocks = (
            *self._refused(request, car),
            *([Block.HOURS] if is_beyond or not fits(span, car) else []),
            *([Block.BUSY] if clashes else []),
            *self._limits(car, len(others), km + self._km_of(car, others)),
        )
        return Chance(car.id, span, km, self._cost(request, car, km), blocks, clashes)

    def _refused(self, request: Request, car: Driver) -> Iterator[Block]:
        pair = request.id, car.id
        if car.id in request.refused and pair not in self.planning.beyond:
            yield Block.APART if pair in self.planning.apart else Block.SAID_NO
        if request.wheelchairs > car.wheelchairs:
            yield Block.WHEELCHAIR
        if request.seats > car.seats:
            yield Block.SEATS

    def _limits(self, car: Driver, rides: int, km: float) -> Iterator[Block]:
        if car.max_rides is not None and rides >= car.max_rides:
            yield Block.MOST_RIDES
        if car.max_km is not None and km > car.max_km + TOLERANCE:
            yield Block.MOST_KM

    def _km_of(self, car: Driver, spans: list[Span]) -> float:
        if car.max_km is None:
            return 0.0
        return sum(self.planning.km_with(span.ride, car.id) or 0.0 for span in spans)

    def _next(self, car: Driver, rides: int) -> float:
        fair = car.burden_km[min(rides, len(car.burden_km) - 1)] if car.burden_km else 0.0
        return fair if rides else fair + car.call_km

    def _together(self, ride: str, code: str) -> float:
        return sum(km for other, km in self.bonds[ride] if self.hands.get(other) == code)


def fits(span: Span, car: Driver) -> bool:
    """Tell whether a ride lies within one of a driver's windows."""
    return any(
        window.start - TOLERANCE <= span.leaves and span.home <= window.end + TOLERANCE for window in car.windows
    )
