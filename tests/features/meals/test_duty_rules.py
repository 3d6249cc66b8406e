"""The proposal of the duty roster: who may, who is next, who is missing; its laws by property tests."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.features.meals.model.duties import MealTask
from mmc_desk.features.meals.rules import duties as rules
from mmc_desk.features.meals.rules.duties import Helper, Hindrance, Noon, Planned, Shortage, Standing

TUESDAY = date(2026, 11, 24)
COOK, DISHES = MealTask.COOKING, MealTask.DISHES


@pytest.mark.parametrize(
    ("helper", "why"),
    [
        (Helper(1, "A"), None),
        (Helper(1, "A", active_from=TUESDAY + timedelta(1)), Hindrance.STOPPED),
        (Helper(1, "A", active_to=TUESDAY - timedelta(1)), Hindrance.STOPPED),
        (Helper(1, "A", absences=((TUESDAY, TUESDAY),)), Hindrance.ABSENT),
        (Helper(1, "A", weekdays=frozenset({0})), Hindrance.WEEKDAY),
        (Helper(1, "A", weekdays=frozenset({1})), None),
        (Helper(1, "A", elsewhere=frozenset({TUESDAY})), Hindrance.ELSEWHERE),
    ],
)
def test_hindrances(helper: Helper, why: Hindrance | None) -> None:
    assert rules.hindrance(helper, TUESDAY) is why
    assert bool(rules.hindrance_text(why)) == (why is not None)


def test_who_did_least_in_eight_weeks_is_next() -> None:
    busy = Helper(1, "Anna", served=(TUESDAY - timedelta(7),))
    idle = Helper(2, "Bert", served=(TUESDAY - timedelta(57),))
    found = rules.propose([Noon(9, TUESDAY)], [busy, idle], {COOK: 1})
    assert found.add == (Planned(9, 2, COOK),)


def test_of_as_many_duties_the_longest_ago_is_next() -> None:
    lately = Helper(1, "Anna", served=(TUESDAY - timedelta(7),))
    before = Helper(2, "Bert", served=(TUESDAY - timedelta(14),))
    assert rules.propose([Noon(9, TUESDAY)], [lately, before], {COOK: 1}).add[0].volunteer_id == 2


def test_a_jack_of_all_trades_makes_room_for_who_can_do_one_thing() -> None:
    anybody, cook = Helper(1, "Anna"), Helper(2, "Bert", tasks=frozenset({COOK}))
    found = rules.propose([Noon(9, TUESDAY)], [anybody, cook], {COOK: 1, DISHES: 1})
    assert set(found.add) == {Planned(9, 2, COOK), Planned(9, 1, DISHES)}
    assert not found.shortages


def test_what_is_pinned_stays_and_what_can_not_be_goes() -> None:
    away = Helper(1, "Anna", absences=((TUESDAY, TUESDAY),))
    pinned = Noon(9, TUESDAY, (Standing(5, 1, COOK, is_pinned=True),))
    assert rules.propose([pinned], [away], {COOK: 1}) == rules.Proposal((), (), ())
    loose = Noon(9, TUESDAY, (Standing(5, 1, COOK, is_pinned=False), Standing(6, 77, COOK, is_pinned=False)))
    found = rules.propose([loose], [away], {COOK: 1})
    assert found.drop == (5, 6)
    assert found.shortages == (Shortage(9, TUESDAY, COOK, 1, ((Hindrance.ABSENT, 1),)),)


def test_why_somebody_is_missing() -> None:
    helpers = [
        Helper(1, "Anna", tasks=frozenset({COOK, DISHES})),
        Helper(2, "Bert", tasks=frozenset({COOK}), weekdays=frozenset({0})),
    ]
    found = rules.propose([Noon(9, TUESDAY)], helpers, {COOK: 2, DISHES: 1, MealTask.WELCOME: 1})
    texts = {shortage.task: rules.why_short(shortage) for shortage in found.shortages}
    assert texts[MealTask.WELCOME] == "geen enkele vrijwilliger van dit restaurant doet dit"
    assert texts[COOK] == "1 al op dienst, 1 helpt die weekdag niet"
    assert sum(shortage.missing for shortage in found.shortages) == 3


TASKS = st.sampled_from(list(MealTask))
DAYS = st.integers(-70, 30).map(lambda days: TUESDAY + timedelta(days))


@st.composite
def helpers_of(draw: st.DrawFn) -> list[Helper]:
    return [
        Helper(
            volunteer_id=key,
            name=f"N{key}",
            tasks=draw(st.frozensets(TASKS)),
            weekdays=draw(st.frozensets(st.integers(0, 6))),
            absences=tuple((day, day + timedelta(3)) for day in draw(st.lists(DAYS, max_size=2))),
            active_from=draw(st.none() | DAYS),
            active_to=draw(st.none() | DAYS),
            served=tuple(draw(st.lists(DAYS.filter(lambda day: day < TUESDAY), max_size=4))),
            elsewhere=draw(st.frozensets(DAYS, max_size=2)),
        )
        for key in range(draw(st.integers(0, 7)))
    ]


@st.composite
def noons_of(draw: st.DrawFn) -> list[Noon]:
    noons = []
    for number in range(draw(st.integers(0, 4))):
        keys = draw(st.lists(st.integers(0, 9), unique=True, max_size=4))
        duties = [
            Standing(number * 10 + place, key, draw(TASKS), is_pinned=draw(st.booleans()))
            for place, key in enumerate(keys)
        ]
        noons.append(Noon(number, TUESDAY + timedelta(days=7 * number), tuple(duties)))
    return noons


NEEDS = st.dictionaries(TASKS, st.integers(0, 3))


@given(noons_of(), helpers_of(), NEEDS)
def test_the_laws_of_a_proposal(noons: list[Noon], helpers: list[Helper], needs: dict[MealTask, int]) -> None:
    found = rules.propose(noons, helpers, needs)
    by_id, days = {one.volunteer_id: one for one in helpers}, {noon.service_id: noon.day for noon in noons}
    pinned = {duty.duty_id for noon in noons for duty in noon.duties if duty.is_pinned}
    assert not pinned & set(found.drop)
    for one in found.add:
        assert by_id[one.volunteer_id].does(one.task)
        assert rules.hindrance(by_id[one.volunteer_id], days[one.service_id]) is None
    for noon in noons:
        kept = [duty for duty in noon.duties if duty.duty_id not in found.drop]
        added = [one for one in found.add if one.service_id == noon.service_id]
        people = [*(duty.volunteer_id for duty in kept), *(one.volunteer_id for one in added)]
        assert len(people) == len(set(people))
        had, more = Counter(duty.task for duty in kept), Counter(one.task for one in added)
        short = {one.task: one.missing for one in found.shortages if one.service_id == noon.service_id}
        for task in MealTask:
            wanted = max(0, needs.get(task, 0) - had[task])
            assert more[task] + short.get(task, 0) == wanted
        for task in short:
            idle = [one for one in helpers if one.volunteer_id not in people and one.does(task)]
            assert all(rules.hindrance(one, noon.day) for one in idle)


@given(noons_of(), helpers_of(), NEEDS)
def test_a_proposal_taken_over_proposes_no_more(
    noons: list[Noon], helpers: list[Helper], needs: dict[MealTask, int]
) -> None:
    first = rules.propose(noons, helpers, needs)
    after = [
        Noon(
            noon.service_id,
            noon.day,
            (
                *(duty for duty in noon.duties if duty.duty_id not in first.drop),
                *(
                    Standing(1000 + place, one.volunteer_id, one.task, is_pinned=False)
                    for place, one in enumerate(first.add)
                    if one.service_id == noon.service_id
                ),
            ),
        )
        for noon in noons
    ]
    again = rules.propose(after, helpers, needs)
    assert (again.add, again.drop) == ((), ())
    assert Counter(one.task for one in again.shortages) == Counter(one.task for one in first.shortages)


@given(st.integers(1, 9), st.integers(1, 12), st.integers(1, 9))
def test_equals_are_on_duty_as_often(people: int, noons: int, wanted: int) -> None:
    helpers = [Helper(key, f"N{key}") for key in range(people)]
    weeks = [Noon(number, TUESDAY + timedelta(days=number * 4)) for number in range(noons)]
    found = rules.propose(weeks, helpers, {COOK: wanted})
    counts = Counter(one.volunteer_id for one in found.add)
    assert max(counts[key] for key in range(people)) - min(counts[key] for key in range(people)) <= 1
