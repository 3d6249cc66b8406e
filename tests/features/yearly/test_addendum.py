"""The evaluation: what it holds, and its numbers read back out of PDF, workbook, CSV and JSON."""

import argparse
import csv
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from sqlalchemy.orm import Session

from mmc_desk.core import clock, migrate
from mmc_desk.core.db import Database
from mmc_desk.core.errors import FileError
from mmc_desk.core.model import DeskSetting
from mmc_desk.features import load_features
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.yearly.commands import run_addendum
from mmc_desk.features.yearly.model import Goal, GoalKind
from mmc_desk.features.yearly.ops.texts import SetText, set_text
from mmc_desk.features.yearly.printout import addendum as printout
from mmc_desk.features.yearly.printout import addendum_pdf
from mmc_desk.features.yearly.printout.addendum_rows import compare
from mmc_desk.features.yearly.printout.values import show_value
from mmc_desk.features.yearly.queries.addendum import Addendum, Breakdown, addendum
from mmc_desk.features.yearly.queries.nameless import without_names
from mmc_desk.features.yearly.queries.report import TableResult
from mmc_desk.printing import tagged
from mmc_desk.printing.charts import BarChart, Beside, RowChart, has_bars
from mmc_desk.printing.tables import DataTable
from tests.conftest import NOW
from tests.schemas import breaches

HOSTILE = '=HYPERLINK("x")<b>& 👩‍🦽 שלום ' + "x" * 200
SCHEMA = Path(__file__).resolve().parents[3] / "resources" / "schemas" / "addendum.schema.json"


def fill(session: Session, *, drivers: int, locations: int) -> None:
    """Add drivers with a ride a month over three years, and locations with a noon in each."""
    for number in range(1, drivers + 1):
        name = HOSTILE if number == 1 else f"van den Bossche-Vandermeulen {number}"
        session.add(Person(id=number, last_name=name, first_name="Jan"))
    session.flush()
    session.add_all(Driver(id=number, person_id=number, code=f"C{number}") for number in range(1, drivers + 1))
    session.add_all(
        VillageRestaurant(id=number, name=f"Dorpsrestaurant Onze-Lieve-Vrouw {number}")
        for number in range(1, locations + 1)
    )
    session.flush()
    session.add_all(rides(drivers))
    session.add_all(
        MealService(restaurant_id=number, service_date=date(year, 3, 3), present=number * 10)
        for number in range(1, locations + 1)
        for year in (2018, 2019)
    )


def rides(drivers: int) -> Iterator[Ride]:
    for number in range(drivers * 12):
        driver, year = number % drivers + 1, 2017 + number % 3
        day = date(year, number % 12 + 1, 3)
        yield Ride(
            ride_no=f"R{number}",
            ride_date=day,
            driver_id=driver,
            metres=9500,
            village=f"Dorp {driver}",
            state=RideState.DRIVEN,
        )


