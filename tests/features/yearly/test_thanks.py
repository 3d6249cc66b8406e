"""Thanking: one list of both kinds of volunteers on both databases, its papers, the page by keys."""

import argparse
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.db import Database
from mmc_desk.features import load_features
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.duties import MealDuty, MealTask
from mmc_desk.features.people.model import Address, Driver, Person, Volunteer
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.yearly.commands import run_thanks
from mmc_desk.features.yearly.pages.thanks import ThanksPage
from mmc_desk.features.yearly.printout import thanks as printout
from mmc_desk.features.yearly.queries.thanks import ThanksBook, thanks_book
from mmc_desk.ui import theme
from mmc_desk.ui.runner import Runner

YEAR = 2026


def fill(session: Session) -> None:
    """Rosa drives and cooks, Jan drives without an address, Frans set out five years ago, three are left out."""

    def person(name: str, **more: object) -> int:
        row = Person(last_name=name, first_name="Rosa" if name == "Claes" else "", **more)
        session.add(row)
        session.flush()
        return row.id

    def driver(name: str, code: str, since: date | None = None, until: date | None = None, **more: object) -> Driver:
        row = Driver(person_id=person(name, **more), code=code, active_from=since, active_to=until)
        session.add(row)
        session.flush()
        return row

    rosa = driver("Claes", "C1", date(2016, 3, 1), born_on=date(1952, 2, 29))
    jan = driver("Peeters", "C2", born_on=date(1950, 12, 1))
    driver("Dood", "C3", deceased_on=date(2026, 5, 5))
    driver("Vroeger", "C4", until=date(2025, 12, 31))
    driver("Later", "C5", since=date(2027, 1, 1))
    session.add(
        Address(
            person_id=rosa.person_id,
            valid_from=date(2020, 1, 1),
            street="Dorp 1",
            postcode="3740",
            village="Hees",
        )
    )
    cook = Volunteer(person_id=rosa.person_id, location="Hees", active_from=date(2018, 1, 1))
    frans = Volunteer(person_id=person("Frans"), location="", active_from=date(2021, 6, 1))
    restaurant = VillageRestaurant(name="Hees")
    session.add_all([cook, frans, restaurant])
    session.flush()
    noon = MealService(restaurant_id=restaurant.id, service_date=date(YEAR, 2, 3), present=20)
    session.add(noon)
    session.flush()
    session.add(MealDuty(service_id=noon.id, volunteer_id=cook.id, task=MealTask.COOKING, minutes=150))
    start = datetime(YEAR, 3, 3, 9, 0, tzinfo=UTC)
    times = {"depart_at": start, "home_at": start + timedelta(minutes=90)}
    for number, (who, state, metres, more) in enumerate(
        (
            (rosa, RideState.DRIVEN, 20_000, times),
            (rosa, RideState.WASTED, None, {}),
            (rosa, RideState.ASSIGNED, None, times),
            (jan, RideState.SETTLED, 7_000, {}),
        )
    ):
        session.add(
            Ride(
                ride_no=f"R{number}",
                ride_date=date(YEAR, 3, 3),
                driver_id=who.id,
                state=state,
                metres=metres,
                **more,
            )
        )


def read(database: Database, year: int = YEAR) -> ThanksBook:
    today = clock.today()
    return database.read(lambda session: thanks_book(session, year, today, load_features()))


@pytest.fixture
def page(sqlite_database: Database, qtbot: QtBot, qapp: QApplication) -> Iterator[ThanksPage]:
    theme.apply(qapp, "light", 100)
    sqlite_database.write(fill)
    runner = Runner(sqlite_database)
    made = ThanksPage(runner)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    runner.wait_idle()
    yield made
    runner.close()


def test_who_drives_and_cooks_is_one_person_with_both(database: Database) -> None:
    database.write(fill)
    found = {row.person.last_name: row for row in read(database).rows}
    assert list(found) == ["Claes", "Frans", "Peeters"]
    rosa, frans, jan = found.values()
    assert rosa.roles == "chauffeur, dorpsrestaurant Hees"
    assert (rosa.rides, rosa.metres, rosa.duties, rosa.minutes) == (2, 20_000, 1, 240)
    assert (rosa.since, rosa.years, rosa.jubilee) == (date(2016, 3, 1), 10, 10)
    assert (rosa.birthday, rosa.is_birthday_soon) == (date(2026, 3, 1), False)
    assert (frans.jubilee, frans.roles, frans.birthday) == (5, "dorpsrestaurant", None)
    assert (jan.years, jan.jubilee, jan.is_birthday_soon) == (None, None, True)
    assert printout.address_lines(rosa) == ["Rosa Claes", "Dorp 1", "3740 Hees"]
    assert read(database, 2015).rows[0].services[0].page == "drivers"


