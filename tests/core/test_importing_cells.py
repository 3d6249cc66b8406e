"""Cells as offices write them."""

import contextlib
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_desk.core.errors import RuleError
from mmc_desk.core.importing import cells
from mmc_desk.core.importing.kinds import Parse, Reading
from mmc_desk.core.tabular import Cell

TODAY = date(2026, 11, 23)
READING = Reading(TODAY)
READERS = (
    *(cells.read_text, cells.read_note, cells.read_name, cells.read_phone, cells.read_whole),
    *(cells.read_number_at_end, cells.read_year, cells.read_amount, cells.read_km, cells.read_odometer),
    *(cells.read_time, cells.read_date, cells.read_past_date, cells.read_day_or_year, cells.read_yes_no),
)


def refused(read: Parse, cell: Cell, reading: Reading = READING) -> str:
    with pytest.raises(RuleError) as caught:
        read(cell, reading)
    return str(caught.value)


@pytest.mark.parametrize("cell", ["", "  ", "-", "–", "/", "NVT", "n.v.t.", "#N/B", "null"])
def test_what_says_nothing_is_blank(cell: str) -> None:
    assert cells.is_blank(cell)


@pytest.mark.parametrize("cell", ["?", "0", 0.0, False, "geen", date(2019, 1, 1)])
def test_what_says_something_is_not(cell: Cell) -> None:
    assert not cells.is_blank(cell)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("  Van  den\u00a0Bossche ", "Van den Bossche"),
        (3740.0, "3740"),
        (22.5, "22,5"),
        (True, "ja"),
        (False, "nee"),
        (date(2019, 1, 2), "02/01/2019"),
        (datetime(2019, 1, 2, 8, 15), "02/01/2019 08:15"),  # noqa: DTZ001 - a cell has no zone
        (datetime(2019, 1, 2), "02/01/2019"),  # noqa: DTZ001 - a cell has no zone
        (time(8, 15), "08:15:00"),
        (1e20, "1e+20"),
    ],
)
def test_a_cell_as_a_person_sees_it(cell: Cell, shown: str) -> None:
    assert cells.as_text(cell) == shown


def test_a_line_of_text_has_its_limit_and_a_note_has_none() -> None:
    assert cells.read_text("x" * 300, READING) == "x" * 300
    assert "301 tekens" in refused(cells.read_text, "x" * 301)
    assert cells.read_note(" a\nb ", READING) == "a\nb"
    assert cells.read_note(3.0, READING) == "3"
    assert len(cells.read_note("x" * 5000, READING)) == 5000


@pytest.mark.parametrize("cell", ["a\x00b", "a\ud800"])
def test_what_no_database_stores_is_refused(cell: str) -> None:
    assert "onleesbaar" in refused(cells.read_text, cell)
    assert "onleesbaar" in refused(cells.read_note, cell)


@pytest.mark.parametrize(
    ("written", "proper"),
    [
        ("VAN DEN BOSSCHE", "Van den Bossche"),
        ("van de velde", "Van de Velde"),
        ("D'HONDT", "D'Hondt"),
        ("d’hondt", "D’Hondt"),
        ("BROUX-GIELEN", "Broux-Gielen"),
        ("MARTENS-VAN DEN BERG", "Martens-Van den Berg"),
        ("GELADÉ", "Geladé"),
        ("de smet", "De Smet"),
        ("'t jampens", "'t Jampens"),
        ("(jan)", "(Jan)"),
        ("12", "12"),
        ("McDonald", "McDonald"),
        ("de Smet", "de Smet"),
        ("J", "J"),
        ("1a", "1A"),
    ],
)
def test_proper_names(written: str, proper: str) -> None:
    assert cells.read_name(written, READING) == proper


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("0473.31.30.08", "+32473313008"),
        ("+32 473313008", "+32473313008"),
        (473313008.0, "+32473313008"),
        ("32473313008", "+32473313008"),
        ("89519138", "+3289519138"),
        ("089/51.91.38", "+3289519138"),
        ("+31 43 350 40 40", "+31433504040"),
        ("bij de buren", "bij de buren"),
    ],
)
def test_phones(cell: Cell, stored: str) -> None:
    assert cells.read_phone(cell, READING) == stored


