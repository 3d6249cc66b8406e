"""Everything that can be asked of a selected ride: one action each, with a key, for menus, toolbars and lists.

The page Vandaag needs the actions to open; the ops and dialogs behind them are loaded by the first that is used.
"""

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from mmc_desk.core.db import Op
from mmc_desk.core.errors import DeskError
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.rules.states import OPEN, PLANNED
from mmc_desk.ui import messages
from mmc_desk.ui.keys import deed
from mmc_desk.ui.runner import Runner

if TYPE_CHECKING:
    from mmc_desk.features.rides.model.calls import Answer
    from mmc_desk.features.rides.pages.cancel_dialog import CancelDialog, NoDriverDialog, WastedDialog
    from mmc_desk.features.rides.pages.copy_dialog import CopyDialog
    from mmc_desk.features.rides.pages.result_dialog import ResultDialog
    from mmc_desk.features.rides.pages.share_dialogs import ReturnDialog, ShareDialog
    from mmc_desk.features.rides.queries.sharing import SharedHint

    _OutcomeDialog = (
        CopyDialog | ResultDialog | CancelDialog | WastedDialog | NoDriverDialog | ReturnDialog | ShareDialog
    )

_REOPENED = frozenset({RideState.DRIVEN, RideState.WASTED, RideState.CANCELLED, RideState.NO_DRIVER})
_WITHOUT_DRIVER = frozenset({RideState.REQUESTED, RideState.NO_DRIVER})


class _Deed(NamedTuple):
    """An action: its text, keys, icon, the states of a ride in which it makes sense, and what it does."""

    name: str
    text: str
    keys: tuple[str, ...]
    icon: str
    states: frozenset[RideState]
    act: Callable[[], None]
    fits: Callable[[RideLine], bool] = lambda _ride: True


class Refused(NamedTuple):
    """Why something was refused, and the way on where there is one ("Toch toewijzen")."""

    text: str
    verb: str = ""
    retry: Callable[[], None] | None = None


