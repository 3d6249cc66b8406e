from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.core import formats
from mmc_desk.core.errors import RuleError

TODAY = date(2026, 11, 23)
"""A Monday."""


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("25/11/2026", date(2026, 11, 25)),
        ("5-1-2027", date(2027, 1, 5)),
        ("25.11.26", date(2026, 11, 25)),
        ("25 11 26", date(2026, 11, 25)),
        ("2026-11-25", date(2026, 11, 25)),
        ("2026-11-25 00:00:00", date(2026, 11, 25)),
        ("2026-11-25T09:15", date(2026, 11, 25)),
        ("25/11", date(2026, 11, 25)),
        ("1/11", date(2026, 11, 1)),
        ("1/10", date(2027, 10, 1)),
        ("29/02", date(2028, 2, 29)),
        ("1/1/31", date(2031, 1, 1)),
        ("1/1/32", date(1932, 1, 1)),
        ("+2", date(2026, 11, 25)),
        ("-1", date(2026, 11, 22)),
        ("vandaag", TODAY),
        ("Morgen", date(2026, 11, 24)),
        ("overmorgen", date(2026, 11, 25)),
        ("gisteren", date(2026, 11, 22)),
        ("vr", date(2026, 11, 27)),
        ("maandag", date(2026, 11, 30)),
        (" ZO ", date(2026, 11, 29)),
    ],
)
def test_a_date_as_a_person_types_it(typed: str, day: date) -> None:
    assert formats.parse_date(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed", ["", "31/11", "31/11/2026", "2026-13-01", "v", "xx", "25", "25/11/", "0/0/0", "+9999"]
)
def test_no_date_names_the_mend(typed: str) -> None:
    with pytest.raises(RuleError, match="25/11/2026"):
        formats.parse_date(typed, TODAY)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_shown_date_is_read_back(day: date) -> None:
    assert formats.parse_date(formats.show_date(day), TODAY) == day


@given(st.dates(TODAY - timedelta(days=31), TODAY + timedelta(days=330)))
def test_a_date_without_year_is_the_nearest_to_come(day: date) -> None:
    assert formats.parse_date(f"{day:%d/%m}", TODAY) == day


def test_dates_and_times_as_shown() -> None:
    assert [formats.short_month_name(month) for month in (1, 9)] == ["jan", "sep"]
    assert formats.show_date(None) == ""
    assert formats.show_long_date(date(2026, 11, 25)) == "woensdag 25 november 2026"
    assert formats.show_time(datetime(2026, 11, 25, 13, 30, tzinfo=UTC)) == "14:30"
    assert formats.show_time(None) == ""
    assert formats.show_duration(45) == "45\u00a0min"
    assert formats.show_duration(90) == "1\u00a0u\u00a030"


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("9", time(9)),
        ("915", time(9, 15)),
        ("0915", time(9, 15)),
        ("9:15", time(9, 15)),
        ("09.15", time(9, 15)),
        ("9u15", time(9, 15)),
        ("14u", time(14)),
        ("14h30", time(14, 30)),
        ("14:30:00", time(14, 30)),
        (" 23:59 ", time(23, 59)),
    ],
)
def test_a_time_as_a_person_types_it(typed: str, clock: time) -> None:
    assert formats.parse_time(typed) == clock


@pytest.mark.parametrize("typed", ["", "24", "9:60", "noen", "9:1", "99999", "-9"])
def test_no_time_names_the_mend(typed: str) -> None:
    with pytest.raises(RuleError, match="9:15"):
        formats.parse_time(typed)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (None, ""),
        (0, "0"),
        (2983, "2.983"),
        (26.4, "26,4"),
        (26.04, "26"),
        (-0.04, "0"),
        (-1234.5, "-1.234,5"),
        (1_000_000, "1.000.000"),
    ],
)
def test_numbers_as_shown(number: float | None, shown: str) -> None:
    assert formats.show_number(number) == shown


@pytest.mark.parametrize(("number", "shown"), [(28.6, "28,6"), (29, "29,0"), (1012.04, "1.012,0"), (None, "")])
def test_averages_stand_under_each_other(number: float | None, shown: str) -> None:
    assert formats.show_tenths(number) == shown


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("26", "26"),
        ("26,5", "26.5"),
        ("1.012,5", "1012.5"),
        ("1012.5", "1012.5"),
        ("1,012.5", "1012.5"),
        ("1.012", "1012"),
        ("1.012.345", "1012345"),
        ("€ 12,50", "12.50"),
        ("12 EUR", "12"),
        ("-3,5", "-3.5"),
        (",5", "0.5"),
        ("3,", "3"),
        ("1\u00a0000", "1000"),
    ],
)
def test_a_number_as_flanders_or_a_program_writes_it(typed: str, number: str) -> None:
    assert formats.parse_decimal(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed", ["", "zes", "nan", "inf", "1e999999", "1_000", "--3", "3 km", "12,5,0x", ".", "9" * 40]
)
def test_no_number_names_the_mend(typed: str) -> None:
    with pytest.raises(RuleError, match="26,5"):
        formats.parse_decimal(typed)


def test_kilometres_and_amounts_as_typed() -> None:
    assert formats.parse_km("26,5 km") == 26_500
    assert formats.parse_km("26 KM.") == 26_000
    assert formats.parse_amount("€ 1.012,50") == 101_250
    with pytest.raises(RuleError, match="niet negatief"):
        formats.parse_km("-3")


@given(st.integers(-10_000_000, 10_000_000))
def test_a_shown_amount_is_read_back(cents: int) -> None:
    assert formats.parse_amount(formats.show_amount(cents)) == cents


@given(st.integers(0, 10_000_000))
def test_shown_hundreds_of_metres_are_read_back(hundreds: int) -> None:
    assert formats.parse_km(formats.show_km(hundreds * 100)) == hundreds * 100


def test_distances_amounts_and_rates_as_shown() -> None:
    assert formats.show_km(101_658_000) == "101.658\u00a0km"
    assert formats.show_km(26_400) == "26,4\u00a0km"
    assert formats.show_km(None) == ""
    assert formats.show_amount(101_250) == "€\u00a01.012,50"
    assert formats.show_amount(-5) == "-€\u00a00,05"
    assert formats.show_amount(None) == ""
    assert formats.show_rate(4326) == "€\u00a00,4326"
    assert formats.kilometres(26_450) == 26.5
    assert formats.kilometres(26_000) == 26


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("089/51.91.38", "+3289519138", "089 51 91 38"),
        ("0473 64 17 88", "+32473641788", "0473 64 17 88"),
        ("02 512 34 56", "+3225123456", "02 512 34 56"),
        ("09/223.45.67", "+3292234567", "09 223 45 67"),
        ("+31 6 12345678", "+31612345678", "+31 6 12345678"),
        ("0032 89 51 91 38", "+3289519138", "089 51 91 38"),
        ("enkel 's avonds", "enkel 's avonds", "enkel 's avonds"),
        ("12", "12", "12"),
        ("", "", ""),
        ("+9", "+9", "+9"),
        ("+", "+", "+"),
    ],
)
def test_phones(typed: str, stored: str, shown: str) -> None:
    assert formats.parse_phone(typed) == stored
    assert formats.show_phone(stored) == shown


def test_a_belgian_number_of_an_odd_length_is_still_shown_whole() -> None:
    assert formats.show_phone("+328951913").replace(" ", "") == "08951913"


def test_folding_drops_accents_and_capitals() -> None:
    assert formats.fold("Hoeselt") == "hoeselt"
    assert formats.fold("CÉLINE Müller") == "celine muller"
    assert formats.fold("STRASSE") == formats.fold("straße")
