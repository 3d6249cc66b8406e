"""Other engines on the same problems: PyVRP, VROOM and OR-Tools on days of rides alone, OR-Tools on shared cars.

They are no part of the program. Install them beside it and name the folder:

    pip install --target FOLDER pyvrp pyvroom ortools
    python bench/plan_days.py --rivals FOLDER
    python bench/plan_darp.py --rivals FOLDER

Each gets the matrix and the seconds that our own engine gets, in whole seconds and metres (for shared cars thousandths)
rounded so that what keeps theirs keeps ours. Every plan is judged by our checker. One that can't be imported is said to
be missing.
"""

import importlib
import math
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mmc_desk.features.planner.engines.sheet import Sheet
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.problem import Part, Plan, Problem, Route, Stop

METRES, SECONDS, FINE = 1_000, 60, 1_000
LOST = 10_000_000
"""What leaving a ride out costs, in metres: what it costs us."""

Engine = Callable[[Problem, float], Plan]


def rivals_of(problem: Problem, seconds: float, folder: Path | None) -> dict[str, Any]:
    """Return what each rival makes of a problem, by name; nothing where no folder is given."""
    if folder is None:
        return {}
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    engines = SHARED if problem.is_shared else ALONE
    return {name: _measured(module, engine, problem, seconds) for name, (module, engine) in engines.items()}


def _measured(module: str, engine: Engine, problem: Problem, seconds: float) -> dict[str, Any] | str:
    try:
        importlib.import_module(module)
    except ImportError as error:
        return f"missing: {error}"
    begin = time.perf_counter()
    plan = engine(problem, seconds)
    took = time.perf_counter() - begin
    verdict = check(problem, plan)
    gap = 100 * (verdict.km / problem.bound - 1) if problem.bound and not verdict.unserved else None
    return {
        "km": round(verdict.km, 2),
        "unserved": len(verdict.unserved),
        "violations": len(verdict.violations),
        "seconds": round(took, 2),
        "gap_percent": gap if gap is None else round(gap, 3),
    }


# --- Days of rides alone


class _Whole:
    """A day in whole metres and seconds; node n + v is the home of driver v."""

    def __init__(self, problem: Problem) -> None:
        sheet = self.sheet = Sheet(problem)
        nodes = range(sheet.rides + sheet.count)
        lasting = [request.minutes for request in problem.requests] + [0.0] * sheet.count
        self.service = [math.ceil(minutes * SECONDS) for minutes in lasting]
        self.km = [[round(sheet.km[start][end] * METRES) for end in nodes] for start in nodes]
        self.ways = [
            [math.ceil((sheet.minutes[start][end] - lasting[start]) * SECONDS - 1e-6) for end in nodes]
            for start in nodes
        ]
        self.windows = [
            (math.ceil(request.window.start * SECONDS), math.floor(request.window.end * SECONDS))
            for request in problem.requests
        ]
        self.shifts = [
            (math.ceil(start * SECONDS), math.floor(end * SECONDS))
            for start, end in zip(sheet.begins, sheet.ends, strict=True)
        ]

    def may(self, ride: int, vehicle: int) -> bool:
        return self.sheet.wish[ride][vehicle] < math.inf


def by_vroom(problem: Problem, seconds: float) -> Plan:
    """Return VROOM's plan."""
    vroom, numpy = importlib.import_module("vroom"), importlib.import_module("numpy")
    day = _Whole(problem)
    rides, sheet = day.sheet.rides, day.sheet
    given = vroom.Input()
    given.set_durations_matrix("car", numpy.array(day.ways, dtype="uint32"))
    given.set_costs_matrix("car", numpy.array(day.km, dtype="uint32"))
    for ride, request in enumerate(problem.requests):
        skills = {1} if request.wheelchairs else set()
        windows = [vroom.TimeWindow(*day.windows[ride])]
        given.add_job(vroom.Job(ride, ride, default_service=day.service[ride], skills=skills, time_windows=windows))
    for vehicle in range(sheet.count):
        home, skills = rides + vehicle, {1} if sheet.driver(vehicle).wheelchairs else set()
        window = vroom.TimeWindow(*day.shifts[vehicle])
        given.add_vehicle(vroom.Vehicle(vehicle, start=home, end=home, skills=skills, time_window=window))
    found = given.solve(exploration_level=5, nb_threads=2, timeout=timedelta(seconds=seconds)).routes
    tours: list[list[int]] = [[] for _ in range(sheet.count)]
    for kind, vehicle, ride in zip(found["type"], found["vehicle_id"], found["id"], strict=True):
        if kind == "job":
            tours[int(vehicle)].append(int(ride))
    return sheet.plan(tours)


