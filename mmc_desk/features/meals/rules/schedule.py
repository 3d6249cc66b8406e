"""Which noons a restaurant has: its weekly moments, and why some of them are closed (domain.md §4)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from dateutil import rrule

from mmc_desk.features.rides.rules.availability import Period
from mmc_desk.features.rides.rules.calendar import Closures, public_holidays, school_holidays

NOON = time(12)
"""When a meal begins where nobody said otherwise (domain.md §4)."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A weekly moment (Monday = 0) from … to, both included; without `valid_to` until told otherwise."""

    weekday: int
    starts_at: time
    valid_from: date
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Tell whether `day` lies between the dates, whatever weekday it is."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def overlaps(self, other: "Moment") -> bool:
        """Tell whether both are the same weekday of the same weeks."""
        if self.weekday != other.weekday:
            return False
        return self.covers(max(self.valid_from, other.valid_from)) and other.covers(
            max(self.valid_from, other.valid_from)
        )


@dataclass(frozen=True, slots=True)
class Schedule:
    """What the noons of one restaurant follow from. `closures` are its own and those of all restaurants."""

    moments: tuple[Moment, ...]
    closures: tuple[Period, ...] = ()
    closes_in_school_holidays: bool = False
    closed_from: date | None = None


@dataclass(frozen=True, slots=True)
class Noon:
    """One noon of the schedule; one with a `closed_reason` has no meal."""

    day: date
    starts_at: time
    closed_reason: str = ""


def noons(schedule: Schedule, closures: Closures, first: date, last: date) -> tuple[Noon, ...]:
    """Return the noons from … to (both included) by day. `closures` are the closure days of the whole desk."""
    by_day: dict[date, time] = {}
    for moment in sorted(schedule.moments, key=lambda moment: moment.starts_at, reverse=True):
        by_day |= dict.fromkeys(_days(moment, first, last), moment.starts_at)
    until = schedule.closed_from
    return tuple(
        Noon(day, by_day[day], closed_reason(schedule, closures, day))
        for day in sorted(by_day)
        if until is None or day < until
    )


def _days(moment: Moment, first: date, last: date) -> Iterator[date]:
    start = max(first, moment.valid_from)
    until = last if moment.valid_to is None else min(last, moment.valid_to)
    if until < start:
        return
    # dateutil counts in datetimes; these never meet a time zone.
    found = rrule.rrule(
        rrule.WEEKLY,
        dtstart=datetime.combine(start, time.min),
        until=datetime.combine(until, time.min),
        byweekday=rrule.weekday(moment.weekday),
    )
    yield from (instant.date() for instant in found)


def closed_reason(schedule: Schedule, closures: Closures, day: date) -> str:
    """Return why there is no meal on `day`, "" when there is.

    A public holiday says most to who phones; then the closure of the restaurant, the closure day of the desk, and the
    school holiday where the restaurant follows those.
    """
    holiday = public_holidays(day.year).get(day)
    if holiday:
        return holiday
    closure = next((period for period in schedule.closures if period.covers(day)), None)
    if closure is not None:
        return closure.reason
    if day in closures:
        return closures[day] or CLOSURE_DAY
    return school_holidays(day.year).get(day, "") if schedule.closes_in_school_holidays else ""


CLOSURE_DAY = "sluitingsdag"
"""The reason of a closure day without one. Stored with the noon, so in the language of the desk: Dutch."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A noon as the desk has it. `is_touched`: somebody entered something; `has_counts`: it was served."""

    service_id: int
    day: date
    starts_at: time | None
    closed_reason: str = ""
    is_decided: bool = False
    is_touched: bool = False
    has_counts: bool = False


@dataclass(frozen=True, slots=True)
class Regeneration:
    """What makes the noons of the desk follow the schedule. `astray`: they don't, but people entered something."""

    add: tuple[Noon, ...] = ()
    change: tuple[tuple[Standing, Noon], ...] = ()
    remove: tuple[Standing, ...] = ()
    astray: tuple[Standing, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.add or self.change or self.remove)


def regenerate(
    wanted: Sequence[Noon], there: Sequence[Standing], today: date, given: Collection[time] = ()
) -> Regeneration:
    """Return what to add, change and remove. What was decided, served, or lies in the past stays as it is.

    A noon with bookings closes with its reason when a closure is decided: its bookings stay, for the call list. One
    that the schedule doesn't have any more goes only where nobody entered anything. `given`: hours that the schedule
    itself gave before it changed; a noon at such an hour follows it, one at an hour of its own doesn't.
    """
    by_day = {noon.day: noon for noon in wanted}
    known = {standing.day for standing in there}
    free = [one for one in there if one.day >= today and not (one.is_decided or one.has_counts)]
    gone = [one for one in free if one.day not in by_day]
    kept = [(one, by_day[one.day]) for one in free if one.day in by_day]
    return Regeneration(
        add=tuple(noon for noon in wanted if noon.day not in known),
        change=tuple((one, noon) for one, noon in kept if _differs(one, noon, given)),
        remove=tuple(one for one in gone if not one.is_touched),
        astray=tuple(one for one in gone if one.is_touched),
    )


def _differs(standing: Standing, noon: Noon, given: Collection[time]) -> bool:
    if standing.closed_reason != noon.closed_reason:
        return True
    return standing.starts_at != noon.starts_at and not keeps_hour(standing, given)


def keeps_hour(standing: Standing, given: Collection[time]) -> bool:
    """Tell whether a noon keeps its hour: people entered something, and the hour isn't one the schedule gave."""
    return standing.is_touched and standing.starts_at is not None and standing.starts_at not in given
