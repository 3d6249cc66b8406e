"""The sidebar: the sections with icon and text, steered by arrows, Ctrl+1 … Ctrl+9 or the mouse."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.ui import icons, theme
from mmc_desk.ui.section import SectionSpec


class SideBar(QWidget):
    """The way to the sections."""

    chosen = Signal(int)

    def __init__(self, sections: Sequence[SectionSpec]) -> None:
        super().__init__()
        self._sections = tuple(sections)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        name = QLabel("MMC Desk")
        name.setProperty("role", "heading")
        name.setContentsMargins(theme.px(20), theme.px(18), theme.px(16), theme.px(14))
        self.list = QListWidget()
        self.list.setObjectName("sidebar")
        self.list.setAccessibleName(translate("window", "Onderdelen"))
        self.list.setIconSize(QSize(theme.px(18), theme.px(18)))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for place, section in enumerate(sections):
            self.list.addItem(_entry(section, place))
        self.list.currentRowChanged.connect(self._on_row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(name)
        layout.addWidget(self.list, 1)
        widest = max((self.list.fontMetrics().horizontalAdvance(section.title) for section in sections), default=0)
        self.setFixedWidth(max(theme.px(184), widest + theme.px(84)))

    def choose(self, place: int) -> None:
        """Mark a section, without telling anybody."""
        blocked = self.list.blockSignals(True)
        self.list.setCurrentRow(place)
        self.list.blockSignals(blocked)
        self._colour_icons()

    def _on_row(self, place: int) -> None:
        self._colour_icons()
        self.chosen.emit(place)

    def _colour_icons(self) -> None:
        for place, section in enumerate(self._sections):
            role = "accent" if place == self.list.currentRow() else "text"
            self.list.item(place).setIcon(icons.icon(section.icon, role))


def _entry(section: SectionSpec, place: int) -> QListWidgetItem:
    entry = QListWidgetItem(icons.icon(section.icon), section.title)
    entry.setSizeHint(QSize(0, theme.px(38)))
    entry.setToolTip(f"{section.title} (Ctrl+{place + 1})")
    return entry
