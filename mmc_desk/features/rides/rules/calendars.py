"""What a driver's calendar should hold against what was mailed before: new, changed, the same, cancelled.

The sequence of an event rises only when the ride changed for that driver (RFC 5545, 3.8.7.4).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class EventChange(StrEnum):
    """What became of a ride since the last mail to its driver."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Mailed:
    """A ride as it was last mailed to its driver."""

    sequence: int
    fingerprint: str
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the next mail: which ride, its sequence, what became of it."""

    ride_id: int
    sequence: int
    fingerprint: str
    change: EventChange

    @property
    def is_cancelled(self) -> bool:
        """Tell whether the event goes from the calendar."""
        return self.change is EventChange.CANCELLED


def fingerprint(parts: Sequence[object]) -> str:
    """Return what tells two versions of an event apart."""
    return hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()


def next_entries(present: Mapping[int, str], mailed: Mapping[int, Mailed]) -> tuple[Entry, ...]:
    """Return the events of the next mail to a driver.

    `present`: fingerprint per ride the driver has now; `mailed`: what was mailed, of rides that are in the period or
    changed since. A ride that was cancelled and told so is left out until it comes back.
    """
    kept = [_entry(ride_id, mark, mailed.get(ride_id)) for ride_id, mark in present.items()]
    gone = [
        Entry(ride_id, was.sequence + 1, was.fingerprint, EventChange.CANCELLED)
        for ride_id, was in mailed.items()
        if ride_id not in present and not was.is_cancelled
    ]
    return (*kept, *gone)


def _entry(ride_id: int, mark: str, was: Mailed | None) -> Entry:
    if was is None:
        return Entry(ride_id, 0, mark, EventChange.NEW)
    if was.is_cancelled:
        return Entry(ride_id, was.sequence + 1, mark, EventChange.NEW)
    if was.fingerprint != mark:
        return Entry(ride_id, was.sequence + 1, mark, EventChange.CHANGED)
    return Entry(ride_id, was.sequence, mark, EventChange.SAME)


def is_news(entries: Sequence[Entry]) -> bool:
    """Tell whether a driver doesn't know all of it yet."""
    return any(entry.change is not EventChange.SAME for entry in entries)
