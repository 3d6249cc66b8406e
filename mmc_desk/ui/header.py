"""The line above a page: its title, the way to search everything, undo and redo, print, help."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QPushButton, QToolButton, QWidget

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
        self._search_text = self.search.text()
        self.tools = self._tools(actions)
        self._is_lent = False
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, theme.px(12), 0, theme.px(4))
        self._layout.setSpacing(theme.px(4))
        self._layout.addWidget(self.title)
        self._layout.addStretch(1)
        self._layout.addWidget(self.tools)

    def _tools(self, actions: dict[str, QAction]) -> QWidget:
        tools = QWidget()
        line = QHBoxLayout(tools)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(4))
        line.addWidget(self.search)
        line.addSpacing(theme.px(8))
        for name in _BUTTONS:
            line.addWidget(_ToolButton(actions[name]))
        return tools

    def lend(self, menu_bar: QMenuBar) -> None:
        """Stand in the menu bar, without a title, and with no more texts than it has room for."""
        self.search.setText(self._search_text)
        menus = sum(menu_bar.fontMetrics().horizontalAdvance(menu.text()) + theme.px(20) for menu in menu_bar.actions())
        if menus + self.tools.sizeHint().width() > menu_bar.width():
            self.search.setText("")
        if not self._is_lent:
            self._is_lent = True
            _corner_of(menu_bar).addWidget(self.tools)
            _set_tall(menu_bar, is_tall=True)
            self.hide()

    def take_back(self, menu_bar: QMenuBar) -> None:
        """Stand above the page again."""
        if self._is_lent:
            self._is_lent = False
            self.search.setText(self._search_text)
            self._layout.addWidget(self.tools)
            _set_tall(menu_bar, is_tall=False)
            self.show()


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


def _corner_of(menu_bar: QMenuBar) -> QHBoxLayout:
    """Return what stands in the corner of the menu bar."""
    corner = menu_bar.cornerWidget()
    if corner is None:
        corner = QWidget(menu_bar)
        QHBoxLayout(corner).setContentsMargins(0, theme.px(2), theme.px(12), theme.px(2))
        menu_bar.setCornerWidget(corner)
    layout = corner.layout()
    assert isinstance(layout, QHBoxLayout)  # noqa: S101 - narrows the type: it was made above
    return layout


def _set_tall(menu_bar: QMenuBar, *, is_tall: bool) -> None:
    """Have the menus stand in the middle of a bar that is as high as buttons are."""
    menu_bar.cornerWidget().setVisible(is_tall)
    menu_bar.setProperty("role", "tall" if is_tall else "")
    menu_bar.style().unpolish(menu_bar)
    menu_bar.style().polish(menu_bar)


def _search_button(action: QAction) -> QPushButton:
    text = translate("window", "Alles doorzoeken   {keys}")
    button = QPushButton(icons.icon("search", "muted"), "\u2002" + text.format(keys="Ctrl+K"))
    button.setObjectName("search_all")
    button.setAccessibleName(action.text())
    button.setIconSize(QSize(theme.px(16), theme.px(16)))
    button.clicked.connect(action.trigger)
    return button
