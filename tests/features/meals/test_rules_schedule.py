"""Which noons a schedule has, and what regenerating them leaves alone."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.features.meals.rules.schedule import (
    NOON,
    Moment,
    Noon,
    Regeneration,
    Schedule,
    Standing,
    closed_reason,
    noons,
    regenerate,
)
from mmc_desk.features.rides.rules.availability import Period

ALWAYS = date(2018, 1, 1)
TODAY = date(2026, 11, 23)


def weekly(weekday: int, first: date = ALWAYS, last: date | None = None, at: time = NOON) -> Moment:
    return Moment(weekday, at, first, last)


def test_grote_spouwen_begins_on_9_september_2021() -> None:
    found = noons(Schedule((weekly(3, date(2021, 9, 9)),)), {}, date(2021, 1, 1), date(2021, 12, 31))
    assert found[0] == Noon(date(2021, 9, 9), NOON)
    assert {noon.day.weekday() for noon in found} == {3}


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 4, 6), "Paasmaandag"),
        (date(2027, 11, 1), "Allerheiligen"),
        (date(2024, 11, 11), "Wapenstilstand"),
        (date(2026, 11, 16), ""),
    ],
)
def test_a_holiday_monday_closes_and_says_its_name(day: date, reason: str) -> None:
    (noon,) = noons(Schedule((weekly(0), weekly(4))), {}, day, day)
    assert noon.closed_reason == reason


def test_two_moments_in_one_week() -> None:
    found = noons(Schedule((weekly(0), weekly(4, at=time(11, 30)))), {}, date(2026, 11, 16), date(2026, 11, 22))
    assert [(noon.day.weekday(), noon.starts_at) for noon in found] == [(0, NOON), (4, time(11, 30))]


def test_another_weekday_from_half_a_year_on_keeps_both_histories() -> None:
    moved = Schedule((weekly(1, last=date(2026, 6, 30)), weekly(2, date(2026, 7, 1))))
    found = [noon.day for noon in noons(moved, {}, date(2026, 1, 1), date(2026, 12, 31))]
    assert {day.weekday() for day in found if day < date(2026, 7, 1)} == {1}
    assert {day.weekday() for day in found if day >= date(2026, 7, 1)} == {2}
    assert len(found) == 26 + 27


def test_a_day_of_two_moments_comes_once_at_the_earlier_hour() -> None:
    double = Schedule((weekly(1, at=time(12, 30)), weekly(1, date(2026, 1, 1))))
    assert [noon.starts_at for noon in noons(double, {}, date(2026, 3, 3), date(2026, 3, 3))] == [NOON]


def test_nothing_before_the_first_day_or_after_the_last() -> None:
    ended = Schedule((weekly(1, date(2026, 3, 1), date(2026, 3, 31)),))
    assert len(noons(ended, {}, date(2026, 1, 1), date(2026, 12, 31))) == 5
    assert noons(ended, {}, date(2026, 5, 1), date(2026, 12, 31)) == ()
    assert noons(replace(ended, closed_from=date(2026, 3, 10)), {}, date(2026, 1, 1), date(2026, 12, 31)) == (
        Noon(date(2026, 3, 3), NOON),
    )


@pytest.mark.parametrize(
    ("day", "pupils", "reason"),
    [
        (date(2026, 7, 21), 0, "Nationale feestdag"),
        (date(2026, 7, 22), 0, "zomer"),
        (date(2026, 9, 8), 0, "teambuilding"),
        (date(2026, 9, 9), 0, "sluitingsdag"),
        (date(2026, 11, 4), 0, ""),
        (date(2026, 11, 4), 1, "Herfstvakantie"),
        (date(2026, 11, 10), 1, ""),
    ],
)
def test_why_a_day_is_closed(day: date, pupils: int, reason: str) -> None:
    schedule = Schedule((), (Period(date(2026, 7, 15), date(2026, 8, 6), "zomer"),), bool(pupils))
    desk = {date(2026, 9, 8): "teambuilding", date(2026, 9, 9): ""}
    assert closed_reason(schedule, desk, day) == reason


def test_overlapping_moments() -> None:
    first = weekly(1, last=date(2026, 6, 30))
    assert first.overlaps(weekly(1, date(2026, 6, 30)))
    assert not first.overlaps(weekly(1, date(2026, 7, 1)))
    assert not first.overlaps(weekly(2))
    assert weekly(1, date(2027, 1, 1)).overlaps(weekly(1))


WEEK = [TODAY + timedelta(days=step) for step in range(-7, 14)]


@pytest.mark.parametrize(
    ("standing", "what"),
    [
        (Standing(1, TODAY, NOON), ""),
        (Standing(1, TODAY, NOON, "zomer"), "change"),
        (Standing(1, TODAY, None), "change"),
        (Standing(1, TODAY, time(13)), "change"),
        (Standing(1, TODAY, time(13), is_touched=True), ""),
        (Standing(1, TODAY, None, is_touched=True), "change"),
        (Standing(1, TODAY, NOON, "lek", is_decided=True), ""),
        (Standing(1, TODAY, NOON, "lek", has_counts=True), ""),
        (Standing(1, TODAY - timedelta(days=7), NOON, "lek"), ""),
        (Standing(1, TODAY + timedelta(days=1), NOON), "remove"),
        (Standing(1, TODAY + timedelta(days=1), NOON, is_decided=True), ""),
        (Standing(1, TODAY + timedelta(days=1), NOON, is_touched=True), "astray"),
        (Standing(1, TODAY - timedelta(days=1), NOON), ""),
    ],
)
def test_what_becomes_of_a_noon(standing: Standing, what: str) -> None:
    wanted = [Noon(day, NOON) for day in WEEK if day.weekday() == 0]
    work = regenerate(wanted, [standing], TODAY)
    done = [name for name in ("change", "remove", "astray") if getattr(work, name)]
    assert done == ([what] if what else [])
    assert standing.day not in {noon.day for noon in work.add}


def test_nothing_to_do_is_false() -> None:
    assert not Regeneration(astray=(Standing(1, TODAY, NOON),))
    assert Regeneration(add=(Noon(TODAY, NOON),))


days = st.dates(date(2026, 9, 1), date(2027, 3, 31))
moments = st.builds(
    weekly, st.integers(0, 6), days, st.one_of(st.none(), days), st.sampled_from([NOON, time(11, 30)])
).filter(lambda moment: moment.valid_to is None or moment.valid_from <= moment.valid_to)
schedules = st.builds(
    Schedule,
    st.lists(moments, max_size=4).map(tuple),
    st.lists(st.builds(lambda a, b: Period(min(a, b), max(a, b), "dicht"), days, days), max_size=3).map(tuple),
    st.booleans(),
    st.one_of(st.none(), days),
)
entries = st.dictionaries(
    days, st.tuples(st.sampled_from(["", "lek"]), st.booleans(), st.booleans(), st.booleans()), max_size=40
)


def carried_out(there: dict[date, Standing], work: Regeneration) -> dict[date, Standing]:
    result = dict(there)
    for one in work.remove:
        del result[one.day]
    for one, noon in work.change:
        keeps = one.is_touched and one.starts_at is not None
        hour = one.starts_at if keeps else noon.starts_at
        result[one.day] = replace(one, closed_reason=noon.closed_reason, starts_at=hour)
    for noon in work.add:
        assert noon.day not in result
        result[noon.day] = Standing(0, noon.day, noon.starts_at, noon.closed_reason)
    return result


@given(schedules, schedules, entries)
def test_whatever_was_entered_a_second_run_changes_nothing_and_entries_stay(
    before: Schedule, after: Schedule, entered: dict[date, tuple[str, bool, bool, bool]]
) -> None:
    first, last = date(2026, 9, 1), date(2027, 3, 31)
    there = {noon.day: Standing(1, noon.day, noon.starts_at) for noon in noons(before, {}, first, last)}
    for day, (reason, decided, touched, counts) in entered.items():
        there[day] = Standing(2, day, NOON, "" if counts else reason, decided, touched, counts)
    wanted = noons(after, {}, first, last)
    result = carried_out(there, regenerate(wanted, list(there.values()), TODAY))
    assert not regenerate(wanted, list(result.values()), TODAY)
    assert {noon.day for noon in wanted} <= result.keys()
    for day, (_, decided, touched, counts) in entered.items():
        if decided or counts or day < TODAY:
            assert result[day] == there[day]
        elif touched:
            assert day in result
    astray = {one.day for one in result.values() if one.day >= TODAY} - {noon.day for noon in wanted}
    assert all(day in entered and any(entered[day][1:]) for day in astray)
