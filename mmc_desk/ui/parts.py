"""Small parts that pages are put together from: a wrapping label, an action's button, a dialog over a page."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QDialog, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from mmc_desk.ui import theme

NO_LIMIT = 16_777_215
"""The height that Qt gives a widget without a greatest one."""


def label(role: str = "", text: str = "") -> QLabel:
    """Return a label that wraps and takes whatever is in it for plain text; `role` is its look in the theme."""
    made = QLabel(text, wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


def line(role: str = "", text: str = "") -> QLabel:
    """Return a label that is never less high than its text, for a card whose room others could take."""
    made = label(role, text)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def column(*widgets: QWidget) -> QWidget:
    """Return widgets under each other; tables share the height there is."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(8))
    for widget in widgets:
        layout.addWidget(widget, int(isinstance(widget, QAbstractItemView)))
    return holder


def tool_button(action: QAction, *, has_text: bool = True) -> QToolButton:
    """Return a button for an action, its icon beside its text; or a larger icon alone, which its tooltip explains."""
    style, side = Qt.ToolButtonStyle, theme.px(16 if has_text else 18)
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(style.ToolButtonTextBesideIcon if has_text else style.ToolButtonIconOnly)
    button.setIconSize(QSize(side, side))
    button.setAccessibleName(action.text().replace("&", ""))
    return button


def open_dialog(dialog: QDialog, on_closed: Callable[[], object] | None = None) -> None:
    """Show a dialog over its window without stopping anything, and delete it when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if on_closed:
        dialog.finished.connect(lambda _result: on_closed())
    dialog.open()
