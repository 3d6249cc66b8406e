"""P8: the planner's checker against a search through every schedule in whole minutes, of rides alone and shared cars.

`python -m tests.faults.checker [--n 20000]` plays so many random small cases of each and prints a line of JSON for
each; it ends with 1 when the two disagree, with the first case that they do on.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterator

from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.problem import Plan, Problem
from tests.features.planner import test_brute_force as alone
from tests.features.planner import test_shared_checker as shared

Case = tuple[Problem, Plan, bool]
"""A plan of a problem, and whether it is good in the eyes of every schedule."""


def main() -> int:
    """Play the cases of both kinds; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=20_000)
    count = parser.parse_args().n
    lines = [played(kind, cases(count)) for kind, cases in KINDS.items()]
    return int(any(line["disagreements"] for line in lines))


def played(kind: str, cases: Iterator[Case]) -> dict[str, object]:
    """Return how often the checker said the same, printed too."""
    begin, good, wrong, count = time.perf_counter(), 0, list[int](), 0
    for number, (problem, plan, is_good) in enumerate(cases):
        count, good = count + 1, good + is_good
        if (not check(problem, plan).violations) != is_good:
            wrong.append(number)
    line = {
        "cases": kind,
        "count": count,
        "good": good,
        "disagreements": len(wrong),
        "first": wrong[0] if wrong else None,
        "seconds": round(time.perf_counter() - begin, 1),
    }
    sys.stdout.write(json.dumps(line) + "\n")
    return line


def cases_alone(count: int) -> Iterator[Case]:
    """Yield tours of one driver with rides alone."""
    chance = random.Random(8)  # noqa: S311 - chance, not secrecy
    for _ in range(count):
        problem, plan = alone.case(chance)
        yield problem, plan, alone.has_schedule(problem)


def cases_shared(count: int) -> Iterator[Case]:
    """Yield tours of one driver with two or three members who may be in the car together."""
    for number in range(count):
        problem, route = shared.random_case(number)
        yield problem, Plan((route,)), shared.has_company(problem, route) and shared.has_schedule(problem, route)


KINDS: dict[str, Callable[[int], Iterator[Case]]] = {"alone": cases_alone, "shared": cases_shared}

if __name__ == "__main__":
    sys.exit(main())
