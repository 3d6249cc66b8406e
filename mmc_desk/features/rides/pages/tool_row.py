"""A row of tool buttons that keep to their icons where the window is too narrow for their texts."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from mmc_desk.ui import theme


class ToolRow(QWidget):
    """Buttons for actions behind a first, main button; `last` closes the row."""

    def __init__(self, main: QWidget, actions: Sequence[QAction], last: QToolButton) -> None:
        super().__init__()
        self._main = main
        self._buttons = [*map(_button, actions), last]
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(4))
        line.addWidget(main)
        line.addSpacing(theme.px(8))
        for button in self._buttons:
            line.addWidget(button)
        line.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show texts where they fit."""
        super().resizeEvent(event)
        self._set_style(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        wanted = self._main.sizeHint().width() + sum(button.sizeHint().width() for button in self._buttons)
        if wanted + theme.px(8 + 4 * len(self._buttons)) > event.size().width():
            self._set_style(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def _set_style(self, style: Qt.ToolButtonStyle) -> None:
        for button in self._buttons:
            button.setToolButtonStyle(style)


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(theme.px(16), theme.px(16)))
    button.setAccessibleName(action.text().replace("&", ""))
    return button
