"""The bar above a past day that says how many rides lack a result, with the way to enter them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.ui import icons, theme


class MissingBar(QFrame):
    """“3 ritten zonder resultaat” and a button for the next one."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner-warning")
        self.picture, self.text = QLabel(), QLabel(wordWrap=True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = QToolButton()
        self.button.setDefaultAction(action)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.px(12), theme.px(4), theme.px(6), theme.px(4))
        line.setSpacing(theme.px(10))
        line.addWidget(self.picture)
        line.addWidget(self.text, 1)
        line.addWidget(self.button)
        self.hide()

    def show_missing(self, rides: Sequence[RideLine]) -> None:
        """Say how many there are; nothing when every ride has its result."""
        self.picture.setPixmap(icons.pixmap("file-text", 16, "warn", self.devicePixelRatioF()))
        count = translate("rides", "{count} ritten zonder resultaat.").format(count=len(rides))
        if len(rides) == 1:
            count = translate("rides", "1 rit zonder resultaat.")
        rule = translate("rides", "De maand kan pas afgerekend worden als alles ingevuld is.")
        self.text.setText(f"{count} {rule}")
        self.setVisible(bool(rides))
