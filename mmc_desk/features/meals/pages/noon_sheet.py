"""The right side of a noon: its sheet, and the buttons that keep or finish it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.pages.day_form import DayForm
from mmc_desk.features.meals.pages.noon_words import state_line
from mmc_desk.features.meals.queries.day import Noon
from mmc_desk.ui import icons, theme

_TWO_COLUMNS, _WIDEST = 600, 960
"""Pixels at 100 %: from which width on the cash box stands beside the counts, and how wide the sheet gets."""


class NoonSheet(QWidget):
    """The fields of a noon in a frame that scrolls where there is little room."""

    kept = Signal(bool)
    """The person wants to keep the sheet: True finishes the noon."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = DayForm()
        self.state = QLabel(wordWrap=True)
        self.state.setProperty("role", "muted")
        self.save_button = QPushButton(icons.icon("save"), "\u2002" + translate("bookings", "Be&waren"))
        self.finish_button = QPushButton(
            icons.icon("circle-check", "on_accent"), "\u2002" + translate("bookings", "Middag &afsluiten")
        )
        self.finish_button.setProperty("role", "primary")
        self.finish_button.setToolTip("Ctrl+Enter")
        self.save_button.clicked.connect(lambda _checked=False: self.kept.emit(False))
        self.finish_button.clicked.connect(lambda _checked=False: self.kept.emit(True))
        self.form.submitted.connect(lambda: self.kept.emit(self.finish_button.isEnabled()))
        self._lay_out()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def _lay_out(self) -> None:
        inner = QWidget()
        inside = QVBoxLayout(inner)
        margin = theme.px(12)
        inside.setContentsMargins(margin, margin, margin, margin)
        self.form.setMaximumWidth(theme.px(_WIDEST))  # where it has the page to itself, lines needn't run on
        inside.addWidget(self.form)
        inside.addStretch(1)
        scroll = self._scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        scroll.setMinimumWidth(theme.px(300))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(scroll, 1)
        column.addWidget(self.state)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        foot.addWidget(self.finish_button)
        column.addLayout(foot)

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Keep the field that is keyed in sight: Qt scrolls along with Tab, not with Enter."""
        if now is not None and self.form.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, theme.px(60))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cash box beside the counts where there is room."""
        super().resizeEvent(event)
        self.form.stand_beside(beside=self.width() >= theme.px(_TWO_COLUMNS))

    def to_top(self) -> None:
        """Show the sheet from its beginning."""
        self._scroll.verticalScrollBar().setValue(0)

    def show_noon(self, noon: Noon) -> None:
        """Show a noon; one that is closed has nothing to key."""
        is_open = not noon.closed_reason
        self.form.show_noon(noon)
        self.form.setEnabled(is_open)
        self.save_button.setEnabled(is_open)
        self.finish_button.setEnabled(is_open and noon.has_begun)
        self.state.setText(state_line(noon))
        self.state.setVisible(bool(self.state.text()))
