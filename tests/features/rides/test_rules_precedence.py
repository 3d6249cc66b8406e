"""When a driver is free: closure → leave → dated exception → weekday (issue 3, "Drivers"; domain.md §2)."""

from datetime import date, time

import pytest

from mmc_desk.features.rides.rules.availability import (
    WHOLE_DAY,
    Away,
    DayHours,
    DriverTimes,
    Period,
    WeekPart,
    day_hours,
)

MONDAY = date(2026, 11, 23)
MORNING = (time(9), time(12))
THAT_DAY = (Period(MONDAY, MONDAY, "genoteerd"),)
ON_MONDAY, ON_FRIDAY = (WeekPart(0, MORNING),), (WeekPart(4, MORNING),)
CLOSED, ON_LEAVE, NO_DAY = Away.CLOSURE, Away.LEAVE, Away.PATTERN


@pytest.mark.parametrize(
    ("closed", "leave", "extra", "week", "expected"),
    [
        ("brugdag", THAT_DAY, THAT_DAY, ON_MONDAY, DayHours((), CLOSED, "brugdag")),
        ("brugdag", THAT_DAY, (), ON_MONDAY, DayHours((), CLOSED, "brugdag")),
        ("brugdag", (), THAT_DAY, ON_FRIDAY, DayHours((), CLOSED, "brugdag")),
        ("brugdag", (), (), (), DayHours((), CLOSED, "brugdag")),
        ("", THAT_DAY, THAT_DAY, ON_MONDAY, DayHours((), ON_LEAVE, "genoteerd")),
        ("", THAT_DAY, (), (), DayHours((), ON_LEAVE, "genoteerd")),
        ("", (), THAT_DAY, ON_FRIDAY, DayHours((WHOLE_DAY,))),
        ("", (), THAT_DAY, ON_MONDAY, DayHours((WHOLE_DAY,))),
        ("", (), (), ON_MONDAY, DayHours((MORNING,))),
        ("", (), (), ON_FRIDAY, DayHours((), NO_DAY)),
        ("", (), (), (), DayHours((WHOLE_DAY,))),
    ],
)
def test_precedence(
    closed: str, leave: tuple[Period, ...], extra: tuple[Period, ...], week: tuple[WeekPart, ...], expected: DayHours
) -> None:
    assert day_hours(MONDAY, DriverTimes(week, leave, extra), closed) == expected


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 11, 24)])
def test_a_driver_who_has_not_begun_or_has_stopped_is_never_free(day: date) -> None:
    times = DriverTimes(extra=(Period(day, day),), active_from=MONDAY, active_to=MONDAY)
    assert day_hours(day, times).away is Away.NOT_ACTIVE
    assert day_hours(MONDAY, times).away is None
