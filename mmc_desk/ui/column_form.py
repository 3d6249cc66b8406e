"""A form whose fields stand in columns where there is room, and under each other where there isn't."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLabel, QWidget

from mmc_desk.ui import theme
from mmc_desk.ui.form import Form


class ColumnForm(Form):
    """Fields in groups: `begin_column` before each of them, `stand_beside` as the width changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outer = self._grid
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._outer.addLayout(self._columns, 0, 0, 1, 2)

    def begin_column(self) -> None:
        """Let what is added next stand in a column of its own."""
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(self._outer.horizontalSpacing())
        self._grid.setVerticalSpacing(self._outer.verticalSpacing())
        self._grid.setColumnStretch(1, 1)
        self._columns.addLayout(self._grid, 1)
        self._columns.setAlignment(self._grid, Qt.AlignmentFlag.AlignTop)

    def add_heading(self, text: str) -> QLabel:
        """Add a heading; those that begin a column stand at one height."""
        heading = super().add_heading(text)
        if self._grid.count() == 1:
            heading.setContentsMargins(0, 0, 0, theme.px(4))
        return heading

    def stand_beside(self, *, beside: bool) -> None:
        """Put the columns beside each other, or under each other."""
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._columns.setSpacing(theme.px(32 if beside else 10))
