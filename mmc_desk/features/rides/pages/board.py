"""The page Dagbord: a day's rides in the drivers' lanes, the rides without a driver beside them, a week at a glance."""

import functools
from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core import clock
from mmc_desk.core.formats import show_long_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.assign_panel import AssignPanel
from mmc_desk.features.rides.pages.board_foot import BoardFoot
from mmc_desk.features.rides.pages.board_scene import Ghost
from mmc_desk.features.rides.pages.board_tools import board_tools
from mmc_desk.features.rides.pages.board_view import BoardView
from mmc_desk.features.rides.pages.companions import companions_of
from mmc_desk.features.rides.pages.day_actions import DayActions
from mmc_desk.features.rides.pages.day_bar import DayBar, Span
from mmc_desk.features.rides.pages.missing_bar import MissingBar
from mmc_desk.features.rides.pages.open_rides import OpenRides
from mmc_desk.features.rides.pages.refusal_bar import RefusalBar
from mmc_desk.features.rides.pages.request_dialog import RequestDialog
from mmc_desk.features.rides.pages.ride_actions import RideActions
from mmc_desk.features.rides.pages.roster_preview import open_rosters
from mmc_desk.features.rides.pages.week_grid import WeekGrid
from mmc_desk.features.rides.queries.board import day_board, free_drivers, one_ride
from mmc_desk.features.rides.queries.rows import DayBoard, RideLine
from mmc_desk.features.rides.queries.sharing import SharedHint, shared_hints
from mmc_desk.features.rides.queries.week import WeekBoard, week_board
from mmc_desk.features.rides.rules.assignment import RankedDriver
from mmc_desk.ui import theme
from mmc_desk.ui.empty import EmptyState
from mmc_desk.ui.page import Page
from mmc_desk.ui.runner import Runner
from mmc_desk.ui.slim import SharedRow

_NOW_MS = 30_000
_ASIDE = 180
"""The least width of what stands beside the lanes, in pixels at 100 %."""


