import argparse
import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from mmc_desk.core.formats import show_amount, show_number
from mmc_desk.features.mileage import printout
from mmc_desk.features.mileage.commands import run_mileage
from mmc_desk.features.mileage.feature import FEATURE
from mmc_desk.features.mileage.printout import texts
from mmc_desk.features.mileage.queries import mileage_report
from mmc_desk.features.mileage.rules import MileageReport
from mmc_desk.features.rides.model import OfficialKmRate, RideState

Book = Any
"""The RideBook of conftest.py: a test folder is no package to import from."""

HOSTILE = '=HYPERLINK("x")<b>&|' + "👩‍🦽 שלום " + "x" * 250


@pytest.fixture
def report(sqlite_book: Book) -> MileageReport:
    jan, piet = sqlite_book.driver("Peeters-Nijs|Jan"), sqlite_book.driver("Claes|Piet", waives=True)
    evil = sqlite_book.driver(HOSTILE)
    for month in range(1, 13):
        sqlite_book.ride(date(2019, month, 3), jan, 20 + month)
        sqlite_book.ride(date(2018, month, 3), jan, 10 + month)
    sqlite_book.ride(date(2019, 5, 5), piet, 12.5, received=700)
    sqlite_book.ride(date(2019, 8, 5), evil, 1234)
    sqlite_book.ride(date(2019, 8, 6), evil, 3, state=RideState.WASTED)
    found: MileageReport = sqlite_book.read(mileage_report, 2019)
    return found


def saved(report: MileageReport, folder: Path, suffix: str) -> Path:
    path = folder / f"staat{suffix}"
    printout.write(path, report)
    return path


def pdf_text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_json_has_the_sums_that_the_report_has(report: MileageReport, tmp_path: Path) -> None:
    made = json.loads(saved(report, tmp_path, ".json").read_text(encoding="utf-8"))
    assert made["total"] == {
        "rides": 14,
        "km": 1564.5,
        "amount": report.total.cents / 100,
        "received": 7,
        "waived": 4.47,
    }
    assert made["previous"] == {
        "year": 2018,
        "rides": 12,
        "km": 198,
        "amount": report.previous.cents / 100,
        "received": 0,
        "waived": 0,
    }
    assert [period["rate"] for period in made["periods"]] == [0.3573, 0.3653]
    assert [driver["driver"] for driver in made["drivers"] if driver["waives_payment"]] == ["Claes Piet"]
    jan = next(driver for driver in made["drivers"] if driver["driver"] == "Peeters-Nijs Jan")
    assert [line["month"] for line in jan["months"]] == list(range(1, 13))
    assert sum(line["rides"] for line in jan["months"]) == jan["rides"] == 12
    assert set(made["definitions"]) == {
        *("Ritten", "Km", "Bedrag", "Ontvangen", "Loze ritten", "Ziet af van betaling", "Plafond", "2.000 km")
    }


def test_every_kind_of_file_bears_the_same_totals(report: MileageReport, tmp_path: Path) -> None:
    total = report.total
    book = openpyxl.load_workbook(saved(report, tmp_path, ".xlsx"))
    for page in book.worksheets:
        line = next(row for row in page.iter_rows(values_only=True) if "Totaal" in row)
        numbers = [value for value in line if isinstance(value, int | float)]
        assert numbers[:3] == [total.rides, total.metres / 1000, total.cents / 100]
    csv_text = saved(report, tmp_path, ".csv").read_text(encoding="utf-8-sig")
    for cells in (cells for cells in csv.reader(csv_text.splitlines(), delimiter=";") if "Totaal" in cells):
        filled = [cell for cell in cells if cell and cell != "Totaal"]
        assert filled[:3] == [str(total.rides), "1564,5", f"{total.cents / 100:.2f}".replace(".", ",")]
    text = pdf_text(saved(report, tmp_path, ".pdf"))
    for shown in (show_number(total.metres / 1000), show_amount(total.cents).replace("\xa0", " ")):
        assert shown in text


def test_paper_has_a_sheet_to_sign_for_each_driver_who_drove(report: MileageReport, tmp_path: Path) -> None:
    reader = pypdf.PdfReader(saved(report, tmp_path, ".pdf"))
    marks = [str(mark.title) for mark in reader.outline if isinstance(mark, pypdf.generic.Destination)]
    assert len(marks) == 4
    assert "Peeters-Nijs Jan · 2019" in marks
    sheet = next(
        page.extract_text() for page in reader.pages if page.extract_text().startswith("Peeters-Nijs Jan · 2019")
    )
    for part in ("september", "Km aan", "Vorig jaar (2018): 12 ritten", "Datum en handtekening", "Bedrag:"):
        assert part in sheet


def test_a_month_is_one_list_without_sheets(sqlite_book: Book, tmp_path: Path) -> None:
    sqlite_book.ride(date(2019, 3, 3), sqlite_book.driver("Peeters|Jan"), 20)
    report = sqlite_book.read(mileage_report, 2019, 3)
    reader = pypdf.PdfReader(saved(report, tmp_path, ".pdf"))
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    assert "Kilometerstaat maart 2019" in text
    assert "–" in text  # nothing is known of March 2018


