"""The one database worker of the window: reads and writes run there, their results arrive on the main thread.

Danger: the database belongs to the worker; nothing else in the window may touch it.
"""

import functools
import itertools
import queue
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer, Signal, Slot

from mmc_desk.core import clock
from mmc_desk.core.changes import Changes
from mmc_desk.core.db import Committed, Database, Op, Query
from mmc_desk.core.errors import DeskError, NotKeptError, ServerLostError, UnsettledError
from mmc_desk.core.i18n import translate
from mmc_desk.core.prepared import PreparedQuery
from mmc_desk.ui import messages
from mmc_desk.ui.collector import Collector
from mmc_desk.ui.history import UndoHistory
from mmc_desk.ui.turns import Turns

_TURN_SECONDS = 0.0003
"""How long the worker may keep the interpreter while the window waits for it (Python: 0.005).

Drawing a list asks for it a hundred times: each time the window waits so long.
"""

_MOST_UNREAD = 100
"""What is read again after a server was lost: the last of what was wanted."""

_FAREWELL_SECONDS = 2.0
"""How long the end of the program waits for a server that is lost."""

T = TypeVar("T")
OnError = Callable[[DeskError], None]
OnRows = Callable[[T], Iterator[None] | None]
"""Who gets rows; one that shows much yields where the window may go on (ui/turns.py)."""


class _Job(NamedTuple):
    """Who waits for work; an `is_write` job is reported even if the asker is gone.

    `again` is what the window notes down by itself (who looked at what): it is written once the server is back. So is
    `work` read, what a page wanted to know.
    The worker never holds one: the last reference to a widget must not end on its thread.
    """

    on_done: OnRows[Any]
    on_error: OnError | None
    is_write: bool
    again: Op[Any] | None = None
    work: Callable[[], Any] | None = None


class _Outcome(NamedTuple):
    number: int
    value: Any = None
    error: Exception | None = None


