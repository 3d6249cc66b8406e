import itertools
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.features.mileage import rules
from mmc_desk.features.mileage.rules import Part, Payee, Period, Rate, Sums
from mmc_desk.features.rides.rules.tariff import km_amount

FIRST, LAST = date(2019, 1, 1), date(2019, 12, 31)
days = st.dates(date(2017, 1, 1), date(2021, 12, 31))


@pytest.mark.parametrize(
    ("metres", "rate", "cents"),
    [
        (26_000, 3_573, 929),  # 9,2898
        (10_000, 3_573, 357),  # 3,573
        (1_000, 3_500, 35),
        (1_000, 3_550, 36),  # 0,355: half a cent goes up
        (500, 3_573, 18),
        (0, 3_573, 0),
        (2_000_000, 9_999, 199_980),
    ],
)
def test_a_ride_is_paid_to_the_cent_half_up(metres: int, rate: int, cents: int) -> None:
    assert km_amount(metres, rate) == cents


@given(st.integers(0, 3_000_000), st.integers(1, 20_000))
def test_the_amount_is_the_exact_product_rounded(metres: int, rate: int) -> None:
    exact = Decimal(metres) / 1000 * rate / 10_000
    assert km_amount(metres, rate) == int(exact.quantize(Decimal("0.01"), ROUND_HALF_UP) * 100)


@pytest.mark.parametrize(
    ("month", "first", "after"),
    [
        (None, date(2019, 1, 1), date(2020, 1, 1)),
        (2, date(2019, 2, 1), date(2019, 3, 1)),
        (12, date(2019, 12, 1), date(2020, 1, 1)),
    ],
)
def test_a_span_is_a_year_or_a_month(month: int | None, first: date, after: date) -> None:
    assert rules.span(2019, month) == (first, after)


def test_a_rate_that_changes_mid_year_makes_two_periods() -> None:
    rates = [Rate(date(2019, 7, 1), date(2020, 6, 30), 3_653), Rate(date(2018, 7, 1), date(2019, 6, 30), 3_573)]
    assert rules.periods_of(rates, FIRST, LAST) == (
        Period(FIRST, date(2019, 6, 30), 3_573),
        Period(date(2019, 7, 1), LAST, 3_653),
    )


def test_after_the_last_rate_the_last_one_goes_on_and_is_marked() -> None:
    assert rules.periods_of([Rate(date(2018, 7, 1), date(2019, 3, 31), 3_573)], FIRST, LAST) == (
        Period(FIRST, date(2019, 3, 31), 3_573),
        Period(date(2019, 4, 1), LAST, 3_573, beyond=True),
    )


def test_a_hole_between_two_rates_uses_the_one_before() -> None:
    rates = [Rate(date(2019, 1, 1), date(2019, 3, 31), 1), Rate(date(2019, 5, 1), None, 2)]
    assert rules.periods_of(rates, FIRST, LAST) == (
        Period(FIRST, date(2019, 3, 31), 1),
        Period(date(2019, 4, 1), date(2019, 4, 30), 1, beyond=True),
        Period(date(2019, 5, 1), LAST, 2),
    )


def test_rates_that_overlap_give_way_to_the_later_one() -> None:
    rates = [Rate(date(2019, 1, 1), date(2019, 12, 31), 1), Rate(date(2019, 7, 1), None, 2)]
    assert [period.rate for period in rules.periods_of(rates, FIRST, LAST)] == [1, 2]


def test_before_the_first_rate_and_without_any_there_is_none() -> None:
    assert rules.periods_of([], FIRST, LAST) == (Period(FIRST, LAST, None),)
    late = rules.periods_of([Rate(date(2019, 6, 1), None, 1)], FIRST, LAST)
    assert late == (Period(FIRST, date(2019, 5, 31), None), Period(date(2019, 6, 1), LAST, 1))


@given(st.lists(st.tuples(days, st.none() | days), max_size=6, unique_by=lambda pair: pair[0]))
def test_every_day_falls_in_exactly_one_period(pairs: list[tuple[date, date | None]]) -> None:
    rates = [
        Rate(start, None if end is None else max(start, end), 1 + place) for place, (start, end) in enumerate(pairs)
    ]
    periods = rules.periods_of(rates, FIRST, LAST)
    assert (periods[0].first, periods[-1].last) == (FIRST, LAST)
    for before, after in itertools.pairwise(periods):
        assert after.first == before.last + timedelta(1)


HALF = Period(FIRST, date(2019, 6, 30), 3_573)
REST = Period(date(2019, 7, 1), LAST, 3_653)
parts = st.builds(
    Part,
    st.integers(1, 3),
    st.integers(1, 12),
    st.sampled_from([HALF, REST]),
    st.builds(Sums, st.integers(1, 50), st.integers(0, 10**7), st.integers(0, 10**6)),
)
PAYEES = {1: Payee(1, "C1", "Jan"), 2: Payee(2, "C2", "Rosa"), 3: Payee(3, "C3", "Piet", waives=True)}


@given(st.lists(parts, max_size=30))
def test_totals_are_the_sums_of_their_parts_in_every_direction(found: list[Part]) -> None:
    periods, per_driver = rules.fold(found, PAYEES)
    drivers = [rules.driver_mileage(PAYEES[key], mine, periods, []) for key, mine in per_driver.items()]
    for driver in drivers:
        assert sum((line.total for line in driver.months), start=Sums()) == driver.total
        assert sum(driver.per_period, start=Sums()) == driver.total
        for line in driver.months:
            assert sum(line.per_period, start=Sums()) == line.total
    total = sum((driver.total for driver in drivers), start=Sums())
    assert total.rides == sum(part.sums.rides for part in found)
    assert total.metres == sum(part.sums.metres for part in found)
    assert total.cents == sum(part.sums.cents for part in found if part.driver != 3)


def test_10_16_who_waives_payment_gets_nothing_while_the_kilometres_count() -> None:
    _, per_driver = rules.fold([Part(3, 1, HALF, Sums(2, 26_000, 929))], PAYEES)
    assert rules.add_up(per_driver[3]) == Sums(2, 26_000, 0, waived=929)


def test_months_come_in_order_and_only_those_driven_in() -> None:
    mine = [Part(1, month, HALF, Sums(1, 1000, 36)) for month in (5, 2, 5)]
    driver = rules.driver_mileage(PAYEES[1], mine, (HALF, REST), [Part(1, 2, HALF, Sums(3, 9000, 300))])
    assert [(line.month, line.total.rides) for line in driver.months] == [(2, 1), (5, 2)]
    assert driver.per_period == (Sums(3, 3000, 108), Sums())
    assert driver.previous == Sums(3, 9000, 300)
