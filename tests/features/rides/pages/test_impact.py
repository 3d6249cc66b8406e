"""Gevolgen on screen: asked after a write, done by one key, undone as one step; closure days, moved destinations."""

import functools
from collections.abc import Callable
from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.core import clock
from mmc_desk.core.settings import Settings
from mmc_desk.features import load_features
from mmc_desk.features.people import ops as people
from mmc_desk.features.people.model import Absence
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.model.calls import Answer
from mmc_desk.features.rides.pages.board import BoardPage
from mmc_desk.features.rides.pages.cancel_dialog import NoDriverDialog
from mmc_desk.features.rides.pages.closures_dialog import ClosuresDialog
from mmc_desk.features.rides.pages.destination_dialog import DestinationDialog
from mmc_desk.features.rides.pages.impact_dialog import ImpactDialog
from mmc_desk.features.rides.pages.recruitment import RecruitmentPage
from mmc_desk.features.rides.pages.result_dialog import ResultDialog
from mmc_desk.features.rides.pages.today import TodayPage
from mmc_desk.features.rides.queries.impact import DestinationMove, find_destination
from mmc_desk.ui.candidates import Candidate
from mmc_desk.ui.main_window import MainWindow
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.page import Page
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.rides.conftest import WEDNESDAY, RideDesk
from tests.features.rides.pages.conftest import press

Open = Callable[[], BoardPage]


@pytest.fixture
def window(qtbot: QtBot, runner: Runner) -> MainWindow:
    made = MainWindow(runner, load_features(), Settings(), remembers=False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.open_page("board", WEDNESDAY)
    runner.wait_idle()
    return made


def top(kind: type) -> object:
    """Return the dialog in front of a kind."""
    return next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible())


def board_of(window: MainWindow) -> BoardPage:
    assert isinstance(window.page, BoardPage)
    return window.page


def impact_of(window: MainWindow) -> ImpactDialog:
    assert isinstance(window.impacts.dialog, ImpactDialog)
    return window.impacts.dialog


def test_10_2_a_sick_driver_loses_all_rides_of_the_day_in_one_step(
    sqlite_desk: RideDesk, window: MainWindow, runner: Runner, recorder: MessageRecorder
) -> None:
    rides = [sqlite_desk.assigned(), sqlite_desk.assigned(member_id=sqlite_desk.maria, appointment=time(15))]
    page = board_of(window)
    page.reload()
    runner.wait_idle()
    page.view.select_lane(0)
    press(page.view, "z")
    runner.wait_idle()
    dialog = impact_of(window)
    assert dialog.what.text() == "Reynders Pierre is afwezig op 25/11/2026."
    assert [ride.ride_id for ride in dialog.chosen()] == rides
    assert_accessible(dialog)
    press(dialog.table, Qt.Key.Key_Return)
    runner.wait_idle()
    assert window.impacts.dialog is None
    assert [sqlite_desk.ride(ride).state for ride in rides] == [RideState.REQUESTED] * 2
    assert recorder.toasts[-1] == "2 ritten weggenomen"
    runner.undo()
    runner.wait_idle()
    assert [sqlite_desk.ride(ride).state for ride in rides] == [RideState.ASSIGNED] * 2
    assert window.impacts.dialog is None
    runner.undo()
    runner.wait_idle()
    assert sqlite_desk.read(lambda session: session.query(Absence).count()) == 0


