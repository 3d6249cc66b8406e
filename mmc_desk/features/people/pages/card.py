"""The detail card beside a list: a title, badges, and sections of labelled lines with their own buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QEnterEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mmc_desk.core.i18n import translate
from mmc_desk.ui import icons, theme
from mmc_desk.ui.flow import FlowLayout

Act = Callable[[], object]
LONG_WORD = 24
"""A word that may not fit on a line of the card: its tip says it whole."""

_BANNERS = {"ok": "banner-ok", "warn": "banner-warning", "bad": "banner-error"}


@dataclass(frozen=True)
class Line:
    """A line of a section. With `act` its text is a link; with `remove` a cross stands behind it."""

    text: str
    label: str = ""
    tone: str = ""
    icon: str = ""
    act: Act | None = None
    remove: Act | None = None


@dataclass(frozen=True)
class Badge:
    """A short standing with a colour role ("ok", "warn", "bad") and an icon."""

    text: str
    tone: str
    icon: str


class CardSection(QWidget):
    """A heading, the button that adds to it, and its lines."""

    def __init__(self, title: str, action: QPushButton | None = None) -> None:
        super().__init__()
        self.heading = short_label(title, "heading")
        head = FlowLayout(theme.px(4), spread=action is not None)
        head.addWidget(self.heading)
        if action:
            head.addWidget(action)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(12), 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addLayout(head)
        layout.addLayout(self._grid)

    def show_lines(self, lines: Sequence[Line], empty: str = "") -> None:
        """Show other lines; `empty` stands there when there are none."""
        clear(self._grid)
        for place, line in enumerate(lines or ([Line(empty, tone="muted")] if empty else [])):
            self._add(place, line)

    def _add(self, place: int, line: Line) -> None:
        top = Qt.AlignmentFlag.AlignTop
        if line.label:
            caption = short_label(line.label, "muted")
            caption.setWordWrap(True)
            caption.setFixedWidth(theme.px(88))
            # A link has room above its text; its caption stands as low.
            caption.setContentsMargins(0, theme.px(4) if line.act else 0, 0, 0)
            self._grid.addWidget(caption, place, 0, top)
        cell = _link(line) if line.act else _text(line)
        if line.remove:
            cell = _removable(cell, line)
        self._grid.addWidget(cell, place, 1 if line.label else 0, 1, 1 if line.label else 2, top)


class Card(QScrollArea):
    """A card: who it is, how things stand, buttons, sections."""

    def __init__(self, name: str) -> None:
        super().__init__(widgetResizable=True)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(theme.px(240))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title = plain_label("", "title")
        self.subtitle = plain_label("", "muted")
        self._badges = FlowLayout(theme.px(8))
        self._buttons = FlowLayout(theme.px(8))
        self.inner = inner = QFrame()
        inner.setProperty("role", "card")
        self._body = QVBoxLayout(inner)
        margin = theme.px(16)
        self._body.setContentsMargins(margin, margin, margin, margin)
        self._body.setSpacing(theme.px(6))
        for part in (self.title, self.subtitle):
            self._body.addWidget(part)
        self._body.addLayout(self._badges)
        self._body.addLayout(self._buttons)
        self._body.addStretch(1)
        self.setWidget(inner)

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Put the buttons that concern the whole card under its title."""
        for button in buttons:
            self._buttons.addWidget(button)

    def add_section(self, title: str, action: QPushButton | None = None) -> CardSection:
        """Add a section below the others."""
        section = CardSection(title, action)
        self._body.insertWidget(self._body.count() - 1, section)
        return section

    def show_badges(self, badges: Sequence[Badge]) -> None:
        """Show other badges."""
        clear(self._badges)
        for badge in badges:
            self._badges.addWidget(_badge(badge))


def plain_label(text: str, role: str = "") -> QLabel:
    """Return a label that wraps, shows any text as it is, and lets it be copied with the mouse.

    It never asks for width, so that one long word can't push the card out of the window.
    """
    label = short_label(text, role)
    label.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label


class _Copied(QLabel):
    """A label that can be copied with the mouse: once that comes, for one that can takes twice as long to lay out."""

    def enterEvent(self, event: QEnterEvent) -> None:
        """Let the text be chosen from now on."""
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        super().enterEvent(event)


def short_label(text: str, role: str = "") -> QLabel:
    """Return a label of one line that shows any text as it is."""
    label = _Copied(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    return label


def action_button(text: str, icon: str, act: Act, role: str = "", tip: str = "") -> QPushButton:
    """Return a button; `text` carries its access key."""
    button = QPushButton(icons.icon(icon, "accent" if role == "link" else "text"), "")
    name_button(button, text)
    button.setProperty("role", role)
    button.setIconSize(QSize(theme.px(16), theme.px(16)))
    button.setAutoDefault(False)
    button.setToolTip(tip)
    button.clicked.connect(act)
    return button


def name_button(button: QPushButton, text: str) -> None:
    """Give a button another text, at some distance from its icon."""
    button.setText(f"\u2002{text}")


def _text(line: Line) -> QWidget:
    label = plain_label(line.text)
    label.setToolTip(line.text if max(map(len, line.text.split()), default=0) > LONG_WORD else "")
    if not line.tone:
        return label
    colours = label.palette()
    colours.setColor(label.foregroundRole(), theme.colour(line.tone))
    label.setPalette(colours)
    return _with_icon(label, line) if line.icon else label


def _with_icon(label: QLabel, line: Line) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(6))
    row.addWidget(picture(line.icon, line.tone), alignment=Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return holder


def picture(icon: str, role: str) -> QLabel:
    """Return an icon as large as the running text."""
    label = QLabel()
    label.setPixmap(icons.pixmap(icon, 16, role, label.devicePixelRatioF()))
    return label


class LinkButton(QPushButton):
    """A button that reads as text in a line: it shortens what doesn't fit and says it whole in its tip."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        self._whole = text
        self.setProperty("role", "link")
        self.setStyleSheet(f"text-align: left; padding: {theme.px(2)}px 0; min-height: 0;")
        self.setAutoDefault(False)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._shorten()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text to the new width."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        icon = 0 if self.icon().isNull() else self.iconSize().width() + theme.px(6)
        room = self.width() - icon - theme.px(8)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
        self.setToolTip("" if shown == self._whole else self._whole)


def _link(line: Line) -> QWidget:
    link = LinkButton(line.text, f"{line.label} {line.text}".strip())
    if line.icon:
        link.setIconSize(QSize(theme.px(16), theme.px(16)))
        link.setIcon(icons.icon(line.icon, line.tone or "accent"))
    if line.act:
        link.clicked.connect(line.act)
    return link


def _removable(cell: QWidget, line: Line) -> QWidget:
    cross = QToolButton()
    cross.setIcon(icons.icon("x", "muted"))
    name = translate("people", "{what} verwijderen").format(what=line.text)
    cross.setAccessibleName(name)
    cross.setToolTip(name)
    cross.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if line.remove:
        cross.clicked.connect(line.remove)
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(cell, 1)
    row.addWidget(cross)
    return holder


def _badge(badge: Badge) -> QWidget:
    frame = QFrame()
    frame.setProperty("role", _BANNERS.get(badge.tone, "card"))
    row = QHBoxLayout(frame)
    row.setContentsMargins(theme.px(6), theme.px(3), theme.px(8), theme.px(3))
    row.setSpacing(theme.px(4))
    row.addWidget(picture(badge.icon, badge.tone))
    row.addWidget(short_label(badge.text))
    return frame


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while item := layout.takeAt(0):
        widget = item.widget()
        if widget:
            widget.hide()
            widget.deleteLater()
