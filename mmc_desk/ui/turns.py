"""Work of the window's thread in pieces: each in a turn of the event loop of its own, keys and painting in between.

Who shows much at once writes a generator and yields where the window may go on: what is in sight first.
"""

import itertools
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

T = TypeVar("T")


def gathered(things: Iterable[T], at_once: int) -> Generator[None, None, tuple[T, ...]]:
    """Return all things, made `at_once` of them in a piece."""
    found: list[T] = []
    making = iter(things)
    while made := list(itertools.islice(making, at_once)):
        found += made
        yield
    return tuple(found)


class _Work(NamedTuple):
    pieces: Iterator[None]
    on_over: Callable[[], None] | None


class Turns(QObject):
    """Does what it is given in the order in which it came, the first piece at once where nothing else is waiting."""

    rested = Signal()
    """All is done."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[_Work] = deque()
        self._next = QTimer(self, interval=0, singleShot=True)
        self._next.timeout.connect(self._step)

    @property
    def is_busy(self) -> bool:
        """Tell whether pieces are still to be done."""
        return bool(self._waiting)

    def take(self, pieces: Iterator[None], on_over: Callable[[], None] | None = None) -> None:
        """Do this piece by piece, then tell; also where a piece broke off with an error."""
        self._waiting.append(_Work(pieces, on_over))
        if not self._next.isActive():
            self._step()

    def _step(self) -> None:
        """Do one piece. While it runs it isn't among those that wait: a dialog it opens may need others done."""
        work = self._waiting.popleft()
        is_over = True
        try:
            is_over = next(work.pieces, self) is self
        finally:
            if not is_over:
                self._waiting.appendleft(work)
            elif work.on_over is not None:
                work.on_over()
            if self._waiting:
                self._next.start()
            else:
                self.rested.emit()
