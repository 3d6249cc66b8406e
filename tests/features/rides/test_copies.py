"""The days a ride is copied to."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from mmc_desk.core.errors import RuleError
from mmc_desk.features.rides.queries.copies import copy_desk
from mmc_desk.features.rides.rules.copies import CopyDesk, DayWarning, day_warnings, parse_days, show_days
from mmc_desk.features.rides.rules.settings import RideSettings
from tests.conftest import NOW
from tests.features.rides.conftest import WEDNESDAY, RideDesk

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def test_days_are_read_in_order_and_once() -> None:
    found = parse_days(" 4/12; 27/11,+4  vr ", MONDAY)
    assert found == (date(2026, 11, 27), date(2026, 12, 4))
    assert parse_days(show_days(found), MONDAY) == found
    assert parse_days("", MONDAY) == ()


def test_no_day_and_too_many_are_refused() -> None:
    with pytest.raises(RuleError, match="straks"):
        parse_days("27/11 straks", MONDAY)
    with pytest.raises(RuleError, match="Hoogstens 60"):
        parse_days(show_days([MONDAY + timedelta(days=day) for day in range(61)]), MONDAY)


def test_what_is_odd_about_days() -> None:
    christmas, past = date(2026, 12, 25), date(2026, 11, 20)
    found = day_warnings((past, WEDNESDAY, christmas), CopyDesk({}, ((WEDNESDAY, "2026-0001"),)), NOW)
    assert found == (
        DayWarning(past, "deze dag is al voorbij"),
        DayWarning(WEDNESDAY, "al een rit die dag: 2026-0001"),
        DayWarning(christmas, "gesloten: Kerstmis"),
    )


def test_a_day_that_is_asked_for_late_says_so() -> None:
    desk = CopyDesk(settings=RideSettings(lead_hours=48), goes_at=time(9, 30))
    assert day_warnings((TUESDAY,), desk, NOW) == (DayWarning(TUESDAY, "minder dan 2 werkdagen vooraf aangevraagd"),)
    # Monday ten o'clock: Wednesday half past nine is less than 48 hours away.
    assert day_warnings((WEDNESDAY,), desk, NOW) == (DayWarning(WEDNESDAY, "minder dan 48 uur vooraf aangevraagd"),)
    assert day_warnings((WEDNESDAY,), replace(desk, goes_at=None), NOW) == ()


def test_what_the_desk_knows_of_the_days(desk: RideDesk) -> None:
    ride = desk.request()
    desk.request(member_id=desk.maria)
    found = desk.read(copy_desk, ride, MONDAY)
    assert (found.closures, found.booked) == ({}, ((WEDNESDAY, desk.ride(ride).ride_no),))
    assert (found.settings, found.goes_at) == (RideSettings(), time(9, 15))
    assert desk.read(copy_desk, 0, MONDAY).goes_at is None
