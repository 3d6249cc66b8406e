"""The bar that says what was done and offers to take it back: "Rit verwijderd — Ongedaan maken"."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from mmc_desk.ui import messages, theme

_SHOWN_MS = 8000


class Toast(QFrame):
    """Floats above the bottom of a window, takes no focus, goes by itself."""

    def __init__(self, window: QWidget, beside: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("toast")
        self._window, self._beside = window, beside
        self._undo: messages.Undo | None = None
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton(messages.undo_verb())
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self._on_undo)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(16), theme.px(8), theme.px(8), theme.px(8))
        layout.setSpacing(theme.px(16))
        layout.addWidget(self.text)
        layout.addWidget(self.button)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, undo: messages.Undo | None) -> None:
        """Show a sentence, with a button when there is something to take back."""
        self._undo = undo
        self.text.setText(text)
        self.button.setVisible(undo is not None)
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def place(self) -> None:
        """Stand above the bottom of the window, at the left of its page: buttons are at the right."""
        self.adjustSize()
        self.move(self._beside.width() + theme.px(8), self._window.height() - self.height() - theme.px(48))

    def _on_undo(self) -> None:
        self.hide()
        if self._undo:
            self._undo()
