"""The month plan: one session per location a month or a stated reason, spread, and what it never does."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmc_desk.features.rides.rules.calendar import public_holidays
from mmc_desk.features.sessions.rules.partners import (
    PlanPartner,
    read_weekdays,
    refusal,
    stored_weekdays,
    weekday_words,
)
from mmc_desk.features.sessions.rules.plan import (
    KnownSession,
    Month,
    Noon,
    Plan,
    PlanDesk,
    PlanLocation,
    PlanTheme,
    Proposed,
    monday,
    months_between,
    next_open,
    propose,
)
from mmc_desk.features.sessions.rules.plan_words import PlanNames, why, why_not

MOMENTS = (
    ("Mopertingen", 0),
    ("Schoonbeek", 0),
    ("Beverst", 1),
    ("Waltwilder", 1),
    ("Munsterbilzen", 2),
    ("Rijkhoven", 2),
    ("Eigenbilzen", 3),
    ("Hees", 3),
    ("Schoonbeek", 4),
    ("Grote-Spouwen", 3),
)
NAMES = tuple(dict.fromkeys(name for name, _ in MOMENTS))
NINTH = date(2021, 9, 9)
LOCATIONS = tuple(
    PlanLocation(place, name, NINTH if name == "Grote-Spouwen" else date(2018, 1, 1))
    for place, name in enumerate(NAMES)
)
PARTNERS = (
    PlanPartner(1, "kinesisten van Bilzen", frozenset({0, 1, 2})),
    PlanPartner(2, "bibliotheek"),
    PlanPartner(3, "Wit-Gele Kruis", frozenset({3, 4}), ((date(2023, 7, 1), date(2023, 8, 31)),)),
    PlanPartner(4, "koor", active_to=date(2024, 12, 31)),
)
THEMES = tuple(PlanTheme(key, f"Thema {key}", key if key <= 4 else None) for key in range(1, 13))


def noons(first: date, last: date, closed: Mapping[date, str] | None = None) -> tuple[Noon, ...]:
    found = []
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        for name, weekday in MOMENTS:
            if day.weekday() == weekday and (name != "Grote-Spouwen" or day >= NINTH):
                reason = (closed or {}).get(day) or public_holidays(day.year).get(day, "")
                found.append(Noon(NAMES.index(name), day, reason))
    return tuple(found)


def desk(first: date, last: date, closed: Mapping[date, str] | None = None) -> PlanDesk:
    return PlanDesk(LOCATIONS, noons(first, last, closed), THEMES, PARTNERS)


def corona(day: date) -> bool:
    return date(2021, 1, 1) <= day <= date(2021, 5, 31)


SEVEN_YEARS = desk(
    date(2021, 1, 1),
    date(2027, 12, 31),
    {
        day: "corona" if corona(day) else "zomersluiting"
        for day in (date(2021, 1, 1) + timedelta(days=step) for step in range(2556))
        if corona(day) or (day.month == 7 and day.day >= 15)
    },
)


def test_seven_years_of_nine_locations_within_a_second() -> None:
    start = time.process_time()
    plan = propose(SEVEN_YEARS, Month(2021, 1), Month(2027, 12))
    names = PlanNames.of(SEVEN_YEARS)
    told = [why(names, one) for one in plan.proposed]
    assert time.process_time() - start < 3  # ≤ 1 s on a quiet machine: bench/sessions.py
    assert len(plan.proposed) + len(plan.without) == 9 * 84
    assert all(told)
    assert all(why_not(names, one).endswith(".") for one in plan.without)
    ninth = NAMES.index("Grote-Spouwen")
    assert min(one.day for one in plan.proposed if one.location_id == ninth) >= NINTH
    before = [one for one in plan.without if one.location_id == ninth]
    assert why_not(names, before[0]) == "Nog niet gestart: de eerste middag is op 09/09/2021."
    (january,) = [one for one in plan.without if one.location_id == 0 and one.month == Month(2021, 1)]
    assert why_not(names, january) == "Geen enkele open middag: corona (4×)."


def test_a_month_is_spread_over_its_weeks() -> None:
    plan = propose(SEVEN_YEARS, Month(2026, 10), Month(2026, 10))
    weeks = Counter(monday(one.day) for one in plan.proposed)
    assert max(weeks.values()) <= 3
    assert max(Counter(one.day for one in plan.proposed).values()) == 1


def _breaches(found: PlanDesk, plan: Plan) -> list[str]:
    """Return every promise of the plan that it breaks."""
    open_days = {(noon.location_id, noon.day) for noon in found.noons if not noon.closed}
    partners = {one.partner_id: one for one in found.partners}
    wrong = [f"closed: {one}" for one in plan.proposed if (one.location_id, one.day) not in open_days]
    every: list[Proposed | KnownSession] = [*plan.proposed, *plan.kept]
    both = [(one.partner_id, one.day) for one in every if one.partner_id is not None]
    wrong += [f"twice a day: {pair}" for pair, count in Counter(both).items() if count > 1]
    wrong += [
        f"refused: {one}" for one in plan.proposed if one.partner_id and refusal(partners[one.partner_id], one.day)
    ]
    places = [(one.location_id, Month.of(one.day)) for one in every]
    places += [(one.location_id, one.month) for one in plan.without]
    wrong += [f"not once: {place}" for place, count in Counter(places).items() if count != 1]
    came: dict[tuple[int, int], list[int]] = {}
    for one in every:
        if one.theme_id is not None:
            came.setdefault((one.location_id, one.theme_id), []).append(Month.of(one.day).number)
    for key, months in came.items():
        ordered = sorted(months)
        near = [pair for pair in pairwise(ordered) if pair[1] - pair[0] < found.repeat_months]
        wrong += [f"repeated: {key} {pair}" for pair in near]
    return wrong


FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
closures = st.dictionaries(st.dates(FIRST, LAST), st.sampled_from(["corona", "zomersluiting", "verkiezingen"]))
spans = st.lists(st.tuples(st.dates(FIRST, LAST), st.integers(1, 80)), max_size=3)


@settings(max_examples=40)
@given(closed=closures, shut=spans, repeat=st.integers(1, 14), pinned=st.sets(st.integers(0, 200), max_size=6))
def test_whatever_closes_every_month_has_one_session_or_none_open(
    closed: dict[date, str], shut: list[tuple[date, int]], repeat: int, pinned: set[int]
) -> None:
    for start, days in shut:
        closed |= {start + timedelta(days=step): "sluiting" for step in range(days)}
    found = replace(desk(FIRST, LAST, closed), repeat_months=repeat)
    fixed = {(noon.location_id, noon.day.month): noon for noon in (found.noons[place] for place in pinned)}
    known = tuple(KnownSession(place, noon.location_id, noon.day) for place, noon in enumerate(fixed.values()))
    found = replace(found, known=known)
    plan = propose(found, Month(2026, 1), Month(2026, 12))
    assert _breaches(found, plan) == []
    assert set(plan.kept) == set(known)
    places = {(noon.location_id, noon.day.month) for noon in found.noons if not noon.closed}
    assert not [one for one in plan.without if (one.location_id, one.month.month) in places]
    assert len(plan.proposed) + len(plan.kept) + len(plan.without) == 12 * 9


@settings(max_examples=25)
@given(closed=closures, places=st.sets(st.integers(0, 400), max_size=30), pinned=st.sets(st.integers(0, 30)))
def test_rearranging_leaves_what_is_pinned_and_loses_nothing(
    closed: dict[date, str], places: set[int], pinned: set[int]
) -> None:
    found = desk(FIRST, LAST, closed)
    chosen = {(found.noons[place].location_id, found.noons[place].day.month): place for place in sorted(places)}
    known = tuple(
        KnownSession(key, found.noons[key].location_id, found.noons[key].day, is_fixed=key in pinned)
        for key in chosen.values()
    )
    found = replace(found, known=known, from_day=date(2026, 3, 1))
    plan = propose(found, Month(2026, 1), Month(2026, 12))
    assert _breaches(found, plan) == []
    moved = {one.session_id for one in plan.proposed if one.session_id is not None}
    assert {one.session_id for one in plan.kept} | moved == {one.session_id for one in known}
    assert not moved & pinned
    assert not [one for one in plan.proposed if one.day < date(2026, 3, 1)]


def test_a_clash_is_rearranged_and_says_so() -> None:
    both = (
        KnownSession(7, 6, date(2026, 10, 8), is_fixed=False),
        KnownSession(8, 7, date(2026, 10, 8), is_fixed=True),
        KnownSession(9, 7, date(2026, 10, 15), is_fixed=True),
    )
    found = replace(SEVEN_YEARS, known=both)
    plan = propose(found, Month(2026, 10), Month(2026, 10))
    (moved,) = [one for one in plan.proposed if one.session_id == 7]
    assert moved.moved_from == date(2026, 10, 8)
    assert moved.day not in {date(2026, 10, 8), date(2026, 10, 15)}
    assert why(PlanNames.of(found), moved)[0] == "Verschuift van do 08/10: zo zijn de weken beter gespreid."
    assert {one.session_id for one in plan.kept} == {8, 9}


def test_what_is_past_isnt_rearranged() -> None:
    known = (KnownSession(7, 6, date(2026, 10, 8), is_fixed=False),)
    plan = propose(replace(SEVEN_YEARS, known=known, from_day=date(2026, 10, 9)), Month(2026, 10), Month(2026, 10))
    assert plan.kept == known


def test_a_partner_comes_once_a_day() -> None:
    theme = (PlanTheme(2, "Digidokter", 2),)
    closed = {date(2026, 10, day): "verhuis" for day in range(1, 32) if day != 8}
    plan = propose(replace(desk(FIRST, LAST, closed), themes=theme), Month(2026, 10), Month(2026, 10))
    thursday = [one for one in plan.proposed if one.day == date(2026, 10, 8)]
    assert len(thursday) == 3
    assert [one.theme_id for one in thursday].count(2) == 1


def _one(found: PlanDesk, location: str, month: Month) -> tuple[Proposed, tuple[str, ...]]:
    plan = propose(found, month, month)
    (one,) = [one for one in plan.proposed if one.location_id == NAMES.index(location)]
    return one, why(PlanNames.of(found), one)


def test_the_reasons_of_a_date() -> None:
    closed = {date(2026, 4, day): "zaal bezet" for day in (13, 20)}
    one, told = _one(replace(desk(FIRST, LAST, closed), themes=THEMES[:1]), "Mopertingen", Month(2026, 4))
    assert one.day == date(2026, 4, 27)
    assert told == (
        "De enige open middag van de maand.",
        "Vallen weg: ma 06/04 (Paasmaandag), ma 13/04 (zaal bezet), ma 20/04 (zaal bezet).",
        "“Thema 1” kwam nog niet in Mopertingen.",
        "kinesisten van Bilzen kan die dag en heeft dan geen andere activiteit.",
    )


def test_a_theme_says_when_it_came_last() -> None:
    known = (KnownSession(1, 0, date(2026, 1, 12), theme_id=9),)
    found = replace(desk(FIRST, LAST), themes=(PlanTheme(9, "Bingo"),), known=known)
    told = _one(found, "Mopertingen", Month(2026, 10))[1]
    assert "“Bingo” kwam in Mopertingen het laatst in januari 2026." in told
    open_theme = _one(found, "Mopertingen", Month(2026, 3))[1]
    assert open_theme[-1].startswith("Nog zonder thema: elk thema kwam hier in de laatste 6 maanden")
    nothing = _one(replace(found, themes=()), "Mopertingen", Month(2026, 3))[1]
    assert nothing[-1] == "Nog zonder thema: er zijn nog geen thema’s."


def test_a_busy_week_says_how_busy() -> None:
    known = tuple(KnownSession(key, 99, date(2026, 10, day)) for key, day in enumerate((6, 13, 20, 27)))
    told = _one(replace(desk(FIRST, LAST), known=known), "Mopertingen", Month(2026, 10))[1]
    assert told[0] in {
        "In die week is er één andere activiteit: de rustigste keuze.",
        "In die week is er nog geen andere activiteit.",
    }
    twice = (*known, *(replace(one, session_id=one.session_id + 9, day=one.day + timedelta(1)) for one in known))
    told = _one(replace(desk(FIRST, LAST), known=twice), "Beverst", Month(2026, 10))[1]
    assert told[0] == "In die week zijn er 2 andere activiteiten: de rustigste keuze."


def test_a_month_without_says_why() -> None:
    found = replace(desk(FIRST, date(2026, 11, 30)), from_day=date(2026, 11, 28))
    plan = propose(found, Month(2026, 11), Month(2026, 12))
    names = PlanNames.of(found)
    told = {one.month.month: why_not(names, one) for one in plan.without if one.location_id == 2}
    assert told == {
        11: "De open middagen van deze maand zijn voorbij.",
        12: "Geen middag in het rooster van deze maand.",
    }


@pytest.mark.parametrize(
    ("taken", "partner_days", "expected"),
    [
        ((), (), date(2026, 4, 13)),
        ((date(2026, 4, 13),), (), date(2026, 4, 27)),
        ((), (date(2026, 4, 13),), date(2026, 4, 27)),
        ((), (date(2026, 4, 13), date(2026, 4, 27)), date(2026, 4, 13)),
        ((date(2026, 4, 13), date(2026, 4, 27)), (), None),
    ],
)
def test_a_session_moves_to_the_next_open_noon(
    taken: tuple[date, ...], partner_days: tuple[date, ...], expected: date | None
) -> None:
    days = [Noon(1, date(2026, 4, day), "dicht" if day in {6, 20} else "") for day in (27, 20, 6, 13)]
    days += [Noon(1, date(2026, 5, 4)), Noon(1, date(2026, 4, 2))]
    assert next_open(days, date(2026, 4, 6), frozenset(taken), frozenset(partner_days)) == expected


APRIL = st.dates(date(2026, 4, 1), date(2026, 4, 30))


@given(shut=st.sets(APRIL), closed=APRIL, taken=st.frozensets(APRIL), busy=st.frozensets(APRIL))
def test_whatever_closes_a_session_finds_the_first_noon_there_is(
    shut: set[date], closed: date, taken: frozenset[date], busy: frozenset[date]
) -> None:
    noons_ = [Noon(1, date(2026, 4, day), "dicht" if date(2026, 4, day) in shut else "") for day in range(1, 31)]
    free = [noon.day for noon in noons_ if not noon.closed and noon.day > closed and noon.day not in taken]
    found = next_open(noons_, closed, taken, busy)
    if not free:
        assert found is None
        return
    suits = [day for day in free if day not in busy]
    assert found == (suits or free)[0]


def test_when_a_partner_can_come() -> None:
    partner = PlanPartner(1, "koor", frozenset({1}), ((date(2026, 3, 1), date(2026, 3, 31)),), date(2026, 6, 30))
    assert refusal(partner, date(2026, 2, 3)) == ""
    assert refusal(partner, date(2026, 2, 4)) == "koor komt niet op woensdag"
    assert refusal(partner, date(2026, 3, 3)) == "koor is afwezig op 03/03/2026"
    assert refusal(partner, date(2026, 7, 7)) == "koor werkt mee tot 30/06/2026"


def test_weekdays_are_stored_and_said() -> None:
    assert read_weekdays(stored_weekdays(frozenset({2, 0}))) == {0, 2}
    assert weekday_words(frozenset()) == weekday_words(frozenset(range(5))) == "elke weekdag"
    assert weekday_words(frozenset({3, 0})) == "ma do"


def test_months_count_on() -> None:
    assert list(months_between(Month(2026, 11), Month(2027, 2))) == [(2026, 11), (2026, 12), (2027, 1), (2027, 2)]
    assert Month(2026, 11).plus(-11) == Month(2025, 12)
