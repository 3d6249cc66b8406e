"""What a list of cards holds: rides that wait for a driver, drivers who are free."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

Index = QModelIndex | QPersistentModelIndex


class Card(NamedTuple):
    """A card: `key` is what it stands for, None in a heading between cards. `icon` has the colour of `role`.

    In a flat list `lead` stands before the text and `aside` at the right of the title; a heading has `aside` behind the
    title, or under it where they don't fit on a line.
    """

    key: int | None
    title: str
    lines: tuple[str, ...] = ()
    icon: str = ""
    role: str = "text"
    marks: tuple[str, ...] = ()
    warning: str = ""
    lead: str = ""
    aside: str = ""

    @property
    def spoken(self) -> str:
        """The card in one sentence."""
        return ", ".join(self.texts())

    def texts(self) -> list[str]:
        """Return all texts of the card that aren't empty."""
        return [text for text in (self.lead, self.title, self.aside, *self.lines, self.warning) if text]


class CardModel(QStandardItemModel):
    """The cards of a list, each with its size: Qt asks thousands at once, and finds them without a word of Python."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[Card] = []

    def add(self, cards: Sequence[Card], sizes: Sequence[QSize]) -> None:
        """Put cards under those that are there, before the model is shown."""
        self.cards += cards
        self.invisibleRootItem().appendRows([_item(card, size) for card, size in zip(cards, sizes, strict=True)])

    def resize(self, sizes: Sequence[QSize]) -> None:
        """Give every card another size; the view is to be laid out anew."""
        self.blockSignals(True)  # one change, not one of each card
        for row, size in enumerate(sizes):
            self.setData(self.index(row, 0), size, Qt.ItemDataRole.SizeHintRole)
        self.blockSignals(False)


def _item(card: Card, size: QSize) -> QStandardItem:
    """Return a card's sentence, for who listens, and its tooltip; a heading has none, and can't be selected."""
    item = QStandardItem(card.spoken)
    item.setSizeHint(size)
    if card.key is None:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item
    item.setToolTip("\n".join(card.texts()))
    item.setEditable(False)
    return item
