"""Standing rides (vaste ritten): the days a pattern plans, and what becomes of each of them (domain.md §10.17).

Days only: on which instant a ride of a day starts is worked out per ride, so that clock changes need no rule here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from dateutil import rrule

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model.series import Frequency
from mmc_desk.features.rides.rules.availability import Period
from mmc_desk.features.rides.rules.calendar import Closures, public_holidays, school_holidays

LAST_WEEKDAY = -1
"""`nth` of the last Monday, Tuesday … of a month."""

_DAY = timedelta(days=1)
_SEARCH = timedelta(days=9 * 366)
"""How far ahead a next day is looked for: 29 February can be eight years away."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a standing ride repeats. Weekdays are Monday = 0; `nth` is 1 to 4, or -1 for the last one of the month.

    `every` counts weeks (from Monday, the week of `starts_on` being the first) or months. A month without the date,
    such as the 31st or 29 February, is skipped. `times` counts the days of the pattern, those included on which a
    holiday, a closure or an exception keeps the ride from being driven: a closure decided later makes no series longer.
    """

    frequency: Frequency
    starts_on: date
    every: int = 1
    weekdays: frozenset[int] = frozenset()
    month_day: int | None = None
    nth: int | None = None
    ends_on: date | None = None
    times: int | None = None
    skips_public_holidays: bool = True
    skips_closures: bool = True
    skips_school_holidays: bool = False


@dataclass(frozen=True, slots=True)
class DayChange:
    """An exception: one day of a series that is moved to another day, or skipped (`moved_to` None)."""

    day: date
    moved_to: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """A pattern with its exceptions and pauses."""

    pattern: Pattern
    changes: tuple[DayChange, ...] = ()
    pauses: tuple[Period, ...] = ()


class Fate(StrEnum):
    """What becomes of a day of a pattern. Only the first two are driven."""

    PLANNED = "planned"
    MOVED = "moved"
    SKIPPED = "skipped"
    PAUSED = "paused"
    TAKEN = "taken"
    HOLIDAY = "holiday"
    CLOSED = "closed"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A day of a pattern: the day it is driven on (None: it isn't), and why it isn't or isn't on that day."""

    day: date
    ride_date: date | None
    fate: Fate
    reason: str = ""


def require_pattern(pattern: Pattern) -> None:
    """Raise RuleError, naming the field, for a pattern that can't be or has no day at all."""
    for field_name, wrong, text in _faults(pattern):
        if wrong:
            raise RuleError(text, field_name)
    if next_day(pattern, pattern.starts_on) is None:
        raise RuleError(
            translate("series", "Dit patroon heeft geen enkele dag. Verbeter de dagen of het einde."), "ends_on"
        )


def _faults(pattern: Pattern) -> Iterator[tuple[str, bool, str]]:
    yield "every", pattern.every < 1, translate("series", "Een rit herhaalt zich om de 1 week of maand of meer.")
    yield (
        "times",
        pattern.times is not None and pattern.times < 1,
        translate("series", "Het aantal keren is 1 of meer."),
    )
    early = pattern.ends_on is not None and pattern.ends_on < pattern.starts_on
    yield "ends_on", early, translate("series", "De laatste dag ligt voor de eerste. Verbeter een van beide.")
    if pattern.frequency is Frequency.MONTHLY_DATE:
        wrong = pattern.month_day is None or not 1 <= pattern.month_day <= 31
        yield "month_day", wrong, translate("series", "De dag van de maand is 1 tot 31.")
        return
    yield "weekdays", not pattern.weekdays, translate("series", "Kies minstens één weekdag, bijvoorbeeld: ma do.")
    if pattern.frequency is Frequency.MONTHLY_WEEKDAY:
        several = len(pattern.weekdays) > 1
        yield "weekdays", several, translate("series", "Kies één weekdag voor een rit per maand.")
        wrong = pattern.nth not in {1, 2, 3, 4, LAST_WEEKDAY}
        yield "nth", wrong, translate("series", "Kies de eerste, tweede, derde, vierde of laatste weekdag.")


def pattern_days(pattern: Pattern, last: date) -> tuple[date, ...]:
    """Return the days of a sound pattern up to and including `last`, whatever closes or changes them."""
    until = last if pattern.ends_on is None else min(last, pattern.ends_on)
    if until < pattern.starts_on:
        return ()
    by_date = pattern.frequency is Frequency.MONTHLY_DATE
    days = rrule.rrule(
        rrule.WEEKLY if pattern.frequency is Frequency.WEEKLY else rrule.MONTHLY,
        dtstart=_midnight(pattern.starts_on),
        interval=pattern.every,
        wkst=rrule.MO,
        until=_midnight(until),
        bymonthday=pattern.month_day if by_date else None,
        byweekday=None if by_date else _weekdays(pattern),
    )
    return tuple(instant.date() for instant in islice(days, pattern.times))


def _midnight(day: date) -> datetime:
    # dateutil counts in datetimes; these never meet a time zone.
    return datetime.combine(day, time.min)


def _weekdays(pattern: Pattern) -> list[rrule.weekday]:
    nth = pattern.nth if pattern.frequency is Frequency.MONTHLY_WEEKDAY else None
    return [rrule.weekday(weekday, nth) for weekday in sorted(pattern.weekdays)]


def next_day(pattern: Pattern, day: date) -> date | None:
    """Return the first day of a pattern on or after `day`, None when it has none any more."""
    last = max(day, pattern.starts_on) + _SEARCH
    return next((found for found in pattern_days(pattern, last) if found >= day), None)