@pytest.mark.parametrize(("cell", "number"), [("12", 12), (12.0, 12), ("1.012", 1012), ("0", 0)])
def test_whole_numbers(cell: Cell, number: int) -> None:
    assert cells.read_whole(cell, READING) == number


@pytest.mark.parametrize("cell", ["-1", "1,5", "veel", "1e300", "99999999999", "NaN"])
def test_no_whole_numbers(cell: str) -> None:
    assert "“" in refused(cells.read_whole, cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("41", 41), (41.0, 41), ("0041", 41), ("L-41", 41), ("nr. 41", 41), ("lid nr 41", 41), ("41.0", 41)],
)
def test_numbers_with_a_prefix(cell: Cell, number: int) -> None:
    assert cells.read_number_at_end(cell, READING) == number


@pytest.mark.parametrize("cell", ["Janssen", "12 34", "0", "1234567890", "41b", "-"])
def test_no_numbers(cell: str) -> None:
    assert "geen nummer" in refused(cells.read_number_at_end, cell)


@pytest.mark.parametrize(
    ("cell", "year"),
    [("2019", 2019), (2019.0, 2019), ("Lidgeld 2019", 2019), (date(2019, 5, 1), 2019), ("1/1/2019", 2019)],
)
def test_years(cell: Cell, year: int) -> None:
    assert cells.read_year(cell, READING) == year


@pytest.mark.parametrize("cell", ["2019-2020", "19", "ooit"])
def test_no_years(cell: str) -> None:
    assert "geen jaar" in refused(cells.read_year, cell)


@pytest.mark.parametrize(
    ("cell", "cents"), [("7,86", 786), ("€ 12", 1200), ("1.012,50", 101250), ("12,-", 1200), (7.86, 786), ("0", 0)]
)
def test_amounts(cell: Cell, cents: int) -> None:
    assert cells.read_amount(cell, READING) == cents


@pytest.mark.parametrize("cell", ["-1", "2000000", "gratis"])
def test_no_amounts(cell: str) -> None:
    assert "“" in refused(cells.read_amount, cell)


@pytest.mark.parametrize(
    ("cell", "metres"),
    [("26", 26_000), ("26,5 km", 26_500), (26.5, 26_500), ("26 kilometer", 26_000), ("1.012,5", 1_012_500)],
)
def test_kilometres(cell: Cell, metres: int) -> None:
    assert cells.read_km(cell, READING) == metres


@pytest.mark.parametrize("cell", ["veel", "-12", "9999", "1e300"])
def test_no_kilometres(cell: str) -> None:
    assert "“" in refused(cells.read_km, cell)


def test_odometers() -> None:
    assert cells.read_odometer("45.120 km", READING) == 45_120_000
    assert "kilometerstand" in refused(cells.read_odometer, "3000000")


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("08:15", time(8, 15)),
        ("8u15", time(8, 15)),
        ("8.15", time(8, 15)),
        ("815", time(8, 15)),
        ("08:15:00", time(8, 15)),
        ("8h15", time(8, 15)),
        ("08:15 uur", time(8, 15)),
        ("9 u", time(9)),
        ("8 u 15", time(8, 15)),
        ("8.15 u.", time(8, 15)),
        ("8,15", time(8, 15)),
        ("02/01/2019 08:15", time(8, 15)),
        (0.34375, time(8, 15)),
        (43467.34375, time(8, 15)),
        (8.15, time(8, 15)),
        (9.0, time(9)),
        ("0,34375", time(8, 15)),
        (time(8, 15, 30), time(8, 15)),
        (datetime(2019, 1, 2, 8, 15), time(8, 15)),  # noqa: DTZ001 - a cell has no zone
        (timedelta(hours=8, minutes=15), time(8, 15)),
    ],
)
def test_times(cell: Cell, read: time) -> None:
    assert cells.read_time(cell, READING) == read


