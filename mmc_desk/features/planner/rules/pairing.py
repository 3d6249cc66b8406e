"""Choosing pairs that exclude each other: rides that could share a car, each in one pair at most."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

Pair = tuple[str, str]

EXACT_PAIRS = 16
"""Pairs that hang together up to which every choice is looked at; of more, the best are taken one by one."""


def best_pairs(worth: Mapping[Pair, int]) -> tuple[Pair, ...]:
    """Return pairs with nobody in common that are worth the most together, the best first."""
    chosen = [pair for pairs in _components(worth) for pair in _best_of(pairs, worth)]
    return tuple(sorted(chosen, key=lambda pair: (-worth[pair], pair)))


def _components(worth: Mapping[Pair, int]) -> Iterator[list[Pair]]:
    """Yield groups of pairs that hang together by somebody they have in common, the best pair of each first."""
    with_one: dict[str, list[Pair]] = defaultdict(list)
    for pair in worth:
        for one in pair:
            with_one[one].append(pair)
    left = dict.fromkeys(sorted(worth, key=lambda pair: (-worth[pair], pair)))
    while left:
        group, waiting = dict[Pair, None](), [next(iter(left))]
        while waiting:
            pair = waiting.pop()
            if pair in left:
                del left[pair]
                group[pair] = None
                waiting += [other for one in pair for other in with_one[one]]
        yield sorted(group, key=lambda pair: (-worth[pair], pair))


def _best_of(pairs: Sequence[Pair], worth: Mapping[Pair, int]) -> tuple[Pair, ...]:
    """Return the best choice of pairs, in order: the first one in or out, whichever is worth more."""
    if not pairs:
        return ()
    first = pairs[0]
    apart = [pair for pair in pairs[1:] if not set(pair) & set(first)]
    taken = (first, *_best_of(apart, worth))
    if len(pairs) > EXACT_PAIRS or len(apart) == len(pairs) - 1:
        return taken
    left = _best_of(pairs[1:], worth)
    return max(taken, left, key=lambda choice: sum(worth[pair] for pair in choice))
