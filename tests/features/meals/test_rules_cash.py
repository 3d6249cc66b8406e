"""The cash box: what should be in it, what is off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.core.errors import RuleError
from mmc_desk.features.meals.rules.cash import CashSheet, require_initials, require_sound_cash

CENTS = st.integers(0, 100_000)


@pytest.mark.parametrize(
    ("sheet", "expected", "difference", "takings"),
    [
        (CashSheet(), 0, None, None),
        (CashSheet(opening=5000, adults=24, price=650, drinks=3120, counted=23_720), 23_720, 0, 18_720),
        (CashSheet(adults=10, price=700, children=2, child_price=350, counted=7650), 7700, -50, 7650),
        (CashSheet(adults=10, price=700, children=2, counted=8450), 8400, 50, 8450),
        (CashSheet(adults=10, children=2, counted=0), 0, 0, 0),
    ],
)
def test_what_should_be_in_the_box(
    sheet: CashSheet, expected: int, difference: int | None, takings: int | None
) -> None:
    assert (sheet.expected, sheet.difference, sheet.takings) == (expected, difference, takings)


@given(CENTS, CENTS, CENTS)
def test_takings_and_difference_tell_the_same(opening: int, drinks: int, counted: int) -> None:
    sheet = CashSheet(opening, drinks=drinks, counted=counted)
    assert sheet.takings is not None
    assert sheet.difference is not None
    assert sheet.takings - sheet.difference == drinks
    assert CashSheet(opening).takings is None


def test_amounts_are_not_below_zero() -> None:
    require_sound_cash(None, 0, 12)
    with pytest.raises(RuleError) as refused:
        require_sound_cash(5000, -1, None)
    assert refused.value.field == "drinks"


def test_two_people_count() -> None:
    require_initials(("RJ", "mv"), 100)
    require_initials(("RJ", ""), 100)
    require_initials(("RJ", "RJ"), None)
    with pytest.raises(RuleError) as refused:
        require_initials(("RJ", " rj "), 100)
    assert refused.value.field == "second_initials"
