"""The verb `plan --instance FILE`: a problem in a file, start and end of the program within its seconds."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from mmc_desk.features.planner.engines.choice import engine_for
from mmc_desk.features.planner.rules.answers import bound_sentences, instance_lines, result
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.instances import read_instance
from mmc_desk.features.planner.rules.problem import Problem

_TO_END, _PER_RIDE = 0.03, 0.0001
"""Seconds kept for what comes after the engine: checking and printing (more for more rides), and leaving."""

_BUSIEST = 4.0
"""On a busy machine the end takes longer too: as much as the start did, up to so many times."""


def plan_instance(arguments: argparse.Namespace) -> Sequence[str]:
    """Plan the instance, print what came of it, and return what is wrong with the plan. Raises FileError."""
    problem = read_instance(arguments.instance)
    if arguments.stay is not None:
        problem = replace(problem, may_stay=max(0, arguments.stay))
    seconds = arguments.seconds - _since(arguments) - _to_end(problem, arguments)
    plan = engine_for(problem).solve(problem, max(0.0, seconds), seed=arguments.seed)
    verdict = check(problem, plan)
    sys.stderr.writelines(f"{sentence}\n" for sentence in bound_sentences(problem, verdict))
    answer = result(problem, plan, verdict, _since(arguments))
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        sys.stdout.writelines(f"{line}\n" for line in instance_lines(answer, plan))
    return verdict.violations


def _since(arguments: argparse.Namespace) -> float:
    """Return the seconds since the command began."""
    began: float = arguments.began
    return time.perf_counter() - began


def _to_end(problem: Problem, arguments: argparse.Namespace) -> float:
    """Return the seconds to keep for the end."""
    busy = min(_BUSIEST, max(1.0, _since(arguments) / max(time.process_time(), 0.001)))
    return busy * (_TO_END + _PER_RIDE * len(problem.requests))
