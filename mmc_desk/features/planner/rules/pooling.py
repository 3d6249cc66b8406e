"""A desk's day with shared cars: each ride taken apart into its way out and its way back, for who may sit together.

What can't be taken apart (stops on the way, several members already, no moment for the way back) stays whole: a request
that shares the car with nobody.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.lines import Pooled
from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.problem import Bond, Driver, Part, Plan, Problem, Request, Stop, Window
from mmc_desk.features.planner.rules.roads import Roads, SpotIndex
from mmc_desk.features.rides.rules.sharing import Rider

EARLIER = 30.0
"""Minutes that a member may be fetched before the hour that was agreed."""

LATER = 30.0
"""Minutes that a member may wait to be brought back."""

DETOUR, LEAST_DETOUR = 0.5, 10.0
"""What a ride may take longer than the straight way: a part of it, these minutes at least."""

AT_A_DOOR = 5.0
"""Minutes at each home, as rides reckon with."""

SAME_DRIVER_KM = 500.0
"""What it costs to be brought back by another driver: the first one waits, unless it can't be."""

_BACK = "<"
"""Ends the id of a way back."""


def ride_of(request: str) -> str:
    """Return the ride whose way out or back a request is."""
    return request.removesuffix(_BACK)


def _companies(stops: Sequence[Stop]) -> Iterator[tuple[str, ...]]:
    """Yield the rides that are aboard together whenever somebody gets out after others got in."""
    aboard: dict[str, None] = {}
    grew = False
    for request, part in stops:
        if part is Part.PICKUP:
            aboard[request], grew = None, True
            continue
        if grew and len(aboard) > 1:
            yield tuple(sorted(map(ride_of, aboard)))
        grew = False
        del aboard[request]


def pooled_problem(planning: Planning, roads: Roads, riders: Mapping[str, Rider]) -> Problem:
    """Return the open rides of a planning as a problem of shared cars.

    `riders` has, by ride, the one member of each that can be taken apart. `roads` is the planning's metric.
    """
    spots = SpotIndex({spot: number for number, spot in enumerate(roads.spots)})
    apart = {request.id: riders[request.id] for request in planning.problem.requests if request.id in riders}
    places = {ride: (spots.number(one.home), spots.number(one.destination)) for ride, one in apart.items()}
    metric = Roads(roads.book, tuple(spots.spots()))
    requests: list[Request] = []
    for request in planning.problem.requests:
        rider = apart.get(request.id)
        if rider is None:
            requests.append(_whole(request))
        else:
            requests += _ways(planning, request, rider, places[request.id], metric)
    bonds = tuple(Bond(one.id, one.id + _BACK, SAME_DRIVER_KM) for one in requests if one.id in apart)
    known = {request.id for request in requests}
    return Problem(
        planning.problem.name,
        tuple(map(_car, planning.problem.drivers)),
        _with_company(requests),
        metric,
        is_shared=True,
        bonds=tuple(bond for bond in bonds if bond.second in known),
    )


def _car(driver: Driver) -> Driver:
    """Return a driver whose rides are counted by way: out and back are two."""
    halves = tuple(km / 2 for km in driver.burden_km for _ in (0, 1))
    return replace(driver, burden_km=halves, max_rides=None if driver.max_rides is None else 2 * driver.max_rides)


def _whole(request: Request) -> Request:
    """Return a ride that shares the car with nobody: it begins as agreed and takes its time at the first door.

    The way from there to where it ends is driven; what lies between is not counted, alone or shared.
    """
    rest = max(0.0, request.minutes)
    return replace(request, pickup_service=rest, minutes=0.0, km=0.0, drop_window=Window(request.window.start, 1e9))


def _ways(
    planning: Planning, request: Request, rider: Rider, places: tuple[int, int], metric: Roads
) -> Iterator[Request]:
    """Yield the way out of a ride and, where there is one, the way back."""
    home, goal = places
    start, half = request.window.start, {driver: km / 2 for driver, km in request.wishes_km.items()}
    minutes = metric.minutes(home, goal)
    arrival = start + AT_A_DOOR + minutes
    if rider.appointment_at is not None:
        arrival = max(arrival, (rider.appointment_at - planning.midnight).total_seconds() / 60)
    plain = replace(request, minutes=0.0, km=0.0, wishes_km=half)
    yield replace(
        plain,
        pickup=home,
        dropoff=goal,
        window=Window(start - EARLIER, start),
        drop_window=Window(start - EARLIER, arrival),
        pickup_service=AT_A_DOOR,
        max_ride=minutes + max(LEAST_DETOUR, DETOUR * minutes),
    )
    if rider.returns and rider.leaves_at is not None:
        leaves, minutes = (rider.leaves_at - planning.midnight).total_seconds() / 60, metric.minutes(goal, home)
        yield replace(
            plain,
            id=request.id + _BACK,
            pickup=goal,
            dropoff=home,
            window=Window(leaves, leaves + LATER),
            drop_window=Window(leaves, 1e9),
            max_ride=minutes + max(LEAST_DETOUR, DETOUR * minutes),
        )


def _with_company(requests: list[Request]) -> tuple[Request, ...]:
    """Return the requests; those that stay whole (no longest ride) are apart from all others."""
    everybody = frozenset(request.id for request in requests)
    return tuple(
        replace(request, apart_from=everybody - {request.id}) if request.max_ride is None else request
        for request in requests
    )


def taken_apart(problem: Problem, plan: Plan) -> Plan:
    """Return a plan of rides alone as one of `pooled_problem`: the same hands, one ride after the other."""
    known = {request.id for request in problem.requests}
    return Plan(
        tuple(
            replace(route, stops=tuple(stop for ride in route.stops for stop in _stops(ride.request, known)))
            for route in plan.routes
        )
    )


def _stops(ride: str, known: Collection[str]) -> Iterator[Stop]:
    for request in (ride, ride + _BACK):
        if request in known:
            yield from (Stop(request, Part.PICKUP), Stop(request, Part.DROPOFF))


def pooled(planning: Planning, problem: Problem, plan: Plan, apart: Plan) -> Pooled:
    """Return what a plan with shared cars (of `pooled_problem`) comes to, against one without (`taken_apart`)."""
    judged = check(problem, plan)
    whole = {request.id for request in problem.requests if request.max_ride is None}
    hands = {ride_of(stop.request): route.driver for route in plan.routes for stop in route.stops}
    companies = dict.fromkeys(company for route in plan.routes for company in _companies(route.stops))
    return Pooled(
        judged.km + _inside(planning, problem, plan, whole),
        check(problem, apart).km + _inside(planning, problem, apart, whole),
        len(set(hands.values())),
        tuple(companies),
        hands,
        len({ride_of(request) for request in judged.unserved}),
        judged.violations,
        {ride: planning.rides[ride].names for ride in hands},
    )


def _inside(planning: Planning, problem: Problem, plan: Plan, whole: Collection[str]) -> float:
    """Return what lies between the ends of the rides of a plan that stay whole: it is driven too."""
    rides, way = plan.served() & set(whole), problem.metric.km
    served = (request for request in planning.problem.requests if request.id in rides)
    return sum(request.km - way(request.pickup, request.dropoff) for request in served)
