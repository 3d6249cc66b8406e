"""Exports in the office's own form: read back by eye and by the import, which finds nothing new."""

import argparse
import json
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.importing import FileReport, Outcome, import_files
from mmc_desk.features import load_import_kinds
from mmc_desk.features.meals.commands import run_export_meals, run_export_volunteers
from mmc_desk.features.meals.figures import per_location
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.people.model import Person, Volunteer
from tests.shared.test_office_files import INPUT


def imported(database: Database, *files: Path) -> list[FileReport]:
    return import_files(database, list(files), load_import_kinds())


def exported(database: Database, path: Path, year: int = 2019) -> Path:
    run = run_export_meals if path.suffix == ".xlsx" else run_export_volunteers
    assert run(database, argparse.Namespace(output=path, year=year)) == 0
    return path


def unchanged(database: Database, path: Path) -> int:
    (report,) = imported(database, path)
    assert not report.problems
    assert report.read == report.count(Outcome.UNCHANGED)
    return report.read


@pytest.mark.shared
def test_the_office_files_go_out_and_come_in_again_unchanged(database: Database, tmp_path: Path) -> None:
    imported(database, INPUT / "dorpsrestaurants_2019.xlsx", INPUT / "vrijwilligers.csv")
    assert unchanged(database, exported(database, tmp_path / "dorpsrestaurants_2019.xlsx")) > 400
    assert unchanged(database, exported(database, tmp_path / "vrijwilligers.csv")) == 65
    with (
        CalamineWorkbook.from_path(tmp_path / "dorpsrestaurants_2019.xlsx") as out,
        CalamineWorkbook.from_path(INPUT / "dorpsrestaurants_2019.xlsx") as there,
    ):
        assert sorted(out.sheet_names) == sorted(there.sheet_names)


def test_closed_noons_and_those_to_come(database: Database, tmp_path: Path) -> None:
    def add(session: Session) -> None:
        hees = VillageRestaurant(name="Hees")
        session.add(hees)
        session.flush()
        noon = {"restaurant_id": hees.id}
        session.add_all(
            [
                MealService(**noon, service_date=date(2020, 3, 19), closed_reason="corona", price=600),
                MealService(**noon, service_date=date(2020, 3, 26), remarks="=SOM(1)", present=20, price=600),
                MealService(**noon, service_date=date(2020, 4, 2)),
            ]
        )

    database.write(add)
    assert unchanged(database, exported(database, tmp_path / "dorpen.xlsx", 2020)) == 2
    exported(database, tmp_path / "niets.xlsx", 2021)


def test_a_volunteer_with_everything(database: Database, tmp_path: Path) -> None:
    def add(session: Session) -> None:
        person = Person(
            last_name="Thijs",
            first_name="Greta",
            born_on=date(1950, 2, 3),
            phone="+3289519138",
            mobile="+32473641788",
            email="greta@example.be",
        )
        session.add(person)
        session.flush()
        session.add(
            Volunteer(
                person_id=person.id,
                location="Hees, Beverst",
                tasks="afwas, onthaal",
                active_from=date(2015, 1, 1),
                active_to=date(2026, 6, 30),
            )
        )

    database.write(add)
    assert unchanged(database, exported(database, tmp_path / "vrijwilligers.csv")) == 1


@pytest.mark.parametrize("name", ["meals.pdf", "volunteers.txt"])
def test_another_kind_of_file_is_refused(
    sqlite_database: Database, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run = run_export_meals if name.startswith("meals") else run_export_volunteers
    assert run(sqlite_database, argparse.Namespace(output=tmp_path / name, year=2019)) == 2
    assert "eindigt op" in capsys.readouterr().err


@pytest.mark.shared
def test_per_location_the_report_is_an_independent_sum_of_the_sheets(sqlite_database: Database) -> None:
    source = INPUT / "dorpsrestaurants_2019.xlsx"
    imported(sqlite_database, source)
    summed: dict[str, tuple[int, int]] = {}
    with CalamineWorkbook.from_path(source) as book:
        for name in book.sheet_names:
            head, *rows = book.get_sheet_by_name(name).to_python()
            present = [row[head.index("Aanwezig")] for row in rows]
            counted = [int(meals) for meals in present if isinstance(meals, float)]
            summed[name] = len(counted), sum(counted)
    reported = sqlite_database.read(lambda session: per_location(session, 2019))
    assert {name: (services, meals) for _, name, services, meals, *_ in reported} == summed
    expected = json.loads((INPUT / "expected.json").read_text("utf-8"))["meals"]
    assert sum(meals for _, meals in summed.values()) == (expected["2019"] if isinstance(expected, dict) else expected)
    assert all(average == round(meals / services, 1) for _, _, services, meals, average, *_ in reported)
