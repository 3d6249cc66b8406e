"""What is printed of a plan of the problem in a file: as plain values for JSON, and as lines."""

from collections.abc import Iterator, Mapping
from typing import Any

from mmc_desk.core.formats import show_km, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.rules.checker import Verdict
from mmc_desk.features.planner.rules.problem import Part, Plan, Problem, Route

BOUND_KM = 0.01
"""Bounds are written with two decimals: a plan that is shorter by less than this doesn't beat its bound."""


def result(problem: Problem, plan: Plan, verdict: Verdict, seconds: float) -> dict[str, Any]:
    """Return what is printed of a plan; docs/planner-json.md tells what each is. The km are the checker's."""
    bound = None if is_beaten(problem, verdict) else problem.bound
    return {
        "instance": problem.name,
        "km": round(verdict.km, 3),
        "unserved": len(verdict.unserved),
        "violations": len(verdict.violations),
        "seconds": round(seconds, 3),
        "bound": bound,
        "gap_percent": _gap(verdict, bound) if _is_whole(verdict) and bound is not None else None,
        "routes": [_route(problem, route) for route in plan.routes],
    }


def is_beaten(problem: Problem, verdict: Verdict) -> bool:
    """Tell whether a plan that serves everybody by the rules is shorter than the bound: then that bounds nothing."""
    return problem.bound is not None and _is_whole(verdict) and verdict.km < problem.bound - BOUND_KM


def bound_sentences(problem: Problem, verdict: Verdict) -> Iterator[str]:
    """Yield what is to be said of the bound in the file: something only where a plan beats it."""
    if problem.bound is not None and is_beaten(problem, verdict):
        text = translate(
            "planner", "De ondergrens in het bestand klopt niet: {bound}, en dit plan haalt {km}. Kijk lower_bound na."
        )
        bound, km = (show_km(round(length * 1000)) for length in (problem.bound, verdict.km))
        yield text.format(bound=bound, km=km)


def _is_whole(verdict: Verdict) -> bool:
    return not verdict.unserved and not verdict.violations


def _gap(verdict: Verdict, bound: float) -> float | None:
    """Return by how many per cent a plan is above a bound, to three decimals; nothing above no km at all."""
    return round(max(0.0, 100 * (verdict.km / bound - 1)), 3) if bound > 0 else None


def _route(problem: Problem, route: Route) -> dict[str, Any]:
    if problem.is_shared:
        return {"driver": route.driver, "stops": [[stop.request, stop.part.value] for stop in route.stops]}
    return {"driver": route.driver, "rides": [stop.request for stop in route.stops]}


def instance_lines(answer: Mapping[str, Any], plan: Plan) -> Iterator[str]:
    """Yield what came of the problem in a file (instances.result), and each tour."""
    said = translate("planner", "{instance}: {km}, zonder chauffeur: {unserved}, {seconds} s")
    km, seconds = show_km(round(answer["km"] * 1000)), show_number(answer["seconds"])
    line = said.format(instance=answer["instance"], km=km, unserved=answer["unserved"], seconds=seconds)
    if answer["gap_percent"] is not None:
        gap, bound = f"{answer['gap_percent']:.2f}".replace(".", ","), show_km(round(answer["bound"] * 1000))
        line += translate("planner", ", {gap} % boven de ondergrens van {bound}").format(gap=gap, bound=bound)
    yield f"{line}."
    parts = {Part.PICKUP: translate("planner", "{ride} in"), Part.DROPOFF: translate("planner", "{ride} uit")}
    for route in plan.routes:
        stops = (parts.get(stop.part, "{ride}").format(ride=stop.request) for stop in route.stops)
        yield f"{route.driver}: {', '.join(stops)}"
