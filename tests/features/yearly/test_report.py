import argparse
import csv
import json
import sys
import types
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from sqlalchemy.orm import Session

from mmc_desk.core.errors import FileError
from mmc_desk.core.feature import Feature
from mmc_desk.core.figures import Figure, FigureSet, FigureTable, Value
from mmc_desk.core.model import DeskSetting
from mmc_desk.features import load_features
from mmc_desk.features.rides.model import Purpose, RideState
from mmc_desk.features.yearly.commands import run_report
from mmc_desk.features.yearly.feature import FEATURE
from mmc_desk.features.yearly.model import Goal, GoalKind
from mmc_desk.features.yearly.printout import report as printout
from mmc_desk.features.yearly.printout.values import show_value
from mmc_desk.features.yearly.queries.lines import FigureLine
from mmc_desk.features.yearly.queries.report import YearlyReport, yearly_report

Book = Any
"""The RideBook of conftest.py: a test folder is no package to import from."""

NAMES = {
    *("members", "members_change", "drivers", "rides", "km", "member_trips", "legs", "cancelled", "wasted"),
    *("km_wasted", "no_driver", "meals", "volunteers", "sessions", "members_joined", "members_left", "services"),
    *("new_drivers", "locations", "duties", "volunteer_hours"),
    *("meals_average", "no_shows", "sessions_missed", "session_attendance", "session_first_timers"),
}
HOSTILE = '=HYPERLINK("x")<b>& 👩‍🦽 שלום ' + "x" * 250
AT_LEAST = GoalKind.AT_LEAST


def fill(book: Book) -> None:
    jan, evil = book.driver("Peeters-Nijs|Jan"), book.driver(f"{HOSTILE}|")
    for month in range(1, 13):
        book.ride(date(2019, month, 3), jan, 20.5 + month, passengers=2, village="Munsterbilzen")
        book.ride(date(2018, month, 3), jan, 10 + month)
    book.ride(date(2019, 5, 5), evil, 12, purpose=Purpose.HOSPITAL, village=HOSTILE[:280])
    book.ride(date(2019, 5, 5), jan, 12, state=RideState.WASTED)


def gathered(book: Book, year: int = 2019) -> YearlyReport:
    found: YearlyReport = book.database.read(
        lambda session: yearly_report(session, year, load_features(), compare_tables=True)
    )
    return found


@pytest.fixture
def report(sqlite_book: Book) -> YearlyReport:
    fill(sqlite_book)
    return gathered(sqlite_book)


def saved(report: YearlyReport, folder: Path, suffix: str) -> Path:
    path = folder / f"cijfers{suffix}"
    printout.write(path, report)
    return path


def pdf_text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_json_has_every_figure_and_breakdown_of_the_contract(book: Book, tmp_path: Path) -> None:
    fill(book)
    made = json.loads(saved(gathered(book), tmp_path, ".json").read_text(encoding="utf-8"))
    assert made["year"] == 2019
    assert set(made["figures"]) == NAMES
    assert set(made["definitions"]) == NAMES
    assert all(made["definitions"].values())
    expected = {"rides": 13, "km": 336, "member_trips": 25, "drivers": 2, "wasted": 1, "km_wasted": 12, "cancelled": 0}
    assert {name: made["figures"][name] for name in expected} == expected
    assert [made["figures"][name] for name in ("members", "meals", "sessions", "volunteers", "legs")] == [None] * 5
    assert {"driver": "Peeters-Nijs Jan", "rides": 12, "km": 324} in made["per_driver"]
    assert made["per_purpose"][0] == {"purpose": "boodschappen", "rides": 12, "km": 324}
    assert made["per_month"][4] == {"month": 5, "rides": 2, "km": 37.5, "member_trips": 3}
    assert made["per_village"][0] == {"village": "Munsterbilzen", "rides": 12, "km": 324}
    assert made["previous"] == {"year": 2018, "figures": {**made["previous"]["figures"], "rides": 12, "km": 198}}