@pytest.fixture(scope="module")
def desk(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("addendum") / "desk.db"
    shutil.copyfile(empty_sqlite, path)
    with clock.frozen(NOW), migrate.open_database(str(path)) as database:
        database.write(lambda session: fill(session, drivers=40, locations=30))
        database.write(
            lambda session: set_text(session, SetText(2019, "summary", "Een <goed> jaar.\n\nMet veel ritten."))
        )
        database.write(lambda session: session.add_all(goals()))
        yield database


def goals() -> list[Goal]:
    """Return one goal that was reached and one that was exceeded."""
    return [
        Goal(year=2019, name="rides", kind=GoalKind.AT_LEAST, target=150),
        Goal(year=2019, name="km", kind=GoalKind.AT_MOST, target=1000, note="minder kilometers"),
    ]


def gathered(database: Database, year: int) -> Addendum:
    return database.read(lambda session: addendum(session, year, load_features()))


@pytest.fixture(scope="module")
def made(desk: Database) -> Addendum:
    return gathered(desk, 2019)


@pytest.fixture(scope="module")
def files(made: Addendum, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    paths = {suffix: folder / f"evaluatie{suffix}" for suffix in printout.WRITERS}
    for path in paths.values():
        printout.write(path, made)
    return paths


@pytest.fixture(scope="module")
def paper(files: dict[str, Path]) -> tuple[list[str], set[float]]:
    """The text of every sheet, and every size it is set in."""
    sizes: set[float] = set()

    def note(_text: str, _cm: Any, _tm: Any, _font: Any, size: float) -> None:  # noqa: ANN401 - pypdf's own
        sizes.add(size)

    sheets = pypdf.PdfReader(files[".pdf"]).pages
    return [" ".join(sheet.extract_text(visitor_text=note).split()) for sheet in sheets], sizes


@pytest.fixture(scope="module")
def pages(paper: tuple[list[str], set[float]]) -> list[str]:
    return paper[0]


def test_it_holds_the_known_services_the_known_years_and_a_text_for_each(made: Addendum) -> None:
    assert [part.key for part in made.parts] == ["rides", "meals"]
    assert made.left_out == ("Leden en vrijwilligers", "LDC on Wheels")
    assert made.years == (2017, 2018, 2019)
    assert [text.section for text in made.texts] == ["summary", "rides", "meals", "goals", "comparison", "method"]
    assert made.text("summary") == "Een <goed> jaar.\n\nMet veel ritten."
    assert (made.texts[0].version, made.texts[1].version, made.texts[1].written) == (1, 0, None)
    assert (
        made.text("rides")
        .replace("\xa0", " ")
        .startswith("In 2019 reden 40 chauffeurs 160 ritten, evenveel als in 2018.")
    )
    rides_over_years = next(values for line, values in made.parts[0].history if line.name == "rides")
    assert rides_over_years == (160, 160, 160)
    assert made.parts[1].breakdowns[0].table.columns[made.parts[1].breakdowns[0].measure] == "meals"


def test_each_database_tells_the_same(database: Database) -> None:
    database.write(lambda session: fill(session, drivers=2, locations=1))
    found = gathered(database, 2019)
    assert {line.name: line.value for line in found.parts[0].lines}["km"] == 76
    assert found.years == (2017, 2018, 2019)
    assert gathered(database, 2031).empty


def test_every_number_is_the_same_in_each_kind_of_file(
    made: Addendum, files: dict[str, Path], pages: list[str]
) -> None:
    lines = {line.title: line for part in made.parts for line in part.lines}
    in_json = json.loads(files[".json"].read_text(encoding="utf-8"))
    found = {one["title"]: one for service in in_json["services"] for one in service["figures"]}
    in_book = {
        str(row[0]): row[1:5]
        for part in made.parts
        for row in openpyxl.load_workbook(files[".xlsx"])[part.title].iter_rows(values_only=True, max_row=12)
        if row[0] in lines
    }
    in_csv = {row[0]: row[1:5] for row in csv_rows(files[".csv"]) if row and row[0] in lines and len(row) == 7}
    paper = " ".join(pages)
    assert set(found) == set(in_book) == set(in_csv) == set(lines)
    for title, line in lines.items():
        numbers = (line.value, line.previous, line.change, line.percent)
        assert tuple(found[title][name] for name in ("value", "previous", "change", "percent")) == numbers
        assert in_book[title] == numbers
        assert in_csv[title] == ["" if value is None else f"{value:.15g}".replace(".", ",") for value in numbers]
        assert (
            f"{title} {show_value(line.value, line.unit)} {show_value(line.previous, line.unit)}".replace("\xa0", " ")
            in paper
        )


def csv_rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))


