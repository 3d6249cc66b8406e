"""How long before a ride it has to be asked, in every form that domain.md §2 saw in practice."""

from datetime import date, datetime, time

import pytest

from mmc_desk.core import clock
from mmc_desk.features.rides.rules.lead import Wanted, last_day, last_moment, late_words
from mmc_desk.features.rides.rules.requests import Asked, DeskFacts, MemberFacts, check_request
from mmc_desk.features.rides.rules.settings import RideSettings

MONDAY = date(2026, 11, 30)
NOON = RideSettings(lead_until=time(12))
BRIDGE = {date(2026, 11, 26): "brugdag"}


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return clock.at(date(2026, month, day), time(hour, minute))


@pytest.mark.parametrize(
    ("ride_date", "days", "last"),
    [
        (MONDAY, 2, date(2026, 11, 26)),
        (MONDAY, 0, MONDAY),
        (date(2026, 12, 1), 2, date(2026, 11, 27)),
        # A Saturday's ride: Friday and Thursday are the two working days before it.
        (date(2026, 11, 28), 2, date(2026, 11, 25)),
        # 11 November is a public holiday.
        (date(2026, 11, 12), 2, date(2026, 11, 9)),
        (date(2026, 11, 13), 3, date(2026, 11, 9)),
    ],
)
def test_the_last_open_day_to_ask(ride_date: date, days: int, last: date) -> None:
    assert last_day(ride_date, days, {}) == last


def test_mondays_ride_by_thursday_noon() -> None:
    assert last_moment(MONDAY, RideSettings(), {}) is None
    assert last_moment(MONDAY, NOON, {}) == at(26, 12)
    assert last_moment(MONDAY, NOON, BRIDGE) == at(25, 12)


@pytest.mark.parametrize(
    ("asked_at", "settings", "words"),
    [
        (at(26, 12), NOON, ""),
        (at(26, 12, 1), NOON, "Te laat aangevraagd: dat kon tot do 26/11/2026 om 12:00."),
        (at(26, 23), RideSettings(), ""),
        (at(27, 0), RideSettings(), "Minder dan 2 werkdagen vooraf aangevraagd."),
        (at(30, 9), RideSettings(lead_days=0), ""),
        (at(28, 9), RideSettings(lead_days=0, lead_hours=48), ""),
        (at(28, 9, 1), RideSettings(lead_days=0, lead_hours=48), "Minder dan 48 uur vooraf aangevraagd."),
    ],
)
def test_in_time_and_a_minute_late(asked_at: datetime, settings: RideSettings, words: str) -> None:
    assert late_words(asked_at, Wanted(MONDAY, at(30, 9)), settings, {}) == words


def test_hours_elapse_over_a_clock_change_and_wait_for_an_hour() -> None:
    """The night of 25/10/2026 has 25 hours; without an hour a ride is late when any hour would be."""
    forty_eight = RideSettings(lead_days=0, lead_hours=48)
    wanted = Wanted(date(2026, 10, 26), at(26, 9, month=10))
    assert late_words(at(24, 10, month=10), wanted, forty_eight, {}) == ""
    assert late_words(at(24, 10, 1, month=10), wanted, forty_eight, {}) != ""
    assert late_words(at(24, 10, 1, month=10), Wanted(wanted.ride_date), forty_eight, {}) == ""
    assert late_words(at(25, 10, month=10), Wanted(wanted.ride_date), forty_eight, {}) != ""


def test_a_request_is_held_against_the_hour_it_was_made() -> None:
    """A ride that is only edited was asked before: its own hour counts, not now."""
    desk = DeskFacts(today=date(2026, 11, 27), settings=NOON)
    early, late = (
        [
            caution.text
            for caution in check_request(Asked(MONDAY, asked_at=moment), MemberFacts(), desk)
            if caution.field == "ride_date"
        ]
        for moment in (at(26, 11), at(26, 13))
    )
    assert (early, len(late)) == ([], 1)