def by_pyvrp(problem: Problem, seconds: float) -> Plan:
    """Return PyVRP's plan. Cars that take no wheelchair have a map of their own, without ways to who needs one."""
    pyvrp, stop = importlib.import_module("pyvrp"), importlib.import_module("pyvrp.stop")
    day, model = _Whole(problem), pyvrp.Model()
    rides, sheet = day.sheet.rides, day.sheet
    maps = {chairs: model.add_profile() for chairs in (False, True)}
    spots = [model.add_location(0, 0) for _ in day.km]
    for ride in range(rides):
        since, until = day.windows[ride]
        model.add_client(
            spots[ride], service_duration=day.service[ride], tw_early=since, tw_late=until, prize=LOST, required=False
        )
    for vehicle in range(sheet.count):
        home, (since, until) = model.add_depot(spots[rides + vehicle]), day.shifts[vehicle]
        chairs = bool(sheet.driver(vehicle).wheelchairs)
        model.add_vehicle_type(1, [], home, home, tw_early=since, tw_late=until, profile=maps[chairs])
    for start, row in enumerate(day.km):
        for end, metres in enumerate(row):
            for chairs, profile in maps.items():
                if start != end and (chairs or end >= rides or not problem.requests[end].wheelchairs):
                    model.add_edge(spots[start], spots[end], metres, day.ways[start][end], profile)
    found = model.solve(stop.MaxRuntime(seconds), display=False).best
    tours: list[list[int]] = [[] for _ in range(sheet.count)]
    for route in found.routes():
        tours[route.vehicle_type()] = [visit.idx for visit in route.schedule() if visit.is_client()]
    return sheet.plan(tours)


def by_or_tools(problem: Problem, seconds: float) -> Plan:
    """Return OR-Tools' plan by guided local search."""
    day = _Whole(problem)
    sheet, rides = day.sheet, day.sheet.rides
    homes = list(range(rides, rides + sheet.count))
    routing, manager, kit = _routing(len(day.km), homes, homes)

    def lasting(start: int, end: int) -> int:
        node: int = manager.IndexToNode(start)
        way: int = day.ways[node][manager.IndexToNode(end)]
        return day.service[node] + way

    routing.SetArcCostEvaluatorOfAllVehicles(_metres(routing, manager, day.km))
    horizon = max(until for _, until in day.shifts)
    routing.AddDimension(routing.RegisterTransitCallback(lasting), horizon, horizon, False, "time")
    clock = routing.GetDimensionOrDie("time")
    for ride, span in enumerate(day.windows):
        index = manager.NodeToIndex(ride)
        clock.CumulVar(index).SetRange(*span)
        routing.AddDisjunction([index], LOST)
        # SetAllowedVehiclesForIndex raises in 9.15.
        for vehicle in range(sheet.count):
            if not day.may(ride, vehicle):
                routing.VehicleVar(index).RemoveValue(vehicle)
    for vehicle, span in enumerate(day.shifts):
        clock.CumulVar(routing.Start(vehicle)).SetRange(*span)
        clock.CumulVar(routing.End(vehicle)).SetRange(*span)
    return sheet.plan(_solved(routing, manager, kit, sheet.count, seconds))


# --- Shared cars