def test_every_kind_of_file_bears_the_same_figures(report: YearlyReport, tmp_path: Path) -> None:
    figures = json.loads(saved(report, tmp_path, ".json").read_text(encoding="utf-8"))["figures"]
    titles = {line.title: line for line in report.lines}
    sheet = openpyxl.load_workbook(saved(report, tmp_path, ".xlsx")).worksheets[0]
    in_book = {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0] in titles}
    assert {titles[str(title)].name: value for title, value in in_book.items()} == figures
    lines = csv.reader(saved(report, tmp_path, ".csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    in_csv = {row[0]: row[1] for row in lines if row and row[0] in titles and len(row) == 7}
    for title, text in in_csv.items():
        value = figures[titles[title].name]
        assert text == ("" if value is None else str(value).replace(".", ","))
    paper = " ".join(pdf_text(saved(report, tmp_path, ".pdf")).split())
    for line in report.lines:
        assert line.title in paper
        assert show_value(line.value, line.unit).replace("\xa0", " ") in paper


def test_every_definition_is_printed_beside_its_figure(report: YearlyReport, tmp_path: Path) -> None:
    paper = " ".join(pdf_text(saved(report, tmp_path, ".pdf")).split())
    for line in report.lines:
        assert " ".join(line.definition.split()) in paper


def test_breakdowns_on_paper_and_in_the_book_add_up_to_the_figures(report: YearlyReport, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(saved(report, tmp_path, ".xlsx"))
    of_rides = [page for page in book.worksheets if page.title.startswith("Ritten per")]
    assert len(of_rides) == 4
    for page in of_rides:
        totals = [row[1:3] for row in page.iter_rows(values_only=True) if row[0] == "Totaal"]
        assert totals == [(13, 336)]
    filled = [table for table in report.tables if table.rows]
    assert pdf_text(saved(report, tmp_path, ".pdf")).count("Totaal") == len(filled) == 5


def test_goals_stand_in_every_kind_of_file(sqlite_book: Book, tmp_path: Path) -> None:
    fill(sqlite_book)
    sqlite_book.database.write(lambda session: session.add(Goal(year=2019, name="rides", target=20, kind=AT_LEAST)))
    made = gathered(sqlite_book)
    (goal,) = json.loads(saved(made, tmp_path, ".json").read_text(encoding="utf-8"))["goals"]
    found = {name: goal[name] for name in ("name", "target", "value", "reached", "basis")}
    assert found == {"name": "rides", "target": 20, "value": 13, "reached": 0.65, "basis": "over"}
    rows = list(openpyxl.load_workbook(saved(made, tmp_path, ".xlsx"))["Doelen 2019"].iter_rows(values_only=True))
    assert rows[-1][:5] == ("Ritten", "minstens", 20, 13, 65)
    assert "Ritten;minstens;20;13;65;" in saved(made, tmp_path, ".csv").read_text(encoding="utf-8-sig")
    paper = " ".join(pdf_text(saved(made, tmp_path, ".pdf")).split())
    assert "Ritten minstens 20 13 65 % niet gehaald 2019 is voorbij." in paper


def test_a_name_never_becomes_a_formula_or_markup(report: YearlyReport, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(saved(report, tmp_path, ".xlsx"))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if str(cell.value).startswith("=HYPER")]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "\n=HYPER" not in saved(report, tmp_path, ".csv").read_text(encoding="utf-8-sig")
    assert "<b>&" in pdf_text(saved(report, tmp_path, ".pdf"))


def test_practice_is_marked_on_every_kind_of_file(sqlite_book: Book, tmp_path: Path) -> None:
    fill(sqlite_book)
    mark = DeskSetting(name="practice", valid_from=date(2000, 1, 1), value="OEFENDATA")
    sqlite_book.database.write(lambda session: session.add(mark))
    report = gathered(sqlite_book)
    assert all("OEFENDATA" in page.extract_text() for page in pypdf.PdfReader(saved(report, tmp_path, ".pdf")).pages)
    assert saved(report, tmp_path, ".csv").read_text(encoding="utf-8-sig").startswith("OEFENDATA")
    assert json.loads(saved(report, tmp_path, ".json").read_text(encoding="utf-8"))["practice"] is True


@pytest.mark.parametrize(
    ("value", "previous", "unit", "change", "percent"),
    [
        (295, 271, "", 24, 8.9),
        (10.5, 10.25, "km", 0.2, 2.0),
        (5, 0, "", 5, None),
        (24, 12, "±", 12, None),
        (None, 3, "", None, None),
        (3, None, "", None, None),
        (0, 4, "", -4, -100.0),
    ],
)
def test_change_and_percent_exist_only_where_both_years_are_known(
    value: Value, previous: Value, unit: str, change: Value, percent: float | None
) -> None:
    line = FigureLine("dienst", "naam", "titel", "definitie", unit, value, previous)
    assert line.change == pytest.approx(change) if change is not None else line.change is None
    assert line.percent == pytest.approx(percent) if percent is not None else line.percent is None


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(None, "", "–"), (0, "", "0"), (2983, "", "2.983"), (26.5, "km", "26,5\xa0km"), (24, "±", "+24"), (-3, "±", "-3")],
)
def test_figures_are_shown_as_flanders_writes_them(value: Value, unit: str, shown: str) -> None:
    assert show_value(value, unit) == shown


def test_a_new_service_appears_in_the_report_without_an_edit_here(
    sqlite_book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def calls(_session: Session, year: int) -> Mapping[str, Value]:
        return {"calls": year - 2000}

    table = FigureTable(
        "per_line",
        "Per lijn",
        ("line", "calls", "remark"),
        ("Lijn", "Oproepen", "Nota"),
        lambda _s, _y: [("A", 19, "x")],
    )
    figure = Figure("calls", "Oproepen", "Beantwoorde oproepen van de Warme Lijn.")
    figures = types.ModuleType("warm_line_figures")
    monkeypatch.setattr(figures, "FIGURE_SETS", (FigureSet((figure,), calls, (table,)),), raising=False)
    monkeypatch.setitem(sys.modules, "warm_line_figures", figures)
    feature = Feature("warm_line", "Warme Lijn", figures="warm_line_figures:FIGURE_SETS")
    report = sqlite_book.database.read(lambda session: yearly_report(session, 2019, [feature]))
    made = json.loads(saved(report, tmp_path, ".json").read_text(encoding="utf-8"))
    assert (made["figures"], made["previous"]["figures"]) == ({"calls": 19}, {"calls": 18})
    assert made["per_line"] == [{"line": "A", "calls": 19, "remark": "x"}]
    assert "Warme Lijn" in pdf_text(saved(report, tmp_path, ".pdf"))


def run(book: Book, path: Path, year: int = 2019, published: int | None = None) -> int:
    return run_report(book.database, argparse.Namespace(year=year, output=path, published=published))


@pytest.mark.parametrize("name", ["a.pdf", "a.xlsx", "a.csv", "a.json", "A.JSON"])
def test_the_command_writes_each_kind_of_file(
    sqlite_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    fill(sqlite_book)
    assert run(sqlite_book, tmp_path / name) == 0
    assert (tmp_path / name).stat().st_size > 0
    assert "Jaarcijfers 2019 bewaard" in capsys.readouterr().out


def test_a_year_of_which_nothing_is_known_says_so(
    sqlite_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.pdf", "a.xlsx", "a.csv", "a.json"):
        assert run(sqlite_book, tmp_path / name, 2031) == 0
        assert "weet niets van 2031" in capsys.readouterr().out
    made = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert set(made["figures"].values()) == {None}
    assert made["per_driver"] == []


@pytest.mark.parametrize("name", ["a.doc", "a", ".pdf"])
def test_an_unknown_kind_of_file_is_a_usage_error(
    sqlite_book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run(sqlite_book, tmp_path / name) == 2
    assert "eindigt op .pdf, .xlsx, .csv of .json" in capsys.readouterr().err


def test_a_folder_that_is_not_there_says_so(sqlite_book: Book, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="bestaat niet"):
        run(sqlite_book, tmp_path / "weg" / "a.pdf")


def test_the_command_takes_a_year_and_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    command = FEATURE.commands[0]
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    found = parser.parse_args(["2019", "-o", "a.pdf"])
    assert (found.year, found.output) == (2019, Path("a.pdf"))
    for wrong in ("19", "20190", "twee", "1949", "2101", "²⁰¹⁹", ""):
        with pytest.raises(SystemExit):
            parser.parse_args([wrong, "-o", "a.pdf"])
        assert "is geen jaar" in capsys.readouterr().err
