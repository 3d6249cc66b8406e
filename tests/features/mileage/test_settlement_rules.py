import string
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.core.errors import RuleError
from mmc_desk.features.mileage.model import EntryKind, PaidBy
from mmc_desk.features.mileage.rules import allowance, payment, settlement
from mmc_desk.features.mileage.rules.allowance import Limits
from mmc_desk.features.mileage.rules.payment import Payer
from mmc_desk.features.mileage.rules.settlement import Line, MonthState, Progress, Totals

LINE = Line(1, date(2026, 10, 5), EntryKind.RIDE, 1, 26_000, 4_000, 1_040, 200, 125, 50, 1_415)
LIMITS = Limits(2026, 4_402, 176_083)

cents = st.integers(0, 50_000)
lines = st.builds(
    Line,
    st.integers(1, 99),
    st.dates(date(2019, 1, 1), date(2030, 12, 31)),
    st.sampled_from([EntryKind.RIDE, EntryKind.WASTED]),
    st.integers(0, 1),
    st.integers(0, 2_000_000),
    st.integers(1, 9_000),
    cents,
    cents,
    cents,
    cents,
    cents,
)


@given(st.lists(lines))
def test_lines_and_what_takes_them_back_add_up_to_nothing(found: list[Line]) -> None:
    back = [settlement.reversal(line) for line in found]
    assert settlement.totals([*found, *back]) == Totals()
    assert all(one.rate == other.rate for one, other in zip(found, back, strict=True))


@given(st.lists(lines), st.lists(lines))
def test_totals_are_the_sum_of_their_parts(first: list[Line], second: list[Line]) -> None:
    both = settlement.totals([*first, *second])
    assert both == settlement.totals(first) + settlement.totals(second)
    assert both.balance == both.due - both.received
    assert both.due == sum(line.km_cents + line.parking + line.other for line in [*first, *second])


@given(lines)
def test_a_waived_line_keeps_its_km_and_its_money(line: Line) -> None:
    found = settlement.waived(line)
    assert found.due == 0
    assert (found.metres, found.rate, found.received, found.rides) == (
        line.metres,
        line.rate,
        line.received,
        line.rides,
    )


def test_a_correction_says_the_same_as_its_line() -> None:
    assert settlement.same_figures(LINE, settlement.correction(LINE))
    assert not settlement.same_figures(LINE, replace(LINE, parking=0))
    assert LINE.due == 1_365


@pytest.mark.parametrize(
    ("waives", "iban", "how"),
    [(True, "BE68539007547034", PaidBy.WAIVED), (False, "BE68539007547034", PaidBy.TRANSFER), (False, "", PaidBy.CASH)],
)
def test_how_a_driver_is_paid(waives: bool, iban: str, how: PaidBy) -> None:  # noqa: FBT001 - pytest's own argument
    assert settlement.paid_by(waives=waives, iban=iban) is how


def test_a_month_is_over_on_the_first_of_the_next() -> None:
    settlement.require_over(2026, 12, date(2027, 1, 1))
    with pytest.raises(RuleError, match="December 2026 is nog niet voorbij"):
        settlement.require_over(2026, 12, date(2026, 12, 31))


