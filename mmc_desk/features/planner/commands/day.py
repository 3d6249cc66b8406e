"""The verb `plan DATE`: a plan for the rides of a day or a week of the desk."""

import argparse
import functools
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from mmc_desk.core import clock
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.routes import RouteServiceError, ask_roads
from mmc_desk.features.planner.commands.allowance import Allowance
from mmc_desk.features.planner.commands.together import Together, together
from mmc_desk.features.planner.engines.choice import engine_for
from mmc_desk.features.planner.ops.accepting import acceptance
from mmc_desk.features.planner.ops.pooling import TakenOver, TakeOver, take_over
from mmc_desk.features.planner.printout import subject_of, write_phone_list
from mmc_desk.features.planner.queries.phoning import phone_list
from mmc_desk.features.planner.queries.planning import planning
from mmc_desk.features.planner.queries.sharing import pooling
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.lines import Pooled, Report, as_values, report_lines
from mmc_desk.features.planner.rules.off_map import off_map
from mmc_desk.features.planner.rules.phoning import drivers_to_phone
from mmc_desk.features.planner.rules.planning import Planning, road_only
from mmc_desk.features.planner.rules.pooling import pooled, taken_apart
from mmc_desk.features.planner.rules.problem import Plan
from mmc_desk.features.planner.rules.proposal import totals, worth
from mmc_desk.features.planner.rules.routing import road_question
from mmc_desk.features.planner.rules.together import as_it_stood
from mmc_desk.features.planner.rules.whys import is_large, told
from mmc_desk.features.rides.ops.commands import NoteRoads
from mmc_desk.features.rides.ops.distances import note_roads
from mmc_desk.features.rides.queries.routing import route_service

_FOR_ROADS = 0.5
"""The part of the time in which a route service may answer."""

_FOR_THE_PLAN = 0.75
"""The part of the time that the plan gets; the rest goes to the shortest one, to tell what the wishes cost."""

_FOR_SHARED = 0.5
"""The part of the time that shared cars get, where they are asked for."""

_TO_END, _PER_RIDE = 0.12, 0.001
"""Seconds kept for what comes after the engines: words, printing, leaving."""

_TO_WRITE, _TO_DRAW = 0.15, 0.3
"""The same for taking a proposal over, and for a paper."""

_TO_PRINT = 0.0003
"""Seconds for each ride to print."""

_PER_PAIR, _FOR_WORDS = 1.5e-5, 0.25
"""Seconds for each ride and driver of a large day to say why, and the part of the time that may take at most."""

_FOR_A_TRIAL = 0.3
"""The part of what is left that each plan with cars shared gets."""


def plan_days(database: Database, arguments: argparse.Namespace) -> Sequence[str]:
    """Plan the days, print what came of it, and return what is wrong with the plan. Raises RuleError."""
    allowance = Allowance(arguments)
    alone = _read(database, arguments, allowance)
    to_tell, to_end = _to_tell(alone, arguments), _TO_END + _PER_RIDE * len(alone.problem.requests)
    to_write = _to_write(arguments) + to_tell
    part = _FOR_THE_PLAN * (1 - _FOR_SHARED if arguments.shared else 1)
    plan = _solve(alone, allowance.left(to_write + to_end) * part, arguments, alone.board)
    found = Together(alone, plan)
    if arguments.shared:
        found = together(
            database,
            found,
            arguments.without,
            lambda tried: _solve(tried, allowance.left(to_write + to_end) * _FOR_A_TRIAL, arguments, plan),
        )
    violations = check(found.planning.problem, found.plan).violations
    shown = as_it_stood(found.planning, alone)
    if arguments.paper is not None:
        _write_phone_list(database, shown, found.plan, arguments)
    taken = _apply(database, found) if arguments.apply and not violations else None
    road = road_only(shown.problem)
    seconds = allowance.left(to_tell + to_end) * (1 - _FOR_THE_PLAN)
    shortest = engine_for(road).solve(road, seconds, seed=arguments.seed, start=found.plan)
    left = functools.partial(allowance.left, to_tell + to_end)
    pool = _pool(database, alone, plan, left, arguments.seed) if arguments.shared else None
    said = told(shown, found.plan, _lateness(shown, allowance))
    report = Report(
        shown,
        replace(said.proposal, before=totals(alone, alone.board)),
        said.advice,
        worth(shown, found.plan, shortest),
        (*found.hints, *found.left),
        (*violations, *(pool.violations if pool is not None else ())),
        allowance.since(),
        pooled=pool,
        off_map=off_map(shown, found.plan),
        untold=said.untold,
    )
    if taken is not None:
        report = _with_taken(report, taken, alone, is_shared=arguments.shared)
    _print(report, as_json=arguments.json)
    return report.violations


