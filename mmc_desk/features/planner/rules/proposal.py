"""A plan in the coordinator's words: who drives what and why, what it comes to against today's board, whom to phone."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from mmc_desk.features.planner.rules.checker import burden
from mmc_desk.features.planner.rules.planning import Planning, PlanRide, terms
from mmc_desk.features.planner.rules.problem import Plan
from mmc_desk.features.planner.rules.reasons import reasons
from mmc_desk.features.planner.rules.standing import Chance, Standing
from mmc_desk.features.planner.rules.weights import Weight


class Change(StrEnum):
    """What a proposal does with a ride."""

    NEW = "new"
    MOVED = "moved"
    SAME = "same"
    NOBODY = "nobody"
    LOST = "lost"
    """Its driver can't any more, and there is nobody else."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """One ride of a proposal: the driver (code; None: nobody), km home to home, why, and who would be next.

    `second` costs `second_km` more for the whole, wishes counted; None where nobody else can.
    """

    ride: PlanRide
    driver: str | None
    change: Change
    km: float | None = None
    reasons: tuple[str, ...] = ()
    second: Chance | None = None
    second_km: float | None = None
    leaves: float | None = None
    home: float | None = None
    """From home to home, in minutes of the problem (Planning.instant tells the time)."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What days come to, kept rides included: km home to home, what members pay for them (cents), drivers, unserved."""

    km: float
    cents: int
    drivers: int
    rides: int
    unserved: int
    uneven: float = 0.0
    """Rides by which drivers differ from an equal share of the last eight weeks, these days included, on average."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one weight makes of another plan and of this one, in km: what it won is `before` − `after`."""

    weight: Weight
    before: float
    after: float

    @property
    def won(self) -> float:
        """Km by which this plan is better for the weight; below 0: worse."""
        return self.before - self.after


