"""Who is free for a ride: drivers ranked by distance, fairness and familiarity, with the reasons (domain.md §9)."""

import functools
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.model.calls import Answer
from mmc_desk.features.rides.pages.card_list import CardList
from mmc_desk.features.rides.pages.cards import Card
from mmc_desk.features.rides.pages.ride_words import names_of, route_of, time_of
from mmc_desk.features.rides.queries.board import free_drivers
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.rules.assignment import RankedDriver
from mmc_desk.features.rides.rules.calls import answer_name, show_call
from mmc_desk.ui import icons, theme
from mmc_desk.ui.flow import FlowLayout
from mmc_desk.ui.runner import Runner

_LOW = 400
"""Pixels at 100 % below which the list is low."""


class Counsel(NamedTuple):
    """What another feature knows of a driver for the ride: the least `weight` comes first, `line` says why."""

    weight: float
    line: str


class AssignPanel(QWidget):
    """The list beside the board while a driver is sought.

    Enter gives the ride to the current driver; J, N, G and T note what they said by phone. Esc closes.
    """

    driver_chosen = Signal(object, int, str)
    """A RideLine, a driver's id and name."""
    call_answered = Signal(object, int, str, object)
    """A RideLine, a driver's id and name, and the Answer by phone."""
    driver_current = Signal(int)
    """The current driver: the board shows the lane."""
    sought = Signal(object)
    """A RideLine whose drivers were just read: who knows more of them may `advise`."""
    closed = Signal()

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.ride: RideLine | None = None
        self._drivers: Mapping[int, RankedDriver] = {}
        self._counsel: Mapping[int, Counsel] = {}
        self._help: tuple[str, ...] = ()
        self._is_dense = False
        self.title = QLabel(translate("rides", "Wie is vrij?"))
        self.title.setProperty("role", "heading")
        self.subject = QLabel(wordWrap=True)
        self.subject.setTextFormat(Qt.TextFormat.PlainText)
        self.subject.setProperty("role", "muted")
        self.cards = CardList(translate("rides", "Vrije chauffeurs, de beste eerst"))
        self.cards.chosen.connect(self._on_chosen)
        self.cards.opened.connect(self._on_chosen)
        self.cards.current_changed.connect(self._on_current)
        self.answers = self._answers()
        self.assign_button = QPushButton(translate("rides", "&Toewijzen (Enter)"))
        self.assign_button.setProperty("role", "primary")
        self.assign_button.clicked.connect(lambda: self._on_chosen(self.cards.current_key() or 0))
        self._lay_out()

    def _answers(self) -> Mapping[Answer, QAction]:
        """Return the answers by phone as actions: a driver, a key, and the call is noted."""
        made: dict[Answer, QAction] = {}
        for answer, key, text in (
            (Answer.YES, "J", translate("rides", "&Ja")),
            (Answer.NO, "N", translate("rides", "&Nee")),
            (Answer.NO_ANSWER, "G", translate("rides", "&Geen")),
            (Answer.LATER, "T", translate("rides", "La&ter")),
        ):
            action = QAction(text, self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setToolTip(
                translate("rides", "Gebeld: {answer} ({key})").format(answer=answer_name(answer), key=key)
            )
            action.triggered.connect(functools.partial(self._on_answer, answer))
            made[answer] = action
        self.cards.addActions(list(made.values()))
        return made

    def _lay_out(self) -> None:
        close = QToolButton()
        close.setIcon(icons.icon("x"))
        close.setAccessibleName(translate("rides", "Terug naar de ritten zonder chauffeur"))
        close.setToolTip(translate("rides", "Terug (Esc)"))
        close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(top)
        layout.addWidget(self.subject)
        layout.addWidget(self.cards, 1)
        layout.addWidget(self._answer_row())
        layout.addWidget(self.assign_button)

    def _answer_row(self) -> QWidget:
        """Return the buttons of the answers: what the keys do, for the mouse."""
        row = QWidget()
        line = FlowLayout(0, row)
        said = QLabel()
        said.setPixmap(icons.pixmap("phone", 16, "muted", row.devicePixelRatioF()))
        said.setToolTip(translate("rides", "Gebeld:"))
        line.addWidget(said)
        for answer, action in self.answers.items():
            button = QToolButton()
            button.setDefaultAction(action)
            button.setAccessibleName(answer_name(answer))
            line.addWidget(button)
        return row

    def seek(self, ride: RideLine) -> None:
        """Look for drivers for a ride."""
        is_other = self.ride is None or self.ride.ride_id != ride.ride_id
        self.ride = ride
        self.subject.setText(f"{time_of(ride)} {names_of(ride)}\n{route_of(ride)}")
        if is_other:
            self.cards.set_cards(())
            self._drivers, self._counsel, self._help = {}, {}, ()
            self._enable(can=False)
        self.refresh()
        self.cards.setFocus()

    def refresh(self) -> None:
        """Read again who could drive and what they said."""
        if self.ride is not None:
            query = functools.partial(free_drivers, ride_id=self.ride.ride_id)
            self._runner.read(query, self._on_drivers, self._on_gone)

    def advise(self, ride_id: int, counsel: Mapping[int, Counsel], help_lines: Sequence[str] = ()) -> None:
        """Rank who is free by what another feature knows; `help_lines` say what would help where nobody is.

        Who was chosen stays current; while it is still the first, the best is.
        """
        if self.ride is None or self.ride.ride_id != ride_id:
            return
        keys = [card.key for card in self.cards.card_model.cards if card.key is not None]
        is_first = keys[:1] == [self.cards.current_key()]
        self._counsel, self._help = counsel, tuple(help_lines)
        self._show_drivers()
        if is_first:
            self._begin()

    def _on_drivers(self, drivers: Sequence[RankedDriver]) -> None:
        self._drivers = {driver.driver_id: driver for driver in drivers}
        self._show_drivers()
        self._begin()
        if self.ride is not None:
            self.sought.emit(self.ride)

    def _begin(self) -> None:
        """Put the cursor on the first driver, with what is said above in sight."""
        self.cards.select_first()
        self.cards.scrollToTop()

    def refuses(self, driver_id: int) -> bool:
        """Tell whether a driver of the list can't drive the ride."""
        driver = self._drivers.get(driver_id)
        return driver is not None and driver.refusal is not None

    def _show_drivers(self) -> None:
        drivers = list(self._drivers.values())
        free = [driver for driver in drivers if driver.is_free and not driver.said_no]
        free.sort(key=self._weight)
        refused = [driver for driver in drivers if driver.is_free and driver.said_no]
        taken = [driver for driver in drivers if not driver.is_free]
        heading = translate("rides", "Vrij ({count})").format(count=len(free))
        none_free = translate("rides", "Niemand is vrij op dat uur")
        today = clock.today()
        cards = [Card(None, heading if free else none_free), *(Card(None, line) for line in self._help)]
        cards += [self._card(driver, today) for driver in free]
        for text, group in (
            (translate("rides", "Zei nee ({count})"), refused),
            (translate("rides", "Niet vrij ({count})"), taken),
        ):
            if group:
                cards.append(Card(None, text.format(count=len(group))))
                cards += [_card(driver, today) for driver in group]
        self.cards.set_cards(cards)

    def _weight(self, driver: RankedDriver) -> float:
        counsel = self._counsel.get(driver.driver_id)
        return float("inf") if counsel is None and self._counsel else counsel.weight if counsel else 0.0

    def _card(self, driver: RankedDriver, today: date) -> Card:
        card, counsel = _card(driver, today), self._counsel.get(driver.driver_id)
        return card if counsel is None else card._replace(lines=(counsel.line, *card.lines))

    def _on_answer(self, answer: Answer) -> None:
        driver = self._drivers.get(self.cards.current_key() or 0)
        if driver and self.ride:
            self.call_answered.emit(self.ride, driver.driver_id, driver.name, answer)

    def _enable(self, *, can: bool) -> None:
        self.assign_button.setEnabled(can)
        for action in self.answers.values():
            action.setEnabled(can)

    def _on_gone(self, _error: Exception) -> None:
        self.closed.emit()

    def _on_current(self, driver_id: int | None) -> None:
        self._enable(can=driver_id is not None)
        if driver_id is not None:
            self.driver_current.emit(driver_id)

    def _on_chosen(self, driver_id: int) -> None:
        driver = self._drivers.get(driver_id)
        if driver and self.ride:
            self.driver_chosen.emit(self.ride, driver_id, driver.name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the drivers closer together where there is little height."""
        super().resizeEvent(event)
        is_dense = event.size().height() < theme.px(_LOW)
        if is_dense != self._is_dense:
            self._is_dense = is_dense
            self.cards.be_dense(is_dense=is_dense)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _card(driver: RankedDriver, today: date) -> Card:
    reasons = list(driver.reasons)
    said = tuple(show_call(call, today) for call in driver.calls[-1:])
    phone = (show_phone(driver.phone),) if driver.phone else ()
    lines = (*said, *phone, *(" · ".join(reasons[place : place + 2]) for place in range(0, len(reasons), 2)))
    if driver.refusal is not None:
        return Card(driver.driver_id, driver.name, said, "ban", "bad", warning=driver.refusal.text)
    if driver.last_call is None:
        return Card(driver.driver_id, driver.name, lines, "circle-check", "ok")
    icon, role = _CALLED[driver.last_call.answer]
    return Card(driver.driver_id, driver.name, lines, icon, role)


_CALLED: Mapping[Answer, tuple[str, str]] = {
    Answer.YES: ("circle-check", "ok"),
    Answer.NO: ("circle-x", "bad"),
    Answer.LATER: ("clock", "warn"),
    Answer.NO_ANSWER: ("phone", "warn"),
}
