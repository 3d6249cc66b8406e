"""The evaluation of the office's own years: the town's published numbers, read back out of every kind of file."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest

from mmc_desk.core import clock, migrate
from mmc_desk.core.db import Database
from mmc_desk.core.importing import import_files
from mmc_desk.features import load_features, load_import_kinds
from mmc_desk.features.yearly.printout import addendum as printout
from mmc_desk.features.yearly.queries.addendum import addendum
from tests.conftest import NOW

pytestmark = pytest.mark.shared

INPUT = Path(__file__).resolve().parents[3] / "shared" / "input"
PUBLISHED = {
    2019: {"Leden": 295, "Leden meer of minder": 24, "Chauffeurs": 19, "Ritten": 2983, "Kilometers": 101658},
    2020: {"Leden": 256, "Ritten": 1610},
}
ON_PAPER = {
    2019: ("Leden 295 271 +24", "Leden meer of minder +24", "Chauffeurs 19", "Ritten 2.983", "Kilometers 101.658 km"),
    2020: ("Leden 256 295 -39", "Ritten 1.610 2.983 -1.373 -46 %"),
}


@pytest.fixture(scope="module")
def office(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("office")
    shutil.copyfile(empty_sqlite, folder / "desk.db")
    with clock.frozen(NOW), migrate.open_database(str(folder / "desk.db")) as database:
        names = ("ledenlijst.xlsx", "lidgelden.csv", "chauffeurs.csv", "rittenboek_2019.csv", "rittenboek_2020.csv")
        import_files(database, [INPUT / name for name in names], load_import_kinds(), rejects=folder)
        yield database


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_published_numbers_stand_in_every_kind_of_file(office: Database, tmp_path: Path, year: int) -> None:
    found = office.read(lambda session: addendum(session, year, load_features()))
    for suffix in printout.WRITERS:
        printout.write(tmp_path / f"a{suffix}", found)
    for title, value in PUBLISHED[year].items():
        assert from_json(tmp_path / "a.json")[title] == value
        assert from_book(tmp_path / "a.xlsx")[title] == value
        assert from_csv(tmp_path / "a.csv")[title] == str(value)
    paper = " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(tmp_path / "a.pdf").pages)
    assert [line for line in ON_PAPER[year] if line not in paper] == []


def from_json(path: Path) -> dict[str, Any]:
    made = json.loads(path.read_text(encoding="utf-8"))
    return {one["title"]: one["value"] for service in made["services"] for one in service["figures"]}


def from_book(path: Path) -> dict[object, Any]:
    book = openpyxl.load_workbook(path)
    sheets = [book["Leden en vrijwilligers"], book["Minder Mobielen Centrale"]]
    return {row[0]: row[1] for sheet in sheets for row in sheet.iter_rows(values_only=True, max_row=11)}


def from_csv(path: Path) -> dict[str, str]:
    lines = csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    return {row[0]: row[1] for row in lines if len(row) == 7}
