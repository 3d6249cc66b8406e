"""Rides alone on the desk's days: gap to the bound, km under greedy, a first proposal, two new rides. JSON per line.

Usage: python bench/plan_days.py [--seed N] [--cpu] [--stay N] [--possible S] [--rivals FOLDER] [FILE ...]
       python bench/plan_days.py --drawn DRIVERSxRIDES [--seeds FIRST-LAST] ...

Without files: all of ../shared/benchmarks/days; `--drawn` draws other days like them (plan_instances.py), with a bound
of our own up to 100 rides (plan_bounds.py). `--rivals` sets other engines beside ours, where the folder holds them
(plan_rivals.py). `--stay 0` serves everybody who can be served on a day of hundreds too, where else as many may stay
as greedy leaves, each where serving it takes more than STAY_KM of its own. `--cpu` counts seconds of one processor, for
a machine that others use. The targets: 20×40 in 2 s, mean 0.5 %, 1.2 % at most; 40×100 in 10 s, 1.5 %; 100×300 in 20 s
and 450×2000 in 60 s, 12 % under greedy at no more unserved; a first proposal for 20×40 in 150 ms; two new rides beside
40 confirmed in 300 ms. `--possible S` spends so many seconds more on how much under greedy any plan could be.
"""

import argparse
import json
import math
import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.plan_bounds import flow_bound, tour_bound
from bench.plan_instances import drawn, seeds
from bench.plan_rivals import rivals_of
from mmc_desk.features.planner.engines.greedy import greedy
from mmc_desk.features.planner.engines.rides import RidesAlone
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.instances import day_problem, read_instance
from mmc_desk.features.planner.rules.problem import Plan, Problem

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "benchmarks" / "days"
SECONDS = ((40, 2.0), (100, 10.0), (300, 20.0), (10_000, 60.0))
"""Up to so many rides, so many seconds."""

BOUNDED = 100
"""Rides up to which a drawn day gets a bound: a larger one's takes minutes."""


def main() -> None:
    arguments = read_arguments()
    if arguments.cpu:
        time.perf_counter = time.process_time
    gaps: dict[int, list[float]] = defaultdict(list)
    for problem in problems(arguments):
        if arguments.stay is not None:
            problem = replace(problem, may_stay=arguments.stay)  # noqa: PLW2901 - the same day, otherwise asked
        rides, seconds = len(problem.requests), seconds_for(problem)
        line = solved(problem, arguments.seed, seconds)
        if line["gap_percent"] is not None:
            gaps[rides].append(line["gap_percent"])
        if rides == SECONDS[0][0]:
            line |= {"two_new_ms": two_new(problem)}
        if arguments.possible:
            possible = 100 * (1 - tour_bound(problem, arguments.possible) / line["greedy_km"])
            line |= {"possible_percent": round(possible, 2) if possible < math.inf else None}
        print(json.dumps(line | {"rivals": rivals_of(problem, seconds, arguments.rivals)}), flush=True)
    for rides, found in gaps.items():
        summary = {"days": len(found), "gap_mean": round(statistics.mean(found), 3), "gap_max": max(found)}
        print(json.dumps({"rides": rides, **summary}))


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Days of rides alone, against the bound and against greedy")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cpu", action="store_true")
    parser.add_argument("--stay", type=int, metavar="N", help="so many rides of a large day may stay")
    parser.add_argument("--possible", type=float, metavar="S", help="how much under greedy any plan could be")
    parser.add_argument("--drawn", metavar="DRIVERSxRIDES", help="days drawn anew, in place of files")
    parser.add_argument("--seeds", type=seeds, default=seeds("101-124"), metavar="FIRST-LAST")
    parser.add_argument("--rivals", type=Path, metavar="FOLDER", help="where pip installed other engines")
    return parser.parse_args()


def problems(arguments: argparse.Namespace) -> Iterator[Problem]:
    """Yield the days that are asked for."""
    if not arguments.drawn:
        yield from map(read_instance, arguments.files or sorted(FOLDER.glob("*.json")))
        return
    drivers, _, rides = arguments.drawn.partition("x")
    for seed in arguments.seeds:
        problem = day_problem(drawn(int(drivers), int(rides), seed))
        bound = flow_bound(problem) if int(rides) <= BOUNDED else math.inf
        yield replace(problem, bound=bound if bound < math.inf else None)


def seconds_for(problem: Problem) -> float:
    return next(seconds for rides, seconds in SECONDS if len(problem.requests) <= rides)


def solved(problem: Problem, seed: int, seconds: float) -> dict[str, Any]:
    """Return the figures of one day."""
    first: list[float] = []
    begin = time.perf_counter()
    plan = RidesAlone().solve(
        problem, seconds, seed=seed, on_better=lambda _: first.append(time.perf_counter() - begin)
    )
    took = time.perf_counter() - begin
    verdict, by_hand = check(problem, plan), check(problem, greedy(problem))
    bound = problem.bound or 0.0
    return {
        "instance": problem.name,
        "km": round(verdict.km, 2),
        "unserved": len(verdict.unserved),
        "violations": len(verdict.violations),
        "seconds": round(took, 2),
        "gap_percent": round(100 * (verdict.km / bound - 1), 3) + 0.0 if bound and not verdict.unserved else None,
        "greedy_km": round(by_hand.km, 2),
        "greedy_unserved": len(by_hand.unserved),
        "under_greedy_percent": round(100 * (1 - verdict.km / by_hand.km), 2),
        "first_ms": round(1000 * first[0], 1),
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def two_new(problem: Problem) -> dict[str, Any]:
    """Confirm all rides but two as they are planned, then plan those two beside them: the time, and what moved."""
    old = replace(problem, requests=problem.requests[:-2])
    plan = RidesAlone().solve(old, 2.0)
    hands = hands_of(plan)
    confirmed = tuple(replace(request, pinned=hands.get(request.id)) for request in old.requests)
    whole = replace(problem, requests=(*confirmed, *problem.requests[-2:]))
    begin = time.perf_counter()
    again = RidesAlone().solve(whole, 0.25, start=plan)
    took = time.perf_counter() - begin
    now = hands_of(again)
    moved = sum(now.get(ride) != driver for ride, driver in hands.items())
    return {"ms": round(1000 * took, 1), "moved": moved, "violations": len(check(whole, again).violations)}


def hands_of(plan: Plan) -> dict[str, str]:
    return {stop.request: route.driver for route in plan.routes for stop in route.stops}


if __name__ == "__main__":
    main()
