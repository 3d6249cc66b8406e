"""The page Vandaag on a real database; it is Monday 23 November 2026, ten o'clock."""

from collections.abc import Callable
from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mmc_desk.features.people.model import DocumentKind, DriverDocument
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.pages.request_dialog import RequestDialog
from mmc_desk.features.rides.pages.result_dialog import ResultDialog
from mmc_desk.features.rides.pages.today import TodayPage
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.rides.conftest import RideDesk
from tests.features.rides.pages.conftest import press

TODAY = date(2026, 11, 23)


@pytest.fixture
def today(runner: Runner, show: Callable[[Page], None]) -> Callable[[], TodayPage]:
    def open_today() -> TodayPage:
        page = TodayPage(runner)
        show(page)
        return page

    return open_today


def test_each_ride_stands_where_something_must_be_done(sqlite_desk: RideDesk, today: Callable[[], TodayPage]) -> None:
    leaving = sqlite_desk.assigned(ride_date=TODAY, appointment=time(12))
    waiting = sqlite_desk.request(member_id=sqlite_desk.jef, ride_date=date(2026, 11, 24))
    missing = sqlite_desk.assigned(member_id=sqlite_desk.maria, ride_date=date(2026, 11, 20))
    page = today()
    assert page.counts.text() == "1 ritten en 1 chauffeurs vandaag"
    assert [card.key for card in page.leaving.list.card_model.cards] == [leaving]
    assert [card.key for card in page.to_phone.list.card_model.cards] == [leaving]
    assert page.to_phone.list.card_model.cards[0].aside == "0473 64 17 88"
    assert [card.key for card in page.without_driver.list.card_model.cards] == [waiting]
    assert [card.key for card in page.sheets.list.card_model.cards] == [missing]
    assert page.sheets.heading.text() == "Rittenblad ontbreekt (1)"
    assert_accessible(page)


def test_nothing_to_do_is_said_calmly(sqlite_desk: RideDesk, today: Callable[[], TodayPage]) -> None:
    page = today()
    for section in (page.leaving, page.to_phone, page.without_driver, page.sheets, page.lapsing):
        assert section.nothing.isVisible()
        assert not section.list.isVisible()
    assert_accessible(page)


def test_enter_shows_the_ride_on_the_board(sqlite_desk: RideDesk, today: Callable[[], TodayPage], qtbot: QtBot) -> None:
    ride = sqlite_desk.request(ride_date=date(2026, 11, 24))
    page = today()
    with qtbot.waitSignal(page.open_page) as asked:
        press(page.without_driver.list, Qt.Key.Key_Return)
    assert asked.args == ["board", ride]


def test_confirm_on_the_spot(sqlite_desk: RideDesk, today: Callable[[], TodayPage], runner: Runner) -> None:
    ride = sqlite_desk.assigned()
    page = today()
    press(page.to_phone.list, "b")
    runner.wait_idle()
    assert sqlite_desk.ride(ride).state is RideState.CONFIRMED
    assert not page.to_phone.list.isVisible()


def test_enter_a_missing_sheet_on_the_spot(
    sqlite_desk: RideDesk, today: Callable[[], TodayPage], runner: Runner
) -> None:
    ride = sqlite_desk.assigned(ride_date=date(2026, 11, 20))
    page = today()
    press(page.sheets.list, "r")
    sheet = page.findChild(ResultDialog)
    assert isinstance(sheet, ResultDialog)
    press(sheet.metres, "40")
    sheet.save_button.click()
    runner.wait_idle()
    assert sqlite_desk.ride(ride).state is RideState.DRIVEN


def test_a_document_that_lapses_before_a_booked_ride(
    sqlite_desk: RideDesk, today: Callable[[], TodayPage], qtbot: QtBot
) -> None:
    sqlite_desk.add(
        DriverDocument(driver_id=sqlite_desk.pierre, kind=DocumentKind.LICENCE, expires_on=date(2026, 11, 24))
    )
    ride = sqlite_desk.assigned()
    page = today()
    card = page.lapsing.list.card_model.cards[0]
    assert card.spoken == "24/11/2026, Reynders Pierre, Rijbewijs vervalt, rit geboekt op 25/11/2026"
    page.lapsing.list.select_first()
    with qtbot.waitSignal(page.open_page) as asked:
        press(page.lapsing.list, Qt.Key.Key_Return)
    assert asked.args == ["board", ride]


def test_the_big_button_takes_a_ride(sqlite_desk: RideDesk, today: Callable[[], TodayPage], runner: Runner) -> None:
    page = today()
    page.new_button.click()
    runner.wait_idle()
    dialog = page.findChild(RequestDialog)
    assert isinstance(dialog, RequestDialog)
    dialog.done(0)


def test_a_change_elsewhere_shows_at_once(
    sqlite_desk: RideDesk, today: Callable[[], TodayPage], runner: Runner
) -> None:
    ride = sqlite_desk.request(ride_date=date(2026, 11, 24))
    page = today()
    from mmc_desk.features.rides import ops

    command = ops.AssignDriver(ride, sqlite_desk.wim)
    runner.write(lambda session: ops.assign_driver(session, command), "Rit toegewezen")
    runner.wait_idle()
    assert page.without_driver.nothing.isVisible()
    assert [card.key for card in page.to_phone.list.card_model.cards] == [ride]
