"""The exact checker: the last word on every plan, whatever engine made it. It trusts nothing but the problem itself.

Km are recomputed from the floats of the metric; a plan is good when nothing is said about it.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.rules.problem import (
    STAY_KM,
    Driver,
    Metric,
    Part,
    Plan,
    Problem,
    Request,
    Route,
    Window,
)
from mmc_desk.features.planner.rules.schedules import HomeBetween, Visit, earliest_times, latest_start
from mmc_desk.features.planner.rules.shared import company_faults, time_faults

TOLERANCE = 1e-6
"""Minutes or km that rounding may make of nothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a plan is worth: its km, its cost with all wishes counted (km), who isn't served, what is wrong in words."""

    km: float
    cost: float
    unserved: tuple[str, ...]
    violations: tuple[str, ...]


def check(problem: Problem, plan: Plan) -> Verdict:
    """Return the verdict on a plan."""
    checker = _Checker(problem)
    violations = tuple(checker.violations(plan))
    served = plan.served()
    unserved = tuple(request.id for request in problem.requests if request.id not in served)
    km = sum(checker.km(route) for route in plan.routes)
    return Verdict(km, km + checker.wishes(plan, unserved), unserved, violations)


def clock_text(minutes: float) -> str:
    """Return minutes after midnight as a person reads them: 14:30."""
    whole = round(minutes)
    return f"{whole // 60:02}:{whole % 60:02}"


class _Checker:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.drivers = {driver.id: driver for driver in problem.drivers}
        self.requests = {request.id: request for request in problem.requests}

    # --- What it costs

    def km(self, route: Route) -> float:
        """Return the km of a tour, from the start to the end, with who is aboard."""
        visits, driver = self._known_visits(route), self.drivers.get(route.driver)
        if driver is None or not visits:
            return 0.0
        way, between = self.problem.metric.km, self._between(driver).km
        legs = itertools.pairwise(visits)
        empty = sum(between(before.leaves, after.place) for before, after in legs)
        own = way(driver.start, visits[0].place) + way(visits[-1].leaves, driver.end)
        return own + empty + sum(visit.km for visit in visits)

    def wishes(self, plan: Plan, unserved: tuple[str, ...]) -> float:
        """Return what a plan costs beside the road, in km."""
        hands = _hands(plan)
        rides = Counter(hands.values())
        called = sum(self.drivers[driver].call_km for driver in rides if driver in self.drivers)
        fairness = sum(burden(self.drivers[driver], count) for driver, count in rides.items() if driver in self.drivers)
        wished = sum(
            self.requests[ride].wishes_km.get(hand, 0.0) for ride, hand in hands.items() if ride in self.requests
        )
        bonds = sum(bond.km for bond in self.problem.bonds if hands.get(bond.first) != hands.get(bond.second))
        return called + fairness + wished + bonds + self._left_out(unserved)

    def _left_out(self, unserved: Sequence[str]) -> float:
        """Return what leaving requests out costs: those that may stay are the dearest ones."""
        kms, may_stay = (
            sorted((self.requests[ride].unserved_km for ride in unserved), reverse=True),
            self.problem.may_stay,
        )
        return sum(min(km, STAY_KM) for km in kms[:may_stay]) + sum(kms[may_stay:])

    # --- What is wrong

    def violations(self, plan: Plan) -> Iterator[str]:
        """Yield every breach of a hard rule, one sentence each."""
        yield from self._strangers(plan)
        yield from self._wholeness(plan)
        yield from self._hands(plan)
        for route in plan.routes:
            if route.driver in self.drivers and 0 <= route.window < len(self.drivers[route.driver].windows):
                yield from self._tour(route, self.drivers[route.driver])
        yield from self._limits(plan)

    def _strangers(self, plan: Plan) -> Iterator[str]:
        tours = Counter((route.driver, route.window) for route in plan.routes)
        for (driver, window), count in tours.items():
            if driver not in self.drivers:
                yield translate("planner", "{driver}: deze chauffeur bestaat niet.").format(driver=driver)
            elif not 0 <= window < len(self.drivers[driver].windows):
                yield translate("planner", "{driver}: dit beschikbare uur bestaat niet.").format(driver=driver)
            if count > 1:
                yield translate("planner", "{driver}: twee ritten tegelijk.").format(driver=driver)
        for ride in plan.served() - self.requests.keys():
            yield translate("planner", "{ride}: deze rit bestaat niet.").format(ride=ride)

    def _wholeness(self, plan: Plan) -> Iterator[str]:
        parts = (Part.PICKUP, Part.DROPOFF) if self.problem.is_shared else (Part.WHOLE,)
        wanted = sorted(part.value for part in parts)
        found: dict[str, list[str]] = defaultdict(list)
        for route in plan.routes:
            for stop in route.stops:
                found[stop.request].append(stop.part.value)
        for ride in sorted(plan.served() & self.requests.keys()):
            if sorted(found[ride]) != wanted:
                yield translate("planner", "{ride}: staat niet juist één keer in het plan.").format(ride=ride)

    def _hands(self, plan: Plan) -> Iterator[str]:
        for ride, driver in _hands(plan).items():
            request = self.requests.get(ride)
            if request and driver in self.drivers and not may_take(self.drivers[driver], request):
                yield translate("planner", "{ride}: {driver} mag of kan deze rit niet rijden.").format(
                    ride=ride, driver=driver
                )
        served = plan.served()
        for request in self.problem.requests:
            if request.pinned is not None and request.id not in served:
                yield translate("planner", "{ride}: stond vast bij {driver} en is weg.").format(
                    ride=request.id, driver=request.pinned
                )

    def _tour(self, route: Route, driver: Driver) -> Iterator[str]:
        visits, window, metric = self._known_visits(route), driver.windows[route.window], self.problem.metric
        between = self._between(driver)
        times = earliest_times(metric, driver, window, visits, between=between)
        late = tuple(_lateness(driver, window, visits, times))
        yield from late
        if self.problem.is_shared:
            yield from company_faults(driver, visits, self.requests)
            yield from () if late else time_faults(metric, driver, window, visits, self.requests)
        elif driver.max_minutes is not None:
            begin = latest_start(metric, driver, visits, times[-1], between=between)
            if times[-1] - begin > driver.max_minutes + TOLERANCE:
                yield translate("planner", "{driver}: te lang onderweg.").format(driver=driver.id)

    def _limits(self, plan: Plan) -> Iterator[str]:
        rides = Counter(_hands(plan).values())
        driven: dict[str, float] = defaultdict(float)
        for route in plan.routes:
            driven[route.driver] += self.km(route)
        for driver in self.problem.drivers:
            if driver.max_rides is not None and rides[driver.id] > driver.max_rides:
                yield translate("planner", "{driver}: meer ritten dan afgesproken.").format(driver=driver.id)
            if driver.max_km is not None and driven[driver.id] > driver.max_km + TOLERANCE:
                yield translate("planner", "{driver}: meer km dan afgesproken.").format(driver=driver.id)

    def _between(self, driver: Driver) -> Metric:
        """Return the ways between a driver's rides."""
        return HomeBetween(self.problem.metric, driver) if self.problem.from_home else self.problem.metric

    def _known_visits(self, route: Route) -> list[Visit]:
        known = [stop for stop in route.stops if stop.request in self.requests]
        return [Visit.of(self.requests[stop.request], stop.part) for stop in known]


