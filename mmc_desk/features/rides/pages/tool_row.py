"""A row of tool buttons that keep to their icons where the window is too narrow for their texts."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QToolButton

from mmc_desk.ui import theme
from mmc_desk.ui.slim import Slim

_FIXED = QSizePolicy.Policy.Fixed


class ToolRow(Slim):
    """Buttons for actions behind a first, main button; `last` closes the row."""

    def __init__(self, main: QAbstractButton, actions: Sequence[QAction], last: QToolButton) -> None:
        super().__init__()
        self._main = main
        self._main_text = main.text()
        main.setAccessibleName(main.accessibleName() or main.text().replace("&", "").strip())
        self._is_slim = False
        self._buttons = [*map(_button, actions), last]
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(4))
        line.addWidget(main)
        line.addSpacing(theme.px(8))
        for button in self._buttons:
            line.addWidget(button)
        line.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, _FIXED)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show texts where they fit."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    def be_slim(self, *, is_slim: bool) -> None:
        """Keep to the icons: another bar is in the same row."""
        self._is_slim = is_slim
        self._main.setText("" if is_slim else self._main_text)
        self.setSizePolicy(_FIXED if is_slim else QSizePolicy.Policy.Ignored, _FIXED)
        self._fit(self.width())

    def _fit(self, room: int) -> None:
        self._set_style(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        wanted = self._main.sizeHint().width() + sum(button.sizeHint().width() for button in self._buttons)
        if self._is_slim or wanted + theme.px(8 + 4 * len(self._buttons)) > room:
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
