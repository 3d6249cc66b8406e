"""A year of the practice town planned day by day: by the planner, and as somebody who works through the list does.

Usage: python bench/plan_year.py [--seconds S] [--days N] [--year YYYY] [--level none|little|normal|much]

Prints JSON: violations of the checker, rides that nobody took, km home to home, and the spread over drivers (standard
deviation, and from the tenth to the ninetieth percentile) of rides per available day. The town, its drivers with their
hours, leave, cars and ties, and the rides that were driven are the practice town's; who drove them is forgotten first,
and fairness looks back eight weeks over what was planned here. Target: no violations, a spread at most half of the
list's for at most 3 % more km.
"""

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from datetime import time as hour
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from mmc_desk.cli import demo
from mmc_desk.core import clock, migrate
from mmc_desk.core.db import Database
from mmc_desk.features import load_models
from mmc_desk.features.people.model import Absence, AvailabilityKind
from mmc_desk.features.planner.engines.homing import HomeToHome, first_come
from mmc_desk.features.planner.queries.planning import planning
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.problem import Plan
from mmc_desk.features.planner.rules.standing import Standing
from mmc_desk.features.planner.rules.weights import Level, Weight, Weights
from mmc_desk.features.rides.queries.drivers import drivers_on
from mmc_desk.features.rides.rules.availability import Period
from mmc_desk.features.rides.rules.fairness import available_days

Planner = Callable[[Planning], Plan]


def main() -> None:
    parser = argparse.ArgumentParser(description="A year of the practice town, day by day")
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--days", type=int, default=366)
    parser.add_argument("--year", type=int, default=2025)
    parser.add_argument("--level", default="normal", help="how much an equal share counts")
    arguments = parser.parse_args()
    load_models()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "town.db"
        demo.make_practice(str(source))
        planners: dict[str, Planner] = {
            "list": lambda found: first_come(found.problem),
            "planner": lambda found: HomeToHome().solve(found.problem, arguments.seconds),
        }
        lines = {}
        for name, planner in planners.items():
            path = Path(folder) / f"{name}.db"
            shutil.copyfile(source, path)
            with migrate.open_database(str(path)) as database:
                lines[name] = year_of(database, planner, arguments)
            print(json.dumps({"by": name, **lines[name]}), flush=True)
        compare(lines["list"], lines["planner"])


def compare(by_list: dict[str, Any], planned: dict[str, Any]) -> None:
    print(
        json.dumps(
            {
                "more_km_percent": round(100 * (planned["km"] / by_list["km"] - 1), 2),
                "spread_ratio": round(planned["spread"] / by_list["spread"], 3),
                "range_ratio": round(planned["range"] / by_list["range"], 3),
            }
        )
    )


def year_of(database: Database, planner: Planner, arguments: argparse.Namespace) -> dict[str, Any]:
    first, last = date(arguments.year, 1, 1), date(arguments.year, 12, 31)
    weights = replace(Weights(), **{Weight.FAIR: Level(arguments.level)})
    database.write(lambda session: forget(session, first, last), "bench")
    began, figures, rides = time.perf_counter(), Counter[str](), Counter[str]()
    km = 0.0
    for day in list(days_with_rides(database, first, last))[: arguments.days]:
        with clock.frozen(clock.at(day - timedelta(days=1), hour(16))):
            found = database.read(partial(planning, days=(day,), weights=weights))
            plan = planner(found)
            verdict = check(found.problem, plan)
            km += verdict.km
            figures["violations"] += len(verdict.violations)
            figures["unserved"] += len(verdict.unserved)
            rides.update(database.write(partial(note, found=found, plan=plan), "bench").value)
        last = day
    shares = database.read(lambda session: shares_of(session, first, last, rides))
    tenths = statistics.quantiles(shares, n=10)
    return {
        **{name: figures[name] for name in ("violations", "unserved")},
        "rides": rides.total(),
        "km": round(km, 1),
        "drivers": len(shares),
        "spread": round(statistics.pstdev(shares), 4),
        "range": round(tenths[-1] - tenths[0], 4),
        "seconds": round(time.perf_counter() - began, 1),
    }


def forget(session: Session, first: date, last: date) -> None:
    """Ask every ride of the year anew."""
    session.execute(
        text(
            "UPDATE ride SET state = 'requested', driver_id = NULL, metres = NULL, estimated_metres = NULL "
            "WHERE ride_date BETWEEN :first AND :last AND state = 'driven' AND legs > 0"
        ),
        {"first": first.isoformat(), "last": last.isoformat()},
    )


def days_with_rides(database: Database, first: date, last: date) -> Iterator[date]:
    asked = text("SELECT DISTINCT ride_date FROM ride WHERE ride_date BETWEEN :a AND :b AND state = 'requested'")
    wanted = {"a": first.isoformat(), "b": last.isoformat()}
    rows = database.read(lambda session: session.execute(asked, wanted).scalars().all())
    yield from sorted(date.fromisoformat(row) for row in rows)


def note(session: Session, found: Planning, plan: Plan) -> Counter[str]:
    """Write a plan down as driven, home to home, and return the rides of each driver."""
    standing, rides = Standing(found, plan), Counter[str]()
    for code, spans in standing.spans.items():
        for span in spans:
            session.execute(
                text(
                    "UPDATE ride SET state = 'driven', driver_id = :driver, metres = :metres, "
                    "depart_at = :leaves, home_at = :home WHERE id = :ride"
                ),
                {
                    "driver": found.drivers[code].driver_id,
                    "metres": round(1000 * (found.km_with(span.ride, code) or 0.0)),
                    "leaves": f"{found.instant(span.leaves):%Y-%m-%d %H:%M:%S.%f}",
                    "home": f"{found.instant(span.home):%Y-%m-%d %H:%M:%S.%f}",
                    "ride": found.rides[span.ride].ride_id,
                },
            )
        rides[code] += len(spans)
    return rides


def shares_of(session: Session, first: date, last: date, rides: Counter[str]) -> list[float]:
    """Return rides per available day of each driver who could drive on at least four weeks' days."""
    away: dict[int, list[Period]] = {}
    extra: dict[int, list[Period]] = {}
    for absence in session.query(Absence):
        kind = away if absence.kind is AvailabilityKind.ABSENT else extra
        kind.setdefault(absence.driver_id, []).append(Period(absence.from_day, absence.to_day))
    found = {driver.driver_id: driver for day in (first, last) for driver in drivers_on(session, day)}
    days = {
        driver.code: available_days(
            replace(driver.times, leave=tuple(away.get(key, ())), extra=tuple(extra.get(key, ()))), first, last
        )
        for key, driver in found.items()
    }
    return [rides[code] / count for code, count in days.items() if count >= 20]


if __name__ == "__main__":
    main()