def test_a_name_never_becomes_a_formula_or_markup(report: MileageReport, tmp_path: Path) -> None:
    page = openpyxl.load_workbook(saved(report, tmp_path, ".xlsx")).worksheets[0]
    cells = [cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("=HYPER")]
    assert [cell.data_type for cell in cells] == ["s"]
    assert "'=HYPER" in saved(report, tmp_path, ".csv").read_text(encoding="utf-8-sig")
    assert "<b>&" in pdf_text(saved(report, tmp_path, ".pdf"))


def test_who_waives_payment_is_named_so_on_paper(report: MileageReport, tmp_path: Path) -> None:
    text = pdf_text(saved(report, tmp_path, ".pdf")).replace("\n", " ")
    assert "Claes Piet (ziet af van" in text
    assert "Deze chauffeur ziet af van betaling" in text


def shorten_rates(session: Session) -> None:
    session.execute(
        update(OfficialKmRate).where(OfficialKmRate.valid_from == date(2026, 1, 1)).values(valid_to=date(2026, 3, 31))
    )


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 5, 1), "nog geen officieel km-tarief gekend; het laatste gekende (€ 0,4326) is gebruikt"),
        (date(2016, 5, 1), "is geen officieel km-tarief gekend. 1 ritten (10 km) tellen niet mee in het bedrag"),
    ],
)
def test_a_missing_rate_is_told_on_screen_and_on_paper(
    sqlite_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str], day: date, sentence: str
) -> None:
    sqlite_book.database.write(shorten_rates)
    sqlite_book.ride(day, sqlite_book.driver("Peeters|Jan"), 10)
    path = tmp_path / "staat.pdf"
    arguments = argparse.Namespace(year=day.year, month=None, output=path)
    assert run_mileage(sqlite_book.database, arguments) == 0
    assert sentence in capsys.readouterr().out.replace("\xa0", " ")
    for page in pypdf.PdfReader(path).pages:
        assert sentence in page.extract_text().replace("\n", " ").replace("  ", " ")


def test_more_rates_than_fit_beside_each_other_stay_off_the_sheet_to_sign(sqlite_book: Book, tmp_path: Path) -> None:
    def monthly(session: Session) -> None:
        session.query(OfficialKmRate).delete()
        session.add_all(OfficialKmRate(valid_from=date(2030, month, 1), rate=4_000 + month) for month in range(1, 13))

    sqlite_book.database.write(monthly)
    jan = sqlite_book.driver("Peeters|Jan")
    for month in range(1, 13):
        sqlite_book.ride(date(2030, month, 1), jan, 10)
    text = pdf_text(saved(sqlite_book.read(mileage_report, 2030), tmp_path, ".pdf"))
    assert "Km aan" not in text
    assert "€ 0,4012" in text.replace("\xa0", " ")


def test_an_empty_year_still_makes_every_kind_of_file(sqlite_book: Book, tmp_path: Path) -> None:
    report = sqlite_book.read(mileage_report, 2019)
    for suffix in printout.WRITERS:
        assert saved(report, tmp_path, suffix).stat().st_size > 0


def test_an_unknown_kind_of_file_is_a_usage_error(
    sqlite_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "staat.doc"
    assert run_mileage(sqlite_book.database, argparse.Namespace(year=2019, month=None, output=path)) == 2
    assert "staat.doc: kies een bestandsnaam" in capsys.readouterr().err
    assert not path.exists()


def test_the_command_takes_a_year_a_month_and_a_file() -> None:
    command = next(command for command in FEATURE.commands if command.name == "mileage")
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    found = parser.parse_args(["2019", "--month", "3", "-o", "a.pdf"])
    assert (found.year, found.month, found.output) == (2019, 3, Path("a.pdf"))
    for wrong in (["19", "-o", "a.pdf"], ["2019", "--month", "13", "-o", "a.pdf"], ["2019"]):
        with pytest.raises(SystemExit):
            parser.parse_args(wrong)


def test_titles_name_the_span(report: MileageReport) -> None:
    assert texts.title(report) == "Kilometerstaat 2019"


def test_four_rates_share_a_column_and_a_month_of_two_tells_its_kilometres(sqlite_book: Book, tmp_path: Path) -> None:
    def put(session: Session) -> None:
        session.execute(delete(OfficialKmRate))
        for month, rate in ((1, 4_000), (4, 4_100), (7, 4_200)):
            session.add(OfficialKmRate(valid_from=date(2025, month, 15), rate=rate))
        session.add(OfficialKmRate(valid_from=date(2020, 1, 1), rate=3_900))

    sqlite_book.database.write(put)
    jan = sqlite_book.driver("Peeters|Jan", waives=True)
    for day in (date(2025, 1, 3), date(2025, 4, 14), date(2025, 4, 15), date(2025, 8, 1)):
        sqlite_book.ride(day, jan, 10)
    reader = pypdf.PdfReader(saved(sqlite_book.read(mileage_report, 2025), tmp_path, ".pdf"))
    sheet = " ".join(reader.pages[-1].extract_text().replace("\xa0", " ").split())
    assert "Tarief per km" in sheet
    assert "10 km × € 0,4000, 10 km × € 0,4100" in sheet
    assert "Afgezien" in sheet
