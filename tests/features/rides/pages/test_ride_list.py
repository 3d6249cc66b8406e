"""The page Rittenlijst: filter, period, the paper beside it."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mmc_desk.features.rides.model import PrintedRoster, RideState
from mmc_desk.features.rides.pages.day_bar import Span
from mmc_desk.features.rides.pages.ride_list import RideListPage
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.rides.conftest import WEDNESDAY, RideDesk
from tests.features.rides.pages.conftest import press

Open = Callable[[], RideListPage]


@pytest.fixture
def listing(runner: Runner, show: Callable[[Page], None], qtbot: QtBot) -> Open:
    def open_list() -> RideListPage:
        page = RideListPage(runner)
        show(page)
        page.show_day(WEDNESDAY)
        runner.wait_idle()
        return page

    return open_list


def _paper(page: RideListPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.pane.view is not None and page.pane.stack.currentWidget() is page.pane.view)


def test_a_day_with_its_paper(sqlite_desk: RideDesk, listing: Open, qtbot: QtBot) -> None:
    sqlite_desk.assigned()
    sqlite_desk.request(member_id=sqlite_desk.jef, appointment=time(15))
    page = listing()
    _paper(page, qtbot)
    assert [ride.names for ride in page.model.rows] == ["Jans Rosa", "Jans Jef"]
    assert page.count.text() == "2 ritten"
    assert page.pane.view is not None
    assert list(page.pane.view.pages.search("Rittenlijst Reynders Pierre"))
    assert_accessible(page)


def test_filters_narrow_the_list(sqlite_desk: RideDesk, listing: Open) -> None:
    sqlite_desk.assigned()
    sqlite_desk.request(member_id=sqlite_desk.maria, appointment=time(15))
    page = listing()
    page.on_find()
    press(page.filter, "maria")
    assert [ride.names for ride in page.model.rows] == ["Thijs María"]
    page.filter.clear()
    page.state.set_value(RideState.ASSIGNED.value)
    page.state.edited.emit()
    assert [ride.names for ride in page.model.rows] == ["Jans Rosa"]
    page.state.set_value("")
    page.driver.set_value(-1)
    page.driver.edited.emit()
    assert [ride.names for ride in page.model.rows] == ["Thijs María"]
    page.driver.set_value(sqlite_desk.wim)
    page.driver.edited.emit()
    assert page.stack.currentWidget() is page.empty


def test_week_and_month(sqlite_desk: RideDesk, listing: Open, runner: Runner) -> None:
    for day in (date(2026, 11, 23), date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 1)):
        sqlite_desk.request(ride_date=day)
    page = listing()
    found = []
    for span in (Span.DAY, Span.WEEK, Span.MONTH):
        page.bar.set_span(span)
        runner.wait_idle()
        found.append(len(page.model.rows))
    assert found == [0, 2, 3]
    assert page.bar.title.text() == "November 2026"
    page.bar.step(1)
    runner.wait_idle()
    assert [ride.ride_date for ride in page.model.rows] == [date(2026, 12, 1)]
    page.bar.step(-1)
    assert page.bar.day == date(2026, 11, 1)


def test_save_as_pdf_counts_as_a_print(
    sqlite_desk: RideDesk, listing: Open, runner: Runner, qtbot: QtBot, recorder: MessageRecorder, tmp_path: Path
) -> None:
    sqlite_desk.assigned()
    page = listing()
    page.driver.set_value(sqlite_desk.pierre)
    page.driver.edited.emit()
    _paper(page, qtbot)
    recorder.paths.append(tmp_path / "lijst.pdf")
    page.pane.save_button.click()
    runner.wait_idle()
    text = pypdf.PdfReader(tmp_path / "lijst.pdf").pages[0].extract_text()
    assert "Reynders Pierre" in text
    assert sqlite_desk.row(PrintedRoster, 1).prints == 1


def test_without_rides_there_is_no_paper(sqlite_desk: RideDesk, listing: Open, qtbot: QtBot, runner: Runner) -> None:
    page = listing()
    qtbot.waitUntil(lambda: page.pane.book is not None)
    assert page.pane.stack.currentWidget() is page.pane.nothing
    assert not page.pane.print_button.isEnabled()
    page.on_print()


def test_until_the_paper_is_made_it_never_says_there_is_none(
    sqlite_desk: RideDesk, listing: Open, qtbot: QtBot, runner: Runner
) -> None:
    sqlite_desk.assigned()
    page = listing()
    page.show_day(date(2026, 11, 20))
    qtbot.waitUntil(lambda: page.pane.stack.currentWidget() is page.pane.nothing)
    page.show_day(WEDNESDAY)
    runner.wait_idle()
    assert page.pane.stack.currentWidget() is page.pane.making
    _paper(page, qtbot)


def test_enter_shows_the_ride_on_the_board(sqlite_desk: RideDesk, listing: Open, qtbot: QtBot) -> None:
    ride = sqlite_desk.request()
    page = listing()
    page.table.selectRow(0)
    with qtbot.waitSignal(page.open_page) as asked:
        press(page.table, Qt.Key.Key_Return)
    assert asked.args == ["board", ride]


def test_deeds_by_key_in_the_list(sqlite_desk: RideDesk, listing: Open, runner: Runner) -> None:
    ride = sqlite_desk.assigned()
    page = listing()
    page.table.selectRow(0)
    press(page.table, "b")
    runner.wait_idle()
    assert sqlite_desk.ride(ride).state is RideState.CONFIRMED


def test_a_record_asked_for_is_selected(sqlite_desk: RideDesk, listing: Open, runner: Runner) -> None:
    sqlite_desk.request(ride_date=date(2026, 12, 2), member_id=sqlite_desk.jef, appointment=time(8))
    ride = sqlite_desk.request(ride_date=date(2026, 12, 2))
    page = listing()
    page.filter.setText("niemand")
    page.open_record(ride)
    runner.wait_idle()
    assert page.table.current_row().ride_id == ride


def test_what_the_window_remembers(sqlite_desk: RideDesk, listing: Open, runner: Runner) -> None:
    page = listing()
    page.bar.set_span(Span.WEEK)
    other = RideListPage(runner)
    other.restore_state(page.save_state())
    assert other.bar.span is Span.WEEK
    other.deleteLater()
