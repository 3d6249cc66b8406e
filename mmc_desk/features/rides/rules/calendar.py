"""Days on which the desk is closed: its own closure days, public holidays, weekends; and working days."""

import functools
from collections.abc import Mapping
from datetime import date, timedelta

from mmc_desk.core.i18n import translate

Closures = Mapping[date, str]
"""The desk's own closure days with their reason."""


_LONGEST_CLOSURE = 14
"""Days that are looked ahead."""


@functools.lru_cache(maxsize=64)
def public_holidays(year: int) -> Mapping[date, str]:
    """Return the Belgian public holidays of a year with their Dutch names (domain.md §7)."""
    import holidays

    return dict(holidays.country_holidays("BE", years=year, language="nl"))


@functools.lru_cache(maxsize=64)
def school_holidays(year: int) -> Mapping[date, str]:
    """Return the days without school in Flanders with their Dutch names, weekends in between included."""
    import holidays

    found = holidays.country_holidays("BE", subdiv="Flemish", categories=("school",), language="nl", years=year)
    return dict(found)


def closed_reason(day: date, closures: Closures) -> str:
    """Return why the desk is closed on `day` ("" when it isn't): closure day, then public holiday, then weekend."""
    if day in closures:
        return closures[day] or translate("rides", "sluitingsdag")
    holiday = public_holidays(day.year).get(day)
    if holiday:
        return holiday
    return translate("rides", "weekend") if day.weekday() >= 5 else ""


def no_service_reason(day: date, closures: Closures) -> str:
    """Return why no driver is expected on `day`: a closure day or a public holiday; weekends have a week pattern."""
    return "" if day not in closures and day not in public_holidays(day.year) else closed_reason(day, closures)


def next_working_day(day: date, closures: Closures) -> date:
    """Return the first open day after `day`, the day two weeks later where there is none before."""
    days = (day + timedelta(days=step) for step in range(1, _LONGEST_CLOSURE))
    return next((later for later in days if not closed_reason(later, closures)), day + timedelta(days=_LONGEST_CLOSURE))


def working_days_between(start: date, end: date, closures: Closures) -> int:
    """Count the open days after `start` up to and including `end`; 0 when `end` isn't later."""
    days = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    return sum(1 for day in days if not closed_reason(day, closures))
