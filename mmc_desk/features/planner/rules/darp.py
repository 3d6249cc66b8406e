"""The public dial-a-ride instances as planning problems (Cordeau; Ropke, Cordeau and Laporte).

First line: vehicles, requests (or stops, as in Cordeau and Laporte's own files), longest tour, capacity, longest ride.
Then the depot, the pick-ups, the drop-offs in the same order, and perhaps the depot where tours end: number, x, y,
service minutes, load, earliest, latest. Way and time are one. What stands below is left alone.
"""

import contextlib
from collections.abc import Sequence
from typing import NamedTuple

from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.rules.problem import Driver, Plane, Problem, Request, Window
from mmc_desk.features.planner.rules.values import WrongValueError, number

MOST_CARS, MOST_REQUESTS = 1_000, 1_000
MOST = 1_000_000.0
"""Of any other number in such a file."""


class Node(NamedTuple):
    """A line of the file."""

    number: int
    x: float
    y: float
    service: float
    load: int
    earliest: float
    latest: float


class _Head(NamedTuple):
    vehicles: int
    requests: int
    longest: float
    capacity: int
    ride: float


def darp_problem(text: str, name: str = "", bound: float | None = None) -> Problem:
    """Return the problem in the text of a file. Raises WrongValueError that says where it isn't one."""
    lines = [(row, line.split()) for row, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise WrongValueError(translate("planner", "het bestand is leeg"))
    head, nodes = _head(*lines[0]), _nodes(lines[1:])
    count = _requests_in(head, len(nodes), [row for row, _ in lines[1 + len(nodes) :]])
    depot, end = nodes[0], nodes[2 * count + 1] if len(nodes) == 2 * count + 2 else nodes[0]
    window = _window(depot, end, head.longest)
    return Problem(
        name,
        tuple(
            Driver(str(car + 1), 0, end.number, (window,), head.capacity, max_minutes=head.longest)
            for car in range(head.vehicles)
        ),
        tuple(_request(nodes[stop], nodes[stop + count], head.ride) for stop in range(1, count + 1)),
        Plane(tuple((node.x, node.y) for node in nodes)),
        is_shared=True,
        bound=bound,
    )


def _window(depot: Node, end: Node, longest: float) -> Window:
    """Return when tours are under way: home within the longest tour of when they must leave, and the reverse."""
    return Window(max(depot.earliest, end.earliest - longest), min(end.latest, depot.latest + longest))


def _head(row: int, line: Sequence[str]) -> _Head:
    if len(line) < 5:
        text = translate(
            "planner",
            "regel {row} noemt niet het aantal wagens en ritten, de langste tocht, de plaatsen en de langste rit",
        )
        raise WrongValueError(text.format(row=row))
    vehicles, count = _whole(row, line[0], 0, MOST_CARS), _whole(row, line[1], 0, 2 * MOST_REQUESTS)
    return _Head(
        vehicles, count, _number(row, line[2], 0, MOST), _whole(row, line[3], 0, MOST), _number(row, line[4], 0, MOST)
    )


def _nodes(lines: Sequence[tuple[int, Sequence[str]]]) -> list[Node]:
    """Return the stops up to what isn't one any more, by their number."""
    nodes = []
    for row, line in lines:
        if len(line) != len(Node._fields) or not line[0].lstrip("+").isdecimal():
            break
        nodes.append(_node(row, line))
    nodes.sort()
    if [node.number for node in nodes] != list(range(len(nodes))):
        raise WrongValueError(translate("planner", "de haltes zijn niet genummerd van 0 af"))
    return nodes


def _node(row: int, line: Sequence[str]) -> Node:
    x, y = (_number(row, text, -MOST, MOST) for text in line[1:3])
    earliest, latest = (_number(row, text, -MOST, MOST) for text in line[5:])
    service = _number(row, line[3], 0, MOST)
    return Node(int(line[0]), x, y, service, _whole(row, line[4], -MOST, MOST), earliest, latest)


def _requests_in(head: _Head, stops: int, others: Sequence[int]) -> int:
    """Return how many requests there are: the first line counts them, or their stops. `others` are rows below."""
    for count in (head.requests, head.requests // 2):
        if stops in {2 * count + 1, 2 * count + 2} and head.requests in {count, 2 * count}:
            return count
    if others and stops < 2 * head.requests + 1:
        text = translate("planner", "regel {row} is geen halte: nummer, x, y, minuten, plaatsen, vroegst en laatst")
        raise WrongValueError(text.format(row=others[0]))
    text = translate("planner", "{count} ritten vragen {wanted} haltes, met de standplaats, en er staan er {stops} in")
    raise WrongValueError(text.format(stops=stops, count=head.requests, wanted=2 * head.requests + 1))


def _request(pickup: Node, dropoff: Node, ride: float) -> Request:
    if pickup.load < 0 or dropoff.load != -pickup.load:
        text = translate("planner", "bij halte {dropoff} stapt niet uit wie bij halte {pickup} instapt")
        raise WrongValueError(text.format(pickup=pickup.number, dropoff=dropoff.number))
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


def _number(row: int, text: str, least: float, most: float) -> float:
    value: object = text
    with contextlib.suppress(ValueError):
        value = float(text)
    return number(value, translate("planner", "“{text}” op regel {row}").format(text=text, row=row), least, most)


def _whole(row: int, text: str, least: float, most: float) -> int:
    found = _number(row, text, least, most)
    if found != int(found):
        raise WrongValueError(
            translate("planner", "“{text}” op regel {row} is geen heel getal").format(text=text, row=row)
        )
    return int(found)
