from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.core.errors import RuleError
from mmc_desk.features.people import rules
from mmc_desk.features.people.model import AvailabilityKind, Household, IncomeResult
from mmc_desk.features.people.rules import (
    DatedAddress,
    DatedException,
    Expiry,
    MembershipStatus,
    MembershipTariff,
    NamedPerson,
    Review,
    WeekSlot,
)

DAY = date(2026, 11, 23)
TARIFF = MembershipTariff()
DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))
SLOTS = st.builds(
    lambda weekday, start, minutes: WeekSlot(
        weekday,
        time(start // 60, start % 60),
        time(min(start + minutes, 1439) // 60, min(start + minutes, 1439) % 60),
    ),
    st.integers(0, 6),
    st.integers(0, 1438),
    st.integers(1, 1439),
)


@pytest.mark.parametrize(
    ("household", "since", "fee"),
    [
        (Household.SINGLE, None, 1200),
        (Household.SINGLE, date(2025, 9, 1), 1200),
        (Household.SINGLE, date(2026, 6, 30), 1200),
        (Household.SINGLE, date(2026, 7, 1), 600),
        (Household.SINGLE, date(2026, 12, 15), 600),
        (Household.COUPLE, date(2026, 1, 5), 1800),
        (Household.COUPLE, date(2026, 7, 1), 900),
    ],
)
def test_the_fee_is_half_from_july(household: Household, since: date | None, fee: int) -> None:
    assert rules.membership_fee(TARIFF, household, 2026, since) == fee


def test_a_couple_pays_once() -> None:
    assert rules.membership_fee(TARIFF, Household.COUPLE, 2026, partner_pays=True) == 0
    assert rules.membership_fee(TARIFF, Household.SINGLE, 2026, partner_pays=True) == 1200


def test_another_town_has_another_tariff() -> None:
    tariff = MembershipTariff(single=1005, couple=2700, half_from=(9, 1))
    assert rules.membership_fee(tariff, Household.SINGLE, 2026, date(2026, 8, 31)) == 1005
    assert rules.membership_fee(tariff, Household.SINGLE, 2026, date(2026, 9, 1)) == 503


@pytest.mark.parametrize(
    ("day", "paid", "last_year", "ended", "status"),
    [
        (date(2026, 1, 31), False, True, None, MembershipStatus.GRACE),
        (date(2026, 2, 1), False, True, None, MembershipStatus.UNPAID),
        (date(2026, 1, 31), False, False, None, MembershipStatus.UNPAID),
        (date(2026, 12, 31), True, False, None, MembershipStatus.PAID),
        (date(2026, 5, 4), True, True, date(2026, 5, 4), MembershipStatus.ENDED),
        (date(2026, 5, 3), True, True, date(2026, 5, 4), MembershipStatus.PAID),
    ],
)
def test_january_is_grace(
    day: date, *, paid: bool, last_year: bool, ended: date | None, status: MembershipStatus
) -> None:
    assert rules.membership_status(day, paid=paid, member_last_year=last_year, ended_on=ended) is status


def test_a_widow_is_single_from_next_year() -> None:
    died = date(2026, 3, 2)
    assert rules.household_in_year(Household.COUPLE, 2026, died) is Household.COUPLE
    assert rules.household_in_year(Household.COUPLE, 2027, died) is Household.SINGLE
    assert rules.household_in_year(Household.COUPLE, 2027, None) is Household.COUPLE


@pytest.mark.parametrize(
    ("result", "next_review", "state"),
    [
        (None, None, Review.MISSING),
        (IncomeResult.PENDING, DAY + timedelta(days=90), Review.PENDING),
        (IncomeResult.MEETS, None, Review.FINE),
        (IncomeResult.MEETS, DAY + timedelta(days=31), Review.FINE),
        (IncomeResult.EXCEPTION, DAY + timedelta(days=30), Review.SOON),
        (IncomeResult.MEETS, DAY + timedelta(days=1), Review.SOON),
        (IncomeResult.MEETS, DAY, Review.OVERDUE),
        (IncomeResult.MEETS, DAY - timedelta(days=400), Review.OVERDUE),
    ],
)
def test_income_review(result: IncomeResult | None, next_review: date | None, state: Review) -> None:
    assert rules.review_state(result, next_review, DAY) is state


def test_the_next_review_lies_months_ahead() -> None:
    assert rules.review_on(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert rules.review_on(date(2026, 8, 31), 6) == date(2027, 2, 28)


def test_partners_name_each_other() -> None:
    assert rules.partner_breaches({1: 2, 2: 1, 3: None}) == []
    assert rules.partner_breaches({1: 2, 2: None, 3: 9}) == [1, 3]


def test_numbers_and_codes_follow_on() -> None:
    assert rules.next_member_no([]) == 1
    assert rules.next_member_no([3, 271, 12]) == 272
    assert rules.next_driver_code([]) == "C01"
    assert rules.next_driver_code(["C01", "C19", "Jan"]) == "C20"
    assert rules.next_driver_code(["CH-009"]) == "CH-010"
    assert rules.next_driver_code(["7"]) == "8"


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1938, 11, 23), DAY, 88),
        (date(1938, 11, 24), DAY, 87),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age(born: date, day: date, age: int) -> None:
    assert rules.age_on(born, day) == age


@given(DATES, DATES)
def test_a_year_later_one_is_a_year_older(born: date, day: date) -> None:
    later = day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else day + timedelta(days=366)
    assert rules.age_on(born, later) == rules.age_on(born, day) + 1


def test_history_keeps_the_old_village() -> None:
    hees = DatedAddress(date(2015, 1, 1), "Kerkstraat 1", "3740", "Hees")
    bilzen = DatedAddress(date(2026, 6, 1), "Demerwal 2", "3740", "Bilzen")
    assert rules.address_on([bilzen, hees], date(2026, 5, 31)) == hees
    assert rules.address_on([bilzen, hees], date(2026, 6, 1)) == bilzen
    assert rules.address_on([bilzen, hees], date(2010, 1, 1)) == hees
    assert rules.address_on([], DAY) is None


def test_namesakes_are_told_apart_by_birth_year_and_village() -> None:
    people = [
        NamedPerson(1, "Jans", "Maria", date(1938, 1, 1), "Hees"),
        NamedPerson(2, "JANS", "María ", date(1944, 1, 1), ""),
        NamedPerson(3, "Claes", "Jef", date(1950, 1, 1), "Hees"),
        NamedPerson(4, "Maria", "Jans", None, ""),
    ]
    assert rules.distinct_names(people) == {
        1: "Jans Maria (°1938, Hees)",
        2: "JANS María (°1944)",
        3: "Claes Jef",
        4: "Maria Jans",
    }
    assert rules.same_name(people[0], people[1])
    assert not rules.same_name(people[0], people[2])
    assert rules.name_key("Bijnens-Moesen", "Irma") == rules.name_key("bijnens moesen", "IRMA")


@pytest.mark.parametrize(
    ("typed", "stored", "odd"),
    [
        ("", "", False),
        ("0473/64.17.88", "+32473641788", False),
        ("089 51 91 38", "+3289519138", False),
        ("+31 6 12345678", "+31612345678", False),
        ("vragen aan dochter", "vragen aan dochter", True),
        ("12", "12", True),
    ],
)
def test_phones(typed: str, stored: str, *, odd: bool) -> None:
    assert rules.normal_phone(typed) == stored
    assert bool(rules.phone_warning(typed)) is odd


@pytest.mark.parametrize(
    ("typed", "odd"),
    [("", False), ("3740", False), (" 3740 ", False), ("374", True), ("0999", True), ("B-3740", True)],
)
def test_postcodes(typed: str, *, odd: bool) -> None:
    assert bool(rules.postcode_warning(typed)) is odd


@pytest.mark.parametrize(
    ("typed", "odd"),
    [("", False), ("rosa@bilzen.be", False), ("rosa@bilzen", True), ("rosa bilzen.be", True)],
)
def test_mail_addresses(typed: str, *, odd: bool) -> None:
    assert bool(rules.email_warning(typed)) is odd


def test_a_driver_is_active_on_both_end_days() -> None:
    start, end = date(2015, 3, 1), date(2019, 12, 31)
    assert rules.active_on(start, end, start)
    assert rules.active_on(start, end, end)
    assert not rules.active_on(start, end, date(2020, 1, 1))
    assert not rules.active_on(start, end, date(2015, 2, 28))
    assert rules.active_on(None, None, DAY)


def test_hours_of_a_day() -> None:
    pattern = rules.parse_week_pattern("ma 9-12 13-17, di")
    leave = DatedException(AvailabilityKind.ABSENT, DAY, DAY + timedelta(days=1))
    extra = DatedException(AvailabilityKind.AVAILABLE, DAY - timedelta(days=1), DAY + timedelta(days=9))
    assert rules.hours_on(DAY, pattern, []) == ((time(9), time(12)), (time(13), time(17)))
    assert rules.hours_on(DAY + timedelta(days=1), pattern, []) == ((rules.DAY_START, rules.DAY_END),)
    assert rules.hours_on(DAY + timedelta(days=2), pattern, []) == ()
    assert rules.hours_on(DAY, pattern, [extra, leave]) == ()
    assert rules.hours_on(DAY + timedelta(days=2), pattern, [extra, leave]) == ((rules.DAY_START, rules.DAY_END),)
    assert rules.hours_on(DAY, (), []) == ((rules.DAY_START, rules.DAY_END),)


@pytest.mark.parametrize(
    ("days", "expiry"),
    [
        (61, Expiry.FINE),
        (60, Expiry.WITHIN_60),
        (31, Expiry.WITHIN_60),
        (30, Expiry.WITHIN_30),
        (1, Expiry.WITHIN_30),
        (0, Expiry.EXPIRED),
        (-1, Expiry.EXPIRED),
    ],
)
def test_papers_warn_60_30_and_0_days_ahead(days: int, expiry: Expiry) -> None:
    assert rules.document_expiry(DAY + timedelta(days=days), DAY) is expiry


def test_a_paper_without_date_is_unknown() -> None:
    assert rules.document_expiry(None, DAY) is Expiry.UNKNOWN


def test_iban() -> None:
    assert rules.check_iban(" be68 5390 0754 7034 ").number == "BE68539007547034"
    assert rules.check_iban("BE68 5390 0754 7034").error == ""
    assert rules.check_iban("") == rules.IbanCheck("")
    assert "BE68" in rules.check_iban("BE68 5390 0754 7035").error
    unknown_bank = rules.check_iban("BE68539007547034")
    assert (unknown_bank.error, bool(unknown_bank.warning)) == ("", True)
    assert rules.check_iban("BE49 7583 1226 0871").warning == ""
    assert rules.show_iban("BE68539007547034") == "BE68 5390 0754 7034"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""),
        ("geen", ""),
        ("ma di do", "ma di do"),
        ("Do, Ma en DI", "ma di do"),
        ("ma/di/do", "ma di do"),
        ("maandag; woensdagen", "ma wo"),
        ("ma. woe. vrij", "ma wo vr"),
        ("ma-vr", "ma di wo do vr"),
        ("ma t/m wo", "ma di wo"),
        ("za tot ma", "ma za zo"),
        ("alle dagen", "ma di wo do vr za zo"),
        ("weekdagen", "ma di wo do vr"),
        ("weekend", "za zo"),
        ("ma vm", "ma tot 12:00"),
        ("ma vm, ma namiddag", "ma"),
        ("wo 13u-17u30", "wo 13:00-17:30"),
        ("wo 9-12 13-24", "wo 09:00-12:00 vanaf 13:00"),
        ("ma-di avond", "ma vanaf 18:00, di vanaf 18:00"),
        ("ma 9-12 ma 11:30-15", "ma 09:00-15:00"),
        ("ma tot 13 uur, di vanaf 9u", "ma tot 13:00, di vanaf 09:00"),
        ("ma vanaf 9 tot 12u30", "ma 09:00-12:30"),
        ("wo 13u tot 17, do", "wo 13:00-17:00, do"),
    ],
)
def test_week_patterns(typed: str, shown: str) -> None:
    assert rules.show_week_pattern(rules.parse_week_pattern(typed)) == shown


@pytest.mark.parametrize("typed", ["soms", "ma m", "9-12", "vm ma", "ma-soms", "ma 17-9", "ma 9-99", "ma 12-12"])
def test_an_unclear_week_pattern_names_the_mend(typed: str) -> None:
    with pytest.raises(RuleError, match=r".{15,}"):
        rules.parse_week_pattern(typed)


@given(st.lists(SLOTS, max_size=12))
def test_a_shown_pattern_reads_back(slots: list[WeekSlot]) -> None:
    normal = rules.normalise_pattern(slots)
    assert rules.normalise_pattern(normal) == normal
    assert rules.parse_week_pattern(rules.show_week_pattern(slots)) == normal
    for one, other in pairwise(normal):
        assert one.weekday < other.weekday or one.to_time < other.from_time
