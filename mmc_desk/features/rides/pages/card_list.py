"""A list of cards: rides that wait for a driver, drivers who are free. Walked by keyboard, drawn by one delegate."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from mmc_desk.ui import icons, theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_MARGIN_X, _PAD_X, _HEAD_X = 6, 10, 8
"""Pixels at 100 % beside a card, inside it, and beside a heading."""

_MOST_SIZES = 4_000
_AT_ONCE = 50
"""How many cards are measured before the window goes on."""

_WIDEST_LEAD = "vandaag 00:00   "


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


class CardModel(QAbstractListModel):
    """The cards of a list."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: Sequence[Card] = ()

    def set_cards(self, cards: Sequence[Card]) -> None:
        """Show other cards."""
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()

    def rowCount(self, _parent: Index = _ROOT) -> int:
        """Return the number of cards and headings."""
        return len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own variant
        """Return a card's sentence, for who listens, and for a tooltip."""
        spoken = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
        card = self.cards[index.row()]
        if role in spoken:
            return card.spoken
        if role == Qt.ItemDataRole.ToolTipRole and card.key is not None:
            return "\n".join(card.texts())
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings can't be selected."""
        is_card = index.isValid() and self.cards[index.row()].key is not None
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if is_card else Qt.ItemFlag.NoItemFlags


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
        self.setModel(self.card_model)
        self._delegate = _FlatDelegate(self) if is_flat else _CardDelegate(self)
        self.setItemDelegate(self._delegate)
        if is_flat:
            self.setFrameShape(QFrame.Shape.NoFrame)
            self.setProperty("role", "flat")
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.doubleClicked.connect(lambda index: self._tell(self.opened, index.row()))

    def set_cards(self, cards: Sequence[Card]) -> None:
        """Show other cards; the current one stays current while it is there."""
        if cards == self.card_model.cards:
            return  # a list of hundreds takes its time to be laid out again
        kept = self.current_key()
        place = self.currentIndex().row()
        self.card_model.set_cards(cards)
        if not self.select_key(kept) and kept is not None:
            self._select_near(place)

    def measure(self, cards: Sequence[Card]) -> Iterator[None]:
        """Measure cards that are to be shown, and yield now and then: `set_cards` with hundreds takes no time then."""
        if isinstance(self._delegate, _CardDelegate):
            for place, card in enumerate(cards, 1):
                self._delegate.size_of(card)
                if place % _AT_ONCE == 0:
                    yield

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
                self.setCurrentIndex(self.card_model.index(row))
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

    def has_focus_on(self, index: Index) -> bool:
        """Tell whether the keyboard is at this card."""
        return self.hasFocus() and index.row() == self.currentIndex().row()

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
            self.scheduleDelayedItemsLayout()


