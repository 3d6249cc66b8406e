"""What somebody's calendar should hold against what was mailed before: new, changed, the same, cancelled.

A driver's rides, a partner's activities. The sequence of an event rises only when it changed for them (RFC 5545,
3.8.7.4).
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, Protocol, TypeVar


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


class Dated(Protocol):
    """A record that stands in calendars."""

    @property
    def day(self) -> date:
        """The day it begins on."""


T = TypeVar("T", bound=Dated)


@dataclass(frozen=True, slots=True)
class Calendar(Generic[T]):
    """What somebody's next mail brings. `events` has every record of `entries`, also those no longer theirs."""

    entries: tuple[Entry, ...]
    events: Mapping[int, T]
    was_mailed: bool

    @property
    def is_news(self) -> bool:
        """Tell whether they don't know all of it yet."""
        return is_news(self.entries)

    @property
    def coming(self) -> tuple[T, ...]:
        """The records that go on, by day."""
        rows = [self.events[entry.key] for entry in self.entries if not entry.is_cancelled]
        return tuple(sorted(rows, key=lambda row: row.day))


def next_calendars(
    theirs: Mapping[tuple[int, int], T],
    records: Mapping[int, T],
    mailed: Mapping[int, Mapping[int, Mailed]],
    period: tuple[date, date],
    mark: Callable[[T], str],
) -> dict[int, Calendar[T]]:
    """Return the calendar of everybody who has a record in the period, or whose mailed records changed.

    `theirs`: by person and record what they have now; `records`: everything that was mailed, as who lost it is told
    of it; `mailed`: per person what was mailed, of the period and of what is still to come; `mark` fingerprints.
    """
    first, last = period
    present: defaultdict[int, dict[int, T]] = defaultdict(dict)
    for (person, key), record in theirs.items():
        if first <= record.day <= last or key in mailed.get(person, {}):
            present[person][key] = record
    found = {}
    for person in {**present, **mailed}:
        own, known = present[person], mailed.get(person, {})
        marks = {key: mark(record) for key, record in own.items()}
        entries = tuple(
            entry
            for entry in next_entries(marks, known)
            if entry.change is not EventChange.SAME or first <= own[entry.key].day <= last
        )
        if entries:
            events = {entry.key: own.get(entry.key) or records[entry.key] for entry in entries}
            found[person] = Calendar(entries, events, bool(known))
    return found