class RideActions(QObject):
    """The deeds on the selected ride of a page. The page sets `ride` and listens."""

    assign_asked = Signal(int)
    """The who-is-free list is wanted for this ride."""
    refused = Signal(object)
    """A Refused."""
    done = Signal()
    """A deed succeeded: what was said about an earlier refusal is over."""
    logged = Signal()
    """A phone call was noted that gave the ride to nobody: the list of who to phone reads again."""

    def __init__(self, runner: Runner, page: QWidget) -> None:
        super().__init__(page)
        self._runner = runner
        self._page = page
        self.ride: RideLine | None = None
        self.hints: Mapping[int, SharedHint] = {}
        self._deeds = {deed.name: deed for deed in self._all()}
        self.actions: dict[str, QAction] = {
            name: deed(self, one.text, one.keys, one.icon, one.act) for name, one in self._deeds.items()
        }
        self.set_ride(None)

    def _all(self) -> Sequence[_Deed]:
        open_or_lost = OPEN | {RideState.NO_DRIVER}
        sheet = PLANNED | {RideState.DRIVEN}
        return (
            _Deed(
                "assign",
                translate("rides", "&Toewijzen"),
                ("Return", "Enter", "A"),
                "user-plus",
                open_or_lost,
                self.ask_assign,
            ),
            _Deed(
                "unassign", translate("rides", "Chauffeur &wegnemen"), ("Del", "Backspace"), "x", PLANNED, self.unassign
            ),
            _Deed(
                "confirm",
                translate("rides", "&Bevestigen"),
                ("B",),
                "circle-check",
                frozenset({RideState.ASSIGNED}),
                self.confirm,
            ),
            _Deed("result", translate("rides", "&Uitgevoerd…"), ("R",), "car", sheet, self.enter_result),
            _Deed("cancel", translate("rides", "&Annuleren…"), ("C",), "circle-x", open_or_lost, self.cancel),
            _Deed(
                "wasted",
                translate("rides", "&Loze rit…"),
                ("L",),
                "ban",
                PLANNED | {RideState.WASTED},
                self.mark_wasted,
            ),
            _Deed(
                "no_driver",
                translate("rides", "&Geen chauffeur…"),
                ("G",),
                "triangle-alert",
                frozenset({RideState.REQUESTED}),
                self.mark_no_driver,
            ),
            *self._again(),
        )

    def _again(self) -> Sequence[_Deed]:
        return (
            _Deed("edit", translate("rides", "Be&werken…"), ("E",), "pencil", OPEN, self.edit),
            _Deed("copy", translate("rides", "&Zelfde rit opnieuw…"), ("K",), "copy", frozenset(RideState), self.copy),
            _Deed(
                "copy_to",
                translate("rides", "Kopiëren naar &data…"),
                ("D",),
                "calendar-days",
                frozenset(RideState),
                self.copy_to,
            ),
            *self._together(),
            *self._pinning(),
            _Deed("reopen", translate("rides", "&Heropenen"), ("H",), "rotate-ccw", _REOPENED, self.reopen),
            _Deed(
                "history",
                translate("rides", "Gesch&iedenis van de rit…"),
                ("I",),
                "history",
                frozenset(RideState),
                self.show_history,
            ),
        )

    def _pinning(self) -> Sequence[_Deed]:
        pin, unpin = translate("rides", "&Vastzetten"), translate("rides", "&Losmaken")
        return (
            _Deed("pin", pin, ("V",), "pin", PLANNED, self.pin, lambda ride: not ride.pinned),
            _Deed("unpin", unpin, ("V",), "pin", PLANNED, self.pin, lambda ride: ride.pinned),
        )

    def _together(self) -> Sequence[_Deed]:
        on_paper = PLANNED | {RideState.DRIVEN, RideState.SETTLED, RideState.WASTED}
        return (
            _Deed(
                "another_back",
                translate("rides", "Andere chauffeur &brengt terug…"),
                ("T",),
                "undo-2",
                OPEN,
                self.let_another_return,
                lambda ride: len(ride.members) == 1 and not ride.double_leg and ride.outward_id is None,
            ),
            _Deed(
                "share",
                translate("rides", "&Samen rijden…"),
                ("S",),
                "users",
                OPEN,
                self.share,
                lambda ride: ride.ride_id in self.hints,
            ),
            _Deed(
                "unshare",
                translate("rides", "Gedeelde rit spl&itsen"),
                ("U",),
                "users",
                OPEN,
                self.unshare,
                lambda ride: len(ride.members) > 1,
            ),
            _Deed("slip", translate("rides", "Betaalbewijs &printen…"), ("P",), "printer", on_paper, self.print_slip),
        )

    def attach(self, widget: QWidget, names: Collection[str] = ()) -> None:
        """Let the keys of these deeds (of all, without names) work while `widget` has the focus."""
        widget.addActions([action for name, action in self.actions.items() if not names or name in names])

    def set_ride(self, ride: RideLine | None) -> None:
        """Say which ride is selected; what makes no sense for it rests."""
        self.ride = ride
        for name, action in self.actions.items():
            deed = self._deeds[name]
            action.setEnabled(ride is not None and ride.state in deed.states and deed.fits(ride))

    def show_menu(self, place: QPoint) -> None:
        """Open the menu of what can be done, at a place on the screen."""
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([action for action in self.actions.values() if action.isEnabled()])
        if not menu.isEmpty():
            menu.popup(place)

    def ask_assign(self) -> None:
        """Ask for the who-is-free list."""
        if self.ride:
            self.assign_asked.emit(self.ride.ride_id)

    def assign(self, ride: RideLine, driver_id: int, driver: str, *, agreed: bool = False) -> None:
        """Give a ride to a driver; a refusal says why, and offers to go on where the driver may agree by phone."""
        from mmc_desk.features.rides import ops
        from mmc_desk.features.rides.rules.assignment import AssignmentRefusedError, Obstacle

        command = ops.AssignDriver(ride.ride_id, driver_id, agreed, ride.version)

        def refuse(error: DeskError) -> None:
            if isinstance(error, AssignmentRefusedError) and error.obstacle is Obstacle.PATTERN:
                verb = translate("rides", "Toch toewijzen: {name} is akkoord").format(name=driver)
                self.refused.emit(Refused(str(error), verb, lambda: self.assign(ride, driver_id, driver, agreed=True)))
            else:
                self._refuse(error)

        said = translate("rides", "Rit toegewezen aan {name}").format(name=driver)
        self._write(lambda session: ops.assign_driver(session, command), said, refuse)

    def unassign(self, ride: RideLine | None = None) -> None:
        """Take the ride away from its driver."""
        ride = ride or self.ride
        if ride and ride.state in PLANNED:
            from mmc_desk.features.rides import ops

            command = ops.UnassignDriver(ride.ride_id, ride.version)
            said = translate("rides", "Rit weggenomen van {name}").format(name=ride.driver)
            self._write(lambda session: ops.unassign_driver(session, command), said)

    def confirm(self) -> None:
        """Note that the member was told."""
        if self.ride:
            from mmc_desk.features.rides import ops

            command = ops.ConfirmRide(self.ride.ride_id, self.ride.version)
            said = translate("rides", "Rit bevestigd aan {names}").format(names=self.ride.names)
            self._write(lambda session: ops.confirm_ride(session, command), said)

    def pin(self) -> None:
        """Let the ride stay with its driver whatever is planned; or no longer."""
        if self.ride:
            from mmc_desk.features.rides import ops

            command = ops.PinRide(self.ride.ride_id, not self.ride.pinned, self.ride.version)
            said = translate("rides", "Rit losgemaakt") if self.ride.pinned else translate("rides", "Rit vastgezet")
            self._write(lambda session: ops.pin_ride(session, command), said)

    def reopen(self) -> None:
        """Take back an outcome."""
        if self.ride:
            from mmc_desk.features.rides import ops

            command = ops.ReopenRide(self.ride.ride_id, self.ride.version)
            self._write(lambda session: ops.reopen_ride(session, command), translate("rides", "Rit heropend"))

    def enter_result(self) -> None:
        """Open the ride sheet."""
        if self.ride:
            from mmc_desk.features.rides.pages.result_dialog import ResultDialog

            self._open(ResultDialog(self.ride, self._page, self._runner), translate("rides", "Rit uitgevoerd"))

    def cancel(self) -> None:
        """Open the cancellation."""
        if self.ride:
            from mmc_desk.features.rides.pages.cancel_dialog import CancelDialog

            self._open(CancelDialog(self.ride, self._page), translate("rides", "Rit geannuleerd"))

    def mark_wasted(self) -> None:
        """Open the wasted trip."""
        if self.ride:
            from mmc_desk.features.rides.pages.cancel_dialog import WastedDialog

            self._open(WastedDialog(self.ride, self._page), translate("rides", "Loze rit genoteerd"))

    def mark_no_driver(self) -> None:
        """Open the unmet need."""
        if self.ride:
            from mmc_desk.features.rides.pages.cancel_dialog import NoDriverDialog
            from mmc_desk.features.rides.queries.call_list import attempts_of

            dialog = NoDriverDialog(self.ride, self._page)
            query = functools.partial(attempts_of, ride_id=self.ride.ride_id)
            self._runner.read(query, dialog.show_attempts, lambda _error: None)
            self._open(dialog, translate("rides", "Geen chauffeur genoteerd"))

    def let_another_return(self) -> None:
        """Split the way back off, for another driver."""
        if self.ride:
            from mmc_desk.features.rides.pages.share_dialogs import ReturnDialog

            self._open(ReturnDialog(self.ride, self._page), translate("rides", "Terugrit afgesplitst"))

    def share(self) -> None:
        """Put this ride and the one the hint names into one car."""
        hint = self.hints.get(self.ride.ride_id) if self.ride else None
        if hint:
            from mmc_desk.features.rides.pages.share_dialogs import ShareDialog

            self._open(ShareDialog(hint, self._page), translate("rides", "Ritten samengelegd"))

    def unshare(self) -> None:
        """Give everybody who was put into this car a ride of their own again."""
        if self.ride:
            from mmc_desk.features.rides import ops

            command = ops.UnshareRide(self.ride.ride_id, self.ride.version)
            self._write(lambda session: ops.unshare_ride(session, command), translate("rides", "Rit gesplitst"))

    def print_slip(self) -> None:
        """Show the slip of this ride, in duplicate."""
        if self.ride:
            from mmc_desk.features.rides.pages.slip_preview import open_slip

            open_slip(self._runner, self._page, self.ride)

    def edit(self) -> None:
        """Open the request."""
        if self.ride:
            from mmc_desk.features.rides.pages.request_dialog import RequestDialog

            _show(RequestDialog.edit(self._runner, self.ride.ride_id, self._page))

    def copy(self) -> None:
        """Open a new request of the same member; its last rides stand beside it, ready to be copied."""
        if self.ride and self.ride.members:
            from mmc_desk.features.rides.pages.request_dialog import RequestDialog

            _show(RequestDialog(self._runner, self._page, member_id=self.ride.members[0].member_id))

    def copy_to(self) -> None:
        """Open the copies: the same ride on other days."""
        if self.ride:
            from mmc_desk.features.rides.pages.copy_dialog import CopyDialog

            self._open(CopyDialog(self._runner, self.ride, self._page), translate("rides", "Rit gekopieerd"))

    def show_history(self) -> None:
        """Open the book of the ride."""
        if self.ride:
            from mmc_desk.features.rides.pages.history_dialog import HistoryDialog

            _show(HistoryDialog(self._runner, self.ride.ride_id, self._page))

    def log_call(self, ride: RideLine, driver_id: int, driver: str, answer: "Answer") -> None:
        """Note what a driver said by phone; yes also gives the ride to them."""
        from mmc_desk.features.rides import ops
        from mmc_desk.features.rides.model.calls import Answer
        from mmc_desk.features.rides.rules.calls import answer_name

        command = ops.LogCall(ride.ride_id, driver_id, answer)
        if answer is Answer.YES:
            said = translate("rides", "{name} zei ja: rit toegewezen").format(name=driver)
            self._write(lambda session: ops.log_call(session, command), said)
            return
        said = translate("rides", "{name} gebeld: {answer}").format(name=driver, answer=answer_name(answer))
        self._runner.write(
            lambda session: ops.log_call(session, command), said, lambda _value: self._say_call(said), self._refuse
        )

    def _say_call(self, said: str) -> None:
        self.logged.emit()
        messages.toast(self._page, said, self._runner.undo)

    def _open(self, dialog: "_OutcomeDialog", said: str) -> None:
        dialog.save_with(self._runner, dialog.make_op, said, lambda _value: self._say(said))
        _show(dialog)

    def _write(self, op: Op[Any], said: str, on_error: Callable[[DeskError], None] | None = None) -> None:
        self._runner.write(op, said, lambda _value: self._say(said), on_error or self._refuse)

    def _say(self, said: str) -> None:
        self.done.emit()
        messages.toast(self._page, said, self._runner.undo)

    def _refuse(self, error: DeskError) -> None:
        self.refused.emit(Refused(str(error)))


def _show(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
