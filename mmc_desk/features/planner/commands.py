"""The verb `plan`: a plan for the rides in a file."""

import argparse
import json
import sys
import time

from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.engines.rides import RidesAlone
from mmc_desk.features.planner.engines.shared.ruin import Ruin
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.instances import read_instance, result


def run_plan(_database: object, arguments: argparse.Namespace) -> int:
    """Plan the instance in a file and print the plan; return 1 where it breaks a rule. Raises FileError for others."""
    began = time.perf_counter()
    problem = read_instance(arguments.instance)
    engine = Ruin(twins=True) if problem.is_shared else RidesAlone()
    plan = engine.solve(problem, arguments.seconds, seed=arguments.seed)
    answer = result(problem, plan, time.perf_counter() - began)
    violations = check(problem, plan).violations
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        said = translate("planner", "{instance}: {km} km, {unserved} ritten zonder chauffeur, {seconds} s.")
        print(said.format(**answer))
        for route in plan.routes:
            print(f"{route.driver}: {', '.join(stop.request for stop in route.stops)}")
    sys.stderr.writelines(f"{violation}\n" for violation in violations)
    return 1 if violations else 0
