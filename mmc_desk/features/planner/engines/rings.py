"""Who takes over what from whom, all at once: the cheapest way to hand round one thing each among many.

Everybody holds a thing and has a place for one. Rings in which everybody hands his thing on to the next, and all
together gain, are found with Bellman and Ford's distances, for all at once in numpy; when there are none, no way of
handing round is cheaper. Near the best, where a search mostly is, that takes a few looks.
"""

import importlib
from typing import Any

GAIN = 1e-6
"""Km that a ring must gain."""

LOOK = 4
"""Rounds of distances between two looks for rings."""

ROUNDS = 400
"""Rounds of distances at most: of so many rings, those found first are taken."""


def handed_round(costs: Any) -> Any:  # noqa: ANN401 - numpy's
    """Return for each thing the place that it goes to, its own to begin with; `costs[thing, place]` are finite."""
    numpy: Any = importlib.import_module("numpy")
    places = numpy.arange(len(costs))
    while rings := _rings(numpy, costs[:, places]):
        for ring in rings:
            givers = [giver for giver, _ in ring]
            places[givers] = places[[taker for _, taker in ring]]
    return places


def _rings(numpy: Any, costs: Any) -> list[list[tuple[int, int]]]:  # noqa: ANN401 - numpy's
    """Return rings that gain, without a common member, each as pairs of who gives and who takes."""
    everyone = numpy.arange(len(costs))
    gains = costs - costs.diagonal()
    distance, giver = numpy.zeros(len(costs)), numpy.full(len(costs), -1)
    for number in range(1, ROUNDS):
        through = distance[:, None] + gains
        nearest = through.argmin(axis=0)
        value = through[nearest, everyone]
        is_nearer = value < distance - GAIN
        if not is_nearer.any():
            break
        distance, giver = numpy.where(is_nearer, value, distance), numpy.where(is_nearer, nearest, giver)
        if number % LOOK == 0 and (rings := _worth(gains, _circles(giver.tolist()))):
            return rings
    return []


def _worth(gains: Any, circles: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:  # noqa: ANN401 - numpy's
    return [circle for circle in circles if sum(float(gains[pair]) for pair in circle) < -GAIN]


def _circles(giver: list[int]) -> list[list[tuple[int, int]]]:
    """Return the circles among arrows from each to his giver (-1: none)."""
    found, seen = [], [False] * len(giver)
    for first in range(len(giver)):
        path, member = [], first
        while member >= 0 and not seen[member]:
            seen[member] = True
            path.append(member)
            member = giver[member]
        if member >= 0 and member in path:
            found.append([(giver[taker], taker) for taker in path[path.index(member) :]])
    return found
