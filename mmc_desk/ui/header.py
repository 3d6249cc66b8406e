"""The line above a page: its title, the way to search everything, undo and redo, print, help."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.ui import icons, theme

_BUTTONS = ("undo", "redo", "print", "help")


class Header(QWidget):
    """The title of the section and the actions that hold on every page."""

    def __init__(self, actions: dict[str, QAction]) -> None:
        super().__init__()
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.search = _search_button(actions["search"])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, theme.px(12), 0, theme.px(4))
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.title)
        layout.addStretch(1)
        layout.addWidget(self.search)
        layout.addSpacing(theme.px(8))
        for name in _BUTTONS:
            layout.addWidget(_ToolButton(actions[name]))


class _ToolButton(QToolButton):
    """A button with an icon only: its name and its tooltip follow the action's text."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self._action = action
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setIconSize(QSize(theme.px(18), theme.px(18)))
        self.setDefaultAction(action)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setAccessibleName(self._action.text())
        self.setToolTip(f"{self._action.text()} ({keys})")


def _search_button(action: QAction) -> QPushButton:
    text = translate("window", "Alles doorzoeken   {keys}")
    button = QPushButton(icons.icon("search", "muted"), "\u2002" + text.format(keys="Ctrl+K"))
    button.setObjectName("search_all")
    button.setAccessibleName(action.text())
    button.setIconSize(QSize(theme.px(16), theme.px(16)))
    button.clicked.connect(action.trigger)
    return button
