"""Other desks in this window: what they change is shown anew, and a server that went is said above every page."""

from PySide6.QtCore import QObject, Signal, Slot

from mmc_desk.core.changes import Changes
from mmc_desk.core.errors import DeskError, ServerLostError
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
        self._is_reached = True
        self._heard.connect(self._on_news)
        runner.failed.connect(self._on_failed)
        # A signal crosses from the listener's thread to this one.
        self._listener = Listener(runner.database.url, runner.database.desk, self._heard.emit)
        self._listener.start()

    def stop(self) -> None:
        """Stop listening."""
        self._listener.stop()

    def retry(self) -> None:
        """Try now to reach the server."""
        self._listener.retry()

    @Slot(object)
    def _on_failed(self, error: DeskError) -> None:
        """Take a server that somebody waited for in vain as lost, until the listener reaches it."""
        if isinstance(error, ServerLostError):
            self._listener.doubt()
            self._say(is_reached=False)

    @Slot(object)
    def _on_news(self, news: News) -> None:
        if news.is_lost:
            self._runner.lose()
            self._say(is_reached=False)
        if news.is_back:
            self._say(is_reached=True)
            self._runner.come_back()
        if news.topics:
            self._runner.hear(Changes(extra_topics=news.topics))

    def _say(self, *, is_reached: bool) -> None:
        if is_reached is not self._is_reached:
            self._is_reached = is_reached
            self.reached.emit(is_reached)
