"""When a driver can drive: the hours of a day, and clashes with rides already given (domain.md §2, issue 3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from mmc_desk.core import clock

WHOLE_DAY = (time.min, time.max)

Hours = tuple[time, time]


@dataclass(frozen=True, slots=True)
class WeekPart:
    """A part of a week pattern: weekday (Monday = 0) and hours."""

    weekday: int
    hours: Hours = WHOLE_DAY


@dataclass(frozen=True, slots=True)
class Period:
    """Days from … to, both included, with the reason that was noted."""

    from_day: date
    to_day: date
    reason: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether `day` lies in the period."""
        return self.from_day <= day <= self.to_day


@dataclass(frozen=True, slots=True)
class DriverTimes:
    """Everything that decides when a driver is available. Without any week part the pattern isn't known: any hour."""

    week: tuple[WeekPart, ...] = ()
    leave: tuple[Period, ...] = ()
    extra: tuple[Period, ...] = ()
    active_from: date | None = None
    active_to: date | None = None


class Away(StrEnum):
    """Why a driver has no hours on a day, by precedence."""

    NOT_ACTIVE = "not_active"
    CLOSURE = "closure"
    LEAVE = "leave"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class DayHours:
    """A driver's hours on a day, or why there are none. `detail` is the reason as it was noted."""

    hours: tuple[Hours, ...]
    away: Away | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Busy:
    """A span in which a driver is taken by a ride, home to home: the way from home and back is in it."""

    depart_at: datetime
    home_at: datetime
    ride_no: str = ""

    def overlaps(self, depart_at: datetime, home_at: datetime) -> bool:
        """Tell whether a span from `depart_at` to `home_at` runs into this one; touching ends don't."""
        return self.depart_at < home_at and depart_at < self.home_at


def day_hours(day: date, times: DriverTimes, closed: str = "") -> DayHours:
    """Return a driver's hours on `day`: closure → leave → date exception → weekday (issue 3).

    `closed` is the desk's reason for not driving at all that day, "" when there is none.
    """
    if not _is_active(day, times):
        return DayHours((), Away.NOT_ACTIVE)
    if closed:
        return DayHours((), Away.CLOSURE, closed)
    leave = next((period for period in times.leave if period.covers(day)), None)
    if leave is not None:
        return DayHours((), Away.LEAVE, leave.reason)
    if not times.week or any(period.covers(day) for period in times.extra):
        return DayHours((WHOLE_DAY,))
    hours = tuple(sorted(part.hours for part in times.week if part.weekday == day.weekday()))
    return DayHours(hours, None if hours else Away.PATTERN)


def _is_active(day: date, times: DriverTimes) -> bool:
    started = times.active_from is None or times.active_from <= day
    return started and (times.active_to is None or day <= times.active_to)


def find_clash(depart_at: datetime, home_at: datetime, busy: Sequence[Busy]) -> Busy | None:
    """Return the first ride that `depart_at` … `home_at` runs into, None when the driver is free."""
    return next((span for span in sorted(busy, key=_start) if span.overlaps(depart_at, home_at)), None)


def overlapping(spans: Sequence[Busy]) -> Iterator[tuple[Busy, Busy]]:
    """Yield pairs of spans of one driver that overlap: each with the one before it that lasts longest."""
    longest: Busy | None = None
    for span in sorted(spans, key=_start):
        if longest is not None and span.depart_at < longest.home_at and longest.depart_at < span.home_at:
            yield longest, span
        if longest is None or span.home_at > longest.home_at:
            longest = span


def fits_hours(day: date, depart_at: datetime, home_at: datetime, hours: Sequence[Hours]) -> bool:
    """Tell whether a driver who leaves and comes home at these instants stays within the hours of `day`.

    A part that lasts until the end of the day lets the ride run on past midnight (domain.md §10.8).
    """
    return any(start <= depart_at and home_at <= end for start, end in hour_spans(day, hours))


def earliest_departure(
    day: date, wanted: datetime, length: timedelta, hours: Sequence[Hours], busy: Sequence[Busy]
) -> datetime | None:
    """Return the first departure on `day`, not before `wanted`, at which a ride of `length` fits; None without any."""
    for start, end in sorted(hour_spans(day, hours)):
        departure = max(start, wanted)
        while (clash := find_clash(departure, departure + length, busy)) is not None:
            departure = clash.home_at
        if departure + length <= end and clock.local(departure).date() == day:
            return departure
    return None


def hour_spans(day: date, hours: Sequence[Hours]) -> Iterator[tuple[datetime, datetime]]:
    """Yield the hours of `day` as instants (UTC), those that touch as one, in order."""
    for start, end in _merged(hours):
        last = clock.at(day + timedelta(days=1), time(23, 59)) if end >= time(23, 59) else clock.at(day, end)
        yield clock.at(day, start), last


def _merged(hours: Sequence[Hours]) -> list[Hours]:
    merged: list[Hours] = []
    for start, end in sorted(hours):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _start(span: Busy) -> datetime:
    return span.depart_at
