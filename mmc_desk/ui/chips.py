"""Chips over a list: beside each other, or where they have no room, a box to choose them from."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QTabBar, QWidget


class ChipRow(QWidget):
    """Shows `tabs` as long as all of them fit, else a box with the same entries; the tab bar knows which is down."""

    def __init__(self, tabs: QTabBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = tabs
        self.box = QComboBox()
        self.box.hide()
        tabs.setDrawBase(False)
        tabs.setExpanding(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(tabs, 1)
        layout.addWidget(self.box)
        layout.addStretch()
        tabs.currentChanged.connect(self.box.setCurrentIndex)
        self.box.activated.connect(tabs.setCurrentIndex)

    def set_texts(self, texts: Sequence[str]) -> None:
        """Name the chips, each in its place."""
        for place, text in enumerate(texts):
            self.tabs.setTabText(place, text)
        self._choose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change to what there is room for."""
        super().resizeEvent(event)
        self._choose()

    def _choose(self) -> None:
        texts = [self.tabs.tabText(place) for place in range(self.tabs.count())]
        if texts != [self.box.itemText(place) for place in range(self.box.count())]:
            self.box.clear()
            self.box.addItems(texts)
            self.box.setCurrentIndex(self.tabs.currentIndex())
        fits = self.tabs.sizeHint().width() <= self.width()
        has_focus = self.tabs.hasFocus() or self.box.hasFocus()
        self.tabs.setVisible(fits)
        self.box.setVisible(not fits)
        self.box.setAccessibleName(self.tabs.accessibleName())
        if has_focus:
            (self.tabs if fits else self.box).setFocus()
