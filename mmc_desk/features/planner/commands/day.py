"""The verb `plan DATE`: a plan for the rides of a day or a week of the desk."""

import argparse
import functools
import json
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from mmc_desk.core import clock
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.routes import RouteServiceError, ask_roads
from mmc_desk.features.planner.engines.choice import engine_for
from mmc_desk.features.planner.ops.accepting import acceptance
from mmc_desk.features.planner.ops.pooling import ShareRides, share_rides
from mmc_desk.features.planner.printout import subject_of, write_phone_list
from mmc_desk.features.planner.queries.phoning import phone_list
from mmc_desk.features.planner.queries.planning import planning
from mmc_desk.features.planner.queries.sharing import pooling, shared_rides
from mmc_desk.features.planner.rules.advice import advise
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.lines import Hint, Pooled, Report, as_values, report_lines
from mmc_desk.features.planner.rules.phoning import drivers_to_phone
from mmc_desk.features.planner.rules.planning import Planning, road_only
from mmc_desk.features.planner.rules.pooling import pooled, taken_apart
from mmc_desk.features.planner.rules.problem import Plan
from mmc_desk.features.planner.rules.proposal import proposal, worth
from mmc_desk.features.planner.rules.routing import road_question
from mmc_desk.features.rides.ops.commands import NoteRoads, ShareRide
from mmc_desk.features.rides.ops.distances import note_roads
from mmc_desk.features.rides.ops.handing import HandedOver, hand_over
from mmc_desk.features.rides.queries.routing import route_service

_FOR_THE_PLAN = 0.75
"""The part of the time that the plan gets; the rest goes to the shortest one, to tell what the wishes cost."""

_FOR_SHARED = 0.5
"""The part of the time that shared cars get, where they are asked for."""


def plan_days(database: Database, arguments: argparse.Namespace) -> Sequence[str]:
    """Plan the days, print what came of it, and return what is wrong with the plan. Raises RuleError."""
    began, days = time.perf_counter(), _days(arguments)
    found = _read(database, arguments, days)
    hints = [hint for day in days for hint in _hints(database, day, is_asked=arguments.shared)]
    shared = _share(database, found, hints) if arguments.shared and arguments.apply else None
    found = _read(database, arguments, days) if shared else found
    parts = _parts(arguments)
    plan = engine_for(found.problem).solve(found.problem, parts.plan, seed=arguments.seed, start=found.board)
    violations = check(found.problem, plan).violations
    if arguments.paper is not None:
        _write_phone_list(database, found, plan, arguments.paper)
    applied = _apply(database, found, plan) if arguments.apply and not violations else None
    pool = _pool(database, found, plan, arguments) if arguments.shared and plan.routes else None
    road = road_only(found.problem)
    shortest = engine_for(road).solve(road, parts.road, seed=arguments.seed, start=plan)
    report = Report(
        found,
        proposal(found, plan),
        advise(found, plan),
        worth(found, plan, shortest),
        tuple(hints),
        (*violations, *(pool.violations if pool is not None else ())),
        time.perf_counter() - began,
        None if applied is None else len(applied.rides),
        () if applied is None else tuple((one.ride_no, one.why) for one in applied.stayed),
        pool,
        shared,
    )
    _print(report, as_json=arguments.json)
    return report.violations


class _Parts(NamedTuple):
    """Seconds for the plan, for shared cars, and for the shortest plan (to tell what the wishes cost)."""

    plan: float
    pool: float
    road: float


def _parts(arguments: argparse.Namespace) -> _Parts:
    seconds: float = arguments.seconds
    pool = seconds * _FOR_SHARED if arguments.shared else 0.0
    return _Parts((seconds - pool) * _FOR_THE_PLAN, pool, (seconds - pool) * (1 - _FOR_THE_PLAN))


def _read(database: Database, arguments: argparse.Namespace, days: Sequence[date]) -> Planning:
    """Return the days, with real roads where a route service tells them."""
    read = functools.partial(planning, days=days, without=arguments.without)
    found = database.read(read)
    _require_known(found, arguments.without)
    stored = database.read(lambda session: route_service(session, clock.today())).url
    url = stored if arguments.routes is None else arguments.routes
    return database.read(read) if url and _learn_roads(database, found, url) else found


def _share(database: Database, found: Planning, hints: Sequence[Hint]) -> int:
    """Put the pairs together of whom nobody pays more; return how many."""
    rides = found.rides
    pairs = [(rides[hint.ride], rides[hint.other]) for hint in hints if hint.least_cents >= 0]
    loose = [(ride, other) for ride, other in pairs if ride.kept is None and other.kept is None]
    command = ShareRides(
        tuple(ShareRide(ride.ride_id, other.ride_id, None, ride.version, other.version) for ride, other in loose)
    )
    label = translate("planner", "Ritten samen in één wagen")
    return database.write(lambda session: share_rides(session, command), label).value.done


def _pool(database: Database, found: Planning, plan: Plan, arguments: argparse.Namespace) -> Pooled:
    problem = database.read(lambda session: pooling(session, found))
    start = taken_apart(problem, plan)
    shared = engine_for(problem).solve(problem, _parts(arguments).pool, seed=arguments.seed, start=start)
    return pooled(found, problem, shared, check(found.problem, plan).km)


def _learn_roads(database: Database, found: Planning, url: str) -> int:
    """Ask a route service for what is only estimated, and keep it; return how many roads are new.

    Where it doesn't answer the estimates stand, and that is said.
    """
    question = road_question(found.problem)
    try:
        told = ask_roads(url, [point for _, point in question.starts], [point for _, point in question.ends])
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


def _write_phone_list(database: Database, found: Planning, plan: Plan, path: Path) -> None:
    query = functools.partial(phone_list, subject=subject_of(found.days), drivers=drivers_to_phone(found, plan))
    write_phone_list(path, database.read(query))
    print(translate("planner", "Wie bellen: bewaard in {path}.").format(path=path), file=sys.stderr)


def _apply(database: Database, found: Planning, plan: Plan) -> HandedOver:
    command = acceptance(found, plan)
    label = translate("planner", "Voorstel overgenomen")
    return database.write(lambda session: hand_over(session, command), label).value


def _hints(database: Database, day: date, *, is_asked: bool) -> Sequence[Hint]:
    return database.read(lambda session: shared_rides(session, day)) if is_asked else ()


def _print(report: Report, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(as_values(report), ensure_ascii=False))
        return
    for line in report_lines(report):
        print(line)
