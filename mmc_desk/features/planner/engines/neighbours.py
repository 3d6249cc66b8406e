"""Which rides and homes are worth a look beside a ride: the near ones in place and time."""

import heapq
import math

from mmc_desk.features.planner.engines.sheet import Sheet

WAIT_KM = 0.05
"""Km that a minute of waiting counts for: near in time is near."""

ALL = 200
"""Up to so many nodes, all are neighbours."""

NEAREST = 15
"""Of a larger problem, so many rides and as many homes on either side."""

AROUND = 60
"""So many rides are around each one."""

Near = list[tuple[int, float, float]]
"""Node, empty km, minutes from the begin at the first to the arrival at the second."""


class Neighbours:
    """For each ride: the nodes that may stand before it, those after it (where not all are before), those around."""

    def __init__(self, sheet: Sheet) -> None:
        size = sheet.rides + sheet.count
        is_small = size <= ALL
        limit = size if is_small else NEAREST
        self.before: list[Near] = [_before(sheet, ride, limit) for ride in range(sheet.rides)]
        self.after: list[Near] = [[] if is_small else _after(sheet, ride, limit) for ride in range(sheet.rides)]
        self.around = [_around(sheet, ride) for ride in range(sheet.rides)]


def _before(sheet: Sheet, ride: int, limit: int) -> Near:
    km, minutes, earliest, latest = sheet.km, sheet.minutes, sheet.earliest, sheet.latest
    soonest, last, wishes = earliest[ride], latest[ride], sheet.wish[ride]
    rides = [
        (km[node][ride] + WAIT_KM * max(0.0, soonest - latest[node] - minutes[node][ride]), node)
        for node in range(sheet.rides)
        if node != ride and earliest[node] + minutes[node][ride] <= last
    ]
    homes = [
        (km[sheet.rides + vehicle][ride], sheet.rides + vehicle)
        for vehicle in range(sheet.count)
        if wishes[vehicle] < math.inf and sheet.begins[vehicle] + minutes[sheet.rides + vehicle][ride] <= last
    ]
    nodes = [node for _, node in (*heapq.nsmallest(limit, rides), *heapq.nsmallest(limit, homes))]
    return [(node, km[node][ride], minutes[node][ride]) for node in nodes]


def _after(sheet: Sheet, ride: int, limit: int) -> Near:
    km, minutes, earliest, latest = sheet.km[ride], sheet.minutes[ride], sheet.earliest, sheet.latest
    soonest, last, wishes = earliest[ride], latest[ride], sheet.wish[ride]
    rides = [
        (km[node] + WAIT_KM * max(0.0, earliest[node] - last - minutes[node]), node)
        for node in range(sheet.rides)
        if node != ride and soonest + minutes[node] <= latest[node]
    ]
    homes = [
        (km[sheet.rides + vehicle], sheet.rides + vehicle)
        for vehicle in range(sheet.count)
        if wishes[vehicle] < math.inf and soonest + minutes[sheet.rides + vehicle] <= sheet.ends[vehicle]
    ]
    nodes = [node for _, node in (*heapq.nsmallest(limit, rides), *heapq.nsmallest(limit, homes))]
    return [(node, km[node], minutes[node]) for node in nodes]


def _around(sheet: Sheet, ride: int) -> list[int]:
    km, earliest = sheet.km, sheet.earliest
    near = [
        (min(km[ride][node], km[node][ride]) + WAIT_KM * abs(earliest[ride] - earliest[node]), node)
        for node in range(sheet.rides)
    ]
    return [node for _, node in heapq.nsmallest(AROUND, near)]
