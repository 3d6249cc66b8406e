"""The accessibility audit that every page's tests share: who can't see the screen hears a name for every control."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractSlider, QWidget

_SILENT = ("qt_spinbox_lineedit", "qt_scrollarea_viewport")


def nameless(root: QWidget) -> list[str]:
    """Return a line for every focusable widget under `root` without an accessible name."""
    return [
        _line(widget) for widget in [root, *root.findChildren(QWidget)] if _is_control(widget) and not _name(widget)
    ]


def _is_control(widget: QWidget) -> bool:
    reachable = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
    return (
        reachable
        and not isinstance(widget, QAbstractSlider)
        and widget.objectName() not in _SILENT
        and _is_shown(widget)
    )


def _is_shown(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return not widget.isHidden() and (parent is None or _is_shown(parent))


def _name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface else ""


def _line(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parentWidget()).__name__}"


def assert_accessible(root: QWidget) -> None:
    """Fail with the list of focusable widgets that have no name."""
    missing = nameless(root)
    assert not missing, "without a name: " + "; ".join(missing)