class BoardPage(Page):
    """Give rides to drivers, by keyboard or by dragging."""

    shown = Signal()
    """A day or a week was read and shows (`board`, `bar`): for what accompanies the board."""

    topics: ClassVar[frozenset[str]] = frozenset(
        {"ride", "ride_request", "driver", "absence", "week_availability", "person", "closure_day", "driver_preference"}
    )

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(runner, parent)
        self.bar = DayBar(self, (Span.DAY, Span.WEEK))
        self.view = BoardView(DayBoard(self.bar.day, "", (), (), ()))
        self.cards = OpenRides(self.view.drag)
        self.assign_panel = AssignPanel(runner)
        self.refusal = RefusalBar()
        self.deeds = RideActions(runner, self)
        self.day_deeds = DayActions(runner, self)
        self.board: DayBoard | WeekBoard | None = None
        self.missing: tuple[RideLine, ...] = ()
        self.missing_bar = MissingBar(self.day_deeds.next_result)
        self.closed = QLabel(wordWrap=True)
        self.week = WeekGrid()
        self._wanted_ride: int | None = None
        self._wanted_driver: int | None = None
        self._guest: QWidget | None = None
        self.companions = companions_of(self)
        self._now_timer = QTimer(self, interval=_NOW_MS)
        self._now_timer.timeout.connect(self._show_now)
        self._now_timer.start()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.view)
        self.bar.put_after(self.view, self.cards)

    def _lay_out(self) -> None:
        self.empty = EmptyState("calendar-days", "", translate("rides", "Rit aannemen (Ctrl+N)"), self.on_new)
        self._plain: QWidget = self.cards
        self.aside = QStackedWidget()
        self.aside.addWidget(self.cards)
        self.aside.addWidget(self.assign_panel)
        self.aside.addWidget(self.empty)
        self.aside.setMinimumWidth(theme.px(_ASIDE))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.week)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.stack)
        self.splitter.addWidget(self.aside)
        self.splitter.setHandleWidth(theme.px(10))
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setCollapsible(1, False)
        self.splitter.setSizes([theme.px(900), theme.px(250)])
        self.closed.setProperty("role", "warning")
        self.closed.setTextFormat(Qt.TextFormat.PlainText)
        self.closed.hide()
        self.tools, self.foot = board_tools(self), BoardFoot(self.view.zoom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        for widget in (SharedRow(self.bar, self.tools), self.closed, self.missing_bar, self.refusal):
            layout.addWidget(widget)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.foot)

    def _connect(self) -> None:
        self.deeds.attach(self.view)
        self.deeds.attach(self.cards)
        self.bar.changed.connect(self._on_day)
        self.view.ride_selected.connect(self._on_board_ride)
        self.view.ride_opened.connect(lambda _ride_id: self.deeds.actions["edit"].trigger())
        self.view.menu_asked.connect(self.deeds.show_menu)
        self.view.drag.began.connect(self._on_drag)
        self.view.drag.dropped.connect(self._on_drop)
        self.view.drag.put_aside.connect(self._on_put_aside)
        self.cards.current_changed.connect(self._on_card)
        self.cards.opened.connect(lambda _ride_id: self.deeds.actions["edit"].trigger())
        self.cards.menu_asked.connect(self.deeds.show_menu)
        self.deeds.assign_asked.connect(self._on_assign_asked)
        self.deeds.refused.connect(self.refusal.say)
        self.deeds.done.connect(self._on_done)
        self.assign_panel.driver_chosen.connect(self.deeds.assign)
        self.assign_panel.call_answered.connect(self.deeds.log_call)
        self.deeds.logged.connect(self.assign_panel.refresh)
        self.assign_panel.driver_current.connect(self._on_driver_current)
        self.assign_panel.closed.connect(self._close_panel)
        self.week.day_opened.connect(self._on_week_day)

    # What the window asks

    def reload(self) -> None:
        """Read the day or the week in view."""
        if self.bar.span is Span.WEEK:
            self.runner.read(functools.partial(week_board, day=self.bar.day), self._on_week)
        else:
            self.runner.read(functools.partial(day_board, day=self.bar.day), self._on_board)

    def on_new(self) -> None:
        """Take a ride for the day in view, or for a day still to come."""
        day = self.bar.day if self.bar.day >= clock.today() else None
        dialog = RequestDialog(self.runner, self, day=day)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.ride_saved.connect(self.open_record)
        dialog.open()

    def on_print(self) -> None:
        """Show the rosters of the day or week in view."""
        open_rosters(self.runner, self, *self.bar.bounds())

    def on_find(self) -> None:
        """Put the focus in the date."""
        self.bar.date.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.date.selectAll()

    def open_record(self, key: int) -> None:
        """Show a ride on its day."""
        self.runner.read(functools.partial(one_ride, ride_id=key), self._on_wanted)

    def show_day(self, day: date) -> None:
        """Show a day."""
        self.bar.span = Span.DAY
        self.bar.go(day)

    def save_state(self) -> dict[str, object]:
        """Remember the width of the hours and of the cards."""
        splitter = self.splitter.saveState().toBase64().toStdString()
        return {"hour_width": self.view.scale.hour_width / theme.px(1000), "splitter": splitter}

    def restore_state(self, state: dict[str, object]) -> None:
        """Take back what `save_state` returned."""
        width, splitter = state.get("hour_width"), state.get("splitter")
        if isinstance(width, float):
            self.view.set_hour_width(width * theme.px(1000))
        if isinstance(splitter, str):
            self.splitter.restoreState(QByteArray.fromBase64(splitter.encode()))

    # Reading

    def _on_day(self) -> None:
        self.refusal.hide()
        self._close_panel()
        self.stack.setCurrentWidget(self.week if self.bar.span is Span.WEEK else self.view)
        self.aside.setVisible(self.bar.span is Span.DAY or self._guest is not None)
        self.tools.setVisible(self.bar.span is Span.DAY)
        self.foot.setVisible(self.bar.span is Span.DAY)
        self.missing_bar.hide()
        self.reload()

    def _on_board(self, board: DayBoard) -> Iterator[None]:
        if not self._is_wanted(board):
            return
        scene = self.view.laid_out(board)
        yield
        yield from self.view.in_pieces(lambda: self.view.set_scene(scene))
        yield from self.cards.put_board(board)
        if not self._is_wanted(board):
            return
        self.closed.setText(translate("rides", "Gesloten: {reason}").format(reason=board.closed))
        self.closed.setVisible(bool(board.closed))
        self._show_now()
        self._show_missing(board)
        self._show_empty(board)
        if self.focusWidget() is None:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._select_wanted()
        self._refresh_deeds()
        self.board = board
        yield
        self.shown.emit()
        self.runner.read(functools.partial(shared_hints, day=board.day), functools.partial(self._on_hints, board.day))

    def _is_wanted(self, board: DayBoard) -> bool:
        return board.day == self.bar.day and self.bar.span is Span.DAY

    def _on_hints(self, day: date, hints: tuple[SharedHint, ...]) -> Iterator[None]:
        if day != self.bar.day:
            return
        # The best pair of each ride: they come with the largest saving first.
        best = {ride.ride_id: hint for hint in reversed(hints) for ride in (hint.ride, hint.other)}
        self.deeds.hints = best
        yield from self.cards.put_hints(best)
        self._refresh_deeds()

    def _show_missing(self, board: DayBoard) -> None:
        self.missing = board.missing
        self.day_deeds.next_result.setEnabled(bool(self.missing))
        self.missing_bar.show_missing(self.missing)

    def _show_empty(self, board: DayBoard) -> None:
        is_empty = not (board.unassigned or board.others or any(lane.rides for lane in board.lanes))
        self.empty.sentence.setText(translate("rides", "Geen ritten op {day}").format(day=show_long_date(board.day)))
        self._plain = self.empty if is_empty else self.cards
        if self.aside.currentWidget() is not self.assign_panel:
            self.aside.setCurrentWidget(self._guest or self._plain)

    # What accompanies the board

    def lend_aside(self, guest: QWidget | None) -> None:
        """Let something else stand beside the lanes, in a week too; None gives the place back to the cards."""
        if guest is None:
            self.runner.turns.take(self._take_back_aside())
            return
        self._guest = guest
        self.aside.addWidget(guest)
        self.aside.setCurrentWidget(guest)  # before it grows: the cards of a large day take their time to grow along
        self.aside.setMinimumWidth(max(theme.px(_ASIDE), guest.minimumWidth()))
        self.aside.setVisible(True)

    def _take_back_aside(self) -> Iterator[None]:
        """Show the cards again where something else stood, as wide as that was."""
        yield from self.cards.fit_to(self.aside.contentsRect().size())
        self._guest = None
        self.aside.setCurrentWidget(self._plain)
        self.aside.setMinimumWidth(theme.px(_ASIDE))
        self.aside.setVisible(self.bar.span is Span.DAY)

    def show_ghosts(self, ghosts: tuple[Ghost, ...]) -> None:
        """Show rides in the lanes where they are proposed."""
        self.view.set_ghosts(ghosts)
        self.foot.ghosts.setVisible(bool(ghosts))

    def _select_wanted(self) -> None:
        wanted, self._wanted_ride = self._wanted_ride, None
        driver, self._wanted_driver = self._wanted_driver, None
        if wanted is not None:
            self.open_ride(wanted)
        elif driver is not None and (lane := self.view.scene.lane_of_driver(driver)) is not None:
            self.view.setFocus()
            self.view.select_lane(lane)

    def open_ride(self, ride_id: int) -> None:
        """Put the cursor on a ride of the day in view: its card, or its bar."""
        if self.cards.select_key(ride_id):
            self.cards.setFocus()
        elif ride_id in self.view.scene.by_id:
            self.view.setFocus()
            self.view.select_ride(ride_id)

    def _on_wanted(self, ride: RideLine) -> None:
        self._wanted_ride = ride.ride_id
        self.show_day(ride.ride_date)

    def _on_week(self, board: WeekBoard) -> None:
        if self.bar.span is Span.WEEK and self.bar.day in board.days:
            self.week.set_board(board, self.bar.day)
            if self._guest is None:
                self.week.setFocus()
            self.board = board
            self.shown.emit()

    def _on_week_day(self, day: date, driver_id: int | None) -> None:
        self._wanted_driver = driver_id
        self.show_day(day)

    def _show_now(self) -> None:
        self.view.set_now(clock.now() if self.bar.day == clock.today() else None)

    # Selecting

    def _on_board_ride(self, ride_id: int | None) -> None:
        if ride_id is not None:
            self.cards.select_none()
        self._refresh_deeds()

    def _on_card(self, ride_id: int | None) -> None:
        if ride_id is not None and self.view.current_ride is not None:
            self.view.select_ride(None)
        self._refresh_deeds()

    def selected_ride(self) -> RideLine | None:
        """Return the ride selected in a lane or on a card."""
        bar = self.view.scene.by_id.get(self.view.current_ride or 0)
        return bar.ride if bar else self.cards.ride(self.cards.current_key())

    def _refresh_deeds(self) -> None:
        self.deeds.set_ride(self.selected_ride())

    # Assigning

    def _on_assign_asked(self, ride_id: int) -> None:
        ride = self.ride(ride_id)
        if ride:
            self.aside.setCurrentWidget(self.assign_panel)
            self.assign_panel.seek(ride)

    def _on_driver_current(self, driver_id: int) -> None:
        lane = self.view.scene.lane_of_driver(driver_id)
        if lane is not None:
            panel = self.assign_panel
            self.view.show_candidate(lane, panel.ride, is_refused=panel.refuses(driver_id))

    def _close_panel(self) -> None:
        if self.aside.currentWidget() is not self.assign_panel:
            return
        had_focus = self.assign_panel.isAncestorOf(self.focusWidget() or self)
        self.view.show_candidate(None, None)
        self.aside.setCurrentWidget(self._guest or self.cards)
        if had_focus and self._guest is not None:
            self._guest.setFocus()
        elif had_focus:
            (self.cards if self.cards.current_key() is not None else self.view).setFocus()

    def _on_done(self) -> None:
        self.refusal.hide()
        self._close_panel()

    def _on_drag(self, ride_id: int) -> None:
        def judge(drivers: tuple[RankedDriver, ...]) -> None:
            refused = {driver.driver_id: driver.refusal for driver in drivers if driver.refusal is not None}
            self.view.drag.set_verdicts(ride_id, refused)

        self.runner.read(functools.partial(free_drivers, ride_id=ride_id), judge, lambda _error: None)

    def _on_drop(self, ride_id: int, driver_id: int) -> None:
        ride, lane = self.ride(ride_id), self.view.scene.lane_of_driver(driver_id)
        if ride and lane is not None:
            self.deeds.assign(ride, driver_id, self.view.scene.heads[lane].name)

    def _on_put_aside(self, ride_id: int) -> None:
        self.deeds.unassign(self.ride(ride_id))

    def ride(self, ride_id: int) -> RideLine | None:
        """Return a ride of the day in view."""
        bar = self.view.scene.by_id.get(ride_id)
        return bar.ride if bar else self.cards.ride(ride_id)
