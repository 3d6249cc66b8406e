"""Bars above what a page is about: under each other, and in one row where the window is low and they fit in one."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from mmc_desk.ui import theme
from mmc_desk.ui.page import Yielding

_BELOW, _BESIDE = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight


class Slim(QWidget):
    """A bar that can do with little width, in which it tells less."""

    def be_slim(self, *, is_slim: bool) -> None:
        """Tell as little as can be, or as much as there is room for."""


class SharedRow(Yielding):
    """Two bars; a low window has them in one row, the first one as wide as can be."""

    def __init__(self, first: Slim, second: Slim) -> None:
        super().__init__()
        self._bars = (first, second)
        self._is_low = self._is_shared = False
        self._line = QBoxLayout(_BELOW, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.px(8))
        self._line.addWidget(first, 1)
        self._line.addWidget(second)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def be_low(self, *, is_low: bool) -> None:
        """Share a row where that helps."""
        self._is_low = is_low
        self._share()

    def minimumSizeHint(self) -> QSize:
        """Return the width of the wider one: in less than both take, they are under each other again."""
        widest = max(bar.minimumSizeHint().width() for bar in self._bars)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share a row where it is wide enough for two."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        if not self._is_low and not self._is_shared:
            return
        self._lay(is_shared=self._is_low)
        if self._is_shared and sum(bar.minimumSizeHint().width() for bar in self._bars) + theme.px(4) > self.width():
            self._lay(is_shared=False)

    def _lay(self, *, is_shared: bool) -> None:
        if is_shared == self._is_shared:
            return
        self._is_shared = is_shared
        for bar in self._bars:
            bar.be_slim(is_slim=is_shared)
        self._line.setDirection(_BESIDE if is_shared else _BELOW)
        self._line.setSpacing(theme.px(4 if is_shared else 8))