def test_a_lane_of_yesterday_has_nobody_to_fall_ill(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    page = board()
    page.show_day(date(2026, 11, 20))
    runner.wait_idle()
    page.day_deeds.note_sick()
    runner.wait_idle()
    assert sqlite_desk.read(lambda session: session.query(Absence).count()) == 0


def test_dialogs_wait_for_each_other(sqlite_desk: RideDesk, window: MainWindow, runner: Runner) -> None:
    sqlite_desk.assigned()
    sqlite_desk.assigned(sqlite_desk.wim, member_id=sqlite_desk.maria)
    for driver in (sqlite_desk.pierre, sqlite_desk.wim, sqlite_desk.paula):
        op = functools.partial(people.add_absence, command=people.AddAbsence(driver, WEDNESDAY, WEDNESDAY))
        runner.write(op, "Afwezig")
    runner.wait_idle()
    first = impact_of(window)
    assert "Reynders" in first.what.text()
    press(first.table, Qt.Key.Key_Escape)
    second = impact_of(window)
    assert "Wouters" in second.what.text()
    second.reject()
    assert window.impacts.dialog is None


def test_some_rides_only_and_the_rest_stays_asked(sqlite_desk: RideDesk, window: MainWindow, runner: Runner) -> None:
    first = sqlite_desk.assigned()
    second = sqlite_desk.assigned(member_id=sqlite_desk.maria, appointment=time(15))
    command = people.AddAbsence(sqlite_desk.pierre, WEDNESDAY, WEDNESDAY)
    runner.write(lambda session: people.add_absence(session, command), "Afwezig")
    runner.wait_idle()
    dialog = impact_of(window)
    dialog.table.selectRow(1)
    next(button for deed, button in dialog.buttons.items() if deed == "cancel").click()
    runner.wait_idle()
    assert [sqlite_desk.ride(key).state for key in (first, second)] == [RideState.ASSIGNED, RideState.CANCELLED]
    assert [ride.ride_id for ride in dialog.chosen()] == [first]
    dialog.table.clearSelection()
    dialog.do(next(iter(dialog.buttons)))
    dialog.table.selectAll()
    runner.write(lambda session: ops.unassign_driver(session, ops.UnassignDriver(first)), "")
    runner.wait_idle()
    press(dialog.table, Qt.Key.Key_Return)
    runner.wait_idle()
    assert "er is geen chauffeur om weg te nemen" in dialog.error.text()
    assert dialog.error.isVisible()
    dialog.print_calls()
    runner.wait_idle()
    preview = top(PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    assert list(preview.pages.search("0473 64 17 88"))
    preview.reject()
    dialog.reject()


def test_10_6_a_member_who_moves_is_asked_for(
    sqlite_desk: RideDesk, window: MainWindow, runner: Runner, recorder: MessageRecorder
) -> None:
    ride = sqlite_desk.request()
    move = people.AddressDetails("Markt 1", "3740", "Bilzen")
    person = sqlite_desk.row(people_member(), sqlite_desk.rosa).person_id

    def write(session: object) -> None:
        from mmc_desk.features.people.ops.persons import move as move_to

        move_to(session, person, move, date(2026, 11, 24))  # type: ignore[arg-type] # a session

    runner.write(write, "Adres gewijzigd")
    runner.wait_idle()
    assert (sqlite_desk.ride(ride).origin, recorder.toasts) == ("Kerkstraat 1", [])
    dialog = impact_of(window)
    press(dialog.table, Qt.Key.Key_Return)
    runner.wait_idle()
    assert (sqlite_desk.ride(ride).origin, sqlite_desk.ride(ride).village) == ("Markt 1", "Bilzen")


def people_member() -> type:
    from mmc_desk.features.people.model import Member

    return Member


def test_closure_days_are_added_shown_and_opened_again(
    sqlite_desk: RideDesk, window: MainWindow, runner: Runner
) -> None:
    sqlite_desk.request()
    board_of(window).day_deeds.closures.trigger()
    runner.wait_idle()
    dialog = top(ClosuresDialog)
    assert isinstance(dialog, ClosuresDialog)
    assert_accessible(dialog)
    assert dialog.day.value == WEDNESDAY
    dialog.reason.set_value("brugdag")
    press(dialog.reason, Qt.Key.Key_Return)
    runner.wait_idle()
    impact_of(window).reject()
    assert [row.rides for row in dialog.table.rows_model.rows] == [1]
    dialog.add()
    runner.wait_idle()
    row = dialog.form.row("day")
    assert row is not None
    assert "al gesloten" in row.problem or sqlite_desk.read(lambda session: len(session.new)) == 0
    dialog.day.set_value(None)
    dialog.add()
    press(dialog.table, Qt.Key.Key_Delete)
    runner.wait_idle()
    assert dialog.table.rows_model.rows == []
    dialog.remove()
    dialog.reject()


def test_a_destination_moves_by_keys(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    ride = sqlite_desk.request()
    page = board()
    page.day_deeds.destination.trigger()
    runner.wait_idle()
    dialog = top(DestinationDialog)
    assert isinstance(dialog, DestinationDialog)
    assert_accessible(dialog)
    dialog.submitted.emit()
    name = sqlite_desk.ride(ride).destination
    dialog.old.set_value(Candidate(name, name))
    dialog.submitted.emit()
    dialog.new.set_value("Synaps Park 1")
    dialog.new_village.set_value("Genk")
    dialog.from_day.set_value(None)
    dialog.submitted.emit()
    dialog.from_day.set_value(date(2026, 12, 1))
    dialog.submitted.emit()
    runner.wait_idle()
    assert dialog.isVisible()
    dialog.from_day.set_value(WEDNESDAY)
    dialog.submitted.emit()
    runner.wait_idle()
    impact = top(ImpactDialog)
    assert isinstance(impact, ImpactDialog)
    press(impact.table, Qt.Key.Key_Return)
    runner.wait_idle()
    assert sqlite_desk.ride(ride).destination == "Synaps Park 1"


def test_who_loses_the_driver_is_said(
    sqlite_desk: RideDesk, runner: Runner, qtbot: QtBot, recorder: MessageRecorder
) -> None:
    ride = sqlite_desk.assigned()
    move = DestinationMove(sqlite_desk.ride(ride).destination, "Ander gebouw", "Genk", WEDNESDAY)
    sqlite_desk.add(Absence(driver_id=sqlite_desk.pierre, from_day=WEDNESDAY, to_day=WEDNESDAY))
    dialog = ImpactDialog(runner, sqlite_desk.read(find_destination, move))
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    press(dialog.table, Qt.Key.Key_Return)
    runner.wait_idle()
    assert recorder.toasts == ["1 ritten naar de nieuwe bestemming; 1 ritten zoeken een andere chauffeur"]


def test_a_past_day_asks_for_its_results(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    first = sqlite_desk.assigned(ride_date=date(2026, 11, 18))
    second = sqlite_desk.assigned(sqlite_desk.paula, ride_date=date(2026, 11, 18), member_id=sqlite_desk.maria)
    nobody = sqlite_desk.request(ride_date=date(2026, 11, 18), member_id=sqlite_desk.jef, appointment=None)
    page = board()
    assert not page.missing_bar.isVisible()
    page.day_deeds.enter_next_result()
    page.show_day(date(2026, 11, 18))
    runner.wait_idle()
    assert page.missing_bar.text.text().startswith("3 ritten zonder resultaat.")
    for _ in (first, second):
        page.day_deeds.next_result.trigger()
        dialog = top(ResultDialog)
        assert isinstance(dialog, ResultDialog)
        dialog.metres.set_value(42_000)
        press(dialog.metres, Qt.Key.Key_Return)
        if dialog.isVisible():
            dialog.submitted.emit()
        runner.wait_idle()
    assert {sqlite_desk.ride(key).state for key in (first, second)} == {RideState.DRIVEN}
    page.day_deeds.next_result.trigger()
    unmet = top(NoDriverDialog)
    assert isinstance(unmet, NoDriverDialog)
    press(unmet.reason, "niemand vrij", Qt.Key.Key_Return)
    runner.wait_idle()
    assert sqlite_desk.ride(nobody).state is RideState.NO_DRIVER
    assert not page.missing_bar.isVisible()


def test_vandaag_lists_call_backs_and_closed_days(
    sqlite_desk: RideDesk, runner: Runner, show: Callable[[Page], None], qtbot: QtBot
) -> None:
    ride = sqlite_desk.request()
    for driver, answer in ((sqlite_desk.paula, Answer.LATER), (sqlite_desk.wim, Answer.NO)):
        sqlite_desk.database.write(functools.partial(ops.log_call, command=ops.LogCall(ride, driver, answer)))
    sqlite_desk.database.write(lambda session: ops.add_closure(session, ops.AddClosure(WEDNESDAY)))
    page = TodayPage(runner)
    show(page)
    assert [card.title for card in page.call_backs.list.card_model.cards] == ["Vos Paula"]
    assert page.call_backs.list.card_model.cards[0].aside == "0499 76 14 45"
    assert "1 ritten geboekt" in page.closed.list.card_model.cards[0].lines[0]
    with qtbot.waitSignal(page.open_page) as asked:
        press(page.call_backs.list, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert asked.args == ["board", ride]
    with qtbot.waitSignal(page.open_page) as asked:
        press(page.closed.list, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert asked.args == ["board", WEDNESDAY]
    sqlite_desk.database.write(lambda session: ops.cancel_rides(session, ops.CancelRides((ride,))))
    page.reload()
    runner.wait_idle()
    assert not page.call_backs.isVisible()
    assert not page.closed.isVisible()


def test_the_recruitment_page_reads_prints_and_remembers(
    sqlite_desk: RideDesk, runner: Runner, show: Callable[[Page], None]
) -> None:
    ride = sqlite_desk.request()
    command = ops.MarkNoDriver(ride, "allen bezet")
    sqlite_desk.database.write(lambda session: ops.mark_no_driver(session, command))
    page = RecruitmentPage(runner)
    show(page)
    assert page.conclusion.text().startswith("De meeste vragen bleven open op woensdag tussen ")
    assert page.conclusion.text().endswith("vooral in Hees.")
    assert [line.name for line in page.reasons.rows_model.rows] == ["allen bezet"]
    assert_accessible(page)
    page.on_print()
    runner.wait_idle()
    assert page.preview is not None
    assert list(page.preview.pages.search("allen bezet"))
    page.preview.reject()
    page.part.setCurrentIndex(1)
    runner.wait_idle()
    assert page.stack.currentWidget() is page.empty
    state = page.save_state()
    other = RecruitmentPage(runner)
    other.restore_state(state)
    assert other.part.currentIndex() == 1
    other.restore_state({"part": 99})
    assert other.part.currentIndex() == 1
    assert clock.today() == date(2026, 11, 23)