@pytest.mark.parametrize(
    ("parts", "missing", "state"),
    [
        ([], 2, MonthState.MISSING),
        ([], 0, MonthState.OPEN),
        ([Progress()], 0, MonthState.SETTLED),
        ([Progress()], 1, MonthState.SETTLED),
        ([Progress(is_signed=True)], 0, MonthState.SIGNED),
        ([Progress(is_signed=True, is_in_file=True)], 0, MonthState.IN_FILE),
        ([Progress(is_signed=True, is_paid=True)], 0, MonthState.PAID),
        ([Progress(is_paid=True), Progress(is_signed=True)], 0, MonthState.SIGNED),
    ],
)
def test_how_far_a_month_is(parts: list[Progress], missing: int, state: MonthState) -> None:
    assert settlement.month_state(parts, missing) is state


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2026, 11, 23), date(2026, 11, 24)),
        (date(2026, 11, 27), date(2026, 11, 30)),
        (date(2026, 12, 24), date(2026, 12, 28)),
        (date(2026, 12, 31), date(2027, 1, 4)),
        (date(2026, 4, 2), date(2026, 4, 7)),
        (date(2026, 4, 30), date(2026, 5, 4)),
    ],
)
def test_the_next_day_on_which_banks_work(day: date, after: date) -> None:
    assert payment.next_bank_day(day) == after


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Geladé Josée", "Gelade Josee"),
        ("Müller & Søn", "Muller + Son"),
        ("Łukasz Þór Ðæ œ ß", "Lukasz Thor Dae oe ss"),
        ("“Aanhaling”\n<b>", "Aanhaling b"),
        ("//a//b/", "a/b"),
        ("日本", ""),
    ],
)
def test_names_in_the_letters_that_banks_know(text: str, plain: str) -> None:
    assert payment.sepa_text(text, 70) == plain


@given(st.text(), st.integers(1, 140))
def test_nothing_else_reaches_the_bank(text: str, most: int) -> None:
    found = payment.sepa_text(text, most)
    assert set(found) <= set(string.ascii_letters + string.digits + "/-?:().,'+ ")
    assert len(found) <= most
    assert found == found.strip()
    assert not found.startswith("/")
    assert "//" not in found


@pytest.mark.parametrize(
    ("account", "field"),
    [
        (Payer("", "BE68539007547034"), "name"),
        (Payer("日本", "BE68539007547034"), "name"),
        (Payer("LDC", " "), "iban"),
        (Payer("LDC", "BE68539007547035"), "iban"),
        (Payer("LDC", "BE68 5390 0754 7034", "NIETS"), "bic"),
    ],
)
def test_an_account_that_cannot_be_names_its_field(account: Payer, field: str) -> None:
    with pytest.raises(RuleError) as caught:
        payment.require_payer(account)
    assert caught.value.field == field


def test_an_account_is_stored_plain() -> None:
    found = payment.require_payer(Payer(" LDC De Wijzer ", "be68 5390 0754 7034", "gkccbebb"))
    assert found == Payer("LDC De Wijzer", "BE68539007547034", "GKCCBEBB")


@pytest.mark.parametrize(
    ("amount", "days", "earlier", "field"),
    [
        (1_000, [], 0, "days"),
        (0, [date(2026, 3, 2)], 0, "cents"),
        (4_403, [date(2026, 3, 2)], 0, "cents"),
        (4_402, [date(2026, 3, 2)], 171_682, "days"),
    ],
)
def test_the_flat_allowance_has_limits(amount: int, days: list[date], earlier: int, field: str) -> None:
    with pytest.raises(RuleError) as caught:
        allowance.require_allowance(amount, days, earlier, LIMITS)
    assert caught.value.field == field


def test_within_the_limits_is_fine() -> None:
    allowance.require_allowance(4_402, [date(2026, 3, 2)], 171_681, LIMITS)
    allowance.require_past([], date(2026, 3, 2))
    allowance.require_past([date(2026, 3, 2)], date(2026, 3, 2))
    with pytest.raises(RuleError, match="03/03/2026 moet nog komen"):
        allowance.require_past([date(2026, 3, 2), date(2026, 3, 3)], date(2026, 3, 2))


@pytest.mark.parametrize(
    ("flat", "metres", "warns"), [(True, 2_000_000, False), (True, 2_000_001, True), (False, 9_000_000, False)]
)
def test_the_2000_km_rule_warns_only_beside_a_flat_allowance(flat: bool, metres: int, warns: bool) -> None:  # noqa: FBT001 - pytest's own arguments
    assert bool(allowance.too_many_other_metres(is_flat=flat, other_metres=metres)) is warns
