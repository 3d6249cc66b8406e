"""What a feature shows in the status bar as long as the window is open."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton


class StatusPart(QPushButton):
    """A line in the status bar that opens a page. Subclasses say what stands there."""

    open_page = Signal(str)

    def __init__(self, page: str) -> None:
        super().__init__()
        self.setProperty("role", "link")
        self.setFlat(True)
        self.clicked.connect(lambda _checked=False: self.open_page.emit(page))

    def refresh(self) -> None:
        """Show what is known now."""

    def stop(self) -> None:
        """End what works behind it: the database closes."""
