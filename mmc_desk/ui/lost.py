"""A server that is lost, said above every page: since when, what is waiting, and what can be done meanwhile."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import show_time
from mmc_desk.core.i18n import translate
from mmc_desk.ui import theme
from mmc_desk.ui.flow import FlowLayout


class AwayPart(QObject):
    """Something a feature still does while the server is away: a button in the banner."""

    @property
    def verb(self) -> str:
        """What the button says; "" where there is nothing to do."""
        return ""

    def act(self, parent: QWidget) -> None:
        """Do it, over a window."""

    def stop(self) -> None:
        """End what works behind it: the database closes."""


class Outage(QObject):
    """What is known of the server's absence, whatever banner shows it now."""

    changed = Signal()
    retry = Signal()
    """The person wants to try again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.since: datetime | None = None
        self.parts: list[AwayPart] = []
        self._waiting: Sequence[str] = ()

    def set_reached(self, *, is_reached: bool) -> None:
        """Begin or end it."""
        self.since = None if is_reached else self.since or clock.now()
        self.changed.emit()

    def set_waiting(self, labels: Sequence[str]) -> None:
        """Take what was saved and not confirmed."""
        self._waiting = labels
        self.changed.emit()

    @property
    def text(self) -> str:
        """What the banner says."""
        if self.since is None:
            return ""
        text = translate(
            "lost",
            "De verbinding met de server is weg sinds {time}. Wat u typt, blijft staan; het programma probeert zelf "
            "opnieuw.",
        ).format(time=show_time(self.since))
        if not self._waiting:
            return text
        waiting = translate("lost", "Nog niet bevestigd: {labels}. Dat wordt nagekeken; bewaar het niet opnieuw.")
        return f"{text}\n{waiting.format(labels=', '.join(self._waiting))}"


class LostBanner(QFrame):
    """Shows an outage as long as it lasts."""

    def __init__(self, outage: Outage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lost")
        self._outage = outage
        self.text = QLabel(wordWrap=True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.retry_button = QPushButton(translate("lost", "Nu opnieuw &proberen"))
        self.retry_button.clicked.connect(lambda _checked=False: outage.retry.emit())
        self._buttons = FlowLayout(theme.px(8))
        self._buttons.addWidget(self.retry_button)
        self.part_buttons: list[tuple[AwayPart, QPushButton]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(20), theme.px(6), theme.px(16), theme.px(8))
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.text)
        layout.addLayout(self._buttons)
        outage.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known now."""
        for part in self._outage.parts[len(self.part_buttons) :]:
            self._add(part)
        for part, button in self.part_buttons:
            button.setText(part.verb)
            button.setVisible(bool(part.verb))
        self.text.setText(self._outage.text)
        self.setVisible(self._outage.since is not None)

    def _add(self, part: AwayPart) -> None:
        button = QPushButton()
        button.clicked.connect(lambda _checked=False: part.act(self.window()))
        self._buttons.addWidget(button)
        self.part_buttons.append((part, button))
