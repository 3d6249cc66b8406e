"""Garbage collection on the main thread alone.

Danger: a collection that Python starts on the database worker may destroy widgets and timers from there, which Qt
answers with a crash. So it is switched off while there is a worker, and done by a timer of the main thread.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 2000
_YOUNG, _OLDER = 5_000, 10
"""After how many new objects the young ones are gone through, and after how many times that all are."""


class Collector(QObject):
    """Collects garbage every two seconds where there is enough of it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._rounds = 0
        timer = QTimer(self, interval=_EVERY_MS)
        timer.timeout.connect(self.collect)
        timer.start()

    def collect(self) -> None:
        """Go through the young objects when there are many, now and then through all."""
        if gc.get_count()[0] < _YOUNG:
            return
        self._rounds += 1
        gc.collect(2 if self._rounds % _OLDER == 0 else 1)

    def stop(self) -> None:
        """Leave it to Python again."""
        gc.enable()
