"""The line above the page and the page, in as much height as the window has.

A low window (a laptop, large text) gives its height to what a page is about: the line above it moves into the menu
bar, the sidebar says the title already, and the page's own bars take one row where they fit in one (ui/slim.py).
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from mmc_desk.ui import theme
from mmc_desk.ui.header import Header
from mmc_desk.ui.section import Section

_LOW = 640
"""Pixels at 100 % below which a window is low."""

_SIDE, _GAP, _LOW_GAP = 16, 8, 4


class Body(QWidget):
    """Holds the header and the sections, of which one is in front."""

    def __init__(self, header: Header, sections: Sequence[Section]) -> None:
        super().__init__()
        self._header, self._sections = header, sections
        self._is_low = False
        self.stack = QStackedWidget()
        for section in sections:
            self.stack.addWidget(section)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(header)
        self._layout.addWidget(self.stack, 1)
        self._set_gaps()

    def fit(self, window: QMainWindow) -> None:
        """Take the height that the window has now."""
        is_low = window.height() < theme.px(_LOW)
        if is_low:
            self._header.lend(window.menuBar())
        if is_low == self._is_low:
            return
        self._is_low = is_low
        if not is_low:
            self._header.take_back(window.menuBar())
        self._set_gaps()
        for section in self._sections:
            section.be_low(is_low=is_low)

    def _set_gaps(self) -> None:
        side, gap = theme.px(_SIDE), theme.px(_LOW_GAP if self._is_low else _GAP)
        self._layout.setContentsMargins(side, gap if self._is_low else 0, side, 2 * gap)
        self._layout.setSpacing(gap)
