"""The bar that says, beside the board, why something was refused; never a dialog in the way."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.ride_actions import Refused
from mmc_desk.ui import icons, theme


class RefusalBar(QFrame):
    """A sentence and, where there is one, the way on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner-error")
        self._refused: Refused | None = None
        self._icon = QLabel()
        self.text = QLabel(wordWrap=True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.retry = QPushButton()
        self.retry.clicked.connect(self._on_retry)
        close = QToolButton()
        close.setIcon(icons.icon("x"))
        close.setAccessibleName(translate("rides", "Melding sluiten"))
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(6), theme.px(6), theme.px(6))
        layout.setSpacing(theme.px(10))
        layout.addWidget(self._icon)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.retry)
        layout.addWidget(close)
        self.hide()

    def say(self, refused: Refused) -> None:
        """Show why, until something succeeds or it is closed."""
        self._refused = refused
        self._icon.setPixmap(icons.pixmap("triangle-alert", 16, "bad", self.devicePixelRatioF()))
        self.text.setText(refused.text)
        self.setAccessibleName(refused.text)
        self.retry.setText(refused.verb)
        self.retry.setVisible(refused.retry is not None)
        self.show()

    def _on_retry(self) -> None:
        self.hide()
        if self._refused and self._refused.retry:
            self._refused.retry()
