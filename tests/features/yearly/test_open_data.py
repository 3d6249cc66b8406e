"""The open data of a year: from the database to the files, on screen by keys."""

import csv
import zipfile
from argparse import Namespace
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.errors import FileError
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.open_data import OTHER
from mmc_desk.features import load_features
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.people.model import Address, Driver, Member, Membership, Person
from mmc_desk.features.people.open_data import age_group
from mmc_desk.features.rides.model import Purpose, Ride, RideRequest, RideState
from mmc_desk.features.sessions.model import SessionKind, SessionState, WheelsSession
from mmc_desk.features.yearly.commands import run_open_data
from mmc_desk.features.yearly.ops.open_data import keep_secret
from mmc_desk.features.yearly.pages.open_data import OpenDataPage
from mmc_desk.features.yearly.printout import open_data as printout
from mmc_desk.features.yearly.queries.open_data import OpenData, open_data, secret_of
from mmc_desk.features.yearly.rules import open_tables
from mmc_desk.ui import messages, theme
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.runner import Runner

YEAR = 2025
TYPED = "Kerkstraat 9 bij Rosa"
"""What somebody typed where a village belongs."""


def fill(session: Session) -> None:
    """Thirty members in two villages of the seed, of whom two elsewhere ride eighty times; noons; a session."""
    driver_person = Person(last_name="Peeters", first_name="Jan")
    session.add(driver_person)
    session.flush()
    driver = Driver(person_id=driver_person.id, code="C1")
    session.add(driver)
    session.flush()
    members = [_member(session, number) for number in range(30)]
    for number in range(90):
        _ride(session, number, driver.id, members[number % 28], "Hees" if number % 2 else "Bilzen")
    for number in range(90, 170):
        _ride(session, number, driver.id, members[28 + number % 2], "Merem")
    restaurant = VillageRestaurant(name="Hees")
    session.add(restaurant)
    session.flush()
    for week in range(20):
        day = date(YEAR, 1, 7) + timedelta(weeks=week)
        session.add(MealService(restaurant_id=restaurant.id, service_date=day, present=30))
    session.add(
        WheelsSession(
            restaurant_id=restaurant.id,
            session_date=date(YEAR, 1, 7),
            kind=SessionKind.SERVICE,
            state=SessionState.HELD,
            attendance=3,
        )
    )
    session.add(DeskSetting(name="practice", value="OEFENDATA", valid_from=date(2020, 1, 1)))


def _member(session: Session, number: int) -> int:
    person = Person(last_name=f"Lid{number}", born_on=date(1940 + number % 3 * 10, 5, 5) if number else None)
    session.add(person)
    session.flush()
    village = TYPED if number == 29 else "Hees" if number % 2 else "Bilzen"
    session.add(
        Address(person_id=person.id, valid_from=date(2020, 1, 1), street="Dorp 1", postcode="3740", village=village)
    )
    member = Member(person_id=person.id, member_no=number + 1)
    session.add(member)
    session.flush()
    session.add(Membership(member_id=member.id, year=YEAR, fee=1200))
    return member.id


def _ride(session: Session, number: int, driver: int, member: int, village: str) -> None:
    ride = Ride(
        ride_no=f"R{number}",
        ride_date=date(YEAR, number % 12 + 1, 3),
        state=RideState.SETTLED if number % 3 else RideState.DRIVEN,
        driver_id=driver,
        metres=10_000,
        village=village,
        purpose=Purpose.FAMILY if number % 5 else Purpose.SHOPPING,
    )
    session.add(ride)
    session.flush()
    session.add(RideRequest(ride_id=ride.id, member_id=member))


@pytest.fixture
def data(database: Database) -> OpenData:
    database.write(fill)
    return database.read(lambda session: open_data(session, YEAR, load_features()))


@pytest.fixture(autouse=True)
def no_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """What chance hides besides is another thing on each new desk: these tests ask what is always hidden."""
    monkeypatch.setattr(open_tables, "chosen", lambda *_: frozenset())


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> MessageRecorder:
    made = MessageRecorder()
    monkeypatch.setattr(messages, "recorder", made)
    return made


@pytest.fixture
def page(
    sqlite_database: Database, qtbot: QtBot, qapp: QApplication, recorder: MessageRecorder
) -> Iterator[OpenDataPage]:
    theme.apply(qapp, "light", 100)
    sqlite_database.write(fill)
    runner = Runner(sqlite_database)
    made = OpenDataPage(runner)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.restore_state({"year": YEAR})
    made.show()
    runner.wait_idle()
    yield made
    runner.close()


