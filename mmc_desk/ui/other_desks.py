"""Other desks in this window: what they change is shown anew, and a server that went is said above every page."""

from PySide6.QtCore import QObject, Signal, Slot

from mmc_desk.core.changes import Changes
from mmc_desk.core.news import Listener, News
from mmc_desk.ui.runner import Runner


class OtherDesks(QObject):
    """Listens to a server as long as the window is open."""

    reached = Signal(bool)
    """Whether the server answers, each time that changes."""
    _heard = Signal(object)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._heard.connect(self._on_news)
        # A signal crosses from the listener's thread to this one.
        self._listener = Listener(runner.database.url, runner.database.desk, self._heard.emit)
        self._listener.start()

    def stop(self) -> None:
        """Stop listening."""
        self._listener.stop()

    @Slot(object)
    def _on_news(self, news: News) -> None:
        if news.is_lost or news.is_back:
            self.reached.emit(news.is_back)
        if news.is_back:
            self._runner.announce_everything()
        if news.topics:
            self._runner.hear(Changes(extra_topics=news.topics))
