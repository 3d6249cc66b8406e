"""Somebody phones for a ride: keyboard only, counted (domain.md §9: within two minutes; issue: 15 and 60 keys)."""

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.features.people.model import (
    Address,
    Aid,
    EligibilityCheck,
    Household,
    IncomeResult,
    Member,
    Membership,
    Person,
)
from mmc_desk.features.rides.model import Purpose, ReturnMode
from mmc_desk.features.rides.ops import requesting
from mmc_desk.features.rides.ops.commands import RequestRide
from mmc_desk.features.rides.pages.request_dialog import RequestDialog
from mmc_desk.features.rides.queries import lists
from mmc_desk.features.rides.queries.rows import RideCard
from mmc_desk.ui.runner import Runner

HOSPITAL = "Jessa Ziekenhuis Hasselt, campus Virga Jesse"


def _add_member(session: Session, number: int, last_name: str, first_name: str, born: int) -> int:
    person = Person(last_name=last_name, first_name=first_name, born_on=date(born, 3, 2), phone="+3289519138")
    session.add(person)
    session.flush()
    session.add(
        Address(
            person_id=person.id, valid_from=date(2015, 1, 1), street="Kerkstraat 1", postcode="3740", village="Hees"
        )
    )
    member = Member(
        person_id=person.id, member_no=number, since=date(2015, 1, 1), aid=Aid.ROLLATOR, household=Household.SINGLE
    )
    session.add(member)
    session.flush()
    session.add(Membership(member_id=member.id, year=2026, fee=1200, paid_on=date(2026, 1, 9)))
    session.add(EligibilityCheck(member_id=member.id, checked_on=date(2026, 1, 9), result=IncomeResult.MEETS))
    return member.id


def _town(session: Session) -> None:
    rosa = _add_member(session, 12, "Peeters", "Rosa", 1931)
    _add_member(session, 13, "Peeters", "Rosa", 1948)
    _add_member(session, 14, "Geladé", "Josée", 1940)
    session.flush()
    requesting.request_ride(
        session,
        RequestRide(
            rosa,
            date(2026, 11, 16),
            HOSPITAL,
            "Hasselt",
            appointment=time(10, 30),
            purpose=Purpose.HOSPITAL,
            companions=1,
            expected_minutes=65,
        ),
    )


class Desk:
    """Whoever sits at the desk: types in whatever has the focus, and counts."""

    def __init__(self, qtbot: QtBot, runner: Runner) -> None:
        self.runner = runner
        self.keys = 0
        self.saved: list[int] = []
        self.dialog = RequestDialog(runner)
        qtbot.addWidget(self.dialog)
        self.dialog.ride_saved.connect(self.saved.append)
        with qtbot.waitExposed(self.dialog):
            self.dialog.open()
        self.dialog.activateWindow()
        runner.wait_idle()
        self.dialog.request.focus_member()
        self.keys += 1  # Ctrl+N

    def type(self, text: str) -> None:
        for character in text:
            QTest.keyClicks(self._focus(), character)
            self.keys += 1
        self.runner.wait_idle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._focus(), key, modifier)
        self.keys += 1
        self.runner.wait_idle()

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.dialog

    def ride(self) -> RideCard:
        return self.runner.database.read(lambda session: lists.ride_card(session, self.saved[-1]))


@pytest.fixture
def desk(qtbot: QtBot, runner: Runner) -> Desk:
    runner.database.write(_town)
    return Desk(qtbot, runner)


def test_a_ride_as_last_time_takes_at_most_fifteen_keys(desk: Desk) -> None:
    desk.type("ros")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_F4)
    desk.type("vr")
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    ride = desk.ride().ride
    assert desk.keys <= 15
    assert ride.ride_date == date(2026, 11, 27)
    assert ride.destination == HOSPITAL
    assert ride.purpose is Purpose.HOSPITAL
    member = ride.members[0]
    assert (member.member_no, member.companions, member.aid) == (12, 1, Aid.ROLLATOR)
    assert member.expected_minutes == 65
    assert member.appointment_at == clock.at(date(2026, 11, 27), time(10, 30))
    assert not desk.dialog.isVisible()


