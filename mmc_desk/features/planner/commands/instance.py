"""The verb `plan --instance FILE`: a problem in a file, start and end of the program within its seconds."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace

from mmc_desk.features.planner.commands.allowance import Allowance
from mmc_desk.features.planner.engines.choice import engine_for
from mmc_desk.features.planner.rules.answers import bound_sentences, instance_lines, result
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.instances import read_instance

_TO_END, _PER_RIDE = 0.03, 0.0001
"""Seconds kept for what comes after the engine: checking and printing (more for more rides), and leaving."""


def plan_instance(arguments: argparse.Namespace) -> Sequence[str]:
    """Plan the instance, print what came of it, and return what is wrong with the plan. Raises FileError."""
    allowance, problem = Allowance(arguments), read_instance(arguments.instance)
    if arguments.stay is not None:
        problem = replace(problem, may_stay=max(0, arguments.stay))
    seconds = allowance.left(_TO_END + _PER_RIDE * len(problem.requests))
    plan = engine_for(problem).solve(problem, seconds, seed=arguments.seed)
    verdict = check(problem, plan)
    sys.stderr.writelines(f"{sentence}\n" for sentence in bound_sentences(problem, verdict))
    answer = result(problem, plan, verdict, allowance.since())
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        sys.stdout.writelines(f"{line}\n" for line in instance_lines(answer, plan))
    return verdict.violations
