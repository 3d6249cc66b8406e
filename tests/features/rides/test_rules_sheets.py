"""Ride sheets by tables: the odometer chain, what a row lacks, what looks odd (domain.md §9, §10.1, §10.15)."""

from datetime import date

import pytest

from mmc_desk.core.errors import RuleError
from mmc_desk.features.rides.rules.sheets import (
    Noted,
    Outcome,
    Reading,
    SheetEntry,
    check_sheet,
    complete_reading,
    odometer_metres,
    proposed_start,
    readings_before,
    require_sheet,
    sheet_lacks,
    sheet_metres,
)

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
BEFORE = Reading("2026-0007", MONDAY, 84_402, 84_437)


def said(entry: SheetEntry, estimated: int | None = None, before: Reading | None = None) -> list[tuple[str, str]]:
    found = check_sheet(entry, MONDAY, estimated, before)
    return [(caution.field, caution.text.replace("\u00a0", " ")) for caution in found]


@pytest.mark.parametrize(
    ("entry", "metres"),
    [
        (SheetEntry(), None),
        (SheetEntry(metres=26_500), 26_500),
        (SheetEntry(odometer_start=84_402), None),
        (SheetEntry(odometer_end=84_437), None),
        (SheetEntry(odometer_start=84_402, odometer_end=84_437), 35_000),
        (SheetEntry(odometer_start=84_402, odometer_end=84_437, metres=34_600), 34_600),
    ],
)
def test_typed_km_count_before_those_of_the_odometer(entry: SheetEntry, metres: int | None) -> None:
    assert sheet_metres(entry) == metres


def test_the_odometer_alone() -> None:
    assert odometer_metres(SheetEntry(odometer_start=10, odometer_end=12, metres=9)) == 2_000


@pytest.mark.parametrize(
    ("typed", "digits", "after", "meant"),
    [
        (437, 3, 84_402, 84_437),
        (12, 2, 84_402, 84_412),
        (2, 1, 84_402, 84_402),
        (395, 3, 84_402, 85_395),
        (5, 3, 84_990, 85_005),
        (84_437, 5, 84_402, 84_437),
        (437, 3, None, 437),
        (450, 3, 437, 450),
        (9_437, 4, 84_402, 9_437),
    ],
)
def test_the_last_digits_of_a_reading_are_enough(typed: int, digits: int, after: int | None, meant: int) -> None:
    assert complete_reading(typed, digits, after) == meant


def test_the_chain_goes_from_ride_to_ride_over_those_without_readings() -> None:
    rides = [Noted("a", MONDAY, 10, 20), Noted("b", MONDAY), Noted("c", TUESDAY, 30, 44), Noted("d", TUESDAY)]
    first, last = Reading("a", MONDAY, 10, 20), Reading("c", TUESDAY, 30, 44)
    assert readings_before(rides, None) == (None, first, first, last)
    assert readings_before([], BEFORE) == ()
    assert readings_before(rides[1:2], BEFORE) == (BEFORE,)


def test_a_start_is_proposed_within_a_day_only() -> None:
    assert proposed_start(MONDAY, BEFORE) == 84_437
    assert proposed_start(TUESDAY, BEFORE) is None
    assert proposed_start(MONDAY, None) is None


@pytest.mark.parametrize(
    ("entry", "field", "sentence"),
    [
        (SheetEntry(), "metres", "Vul de km of de eindstand in om deze rit te bewaren."),
        (SheetEntry(odometer_end=84_437), "odometer_start", "Vul ook de beginstand in, of typ de km."),
        (
            SheetEntry(odometer_start=84_402, odometer_end=84_347),
            "odometer_end",
            "De eindstand 84.347 is lager dan de beginstand 84.402. Kijk beide na.",
        ),
        (
            SheetEntry(odometer_start=8_440, odometer_end=84_437),
            "odometer_end",
            "75.997 km kan niet voor één rit. Kijk de tellerstanden na.",
        ),
        (SheetEntry(metres=84_437_000), "metres", "84.437 km kan niet voor één rit. Kijk de tellerstanden na."),
    ],
)
def test_edge_15_an_odometer_typo_keeps_a_row_from_being_saved(entry: SheetEntry, field: str, sentence: str) -> None:
    lack = sheet_lacks(entry)
    assert lack is not None
    assert (lack.field, lack.text.replace("\u00a0", " ")) == (field, sentence)
    with pytest.raises(RuleError) as refused:
        require_sheet(entry)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "entry",
    [
        SheetEntry(metres=0),
        SheetEntry(Outcome.WASTED),
        SheetEntry(Outcome.CANCELLED),
        SheetEntry(odometer_start=5, odometer_end=5),
        SheetEntry(odometer_end=84_437, metres=35_000),
    ],
)
def test_what_can_be_saved(entry: SheetEntry) -> None:
    assert sheet_lacks(entry) is None
    require_sheet(entry)


def test_amounts_that_can_not_be_are_refused() -> None:
    with pytest.raises(RuleError) as refused:
        require_sheet(SheetEntry(metres=1, received=-1))
    assert refused.value.field == "received"


def test_edge_1_a_wasted_trip_without_km_is_asked_about() -> None:
    sentence = "Loze rit zonder km: reed de chauffeur, vul ze dan in."
    assert said(SheetEntry(Outcome.WASTED)) == [("metres", sentence)]
    assert said(SheetEntry(Outcome.WASTED, metres=8_000), estimated=40_000) == []


def test_far_from_the_estimate_warns() -> None:
    assert said(SheetEntry(metres=26_000), estimated=20_000) == []
    assert said(SheetEntry(metres=26_100), estimated=20_000) == [
        ("metres", "26,1 km wijkt meer dan 30 % af van de verwachte 20 km.")
    ]
    assert said(SheetEntry(), estimated=20_000) == []


def test_far_without_an_estimate_warns_too() -> None:
    assert said(SheetEntry(metres=400_000)) == []
    assert said(SheetEntry(metres=401_000)) == [("metres", "401 km is ver voor één rit. Klopt dat?")]


def test_km_beside_the_odometer() -> None:
    both = SheetEntry(odometer_start=84_402, odometer_end=84_437, metres=53_000)
    assert said(both) == [("metres", "Volgens de teller is het 35 km; de getypte 53 km tellen.")]
    assert said(SheetEntry(odometer_start=84_402, odometer_end=84_437, metres=34_600)) == []


@pytest.mark.parametrize(
    ("start", "sentences"),
    [
        (84_437, []),
        (84_430, ["Na rit 2026-0007 van 16/11/2026 stond de teller al op 84.437. Kijk beide ritten na."]),
        (84_449, ["Tussen rit 2026-0007 en deze liggen 12 km die op geen blad staan."]),
    ],
)
def test_edge_15_the_chain_of_a_day(start: int, sentences: list[str]) -> None:
    entry = SheetEntry(odometer_start=start, odometer_end=start + 30)
    assert said(entry, before=BEFORE) == [("odometer_start", sentence) for sentence in sentences]


def test_between_days_the_driver_drives_for_himself() -> None:
    entry = SheetEntry(odometer_start=84_900, odometer_end=84_930)
    assert check_sheet(entry, TUESDAY, None, BEFORE) == ()


def test_edge_15_the_same_readings_twice() -> None:
    entry = SheetEntry(odometer_start=84_402, odometer_end=84_437)
    assert said(entry, before=BEFORE) == [
        ("odometer_start", "Dezelfde tellerstanden staan al bij rit 2026-0007. Is er een dubbel getypt?")
    ]