def shared_by_or_tools(problem: Problem, seconds: float) -> Plan:
    """Return OR-Tools' plan of a dial-a-ride problem, ride times and the length of tours kept."""
    requests, count, cars = problem.requests, len(problem.requests), problem.drivers
    places = [one.pickup for one in requests] + [one.dropoff for one in requests]
    places += [driver.start for driver in cars] + [driver.end for driver in cars]
    service = [one.pickup_service for one in requests] + [one.drop_service for one in requests] + [0.0] * 2 * len(cars)
    ways = [[round(problem.metric.km(start, end) * FINE) for end in places] for start in places]
    starts, ends = (list(range(2 * count + side * len(cars), 2 * count + (side + 1) * len(cars))) for side in (0, 1))
    routing, manager, kit = _routing(len(places), starts, ends)

    def lasting(start: int, end: int) -> int:
        one: int = manager.IndexToNode(start)
        other: int = manager.IndexToNode(end)
        return math.ceil((service[one] + problem.metric.minutes(places[one], places[other])) * FINE)

    def load(start: int) -> int:
        node: int = manager.IndexToNode(start)
        return requests[node].seats if node < count else -requests[node - count].seats if node < 2 * count else 0

    routing.SetArcCostEvaluatorOfAllVehicles(_metres(routing, manager, ways))
    horizon = round(max(driver.windows[0].end for driver in cars) * FINE)
    routing.AddDimension(routing.RegisterTransitCallback(lasting), horizon, horizon, False, "time")
    seats = [driver.seats for driver in cars]
    routing.AddDimensionWithVehicleCapacity(routing.RegisterUnaryTransitCallback(load), 0, seats, True, "load")
    clock, solver = routing.GetDimensionOrDie("time"), routing.solver()
    for number, one in enumerate(requests):
        pick, drop = manager.NodeToIndex(number), manager.NodeToIndex(count + number)
        routing.AddPickupAndDelivery(pick, drop)
        solver.Add(routing.VehicleVar(pick) == routing.VehicleVar(drop))
        solver.Add(clock.CumulVar(pick) <= clock.CumulVar(drop))
        for index, span in ((pick, one.window), (drop, one.drop_window)):
            clock.CumulVar(index).SetRange(math.ceil(span.start * FINE), min(horizon, math.floor(span.end * FINE)))
            # Mandatory visits and ride times make its first solutions fail at once.
            routing.AddDisjunction([index], LOST)
        if one.max_ride is not None:
            most = math.floor((one.max_ride + one.pickup_service) * FINE)
            solver.Add(clock.CumulVar(drop) - clock.CumulVar(pick) <= most)
    for vehicle, driver in enumerate(cars):
        if driver.max_minutes is not None:
            clock.SetSpanUpperBoundForVehicle(math.floor(driver.max_minutes * FINE), vehicle)
    tours = _solved(routing, manager, kit, len(cars), seconds)
    stops = [
        tuple(Stop(requests[node % count].id, Part.PICKUP if node < count else Part.DROPOFF) for node in tour)
        for tour in tours
    ]
    return Plan(tuple(Route(driver.id, tour) for driver, tour in zip(cars, stops, strict=True) if tour))


def _routing(nodes: int, starts: list[int], ends: list[int]) -> tuple[Any, Any, Any]:
    kit = importlib.import_module("ortools.constraint_solver.pywrapcp")
    manager = kit.RoutingIndexManager(nodes, len(starts), starts, ends)
    return kit.RoutingModel(manager), manager, kit


def _metres(routing: Any, manager: Any, ways: Sequence[Sequence[int]]) -> int:  # noqa: ANN401 - a library without types
    def metres(start: int, end: int) -> int:
        way: int = ways[manager.IndexToNode(start)][manager.IndexToNode(end)]
        return way

    return int(routing.RegisterTransitCallback(metres))


def _solved(routing: Any, manager: Any, kit: Any, vehicles: int, seconds: float) -> list[list[int]]:  # noqa: ANN401 - as above
    enums = importlib.import_module("ortools.constraint_solver.routing_enums_pb2")
    parameters = kit.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = enums.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(round(seconds * 1000))
    found = routing.SolveWithParameters(parameters)
    tours: list[list[int]] = [[] for _ in range(vehicles)]
    for vehicle in range(vehicles if found else 0):
        index = found.Value(routing.NextVar(routing.Start(vehicle)))
        while not routing.IsEnd(index):
            tours[vehicle].append(manager.IndexToNode(index))
            index = found.Value(routing.NextVar(index))
    return tours


ALONE: dict[str, tuple[str, Engine]] = {
    "OR-Tools": ("ortools", by_or_tools),
    "PyVRP": ("pyvrp", by_pyvrp),
    "VROOM": ("vroom", by_vroom),
}
SHARED: dict[str, tuple[str, Engine]] = {"OR-Tools": ("ortools", shared_by_or_tools)}
"""Name, module, and how it is asked: PyVRP and VROOM can't express a longest ride."""
