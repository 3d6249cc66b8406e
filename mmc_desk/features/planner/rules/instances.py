"""Planning problems in files: a desk's day as JSON, and what a plan of it prints as JSON."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mmc_desk.core.errors import FileError
from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.darp import darp_problem
from mmc_desk.features.planner.rules.problem import Driver, GreatCircle, Plan, Problem, Request, Route, Window


def read_instance(path: Path) -> Problem:
    """Return the problem in a file: a day as JSON, or a dial-a-ride text with its optimum in an optima.csv beside it.

    Raises FileError where it holds none, OSError where it can't be read.
    """
    text = path.read_text(encoding="utf-8")
    try:
        if path.suffix.lower() == ".json":
            return day_problem(json.loads(text), path.stem)
        return darp_problem(text, path.stem, _optimum(path))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileError(
            translate("planner", "{file} bevat geen dag om te plannen: {reason}.").format(file=path.name, reason=error)
        ) from error


def _optimum(path: Path) -> float | None:
    optima = path.with_name("optima.csv")
    if not optima.is_file():
        return None
    rows = csv.DictReader(optima.read_text(encoding="utf-8").splitlines())
    return next((float(row["optimum"]) for row in rows if row["instance"] == path.stem), None)


def day_problem(day: Mapping[str, Any], name: str = "") -> Problem:
    """Return the problem that a day's JSON describes. Raises KeyError, ValueError or TypeError for what it lacks."""
    drivers, rides = day["drivers"], day["rides"]
    homes = [_point(driver["home"]) for driver in drivers]
    ends = [_point(ride[key]) for ride in rides for key in ("start", "end")]
    first = len(homes)
    return Problem(
        str(day.get("name", name)),
        tuple(_driver(driver, place) for place, driver in enumerate(drivers)),
        tuple(_request(ride, first + 2 * number) for number, ride in enumerate(rides)),
        GreatCircle((*homes, *ends), float(day["detour"]), float(day["speed_kmh"])),
        bound=day.get("lower_bound", {}).get("km"),
    )


def _point(pair: Sequence[float]) -> tuple[float, float]:
    latitude, longitude = pair
    return float(latitude), float(longitude)


def _driver(driver: Mapping[str, Any], place: int) -> Driver:
    window = Window(float(driver["from"]), float(driver["to"]))
    wheelchairs = 1 if driver.get("wheelchair") else 0
    return Driver(str(driver["id"]), place, place, (window,), driver.get("seats", 3), wheelchairs)


def _request(ride: Mapping[str, Any], place: int) -> Request:
    return Request(
        str(ride["id"]),
        place,
        place + 1,
        Window(float(ride["earliest"]), float(ride["latest"])),
        float(ride["minutes"]),
        float(ride["km"]),
        wheelchairs=1 if ride.get("wheelchair") else 0,
    )


def result(problem: Problem, plan: Plan, seconds: float) -> dict[str, Any]:
    """Return what is printed of a plan, with the checker's km; a gap where a bound is known and everybody is served."""
    verdict = check(problem, plan)
    has_gap = problem.bound and not verdict.unserved
    return {
        "instance": problem.name,
        "km": round(verdict.km, 3),
        "unserved": len(verdict.unserved),
        "violations": len(verdict.violations),
        "seconds": round(seconds, 3),
        "bound": problem.bound,
        "gap_percent": round(100 * (verdict.km / problem.bound - 1), 3) if has_gap and problem.bound else None,
        "routes": [_route(problem, route) for route in plan.routes],
    }


def _route(problem: Problem, route: Route) -> dict[str, Any]:
    if problem.is_shared:
        return {"driver": route.driver, "stops": [[stop.request, stop.part.value] for stop in route.stops]}
    return {"driver": route.driver, "rides": [stop.request for stop in route.stops]}
