"""What an empty page shows: an icon, a sentence, a button that mends it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from mmc_desk.ui import icons, theme


class EmptyState(QWidget):
    """“Nog geen leden — Importeer uit Excel”. Without `button_text` there is no button."""

    def __init__(
        self,
        icon: str,
        sentence: str,
        button_text: str = "",
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.sentence = QLabel(sentence, alignment=Qt.AlignmentFlag.AlignCenter)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("role", "muted")
        self.button = QPushButton(button_text)
        self.button.setProperty("role", "primary")
        if not button_text:
            self.button.hide()
        if on_click:
            self.button.clicked.connect(lambda _checked=False: on_click())
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(16))
        layout.addStretch(2)
        layout.addWidget(self._picture)
        layout.addWidget(self.sentence)
        layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(3)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the picture in a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._icon, 48, "muted", self.devicePixelRatioF()))
