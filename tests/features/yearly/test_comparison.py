"""Years side by side, the figures over all years, the records behind a number: on both databases."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from mmc_desk.core.figures import Measure, Records
from mmc_desk.features import load_features
from mmc_desk.features.meals.figures import per_month
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.people.model import Address, EndReason, Member, Membership, Person
from mmc_desk.features.people.queries.breakdowns import members_per_month, members_per_village
from mmc_desk.features.rides.model import CancelledBy, Ride, RideState
from mmc_desk.features.rides.queries.breakdowns import undriven_per_month, unmet_per_reason
from mmc_desk.features.yearly.model import EnteredFigure
from mmc_desk.features.yearly.printout.records import RecordList, say_total, sheet, show_record
from mmc_desk.features.yearly.queries.comparison import (
    compare_breakdown,
    compare_years,
    figures_over_years,
    known_years,
)
from mmc_desk.features.yearly.queries.drilldown import Spot, open_records, records_behind
from mmc_desk.features.yearly.rules.comparing import change_between, percent_between
from mmc_desk.printing.sheets import Kind

Book = Any
"""The RideBook of conftest.py: a test folder is no package to import from."""


KEYS = (101, 102, 103)
"""Beyond those that a database hands out itself."""
LEFT = {"ended_on": date(2019, 12, 31), "end_reason": EndReason.MOVED}


def fill(book: Book) -> None:
    """Two members, one of whom leaves for a third; rides of three years; two noons."""

    def add(session: Session) -> None:
        people = [{"id": key, "last_name": f"Naam {key}"} for key in KEYS]
        session.execute(insert(Person), people)
        rows = [
            {"id": key, "person_id": key, "member_no": key, "since": date(2018, key - 100, 1), **LEFT} for key in KEYS
        ]
        rows[1] |= {"ended_on": None, "end_reason": None}
        session.execute(insert(Member), rows)
        years = {101: (2018, 2019), 102: (2018, 2020), 103: (2019, 2020)}
        session.execute(
            insert(Membership),
            [{"member_id": key, "year": year, "fee": 1250} for key, found in years.items() for year in found],
        )
        moves = [(101, 2010, "Hees"), (101, 2020, "Bilzen"), (102, 2025, "Beverst")]
        session.execute(
            insert(Address),
            [
                {"person_id": key, "valid_from": date(year, 1, 1), "street": "", "postcode": "", "village": village}
                for key, year, village in moves
            ],
        )
        session.add(VillageRestaurant(id=101, name="Hees"))
        session.flush()
        noons = [(date(2019, 1, 3), 10, 12, 3), (date(2019, 1, 10), 15, None, 1), (date(2019, 2, 7), 20, None, None)]
        for day, present, booked, missed in noons:
            session.add(
                MealService(restaurant_id=101, service_date=day, present=present, booked=booked, no_show=missed)
            )

    book.database.write(add)
    jan = book.driver("Peeters|Jan")
    book.ride(date(2018, 3, 3), jan, 10, legs=2)
    book.ride(date(2019, 3, 3), jan, 20.5)
    book.ride(date(2020, 3, 3), jan, 30)
    for month, reason in ((1, ""), (1, "niemand vrij"), (2, "niemand vrij")):
        book.ride(date(2019, month, 5), None, None, state=RideState.NO_DRIVER, reason=reason)
    book.ride(date(2019, 2, 5), None, None, state=RideState.CANCELLED)
    book.ride(date(2019, 2, 6), jan, 4, state=RideState.WASTED)


@pytest.fixture
def filled(book: Book) -> Book:
    fill(book)
    return book


def behind(*spot: Any) -> Records:  # noqa: ANN401 - what a Spot takes
    found = records_behind(load_features(), Spot(*spot))
    assert found is not None
    return found


def merged(session: Session) -> None:
    """Put two rides of 2019 into the car of the first one."""
    car = session.scalar(select(func.min(Ride.id)))
    more = {"state": RideState.CANCELLED, "cancelled_by": CancelledBy.DESK, "merged_into_id": car}
    session.execute(insert(Ride), [{"ride_no": f"M{key}", "ride_date": date(2019, 6, key), **more} for key in (1, 2)])


def test_breakdowns_tell_months_villages_and_reasons(filled: Book) -> None:
    assert filled.read(members_per_month, 2019)[0] == (1, 2, 0, 0)
    assert filled.read(members_per_month, 2019)[11] == (12, 0, 0, 2)
    assert filled.read(members_per_month, 2018)[0] == (1, 1, 1, 0)
    assert filled.read(members_per_month, 2017) == []
    assert filled.read(members_per_village, 2018) == [
        ("Beverst", "Beverst", 1, None, None),
        ("Hees", "Hees", 1, None, None),
    ]
    assert filled.read(members_per_village, 2020) == [
        ("Beverst", "Beverst", 1, 1, 0),
        ("", "onbekend", 1, 0, 0),
        ("Bilzen", "Bilzen", 0, 0, 1),
    ]
    assert filled.read(members_per_village, 2021) == []
    assert filled.read(unmet_per_reason, 2019) == [
        ("niemand vrij", "niemand vrij", 2),
        ("", "geen reden genoteerd", 1),
    ]
    assert filled.read(undriven_per_month, 2019)[:3] == [(1, 0, 0, 2), (2, 1, 1, 1), (3, 0, 0, 0)]
    assert filled.read(undriven_per_month, 2020) == []
    assert filled.read(per_month, 2019) == [(1, 2, 25, 4, 25.0), (2, 1, 20, None, None)]


def test_years_stand_side_by_side_and_a_shared_car_is_no_cancellation(filled: Book) -> None:
    filled.database.write(merged)
    found = filled.read(compare_years, (2020, 2018), load_features(), "per_month")
    lines = {line.name: line for line in found.lines}
    assert (found.year, found.known, found.empty) == (2020, (2018, 2019, 2020), False)
    assert [lines["km"].value(year) for year in (2020, 2019, 2018, 2000)] == [30, 20.5, 10, None]
    assert (lines["km"].change(found.years), lines["km"].percent(found.years)) == (20, 200.0)
    assert (lines["km"].change((2020,)), lines["km"].percent((2020,))) == (None, None)
    assert {name: lines[name].value(2020) for name in ("members_joined", "members_left", "members_change")} == {
        "members_joined": 1,
        "members_left": 1,
        "members_change": 0,
    }
    assert lines["cancelled"].value(2019) == 1
    assert ("per_village", "Ritten per dorp van vertrek") in found.choices
    assert (found.table.name, set(found.table.by_year)) == ("per_month", {2020, 2018})
    assert found.table.by_year[2018].rows[2] == (3, 1, 10, 1)
    assert filled.read(compare_breakdown, (2020,), load_features(), "no such breakdown") is None


def test_figures_over_the_years_begin_with_an_entered_total(filled: Book) -> None:
    entered = EnteredFigure(year=2017, name="members", value=271, source="jaarverslag", note="")
    filled.database.write(lambda session: session.add(entered))
    over = filled.read(figures_over_years, load_features())
    assert over.years == (2017, 2018, 2019, 2020)
    assert [over.values["members"][year].value for year in over.years] == [271, 2, 2, 2]
    assert [over.values["rides"][year].value for year in over.years] == [None, 1, 1, 1]


def test_a_database_that_knows_nothing_has_no_years(book: Book) -> None:
    assert book.read(known_years, load_features()) == ()
    assert book.read(figures_over_years, load_features()).years == ()
    assert book.read(compare_years, (2020,), load_features()).empty


def test_records_make_their_number_and_come_in_pages(filled: Book) -> None:
    km = filled.read(open_records, behind("km", 2019))
    assert (km.total.size, km.total.value) == (1, 20.5)
    assert km.rows[0].cells[0] == date(2019, 3, 3)
    legs = filled.read(open_records, behind("legs", 2019))
    assert legs.total.value is None
    assert filled.read(open_records, behind("legs", 2018)).total.value == 2
    assert filled.read(open_records, behind("members_change", 2020)).total.value == 0
    share = filled.read(open_records, behind("meals_per_month", 2019, "no_show_share", 1))
    assert share.total.value == 25.0
    assert filled.read(open_records, behind("meals_per_month", 2019, "no_show_share", 3)).total.value is None
    assert filled.read(open_records, behind("meals_average", 2019)).total.value == 15.0
    assert filled.read(open_records, behind("meals_average", 2018)).total.value is None
    assert filled.read(open_records, behind("meals_per_month", 2019, "no_shows", 2)).total.value is None
    pages = [filled.read(open_records, behind("no_driver", 2019), 2, offset) for offset in (0, 2)]
    assert [len(page.rows) for page in pages] == [2, 1]
    assert [page.total.size for page in pages] == [3, 3]
    named = [behind("members_per_village", 2020, name, "Bilzen") for name in ("members", "joined", "left")]
    assert [filled.read(open_records, records).total.value for records in named] == [0, 0, 1]
    months = [behind("members_per_month", 2018, name, 1) for name in ("members", "started", "ended")]
    assert [filled.read(open_records, records).total.value for records in months] == [1, 1, 0]


def test_a_number_that_nobody_declares_has_no_records() -> None:
    features = load_features()
    assert records_behind(features, Spot("no_such", 2019)) is None
    assert records_behind(features, Spot("per_month", 2019, "month", 3)) is None
    assert records_behind(features, Spot("per_month", 2019, "no_such", 3)) is None


def test_records_are_said_and_typed_as_what_they_are(sqlite_book: Book) -> None:
    fill(sqlite_book)

    def said(*spot: Any) -> str:  # noqa: ANN401 - what a Spot takes
        records = behind(*spot)
        return say_total(records, sqlite_book.read(open_records, records).total)

    assert said("rides", 2019) == "1 regel"
    assert said("legs", 2019) == "1 regel, samen – (legs)"
    assert said("meals_average", 2019) == "3 regels, gemiddeld 15 (aan tafel)"
    share = said("meals_per_month", 2019, "no_show_share", 1)
    assert share == "1 regel, niet gekomen in % van ingeschreven: 25"
    members = behind("members", 2019)
    opened = sqlite_book.read(open_records, members)
    fees = members.adding("fee")
    assert sqlite_book.read(open_records, fees).total.value == 25.0
    assert [show_record(column, None) for column in members.columns] == [""] * len(members.columns)
    first = dict(zip([column.name for column in members.columns], opened.rows[0].cells, strict=True))
    assert [show_record(column, first[column.name]) for column in members.columns][-3:] == [
        "31/12/2019",
        "€\xa012,50",
        "",
    ]
    written = sheet(RecordList("Leden", "Wat het telt.", members, opened, "2 regels"))
    assert [column.kind for column in written.columns[-3:]] == [Kind.DATE, Kind.AMOUNT, Kind.DATE]
    assert written.rows[0][-3:] == (date(2019, 12, 31), 12.5, None)
    assert written.rows[-1][0] == "Totaal (2)"
    km = behind("km", 2019)
    typed = sheet(RecordList("Km", "", km, sqlite_book.read(open_records, km), ""))
    assert typed.rows[0][-2:] == ("boodschappen", 20.5)
    assert typed.rows[-1][-1] == 20.5
    assert show_record(behind("volunteer_hours", 2019).columns[-1], 210) == "3,5"
    assert typed.notes == ["Km"]


@pytest.mark.parametrize(
    ("value", "before", "change", "percent"),
    [(295, 271, 24, 8.9), (5, 0, 5, None), (None, 3, None, None), (3, None, None, None), (0, 4, -4, -100.0)],
)
def test_changes_exist_where_both_are_known(
    value: float | None, before: float | None, change: float | None, percent: float | None
) -> None:
    assert change_between(value, before) == change
    assert percent_between(value, before) == percent


def test_measures_are_asked_for_in_words() -> None:
    records = behind("rides", 2019)
    assert records.measure is Measure.COUNT
    assert records.averaging("metres").measure is Measure.AVERAGE
    assert records.sharing("legs", "passengers").of == "passengers"
