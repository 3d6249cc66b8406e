from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.model import DeskSetting
from mmc_desk.features.mileage.queries import mileage_report
from mmc_desk.features.mileage.rules import MileageReport, Sums
from mmc_desk.features.rides.model import OfficialKmRate, RideState
from mmc_desk.features.rides.rules.tariff import km_amount

Book = Any
"""The RideBook of conftest.py: a test folder is no package to import from."""


def report(book: Book, year: int, month: int | None = None) -> MileageReport:
    found: MileageReport = book.read(mileage_report, year, month)
    return found


def set_rates(database: Database, *rates: tuple[date, date | None, int]) -> None:
    def put(session: Session) -> None:
        session.execute(delete(OfficialKmRate))
        session.add_all(OfficialKmRate(valid_from=start, valid_to=end, rate=rate) for start, end, rate in rates)

    database.write(put)


def test_every_ride_is_paid_at_the_rate_of_its_own_day(book: Book) -> None:
    jan = book.driver("Peeters|Jan")
    book.ride(date(2019, 6, 30), jan, 26)
    book.ride(date(2019, 7, 1), jan, 26, state=RideState.SETTLED)
    book.ride(date(2018, 7, 1), jan, 10)
    found = report(book, 2019)
    assert [(period.rate, period.first, period.last) for period in found.periods] == [
        (3_573, date(2019, 1, 1), date(2019, 6, 30)),
        (3_653, date(2019, 7, 1), date(2019, 12, 31)),
    ]
    assert found.per_period == (Sums(1, 26_000, 929), Sums(1, 26_000, 950))
    assert found.total == Sums(2, 52_000, 1879)
    [driver] = found.drivers
    assert (driver.payee.name, [line.month for line in driver.months]) == ("Peeters Jan", [6, 7])
    assert driver.previous == found.previous == Sums(1, 10_000, 357)
    assert found.previous_known


@pytest.mark.parametrize("km", [0, 0.1, 0.5, 1, 7.7, 26.3, 199.9, 1500])
def test_the_database_rounds_as_the_rule_does(book: Book, km: float) -> None:
    book.ride(date(2019, 3, 1), book.driver("Peeters|Jan"), km)
    metres = round(km * 1000)
    assert report(book, 2019).total == Sums(1, metres, km_amount(metres, 3_573))


def test_rounding_is_per_ride_so_totals_are_sums_of_their_parts(book: Book) -> None:
    set_rates(book.database, (date(2019, 1, 1), None, 3_550))
    jan, rosa = book.driver("Peeters|Jan"), book.driver("Claes|Rosa")
    for day in range(1, 11):
        book.ride(date(2019, 3, day), jan, 1)
        book.ride(date(2019, 4, day), rosa, 1)
    found = report(book, 2019)
    assert found.total == Sums(20, 20_000, 720)
    assert [driver.total.cents for driver in found.drivers] == [360, 360]
    assert [driver.payee.name for driver in found.drivers] == ["Claes Rosa", "Peeters Jan"]


def test_a_month_takes_only_that_month_of_both_years(book: Book) -> None:
    jan = book.driver("Peeters|Jan")
    for day in (date(2019, 2, 28), date(2019, 3, 1), date(2019, 3, 31), date(2019, 4, 1), date(2018, 3, 9)):
        book.ride(day, jan, 10)
    found = report(book, 2019, 3)
    assert (found.total.rides, found.previous.rides) == (2, 1)
    assert found.periods[0].last == date(2019, 3, 31)


def test_after_the_last_rate_the_last_one_is_used_and_marked(book: Book) -> None:
    set_rates(book.database, (date(2019, 1, 1), date(2019, 3, 31), 4_000))
    jan = book.driver("Peeters|Jan")
    book.ride(date(2019, 3, 31), jan, 10)
    book.ride(date(2019, 4, 1), jan, 10)
    found = report(book, 2019)
    assert [(period.beyond, sums.cents) for period, sums in zip(found.periods, found.per_period, strict=True)] == [
        (False, 400),
        (True, 400),
    ]


def test_before_the_first_rate_nothing_is_paid(book: Book) -> None:
    set_rates(book.database, (date(2019, 7, 1), None, 4_000))
    book.ride(date(2019, 6, 30), book.driver("Peeters|Jan"), 10)
    found = report(book, 2019)
    assert (found.periods[0].rate, found.total) == (None, Sums(1, 10_000, 0))


def test_10_16_who_waives_payment_has_kilometres_and_no_amount(book: Book) -> None:
    book.ride(date(2019, 3, 1), book.driver("Peeters|Jan", waives=True), 10)
    book.ride(date(2018, 3, 1), book.driver("Claes|Rosa", waives=True), 10)
    found = report(book, 2019)
    assert (found.total, found.previous) == (Sums(1, 10_000, 0, waived=357), Sums(1, 10_000, 0, waived=346))


def test_only_driven_rides_count_and_wasted_ones_stand_apart(book: Book) -> None:
    jan = book.driver("Peeters|Jan")
    for state in RideState:
        driven = state in {RideState.DRIVEN, RideState.SETTLED, RideState.WASTED}
        book.ride(date(2019, 3, 1), jan, 10 if driven else None, state=state)
    book.ride(date(2019, 3, 2), jan, None, state=RideState.WASTED)
    found = report(book, 2019)
    assert found.total == Sums(2, 20_000, 714)
    assert found.wasted == Sums(2, 10_000, 357)


def test_a_driver_of_last_year_only_is_still_beside_the_others(book: Book) -> None:
    book.ride(date(2018, 3, 1), book.driver("Peeters|Jan"), 10)
    found = report(book, 2019)
    assert [(driver.payee.name, driver.total, driver.months) for driver in found.drivers] == [
        ("Peeters Jan", Sums(), ())
    ]


def test_an_empty_database_gives_an_empty_report(book: Book) -> None:
    found = report(book, 2019)
    assert (found.drivers, found.periods, found.total, found.previous_known) == ((), (), Sums(), False)


def test_the_desk_and_practice_come_along(book: Book) -> None:
    assert not report(book, 2019).practice

    def mark(session: Session) -> None:
        session.add(DeskSetting(name="practice", valid_from=date(2000, 1, 1), value="OEFENDATA"))
        session.add(DeskSetting(name="desk_name", valid_from=date(2000, 1, 1), value="LDC Oud"))
        session.add(DeskSetting(name="desk_name", valid_from=date(2020, 1, 1), value="LDC De Brug"))

    book.database.write(mark)
    found = report(book, 2019)
    assert (found.practice, found.desk) == (True, "LDC De Brug")