def _lateness(driver: Driver, window: Window, visits: Sequence[Visit], times: Sequence[float]) -> Iterator[str]:
    """Yield who is reached too late, the earliest moments taken."""
    for visit, time in zip(visits, times, strict=False):
        if time > visit.window.end + TOLERANCE:
            yield translate("planner", "{ride}: {driver} is er pas om {time}, na {latest}.").format(
                ride=visit.request, driver=driver.id, time=clock_text(time), latest=clock_text(visit.window.end)
            )
    if times[-1] > window.end + TOLERANCE:
        yield translate("planner", "{driver}: pas thuis om {time}, na {latest}.").format(
            driver=driver.id, time=clock_text(times[-1]), latest=clock_text(window.end)
        )


def may_take(driver: Driver, request: Request) -> bool:
    """Tell whether nothing but time and limits keeps a driver from a request."""
    if request.pinned is not None:
        return request.pinned == driver.id
    if request.drivers is not None and driver.id not in request.drivers:
        return False
    if driver.id in request.refused:
        return False
    return request.wheelchairs <= driver.wheelchairs and request.seats <= driver.seats


def burden(driver: Driver, rides: int) -> float:
    """Return what so many rides cost for fairness, in km."""
    if not driver.burden_km:
        return 0.0
    last = len(driver.burden_km) - 1
    return sum(driver.burden_km[min(number, last)] for number in range(rides))


def _hands(plan: Plan) -> dict[str, str]:
    return {stop.request: route.driver for route in plan.routes for stop in route.stops}
