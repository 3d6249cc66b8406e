"""What every page of the window is: it reads when it is shown, and again when what it shows was changed."""

from datetime import date
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from mmc_desk.core.changes import Changes
from mmc_desk.ui.runner import Runner


class Yielding(QWidget):
    """A part of a page that gives height to the rest where the window is low."""

    def be_low(self, *, is_low: bool) -> None:
        """Take little height, or as much as looks best."""


class Page(QWidget):
    """A page. Subclasses name the tables they show in `topics` and override what they have use for."""

    topics: ClassVar[frozenset[str]] = frozenset()

    open_page = Signal(str, object)
    """Asks the window for another page by PageSpec.name; an int opens that record, a date shows that day, a text is
    looked for."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runner = runner
        self._is_stale = True
        self.more_topics: frozenset[str] = frozenset()
        """The tables of what other features show on this page."""
        runner.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Read again: called when the page is shown stale, and when a topic changed while it is visible."""

    def on_new(self) -> None:
        """Ctrl+N."""

    def on_print(self) -> None:
        """Ctrl+P."""

    def on_find(self) -> None:
        """Ctrl+F: put the focus in the page's filter."""

    def open_record(self, key: int) -> None:
        """Show one record: global search or another page asked for it."""

    def show_day(self, day: date) -> None:
        """Show one day."""

    def show_text(self, text: str) -> None:
        """Show what bears a text, as typed in the page's filter."""

    def save_state(self) -> dict[str, object]:
        """Return what the window remembers for the next time: filters, widths, splitters."""
        return {}

    def restore_state(self, state: dict[str, object]) -> None:
        """Take back what `save_state` returned."""

    def be_low(self, *, is_low: bool) -> None:
        """Take less height above and below what the page is about, in a low window."""
        for part in self.findChildren(Yielding):
            part.be_low(is_low=is_low)

    def offers(self, name: str) -> bool:
        """Tell whether this page overrides an action such as `on_new`."""
        return getattr(type(self), name) is not getattr(Page, name)

    def showEvent(self, event: QShowEvent) -> None:
        """Read when what is shown may be out of date."""
        super().showEvent(event)
        if self._is_stale:
            self._reload()

    def _on_changed(self, changes: Changes) -> None:
        if (self.topics | self.more_topics) & changes.topics:
            self.refresh()

    def refresh(self) -> None:
        """Read again now, or when the page is shown."""
        if self.isVisible():
            self._reload()
        else:
            self._is_stale = True

    def _reload(self) -> None:
        self._is_stale = False
        self.reload()
