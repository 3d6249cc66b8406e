"""How a list of cards is drawn: as cards under headings, or as calm rows."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from mmc_desk.features.rides.pages.cards import Card, CardModel, Index
from mmc_desk.ui import icons, theme

_MARGIN_X, _PAD_X, _HEAD_X, _UNDER_HEADING = 6, 10, 8, 5
"""Pixels at 100 % beside a card, inside it, beside a heading, and under one."""


class Gaps(NamedTuple):
    """Pixels at 100 %: above a heading, above and below a card, inside it above and below the text."""

    heading: int
    between: int
    inside: int


ROOMY, DENSE = Gaps(11, 3, 7), Gaps(4, 2, 3)

_MOST_TEXTS = 20_000
"""So many measures are kept of a font."""

_WIDEST_LEAD = "vandaag 00:00   "


class CardDelegate(QStyledItemDelegate):
    """Draws a card; a heading is a line of text over the cards that follow."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._list = view
        self.gaps = ROOMY
        self._texts_at: dict[tuple[int, bool], _Texts] = {}

    def sizes_of(self, cards: Iterable[Card]) -> tuple[QSize, ...]:
        """Return the sizes of cards as wide as they would show."""
        room, gaps = self._room(), self.gaps
        plain, bold = (self._texts_of(is_bold=is_bold) for is_bold in (False, True))
        return tuple(
            _size_of_heading(card, room, bold, gaps) if card.key is None else _size_of_card(card, room, plain, gaps)
            for card in cards
        )

    def basis(self) -> tuple[object, ...]:
        """Return what sizes depend on: another basis, other sizes."""
        return self._room(), theme.scale(), self.gaps

    def _room(self) -> int:
        """Return the width of a row beside a scroll bar, there or not: nothing is measured anew when it comes."""
        return self._list.maximumViewportSize().width() - self._list.verticalScrollBar().sizeHint().width()

    def _texts_of(self, *, is_bold: bool) -> "_Texts":
        key = (theme.scale(), is_bold)
        if key not in self._texts_at:
            self._texts_at[key] = _Texts(theme.font(0.9, bold=is_bold))
        return self._texts_at[key]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        card = _card(index)
        area: QRect = option.rect
        painter.save()
        if card.key is None:
            self._heading(painter, area, card)
        else:
            beside, between = theme.px(_MARGIN_X), theme.px(self.gaps.between)
            inner = area.adjusted(beside, between, -beside, -between)
            self._card(painter, inner, card, index)
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, card: Card) -> None:
        beside, bold = theme.px(_HEAD_X), self._texts_of(is_bold=True)
        row = area.adjusted(beside, theme.px(self.gaps.heading), -beside, 0)
        for text in _heading_texts(card, row.width(), bold):
            row.translate(0, _write_wrapped(painter, row, text, theme.colour("muted"), bold))

    def _card(self, painter: QPainter, area: QRect, card: Card, index: Index) -> None:
        is_current = self._list.selectionModel().isSelected(index)
        has_focus = _has_focus(self._list, index)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        edge = "accent" if is_current else "border"
        painter.setPen(QPen(theme.colour(edge), theme.px(2) if has_focus else 1))
        painter.setBrush(theme.colour("selected" if is_current else "base"))
        painter.drawRoundedRect(area.adjusted(0, 0, -1, -1), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        inner = area.adjusted(theme.px(_PAD_X), theme.px(self.gaps.inside), -theme.px(_PAD_X), 0)
        self._texts(painter, inner, card, is_current=is_current)

    def _texts(self, painter: QPainter, area: QRect, card: Card, *, is_current: bool) -> None:
        plain = self._texts_of(is_bold=False)
        ink = theme.colour("on_selected" if is_current else "text")
        soft = theme.colour("on_selected" if is_current else "muted")
        row = QRect(area.left(), area.top(), area.width(), plain.line)
        if card.icon:
            self._icon(painter, row, card, is_current=is_current)
        title = row.adjusted(0, 0, -theme.px(20) if card.icon else 0, 0)
        _write(painter, title, card.title, theme.font(0.9, bold=True), ink)
        row.translate(0, plain.line)
        for text in card.lines:
            row.translate(0, _write_wrapped(painter, row, text, soft, plain))
        if card.warning:
            warning = ink if is_current else theme.colour("bad")
            row.translate(0, _write_wrapped(painter, row, card.warning, warning, plain))
        if card.marks:
            _write_marks(painter, row, card.marks, ink)

    def _icon(self, painter: QPainter, row: QRect, card: Card, *, is_current: bool) -> None:
        side = theme.px(15)
        box = QRect(row.right() - side, row.top() + (row.height() - side) // 2, side, side)
        icons.paint(painter, card.icon, box, theme.colour("on_selected" if is_current else card.role))


class _Texts:
    """How high texts of one font are, each measured once: a list of thousands is shown again and again."""

    def __init__(self, font: QFont) -> None:
        self.font, self._metrics = font, QFontMetrics(font)
        self.line = self._metrics.height()
        self._widths: dict[str, int] = {}
        self._heights: dict[tuple[str, int], int] = {}

    def width(self, text: str) -> int:
        """Return the width of a text on one line."""
        if text not in self._widths:
            _bound(self._widths)
            self._widths[text] = self._metrics.horizontalAdvance(text)
        return self._widths[text]

    def height(self, text: str, width: int) -> int:
        """Return the height of a text over as many lines as it needs."""
        if "\n" not in text and self.width(text) <= width:
            return self.line
        if (text, width) not in self._heights:
            _bound(self._heights)
            room = QRect(0, 0, max(width, 1), 10_000)
            self._heights[text, width] = self._metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()
        return self._heights[text, width]


def _bound(kept: dict[Any, int]) -> None:
    """Forget what was kept before it becomes too much."""
    if len(kept) >= _MOST_TEXTS:
        kept.clear()


def _size_of_heading(card: Card, room: int, texts: _Texts, gaps: Gaps) -> QSize:
    width = room - 2 * theme.px(_HEAD_X)
    height = sum(texts.height(text, width) for text in _heading_texts(card, width, texts))
    return QSize(theme.px(120), height + theme.px(gaps.heading + _UNDER_HEADING))


def _size_of_card(card: Card, room: int, texts: _Texts, gaps: Gaps) -> QSize:
    width = room - 2 * (_MARGIN_X + _PAD_X) * theme.scale() // 100
    wrapped = sum(texts.height(text, width) for text in (*card.lines, card.warning) if text)
    height = texts.line * (1 + bool(card.marks)) + wrapped
    return QSize(theme.px(120), height + theme.px(2 * (gaps.between + gaps.inside)))


class FlatDelegate(QStyledItemDelegate):
    """Draws a card as a calm row of two lines, what leads it (a time, a day) in a column of its own."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._list = view

    def sizes_of(self, cards: Iterable[Card]) -> tuple[QSize, ...]:
        """Return the sizes of rows, of one line or two."""
        line = QFontMetrics(theme.font(0.9)).height()
        return tuple(QSize(theme.px(120), line * (2 if card.lines else 1) + theme.px(10)) for card in cards)

    def basis(self) -> tuple[object, ...]:
        """Return what sizes depend on."""
        return (theme.scale(),)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        card, area = _card(index), option.rect
        painter.save()
        has_focus = _has_focus(self._list, index)
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


def _has_focus(view: QListView, index: Index) -> bool:
    """Tell whether the keyboard is at this card."""
    return view.hasFocus() and index.row() == view.currentIndex().row()


def _write(painter: QPainter, row: QRect, text: str, font: QFont, colour: QColor) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, _short(text, row.width(), font))


def _heading_texts(card: Card, width: int, texts: _Texts) -> tuple[str, ...]:
    """Return a heading on one line, or its parts under each other."""
    whole = f"{card.title} · {card.aside}" if card.aside else card.title
    return (card.title, card.aside) if card.aside and texts.width(whole) > width else (whole,)


def _write_wrapped(painter: QPainter, row: QRect, text: str, colour: QColor, texts: _Texts) -> int:
    """Write a text over as many lines as it needs, and return their height."""
    height = texts.height(text, row.width())
    painter.setFont(texts.font)
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