def test_breakdowns_are_whole_in_the_files_and_shortened_on_paper(
    made: Addendum, files: dict[str, Path], pages: list[str]
) -> None:
    sheet = openpyxl.load_workbook(files[".xlsx"])["Minder Mobielen Centrale"]
    drivers = [row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("van den Bossche")]
    assert len(drivers) == 39
    assert drivers[0][1:6] == (4, 4, 0, 0, 38)
    totals = [row[1:3] for row in sheet.iter_rows(values_only=True) if row[0] == "Totaal"]
    filled = [one for one in made.parts[0].breakdowns if one.table.rows]
    assert totals == [(160, 160)] * len(filled)
    paper = " ".join(pages)
    assert "De grafiek toont de 12 grootste van 40." in paper
    assert "De andere 11 44 44 0 0 %" in paper


def test_the_workbook_has_charts_definitions_and_typed_cells(made: Addendum, files: dict[str, Path]) -> None:
    book: Any = openpyxl.load_workbook(files[".xlsx"])
    assert book.sheetnames == [
        "Evaluatie 2019",
        "Minder Mobielen Centrale",
        "Dorpsrestaurants",
        "Doelen 2019",
        "Vergelijking over de jaren",
        "Definities",
    ]
    filled = [one for one in made.parts[0].breakdowns if one.table.rows]
    assert len(book["Minder Mobielen Centrale"]._charts) == len(filled)
    assert len(book["Vergelijking over de jaren"]._charts) == 2
    cell = book["Minder Mobielen Centrale"]["B3"]
    assert (cell.value, cell.data_type, cell.number_format) == (160, "n", "#,##0.###")
    definitions = {row[1]: row[3] for row in book["Definities"].iter_rows(values_only=True)}
    assert all(definitions[line.title] == line.definition for part in made.parts for line in part.lines)
    hostile = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=HYPER")
    ]
    assert {cell.data_type for cell in hostile} == {"s"}
    assert not any(row[0].startswith("=") for row in csv_rows(files[".csv"]) if row)


def test_the_json_is_as_its_schema_says(files: dict[str, Path], made: Addendum) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    content = json.loads(files[".json"].read_text(encoding="utf-8"))
    assert list(breaches(content, schema, schema)) == []
    assert content["format_version"] == printout.FORMAT
    assert content["years"][0]["figures"]["rides"] == 160
    assert content["texts"][0]["written"] is True
    broken = {**content, "year": "2019", "extra": 1, "services": [{}]}
    assert len(list(breaches(broken, schema, schema))) > 3


def test_the_paper_has_cover_contents_bookmarks_numbers_and_metadata(files: dict[str, Path], pages: list[str]) -> None:
    reader = pypdf.PdfReader(files[".pdf"])
    assert str(reader.root_object["/Lang"]) == "nl-BE"
    assert reader.metadata is not None
    assert reader.metadata.title == "Evaluatie 2019 – LDC De Wijzer · Bilzen"
    assert reader.metadata.author == "LDC De Wijzer · Bilzen"
    chapters = [one for one in reader.outline if isinstance(one, pypdf.generic.Destination)]
    assert [one.title for one in chapters] == [
        *("Inhoud", "Samenvatting", "Minder Mobielen Centrale", "Dorpsrestaurants"),
        *("Doelen", "Vergelijking over de jaren", "Hoe deze cijfers gemaakt zijn"),
    ]
    assert "Evaluatie 2019" in pages[0]
    assert "maandag 23 november 2026" in pages[0]
    for number, text in enumerate(pages[1:], 2):
        assert f"Blad {number} van {len(pages)}" in text
    sheets = [(reader.get_destination_page_number(one) or 0) + 1 for one in chapters]
    assert sheets[:3] == [2, 3, 4]
    for sheet, chapter in zip(sheets, chapters, strict=True):
        assert str(chapter.title) in pages[sheet - 1]
        assert str(sheet) in pages[1].split()
    assert "Een <goed> jaar." in pages[2]
    assert "er van dit jaar en vorig jaar niets van gekend is: Leden en vrijwilligers, LDC on Wheels." in pages[-1]


