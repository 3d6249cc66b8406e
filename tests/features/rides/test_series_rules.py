"""The days of a standing ride: tables of what people ask, and properties of every pattern (domain.md §10.17)."""

import calendar
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mmc_desk.core.errors import RuleError
from mmc_desk.features.rides.model.series import Frequency
from mmc_desk.features.rides.rules.availability import Period
from mmc_desk.features.rides.rules.calendar import public_holidays, school_holidays
from mmc_desk.features.rides.rules.series import (
    DayChange,
    Fate,
    Occurrence,
    Pattern,
    SeriesPlan,
    coming,
    due,
    next_day,
    occurrences,
    pattern_days,
    require_move,
    require_pattern,
    split,
)
from mmc_desk.features.rides.rules.series_words import describe, fate_words, ordinal, rhythm

YEAR = timedelta(days=366)
MONDAY = date(2026, 1, 5)


def weekly(*weekdays: int, every: int = 1, starts_on: date = MONDAY, ends_on: date | None = None) -> Pattern:
    return Pattern(Frequency.WEEKLY, starts_on, every, frozenset(weekdays), ends_on=ends_on)


def monthly(day: int, starts_on: date, every: int = 1) -> Pattern:
    return Pattern(Frequency.MONTHLY_DATE, starts_on, every, month_day=day)


def nth(number: int, weekday: int, starts_on: date = MONDAY, every: int = 1) -> Pattern:
    return Pattern(Frequency.MONTHLY_WEEKDAY, starts_on, every, frozenset({weekday}), nth=number)


@pytest.mark.parametrize(
    ("pattern", "days"),
    [
        (weekly(0, 2), "05/01 07/01 12/01 14/01 19/01"),
        (weekly(0, 2, every=2), "05/01 07/01 19/01 21/01 02/02"),
        # The week of the first day is the first one, whatever weekday it begins on.
        (weekly(0, 2, every=2, starts_on=date(2026, 1, 7)), "07/01 19/01 21/01 02/02 04/02"),
        (monthly(31, date(2026, 1, 31)), "31/01 31/03 31/05 31/07 31/08"),
        (monthly(29, date(2026, 1, 29)), "29/01 29/03 29/04 29/05 29/06"),
        (monthly(29, date(2028, 1, 29)), "29/01 29/02 29/03 29/04 29/05"),
        (monthly(15, date(2026, 1, 20), every=2), "15/03 15/05 15/07 15/09 15/11"),
        (nth(1, 0), "05/01 02/02 02/03 06/04 04/05"),
        (nth(-1, 4), "30/01 27/02 27/03 24/04 29/05"),
        (nth(2, 3, every=3), "08/01 09/04 09/07 08/10 14/01"),
        (weekly(3, starts_on=date(2026, 12, 24)), "24/12 31/12 07/01 14/01 21/01"),
        (replace(weekly(0), ends_on=date(2026, 1, 19)), "05/01 12/01 19/01"),
        (replace(weekly(0), times=2), "05/01 12/01"),
        (replace(weekly(0), ends_on=date(2026, 1, 4)), ""),
    ],
)
def test_the_days_of_a_pattern(pattern: Pattern, days: str) -> None:
    found = pattern_days(pattern, pattern.starts_on + 2 * YEAR)[:5]
    assert " ".join(f"{day:%d/%m}" for day in found) == days


def test_a_date_that_a_year_lacks_waits_for_a_leap_year() -> None:
    birthday = monthly(29, date(2028, 2, 29), every=12)
    assert pattern_days(birthday, date(2040, 1, 1)) == (date(2028, 2, 29), date(2032, 2, 29), date(2036, 2, 29))
    assert next_day(birthday, date(2028, 3, 1)) == date(2032, 2, 29)