class Runner(QObject):
    """Runs queries and ops one after the other on one thread and hands their results to the main thread."""

    changed = Signal(object)
    """A core.Changes, after every write that changed something."""
    saved = Signal(object)
    """The aware instant of the last commit."""
    busy = Signal(bool)
    failed = Signal(object)
    """Every DeskError, handled or not."""
    unsettled = Signal(object)
    """The names of the writes of which a server that went doesn't say yet whether it kept them."""
    _delivered = Signal(object)

    def __init__(self, database: Database, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.database = database
        self.undo_stack = UndoHistory(self._take_back, self)
        self._collector = Collector(self)
        self.turns = Turns(self)
        self._queue: queue.SimpleQueue[tuple[int, Callable[[], Any]] | None] = queue.SimpleQueue()
        self._jobs: dict[int, _Job] = {}
        self._numbers = itertools.count()
        self._pending_writes = 0
        self._unsettled: list[tuple[UnsettledError, _Job]] = []
        self._later: list[Op[Any]] = []
        self._unread: deque[_Job] = deque(maxlen=_MOST_UNREAD)
        self._is_lost = False
        self._delivered.connect(self._on_delivered)
        sys.setswitchinterval(_TURN_SECONDS)
        self._worker = threading.Thread(target=self._work, name="database", daemon=True)
        self._worker.start()

    def read(self, query: Query[T], on_done: OnRows[T], on_error: OnError | None = None) -> None:
        """Run `query` on the worker, call `on_done` with its rows; dropped when the asker is gone.

        Where `on_done` is a generator its pieces are done one after the other before anything else is handed over.

        Where the server is lost nobody is told but the banner: what was wanted is read once it is back.
        """
        work = functools.partial(self.database.read, query)
        self._submit(work, _Job(on_done, on_error, is_write=False, work=work))

    def read_prepared(self, query: PreparedQuery[T], on_done: OnRows[T]) -> None:
        """Run a prepared query on the worker, as `read` does."""
        work = functools.partial(self.database.read_prepared, query)
        self._submit(work, _Job(on_done, None, is_write=False, work=work))

    def write(
        self,
        op: Op[T],
        label: str,
        on_done: Callable[[T], None] | None = None,
        on_error: OnError | None = None,
    ) -> None:
        """Run `op` and commit. `label` is its Dutch name in the undo menu; without one it is no step there."""

        def done(committed: Committed[T]) -> None:
            if label:
                self.undo_stack.add(committed.changes)
            self._announce(committed.changes)
            if on_done and _is_alive(on_done):
                on_done(committed.value)

        again = None if label or on_error else op
        self._submit(
            functools.partial(self.database.write, op, label), _Job(done, on_error, is_write=True, again=again)
        )

    def warm_up(self) -> None:
        """Let the worker load what opening the window did without, so that the next page needn't wait for it."""
        self._submit(self.database.warm_up, _Job(lambda _: None, None, is_write=False))

    def run(self, work: Callable[[], T], on_done: Callable[[T], None], on_error: OnError | None = None) -> None:
        """Run other long work (an import, a backup, a paper) on the worker; dropped when the asker is gone."""

        def done(value: T) -> None:
            if _is_alive(on_done):
                on_done(value)

        self._submit(work, _Job(done, on_error, is_write=True))

    def announce_everything(self) -> None:
        """Tell every page to read again: bulk work on the database went past `write`."""
        from mmc_desk.core.model import Base

        self._announce(Changes(extra_topics=frozenset(Base.metadata.tables)))

    def hear(self, changes: Changes) -> None:
        """Tell the pages what another desk changed."""
        self.changed.emit(changes)

    def lose(self) -> None:
        """Know that the server of this database doesn't answer: the end of the program won't wait for it."""
        self._is_lost = True

    def come_back(self) -> None:
        """Go on after a server went: settle what it didn't confirm, write what waited, let every page read again."""
        self._is_lost = False
        self.database.away_until = 0.0
        unsettled, self._unsettled = self._unsettled, []
        for error, job in unsettled:
            self._submit(functools.partial(self.database.settle, error), job)
        self.unsettled.emit([])
        unread, self._unread = self._unread, deque(maxlen=_MOST_UNREAD)
        for job in unread:
            if job.work and _is_alive(job.on_done):
                self._submit(job.work, job)
        later, self._later = self._later, []
        for op in later:
            self.write(op, "")
        self.announce_everything()

    def undo(self) -> None:
        """Take back the last step."""
        self.undo_stack.undo()

    def redo(self) -> None:
        """Do the last undone step again."""
        self.undo_stack.redo()

    @property
    def is_idle(self) -> bool:
        """True when nothing is waiting, running, undelivered or still to be shown."""
        return not self._jobs and not self.turns.is_busy

    def wait_idle(self, timeout_ms: int = 20_000) -> None:
        """Process events until nothing is pending. Raises TimeoutError. For tests and screenshots."""
        loop = QEventLoop()
        late = QTimer()
        late.setSingleShot(True)
        late.timeout.connect(loop.quit)
        late.start(timeout_ms)
        QCoreApplication.processEvents()
        self.busy.connect(loop.quit)
        self.turns.rested.connect(loop.quit)
        while not self.is_idle and late.isActive():
            loop.exec()
        if not self.is_idle:
            raise TimeoutError(f"{len(self._jobs)} jobs still pending after {timeout_ms} ms")
        QCoreApplication.processEvents()

    def close(self) -> None:
        """Let the worker finish what waits, and close the database."""
        if not self._worker.is_alive():
            return
        self._queue.put(None)
        self._worker.join(_FAREWELL_SECONDS if self._is_lost else None)
        self._collector.stop()
        if not self._worker.is_alive():
            self.database.close()

    def _submit(self, work: Callable[[], Any], job: _Job) -> None:
        number = next(self._numbers)
        self._jobs[number] = job
        self._pending_writes += job.is_write
        if len(self._jobs) == 1:
            self.busy.emit(True)
        if job.is_write:
            self.undo_stack.hold()
        self._queue.put((number, work))

    def _work(self) -> None:
        while task := self._queue.get():
            outcome = _run(*task)
            del task
            if not shiboken6.isValid(self):
                return
            self._delivered.emit(outcome)
            del outcome

    @Slot(object)
    def _on_delivered(self, outcome: _Outcome) -> None:
        job = self._jobs[outcome.number]
        self.turns.take(self._hand_over(outcome, job), functools.partial(self._be_done, outcome.number, job))

    def _be_done(self, number: int, job: _Job) -> None:
        del self._jobs[number]
        self._pending_writes -= job.is_write
        if not self._pending_writes:
            self.undo_stack.release()
        if not self._jobs:
            self.busy.emit(False)

    def _hand_over(self, outcome: _Outcome, job: _Job) -> Iterator[None]:
        if outcome.error is None:
            if job.is_write or _is_alive(job.on_done):
                for _ in job.on_done(outcome.value) or ():
                    yield
                    if not _is_alive(job.on_done):
                        return
        elif isinstance(outcome.error, DeskError):
            self._report(outcome.error, job)
        else:
            raise outcome.error  # a bug: sys.excepthook shows the crash page

    def _report(self, error: DeskError, job: _Job) -> None:
        self.failed.emit(error)
        if isinstance(error, UnsettledError):
            self._unsettled.append((error, job))
            self.unsettled.emit([waiting.label for waiting, _ in self._unsettled])
        elif isinstance(error, NotKeptError) and job.again:
            self.write(job.again, "")
        elif isinstance(error, ServerLostError) and job.again:
            self._later.append(job.again)
        elif isinstance(error, ServerLostError) and job.work:
            self._unread.append(job)
        else:
            self._tell(error, job)

    def _tell(self, error: DeskError, job: _Job) -> None:
        if job.on_error and _is_alive(job.on_error):
            job.on_error(error)
        elif job.is_write or _is_alive(job.on_done):
            messages.show_error(None, str(error))

    def _announce(self, done: Changes) -> None:
        if done:
            self.saved.emit(clock.now())
            self.changed.emit(done)

    def _take_back(self, step: Changes, on_done: Callable[[Changes], None], on_error: OnError) -> None:
        label = translate("runner", "Ongedaan gemaakt: {step}").format(step=step.label)

        def done(committed: Committed[None]) -> None:
            on_done(committed.changes)
            self._announce(committed.changes)

        work = functools.partial(self.database.take_back, step, label)
        self._submit(work, _Job(done, on_error, is_write=True))


def _run(number: int, work: Callable[[], Any]) -> _Outcome:
    try:
        return _Outcome(number, work())
    except Exception as error:  # noqa: BLE001 - a thread has nobody above it: the main thread raises it again
        return _Outcome(number, error=error)


def _is_alive(callback: Callable[..., object]) -> bool:
    return all(shiboken6.isValid(receiver) for receiver in _receivers(callback))


def _receivers(callback: Callable[..., object]) -> Iterator[QObject]:
    """Yield the QObjects a callback works on: its self, what a partial binds, what a closure holds."""
    inner = callback.func if isinstance(callback, functools.partial) else callback
    held = list(callback.args) if isinstance(callback, functools.partial) else []
    held.append(getattr(inner, "__self__", None))
    held.extend(cell.cell_contents for cell in getattr(inner, "__closure__", None) or () if _is_filled(cell))
    yield from (thing for thing in held if isinstance(thing, QObject))


def _is_filled(cell: Any) -> bool:  # noqa: ANN401 - types.CellType has no typed contents
    try:
        _ = cell.cell_contents
    except ValueError:
        return False
    return True
