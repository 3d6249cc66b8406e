"""The day board, worked by keys and mouse on a real database."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mmc_desk.core.model import ClosureDay
from mmc_desk.features.people.model import Absence, Person, WeekAvailability
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.pages.board import BoardPage
from mmc_desk.features.rides.pages.day_bar import Span
from mmc_desk.ui import theme
from mmc_desk.ui.messages import MessageRecorder
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner
from tests.accessibility import assert_accessible
from tests.features.rides.conftest import WEDNESDAY, RideDesk
from tests.features.rides.pages.conftest import carry, drag, press, release
from tests.rows import everything

Open = Callable[[], BoardPage]


def _lane(page: BoardPage, driver_id: int) -> QPoint:
    """Return the middle of a driver's lane in the viewport."""
    lane = page.view.scene.lane_of_driver(driver_id)
    assert lane is not None
    top, height = page.view.scene.layout.extent(lane)
    return QPoint(300, top + height // 2 - page.view.verticalScrollBar().value())


def _card(page: BoardPage, ride_id: int) -> QPoint:
    assert page.cards.select_key(ride_id)
    return page.cards.visualRect(page.cards.currentIndex()).center()


def test_a_ride_without_driver_waits_beside_the_lanes(sqlite_desk: RideDesk, board: Open) -> None:
    ride = sqlite_desk.request()
    page = board()
    assert [card.key for card in page.cards.card_model.cards] == [None, ride]
    assert page.cards.card_model.cards[0].title == "Zonder chauffeur (1)"
    assert "Jans Rosa" in page.cards.card_model.cards[1].title
    assert [mark for mark in page.cards.card_model.cards[1].marks if "rollator" in mark]
    assert [head.name for head in page.view.scene.heads] == ["Reynders Pierre", "Vos Paula", "Wouters Wim"]


def test_assign_by_keyboard(sqlite_desk: RideDesk, board: Open, runner: Runner, recorder: MessageRecorder) -> None:
    ride = sqlite_desk.request()
    page = board()
    page.cards.setFocus()
    page.cards.select_first()
    press(page.cards, Qt.Key.Key_Return)
    runner.wait_idle()
    assert page.aside.currentWidget() is page.assign_panel
    assert page.assign_panel.cards.card_model.cards[0].title == "Vrij (3)"
    press(page.assign_panel.cards, Qt.Key.Key_Return)
    runner.wait_idle()
    stored = sqlite_desk.ride(ride)
    assert stored.state is RideState.ASSIGNED
    assert stored.driver_id in page.view.scene.lane_of.keys() | {sqlite_desk.pierre, sqlite_desk.paula, sqlite_desk.wim}
    assert page.view.scene.by_id[ride].ride.driver in recorder.toasts[0]
    assert page.cards.current_key() is None
    assert page.aside.currentWidget() is page.cards


def test_the_free_list_says_why_not(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    sqlite_desk.assigned()
    sqlite_desk.request(member_id=sqlite_desk.jef)
    page = board()
    page.cards.select_first()
    press(page.cards, "a")
    runner.wait_idle()
    cards = page.assign_panel.cards.card_model.cards
    refused = next(card for card in cards if card.key == sqlite_desk.pierre)
    assert "rijdt dan al" in refused.warning
    assert not page.view.refuses_candidate
    page.assign_panel.cards.select_key(sqlite_desk.pierre)
    assert page.view.refuses_candidate
    press(page.assign_panel.cards, Qt.Key.Key_Escape)
    assert page.aside.currentWidget() is page.cards


def test_a_refused_clash_keeps_everything_and_says_when_it_could(
    sqlite_desk: RideDesk, board: Open, runner: Runner, recorder: MessageRecorder
) -> None:
    sqlite_desk.assigned()
    second = sqlite_desk.request(member_id=sqlite_desk.jef)
    page = board()
    before = everything(sqlite_desk.database)
    drag(page.cards.viewport(), _card(page, second), page.view.viewport(), _lane(page, sqlite_desk.pierre))
    runner.wait_idle()
    assert everything(sqlite_desk.database) == before
    assert page.refusal.isVisible()
    assert "Reynders Pierre rijdt dan al rit" in page.refusal.text.text()
    assert "Vertrekken kan ten vroegste om" in page.refusal.text.text()
    assert recorder.errors == []
    assert page.cards.ride(second) is not None


def test_drag_a_card_onto_a_lane(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    ride = sqlite_desk.request()
    page = board()
    drag(page.cards.viewport(), _card(page, ride), page.view.viewport(), _lane(page, sqlite_desk.paula))
    runner.wait_idle()
    assert sqlite_desk.ride(ride).driver_id == sqlite_desk.paula
    assert page.view.scene.lane_of[ride] == page.view.scene.lane_of_driver(sqlite_desk.paula)


def test_dragging_previews_and_explains_before_letting_go(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    sqlite_desk.assigned()
    second = sqlite_desk.request(member_id=sqlite_desk.jef)
    page = board()
    lane = _lane(page, sqlite_desk.pierre)
    carry(page.cards.viewport(), _card(page, second), page.view.viewport(), lane)
    runner.wait_idle()
    assert page.view.drag.preview() is not None
    assert "rijdt dan al" in page.view.drag.reason
    cursor = QApplication.overrideCursor()
    assert cursor is not None
    assert cursor.shape() == Qt.CursorShape.ForbiddenCursor
    page.view.grab()
    free = _lane(page, sqlite_desk.wim)
    page.view.drag.move(page.view.viewport().mapToGlobal(free))
    assert page.view.drag.reason == ""
    press(page.view, Qt.Key.Key_Escape)
    assert page.view.drag.ride is None
    assert QApplication.overrideCursor() is None
    release(page.cards.viewport(), page.view.viewport(), free)
    runner.wait_idle()
    assert sqlite_desk.ride(second).driver_id is None


def test_drag_a_ride_to_another_driver_and_back_aside(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    ride = sqlite_desk.assigned()
    page = board()
    page.view.select_ride(ride)
    place = page.view.ride_rect(ride).center()
    drag(page.view.viewport(), place, page.view.viewport(), QPoint(place.x(), _lane(page, sqlite_desk.wim).y()))
    runner.wait_idle()
    assert sqlite_desk.ride(ride).driver_id == sqlite_desk.wim
    drag(page.view.viewport(), page.view.ride_rect(ride).center(), page.cards.viewport(), QPoint(40, 200))
    runner.wait_idle()
    assert sqlite_desk.ride(ride).state is RideState.REQUESTED


def test_a_click_is_no_drag(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    ride = sqlite_desk.assigned()
    page = board()
    place = page.view.ride_rect(ride).center()
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    runner.wait_idle()
    assert page.view.current_ride == ride
    assert sqlite_desk.ride(ride).driver_id == sqlite_desk.pierre


def test_a_driven_ride_cannot_be_dragged(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    ride = sqlite_desk.driven()
    page = board()
    page.show_day(date(2026, 11, 18))
    runner.wait_idle()
    place = page.view.ride_rect(ride).center()
    carry(page.view.viewport(), place, page.view.viewport(), _lane(page, sqlite_desk.wim))
    assert page.view.drag.ride is None


def test_undo_and_redo(sqlite_desk: RideDesk, board: Open, runner: Runner, recorder: MessageRecorder) -> None:
    ride = sqlite_desk.request()
    page = board()
    drag(page.cards.viewport(), _card(page, ride), page.view.viewport(), _lane(page, sqlite_desk.paula))
    runner.wait_idle()
    undo = recorder.undos[0]
    assert undo is not None
    undo()
    runner.wait_idle()
    assert page.cards.ride(ride) is not None
    assert sqlite_desk.ride(ride).driver_id is None
    runner.redo()
    runner.wait_idle()
    assert page.view.scene.by_id[ride].ride.driver_id == sqlite_desk.paula


def test_confirm_unassign_and_reopen_by_key(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    ride = sqlite_desk.assigned()
    page = board()
    page.view.select_ride(ride)
    press(page.view, "b")
    runner.wait_idle()
    assert sqlite_desk.ride(ride).state is RideState.CONFIRMED
    assert not page.deeds.actions["confirm"].isEnabled()
    press(page.view, Qt.Key.Key_Delete)
    runner.wait_idle()
    assert sqlite_desk.ride(ride).state is RideState.REQUESTED


def test_outside_the_week_pattern_the_driver_may_agree(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    sqlite_desk.add(
        WeekAvailability(driver_id=sqlite_desk.paula, weekday=4, from_time=time(8), to_time=time(12)),
    )
    ride = sqlite_desk.request()
    page = board()
    drag(page.cards.viewport(), _card(page, ride), page.view.viewport(), _lane(page, sqlite_desk.paula))
    runner.wait_idle()
    assert sqlite_desk.ride(ride).driver_id is None
    assert page.refusal.retry.isVisible()
    page.refusal.retry.click()
    runner.wait_idle()
    assert sqlite_desk.ride(ride).driver_id == sqlite_desk.paula
    assert not page.refusal.isVisible()


def test_an_absent_driver_stands_below_with_the_reason(sqlite_desk: RideDesk, board: Open) -> None:
    sqlite_desk.add(Absence(driver_id=sqlite_desk.pierre, from_day=WEDNESDAY, to_day=WEDNESDAY, reason="griep"))
    page = board()
    assert page.view.scene.heads[-1].name == "Reynders Pierre"
    assert page.view.scene.heads[-1].away == "Afwezig: griep"
    assert page.view.scene.heads[-1].is_absent


def test_arrows_walk_over_rides_and_lanes(sqlite_desk: RideDesk, board: Open) -> None:
    early = sqlite_desk.assigned()
    late = sqlite_desk.assigned(member_id=sqlite_desk.jef, appointment=time(16))
    below = sqlite_desk.assigned(sqlite_desk.wim, member_id=sqlite_desk.maria)
    page = board()
    page.view.select_ride(early)
    press(page.view, Qt.Key.Key_Right)
    assert page.view.current_ride == late
    press(page.view, Qt.Key.Key_Right)
    assert page.view.current_ride == late
    press(page.view, Qt.Key.Key_Home)
    assert page.view.current_ride == early
    press(page.view, Qt.Key.Key_End, Qt.Key.Key_Left)
    assert page.view.current_ride == early
    press(page.view, Qt.Key.Key_PageDown)
    assert page.view.current_ride == below
    page.view.select_lane(page.view.scene.lane_of_driver(sqlite_desk.paula) or 0)
    assert page.view.current_ride is None
    press(page.view, Qt.Key.Key_Right)
    assert page.view.current_ride is None
    press(page.view, Qt.Key.Key_Up)
    assert page.view.current_ride in {early, late, below}


def test_zoom_by_keys_keeps_within_reach(board: Open) -> None:
    page = board()
    before = page.view.scale.hour_width
    press(page.view, Qt.Key.Key_Plus)
    assert page.view.scale.hour_width > before
    press(page.view, Qt.Key.Key_0)
    assert page.view.scale.width <= page.view.viewport().width() + 1


def test_days_by_keys_button_and_typing(board: Open, runner: Runner) -> None:
    page = board()
    press(page.view)
    QTest.keyClick(page.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    runner.wait_idle()
    assert page.view.scene.day == WEDNESDAY + timedelta(days=1)
    QTest.keyClick(page.view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    runner.wait_idle()
    assert page.view.scene.day == WEDNESDAY
    page.bar.date.selectAll()
    press(page.bar.date, "vr", Qt.Key.Key_Return)
    runner.wait_idle()
    assert page.view.scene.day == date(2026, 11, 27)
    QTest.keyClick(page.view, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    runner.wait_idle()
    assert page.view.scene.day == date(2026, 11, 23)
    assert page.view.now is not None
    assert page.bar.title.text() == "Vandaag, maandag 23 november 2026"


def test_an_unreadable_date_changes_nothing(board: Open) -> None:
    page = board()
    page.bar.date.selectAll()
    press(page.bar.date, "gisterenavond", Qt.Key.Key_Return)
    assert page.bar.day == WEDNESDAY


def test_the_week_shows_counts_and_opens_a_day(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    ride = sqlite_desk.assigned(sqlite_desk.wim)
    sqlite_desk.request(member_id=sqlite_desk.jef, ride_date=date(2026, 11, 26))
    page = board()
    page.bar.set_span(Span.WEEK)
    runner.wait_idle()
    model = page.week.week_model
    shown = [[model.index(row, column).data() for column in range(8)] for row in range(model.rowCount())]
    assert shown[0] == ["Zonder chauffeur", "–", "–", "–", "1 open", "–", "–", "–"]
    assert shown[3][3] == "1  (1 te bellen)"
    assert "Wouters Wim" in model.index(3, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    page.week.setCurrentIndex(model.index(3, 3))
    page.week.grab()
    press(page.week, Qt.Key.Key_Return)
    runner.wait_idle()
    assert page.bar.span is Span.DAY
    assert page.view.scene.day == WEDNESDAY
    assert page.view.selected_driver() == sqlite_desk.wim
    assert ride in page.view.scene.by_id


def test_a_ride_is_found_on_its_day(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    ride = sqlite_desk.assigned(ride_date=date(2026, 12, 1))
    waiting = sqlite_desk.request(ride_date=date(2026, 12, 2))
    page = board()
    page.open_record(ride)
    runner.wait_idle()
    assert page.view.current_ride == ride
    page.open_record(waiting)
    runner.wait_idle()
    assert page.cards.current_key() == waiting


def test_an_empty_day_offers_to_take_a_ride(board: Open) -> None:
    page = board()
    assert page.aside.currentWidget() is page.empty
    assert page.empty.sentence.text() == "Geen ritten op woensdag 25 november 2026"


def test_a_closed_day_says_why(sqlite_desk: RideDesk, board: Open) -> None:
    sqlite_desk.add(ClosureDay(day=WEDNESDAY, reason="brugdag"))
    page = board()
    assert page.closed.isVisible()
    assert "brugdag" in page.closed.text()


def test_who_listens_hears_the_selected_ride(sqlite_desk: RideDesk, board: Open) -> None:
    ride = sqlite_desk.assigned()
    page = board()
    page.view.select_ride(ride)
    spoken = QAccessible.queryAccessibleInterface(page.view)
    assert spoken.text(QAccessible.Text.Name) == "Dagbord: chauffeurs en ritten"
    description = spoken.text(QAccessible.Text.Description)
    for part in ("Jans Rosa", "toegewezen", "Hees", "rollator", "chauffeur Reynders Pierre"):
        assert part in description
    assert_accessible(page)


def test_every_control_has_a_name_while_a_driver_is_sought(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    sqlite_desk.request()
    page = board()
    page.cards.select_first()
    press(page.cards, "a")
    runner.wait_idle()
    assert_accessible(page)
    page.bar.set_span(Span.WEEK)
    runner.wait_idle()
    assert_accessible(page)


def test_print_shows_the_rosters_of_the_day(sqlite_desk: RideDesk, board: Open, runner: Runner, qtbot: QtBot) -> None:
    sqlite_desk.assigned()
    page = board()
    page.on_print()
    runner.wait_idle()
    preview = page.findChild(PreviewDialog)
    assert preview is not None
    assert list(preview.pages.search("Jans Rosa"))
    preview.close()


@pytest.mark.parametrize(("mode", "scale"), [("dark", 100), ("light", 200)])
def test_another_theme_or_scale_draws_anew(
    sqlite_desk: RideDesk, board: Open, qapp: QApplication, mode: str, scale: int
) -> None:
    sqlite_desk.assigned()
    page = board()
    before = page.view.grab().toImage()
    theme.apply(qapp, mode, scale)
    qapp.processEvents()
    after = page.view.grab().toImage()
    assert isinstance(after, QImage)
    assert after != before
    assert page.view.scene.layout.track_height == page.view.look.sizes.track


def test_hostile_names_are_drawn_as_they_are(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    hostile = '<b>&"\u202ex</b> 🚗 ' + "x" * 250

    def rename(session: object) -> None:
        session.get_one(Person, 1).last_name = hostile  # type: ignore[attr-defined] # a Session

    sqlite_desk.database.write(rename)
    ride = sqlite_desk.assigned()
    sqlite_desk.request(ride_date=WEDNESDAY, appointment=time(15))
    page = board()
    page.view.select_ride(ride)
    page.grab()
    assert hostile in page.view.accessibleDescription()


def test_what_was_widened_stays_so(board: Open, runner: Runner) -> None:
    page = board()
    page.view.zoom(1)
    state = page.save_state()
    other = BoardPage(runner)
    other.restore_state(state)
    assert other.view.scale.hour_width == pytest.approx(page.view.scale.hour_width)
    other.deleteLater()


def test_a_low_board_has_its_bars_in_one_row(sqlite_desk: RideDesk, board: Open) -> None:
    sqlite_desk.request()
    page = board()
    lanes = page.view.height()
    assert page.bar.title.text() == "Woensdag 25 november 2026"
    page.be_low(is_low=True)
    page.resize(700, page.height())
    QApplication.processEvents()
    assert page.tools.y() == page.bar.y()
    assert page.bar.title.text() in {"Wo 25/11/2026", "Woensdag", "Wo"}
    assert page.foot.height() == 0
    assert page.view.height() > lanes + page.tools.height()
    assert_accessible(page)
    page.be_low(is_low=False)
    QApplication.processEvents()
    assert page.tools.y() > page.bar.y()
    assert page.view.height() <= lanes


def test_who_is_free_stands_closer_together_in_a_low_list(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    sqlite_desk.request()
    page = board()
    page.cards.select_first()
    press(page.cards, "a")
    runner.wait_idle()
    cards, height = page.assign_panel.cards, page.height()
    roomy = cards.sizeHintForRow(1)
    page.resize(page.width(), 420)
    QApplication.processEvents()
    assert cards.sizeHintForRow(1) < roomy
    page.resize(page.width(), height)
    QApplication.processEvents()
    assert cards.sizeHintForRow(1) == roomy
