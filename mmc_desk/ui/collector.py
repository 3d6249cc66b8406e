"""Garbage collection on the main thread alone.

Danger: a collection that Python starts on another thread may destroy widgets and timers from there, which Qt answers
with a crash. So it is switched off while there is one, and done by a timer of the main thread.
"""

import contextlib
import gc
import sys
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 2000
_YOUNG, _OLDER = 5_000, 10
"""After how many new objects the young ones are gone through, and after how many times that all are."""

_holders: list[object] = []


def hold(holder: object) -> None:
    """Keep Python from collecting by itself until `holder` lets go."""
    _holders.append(holder)
    gc.disable()


def let_go(holder: object) -> None:
    """Leave it to Python again once nobody holds it."""
    _holders.remove(holder)
    if not _holders:
        gc.enable()


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Keep Python from collecting by itself while a thread works."""
    holder = object()
    hold(holder)
    try:
        yield
    finally:
        let_go(holder)


class Collector(QObject):
    """Collects garbage every two seconds where there is enough of it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        hold(self)
        self._rounds = self._modules = 0
        timer = QTimer(self, interval=_EVERY_MS)
        timer.timeout.connect(self.collect)
        timer.start()

    def collect(self) -> None:
        """Go through the young objects when there are many, now and then through all.

        What was loaded stays, and is never looked at again: of a window that has shown some pages that is nearly all
        there is, and going through it takes a tenth of a second, in which the window stands still.
        """
        if gc.get_count()[0] < _YOUNG:
            return
        self._rounds += 1
        if self._rounds > 1:  # hardly anything of what starting leaves is garbage
            gc.collect(2 if self._rounds % _OLDER == 0 else 1)
        if len(sys.modules) > self._modules:
            self._modules = len(sys.modules)
            gc.freeze()

    def stop(self) -> None:
        """Leave it to Python again."""
        let_go(self)
