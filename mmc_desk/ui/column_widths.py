"""How wide the columns of a table are in the room there is: pure arithmetic in pixels."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

_STRETCH = 1.5
"""How far a column that grows does so for its texts alone, at the cost of spare columns."""

NARROWEST = 0.7
"""How much of its width a growing column keeps, unless its texts need less."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a column asks: the width it was given, and what its title and texts need.

    `is_own`: a person gave the width, and keeps it.
    """

    wanted: int
    needed: int
    grows: bool = False
    is_spare: bool = False
    is_own: bool = False

    @property
    def tight(self) -> int:
        """What it takes before a spare column has room: its texts, unless they are very long."""
        if self.is_own:
            return self.wanted
        most = int(self.wanted * _STRETCH) if self.grows else self.wanted
        return self.needed if self.needed <= most else self.wanted

    @property
    def can_grow(self) -> bool:
        """Tell whether it takes what is left over."""
        return self.grows and not self.is_own


def share_room(wishes: Sequence[Wish], room: int, put_away: Collection[int] = ()) -> dict[int, int]:
    """Return the width of every column on show by its place, those put away and the spare ones without room left out.

    With room enough everybody has what was wanted and those that grow share the rest. With too little, first the empty
    room in the columns goes, then the spare columns, the last ones first; then those that grow are shortened, the ones
    with long texts first, so that a name stays whole as long as it can. What doesn't fit even so is scrolled.
    """
    shown = {place: wish for place, wish in enumerate(wishes) if place not in put_away}
    if sum(wish.wanted for wish in shown.values()) > room:
        for place in sorted(shown, reverse=True):
            if shown[place].is_spare and sum(wish.tight for wish in shown.values()) > room:
                del shown[place]
    left = room - sum(wish.wanted for wish in shown.values())
    return _with_more(shown, left) if left >= 0 else _with_less(shown, room)


def _with_more(shown: Mapping[int, Wish], left: int) -> dict[int, int]:
    growing = sum(wish.wanted for wish in shown.values() if wish.can_grow)
    share = 1 + left / growing if growing else 1
    return {place: int(wish.wanted * share) if wish.can_grow else wish.wanted for place, wish in shown.items()}


def _with_less(shown: Mapping[int, Wish], room: int) -> dict[int, int]:
    growing = {place: wish for place, wish in shown.items() if wish.can_grow}
    widths = {place: wish.tight for place, wish in shown.items()}
    least = sum(min(wish.needed, int(wish.wanted * NARROWEST)) for wish in growing.values())
    left = max(least, room - sum(width for place, width in widths.items() if place not in growing))
    for count, (place, wish) in enumerate(sorted(growing.items(), key=lambda one: one[1].needed)):
        widths[place] = min(wish.needed, left // (len(growing) - count))
        left -= widths[place]
    if growing and left:
        widths[max(growing, key=lambda place: growing[place].needed)] += left
    return widths