@pytest.mark.parametrize("cell", ["25:00", "ochtend", "8:75"])
def test_no_times(cell: str) -> None:
    assert "geen uur" in refused(cells.read_time, cell)


@pytest.mark.parametrize(
    "cell",
    [
        *("02/01/2019", "2/1/2019", "02-01-2019", "02.01.2019", "2/1/19", "2019-01-02", "20190102", "2 januari 2019"),
        *(
            "2 jan. 2019",
            "woensdag 2 januari 2019",
            "wo 02/01/2019",
            "2-jan-19",
            "02/01/2019 08:15",
            "2019-01-02T08:15:00",
        ),
        *("43467", "2 jan '19", 43467.0, date(2019, 1, 2), datetime(2019, 1, 2, 8)),  # noqa: DTZ001 - a cell has no zone
    ],
)
def test_dates(cell: Cell) -> None:
    assert cells.read_date(cell, READING) == date(2019, 1, 2)


@pytest.mark.parametrize(
    "cell", ["31/02/2019", "??/03/1941", "veel", "2/1", "2019-13-01", "2 foo 2019", "2019-01", "1/1/0019"]
)
def test_no_dates(cell: str) -> None:
    assert "geen bestaande datum" in refused(cells.read_date, cell)


def test_dates_in_another_order_and_without_a_year() -> None:
    assert cells.read_date("01/02/2019", Reading(TODAY, "mdj")) == date(2019, 1, 2)
    assert cells.read_date("19/01/02", Reading(TODAY, "jmd")) == date(2019, 1, 2)
    assert cells.read_date("2/1", Reading(TODAY, year=2019)) == date(2019, 1, 2)
    assert "datum" in refused(cells.read_date, "2019/1", Reading(TODAY, year=2019))


def test_dates_in_the_past() -> None:
    assert cells.read_past_date("10/10/32", READING) == date(1932, 10, 10)
    assert cells.read_past_date("10/10/26", READING) == date(2026, 10, 10)
    assert cells.read_past_date("10/12/26", READING) == date(1926, 12, 10)
    assert cells.read_past_date(9923.0, READING) == date(1927, 3, 2)
    assert "verleden" in refused(cells.read_past_date, "10/10/2032")
    assert "verleden" in refused(cells.read_past_date, date(1860, 1, 1))


def test_a_bare_year_is_its_first_day() -> None:
    assert cells.read_day_or_year(2015.0, READING) == date(2015, 1, 1)
    assert cells.read_day_or_year("2/1/2019", READING) == date(2019, 1, 2)


@pytest.mark.parametrize("cell", ["ja", "X", "1", 1.0, True, "waar", "oui", "✓", "Ja!"])
def test_yes(cell: Cell) -> None:
    assert cells.read_yes_no(cell, READING) is True


@pytest.mark.parametrize("cell", ["neen", "nee", "N", "0", False, "non"])
def test_no(cell: Cell) -> None:
    assert cells.read_yes_no(cell, READING) is False


def test_words_know_parts_and_the_first_that_fits() -> None:
    read = cells.words({"stoel": "rolstoel…|stoel", "stok": "stok…"})
    assert [read(cell, READING) for cell in ("Rolstoel (vast)", "STOEL", "wandelstok")] == ["stoel", "stoel", "stok"]
    assert "“fiets” is hier niet bekend" in refused(read, "fiets")


ANY_CELL: st.SearchStrategy[Any] = st.one_of(
    st.text(max_size=40),
    st.text("0123456789/-.,: eu€", max_size=20),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@pytest.mark.parametrize("read", READERS)
@given(cell=ANY_CELL)
def test_no_cell_crashes_a_reader(read: Parse, cell: Cell) -> None:
    with contextlib.suppress(RuleError):
        read(cell, READING)