def test_a_new_ride_takes_at_most_sixty_keys(desk: Desk) -> None:
    desk.type("gelade")
    desk.press(Qt.Key.Key_Return)
    desk.type("25/11")
    desk.press(Qt.Key.Key_Return)
    desk.type("915")
    desk.press(Qt.Key.Key_Return)
    desk.type("zol")
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    desk.type("z")
    desk.press(Qt.Key.Key_Return)
    desk.type("lid")
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    card = desk.ride()
    ride, member = card.ride, card.ride.members[0]
    assert desk.keys <= 60
    assert ride.destination.startswith("ZOL Genk")
    assert ride.purpose is Purpose.HOSPITAL
    assert member.return_mode is ReturnMode.PHONES
    assert member.appointment_at == clock.at(date(2026, 11, 25), time(9, 15))
    assert member.pickup_at is not None
    assert member.pickup_at < member.appointment_at
    assert [leg.kind for leg in card.legs] == ["out", "back"]


def test_two_members_of_the_same_name_are_told_apart_by_birth_year(desk: Desk) -> None:
    desk.type("peeters 1948")
    desk.press(Qt.Key.Key_Return)
    desk.type("+2")
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert desk.ride().ride.members[0].member_no == 13


def test_an_incomplete_request_is_saved_too(desk: Desk) -> None:
    desk.type("12")
    desk.press(Qt.Key.Key_Return)
    desk.type("+3")
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    ride = desk.ride().ride
    assert (ride.destination, ride.pickup_at) == ("", None)


def test_warnings_stand_beside_the_field_and_block_nothing(desk: Desk) -> None:
    desk.type("gelade")
    desk.press(Qt.Key.Key_Return)
    desk.type("24/11")
    desk.press(Qt.Key.Key_Return)

    row = desk.dialog.request.row("ride_date")
    assert row is not None
    assert row.sentence.text() == "Minder dan 2 werkdagen vooraf aangevraagd."
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.saved


def test_the_pickup_is_proposed_with_its_sum_and_the_price(desk: Desk) -> None:
    desk.type("gelade")
    desk.press(Qt.Key.Key_Return)
    desk.type("25/11")
    desk.press(Qt.Key.Key_Return)
    desk.type("915")
    desk.press(Qt.Key.Key_Return)
    desk.type(HOSPITAL)
    desk.press(Qt.Key.Key_Return)

    assert desk.dialog.request.pickup.value is None
    assert desk.dialog.request.pickup.placeholderText() < "09:15"
    assert "Ophalen om" in desk.dialog.card.read_back.text()
    assert "Ongeveer €" in desk.dialog.card.read_back.text()
    assert "rijden" in desk.dialog.card.sums.text()


def test_without_a_member_the_form_says_so_and_keeps_what_was_typed(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Return)
    desk.type("25/11")
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    row = desk.dialog.request.row("member")
    assert row is not None
    assert row.sentence.text() == "Kies eerst het lid dat belt."
    assert desk.dialog.isVisible()
    assert desk.dialog.request.day.value == date(2026, 11, 25)


def test_editing_a_ride_shows_it_whole_and_keeps_its_number(qtbot: QtBot, runner: Runner) -> None:
    runner.database.write(_town)
    day = date(2026, 11, 16)
    ride_id = runner.database.read(lambda session: lists.ride_list(session, day, day))[0].ride_id
    dialog = RequestDialog.edit(runner, ride_id)
    qtbot.addWidget(dialog)
    saved: list[int] = []
    dialog.ride_saved.connect(saved.append)
    dialog.open()
    runner.wait_idle()

    assert dialog.request.destination.value is not None
    assert dialog.request.destination.value.title == HOSPITAL
    assert dialog.request.appointment.value == time(10, 30)
    dialog.request.appointment.setText("11")
    QTest.keyClick(dialog.request.appointment, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    runner.wait_idle()

    assert saved == [ride_id]
    card = runner.database.read(lambda session: lists.ride_card(session, ride_id))
    assert card.ride.members[0].appointment_at == clock.at(date(2026, 11, 16), time(11))


def test_a_distance_the_desk_knows_better_changes_pickup_and_price(desk: Desk) -> None:
    desk.type("gelade")
    desk.press(Qt.Key.Key_Return)
    desk.type("25/11")
    desk.press(Qt.Key.Key_Return)
    desk.type("915")
    desk.press(Qt.Key.Key_Return)
    desk.type("Genk")
    desk.press(Qt.Key.Key_Return)
    before = desk.dialog.card.read_back.text()

    desk.press(Qt.Key.Key_F6)
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return)
    desk.type("40")
    desk.press(Qt.Key.Key_Return)

    assert desk.dialog.isVisible()
    assert "80 km × €" in desk.dialog.card.sums.text().replace("\u00a0", " ")
    assert desk.dialog.card.read_back.text() != before