@pytest.mark.parametrize(
    ("pattern", "field"),
    [
        (weekly(0, every=0), "every"),
        (replace(weekly(0), times=0), "times"),
        (weekly(0, ends_on=date(2026, 1, 4)), "ends_on"),
        (weekly(3, ends_on=date(2026, 1, 6)), "ends_on"),
        (weekly(), "weekdays"),
        (replace(nth(1, 0), weekdays=frozenset({0, 1})), "weekdays"),
        (nth(5, 0), "nth"),
        (monthly(32, MONDAY), "month_day"),
        (Pattern(Frequency.MONTHLY_DATE, MONDAY), "month_day"),
        (monthly(30, date(2027, 2, 1), every=12), "ends_on"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused(pattern: Pattern, field: str) -> None:
    with pytest.raises(RuleError) as refused:
        require_pattern(pattern)
    assert refused.value.field == field


@pytest.mark.parametrize("pattern", [weekly(0, 2), monthly(31, MONDAY), nth(-1, 4)])
def test_a_sound_pattern_passes(pattern: Pattern) -> None:
    require_pattern(pattern)


# --- What becomes of each day: 10.17 weekly standing ride with exceptions and holidays

EASTER_WEEK = (date(2026, 3, 30), date(2026, 4, 27))


def fates(plan: SeriesPlan, closures: dict[date, str] | None = None) -> list[tuple[str, Fate, str]]:
    found = occurrences(plan, closures or {}, *EASTER_WEEK)
    return [(f"{one.day:%d/%m}", one.fate, f"{one.ride_date:%d/%m}" if one.ride_date else one.reason) for one in found]


def test_10_17_a_weekly_ride_skips_holidays_closures_and_school_holidays_by_choice() -> None:
    closed = {date(2026, 4, 20): "brugdag"}
    assert fates(SeriesPlan(weekly(0)), closed) == [
        ("30/03", Fate.PLANNED, "30/03"),
        ("06/04", Fate.HOLIDAY, "Paasmaandag"),
        ("13/04", Fate.PLANNED, "13/04"),
        ("20/04", Fate.CLOSED, "brugdag"),
        ("27/04", Fate.PLANNED, "27/04"),
    ]
    everything = replace(weekly(0), skips_public_holidays=False, skips_closures=False)
    assert {fate for _, fate, _ in fates(SeriesPlan(everything), closed)} == {Fate.PLANNED}
    school = replace(everything, skips_school_holidays=True)
    assert [fate for _, fate, _ in fates(SeriesPlan(school))] == [
        *(Fate.PLANNED, Fate.SCHOOL, Fate.SCHOOL),
        *(Fate.PLANNED, Fate.PLANNED),
    ]


def test_10_17_exceptions_and_pauses() -> None:
    plan = SeriesPlan(
        weekly(0),
        (
            DayChange(date(2026, 3, 30), reason="ziek"),
            # A person moved the ride of Easter Monday: the holiday has nothing to say any more.
            DayChange(date(2026, 4, 6), date(2026, 4, 7)),
            DayChange(date(2026, 4, 8), date(2026, 4, 9)),
        ),
        (Period(date(2026, 4, 20), date(2026, 4, 26), "op reis"),),
    )
    assert fates(plan) == [
        ("30/03", Fate.SKIPPED, "ziek"),
        ("06/04", Fate.MOVED, "07/04"),
        ("13/04", Fate.PLANNED, "13/04"),
        ("20/04", Fate.PAUSED, "op reis"),
        ("27/04", Fate.PLANNED, "27/04"),
    ]


def test_a_ride_moved_into_a_pause_rests_and_one_moved_out_of_it_drives() -> None:
    pause = (Period(date(2026, 4, 13), date(2026, 4, 14)),)
    into = SeriesPlan(weekly(0), (DayChange(date(2026, 4, 6), date(2026, 4, 14)),), pause)
    assert fates(into)[1:3] == [("06/04", Fate.PAUSED, ""), ("13/04", Fate.PAUSED, "")]
    out = SeriesPlan(weekly(0), (DayChange(date(2026, 4, 13), date(2026, 4, 15)),), pause)
    assert fates(out)[2] == ("13/04", Fate.MOVED, "15/04")


def test_a_ride_moved_onto_another_day_of_the_pattern_takes_its_place() -> None:
    moves = (DayChange(date(2026, 3, 30), date(2026, 4, 13)), DayChange(date(2026, 4, 6), date(2026, 4, 13)))
    assert fates(SeriesPlan(weekly(0), moves))[:3] == [
        ("30/03", Fate.MOVED, "13/04"),
        ("06/04", Fate.TAKEN, ""),
        ("13/04", Fate.TAKEN, ""),
    ]


def test_what_is_due_goes_by_the_day_it_is_driven_on() -> None:
    moves = (DayChange(date(2026, 3, 30), date(2026, 4, 15)), DayChange(date(2026, 4, 27), date(2026, 4, 16)))
    found = due(SeriesPlan(weekly(0), moves), {}, date(2026, 4, 14), date(2026, 4, 20))
    assert [(one.day, one.ride_date) for one in found] == [
        (date(2026, 3, 30), date(2026, 4, 15)),
        (date(2026, 4, 27), date(2026, 4, 16)),
        (date(2026, 4, 20), date(2026, 4, 20)),
    ]


@pytest.mark.parametrize(
    ("day", "to", "field"),
    [
        (date(2026, 4, 14), date(2026, 4, 15), "day"),
        (date(2026, 4, 13), date(2026, 4, 13), "moved_to"),
        (date(2026, 4, 13), date(2026, 4, 20), "moved_to"),
        (date(2026, 4, 13), date(2026, 4, 7), "moved_to"),
    ],
)
def test_a_move_that_cannot_be_is_refused(day: date, to: date, field: str) -> None:
    plan = SeriesPlan(weekly(0), (DayChange(date(2026, 4, 6), date(2026, 4, 7)),))
    with pytest.raises(RuleError) as refused:
        require_move(plan, {}, day, to)
    assert refused.value.field == field


def test_a_move_may_be_moved_again_and_onto_a_day_that_is_skipped() -> None:
    plan = SeriesPlan(weekly(0), (DayChange(date(2026, 4, 6), date(2026, 4, 7)), DayChange(date(2026, 4, 13))))
    require_move(plan, {}, date(2026, 4, 6), date(2026, 4, 8))
    require_move(plan, {}, date(2026, 4, 20), date(2026, 4, 13))


# --- Properties


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    starts_on = draw(st.dates(date(2023, 1, 1), date(2029, 12, 31)))
    ends_on = draw(st.none() | st.integers(0, 800).map(lambda days: starts_on + timedelta(days=days)))
    kind = draw(st.sampled_from(Frequency))
    by_date, by_nth = kind is Frequency.MONTHLY_DATE, kind is Frequency.MONTHLY_WEEKDAY
    weekdays = draw(st.sets(st.integers(0, 6), min_size=1, max_size=1 if by_nth else None))
    return Pattern(
        kind,
        starts_on,
        draw(st.integers(1, 6)),
        frozenset() if by_date else frozenset(weekdays),
        draw(st.integers(1, 31)) if by_date else None,
        draw(st.sampled_from((-1, 1, 2, 3, 4))) if by_nth else None,
        ends_on,
        draw(st.none() | st.integers(1, 30)),
        *(draw(st.booleans()) for _ in range(3)),
    )


@st.composite
def plans(draw: st.DrawFn) -> SeriesPlan:
    pattern = draw(patterns())
    days = pattern_days(pattern, pattern.starts_on + YEAR)
    if not days:
        return SeriesPlan(pattern)
    near = st.sampled_from(days).flatmap(
        lambda day: st.integers(-9, 9).map(lambda shift: DayChange(day, day + timedelta(days=shift)))
    )
    changes = draw(st.lists(st.sampled_from(days).map(DayChange) | near, max_size=6, unique_by=lambda one: one.day))
    starts = draw(st.lists(st.sampled_from(days), max_size=2))
    pauses = tuple(Period(day, day + timedelta(days=draw(st.integers(0, 40)))) for day in starts)
    return SeriesPlan(pattern, tuple(changes), pauses)


def window(pattern: Pattern) -> tuple[date, date]:
    return pattern.starts_on - timedelta(days=40), pattern.starts_on + 2 * YEAR


def obeys(pattern: Pattern, day: date) -> bool:
    """Tell whether a day is one of a pattern, worked out from the calendar and not by dateutil."""
    months = (day.year - pattern.starts_on.year) * 12 + day.month - pattern.starts_on.month
    if pattern.frequency is Frequency.MONTHLY_DATE:
        return day.day == pattern.month_day and months % pattern.every == 0
    if day.weekday() not in pattern.weekdays:
        return False
    if pattern.frequency is Frequency.MONTHLY_WEEKDAY:
        last = day.day + 7 > calendar.monthrange(day.year, day.month)[1]
        place = last if pattern.nth == -1 else (day.day - 1) // 7 + 1 == pattern.nth
        return place and months % pattern.every == 0
    monday = pattern.starts_on - timedelta(days=pattern.starts_on.weekday())
    return (day - monday).days // 7 % pattern.every == 0


def by_calendar(pattern: Pattern, last: date) -> tuple[date, ...]:
    end = min(last, pattern.ends_on or last)
    days = (pattern.starts_on + timedelta(days=step) for step in range((end - pattern.starts_on).days + 1))
    return tuple(day for day in days if obeys(pattern, day))[: pattern.times]


@given(patterns())
@example(monthly(29, date(2024, 2, 29), every=6))
@example(weekly(3, every=5, starts_on=date(2026, 12, 31)))
def test_all_days_obey_the_pattern_and_none_is_missed(pattern: Pattern) -> None:
    last = window(pattern)[1]
    assert pattern_days(pattern, last) == by_calendar(pattern, last)


@given(plans())
def test_a_day_is_never_planned_twice(plan: SeriesPlan) -> None:
    found = due(plan, {}, *window(plan.pattern))
    assert len({one.ride_date for one in found}) == len(found)
    assert len({one.day for one in found}) == len(found)


@given(plans())
def test_nothing_is_driven_on_a_day_that_is_skipped_or_in_a_pause(plan: SeriesPlan) -> None:
    first, last = window(plan.pattern)
    closures = dict.fromkeys(pattern_days(plan.pattern, last)[::3], "dicht")
    for one in occurrences(plan, closures, first, last):
        assert (one.ride_date is not None) == (one.fate in {Fate.PLANNED, Fate.MOVED})
        if one.ride_date is None:
            continue
        assert not any(pause.covers(one.ride_date) for pause in plan.pauses)
        if one.fate is Fate.PLANNED:
            assert not (plan.pattern.skips_public_holidays and one.day in public_holidays(one.day.year))
            assert not (plan.pattern.skips_school_holidays and one.day in school_holidays(one.day.year))
            assert not (plan.pattern.skips_closures and one.day in closures)


@given(patterns(), st.integers(-10, 600))
@example(weekly(0, 2, every=2), 9)
def test_split_at_any_day_it_has_the_days_it_had(pattern: Pattern, after: int) -> None:
    day = pattern.starts_on + timedelta(days=after)
    last = window(pattern)[1]
    before, following = split(pattern, day)
    early: Sequence[date] = pattern_days(before, last) if before else ()
    late: Sequence[date] = pattern_days(following, last) if following else ()
    assert (*early, *late) == pattern_days(pattern, last)
    assert all(found < day for found in early)
    assert all(found >= day for found in late)


@given(plans(), st.data())
def test_moving_one_day_changes_that_one_only(plan: SeriesPlan, data: st.DataObject) -> None:
    first, last = window(plan.pattern)
    driven = due(plan, {}, first, last)
    found = [one for one in driven if one.fate is Fate.PLANNED]
    taken = {*pattern_days(plan.pattern, last), *(one.ride_date for one in driven)}
    days = (first + timedelta(days=step) for step in range(400))
    free = [day for day in days if day not in taken and not any(pause.covers(day) for pause in plan.pauses)]
    if not found or not free:
        return
    moved, to = data.draw(st.sampled_from(found)), data.draw(st.sampled_from(free))
    require_move(plan, {}, moved.day, to)
    after = replace(plan, changes=(*plan.changes, DayChange(moved.day, to)))
    before_days = {one.day: one.ride_date for one in occurrences(plan, {}, first, last)}
    after_days = {one.day: one.ride_date for one in occurrences(after, {}, first, last)}
    assert after_days == {**before_days, moved.day: to}


@given(plans(), st.integers(0, 300), st.integers(0, 300))
def test_what_is_due_in_two_parts_is_what_is_due_at_once(plan: SeriesPlan, one: int, two: int) -> None:
    first, last = window(plan.pattern)
    middle = first + timedelta(days=one + two)
    parts = (*due(plan, {}, first, middle), *due(plan, {}, middle + timedelta(days=1), last))
    assert parts == due(plan, {}, first, last)


# --- In words


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (
            replace(weekly(0, 2, every=2, ends_on=date(2026, 6, 30)), skips_closures=False),
            "elke 2 weken op maandag en woensdag, van 05/01/2026 tot 30/06/2026, niet op feestdagen",
        ),
        (weekly(1), "elke week op dinsdag, vanaf 05/01/2026, niet op feestdagen of op sluitingsdagen"),
        (
            replace(weekly(0, 1, 4), times=6, skips_school_holidays=True),
            (
                "elke week op maandag, dinsdag en vrijdag, vanaf 05/01/2026, 6 keer, "
                "niet op feestdagen, op sluitingsdagen of in schoolvakanties"
            ),
        ),
        (
            replace(monthly(15, MONDAY), times=1, skips_public_holidays=False, skips_closures=False),
            "elke maand op de 15de, vanaf 05/01/2026, één keer",
        ),
    ],
)
def test_a_pattern_in_one_sentence(pattern: Pattern, words: str) -> None:
    assert describe(pattern) == words


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (weekly(*range(7)), "elke dag"),
        (weekly(*range(5)), "elke weekdag"),
        (weekly(*range(5), every=2), "elke 2 weken op maandag, dinsdag, woensdag, donderdag en vrijdag"),
        (monthly(31, MONDAY), "elke maand op de 31ste (niet in kortere maanden)"),
        (monthly(8, MONDAY, every=3), "elke 3 maanden op de 8ste"),
        (Pattern(Frequency.MONTHLY_DATE, MONDAY), "elke maand op de 5de"),
        (nth(-1, 4), "elke maand op de laatste vrijdag"),
        (nth(2, 0, every=2), "elke 2 maanden op de tweede maandag"),
    ],
)
def test_how_often(pattern: Pattern, words: str) -> None:
    assert rhythm(pattern) == words


