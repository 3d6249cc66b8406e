"""Work that waits for a network, a keyring or a disk, on a thread of its own. Of the database it waits its turn."""

import threading
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot


class Errand(QObject):
    """Runs `work` once and hands what it returned to the main thread; what it raised is raised there."""

    done = Signal(object)
    _back = Signal()

    def __init__(self, work: Callable[[], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._value: Any = None
        self._error: Exception | None = None
        self._back.connect(self._on_back)
        self._thread = threading.Thread(target=self._run, name="errand", daemon=True)

    def start(self) -> None:
        """Set out."""
        self._thread.start()

    def result(self, seconds: float) -> Any:  # noqa: ANN401 - what the work returned
        """Wait for the end of it at most so long and return what it returned, None when it isn't back."""
        self._thread.join(seconds)
        return self._value

    def _run(self) -> None:
        try:
            self._value = self._work()
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it: the main thread raises it again
            self._error = error
        if shiboken6.isValid(self):
            self._back.emit()

    @Slot()
    def _on_back(self) -> None:
        self.deleteLater()
        if self._error is not None:
            raise self._error  # a bug: sys.excepthook shows the crash page
        self.done.emit(self._value)