class _CardDelegate(QStyledItemDelegate):
    """Draws a card; a heading is a line of text over the cards that follow."""

    def __init__(self, cards: CardList) -> None:
        super().__init__(cards)
        self._list = cards
        self._sizes: dict[tuple[Card, int, int], QSize] = {}
        self._metrics: dict[tuple[int, bool], QFontMetrics] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.size_of(_card(index))

    def size_of(self, card: Card) -> QSize:
        """Measure a card once at each width and scale: a list of hundreds is shown again and again."""
        width = self._list.viewport().width()
        key = (card, width, theme.scale())
        if key not in self._sizes:
            if len(self._sizes) > _MOST_SIZES:
                self._sizes.clear()
            self._sizes[key] = self._measured(card, width)
        return self._sizes[key]

    def _metrics_of(self, *, is_bold: bool) -> QFontMetrics:
        if (key := (theme.scale(), is_bold)) not in self._metrics:
            self._metrics[key] = QFontMetrics(theme.font(0.9, bold=is_bold))
        return self._metrics[key]

    def _measured(self, card: Card, whole: int) -> QSize:
        if card.key is None:
            bold, room = self._metrics_of(is_bold=True), whole - 2 * theme.px(_HEAD_X)
            height = sum(_wrapped_height(text, room, bold) for text in _heading_texts(card, room, bold))
            return QSize(theme.px(120), height + theme.px(16))
        metrics, width = self._metrics_of(is_bold=False), whole - 2 * (_MARGIN_X + _PAD_X) * theme.scale() // 100
        wrapped = sum(_wrapped_height(text, width, metrics) for text in (*card.lines, card.warning) if text)
        return QSize(theme.px(120), metrics.height() * (1 + bool(card.marks)) + wrapped + theme.px(20))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = _card(index)
        area: QRect = option.rect
        painter.save()
        if card.key is None:
            self._heading(painter, area, card)
        else:
            inner = area.adjusted(theme.px(_MARGIN_X), theme.px(3), -theme.px(_MARGIN_X), -theme.px(3))
            self._card(painter, inner, card, index)
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, card: Card) -> None:
        row, bold = area.adjusted(theme.px(_HEAD_X), theme.px(11), -theme.px(_HEAD_X), 0), theme.font(0.9, bold=True)
        for text in _heading_texts(card, row.width(), QFontMetrics(bold)):
            row.translate(0, _write_wrapped(painter, row, text, theme.colour("muted"), bold))

    def _card(self, painter: QPainter, area: QRect, card: Card, index: Index) -> None:
        is_current = self._list.selectionModel().isSelected(index)
        has_focus = self._list.has_focus_on(index)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        edge = "accent" if is_current else "border"
        painter.setPen(QPen(theme.colour(edge), theme.px(2) if has_focus else 1))
        painter.setBrush(theme.colour("selected" if is_current else "base"))
        painter.drawRoundedRect(area.adjusted(0, 0, -1, -1), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._texts(
            painter, area.adjusted(theme.px(_PAD_X), theme.px(7), -theme.px(_PAD_X), 0), card, is_current=is_current
        )

    def _texts(self, painter: QPainter, area: QRect, card: Card, *, is_current: bool) -> None:
        line = QFontMetrics(theme.font(0.9)).height()
        ink = theme.colour("on_selected" if is_current else "text")
        soft = theme.colour("on_selected" if is_current else "muted")
        row = QRect(area.left(), area.top(), area.width(), line)
        if card.icon:
            self._icon(painter, row, card, is_current=is_current)
        title = row.adjusted(0, 0, -theme.px(20) if card.icon else 0, 0)
        _write(painter, title, card.title, theme.font(0.9, bold=True), ink)
        row.translate(0, line)
        for text in card.lines:
            row.translate(0, _write_wrapped(painter, row, text, soft, theme.font(0.9)))
        if card.warning:
            warning = ink if is_current else theme.colour("bad")
            row.translate(0, _write_wrapped(painter, row, card.warning, warning, theme.font(0.9)))
        if card.marks:
            _write_marks(painter, row, card.marks, ink)

    def _icon(self, painter: QPainter, row: QRect, card: Card, *, is_current: bool) -> None:
        side = theme.px(15)
        box = QRect(row.right() - side, row.top() + (row.height() - side) // 2, side, side)
        icons.paint(painter, card.icon, box, theme.colour("on_selected" if is_current else card.role))


class _FlatDelegate(QStyledItemDelegate):
    """Draws a card as a calm row of two lines, what leads it (a time, a day) in a column of its own."""

    def __init__(self, cards: CardList) -> None:
        super().__init__(cards)
        self._list = cards

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        line = QFontMetrics(theme.font(0.9)).height()
        return QSize(theme.px(120), line * (2 if _card(index).lines else 1) + theme.px(10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card, area = _card(index), option.rect
        painter.save()
        has_focus = self._list.has_focus_on(index)
        if has_focus:
            painter.fillRect(area, theme.colour("selected"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(area.topLeft(), area.topRight())
        inner = area.adjusted(theme.px(6), theme.px(5), -theme.px(6), -theme.px(5))
        self._texts(painter, inner, card, has_focus=has_focus)
        painter.restore()

    def _texts(self, painter: QPainter, area: QRect, card: Card, *, has_focus: bool) -> None:
        ink = theme.colour("on_selected" if has_focus else "text")
        soft = theme.colour("on_selected" if has_focus else "muted")
        plain, bold = theme.font(0.9), theme.font(0.9, bold=True)
        line, side = QFontMetrics(plain).height(), theme.px(15)
        row = QRect(area.left(), area.top(), area.width(), line)
        if card.icon:
            box = QRect(row.left(), row.top() + (line - side) // 2, side, side)
            icons.paint(painter, card.icon, box, theme.colour("on_selected" if has_focus else card.role))
            row.setLeft(row.left() + theme.px(22))
        _write(painter, row, card.lead, plain, ink)
        if card.lead:
            widest = "00:00  " if card.icon else _WIDEST_LEAD
            row.setLeft(row.left() + QFontMetrics(plain).horizontalAdvance(widest))
        aside = QFontMetrics(plain).horizontalAdvance(card.aside)
        second = card.lines[:1]
        if aside + theme.px(8) + QFontMetrics(bold).horizontalAdvance(card.title) > row.width():
            second, aside = (" · ".join(filter(None, (card.aside, *second))),), 0
        _write(painter, row.adjusted(0, 0, -aside - theme.px(8), 0), card.title, bold, ink)
        if aside:
            _write(painter, QRect(row.right() - aside, row.top(), aside + 1, line), card.aside, plain, ink)
        for text in second:
            row.translate(0, line)
            _write(painter, row, text, plain, soft)


def _card(index: Index) -> Card:
    model = index.model()
    if not isinstance(model, CardModel):
        raise TypeError(model)
    return model.cards[index.row()]


def _write(painter: QPainter, row: QRect, text: str, font: QFont, colour: QColor) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, _short(text, row.width(), font))


def _wrapped_height(text: str, width: int, metrics: QFontMetrics) -> int:
    if "\n" not in text and metrics.horizontalAdvance(text) <= width:
        return metrics.height()
    return metrics.boundingRect(QRect(0, 0, max(width, 1), 10_000), Qt.TextFlag.TextWordWrap, text).height()


def _heading_texts(card: Card, width: int, metrics: QFontMetrics) -> tuple[str, ...]:
    """Return a heading on one line, or its parts under each other."""
    whole = f"{card.title} · {card.aside}" if card.aside else card.title
    return (card.title, card.aside) if card.aside and metrics.horizontalAdvance(whole) > width else (whole,)


def _write_wrapped(painter: QPainter, row: QRect, text: str, colour: QColor, font: QFont) -> int:
    """Write a text over as many lines as it needs, and return their height."""
    height = _wrapped_height(text, row.width(), QFontMetrics(font))
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QRect(row.left(), row.top(), row.width(), height), Qt.TextFlag.TextWordWrap, text)
    return height


def _write_marks(painter: QPainter, row: QRect, marks: Sequence[str], colour: QColor) -> None:
    """Draw icon and word pairs, as "accessibility|rolstoel", behind each other."""
    painter.setFont(theme.font(0.9))
    painter.setPen(colour)
    side, left, metrics = theme.px(14), row.left(), QFontMetrics(theme.font(0.9))
    for mark in marks:
        name, _, word = mark.partition("|")
        width = side + theme.px(4) + metrics.horizontalAdvance(word)
        if left + width > row.right():
            break
        icons.paint(painter, name, QRect(left, row.top() + (row.height() - side) // 2, side, side), colour)
        text = QRect(left + side + theme.px(4), row.top(), width, row.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, word)
        left += width + theme.px(12)


def _short(text: str, width: int, font: QFont) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
