"""Tables with margins as a network in which the counts flow: what a reader can't know is what may go round in it.

Each count is an arc; every sum ("the months of a village make its total") says that what comes into a point leaves it.
Counts that are hidden can change together only along a circle of hidden arcs, by one up or down all the way round
(Gusfield, "A graph theoretic approach to data security", 1988). A network of whole numbers has whole solutions, so what
is found here is what every table that fits allows, not an estimate of it.
"""

import heapq
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field

Point = Hashable
Step = tuple[int, bool]
"""An arc on the way, and whether its count goes up (the way leads along it) or down (against it)."""
Cost = Callable[[int, bool], int | None]


@dataclass(frozen=True, slots=True)
class Arc:
    """A count that isn't zero: the points it flows between, its value, the least and the most it may be.

    `most` None is no limit. `weight`: how much a reader loses when it is hidden.
    """

    start: Point
    end: Point
    value: int
    least: int
    most: int | None
    weight: int


@dataclass(slots=True)
class Network:
    """Arcs by number; `hidden` are the numbers of those that aren't published."""

    arcs: Sequence[Arc]
    hidden: set[int]
    _at: dict[Point, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, arc in enumerate(self.arcs):
            self._at.setdefault(arc.start, []).append(number)
            self._at.setdefault(arc.end, []).append(number)

    def ring(self, number: int) -> set[int]:
        """Return what else to hide for hidden arc `number` to lie on a circle of hidden arcs: nothing when it does.

        Chosen by where the arcs lie and by nothing that a reader doesn't know: a choice by value would tell of it.
        """
        arc = self.arcs[number]
        way = self._way(arc.end, arc.start, lambda other, _up: None if other == number else self._loss(other))
        return self._published(way or ())

    def widening(self, number: int, wanted: int) -> set[int] | None:
        """Return what else to hide for arc `number` to have `wanted` values beside its own: nothing when it has.

        None when nothing that is still published would help.
        """
        missing, more = wanted, []
        for up in (True, False):
            found, values = self._room(number, missing, up=up)
            missing -= found
            more.append(self._beyond(number, values, up=up))
        if not missing:
            return set()
        return next((arcs for arcs in more if arcs), None)

    def _room(self, number: int, wanted: int, *, up: bool) -> tuple[int, list[int]]:
        """Return by how much an arc can go up or down, at most `wanted`, and all counts when it has."""
        values = [arc.value for arc in self.arcs]
        for found in range(wanted):
            way = self._circle(number, values, up=up)
            if way is None:
                return found, values
            for other, rises in way:
                values[other] += 1 if rises else -1
        return wanted, values

    def _beyond(self, number: int, values: Sequence[int], *, up: bool) -> set[int]:
        return self._published(self._circle(number, values, up=up, through_published=True) or ())

    def _circle(
        self, number: int, values: Sequence[int], *, up: bool, through_published: bool = False
    ) -> list[Step] | None:
        """Return the circle that moves arc `number` by one and loses least; None when there is none."""
        if not self._can_move(number, values, up=up):
            return None
        arc = self.arcs[number]

        def passing(other: int, rises: bool) -> int | None:  # noqa: FBT001 - a step's own form
            if other == number:
                return None
            if other not in self.hidden:
                return self.arcs[other].weight if through_published else None
            return 0 if self._can_move(other, values, up=rises) else None

        start, end = (arc.end, arc.start) if up else (arc.start, arc.end)
        way = self._way(start, end, passing)
        return None if way is None else [(number, up), *way]

    def _can_move(self, number: int, values: Sequence[int], *, up: bool) -> bool:
        arc = self.arcs[number]
        return (arc.most is None or values[number] < arc.most) if up else values[number] > arc.least

    def _loss(self, number: int) -> int:
        return 0 if number in self.hidden else self.arcs[number].weight

    def _published(self, way: Sequence[Step]) -> set[int]:
        return {number for number, _ in way} - self.hidden

    def _way(self, start: Point, end: Point, cost: Cost) -> list[Step] | None:
        """Return the steps of the way that costs least, the first in the order of the arcs; None without a way."""
        came: dict[Point, tuple[Point, Step] | None] = {}
        turns = 0
        ahead: list[tuple[int, int, Point, tuple[Point, Step] | None]] = [(0, turns, start, None)]
        while ahead:
            spent, _, point, behind = heapq.heappop(ahead)
            if point in came:
                continue
            came[point] = behind
            if point == end:
                return _walked(came, end)
            for step, onward in self._steps(point):
                price = cost(*step)
                if price is not None and onward not in came:
                    turns += 1
                    heapq.heappush(ahead, (spent + price, turns, onward, (point, step)))
        return None

    def _steps(self, point: Point) -> Iterator[tuple[Step, Point]]:
        for number in self._at.get(point, ()):
            arc = self.arcs[number]
            yield ((number, True), arc.end) if arc.start == point else ((number, False), arc.start)


def _walked(came: dict[Point, tuple[Point, Step] | None], end: Point) -> list[Step]:
    steps: list[Step] = []
    behind = came[end]
    while behind is not None:
        steps.append(behind[1])
        behind = came[behind[0]]
    return steps[::-1]