@dataclass(frozen=True, slots=True)
class ToPhone:
    """A driver for whom something changes: rides that come, and rides that go to somebody else."""

    driver: str
    coming: tuple[str, ...]
    going: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan in words. `rides` by time, those that are kept left out."""

    plan: Plan
    rides: tuple[Proposed, ...]
    before: Totals
    after: Totals
    to_phone: tuple[ToPhone, ...]

    def of_driver(self, code: str) -> tuple[Proposed, ...]:
        """Return the rides that are proposed to a driver."""
        return tuple(proposed for proposed in self.rides if proposed.driver == code)

    @property
    def changes(self) -> tuple[Proposed, ...]:
        """The rides with which something would happen."""
        return tuple(proposed for proposed in self.rides if proposed.change not in {Change.SAME, Change.NOBODY})


def proposal(planning: Planning, plan: Plan, *, says_why: bool = True) -> Proposal:
    """Return a plan of a planning in words; where it isn't to say why, no ride has reasons or a second best.

    Of a large day say why of what is looked at (rules.whys): each ride asks every driver.
    """
    standing, words = Standing(planning, plan), explained if says_why else _bare
    order = sorted(planning.problem.requests, key=lambda request: (request.window.start, request.id))
    rides = tuple(words(standing, one.id) for one in order)
    before, after = totals(planning, planning.board), totals(planning, plan)
    return Proposal(plan, rides, before, after, to_phone(planning, plan))


def explain(planning: Planning, plan: Plan, ride: str) -> Proposed:
    """Return one ride of a plan with its reasons and its second best. Raises KeyError for a ride of other days."""
    return explained(Standing(planning, plan), ride)


def explained(standing: Standing, ride: str) -> Proposed:
    """Return one ride of a plan with its reasons and its second best. Raises KeyError for a ride of other days."""
    found, chosen = _bare(standing, ride), _chosen(standing, ride)
    request = standing.planning.request(ride)
    if chosen is None or request is None:
        return found
    second = standing.second(request, chosen.driver)
    more = None if second is None else second.cost - chosen.cost
    return replace(found, reasons=tuple(reasons(standing, ride, chosen, second)), second=second, second_km=more)


def _bare(standing: Standing, ride: str) -> Proposed:
    facts, chosen = standing.planning.rides[ride], _chosen(standing, ride)
    if chosen is None:
        return Proposed(facts, None, Change.LOST if facts.driver else Change.NOBODY)
    change = _change(facts.driver, chosen.driver)
    return Proposed(facts, chosen.driver, change, chosen.km, leaves=chosen.span.leaves, home=chosen.span.home)


def _chosen(standing: Standing, ride: str) -> Chance | None:
    """Return the driver whom the plan gives a ride, as the others leave it."""
    request, car = standing.planning.request(ride), standing.planning.car(standing.hands.get(ride, ""))
    return None if request is None or car is None else standing.chance(request, car)


def _change(before: str | None, after: str) -> Change:
    if before is None:
        return Change.NEW
    return Change.SAME if before == after else Change.MOVED


def hands_of(plan: Plan) -> Mapping[str, str]:
    """Return who has each ride in a plan."""
    return {stop.request: route.driver for route in plan.routes for stop in route.stops}


def totals(planning: Planning, plan: Plan) -> Totals:
    """Return what the days come to with a plan, what is kept included."""
    hands = hands_of(plan)
    kept = [ride for ride in planning.rides.values() if ride.kept and ride.driver]
    planned = sum(planning.km_with(ride, code) or 0.0 for ride, code in hands.items())
    km = planned + sum(ride.booked_metres or 0 for ride in kept) / 1000
    drivers = set(hands.values()) | {ride.driver for ride in kept}
    without = sum(1 for ride in planning.rides.values() if ride.id not in hands and not (ride.kept and ride.driver))
    cents = round(km * planning.rate / 100)
    return Totals(km, cents, len(drivers), len(hands) + len(kept), without, unevenness(planning, hands))


def unevenness(planning: Planning, hands: Mapping[str, str]) -> float:
    """Return by how many rides drivers differ from an equal share with these hands, on average.

    A share is a driver's part of all rides of eight weeks by the days on which they could drive.
    """
    counts = Counter(hands.values())
    rides = {code: driver.recent.rides + counts[code] for code, driver in planning.drivers.items()}
    days = {code: driver.recent.days for code, driver in planning.drivers.items()}
    able = [code for code in days if days[code]]
    if not able:
        return 0.0
    per_day = sum(rides[code] for code in able) / sum(days[code] for code in able)
    return sum(abs(rides[code] - per_day * days[code]) for code in able) / len(able)


@dataclass(frozen=True, slots=True)
class Worth:
    """What the weights brought about: `extra_km` on the road more than the shortest plan, and what that won."""

    extra_km: float
    effects: tuple[Effect, ...]


def worth(planning: Planning, plan: Plan, shortest: Plan) -> Worth:
    """Return what the weights made of a plan against `shortest`, the plan of the same rides by km alone (road_only)."""
    extra = totals(planning, plan).km - totals(planning, shortest).km
    return Worth(extra, effects(planning, plan, shortest))


def effects(planning: Planning, plan: Plan, other: Plan) -> tuple[Effect, ...]:
    """Return what each weight that counts makes of another plan and of this one."""
    before, after = costs(planning, other), costs(planning, plan)
    return tuple(Effect(weight, before[weight], after[weight]) for weight in Weight if planning.weights.km(weight))


def costs(planning: Planning, plan: Plan) -> Mapping[Weight, float]:
    """Return what each weight makes of a plan, in km."""
    hands, found = hands_of(plan), dict.fromkeys(Weight, 0.0)
    for ride, code in hands.items():
        for weight, km in terms(planning.bearing(ride, code), planning.weights).items():
            found[weight] += km
    rides = Counter(hands.values())
    for car in planning.problem.drivers:
        found[Weight.FAIR] += burden(car, rides[car.id])
        found[Weight.CALLS] += car.call_km if rides[car.id] else 0.0
    found[Weight.RETURN] = sum(
        bond.km for bond in planning.problem.bonds if hands.get(bond.first) != hands.get(bond.second)
    )
    return found


def to_phone(planning: Planning, plan: Plan) -> tuple[ToPhone, ...]:
    """Return the drivers for whom something changes, by name."""
    hands, coming, going = hands_of(plan), Collected(), Collected()
    for ride in planning.rides.values():
        after = ride.driver if ride.kept else hands.get(ride.id)
        if after != ride.driver:
            coming.add(after, ride.id)
            going.add(ride.driver, ride.id)
    codes = sorted(coming.rides.keys() | going.rides.keys(), key=lambda code: (planning.drivers[code].name, code))
    return tuple(ToPhone(code, coming.of(code), going.of(code)) for code in codes)


class Collected:
    """Rides by driver; nobody's aside."""

    def __init__(self) -> None:
        self.rides: dict[str, list[str]] = {}

    def add(self, code: str | None, ride: str) -> None:
        """Add a ride to a driver's."""
        if code is not None:
            self.rides.setdefault(code, []).append(ride)

    def of(self, code: str) -> tuple[str, ...]:
        """Return the rides of a driver."""
        return tuple(self.rides.get(code, ()))


def along(planning: Planning, plan: Plan, rides: Collection[str]) -> Mapping[str, str | None]:
    """Return these rides and those that must change hands with them, each with the ride for which it must (or None).

    A driver who gets a ride gives up what is in its way today, as the plan says.
    """
    hands, board = hands_of(plan), Standing(planning, planning.board)
    found: dict[str, str | None] = dict.fromkeys(rides)
    waiting = list(found)
    while waiting:
        ride = waiting.pop(0)
        request, car = planning.request(ride), planning.car(hands.get(ride, ""))
        if request is None or car is None:
            continue
        for other in board.chance(request, car).clashes:
            if other not in found and hands.get(other) != car.id:
                found[other] = ride
                waiting.append(other)
    return found
