"""Who stands out: the limits by tables, the people on both databases, the list by keys."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.db import Database
from mmc_desk.core.model import DeskSetting
from mmc_desk.features import load_features
from mmc_desk.features.meals.model import MealService, VillageRestaurant
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking, Participant
from mmc_desk.features.people.model import Absence, Driver, EndReason, Member, Person
from mmc_desk.features.rides.model import CancelledBy, Ride, RideRequest, RideState
from mmc_desk.features.rides.rules import patterns as rules
from mmc_desk.features.rides.rules.patterns import PatternLimits
from mmc_desk.features.yearly.pages.signals import SignalsPage
from mmc_desk.features.yearly.queries.signals import signals
from mmc_desk.ui import theme
from mmc_desk.ui.runner import Runner

TODAY = date(2026, 11, 23)
LIMITS = PatternLimits()


@pytest.mark.parametrize(
    ("last", "since", "is_silent"),
    [
        (None, None, False),
        (TODAY - timedelta(weeks=8), None, True),
        (TODAY - timedelta(days=55), None, False),
        (None, TODAY - timedelta(weeks=9), True),
        (TODAY - timedelta(weeks=30), TODAY - timedelta(weeks=2), False),
    ],
)
def test_a_driver_is_silent_after_eight_weeks(last: date | None, since: date | None, is_silent: bool) -> None:  # noqa: FBT001 - a table's own column
    assert rules.is_silent_driver(last, since, TODAY, LIMITS) is is_silent


@pytest.mark.parametrize(
    ("metres", "total", "drivers", "is_much"), [(33, 100, 4, True), (32, 100, 4, False), (90, 100, 3, False)]
)
def test_a_third_of_all_kilometres_is_much(metres: int, total: int, drivers: int, is_much: bool) -> None:  # noqa: FBT001 - a table's own column
    assert rules.carries_much(metres, total, drivers, LIMITS) is is_much


@pytest.mark.parametrize(("cancelled", "asked", "is_much"), [(4, 10, True), (4, 11, False), (3, 3, False)])
def test_four_of_ten_cancelled_is_much(cancelled: int, asked: int, is_much: bool) -> None:  # noqa: FBT001 - a table's own column
    assert rules.cancels_much(cancelled, asked, LIMITS) is is_much


def test_habits_are_looked_for_before_the_silence() -> None:
    assert rules.regular_span(TODAY, LIMITS) == (date(2026, 3, 30), date(2026, 9, 27))


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_percents_are_rounded_half_up(part: int, whole: int) -> None:
    found = rules.percent(part, whole)
    assert found == 0 if not whole else abs(found * whole - 100 * part) * 2 <= whole


class _Town:
    """Members, drivers and eaters around the limits; what each is called says what is expected."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.count = 0

    def add(self, row: Any) -> int:  # noqa: ANN401 - any model's row
        self.session.add(row)
        self.session.flush()
        key: int = row.id
        return key

    def person(self, name: str) -> int:
        return self.add(Person(last_name=name, mobile="+32473641788"))

    def member(self, name: str, **more: Any) -> int:  # noqa: ANN401 - Member's own
        self.count += 1
        return self.add(Member(person_id=self.person(name), member_no=self.count, **more))

    def driver(self, name: str, **more: Any) -> int:  # noqa: ANN401 - Driver's own
        self.count += 1
        return self.add(Driver(person_id=self.person(name), code=f"C{self.count}", **more))

    def ride(self, weeks_ago: int, driver: int, member: int | None = None, **more: Any) -> None:  # noqa: ANN401 - Ride's own
        self.count += 1
        values = {"state": RideState.DRIVEN, "metres": 10_000, **more}
        day = TODAY - timedelta(weeks=weeks_ago)
        ride = self.add(Ride(ride_no=f"R{self.count}", ride_date=day, driver_id=driver, **values))
        if member is not None:
            self.add(RideRequest(ride_id=ride, member_id=member))