def test_every_feature_gives_its_counts_without_the_few(data: OpenData, tmp_path: Path) -> None:
    found = {table.name: {row.labels: row.value for row in table.rows} for table in printout.tables(data)}
    assert found["ritten-per-dorp"] == {("Bilzen",): None, ("Hees",): 45, ("Merem",): None}  # 80 rides of two members
    assert found["maaltijden-per-locatie"] == {("Hees",): 600}
    assert set(found["leden-per-dorp"]) == {("Bilzen",), ("Hees",), (OTHER,)}
    assert {one.cube.name: one.total for one in data.publications} == {"leden": 30, "ritten": 170, "maaltijden": 600}
    assert [cube.name for cube in data.left_out] == ["zonder-chauffeur", "aanwezigen"]
    count = printout.write(tmp_path / "folder", data)
    files = {path.name: path.read_text(encoding="utf-8-sig") for path in (tmp_path / "folder").iterdir()}
    assert len(files) == count
    everything = "\n".join(files.values())
    assert not any(word in everything for word in (TYPED, "Peeters", "Lid1", "C1"))
    assert "ritten;170;nee" in files["totalen-2025.csv"]


def test_every_column_of_every_file_is_in_the_dictionary(data: OpenData, tmp_path: Path) -> None:
    printout.write(tmp_path, data)
    described = set()
    for row in csv.DictReader(_lines(tmp_path / printout.DICTIONARY), delimiter=";"):
        assert all(row.values()), row
        described.add((row["bestand"], row["kolom"]))
    found = {
        (path.name, column)
        for path in tmp_path.glob("*.csv")
        if path.name != printout.DICTIONARY
        for column in next(csv.reader(_lines(path), delimiter=";"))
    }
    assert described == found


def _lines(path: Path) -> list[str]:
    first, *lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert first == "OEFENDATA"
    return lines


def test_the_command_writes_one_file_and_says_what_is_left_out(
    sqlite_database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sqlite_database.write(fill)
    path = tmp_path / "open.zip"
    assert run_open_data(sqlite_database, Namespace(year=YEAR, output=path)) == 0
    assert "Te weinig om te publiceren: Geen chauffeur gevonden, Aanwezigen LDC on Wheels." in capsys.readouterr().out
    with zipfile.ZipFile(path) as archive:
        assert "Geen enkel onderdrukt aantal" in archive.read(printout.NOTE).decode()
    without = OpenData(YEAR, (), (), practice=False, desk="LDC")
    assert printout.write(tmp_path / "empty", without) == 3
    assert "OEFENDATA" not in printout.note(without)
    with pytest.raises(FileError, match="Kies een andere plaats"):
        printout.write(path / "in-a-file", without)


def test_nothing_left_out_is_not_told(
    sqlite_database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mmc_desk.features.yearly.commands.load_features", lambda: ())
    assert run_open_data(sqlite_database, Namespace(year=YEAR, output=tmp_path / "folder")) == 0
    assert "Te weinig" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("born_on", "group"),
    [
        (None, "onbekend"),
        (date(1966, 1, 1), "0-59"),
        (date(1965, 12, 31), "60-69"),
        (date(1936, 1, 1), "80-89"),
        (date(1935, 12, 31), "90+"),
    ],
)
def test_ages_are_grouped(born_on: date | None, group: str) -> None:
    assert age_group(born_on, YEAR) == group


def test_the_tables_are_walked_and_saved_by_keys(page: OpenDataPage, recorder: MessageRecorder, tmp_path: Path) -> None:
    assert [column.title for column in page.rows_model.columns] == ["Dorp", "Aantal"]
    page.tables.setFocus()
    QTest.keyClick(page.tables, Qt.Key.Key_Down)
    QTest.keyClick(page.tables, Qt.Key.Key_Down)
    assert [column.title for column in page.rows_model.columns] == ["Dorp", "Leeftijd", "Aantal"]
    shown = [[column.text(row) for column in page.rows_model.columns] for row in page.rows_model.rows]
    assert any(cells[-1] == "onderdrukt" for cells in shown)
    assert page.left_out.text().startswith("Te weinig")
    recorder.paths.append(tmp_path / "cijfers")
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    page.runner.wait_idle()
    assert (tmp_path / "cijfers.zip").exists()
    assert page.save_state() == {"year": YEAR}


def test_a_year_without_enough_says_so_and_saves_nothing(page: OpenDataPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    page.on_save()
    page.runner.wait_idle()
    assert page.years.year == YEAR - 1
    assert page.stack.currentWidget() is page.empty
    assert not page.export.isEnabled()
    page.on_save()


def test_a_desk_has_one_secret_for_ever(database: Database) -> None:
    assert database.read(secret_of) == ""
    database.write(keep_secret)
    made = database.read(secret_of)
    assert len(made) == 32
    assert not database.write(keep_secret).changes
    assert database.read(secret_of) == made
