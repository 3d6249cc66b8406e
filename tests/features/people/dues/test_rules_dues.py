"""How a fee stands, who gets a letter, who a reminder; and what the renewal run does."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.features.people import rules
from mmc_desk.features.people.model import Household
from mmc_desk.features.people.rules import Deed, Dues, DuesStatus, Held, MembershipTariff, RenewalLine, Renewing

OPEN = Dues(2027, 1200)
INVITED = replace(OPEN, invited_on=date(2026, 12, 4))
DEC, JAN, FEB = date(2026, 12, 10), date(2027, 1, 20), date(2027, 2, 1)


@pytest.mark.parametrize(
    ("dues", "day", "status"),
    [
        (Dues(2027, 0), JAN, DuesStatus.COVERED),
        (Dues(2027, 0, 1200), JAN, DuesStatus.OVERPAID),
        (Dues(2027, 1200, 1200, JAN), JAN, DuesStatus.PAID),
        (Dues(2027, 1200, 0, JAN), JAN, DuesStatus.PAID),
        (Dues(2027, 1200, 1800, JAN), JAN, DuesStatus.OVERPAID),
        (Dues(2027, 1200, 600), JAN, DuesStatus.PARTIAL),
        (Dues(2027, 1200, 600), FEB, DuesStatus.LATE),
        (Dues(2027, 1200, is_gone=True), JAN, DuesStatus.ENDED),
        (Dues(2027, 1200, 1200, JAN, is_gone=True), JAN, DuesStatus.PAID),
    ],
)
def test_how_a_fee_stands(dues: Dues, day: date, status: DuesStatus) -> None:
    assert rules.dues_status(dues, day, 30) is status


@pytest.mark.parametrize(
    ("dues", "last"),
    [
        (OPEN, date(2027, 1, 31)),
        (INVITED, date(2027, 1, 31)),
        (replace(OPEN, member_before=False), date(2027, 1, 1)),
        (replace(OPEN, invited_on=date(2027, 1, 20)), date(2027, 2, 19)),
    ],
)
def test_10_13_january_is_grace_for_who_was_a_member(dues: Dues, last: date) -> None:
    """Edge case 13 of domain.md §10: fee unpaid in January."""
    assert rules.pay_before(dues, 30) == last
    assert rules.dues_status(dues, last, 30) is DuesStatus.OPEN
    assert rules.dues_status(dues, last + timedelta(days=1), 30) is DuesStatus.LATE


@pytest.mark.parametrize(
    ("dues", "wanted"),
    [
        (OPEN, True),
        (INVITED, False),
        (Dues(2027, 0), False),
        (replace(OPEN, paid_on=JAN), False),
        (replace(OPEN, is_gone=True), False),
    ],
)
def test_who_gets_a_letter(dues: Dues, *, wanted: bool) -> None:
    assert rules.wants_letter(dues) is wanted


@pytest.mark.parametrize(
    ("dues", "day", "wanted"),
    [
        (INVITED, JAN, False),
        (INVITED, FEB, True),
        (OPEN, FEB, False),
        (replace(INVITED, paid_on=JAN), FEB, False),
        (replace(INVITED, fee=0), FEB, False),
        (replace(INVITED, is_gone=True), FEB, False),
        (replace(INVITED, received=600), FEB, True),
        (replace(INVITED, reminded_on=FEB), date(2027, 3, 3), False),
        (replace(INVITED, reminded_on=FEB), date(2027, 3, 4), True),
    ],
)
def test_who_gets_a_reminder(dues: Dues, day: date, *, wanted: bool) -> None:
    assert rules.wants_reminder(dues, day, 30) is wanted


@pytest.mark.parametrize(
    ("ended_on", "deceased_on", "gone"),
    [
        (None, None, False),
        (None, date(2026, 12, 3), True),
        (date(2027, 1, 1), None, True),
        (date(2027, 1, 2), None, False),
        (date(2026, 11, 1), None, True),
    ],
)
def test_10_5_nobody_writes_to_who_died_or_ended(
    ended_on: date | None, deceased_on: date | None, *, gone: bool
) -> None:
    """Edge case 5 of domain.md §10: no letters."""
    assert rules.is_gone(2027, DEC, ended_on, deceased_on) is gone


def test_in_december_the_next_year_is_asked_for() -> None:
    assert rules.renewal_year(date(2026, 11, 30)) == 2026
    assert rules.renewal_year(date(2026, 12, 1)) == 2027


def test_a_year_added_up() -> None:
    rows = [
        Dues(2027, 1200, 1200, JAN, INVITED.invited_on),
        Dues(2027, 1200, 0, JAN),
        Dues(2027, 1200, 1800, JAN),
        Dues(2027, 1200, 600, invited_on=DEC, reminded_on=FEB),
        Dues(2027, 1800, invited_on=DEC),
        Dues(2027, 0),
        Dues(2027, 1200, is_gone=True),
    ]
    told = rules.totals((row, rules.dues_status(row, FEB, 30)) for row in rows)
    assert (told.members, told.paying, told.paid, told.unpaid, told.invited, told.reminded) == (7, 5, 3, 2, 3, 1)
    assert (told.asked_cents, told.received_cents, told.open_cents) == (6600, 4200, 2400)


# --- the renewal run

TARIFF = MembershipTariff()
SINGLE = Renewing(1, 10, date(2015, 3, 1), None)
JEF = Renewing(2, 12, date(2015, 3, 1), None, Household.COUPLE, 3)
ROSA = Renewing(3, 13, date(2015, 3, 1), None, Household.COUPLE, 2)


def plan(
    *members: Renewing, held: tuple[Held, ...] = (), payers: frozenset[int] = frozenset()
) -> tuple[RenewalLine, ...]:
    return rules.plan_renewal(2027, members, held, payers, lambda _day: TARIFF)


def fees(lines: tuple[RenewalLine, ...]) -> dict[int, int]:
    return {line.member_id: line.fee for line in lines}


@pytest.mark.parametrize(
    ("member", "fee"),
    [
        (SINGLE, 1200),
        (replace(SINGLE, since=None), 1200),
        (replace(SINGLE, since=date(2026, 12, 15)), 1200),
        (replace(SINGLE, since=date(2027, 3, 1)), 1200),
        (replace(SINGLE, since=date(2027, 7, 1)), 600),
        (replace(SINGLE, since=date(2028, 1, 5)), None),
        (replace(SINGLE, ended_on=date(2026, 12, 31)), None),
        (replace(SINGLE, ended_on=date(2027, 1, 1)), None),
        (replace(SINGLE, ended_on=date(2027, 2, 1)), 1200),
        (replace(JEF, partner_id=None), 1800),
    ],
)
def test_10_13_who_is_asked_and_how_much(member: Renewing, fee: int | None) -> None:
    """Edge case 13 of domain.md §10: who joined in December is asked the whole next year."""
    assert [line.fee for line in plan(member)] == ([] if fee is None else [fee])


def test_a_couple_pays_once_and_who_paid_last_year_pays_again() -> None:
    assert fees(plan(ROSA, JEF)) == {2: 1800, 3: 0}
    assert fees(plan(ROSA, JEF, payers=frozenset({3}))) == {2: 0, 3: 1800}
    assert fees(plan(ROSA, JEF, payers=frozenset({2, 3}))) == {2: 1800, 3: 0}
    assert fees(plan(ROSA, JEF, held=(Held(9, 3, 1800),))) == {2: 0}
    assert fees(plan(ROSA, JEF, held=(Held(9, 2, 0),))) == {3: 1800}


def test_10_5_a_partner_left_alone_is_single_next_year() -> None:
    """Edge case 5 of domain.md §10: the partner turns single next year."""
    dead = replace(JEF, ended_on=date(2026, 12, 20))
    assert plan(dead, ROSA) == (RenewalLine(3, Deed.ADD, 1200, None, is_widowed=True),)
    made = (Held(8, 2, 1800), Held(9, 3, 0))
    assert plan(dead, ROSA, held=made) == (
        RenewalLine(2, Deed.REMOVE, 1800, 8),
        RenewalLine(3, Deed.CHANGE, 1200, 9, is_widowed=True),
    )
    paid = (Held(8, 2, 1800, is_touched=True), Held(9, 3, 0, is_touched=True))
    assert plan(dead, ROSA, held=paid) == ()
    this_year = replace(JEF, ended_on=date(2027, 2, 3))
    assert fees(plan(this_year, ROSA)) == {2: 1800, 3: 0}


def test_a_row_of_who_is_to_come_stays() -> None:
    assert plan(replace(SINGLE, since=date(2028, 1, 5)), held=(Held(7, 1, 1200),)) == ()


MEMBERS = st.lists(
    st.builds(
        Renewing,
        key=st.just(0),
        member_no=st.just(0),
        since=st.none() | st.dates(date(2020, 1, 1), date(2028, 12, 31)),
        ended_on=st.none() | st.dates(date(2020, 1, 1), date(2028, 12, 31)),
        household=st.sampled_from(Household),
    ),
    max_size=8,
)


@given(MEMBERS, st.integers(0, 4), st.sets(st.integers(1, 8)))
def test_the_run_done_twice_does_nothing_and_a_couple_pays_once(
    loose: list[Renewing], couples: int, payers: set[int]
) -> None:
    members = [replace(one, key=key, member_no=key) for key, one in enumerate(loose, 1)]
    for place in range(0, min(couples * 2, len(members) - 1), 2):
        one, other = members[place], members[place + 1]
        members[place] = replace(one, household=Household.COUPLE, partner_id=other.key)
        members[place + 1] = replace(other, household=Household.COUPLE, partner_id=one.key)
    lines = rules.plan_renewal(2027, members, [], payers, lambda _day: TARIFF)
    assert all(line.deed is Deed.ADD for line in lines)
    told = fees(lines)
    for one in members:
        if one.partner_id in told and one.key in told:
            assert (told[one.key] == 0) != (told[one.partner_id] == 0)
    held = [Held(key, line.member_id, line.fee) for key, line in enumerate(lines, 1)]
    widowed = {line.member_id for line in lines if line.is_widowed}
    after = [
        replace(one, household=Household.SINGLE, partner_id=None) if one.key in widowed else one for one in members
    ]
    assert rules.plan_renewal(2027, after, held, payers, lambda _day: TARIFF) == ()
