"""Whose place nobody can find on a map: their km are a guess, which has to be told."""

from collections.abc import Iterator

from mmc_desk.core.formats import fold
from mmc_desk.features.planner.rules.planning import Planning
from mmc_desk.features.planner.rules.problem import Plan
from mmc_desk.features.planner.rules.proposal import hands_of
from mmc_desk.features.planner.rules.roads import Roads


def off_map(planning: Planning, plan: Plan) -> tuple[str, ...]:
    """Return the drivers (codes) and the rides (numbers) of a plan with a way that is only guessed, each once."""
    roads = planning.problem.metric
    return tuple(dict.fromkeys(_guessed(planning, plan, roads))) if isinstance(roads, Roads) else ()


def _guessed(planning: Planning, plan: Plan, roads: Roads) -> Iterator[str]:
    hands = hands_of(plan)
    for request in planning.problem.requests:
        car = planning.car(hands.get(request.id, ""))
        if car is None:
            continue
        if planning.rides[request.id].metres is None:
            yield request.id
        for home, door in ((car.start, request.pickup), (car.end, request.dropoff)):
            if roads.book.metres(roads.spots[home], roads.spots[door]) is None:
                found = ((home, car.id), (door, request.id))
                yield from (name for place, name in found if not _has_point(roads, place))


def _has_point(roads: Roads, place: int) -> bool:
    return any(fold(name) in roads.book.points for name in roads.spots[place])
