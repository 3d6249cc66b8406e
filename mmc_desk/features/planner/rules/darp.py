"""The public dial-a-ride instances as planning problems (Cordeau; Ropke, Cordeau and Laporte).

First line: vehicles, requests, longest tour, capacity, longest ride. Then the depot, the pick-ups, the drop-offs in the
same order, and perhaps the depot again: number, x, y, service minutes, load, earliest, latest. Way and time are one.
"""

from collections.abc import Sequence
from typing import NamedTuple

from mmc_desk.features.planner.rules.problem import Driver, Plane, Problem, Request, Window


class Node(NamedTuple):
    """A line of the file."""

    number: int
    x: float
    y: float
    service: float
    load: int
    earliest: float
    latest: float


def darp_problem(text: str, name: str = "", bound: float | None = None) -> Problem:
    """Return the problem in the text of a file. Raises ValueError where it isn't one."""
    head, *lines = (line.split() for line in text.splitlines() if line.strip())
    if len(head) < 5:
        raise ValueError("the first line lacks values")
    vehicles, count = int(head[0]), int(head[1])
    longest, capacity, ride = float(head[2]), int(head[3]), float(head[4])
    nodes = [_node(line) for line in lines]
    if len(nodes) not in {2 * count + 1, 2 * count + 2}:
        raise ValueError("not as many values as stops")
    depot = nodes[0]
    day = Window(depot.earliest, depot.latest)
    return Problem(
        name,
        tuple(Driver(str(number + 1), 0, 0, (day,), capacity, max_minutes=longest) for number in range(vehicles)),
        tuple(_request(nodes[number], nodes[number + count], ride) for number in range(1, count + 1)),
        Plane(tuple((node.x, node.y) for node in nodes)),
        is_shared=True,
        bound=bound,
    )


def _node(line: Sequence[str]) -> Node:
    number, x, y, service, load, earliest, latest = line
    return Node(int(number), float(x), float(y), float(service), int(load), float(earliest), float(latest))


def _request(pickup: Node, dropoff: Node, ride: float) -> Request:
    return Request(
        str(pickup.number),
        pickup.number,
        dropoff.number,
        Window(pickup.earliest, pickup.latest),
        drop_window=Window(dropoff.earliest, dropoff.latest),
        pickup_service=pickup.service,
        drop_service=dropoff.service,
        max_ride=ride,
        seats=pickup.load,
    )