def test_goals_stand_in_every_kind_of_file_with_their_verdict(files: dict[str, Path], pages: list[str]) -> None:
    content = json.loads(files[".json"].read_text(encoding="utf-8"))
    assert [(one["name"], one["target"], one["value"], one["verdict"]) for one in content["goals"]] == [
        ("rides", 150, 160, "reached"),
        ("km", 1000, 1520, "missed"),
    ]
    told = next(text["text"] for text in content["texts"] if text["section"] == "goals")
    assert told == "Voor 2019 werden 2 doelen gesteld: 1 gehaald, 1 overschreden."
    rows = list(openpyxl.load_workbook(files[".xlsx"])["Doelen 2019"].iter_rows(values_only=True))
    assert (rows[1][:7], rows[1][8]) == (("Ritten", "minstens", 150, 160, 106.7, None, None), "gehaald")
    assert ["Kilometers", "hoogstens", "1000", "1520"] in [row[:4] for row in csv_rows(files[".csv"])]
    paper = " ".join(pages).replace("\xa0", " ")
    assert "Kilometers hoogstens 1.000 km 1.520 km 152 % overschreden 2019 is voorbij. minder kilometers." in paper
    assert "Nog per maand" not in paper  # of a year that is over there is nothing to say in that column


def test_every_definition_stands_beside_its_figure(made: Addendum, pages: list[str]) -> None:
    paper = " ".join(pages)
    assert all(" ".join(line.definition.split()) in paper for part in made.parts for line in part.lines)


def test_nothing_is_smaller_than_ten_points(paper: tuple[list[str], set[float]]) -> None:
    assert min(paper[1]) >= 10


def test_no_chart_is_empty(made: Addendum) -> None:
    charts = [one for chapter in addendum_pdf.chapters(made) for one in chapter.story]
    bars: list[Any] = [one for one in charts if isinstance(one, BarChart | RowChart)]
    bars += [chart for one in charts if isinstance(one, Beside) for _, chart in one.charts]
    assert len(bars) >= 6
    assert all(has_bars(chart.series) for chart in bars)


def test_a_chart_without_data_is_a_sentence(sqlite_database: Database, tmp_path: Path) -> None:
    def nought(session: Session) -> None:
        session.add(Ride(ride_no="R", ride_date=date(2019, 3, 3), state=RideState.NO_DRIVER))
        session.add(DeskSetting(name="practice", valid_from=date(2000, 1, 1), value="OEFENDATA"))

    sqlite_database.write(nought)
    printout.write(tmp_path / "a.pdf", gathered(sqlite_database, 2019))
    sheets = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(tmp_path / "a.pdf").pages]
    assert "daarom staat hier geen grafiek" in " ".join(sheets)
    assert "Hiervan is van 2019 niets genoteerd" in " ".join(sheets)
    assert all("OEFENDATA" in sheet for sheet in sheets)


def test_months_keep_their_names_and_order_where_some_are_missing() -> None:
    table = TableResult("t", "Per maand", ("month", "meals"), ("Maand", "Maaltijden"), ((3, 5), (9, 6)))
    before = replace(table, rows=((1, 4), (3, 5)))
    compared = compare(Breakdown(table, before, 1))
    assert [(row.short, row.value, row.previous) for row in compared.rows] == [
        ("jan", None, 4),
        ("mrt", 5, 5),
        ("sep", 6, None),
    ]
    alone = compare(Breakdown(table, None, 1))
    assert [(row.label, row.previous) for row in alone.rows] == [("Maart", None), ("September", None)]


def test_long_names_and_many_columns_take_several_tables(made: Addendum) -> None:
    columns = ("location", *(f"c{number}" for number in range(12)))
    headings = ("Locatie", *(f"Heellangetitel {number}" for number in range(12)))
    table = TableResult("t", "Breed", columns, headings, tuple((f"Dorp {row}", *range(12)) for row in range(3)))
    story = addendum_pdf.chapters(
        replace(made, parts=(replace(made.parts[1], breakdowns=(Breakdown(table, None, 1),)),))
    )
    tables = [one for one in story[1].story if isinstance(one, DataTable)][1:]
    assert [len(one.columns) for one in tables] == [2, 4, 4, 4, 3][: len(tables)]
    assert sum(len(one.columns) - 1 for one in tables) == 12


