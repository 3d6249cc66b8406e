"""What can be asked of the day in view, whatever is selected in it: one action each, with a key."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from mmc_desk.core import clock
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.pages.papers import show_paper
from mmc_desk.ui import icons, messages
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.runner import Runner

if TYPE_CHECKING:
    from mmc_desk.features.rides.pages.board import BoardPage


class DayActions(QObject):
    """The deeds on the board's day."""

    def __init__(self, runner: Runner, board: "BoardPage") -> None:
        super().__init__(board)
        self._runner = runner
        self._board = board
        self.call_list = self._action(translate("rides", "Be&llijst afdrukken…"), "Ctrl+L", "phone", self.print_calls)
        self.sick = self._action(translate("rides", "Chauffeur &ziek"), "Z", "calendar-off", self.note_sick)
        self.sick.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        board.removeAction(self.sick)
        board.view.addAction(self.sick)
        self.next_result = self._action(
            translate("rides", "&Volgende zonder resultaat"), "F8", "car", self.enter_next_result
        )
        self.closures = self._action(
            translate("rides", "&Sluitingsdagen…"), "Ctrl+D", "calendar-days", self.show_closures
        )
        self.destination = self._action(
            translate("rides", "Bestemming ver&huist…"), "Ctrl+B", "home", self.move_destination
        )
        self.actions = (self.call_list, self.sick, self.next_result, self.closures, self.destination)

    def _action(self, text: str, key: str, icon: str, act: Callable[[], None]) -> QAction:
        action = QAction(icons.icon(icon), text, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: act())
        self._board.addAction(action)
        return action

    def print_calls(self) -> None:
        """Show the call list of the day in view: rides without a driver, and whom to phone."""
        from mmc_desk.features.rides.printout.calls import file_name, subject_of_day, write_call_list
        from mmc_desk.features.rides.queries.call_list import call_list

        day = self._board.bar.day
        query = functools.partial(call_list, day=day, subject=subject_of_day(day), today=clock.today())
        show_paper(self._runner, self._board, query, write_call_list, (translate("rides", "Bellijst"), file_name(day)))

    def note_sick(self) -> None:
        """Note that the driver of the current lane is away on the day in view; the window then shows their rides."""
        from mmc_desk.features.people import ops

        driver_id, day = self._board.view.selected_driver(), self._board.bar.day
        if driver_id is None or day < clock.today():
            return
        command = ops.AddAbsence(driver_id, day, day, translate("rides", "ziek"))
        name = self._board.view.scene.heads[self._board.view.current_lane].name
        said = translate("rides", "{name} is afwezig: ziek").format(name=name)

        def done(_value: object) -> None:
            messages.toast(self._board, said, self._runner.undo)

        self._runner.write(lambda session: ops.add_absence(session, command), said, done)

    def enter_next_result(self) -> None:
        """Open what the day's next ride asks that is over and has no result yet: its sheet, or why nobody drove it."""
        ride = next(iter(self._board.missing), None)
        if ride is None:
            return
        self._board.open_ride(ride.ride_id)
        self._board.deeds.set_ride(ride)
        if ride.state is RideState.REQUESTED:
            self._board.deeds.mark_no_driver()
        else:
            self._board.deeds.enter_result()

    def show_closures(self) -> None:
        """Show the days on which the desk is closed."""
        from mmc_desk.features.rides.pages.closures_dialog import ClosuresDialog

        open_dialog(ClosuresDialog(self._runner, self._board.bar.day, self._board))

    def move_destination(self) -> None:
        """Ask which destination moves."""
        from mmc_desk.features.rides.pages.destination_dialog import DestinationDialog

        open_dialog(DestinationDialog(self._runner, self._board.bar.day, self._board))