def _solve(found: Planning, seconds: float, arguments: argparse.Namespace, start: Plan) -> Plan:
    plan: Plan = engine_for(found.problem).solve(found.problem, seconds, seed=arguments.seed, start=start)
    return plan


def _to_write(arguments: argparse.Namespace) -> float:
    return _TO_WRITE * bool(arguments.apply) + _TO_DRAW * (arguments.paper is not None)


def _lateness(found: Planning, allowance: Allowance) -> Callable[[], bool] | None:
    """Return what tells that there is no time to say more; None for a day of which all is said in no time."""
    to_print = _TO_END + _TO_PRINT * len(found.problem.requests)
    return (lambda: not allowance.left(to_print)) if is_large(found) else None


def _to_tell(found: Planning, arguments: argparse.Namespace) -> float:
    """Return the seconds kept for saying why: of a large day no more than a part of the time."""
    pairs = len(found.problem.requests) * len(found.problem.drivers)
    seconds: float = arguments.seconds
    return min(_PER_PAIR * pairs, _FOR_WORDS * seconds) if is_large(found) else 0.0


def _read(database: Database, arguments: argparse.Namespace, allowance: Allowance) -> Planning:
    """Return the days, with real roads where a route service tells them in half of the time."""
    read = functools.partial(planning, days=_days(arguments), without=arguments.without)
    found = database.read(read)
    _require_known(found, arguments.without)
    stored = database.read(lambda session: route_service(session, clock.today())).url
    url = stored if arguments.routes is None else arguments.routes
    if not url:
        return found
    seconds = allowance.left(_TO_END) * _FOR_ROADS
    return database.read(read) if _learn_roads(database, found, url, seconds) else found


def _pool(database: Database, found: Planning, plan: Plan, left: Callable[[], float], seed: int) -> Pooled:
    problem = database.read(lambda session: pooling(session, found))
    apart = taken_apart(problem, plan)
    shared = engine_for(problem).solve(problem, left(), seed=seed, start=apart)
    return pooled(found, problem, shared, apart)


def _learn_roads(database: Database, found: Planning, url: str, seconds: float) -> int:
    """Ask a route service for what is only estimated, and keep it; return how many roads are new.

    Where it doesn't answer in the seconds the estimates stand, and that is said.
    """
    question = road_question(found.problem)
    starts, ends = ([point for _, point in side] for side in (question.starts, question.ends))
    try:
        told = ask_roads(url, starts, ends, within=seconds)
    except RouteServiceError as error:
        print(translate("planner", "{why} De afstanden zijn geschat.").format(why=error), file=sys.stderr)
        return 0
    command = NoteRoads(question.told(told), clock.now() if told else None)
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


def _write_phone_list(database: Database, found: Planning, plan: Plan, arguments: argparse.Namespace) -> None:
    path: Path = arguments.paper
    subject = subject_of(found.days, sorted(found.drivers[code].name for code in arguments.without))
    query = functools.partial(phone_list, subject=subject, drivers=drivers_to_phone(found, plan))
    write_phone_list(path, database.read(query))
    print(translate("planner", "Wie bellen: bewaard in {path}.").format(path=path), file=sys.stderr)


def _apply(database: Database, found: Together) -> TakenOver:
    command = TakeOver(found.share, acceptance(found.planning, found.plan))
    label = translate("planner", "Voorstel overgenomen")
    return database.write(lambda session: take_over(session, command), label).value


def _with_taken(report: Report, taken: TakenOver, alone: Planning, *, is_shared: bool) -> Report:
    numbers = {ride.ride_id: ride.id for ride in alone.rides.values()}
    return replace(
        report,
        applied=len(taken.handed.rides),
        stayed=tuple((one.ride_no, one.why) for one in taken.handed.stayed),
        shared=taken.shared.done if is_shared else None,
        parted=tuple((numbers[ride], numbers[other], why) for ride, other, why in taken.shared.refused),
    )


def _print(report: Report, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(as_values(report), ensure_ascii=False))
        return
    for line in report_lines(report):
        print(line)
