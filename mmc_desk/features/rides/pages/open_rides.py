"""The cards beside the board: rides of the day that wait for a driver, below them what was cancelled or not found."""

from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from mmc_desk.core.formats import show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model import ReturnMode, RideState
from mmc_desk.features.rides.pages import look
from mmc_desk.features.rides.pages.board_drag import RideDrag
from mmc_desk.features.rides.pages.card_list import CardList
from mmc_desk.features.rides.pages.cards import Card
from mmc_desk.features.rides.pages.ride_words import names_of, route_of, time_of
from mmc_desk.features.rides.pages.share_dialogs import hint_words
from mmc_desk.features.rides.printout import return_text, way_back_text
from mmc_desk.features.rides.queries.rows import DayBoard, RideLine
from mmc_desk.features.rides.queries.sharing import SharedHint
from mmc_desk.features.rides.rules.states import may_become, state_name
from mmc_desk.ui.turns import gathered

_AT_ONCE = 100
"""How many cards are made before the window goes on."""


class OpenRides(CardList):
    """Cards of rides, sorted by time; one that may get a driver can be dragged onto a lane."""

    menu_asked = Signal(QPoint)

    def __init__(self, drag: RideDrag, parent: QWidget | None = None) -> None:
        super().__init__(translate("rides", "Ritten zonder chauffeur"), parent)
        self._drag = drag
        self._rides: dict[int, RideLine] = {}
        self._hints: Mapping[int, SharedHint] = {}
        self._pressed_at: QPoint | None = None

    def put_hints(self, hints: Mapping[int, SharedHint]) -> Iterator[None]:
        """Say on the cards which rides could share a car: made in pieces, shown at once."""
        changed = {key for key in hints.keys() | self._hints.keys() if hints.get(key) != self._hints.get(key)}
        self._hints = hints
        if changed:
            cards = [self._again(card) if card.key in changed else card for card in self.card_model.cards]
            yield from self.measure(cards)
            self.set_cards(cards)

    def put_board(self, board: DayBoard) -> Iterator[None]:
        """Show the rides of a day that lie in no lane: made in pieces, shown at once."""
        cards = yield from gathered(self._cards_of(board), _AT_ONCE)
        yield from self.measure(cards)
        self._rides = {ride.ride_id: ride for ride in (*board.unassigned, *board.others)}
        self.set_cards(cards)

    def _cards_of(self, board: DayBoard) -> Iterator[Card]:
        waiting = translate("rides", "Zonder chauffeur ({count})").format(count=len(board.unassigned))
        yield Card(None, waiting if board.unassigned else translate("rides", "Elke rit heeft een chauffeur"))
        yield from map(self._card, board.unassigned)
        if board.others:
            ended = translate("rides", "Geannuleerd of geen chauffeur ({count})").format(count=len(board.others))
            yield Card(None, ended)
            yield from map(card_of, board.others)

    def _again(self, card: Card) -> Card:
        ride = self.ride(card.key)
        return card if ride is None or ride.state is not RideState.REQUESTED else self._card(ride)

    def _card(self, ride: RideLine) -> Card:
        card, hint = card_of(ride), self._hints.get(ride.ride_id)
        return card if hint is None else card._replace(lines=(*card.lines, hint_words(hint, ride)))

    def ride(self, ride_id: int | None) -> RideLine | None:
        """Return a ride of the cards."""
        return self._rides.get(ride_id or 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may start."""
        super().mousePressEvent(event)
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the pressed card along."""
        place = event.globalPosition().toPoint()
        if self._drag.ride is not None:
            self._drag.move(place)
            return
        ride = self.ride(self.current_key())
        if ride and self._is_pulled(event) and may_become(ride.state, RideState.ASSIGNED):
            self._drag.begin(ride)
            self._drag.move(place)

    def _is_pulled(self, event: QMouseEvent) -> bool:
        if self._pressed_at is None:
            return False
        way = event.position().toPoint() - self._pressed_at
        return way.manhattanLength() >= QApplication.startDragDistance()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the card."""
        self._pressed_at = None
        super().mouseReleaseEvent(event)
        self._drag.drop(event.globalPosition().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of a card."""
        if self.current_key() is None:
            return
        is_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        below = self.visualRect(self.currentIndex()).bottomLeft()
        self.menu_asked.emit(event.globalPos() if is_mouse else self.viewport().mapToGlobal(below))


def card_of(ride: RideLine) -> Card:
    """Return a ride as a card."""
    state = look.LOOKS[ride.state]
    first = ride.members[0] if ride.members else None
    appointment = show_time(first.appointment_at) if first else ""
    route = route_of(ride)
    when = translate("rides", "afspraak {time}").format(time=appointment) if appointment else ""
    ended = "" if ride.state is RideState.REQUESTED else ": ".join(filter(None, (state_name(ride.state), ride.reason)))
    return Card(
        key=ride.ride_id,
        title=f"{time_of(ride)}  {names_of(ride)}",
        lines=tuple(text for text in (route, when, ended) if text),
        icon=state.icon,
        role=state.role,
        marks=tuple(_marks(ride)),
    )


def _marks(ride: RideLine) -> Iterable[str]:
    if way_back_text(ride):
        yield f"undo-2|{way_back_text(ride)}"
    for member in ride.members[:1]:
        if look.aid_words(member.aid):
            yield f"accessibility|{look.aid_words(member.aid)}"
        if member.return_mode not in {None, ReturnMode.NONE}:
            yield f"{look.RETURN_ICONS[member.return_mode]}|{return_text(member)}"
        if member.companions:
            yield "user-plus|" + translate("rides", "begeleider")
    if len(ride.members) > 1:
        yield "users|" + translate("rides", "{count} leden").format(count=len(ride.members))
