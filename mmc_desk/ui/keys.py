"""Keys that work while one widget has the focus, such as Del in a list."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def on_key(widget: QWidget, keys: str, act: Callable[[], object]) -> QShortcut:
    """Do `act` when `keys` are pressed while `widget` itself has the focus; elsewhere in the window they mean nothing.

    The context is set apart: given to QShortcut as an argument beside a callable it is lost, and the key then works in
    the whole window.
    """
    shortcut = QShortcut(QKeySequence(keys), widget, act)
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    return shortcut
