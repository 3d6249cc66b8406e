"""Which counts an open-data table leaves out, so that nobody can be told from it: not from a cell, not from the sums.

Primary: a count under K, or with fewer than K persons behind it. Complementary: as many others as it takes, so that
every hidden count, whatever a reader adds and subtracts, and even if he knows which ones are primary, can still have
SPARE values beside its own. A nought is published: there is nobody behind it. Only where a whole line has too few, its
noughts are hidden too: else four counts that aren't nought in a line of four persons would each be one.

Somebody who runs this very program on every table that fits could exclude some of them, since it would have hidden
something else there: of all tables of two by three with twenty persons that told a count under K in three publications
of two hundred. So some counts more are hidden by chance (rules.chance) wherever any is: `more`.

Several tables are one chain of dimensions, each table between two neighbours: (village, month, purpose) is village ×
month and month × purpose, which share the totals per month. So what is published in one is weighed in the other.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from mmc_desk.features.yearly.rules.network import Arc, Network, Point

K = 5
"""The least that is published, counts and persons: the usual bound of official statistics, asked by issue 5."""

SPARE = 2
"""How many values a hidden count can have at least, beside its own. With 1, "why was that one hidden too?" would tell
that the others had a single way to add up; with 2 that question has more than one answer itself."""

Slot = tuple[str | None, ...]
"""A place in the chain: one label per dimension, None is "all". All None is the total, one label a margin, two
neighbouring labels a cell."""


class Count(NamedTuple):
    """A count and how many different persons are behind it, at least."""

    value: int
    persons: int


_WEIGHTS = (50, 5, 1)
"""What hiding a total, a margin, a cell takes from a reader."""


def hidden_slots(
    counts: Mapping[Slot, Count], *, are_heads: bool, more: AbstractSet[Slot] = frozenset()
) -> frozenset[Slot]:
    """Return the slots not to publish, of counts that add up, noughts included.

    `are_heads`: the counts are persons themselves. `more`: what else is hidden, where anything is.
    """
    small = {slot for slot, count in counts.items() if _is_small(count)}
    covered = {slot for slot in counts if _is_covered(_margins(slot), counts, small)}
    slots = [slot for slot, count in counts.items() if count.value > 0 or slot in covered]
    arcs = [_arc(slot, counts[slot].value, _bounds(slot, small, covered, are_heads=are_heads)) for slot in slots]
    first = small | covered | more if small else frozenset()
    network = Network(arcs, {number for number, slot in enumerate(slots) if slot in first})
    _close_rings(network)
    _widen(network)
    return frozenset(slots[number] for number in network.hidden)


def _is_small(count: Count) -> bool:
    return count.value > 0 and (count.value < K or count.persons < K)


def _is_covered(margins: Sequence[Slot], counts: Mapping[Slot, Count], small: AbstractSet[Slot]) -> bool:
    """Tell whether a cell is in a line of too few; in a line of noughts it is one for everybody."""
    return any(margin in small for margin in margins) and all(counts[margin].value for margin in margins)


def _margins(slot: Slot) -> list[Slot]:
    """Return the two margins a cell adds up to; a margin and the total have none here."""
    places = [place for place, label in enumerate(slot) if label is not None]
    kept = places if len(places) > 1 else ()
    return [tuple(label if place == one else None for place, label in enumerate(slot)) for one in kept]


def _bounds(
    slot: Slot, small: AbstractSet[Slot], covered: AbstractSet[Slot], *, are_heads: bool
) -> tuple[int, int | None]:
    """Return the least and the most a hidden count can be for who knows why it is hidden."""
    if slot not in small | covered:
        return K, None
    return 0 if slot in covered else 1, K - 1 if are_heads else None


def _arc(slot: Slot, value: int, bounds: tuple[int, int | None]) -> Arc:
    start, end = _ends(slot)
    return Arc(start, end, value, *bounds, _WEIGHTS[sum(label is not None for label in slot)])


def _ends(slot: Slot) -> tuple[Point, Point]:
    """Return the points a count flows between: from the total, through each dimension's margins, to the total."""
    source, sink = "from the total", "to the total"
    places = [place for place, label in enumerate(slot) if label is not None]
    if not places:
        return sink, source
    first, last = places[0], places[-1]
    if first != last:
        return (first, "out", slot[first]), (last, "in", slot[last])
    start = source if first == 0 else (first, "in", slot[first])
    return start, sink if last == len(slot) - 1 else (last, "out", slot[last])


def _close_rings(network: Network) -> None:
    waiting = sorted(network.hidden)
    while waiting:
        added = network.ring(waiting.pop(0))
        network.hidden |= added
        waiting += sorted(added)


def _widen(network: Network) -> None:
    waiting = sorted(network.hidden)
    while waiting:
        added = network.widening(waiting[0], SPARE)
        if added is None:  # too few altogether: nothing but the noughts can be told
            network.hidden.update(range(len(network.arcs)))
            return
        if not added:
            waiting.pop(0)
        network.hidden |= added
        waiting += sorted(added)
