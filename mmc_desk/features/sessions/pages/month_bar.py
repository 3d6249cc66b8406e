"""Which month: back and on by Ctrl+← and Ctrl+→, this month by a button."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from mmc_desk.core import clock
from mmc_desk.core.i18n import translate
from mmc_desk.features.sessions.rules.plan import Month
from mmc_desk.features.sessions.rules.plan_words import month_words
from mmc_desk.ui import icons, theme


class MonthBar(QWidget):
    """The month in view."""

    changed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.month = Month.of(clock.today())
        self.label = QLabel()
        self.label.setProperty("role", "heading")
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label.setMinimumWidth(theme.px(150))
        now = QPushButton(translate("sessions", "Deze maand"))
        now.setAutoDefault(False)
        now.clicked.connect(lambda _checked=False: self.go(Month.of(clock.today())))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        back = _step(page, "chevron-left", translate("sessions", "Vorige maand"), "Ctrl+Left", lambda: self.step(-1))
        on = _step(page, "chevron-right", translate("sessions", "Volgende maand"), "Ctrl+Right", lambda: self.step(1))
        for widget in (back, self.label, on, now):
            layout.addWidget(widget)
        self._show()

    def go(self, month: Month) -> None:
        """Show a month."""
        if month != self.month:
            self.month = month
            self._show()
            self.changed.emit()

    def step(self, by: int) -> None:
        """Go a month on or back."""
        self.go(self.month.plus(by))

    def _show(self) -> None:
        self.label.setText(month_words(self.month))


def _step(page: QWidget, icon: str, text: str, key: str, act: Callable[[], None]) -> QToolButton:
    action = QAction(icons.icon(icon), text, page)
    action.setShortcut(QKeySequence(key))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(lambda _checked=False: act())
    page.addAction(action)
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(theme.px(16), theme.px(16)))
    button.setAccessibleName(text)
    return button
