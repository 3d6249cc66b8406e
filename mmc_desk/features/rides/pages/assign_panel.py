"""Who is free for a ride: drivers ranked by distance, fairness and familiarity, with the reasons (domain.md §9)."""

import functools
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.board_scene import names_of, route_of, time_of
from mmc_desk.features.rides.pages.card_list import Card, CardList
from mmc_desk.features.rides.queries.board import free_drivers
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.rules.assignment import RankedDriver
from mmc_desk.ui import icons, theme
from mmc_desk.ui.runner import Runner


class AssignPanel(QWidget):
    """The list beside the board while a driver is sought. Enter gives the ride to the current driver, Esc closes."""

    driver_chosen = Signal(object, int, str)
    """A RideLine, a driver's id and name."""
    driver_current = Signal(int)
    """The current driver: the board shows the lane."""
    closed = Signal()

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.ride: RideLine | None = None
        self._drivers: Mapping[int, RankedDriver] = {}
        self.title = QLabel(translate("rides", "Wie is vrij?"))
        self.title.setProperty("role", "heading")
        self.subject = QLabel(wordWrap=True)
        self.subject.setTextFormat(Qt.TextFormat.PlainText)
        self.subject.setProperty("role", "muted")
        self.cards = CardList(translate("rides", "Vrije chauffeurs, de beste eerst"))
        self.cards.chosen.connect(self._on_chosen)
        self.cards.opened.connect(self._on_chosen)
        self.cards.current_changed.connect(self._on_current)
        self.assign_button = QPushButton(translate("rides", "&Toewijzen (Enter)"))
        self.assign_button.setProperty("role", "primary")
        self.assign_button.clicked.connect(lambda: self._on_chosen(self.cards.current_key() or 0))
        self._lay_out()

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
        layout.addWidget(self.assign_button)

    def seek(self, ride: RideLine) -> None:
        """Look for drivers for a ride."""
        self.ride = ride
        self.subject.setText(f"{time_of(ride)} {names_of(ride)}\n{route_of(ride)}")
        self.cards.set_cards(())
        self._drivers = {}
        self.assign_button.setEnabled(False)
        self._runner.read(functools.partial(free_drivers, ride_id=ride.ride_id), self._on_drivers, self._on_gone)
        self.cards.setFocus()

    def _on_drivers(self, drivers: Sequence[RankedDriver]) -> None:
        self._drivers = {driver.driver_id: driver for driver in drivers}
        free = [driver for driver in drivers if driver.is_free]
        taken = [driver for driver in drivers if not driver.is_free]
        heading = translate("rides", "Vrij ({count})").format(count=len(free))
        none_free = translate("rides", "Niemand is vrij op dat uur")
        cards = [Card(None, heading if free else none_free), *map(_card, free)]
        if taken:
            cards += [
                Card(None, translate("rides", "Niet vrij ({count})").format(count=len(taken))),
                *map(_card, taken),
            ]
        self.cards.set_cards(cards)
        self.cards.select_first()

    def _on_gone(self, _error: Exception) -> None:
        self.closed.emit()

    def _on_current(self, driver_id: int | None) -> None:
        self.assign_button.setEnabled(driver_id is not None)
        if driver_id is not None:
            self.driver_current.emit(driver_id)

    def _on_chosen(self, driver_id: int) -> None:
        driver = self._drivers.get(driver_id)
        if driver and self.ride:
            self.driver_chosen.emit(self.ride, driver_id, driver.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _card(driver: RankedDriver) -> Card:
    reasons = list(driver.reasons)
    lines = [" · ".join(reasons[place : place + 2]) for place in range(0, len(reasons), 2)]
    if driver.refusal is None:
        return Card(driver.driver_id, driver.name, tuple(lines), "circle-check", "ok")
    return Card(driver.driver_id, driver.name, (), "ban", "bad", warning=driver.refusal.text)
