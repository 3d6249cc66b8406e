"""The days a ride is copied to."""

from datetime import date, timedelta

import pytest

from mmc_desk.core.errors import RuleError
from mmc_desk.features.rides.queries.copies import copy_desk
from mmc_desk.features.rides.rules.copies import DayWarning, day_warnings, parse_days, show_days
from tests.features.rides.conftest import WEDNESDAY, RideDesk

MONDAY = date(2026, 11, 23)


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
    found = day_warnings((past, WEDNESDAY, christmas), {}, [(WEDNESDAY, "2026-0001")], MONDAY)
    assert found == (
        DayWarning(past, "deze dag is al voorbij"),
        DayWarning(WEDNESDAY, "al een rit die dag: 2026-0001"),
        DayWarning(christmas, "gesloten: Kerstmis"),
    )


def test_what_the_desk_knows_of_the_days(desk: RideDesk) -> None:
    ride = desk.request()
    desk.request(member_id=desk.maria)
    found = desk.read(copy_desk, ride, MONDAY)
    assert (found.closures, found.booked) == ({}, ((WEDNESDAY, desk.ride(ride).ride_no),))
