"""Which of the dated backups may go: the older, the fewer. Pure: no files, no clock."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from mmc_desk.core import clock


class Tier(NamedTuple):
    """Up to `age`, one backup stays per `bucket`: a span of the calendar in Brussels."""

    age: timedelta
    bucket: Callable[[datetime], Hashable]


TIERS = (
    Tier(timedelta(hours=4), lambda made: made),
    Tier(timedelta(days=2), lambda made: (made.date(), made.hour, made.fold)),
    Tier(timedelta(days=31), lambda made: made.date()),
    Tier(timedelta(days=182), lambda made: (made.year, made.month, made.isocalendar()[1])),
    Tier(timedelta(days=396), lambda made: (made.year, made.month)),
)
"""All of the last hours, one an hour for two days, one a day for a month, one a week for half a year, one a month for
thirteen months. Each span lies within one span of the next tier, so that thinning often or once leaves the same.
Older ones go: who was erased from the database mustn't live on in its backups."""


def superfluous(made: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return which of the instants may go: those with a later one in their span, and those past the last tier.

    The newest always stays, however old it is. An instant after `now` (a clock that was wrong) counts as new.
    """
    newest_first = sorted(set(made), reverse=True)
    going: set[datetime] = set()
    seen: list[set[Hashable]] = [set() for _ in TIERS]
    for instant in newest_first:
        place = next((place for place, tier in enumerate(TIERS) if now - instant <= tier.age), None)
        if instant != newest_first[0] and (place is None or TIERS[place].bucket(clock.local(instant)) in seen[place]):
            going.add(instant)
        _note(instant, seen)
    return going


def _note(instant: datetime, seen: list[set[Hashable]]) -> None:
    for tier, spans in zip(TIERS, seen, strict=True):
        spans.add(tier.bucket(clock.local(instant)))
