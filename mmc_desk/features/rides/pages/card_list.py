"""A list of cards: rides that wait for a driver, drivers who are free. Walked by keyboard, drawn by one delegate."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from mmc_desk.features.rides.pages.card_paint import DENSE, ROOMY, CardDelegate, FlatDelegate
from mmc_desk.features.rides.pages.cards import Card, CardModel, Index
from mmc_desk.ui import theme

_AT_ONCE = 50
"""How many cards are measured before the window goes on."""


class _Measured(NamedTuple):
    """Cards made and measured before they are shown."""

    cards: Sequence[Card]
    basis: tuple[object, ...]
    model: CardModel


class CardList(QListView):
    """Shows cards under each other."""

    current_changed = Signal(object)
    """The key of the current card, None for none."""
    chosen = Signal(int)
    """Enter was pressed on a card."""
    opened = Signal(int)
    """A card was double-clicked."""
    focused = Signal()
    """The list got the keyboard."""

    def __init__(self, name: str, parent: QWidget | None = None, *, is_flat: bool = False) -> None:
        super().__init__(parent)
        self.card_model = CardModel()
        self._coming: _Measured | None = None
        self.setModel(self.card_model)
        self._delegate = FlatDelegate(self) if is_flat else CardDelegate(self)
        self.setItemDelegate(self._delegate)
        if is_flat:
            self.setFrameShape(QFrame.Shape.NoFrame)
            self.setProperty("role", "flat")
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self._basis = self._delegate.basis()
        self.doubleClicked.connect(lambda index: self._tell(self.opened, index.row()))

    def set_cards(self, cards: Sequence[Card]) -> None:
        """Show other cards; the current one stays current while it is there."""
        if list(cards) == self.card_model.cards:
            return
        kept = self.current_key()
        place = self.currentIndex().row()
        self._change_to(self._model_of(cards))
        if not self.select_key(kept) and kept is not None:
            self._select_near(place)

    def measure(self, cards: Sequence[Card]) -> Iterator[None]:
        """Measure cards that are to be shown, and yield now and then: `set_cards` with thousands takes no time then."""
        model, basis = CardModel(), self._delegate.basis()
        for place in range(0, len(cards), _AT_ONCE):
            if place:
                yield
            part = cards[place : place + _AT_ONCE]
            model.add(part, self._delegate.sizes_of(part))
        self._coming = _Measured(cards, basis, model)

    def be_dense(self, *, is_dense: bool) -> None:
        """Draw cards with less room in and between them, where the list is low."""
        if isinstance(self._delegate, CardDelegate):
            self._delegate.gaps = DENSE if is_dense else ROOMY
            self._fit()

    def fit_to(self, size: QSize) -> Iterator[None]:
        """Take a size before it shows, and yield now and then: cards that wrap take their time."""
        self.resize(size)
        cards = self.card_model.cards
        for place in range(0, len(cards), _AT_ONCE):
            if place:
                yield
            self._delegate.sizes_of(cards[place : place + _AT_ONCE])

    def _model_of(self, cards: Sequence[Card]) -> CardModel:
        coming, self._coming = self._coming, None
        if coming is not None and coming.cards is cards and coming.basis == self._delegate.basis():
            return coming.model
        model = CardModel()
        model.add(cards, self._delegate.sizes_of(cards))
        return model

    def _change_to(self, model: CardModel) -> None:
        before, chosen = self.card_model, self.selectionModel()
        self.card_model, self._basis = model, self._delegate.basis()
        self.setModel(model)
        chosen.deleteLater()  # Qt leaves it behind
        before.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again at another width."""
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        basis = self._delegate.basis()
        if basis != self._basis:
            self._basis = basis
            self.card_model.resize(self._delegate.sizes_of(self.card_model.cards))
            self.scheduleDelayedItemsLayout()

    def current_key(self) -> int | None:
        """Return the key of the current card."""
        row = self.currentIndex().row()
        return self.card_model.cards[row].key if 0 <= row < len(self.card_model.cards) else None

    @property
    def spoken(self) -> str:
        """The current card in one sentence, "" for none."""
        row = self.currentIndex().row()
        return self.card_model.cards[row].spoken if 0 <= row < len(self.card_model.cards) else ""

    def select_key(self, key: int | None) -> bool:
        """Make a card current; False when there is none with this key."""
        for row, card in enumerate(self.card_model.cards):
            if key is not None and card.key == key:
                self.setCurrentIndex(self.card_model.index(row, 0))
                return True
        return False

    def height_of(self, count: int) -> int:
        """Return the height in pixels of the first `count` rows."""
        return sum(self.sizeHintForRow(row) for row in range(count)) + theme.px(2)

    def select_none(self) -> None:
        """Make no card current."""
        self.setCurrentIndex(QModelIndex())

    def select_first(self) -> bool:
        """Make the first card current; False when there is none."""
        return self.select_key(next((card.key for card in self.card_model.cards if card.key is not None), None))

    def _select_near(self, place: int) -> None:
        keys = [(abs(row - place), card.key) for row, card in enumerate(self.card_model.cards) if card.key is not None]
        if keys:
            self.select_key(min(keys)[1])

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which card is current."""
        super().currentChanged(current, previous)
        card = self.card_model.cards[current.row()] if current.isValid() else None
        self.setAccessibleDescription(card.spoken if card else "")
        self.current_changed.emit(card.key if card else None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is here."""
        self.focused.emit()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by Enter; leave letters to the actions."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._tell(self.chosen, self.currentIndex().row())
        elif event.text().isalnum():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _tell(self, signal: Any, row: int) -> None:  # noqa: ANN401 - a bound signal has no public type
        key = self.card_model.cards[row].key if 0 <= row < len(self.card_model.cards) else None
        if key is not None:
            signal.emit(key)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()
