"""What somebody's calendar should hold against what was mailed before: new, changed, the same, cancelled.

A driver's rides, a partner's activities. The sequence of an event rises only when it changed for them (RFC 5545,
3.8.7.4).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class EventChange(StrEnum):
    """What became of an event since the last mail."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Mailed:
    """An event as it was last mailed."""

    sequence: int
    fingerprint: str
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the next mail: of which record, its sequence, what became of it."""

    key: int
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
    """Return the events of the next mail.

    `present`: fingerprint per record they have now; `mailed`: what was mailed, of records that are in the period or
    changed since. One that was cancelled and told so is left out until it comes back.
    """
    kept = [_entry(key, mark, mailed.get(key)) for key, mark in present.items()]
    gone = [
        Entry(key, was.sequence + 1, was.fingerprint, EventChange.CANCELLED)
        for key, was in mailed.items()
        if key not in present and not was.is_cancelled
    ]
    return (*kept, *gone)


def _entry(key: int, mark: str, was: Mailed | None) -> Entry:
    if was is None:
        return Entry(key, 0, mark, EventChange.NEW)
    if was.is_cancelled:
        return Entry(key, was.sequence + 1, mark, EventChange.NEW)
    if was.fingerprint != mark:
        return Entry(key, was.sequence + 1, mark, EventChange.CHANGED)
    return Entry(key, was.sequence, mark, EventChange.SAME)


def is_news(entries: Sequence[Entry]) -> bool:
    """Tell whether they don't know all of it yet."""
    return any(entry.change is not EventChange.SAME for entry in entries)
