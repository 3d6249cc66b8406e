"""Which roads a route service is asked for, and what is kept of its answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from mmc_desk.core.routes import Point, Road
from mmc_desk.features.planner.rules.problem import Problem
from mmc_desk.features.planner.rules.roads import Roads, estimated, point_of

Told = tuple[tuple[str, str, int, int], ...]
"""Roads by place and other place: metres and minutes."""


@dataclass(frozen=True, slots=True)
class RoadQuestion:
    """Ways that are only estimated: the places they begin and end at, each with its point."""

    pairs: tuple[tuple[str, str], ...] = ()
    starts: tuple[tuple[str, Point], ...] = ()
    ends: tuple[tuple[str, Point], ...] = ()

    def told(self, roads: Mapping[tuple[int, int], Road]) -> Told:
        """Return the asked ways among the answers (by the places in `starts` and `ends`)."""
        asked = set(self.pairs)
        named = {(self.starts[start][0], self.ends[end][0]): road for (start, end), road in roads.items()}
        return tuple((*pair, road.metres, road.minutes) for pair, road in named.items() if pair in asked)


def road_question(problem: Problem) -> RoadQuestion:
    """Return what to ask for a problem of the desk's days; nothing for one with other ways (a file's)."""
    if not isinstance(problem.metric, Roads):
        return RoadQuestion()
    roads = problem.metric
    pairs = estimated(roads, {driver.start for driver in problem.drivers})
    starts, ends = (dict.fromkeys(pair[side] for pair in pairs) for side in (0, 1))
    return RoadQuestion(
        pairs,
        tuple((name, point_of(roads, name)) for name in starts),
        tuple((name, point_of(roads, name)) for name in ends),
    )
