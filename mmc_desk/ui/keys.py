"""Keys that work while one widget has the focus, such as Del in a list, and the deeds they stand for."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from mmc_desk.ui import icons


class Deed(NamedTuple):
    """Something to do on a page with one key: its name in the code, its text, key and icon, and what it does."""

    name: str
    text: str
    key: str
    icon: str
    act: Callable[[], None]


def on_key(widget: QWidget, keys: str, act: Callable[[], object]) -> QShortcut:
    """Do `act` when `keys` are pressed while `widget` itself has the focus; elsewhere in the window they mean nothing.

    The context is set apart: given to QShortcut as an argument beside a callable it is lost, and the key then works in
    the whole window.
    """
    shortcut = QShortcut(QKeySequence(keys), widget, act)
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    return shortcut


def deed(owner: QObject, text: str, keys: Sequence[str], icon: str, act: Callable[[], object]) -> QAction:
    """Return something to do with what is selected: in a menu, on a button, by its keys in a widget it is added to.

    Its tooltip names the last key.
    """
    action = QAction(icons.icon(icon), text, owner)
    action.setIconText(f"\u2002{text}")
    action.setShortcuts([QKeySequence(key) for key in keys])
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.setToolTip(f"{text.replace('&', '').rstrip('…')} ({keys[-1]})")
    action.triggered.connect(lambda _checked=False: act())
    return action
