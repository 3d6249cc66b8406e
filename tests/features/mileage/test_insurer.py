"""The insurer's list, what was received and waived, and the two limits of the law on the kilometre report."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from sqlalchemy import select

from mmc_desk.features.mileage import ops
from mmc_desk.features.mileage.commands import run_insurer
from mmc_desk.features.mileage.model import AllowanceChoice, AllowanceSystem
from mmc_desk.features.mileage.printout import insurer as printout
from mmc_desk.features.mileage.printout import texts
from mmc_desk.features.mileage.queries import mileage_report
from mmc_desk.features.mileage.queries.insurer import insurer_list
from mmc_desk.features.mileage.rules import BesideFlat, Sums
from mmc_desk.features.mileage.rules.insurer import InsuredDriver, policy_year
from mmc_desk.features.people.model import Driver
from mmc_desk.features.rides.model import RideState

Book = Any
Till = Any
"""What conftest.py makes: a test folder is no package to import from."""


@pytest.mark.parametrize(
    ("month", "days"),
    [
        (1, (date(2025, 1, 1), date(2025, 12, 31))),
        (3, (date(2025, 3, 1), date(2026, 2, 28))),
        (12, (date(2025, 12, 1), date(2026, 11, 30))),
    ],
)
def test_a_policy_year_begins_with_any_month(month: int, days: tuple[date, date]) -> None:
    assert policy_year(2025, month) == days


def fill(book: Book) -> None:
    jan, rosa = book.driver("Peeters|Jan"), book.driver("Claes|Rosa")
    for day in (date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 31), date(2026, 4, 1)):
        book.ride(day, jan, 10)
    book.ride(date(2025, 8, 1), jan, 2.5, state=RideState.WASTED)
    book.ride(date(2025, 8, 2), jan, None, state=RideState.WASTED)
    book.ride(date(2025, 8, 1), rosa, 7, state=RideState.SETTLED)
    book.ride(date(2025, 8, 1), rosa, None, state=RideState.ASSIGNED)


def test_every_kilometre_of_the_policy_year_is_in_it(book: Book) -> None:
    fill(book)
    found = book.read(insurer_list, 2025, 4)
    assert found.drivers == (
        InsuredDriver("C2", "Claes Rosa", 1, 0, 7_000),
        InsuredDriver("C1", "Peeters Jan", 2, 2, 22_500),
    )
    assert found.total == InsuredDriver("", "", 3, 2, 29_500)
    assert book.read(insurer_list, 2020, 1).drivers == ()


def test_the_list_is_the_same_in_every_kind_of_file(
    sqlite_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(sqlite_book)
    for ending in (".pdf", ".xlsx", ".csv"):
        arguments = argparse.Namespace(year=2025, from_month=4, output=tmp_path / f"lijst{ending}")
        assert run_insurer(sqlite_book.database, arguments) == 0
    text = pypdf.PdfReader(tmp_path / "lijst.pdf").pages[0].extract_text()
    for part in ("01/04/2025", "31/03/2026", "Peeters Jan", "22,5", "29,5", "Datum en handtekening"):
        assert part in text
    rows = list(openpyxl.load_workbook(tmp_path / "lijst.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[2] == ("C1", "Peeters Jan", 2, 2, 22.5)
    assert "Totaal;3;2;29,5" in (tmp_path / "lijst.csv").read_text(encoding="utf-8-sig")
    assert printout.definition().startswith("Kilometers van het huis")
    arguments = argparse.Namespace(year=2025, from_month=4, output=tmp_path / "lijst.doc")
    assert run_insurer(sqlite_book.database, arguments) == 2
    assert ".pdf" in capsys.readouterr().err


def test_received_and_waived_stand_as_they_were_settled(till: Till) -> None:
    jan, rosa = till.driver("Peeters Jan"), till.driver("Claes Rosa", waives=True)
    for driver in (jan, rosa):
        till.ride(date(2026, 10, 5), driver, 10, received=450)
    before = till.read(mileage_report, 2026)
    assert before.total == Sums(2, 20_000, 400, received=900, waived=400)
    till.do(ops.settle_month, ops.SettleMonth(2026, 10))
    till.database.write(lambda session: setattr(session.get_one(Driver, rosa), "waives_payment", False))
    found = till.read(mileage_report, 2026)
    assert [driver.total for driver in found.drivers] == [
        Sums(1, 10_000, 0, received=450, waived=400),
        Sums(1, 10_000, 400, received=450),
    ]
    assert "Ziet af van betaling" in dict(texts.definitions(found))


def test_a_correction_takes_back_what_was_waived(till: Till) -> None:
    rosa = till.driver("Claes Rosa", waives=True)
    ride = till.ride(date(2026, 10, 5), rosa, 10, received=0)
    till.do(ops.settle_month, ops.SettleMonth(2026, 10))
    till.do(ops.correct_settled_ride, ops.CorrectSettledRide(ride_id=ride, metres=20_000, reason="tikfout"))
    assert till.read(mileage_report, 2026).total == Sums(1, 20_000, 0, waived=800)


def test_a_flat_allowance_beside_the_rides_is_named_with_its_limit(book: Book) -> None:
    jan, rosa = book.driver("Peeters|Jan"), book.driver("Claes|Rosa")
    book.ride(date(2019, 5, 5), jan, 10)

    def choose(session: Any) -> None:  # noqa: ANN401 - the session
        people = dict(session.execute(select(Driver.id, Driver.person_id)).all())
        for driver, system, metres in ((jan, AllowanceSystem.FLAT, 2_000_001), (rosa, AllowanceSystem.REAL, 0)):
            session.add(AllowanceChoice(person_id=people[driver], year=2019, system=system, other_metres=metres))

    book.database.write(choose)
    found = book.read(mileage_report, 2019)
    assert found.beside_flat == (BesideFlat("Peeters Jan", 2_000_001),)
    assert "Peeters Jan: forfait" in dict(texts.definitions(found))["2.000 km"]
    assert any(sentence.startswith("Peeters Jan: Naast het forfait") for sentence in texts.warnings(found))
