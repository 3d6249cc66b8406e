"""Everything that can be done with the bookings of a noon: one action each, with a key."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from mmc_desk.core.db import Op
from mmc_desk.core.errors import DeskError
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.model.bookings import BookingState
from mmc_desk.features.meals.ops import bookings, day
from mmc_desk.features.meals.ops.booking_commands import CancelBookings, MoveUp
from mmc_desk.features.meals.ops.day import MarkBookings, MarkPartly, RemoveWalkIn
from mmc_desk.features.meals.pages.booking_dialog import BookingDialog
from mmc_desk.features.meals.pages.walk_in_dialog import WalkInDialog
from mmc_desk.features.meals.queries.day import Guest, Noon
from mmc_desk.features.meals.rules.bookings import OPEN
from mmc_desk.features.rides.rules.states import OPEN as OPEN_RIDES
from mmc_desk.ui import messages
from mmc_desk.ui.keys import deed
from mmc_desk.ui.parts import open_dialog
from mmc_desk.ui.runner import Runner

DEEDS = ("present", "absent", "undecided", "everybody", "walk_in", "edit", "cancel", "move_up")
_MOST_PARTLY = 9


class GuestActions(QObject):
    """The deeds on the selected bookings of a noon."""

    stepped = Signal()
    """A tick was given: the cursor may go on."""

    def __init__(self, runner: Runner, page: QWidget, selected: Callable[[], Sequence[Guest]]) -> None:
        super().__init__(page)
        self._runner = runner
        self._page = page
        self._selected = selected
        self.noon: Noon | None = None
        self.actions = {name: deed(self, text, keys, icon, act) for name, text, keys, icon, act in self._deeds()}

    def _deeds(self) -> list[tuple[str, str, tuple[str, ...], str, Callable[[], None]]]:
        return [
            ("present", translate("bookings", "&Aanwezig"), ("Space",), "square-check", self.toggle),
            ("absent", translate("bookings", "&Niet gekomen"), ("N",), "circle-x", self.absent),
            ("undecided", translate("bookings", "Niet aange&vinkt"), ("V",), "square", self.undecided),
            ("everybody", translate("bookings", "A&lle overige aanwezig"), ("A",), "users", self.everybody),
            ("walk_in", translate("bookings", "&Zonder inschrijving…"), ("Z",), "user-plus", self.walk_in),
            ("edit", translate("bookings", "&Wijzigen…"), ("F2", "E"), "pencil", self.edit),
            ("cancel", translate("bookings", "A&fzeggen"), ("Del",), "x", self.cancel),
            ("move_up", translate("bookings", "&Opschuiven van de wachtlijst"), ("O",), "arrow-right", self.move_up),
        ]

    def attach(self, widget: QWidget) -> None:
        """Let the keys work while `widget` has the focus: a digit says how many of a party came."""
        widget.addActions([self.actions[name] for name in DEEDS])
        for came in range(1, _MOST_PARTLY + 1):
            action = QAction(widget)
            action.setShortcut(QKeySequence(str(came)))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _checked=False, came=came: self.partly(came))
            widget.addAction(action)

    def show_noon(self, noon: Noon | None) -> None:
        """Say which noon it is about."""
        self.noon = noon
        self.show_selection()

    def show_selection(self) -> None:
        """Let rest what makes no sense for the selected bookings."""
        guests, noon = self._selected(), self.noon
        has_begun = noon is not None and noon.has_begun and not noon.closed_reason
        allowed = {
            "present": has_begun and bool(guests),
            "absent": has_begun and any(not guest.is_walk_in for guest in guests),
            "undecided": has_begun and bool(guests) and noon is not None and noon.finished_at is None,
            "everybody": has_begun and bool(self._of(BookingState.BOOKED)),
            "walk_in": has_begun,
            "edit": len(guests) == 1 and guests[0].state in OPEN,
            "cancel": any(guest.state in OPEN or guest.is_walk_in for guest in guests),
            "move_up": any(guest.state is BookingState.WAITING for guest in guests) or bool(noon and noon.moves_up),
        }
        for name, is_allowed in allowed.items():
            self.actions[name].setEnabled(is_allowed)

    def show_menu(self, place: Any) -> None:  # noqa: ANN401 - a global QPoint
        """Open the deeds as a menu."""
        menu = QMenu(self._page)
        menu.addActions([self.actions[name] for name in DEEDS if self.actions[name].isEnabled()])
        menu.popup(place)

    def _of(self, state: BookingState) -> list[Guest]:
        return [guest for guest in self.noon.guests if guest.state is state] if self.noon else []

    # Ticking

    def toggle(self) -> None:
        """Tick the selected ones as present; who is already becomes not ticked, at a finished noon not come."""
        guests = self._selected()
        if not guests or any(guest.state is not BookingState.PRESENT for guest in guests):
            self._mark(guests, BookingState.PRESENT)
            return
        is_finished = self.noon is not None and self.noon.finished_at is not None
        booked = [guest for guest in guests if not guest.is_walk_in]
        self._mark(booked, BookingState.NO_SHOW if is_finished else BookingState.BOOKED)

    def absent(self) -> None:
        """Tick the selected ones as not come."""
        self._mark([guest for guest in self._selected() if not guest.is_walk_in], BookingState.NO_SHOW)

    def undecided(self) -> None:
        """Take the ticks back."""
        self._mark([guest for guest in self._selected() if not guest.is_walk_in], BookingState.BOOKED)

    def everybody(self) -> None:
        """Tick everybody who isn't ticked yet as present."""
        self._mark(self._of(BookingState.BOOKED), BookingState.PRESENT)

    def _mark(self, guests: Sequence[Guest], state: BookingState) -> None:
        if not guests:
            return
        command = MarkBookings(tuple(guest.booking_id for guest in guests), state)
        self._write(functools.partial(day.mark_bookings, command=command), translate("bookings", "Aangevinkt"))
        self.stepped.emit()

    def partly(self, came: int) -> None:
        """Note how many of a party came."""
        guests = self._selected()
        if len(guests) == 1 and guests[0].party >= came and self.actions["present"].isEnabled():
            command = MarkPartly(guests[0].booking_id, came)
            self._write(functools.partial(day.mark_partly, command=command), translate("bookings", "Aangevinkt"))
            self.stepped.emit()

    # Dialogs

    def book(self) -> None:
        """Book this noon, or any."""
        noon = (self.noon.restaurant_id, self.noon.day) if self.noon and not self.noon.is_count_only else None
        open_dialog(BookingDialog(self._runner, self._page, noon=noon))

    def walk_in(self) -> None:
        """Note who came without a booking."""
        if self.noon:
            open_dialog(WalkInDialog(self._runner, self.noon, self._page))

    def edit(self) -> None:
        """Change the booking."""
        guests = self._selected()
        if len(guests) == 1 and self.noon:
            noon = (self.noon.restaurant_id, self.noon.day)
            open_dialog(BookingDialog(self._runner, self._page, noon=noon, guest=guests[0]))

    def cancel(self) -> None:
        """Cancel the selected bookings; where there is a ride, ask whether it goes too."""
        guests = self._selected()
        cancel_guests(self._runner, self._page, [guest for guest in guests if guest.state in OPEN])
        for guest in guests:
            if guest.is_walk_in:
                command = RemoveWalkIn(guest.booking_id)
                label = translate("bookings", "Van de lijst gehaald")
                self._write(functools.partial(day.remove_walk_in, command=command), label, toast=True)

    def move_up(self) -> None:
        """Give the selected ones of the waiting list a place, or else who is next."""
        waiting = [guest for guest in self._selected() if guest.state is BookingState.WAITING]
        if not waiting and self.noon:
            waiting = list(self.noon.moves_up)
        if waiting:
            command = MoveUp(tuple(guest.booking_id for guest in waiting))
            names = ", ".join(guest.name for guest in waiting)
            label = translate("bookings", "{names} heeft een plaats").format(names=names)
            self._write(functools.partial(bookings.move_up, command=command), label, toast=True)

    def _write(self, op: Op[Any], label: str, *, toast: bool = False) -> None:
        def done(_value: object) -> None:
            if toast:
                messages.toast(self._page, label, self._runner.undo)

        self._runner.write(op, label, done, self._refuse)

    def _refuse(self, error: DeskError) -> None:
        messages.show_error(self._page, str(error))


def cancel_guests(runner: Runner, page: QWidget, guests: Sequence[Guest]) -> None:
    """Cancel open bookings; with a ride still to be driven a person says whether it goes too."""
    if not guests:
        return
    fetched = [guest for guest in guests if guest.ride_state in OPEN_RIDES]
    with_rides = False
    if fetched:
        asked = translate("bookings", "Er hoort een rit bij: {rides}. Gaat die ook niet door?")
        rides = ", ".join(f"{guest.ride_no} ({guest.name})" for guest in fetched)
        both, meal = (
            translate("bookings", "Maaltijd en rit afzeggen"),
            translate("bookings", "Enkel de maaltijd afzeggen"),
        )
        chosen = messages.choose(page, asked.format(rides=rides), (both, meal))
        if chosen is None:
            return
        with_rides = chosen == 0
    command = CancelBookings(tuple(guest.booking_id for guest in guests), with_rides)
    names = ", ".join(guest.name for guest in guests)
    label = translate("bookings", "{names} afgezegd").format(names=names)

    def done(_noons: object) -> None:
        messages.toast(page, label, runner.undo)

    runner.write(functools.partial(bookings.cancel_bookings, command=command), label, done)
