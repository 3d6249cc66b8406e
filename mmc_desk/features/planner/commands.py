"""The verb `plan`: a plan for the rides of a day or a week of the desk, or for those in a file."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.routes import RouteServiceError, ask_roads
from mmc_desk.features.planner.engines.choice import engine_for
from mmc_desk.features.planner.ops.accepting import AcceptPlan, accept_plan, acceptance
from mmc_desk.features.planner.queries.planning import planning
from mmc_desk.features.planner.queries.sharing import shared_rides
from mmc_desk.features.planner.rules.advice import advise
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.instances import read_instance, result
from mmc_desk.features.planner.rules.lines import Hint, Report, as_values, instance_lines, report_lines
from mmc_desk.features.planner.rules.planning import Planning, road_only
from mmc_desk.features.planner.rules.problem import Plan
from mmc_desk.features.planner.rules.proposal import proposal, worth
from mmc_desk.features.planner.rules.roads import Roads, estimated, point_of
from mmc_desk.features.rides.ops.commands import NoteRoads
from mmc_desk.features.rides.ops.distances import note_roads

_GOOD, _BROKEN, _USAGE = 0, 1, 2

_FOR_THE_PLAN = 0.75
"""The part of the time that the plan gets; the rest goes to the shortest one, to tell what the wishes cost."""


def run_plan(database: Database | None, arguments: argparse.Namespace) -> int:
    """Plan a day, or the instance in a file; return 1 where the plan breaks a rule, 2 for neither or both.

    Raises FileError for a file that holds no day, RuleError for drivers nobody knows.
    """
    if (arguments.date is None) == (arguments.instance is None):
        print(translate("planner", "Geef een dag, of een bestand met --instance."), file=sys.stderr)
        return _USAGE
    if database is None:
        return _plan_instance(arguments)
    return _plan_days(database, arguments)


def _plan_instance(arguments: argparse.Namespace) -> int:
    began = time.perf_counter()
    problem = read_instance(arguments.instance)
    if arguments.stay is not None:
        problem = replace(problem, may_stay=max(0, arguments.stay))
    seconds = max(0.0, arguments.seconds - (time.perf_counter() - began))
    plan = engine_for(problem).solve(problem, seconds, seed=arguments.seed)
    answer = result(problem, plan, time.perf_counter() - began)
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        sys.stdout.writelines(f"{line}\n" for line in instance_lines(answer, plan))
    return _told(check(problem, plan).violations)


def _plan_days(database: Database, arguments: argparse.Namespace) -> int:
    began, days = time.perf_counter(), _days(arguments)
    found = database.read(lambda session: planning(session, days, without=arguments.without))
    _require_known(found, arguments.without)
    if arguments.routes and _learn_roads(database, found, arguments.routes):
        found = database.read(lambda session: planning(session, days, without=arguments.without))
    seconds = arguments.seconds * _FOR_THE_PLAN
    plan = engine_for(found.problem).solve(found.problem, seconds, seed=arguments.seed, start=found.board)
    violations = check(found.problem, plan).violations
    applied = _apply(database, found, plan) if arguments.apply and not violations else None
    hints = [hint for day in days for hint in _hints(database, day, is_asked=arguments.shared)]
    road = road_only(found.problem)
    shortest = engine_for(road).solve(road, arguments.seconds - seconds, seed=arguments.seed, start=plan)
    report = Report(
        found,
        proposal(found, plan),
        advise(found, plan),
        worth(found, plan, shortest),
        tuple(hints),
        violations,
        time.perf_counter() - began,
        applied,
    )
    _print(report, as_json=arguments.json)
    return _told(violations)


def _learn_roads(database: Database, found: Planning, url: str) -> int:
    """Ask a route service for what is only estimated, and keep it; return how many roads are new.

    Where it doesn't answer the estimates stand, and that is said.
    """
    roads = found.problem.metric
    assert isinstance(roads, Roads)  # noqa: S101 - narrows the type: days of the database have no other metric
    pairs = estimated(roads, {driver.start for driver in found.problem.drivers})
    starts, ends = (list(dict.fromkeys(names)) for names in zip(*pairs, strict=True)) if pairs else ([], [])
    try:
        told = ask_roads(url, [point_of(roads, name) for name in starts], [point_of(roads, name) for name in ends])
    except RouteServiceError as error:
        print(translate("planner", "{why} De afstanden zijn geschat.").format(why=error), file=sys.stderr)
        return 0
    asked = set(pairs)
    named = {(starts[start], ends[end]): road for (start, end), road in told.items()}
    command = NoteRoads(tuple((*pair, road.metres, road.minutes) for pair, road in named.items() if pair in asked))
    label = translate("planner", "Afstanden van de routedienst")
    return database.write(lambda session: note_roads(session, command), label).value


def _days(arguments: argparse.Namespace) -> Sequence[date]:
    day: date = arguments.date
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=step) for step in range(7)] if arguments.week else [day]


def _require_known(found: Planning, codes: Sequence[str]) -> None:
    unknown = [code for code in codes if code not in found.drivers]
    if unknown:
        raise RuleError(translate("planner", "Geen chauffeur met code {code} op die dag.").format(code=unknown[0]))


def _apply(database: Database, found: Planning, plan: Plan) -> int:
    command: AcceptPlan = acceptance(found, plan)
    label = translate("planner", "Voorstel overgenomen")
    return database.write(lambda session: accept_plan(session, command), label).value


def _hints(database: Database, day: date, *, is_asked: bool) -> Sequence[Hint]:
    return database.read(lambda session: shared_rides(session, day)) if is_asked else ()


def _print(report: Report, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(as_values(report), ensure_ascii=False))
        return
    for line in report_lines(report):
        print(line)


def _told(violations: Sequence[str]) -> int:
    sys.stderr.writelines(f"{violation}\n" for violation in violations)
    return _BROKEN if violations else _GOOD