def fill(session: Session) -> None:
    town = _Town(session)
    long_ago = date(2020, 1, 1)
    drivers = [town.driver(f"Chauffeur{number}", active_from=long_ago) for number in range(4)]
    silent = town.driver("Stil")
    town.ride(10, silent)
    town.driver("Nooit", active_from=TODAY - timedelta(weeks=20))
    for name, more in (("Gestopt", {"active_to": TODAY - timedelta(1)}), ("Onbekend", {})):
        town.driver(name, **more)
    away, planned = (town.driver(name, active_from=long_ago) for name in ("Afwezig", "Gepland"))
    town.add(Absence(driver_id=away, from_day=TODAY, to_day=TODAY))
    town.ride(-1, planned, state=RideState.ASSIGNED, metres=None)
    stopped, few, back, ended = (
        town.member("Rosa"),
        town.member("Weinig"),
        town.member("Terug"),
        town.member("Weg", ended_on=TODAY, end_reason=EndReason.MOVED),
    )
    for week in range(9, 15):
        town.ride(week, drivers[week % 4], stopped)
        town.ride(week, drivers[week % 4], ended)
        town.ride(week, drivers[week % 4], back)
    town.ride(9, drivers[0], few)
    town.ride(-2, planned, back, state=RideState.CONFIRMED, metres=None)
    often = town.member("Vaak")
    for week in range(4):
        gone = {"state": RideState.CANCELLED, "cancelled_by": CancelledBy.MEMBER, "metres": None}
        town.ride(week, drivers[0], often, **gone)
        town.ride(week, drivers[0], few, **gone)
        for _ in range(2):
            town.ride(week, drivers[3], few)
    for driver in drivers:
        town.ride(1, driver, metres=900_000 if driver == drivers[1] else 10_000)
    hees = town.add(VillageRestaurant(name="Hees"))
    eater, regular = (town.add(Participant(person_id=town.person(name))) for name in ("Frans", "Trouw"))
    for week in range(1, 15):
        noon = town.add(MealService(restaurant_id=hees, service_date=TODAY - timedelta(weeks=week)))
        for who in (eater, regular):
            if who == regular or week > 8:
                town.add(MealBooking(service_id=noon, participant_id=who, state=BookingState.PRESENT))


def test_exactly_those_over_a_limit_stand_out(database: Database) -> None:
    database.write(fill)
    found = database.read(lambda session: signals(session, TODAY, load_features()))
    assert [(row.page, row.name, row.subject, row.reason.replace("\xa0", " ")) for row in found] == [
        (
            "members",
            "Rosa",
            "Rijdt niet meer mee",
            "6 ritten in het halfjaar tot 21/09/2026, en sindsdien geen enkele meer.",
        ),
        ("members", "Vaak", "Zegt vaak af", "4 van de 4 ritten van de laatste dertien weken afgezegd."),
        (
            "drivers",
            "Chauffeur1",
            "Rijdt erg veel",
            "81 % van alle kilometers van de laatste dertien weken: 960 km van 1.180 km.",
        ),
        ("drivers", "Nooit", "Chauffeur zonder ritten", "Nog geen enkele rit, en actief sinds 06/07/2026."),
        ("drivers", "Stil", "Chauffeur zonder ritten", "Laatste rit op 14/09/2026: 10 weken geleden."),
        (
            "participants",
            "Frans",
            "Komt niet meer eten",
            "Kwam 6 keer eten in het halfjaar tot 21/09/2026, en sindsdien niet meer.",
        ),
    ]
    assert {row.phone for row in found} == {"+32473641788"}
    database.write(
        lambda session: session.add(DeskSetting(name="patterns.regular_rides", value="7", valid_from=date(2020, 1, 1)))
    )
    names = [row.name for row in database.read(lambda session: signals(session, TODAY, load_features()))]
    assert "Rosa" not in names
    assert "Frans" not in names


def test_the_list_is_filtered_and_a_record_opened_by_keys(
    sqlite_database: Database, qtbot: QtBot, qapp: QApplication
) -> None:
    theme.apply(qapp, "light", 100)
    assert clock.today() == TODAY
    runner = Runner(sqlite_database)
    page = SignalsPage(runner)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    runner.wait_idle()
    assert page.stack.currentWidget() is page.empty
    runner.write(fill, "test")
    runner.wait_idle()
    assert page.count.text() == "6 om te bellen"
    page.on_find()
    QTest.keyClicks(page.filter, "frans")
    assert page.count.text() == "1 om te bellen"
    page.filter.clear()
    page.table.selectRow(0)
    assert page.reason.text().startswith("Rosa: 6 ritten")
    with qtbot.waitSignal(page.open_page) as opened:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert opened.args[0] == "members"
    runner.close()
