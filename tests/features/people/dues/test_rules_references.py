"""The structured communication: made, shown, found in free text, and every slip of a finger caught."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.features.people import rules
from mmc_desk.features.people.rules.references import find_references

BASES = st.integers(0, 10**10 - 1)


@pytest.mark.parametrize(
    ("base", "digits"),
    [
        (1234567890, "123456789002"),
        (2027000271, "202700027101"),
        (9700, "000000970097"),
        (0, "000000000097"),
        (96, "000000009696"),
    ],
)
def test_the_checksum_is_the_rest_by_97_and_97_for_none(base: int, digits: str) -> None:
    assert rules.make_reference(base) == digits
    assert rules.is_reference(digits)


@pytest.mark.parametrize("digits", ["", "12345678900", "1234567890023", "000000970000", "123456789003", "12345678900x"])
def test_what_is_no_reference(digits: str) -> None:
    assert not rules.is_reference(digits)


def test_a_reference_as_people_write_it() -> None:
    assert rules.show_reference("123456789002") == "+++123/4567/89002+++"
    assert rules.show_reference("") == ""


def test_a_year_and_a_member_number_make_the_base() -> None:
    assert rules.reference_base(2027, 271) == 2027000271
    assert rules.reference_base(2027, 3_000_271) == 2027000271


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("+++123/4567/89002+++", ("123456789002",)),
        ("***123/4567/89002***", ("123456789002",)),
        ("betaling +++ 123/4567/ 89002 +++ dank u", ("123456789002",)),
        ("+++123/4567\n/89002+++", ("123456789002",)),
        ("mededeling: 123456789002", ("123456789002",)),
        ("123/4567/89002 en 202/7000/27101", ("123456789002", "202700027101")),
        ("123 4567 89002", ("123456789002",)),
        ("+++123/4567/89002+++ +++123/4567/89002+++", ("123456789002",)),
        ("+++123/4567/89003+++", ()),
        ("BE68 5390 0754 7034", ()),
        ("BE68539007547034", ()),
        ("0123456789002", ()),
        ("lidgeld 2027", ()),
        ("", ()),
    ],
)
def test_references_in_free_text(text: str, found: tuple[str, ...]) -> None:
    assert find_references(text) == found


@given(BASES)
def test_every_reference_is_found_again_however_it_is_written(base: int) -> None:
    digits = rules.make_reference(base)
    assert rules.is_reference(digits)
    for text in (rules.show_reference(digits), digits, f"a {digits[:3]}/{digits[3:7]}/{digits[7:]} b"):
        assert find_references(text) == (digits,)


@given(BASES, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_caught(base: int, place: int, by: int) -> None:
    digits = rules.make_reference(base)
    wrong = f"{digits[:place]}{(int(digits[place]) + by) % 10}{digits[place + 1 :]}"
    assert not rules.is_reference(wrong)


@given(BASES, st.integers(0, 10))
def test_two_swapped_neighbours_are_always_caught(base: int, place: int) -> None:
    digits = rules.make_reference(base)
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert swapped == digits or not rules.is_reference(swapped)


def test_no_slip_at_all_can_collide() -> None:
    # The arithmetic behind the two tests above: what a slip adds is never a multiple of 97.
    weights = [10**power % 97 for power in range(10)]
    assert all(delta * weight % 97 for delta in range(-9, 10) if delta for weight in weights)
    assert all(delta * (10 * weight - weight) % 97 for delta in range(-9, 10) if delta for weight in weights)
    assert all(delta * 11 % 97 for delta in range(-9, 10) if delta), "the last digit swapped with the first of the sum"
    # 98, 99 and 00 would be the same rest as 01, 02 and 97; they are never made, and never taken.
    for base in range(97):
        digits = rules.make_reference(base)
        assert [check for check in range(100) if rules.is_reference(f"{digits[:10]}{check:02d}")] == [int(digits[10:])]
