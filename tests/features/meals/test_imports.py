"""Meals as the village restaurants count them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.importing import FileReport, Outcome, import_files
from mmc_desk.features.meals.figures import meal_figures, per_location
from mmc_desk.features.meals.imports import IMPORT_KINDS
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.schedule import MealMoment
from mmc_desk.features.meals.ops.schedule import Generated, GenerateServices, generate_services

HEADER = ["Datum", "Dag", "Ingeschreven", "Aanwezig", "Niet komen opdagen", "Zonder inschrijving", "Meegenomen"]
HEADER += ["Prijs", "Vrijwilligers", "Opmerking"]


def run(database: Database, path: Path) -> FileReport:
    (report,) = import_files(database, [path], IMPORT_KINDS)
    assert not report.problems, report.problems
    return report


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(place, column, cell, day if isinstance(cell, date) else None)
    return path


def text(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    return path


def services(database: Database) -> list[tuple[Any, ...]]:
    query = (
        select(
            VillageRestaurant.name,
            MealService.service_date,
            MealService.booked,
            MealService.present,
            MealService.price,
            MealService.closed_reason,
            MealService.remarks,
        )
        .join(VillageRestaurant, VillageRestaurant.id == MealService.restaurant_id)
        .order_by(VillageRestaurant.name, MealService.service_date)
    )
    return [tuple(row) for row in database.read(lambda session: session.execute(query).all())]


def test_a_sheet_per_village(database: Database, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "dorpsrestaurants_2019.xlsx",
        {
            "Mopertingen": [
                HEADER,
                [date(2019, 1, 7), "ma", 25, 24, 1, 0, 1, 6.5, 7, "kip"],
                [date(2019, 4, 22), "ma", "", "", "", "", "", "", "", "gesloten (feestdag)"],
            ],
            "Hees": [HEADER, [date(2019, 1, 3), "do", 30, 31, 0, 1, 0, 6.5, 7, ""]],
        },
    )
    report = run(database, path)
    assert (report.read, report.count(Outcome.NEW)) == (3, 3)
    assert services(database) == [
        ("Hees", date(2019, 1, 3), 30, 31, 650, "", ""),
        ("Mopertingen", date(2019, 1, 7), 25, 24, 650, "", "kip"),
        ("Mopertingen", date(2019, 4, 22), None, None, None, "gesloten (feestdag)", ""),
    ]
    assert run(database, path).count(Outcome.UNCHANGED) == 3
    assert database.read(lambda session: meal_figures(session, 2019)) == {
        "meals": 55,
        "services": 2,
        "meals_average": 27.5,
        "no_shows": 1,
    }
    assert database.read(lambda session: meal_figures(session, 2018))["meals"] is None
    assert [row[1:] for row in database.read(lambda session: per_location(session, 2019))] == [
        ("Hees", 1, 31, 31.0, 0, 1, 0),
        ("Mopertingen", 1, 24, 24.0, 1, 0, 1),
    ]


def test_a_closed_noon_of_a_file_stays_closed_whatever_the_schedule_says(database: Database, tmp_path: Path) -> None:
    def add(session: Session) -> None:
        hees = VillageRestaurant(name="Hees")
        session.add(hees)
        session.flush()
        at = {"restaurant_id": hees.id, "starts_at": time(12)}
        session.add(MealMoment(**at, weekday=3, valid_from=date(2026, 1, 1)))
        session.add(MealService(**at, service_date=date(2026, 12, 3), finished_at=datetime(2026, 12, 3, tzinfo=UTC)))

    database.write(add)
    path = text(tmp_path / "dicht.csv", "Locatie;Datum;Aantal eters;Opm.", "Hees;3/12/2026;;gesloten (lek)")
    assert run(database, path).count(Outcome.CHANGED) == 1
    assert run(database, path).count(Outcome.UNCHANGED) == 1
    december = GenerateServices(date(2026, 12, 1), date(2026, 12, 11))
    assert database.write(lambda session: generate_services(session, december)).value == Generated(added=1)
    assert [row[5] for row in services(database)] == ["gesloten (lek)", ""]


def test_what_was_counted_later(database: Database, tmp_path: Path) -> None:
    rows = ("Locatie;Datum;Aantal eters;Gesloten;Opm.", "HEES;3/1/2019;;ja;", "Hees;10/1/2019;12;;")
    run(database, text(tmp_path / "eters.csv", *rows))
    later = (rows[0], "Hees;3/1/2019;20;;", "Hees;10/1/2019;13;;")
    report = run(database, text(tmp_path / "eters.csv", *later))
    assert report.count(Outcome.CHANGED) == 2
    assert [row[3:6] for row in services(database)] == [(20, None, ""), (13, None, "")]


@pytest.mark.parametrize(
    ("name", "sheet", "title", "location"),
    [
        ("telling.xlsx", "Hees 2019", "", "Hees"),
        ("telling.xlsx", "Blad1", "Dorpsrestaurant Hees", "Hees"),
        ("hees_2019.xlsx", "Blad1", "", "Hees"),
        ("telling.xlsx", "Zaal De Kring", "", "Zaal De Kring"),
    ],
)
def test_where_the_place_stands(
    sqlite_database: Database, tmp_path: Path, name: str, sheet: str, title: str, location: str
) -> None:
    rows: list[list[Any]] = [[title], ["Datum", "Aanwezig"], [date(2019, 1, 3), 20]]
    run(sqlite_database, workbook(tmp_path / name, {sheet: rows}))
    assert services(sqlite_database)[0][0] == location


def test_rows_that_are_refused(sqlite_database: Database, tmp_path: Path) -> None:
    rows = ("Datum;Aanwezig", "3/1/2019;20", "Totaal;20")
    report = run(sqlite_database, text(tmp_path / "maaltijden.csv", *rows))
    assert [rejection.reason for rejection in report.rejections] == [
        "de locatie ontbreekt: zet ze in een kolom of als naam van het blad",
    ]
    twice = ("Locatie;Datum;Aanwezig;Opmerking", "Hees;3/1/2019;20;", "Hees;3/1/2019;20;", "Hees;3/1/2019;21;")
    report = run(sqlite_database, text(tmp_path / "eters.csv", *twice, "Hees;4/1/2019;veel;"))
    assert (report.count(Outcome.NEW), report.count(Outcome.DUPLICATE), report.count(Outcome.REJECTED)) == (1, 1, 2)


def test_a_remark_longer_than_a_reason(sqlite_database: Database, tmp_path: Path) -> None:
    rows = (
        "Locatie;Datum;Aanwezig;Opmerking",
        f"Hees;3/1/2019;0;gesloten {'x' * 300}",
        "Hees;10/1/2019;20;na de feestdag",
    )
    run(sqlite_database, text(tmp_path / "eters.csv", *rows))
    closed, open_ = services(sqlite_database)
    assert (closed[3], closed[5], len(closed[6])) == (None, "gesloten", 309)
    assert (open_[3], open_[5], open_[6]) == (20, "", "na de feestdag")