def test_letters_labels_and_list_bear_what_was_done(
    sqlite_database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sqlite_database.write(fill)
    arguments = argparse.Namespace(
        year=YEAR,
        jubilees=False,
        output=tmp_path / "lijst.xlsx",
        letters=tmp_path / "brieven.pdf",
        labels=tmp_path / "etiketten.pdf",
    )
    assert run_thanks(sqlite_database, arguments) == 0
    letters = [
        " ".join(page.extract_text().replace("\xa0", " ").split()) for page in pypdf.PdfReader(arguments.letters).pages
    ]
    assert len(letters) == 3
    for part in (
        "10 jaar vrijwilliger: dank u",
        "Beste Rosa,",
        "reed u 2 ritten, samen 20 km",
        "1 keer",
        "ongeveer 4 uur",
    ):
        assert part in letters[0]
    assert "stond u voor onze dienst klaar" in letters[1]
    assert "Een woord van dank" in letters[2]
    labels = pypdf.PdfReader(arguments.labels).pages[0].extract_text()
    assert "3740 Hees" in labels
    assert "Peeters" not in labels
    rows = list(openpyxl.load_workbook(arguments.output).worksheets[0].iter_rows(values_only=True))
    assert rows[1][:3] == ("Claes", "Rosa", "chauffeur, dorpsrestaurant Hees")
    assert rows[1][4:10] == (10, 10, 2, 20, 1, 4)
    paper = argparse.Namespace(year=YEAR, jubilees=False, output=tmp_path / "lijst.pdf", letters=None, labels=None)
    assert run_thanks(sqlite_database, paper) == 0
    on_paper = pypdf.PdfReader(paper.output).pages[0].extract_text()
    for whole in ("Jubileum", "Diensten", "01/03/2016"):
        assert whole in on_paper.split()
    capsys.readouterr()
    for name in ("lijst.pdf", "lijst.csv"):
        arguments = argparse.Namespace(year=YEAR, jubilees=True, output=tmp_path / name, letters=None, labels=None)
        assert run_thanks(sqlite_database, arguments) == 0
    assert "Peeters" not in (tmp_path / "lijst.csv").read_text(encoding="utf-8-sig")
    assert "Frans" in pypdf.PdfReader(tmp_path / "lijst.pdf").pages[0].extract_text()
    without = argparse.Namespace(year=YEAR, jubilees=True, output=None, letters=None, labels=None)
    capsys.readouterr()
    assert run_thanks(sqlite_database, without) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Claes Rosa: chauffeur, dorpsrestaurant Hees",
        "Frans: dorpsrestaurant",
    ]
    wrong = argparse.Namespace(year=YEAR, jubilees=True, output=tmp_path / "x.doc", letters=None, labels=None)
    assert run_thanks(sqlite_database, wrong) == 2


def test_chips_choose_who_gets_a_letter_and_enter_opens_the_record(page: ThanksPage, qtbot: QtBot) -> None:
    assert [page.chips.tabText(place) for place in range(3)] == [
        "Alle vrijwilligers  3",
        "Jubileum  2",
        "Bijna jarig  1",
    ]
    QTest.keyClick(page.chips, Qt.Key.Key_Right)
    assert [row.person.last_name for row in page.model.rows] == ["Claes", "Frans"]
    page.on_find()
    QTest.keyClicks(page.filter, "rosa")
    for button, title in ((page.letters, "Bedankbrieven 2026"), (page.labels, "Etiketten vrijwilligers 2026")):
        QTest.keyClick(button, Qt.Key.Key_Space)
        page.runner.wait_idle()
        assert page.preview is not None
        assert page.preview.windowTitle() == title
        page.preview.close()
        qtbot.waitUntil(lambda: page.preview is None)
    assert page.paper(page.report).file_name == "vrijwilligers-2026"
    page.table.selectRow(0)
    with qtbot.waitSignal(page.open_page) as opened:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert opened.args[0] == "drivers"


def test_a_year_without_volunteers_has_nothing_to_print(
    sqlite_database: Database, qtbot: QtBot, qapp: QApplication
) -> None:
    theme.apply(qapp, "light", 100)
    runner = Runner(sqlite_database)
    page = ThanksPage(runner)
    qtbot.addWidget(page)
    for act in (page.on_letters, page.on_labels):
        act()
    page.chips.setCurrentIndex(1)
    page.show()
    runner.wait_idle()
    assert page.stack.currentWidget() is page.empty
    runner.close()
