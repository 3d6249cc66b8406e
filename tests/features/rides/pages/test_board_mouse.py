"""What the mouse does on the board beside dragging: menus, tooltips, the wheel, a double click."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget

from mmc_desk.features.rides.pages.board import BoardPage
from mmc_desk.features.rides.pages.board_headers import DriverColumn
from mmc_desk.features.rides.pages.board_scene import Ghost
from mmc_desk.features.rides.pages.request_dialog import RequestDialog
from mmc_desk.ui.runner import Runner
from tests.features.rides.conftest import RideDesk
from tests.features.rides.pages.conftest import drag, press

Open = Callable[[], BoardPage]


def _menu(page: BoardPage) -> list[str]:
    """Return the texts of the open menu, and close it."""
    found = [menu for menu in page.findChildren(QMenu) if menu.isVisible()]
    assert len(found) == 1
    texts = [action.text().replace("&", "") for action in found[0].actions()]
    found[0].close()
    return texts


def _context(widget: QWidget, place: QPoint, reason: QContextMenuEvent.Reason) -> None:
    QApplication.sendEvent(widget, QContextMenuEvent(reason, place, widget.mapToGlobal(place)))


def _hover(widget: QWidget, place: QPoint) -> str:
    QApplication.sendEvent(widget, QHelpEvent(QHelpEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    return QToolTip.text()


def test_the_menu_offers_what_makes_sense(sqlite_desk: RideDesk, board: Open) -> None:
    ride = sqlite_desk.assigned()
    waiting = sqlite_desk.request(member_id=sqlite_desk.jef)
    page = board()
    _context(page.view.viewport(), page.view.ride_rect(ride).center(), QContextMenuEvent.Reason.Mouse)
    texts = _menu(page)
    assert "Bevestigen" in texts
    assert "Chauffeur wegnemen" in texts
    assert "Heropenen" not in texts
    press(page.view)
    _context(page.view, QPoint(), QContextMenuEvent.Reason.Keyboard)
    assert _menu(page) == texts
    page.cards.select_key(waiting)
    place = page.cards.visualRect(page.cards.currentIndex()).center()
    _context(page.cards.viewport(), place, QContextMenuEvent.Reason.Mouse)
    assert "Geen chauffeur…" in _menu(page)


def test_no_menu_without_a_ride(sqlite_desk: RideDesk, board: Open) -> None:
    sqlite_desk.assigned()
    page = board()
    _context(page.view.viewport(), QPoint(5, 60), QContextMenuEvent.Reason.Mouse)
    _context(page.cards, QPoint(), QContextMenuEvent.Reason.Keyboard)
    assert not [menu for menu in page.findChildren(QMenu) if menu.isVisible()]


def test_tooltips_tell_the_whole_ride_and_driver(sqlite_desk: RideDesk, board: Open) -> None:
    ride = sqlite_desk.assigned()
    page = board()
    assert "Jans Rosa" in _hover(page.view.viewport(), page.view.ride_rect(ride).center())
    column = page.view.findChild(DriverColumn)
    assert isinstance(column, DriverColumn)
    assert _hover(column, QPoint(20, 10)).startswith("Reynders Pierre\n1 ritten")
    _hover(column, QPoint(20, column.height() - 2))


def test_a_proposed_ride_stands_beside_what_is(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    moving, waiting = sqlite_desk.assigned(), sqlite_desk.request(member_id=sqlite_desk.jef)
    page = board()
    rides = [ride for key in (moving, waiting) if (ride := page.ride(key)) and ride.depart_at and ride.home_at]
    page.show_ghosts(
        tuple(Ghost(ride, sqlite_desk.wim, ride.depart_at, ride.home_at, "want daarom") for ride in rides)  # type: ignore[arg-type] # both have their times
    )
    lane = page.view.scene.lane_of_driver(sqlite_desk.wim)
    assert set(page.view.scene.ghost_lanes.values()) == {lane}
    assert page.view.scene.lane_of[moving] != lane
    place = page.view.ghost_rect(waiting).center()
    assert _hover(page.view.viewport(), place).endswith("want daarom")
    chosen: list[int] = []
    page.view.ghost_chosen.connect(chosen.append)
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [waiting]
    page.view.show_ghost(waiting)
    page.view.grab()
    target = page.view.scene.layout.extent(page.view.scene.lane_of_driver(sqlite_desk.paula) or 0)[0] + 10
    drag(page.view.viewport(), place, page.view.viewport(), QPoint(place.x(), target))
    runner.wait_idle()
    assert sqlite_desk.ride(waiting).driver_id == sqlite_desk.paula
    page.show_ghosts(())
    assert page.view.current_ghost is None


def test_a_click_on_a_driver_selects_the_lane(sqlite_desk: RideDesk, board: Open) -> None:
    page = board()
    column = page.view.findChild(DriverColumn)
    assert isinstance(column, DriverColumn)
    top, height = page.view.scene.layout.extent(1)
    QTest.mouseClick(column, Qt.MouseButton.LeftButton, pos=QPoint(20, top + height // 2))
    assert page.view.selected_driver() == sqlite_desk.paula
    assert page.view.accessibleDescription().startswith("Vos Paula, 0 ritten")


def test_control_and_the_wheel_zoom(sqlite_desk: RideDesk, board: Open) -> None:
    page = board()
    before = page.view.scale.hour_width
    for turn, keys in ((120, Qt.KeyboardModifier.ControlModifier), (-120, Qt.KeyboardModifier.NoModifier)):
        place = QPointF(100, 100)
        event = QWheelEvent(
            place,
            QPointF(page.view.viewport().mapToGlobal(place.toPoint())),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(page.view.viewport(), event)
    assert page.view.scale.hour_width > before


def test_a_double_click_opens_the_request(sqlite_desk: RideDesk, board: Open, runner: Runner) -> None:
    ride = sqlite_desk.assigned()
    page = board()
    QTest.mouseDClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=page.view.ride_rect(ride).center())
    runner.wait_idle()
    dialog = page.findChild(RequestDialog)
    assert isinstance(dialog, RequestDialog)
    dialog.done(0)


def test_text_of_a_ride_scrolled_half_away_stays_in_sight(sqlite_desk: RideDesk, board: Open) -> None:
    ride = sqlite_desk.assigned()
    page = board()
    page.view.zoom(3)
    bar = page.view.horizontalScrollBar()
    bar.setValue(bar.value() + page.view.ride_rect(ride).left() + 60)
    assert page.view.ride_rect(ride).left() < 0
    scrolled = page.view.grab().toImage()
    bar.setValue(bar.value() + 40)
    assert page.view.grab().toImage() != scrolled