def split(pattern: Pattern, day: date) -> tuple[Pattern | None, Pattern | None]:
    """Return the pattern before `day` and the one from `day` on: together they have exactly the days it had.

    The second one starts on its first day, so that "every 2 weeks" stays in step. Either is None without any day.
    """
    first = next_day(pattern, day)
    past = pattern_days(pattern, day - _DAY)
    before = replace(pattern, ends_on=past[-1], times=None) if past else None
    if first is None:
        return before, None
    left = None if pattern.times is None else pattern.times - len(past)
    return before, replace(pattern, starts_on=first, times=left)


def occurrences(plan: SeriesPlan, closures: Closures, first: date, last: date) -> tuple[Occurrence, ...]:
    """Return the days of a series from … to (both included) with what becomes of each, a moved one by its own day."""
    book = _Book.of(plan, last)
    return tuple(book.occurrence(day, closures) for day in pattern_days(plan.pattern, last) if day >= first)


_GIVEN_UP = frozenset({Fate.SKIPPED, Fate.PAUSED})


def has_day(plan: SeriesPlan, day: date) -> bool:
    """Tell whether a day of the pattern is still one, not skipped and in no pause.

    A holiday or closure that was decided later is for people to look at; the ride stands until they did.
    """
    return any(one.fate not in _GIVEN_UP for one in occurrences(plan, {}, day, day))


def due(plan: SeriesPlan, closures: Closures, first: date, last: date) -> tuple[Occurrence, ...]:
    """Return what is driven from … to (both included), a moved day by the day it moved to. No day comes twice."""
    moved = [change.day for change in plan.changes if change.moved_to is not None and first <= change.moved_to <= last]
    found = occurrences(plan, closures, min([first, *moved]), max([last, *moved]))
    driven = [one for one in found if one.ride_date is not None and first <= one.ride_date <= last]
    return tuple(sorted(driven, key=lambda one: (one.ride_date, one.day)))


def coming(plan: SeriesPlan, closures: Closures, first: date, rides: int) -> tuple[Occurrence, ...]:
    """Return the days from `first` on until so many of them are driven, skipped ones included; within five years."""
    found: tuple[Occurrence, ...] = ()
    for days in (100, 500, 5 * 366):
        found = occurrences(plan, closures, first, first + timedelta(days=days))
        driven = [place for place, one in enumerate(found) if one.ride_date is not None]
        if len(driven) >= rides:
            return found[: driven[rides - 1] + 1]
    return found


@dataclass(frozen=True, slots=True)
class _Book:
    """A plan made ready to ask day by day: its exceptions by day, and the days that moved rides take."""

    plan: SeriesPlan
    changes: Mapping[date, DayChange] = field(default_factory=dict)
    taken: Mapping[date, date] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: SeriesPlan, last: date) -> "_Book":
        """Read the exceptions; one on a day that isn't in the pattern (any more) says nothing."""
        known = set(pattern_days(plan.pattern, max([last, *(change.day for change in plan.changes)])))
        changes = {change.day: change for change in plan.changes if change.day in known}
        taken: dict[date, date] = {}
        for day, change in sorted(changes.items()):
            if change.moved_to is not None and _pause(plan.pauses, change.moved_to) is None:
                taken.setdefault(change.moved_to, day)
        return cls(plan, changes, taken)

    def occurrence(self, day: date, closures: Closures) -> Occurrence:
        """Return what becomes of a day of the pattern."""
        change = self.changes.get(day)
        if change is not None and change.moved_to is None:
            return Occurrence(day, None, Fate.SKIPPED, change.reason)
        driven = change.moved_to if change is not None and change.moved_to is not None else day
        pause = _pause(self.plan.pauses, driven)
        if pause is not None:
            return Occurrence(day, None, Fate.PAUSED, pause.reason)
        if self.taken.get(driven, day) != day:
            return Occurrence(day, None, Fate.TAKEN)
        if change is not None:
            return Occurrence(day, driven, Fate.MOVED, change.reason)
        fate, reason = _closed(self.plan.pattern, day, closures)
        return Occurrence(day, day if fate is Fate.PLANNED else None, fate, reason)


def _pause(pauses: Sequence[Period], day: date) -> Period | None:
    return next((pause for pause in pauses if pause.covers(day)), None)


def _closed(pattern: Pattern, day: date, closures: Closures) -> tuple[Fate, str]:
    if pattern.skips_closures and day in closures:
        return Fate.CLOSED, closures[day]
    if pattern.skips_public_holidays and (name := public_holidays(day.year).get(day)):
        return Fate.HOLIDAY, name
    if pattern.skips_school_holidays and (name := school_holidays(day.year).get(day)):
        return Fate.SCHOOL, name
    return Fate.PLANNED, ""


def require_move(plan: SeriesPlan, closures: Closures, day: date, to: date) -> None:
    """Raise RuleError when the ride of `day` can't move to `to`: no such day, the same one, one that has its ride."""
    if day not in pattern_days(plan.pattern, day):
        raise RuleError(translate("series", "Op die dag valt deze vaste rit niet. Kies een dag uit de lijst."), "day")
    if day == to:
        raise RuleError(translate("series", "Kies een andere dag om de rit naar te verplaatsen."), "moved_to")
    others = replace(plan, changes=tuple(change for change in plan.changes if change.day != day))
    if any(one.ride_date == to for one in due(others, closures, to, to)):
        raise RuleError(translate("series", "Deze vaste rit rijdt die dag al. Kies een andere dag."), "moved_to")
