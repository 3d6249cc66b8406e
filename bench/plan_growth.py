"""How the planner's cost grows with the day: 300, 1000, 2000 and 4000 rides, JSON per line.

Usage: python bench/plan_growth.py [--rides N ...] [--per-ride MS] [--cpu]

Each day, drawn like the benchmarks' own, is planned for so many milliseconds a ride (20: 40 s for 2000 rides). Told are
the km under greedy, how many more are served than by greedy, the seconds until the plan was so many per cent under
greedy and the same a thousand rides, which stays as it is where growth is linear; the peak of memory; and how far over
its time the engine went. Each size runs in a process of its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.plan_instances import drawn
from mmc_desk.features.planner.engines.greedy import greedy
from mmc_desk.features.planner.engines.rides import RidesAlone
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.instances import day_problem
from mmc_desk.features.planner.rules.problem import Plan, Problem

SIZES = (300, 1000, 2000, 4000)
UNDER = (0.04, 0.06, 0.08)
"""Parts of greedy's cost by which a plan is cheaper at these moments, unserved rides weighed as UNSERVED_KM."""

DRIVERS = 1 / 3
"""For each ride: enough to serve nearly all, so that days of all sizes can be compared."""

UNSERVED_KM = 100.0
"""What a ride in nobody's tour counts here: about two of the longest."""


def main() -> None:
    parser = argparse.ArgumentParser(description="The planner's cost at growing sizes")
    parser.add_argument("--rides", type=int, nargs="*", default=SIZES)
    parser.add_argument("--per-ride", type=float, default=20.0, help="milliseconds for each ride")
    parser.add_argument("--cpu", action="store_true")
    arguments = parser.parse_args()
    if len(arguments.rides) == 1:
        print(json.dumps(grown(arguments.rides[0], arguments.per_ride / 1000, is_cpu=arguments.cpu)))
        return
    for rides in arguments.rides:
        options = ["--rides", str(rides), "--per-ride", str(arguments.per_ride), *["--cpu"] * arguments.cpu]
        subprocess.run([sys.executable, __file__, *options], check=True)


def grown(rides: int, per_ride: float, *, is_cpu: bool) -> dict[str, Any]:
    """Return the figures of one size."""
    if is_cpu:
        time.perf_counter = time.process_time
    problem = day_problem(drawn(round(rides * DRIVERS), rides, 1, is_region=True))
    by_hand = cost(problem, greedy(problem))
    seen: list[tuple[float, float]] = []
    begin = time.perf_counter()
    plan = RidesAlone().solve(
        problem,
        per_ride * rides,
        on_better=lambda plan: seen.append((time.perf_counter() - begin, cost(problem, plan))),
    )
    took = time.perf_counter() - begin
    reached = {
        f"seconds_to_{round(100 * part)}_percent": next(
            (round(moment, 2) for moment, reached in seen if reached <= (1 - part) * by_hand), None
        )
        for part in UNDER
    }
    verdict, listed = check(problem, plan), check(problem, greedy(problem))
    return {
        "rides": rides,
        "km": round(verdict.km, 1),
        "under_greedy_percent": round(100 * (1 - verdict.km / listed.km), 2),
        "unserved": len(verdict.unserved),
        "greedy_unserved": len(listed.unserved),
        "violations": len(verdict.violations),
        "seconds": round(took, 2),
        "over_time_percent": round(100 * (took / (per_ride * rides) - 1), 2),
        **reached,
        **{f"{name}_per_1000": seconds and round(1000 * seconds / rides, 2) for name, seconds in reached.items()},
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "rss_other_process_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }


def cost(problem: Problem, plan: Plan) -> float:
    verdict = check(problem, plan)
    return verdict.km + UNSERVED_KM * len(verdict.unserved)


if __name__ == "__main__":
    main()
