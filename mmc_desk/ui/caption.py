"""The label of a field."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel

from mmc_desk.ui import theme


class Caption(QLabel):
    """A label with an underlined letter, which breaks the kerning Qt measured with: a hair wider, or it is cut."""

    def sizeHint(self) -> QSize:
        """Return the measured size and a hair."""
        return super().sizeHint() + QSize(theme.px(3), 0)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a label is never cut."""
        return self.sizeHint()
