"""Undo and redo: a QUndoStack whose steps are what writes changed, taken back on the database worker."""

from collections import deque
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from mmc_desk.core.changes import Changes
from mmc_desk.core.errors import ConflictError, DeskError
from mmc_desk.ui import messages

STEPS = 100


class TakeBack(Protocol):
    """Takes changes back on the worker, and reports what that itself changed."""

    def __call__(
        self, step: Changes, on_done: Callable[[Changes], None], on_error: Callable[[DeskError], None]
    ) -> None:
        """Submit the work and return at once."""


class _Step(QUndoCommand):
    def __init__(self, changes: Changes) -> None:
        super().__init__(changes.label)
        self.changes = changes


class UndoHistory(QUndoStack):
    """The last hundred steps. Unlike its base, a step moves only after the database did.

    Requests made while a write is under way wait for it: Ctrl+Z right after a save takes that save back.
    """

    def __init__(self, take_back: TakeBack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setUndoLimit(STEPS)
        self._take_back = take_back
        self._requests: deque[Callable[[], None]] = deque()
        self._held = False

    def add(self, changes: Changes) -> None:
        """Remember a write as a step; one that is final, or touched no single rows (a bulk import), can't be one."""
        if changes.rows and not changes.is_final:
            self.push(_Step(changes))

    def undo(self) -> None:
        """Take the last step back, after what is being written now."""
        self._request(self._undo_now)

    def redo(self) -> None:
        """Do the last undone step again, after what is being written now."""
        self._request(self._redo_now)

    def hold(self) -> None:
        """Let requests wait: a write is under way."""
        self._held = True

    def release(self) -> None:
        """Serve the requests that waited, one at a time."""
        self._held = False
        while self._requests and not self._held:
            self._requests.popleft()()

    def _request(self, act: Callable[[], None]) -> None:
        self._requests.append(act)
        if not self._held:
            self.release()

    def _undo_now(self) -> None:
        if self.canUndo():
            self._move(self.index() - 1, super().undo)

    def _redo_now(self) -> None:
        if self.canRedo():
            self._move(self.index(), super().redo)

    def _move(self, place: int, move: Callable[[], None]) -> None:
        step = self.command(place)
        if not isinstance(step, _Step):
            raise TypeError(step)

        def done(changes: Changes) -> None:
            step.changes = Changes(step.changes.label, changes.rows, changes.extra_topics)
            move()

        def refused(error: DeskError) -> None:
            self._requests.clear()
            if isinstance(error, ConflictError):
                step.setObsolete(True)  # the base drops an obsolete step when it moves over it
                move()
            messages.show_error(None, str(error))

        self._take_back(step.changes, done, refused)