def test_days_of_the_month() -> None:
    assert [ordinal(number) for number in (1, 2, 8, 12, 19, 20, 31)] == [
        *("1ste", "2de", "8ste", "12de", "19de"),
        *("20ste", "31ste"),
    ]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Occurrence(MONDAY, MONDAY, Fate.PLANNED), ""),
        (Occurrence(MONDAY, None, Fate.HOLIDAY, "Nieuwjaar"), "feestdag: Nieuwjaar"),
        (Occurrence(MONDAY, date(2026, 1, 6), Fate.MOVED), "verplaatst naar 06/01/2026"),
        (Occurrence(MONDAY, None, Fate.SKIPPED, "ziek"), "overgeslagen: ziek"),
        (Occurrence(MONDAY, None, Fate.TAKEN), "een verplaatste rit komt in de plaats"),
    ],
)
def test_why_a_day_is_not_driven(one: Occurrence, words: str) -> None:
    assert fate_words(one) == words


def test_the_days_to_come_until_so_many_are_driven() -> None:
    plan = SeriesPlan(weekly(0, starts_on=date(2026, 3, 30)))
    found = coming(plan, {}, date(2026, 3, 30), 3)
    assert [(f"{one.day:%d/%m}", one.fate) for one in found] == [
        *(("30/03", Fate.PLANNED), ("06/04", Fate.HOLIDAY), ("13/04", Fate.PLANNED)),
        ("20/04", Fate.PLANNED),
    ]
    assert len(coming(SeriesPlan(replace(weekly(0), times=2)), {}, MONDAY, 10)) == 2
    assert len(coming(SeriesPlan(monthly(1, MONDAY, every=3)), {}, MONDAY, 3)) >= 3