def test_what_leaves_the_office_has_a_number_for_each_driver_the_same_in_both_years(made: Addendum) -> None:
    columns = ("driver", "rides", "km")
    headings = ("Chauffeur", "Ritten", "Km")
    now = TableResult("per_driver", "Per chauffeur", columns, headings, (("An", 1, 9), ("Jan", 5, 2)), keys=(7, 8))
    before = replace(now, rows=(("An", 4, 4), ("Rosa", 9, 9), ("Jan", 2, 2)), keys=(7, 9, 8))
    named = Breakdown(replace(now, names_persons=True), replace(before, names_persons=True), 1)
    alone = replace(named, previous=None)
    plain = Breakdown(now, before, 1)
    part = replace(made.parts[0], breakdowns=(named, alone, plain))
    found = without_names(replace(made, parts=(part,)))
    numbered, also, untouched = found.parts[0].breakdowns
    assert numbered.table.rows == (("Chauffeur 1", 5, 2), ("Chauffeur 2", 1, 9))
    assert numbered.table.keys == (8, 7)
    assert numbered.previous is not None
    assert numbered.previous.rows == (("Chauffeur 1", 2, 2), ("Chauffeur 2", 4, 4), ("Chauffeur 3", 9, 9))
    assert also.table.rows == numbered.table.rows
    assert untouched == plain
    assert found.report.tables[0] == numbered.table


def run(database: Database, path: Path, year: int = 2019, *, names: bool = False, archive: bool = False) -> int:
    return run_addendum(database, argparse.Namespace(year=year, output=path, names=names, archive=archive))


def test_the_command_writes_what_the_name_asks_for(
    sqlite_database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sqlite_database.write(lambda session: fill(session, drivers=1, locations=0))
    assert run(sqlite_database, tmp_path / "a.JSON") == 0
    assert "Evaluatie 2019 bewaard" in capsys.readouterr().out
    told = (tmp_path / "a.JSON").read_text(encoding="utf-8")
    assert json.loads(told)["services"][0]["name"] == "rides"
    assert ("HYPERLINK" in told, "Chauffeur 1" in told) == (False, True)
    assert run(sqlite_database, tmp_path / "namen.json", names=True) == 0
    assert "HYPERLINK" in (tmp_path / "namen.json").read_text(encoding="utf-8")
    assert run(sqlite_database, tmp_path / "a.doc") == 2
    assert "eindigt op .pdf" in capsys.readouterr().err
    for name in ("a.pdf", "a.xlsx", "a.csv"):
        assert run(sqlite_database, tmp_path / name, 2031) == 0
        assert "weet niets van 2031" in capsys.readouterr().out
    with pytest.raises(FileError, match="bestaat niet"):
        run(sqlite_database, tmp_path / "weg" / "a.pdf")
    assert run(sqlite_database, tmp_path / "b.xlsx", archive=True) == 2
    assert "eindigen op .pdf" in capsys.readouterr().err


def test_the_archive_gets_what_the_paper_says_with_its_structure(made: Addendum, tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="the extra `archive` isn't installed")
    printout.write_archive(tmp_path / "a.pdf", made)
    reader = pypdf.PdfReader(tmp_path / "a.pdf")
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "/StructTreeRoot" in reader.root_object
    lines = [line for part in made.parts for line in part.lines]
    assert all(" ".join(line.definition.split()) in text for line in lines)
    shown = [f"{line.title} {show_value(line.value, line.unit)}".replace("\xa0", " ") for line in lines]
    assert [one for one in shown if one not in text] == []


def test_without_the_extra_the_command_says_how_to_get_it(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tagged, "is_installed", lambda: False)
    with pytest.raises(FileError, match="uitbreiding “archive”"):
        run(sqlite_database, tmp_path / "a.pdf", archive=True)
