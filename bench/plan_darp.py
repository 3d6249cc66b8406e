"""Shared cars on the public dial-a-ride instances: gap to the proven optimum, violations by the checker. JSON per line.

Usage: python bench/plan_darp.py [--seconds S] [--small S] [--seed N] [--cpu] [--rivals FOLDER] [FILE ...]

Without files: all of ../shared/benchmarks/darp. `--rivals` sets OR-Tools beside ours (plan_rivals.py). `--cpu` counts
seconds of one processor, for a machine that others use.
The targets: up to 40 requests in 5 s, mean 0.5 % and 1.5 % at most; more in 30 s, mean 1.5 % and 3 % at most.
"""

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.plan_rivals import rivals_of
from mmc_desk.features.planner.engines.shared.ruin import Ruin
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.instances import read_instance

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "benchmarks" / "darp"
SMALL = 40
"""Requests up to which an instance has the short time."""


def main() -> None:
    arguments = read_arguments()
    if arguments.cpu:
        time.monotonic = time.process_time
    gaps: dict[str, list[float]] = {"small": [], "large": []}
    for path in arguments.files or sorted(FOLDER.glob("*.txt")):
        line = solved(path, arguments)
        print(json.dumps(line), flush=True)
        if line["gap_percent"] is not None:
            gaps["small" if line["requests"] <= SMALL else "large"].append(line["gap_percent"])
    print(json.dumps({name: summary(values) for name, values in gaps.items() if values}))


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Gaps of shared cars to the proven optima")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--small", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cpu", action="store_true")
    parser.add_argument("--rivals", type=Path, metavar="FOLDER", help="where pip installed other engines")
    return parser.parse_args()


def solved(path: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of one instance."""
    problem = read_instance(path)
    begin = time.monotonic()
    seconds = arguments.small if len(problem.requests) <= SMALL else arguments.seconds
    plan = Ruin(twins=not arguments.cpu).solve(problem, seconds, seed=arguments.seed)
    took = time.monotonic() - begin
    verdict = check(problem, plan)
    gap = 100 * (verdict.km / problem.bound - 1) if problem.bound and not verdict.unserved else None
    return {
        "instance": problem.name,
        "requests": len(problem.requests),
        "km": round(verdict.km, 2),
        "bound": problem.bound,
        "gap_percent": gap if gap is None else round(gap, 3),
        "unserved": len(verdict.unserved),
        "violations": len(verdict.violations),
        "seconds": round(took, 2),
        "rivals": rivals_of(problem, seconds, arguments.rivals),
    }


def summary(values: list[float]) -> dict[str, float]:
    return {"mean_gap": round(statistics.fmean(values), 3), "max_gap": round(max(values), 3)}


if __name__ == "__main__":
    main()
