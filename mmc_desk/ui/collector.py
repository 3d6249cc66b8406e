"""Garbage collection on the main thread alone.

Danger: a collection that Python starts on another thread may destroy widgets and timers from there, which Qt answers
with a crash. So it is switched off while there is one, and done by a timer of the main thread.
"""

import contextlib
import gc
import sys
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 200
_YOUNG, _MIDDLE, _OLD = 4_000, 12_000, 30_000
"""After how many new objects those are gone through, those with what was new before, and all that was made since."""

_STILL = 3 * 60_000 // _EVERY_MS
"""After so many looks at which hardly anything was new nobody is at work: then all there is may be gone through."""

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
    """Collects garbage in small rounds: going through a hundred thousand objects takes the time of three pictures.

    What was loaded, and what outlived all rounds, is set apart: it ends when nobody refers to it, but what it holds in
    circles waits until nobody is at work.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        hold(self)
        self._middle = self._old = self._modules = self._still = 0
        self._is_set_apart = False
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Go through the young objects where there are many, now and then through older ones; through all at rest."""
        young = gc.get_count()[0]
        if young < _YOUNG:
            self._rest()
            return
        self._still = 0
        if len(sys.modules) > self._modules:  # hardly anything of what was just loaded is garbage
            self._modules = len(sys.modules)
            self._set_apart()
            return
        self._middle += young
        self._old += young
        if self._old >= _OLD:
            gc.collect(2)
            self._set_apart()
        elif self._middle >= _MIDDLE:
            self._middle = 0
            gc.collect(1)
        else:
            gc.collect(0)

    def _set_apart(self) -> None:
        gc.freeze()
        self._middle = self._old = 0
        self._is_set_apart = True

    def _rest(self) -> None:
        self._still += 1
        if self._still == _STILL and self._is_set_apart:
            gc.unfreeze()
            gc.collect(2)
            gc.freeze()
            self._is_set_apart = False

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        let_go(self)
