"""The search as the window sees it: a process beside it that sends better and better proposals, stopped at once.

The window's thread only reads what comes: searching, checking and putting into words happen in the other process
(engines/worker.py). Where none can be started (too little memory, a guard that forbids it) a thread does it, and that
is said: then the window shares its processor with the search.
"""

import functools
import threading
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal, SignalInstance, Slot

from mmc_desk.core import crash, processes
from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.engines import worker
from mmc_desk.features.planner.engines.worker import Answer, last_of
from mmc_desk.features.planner.queries.asking import Asked

_WAIT_MS = 2_000
"""How long a process that was killed may take to be gone when the window closes."""


class Searching(Protocol):
    """What a page asks of a search; tests put one in its place that needs no process."""

    answered: SignalInstance
    failed: SignalInstance
    slowed: SignalInstance

    def ask(self, asked: Asked) -> None:
        """Search for this, and no longer for what was asked before."""

    def stop(self) -> None:
        """Search no more; what was found stands."""

    def warm_up(self) -> None:
        """Make ready for the next question."""


class Search(QObject):
    """At most one search at a time, and a process ready for the next: starting one takes longer than a first plan."""

    answered = Signal(object)
    """An engines.worker.Answer."""
    failed = Signal(str)
    """The search broke off, in one sentence."""
    slowed = Signal(str)
    """The search shares this process, in one sentence."""
    _told = Signal(object, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._question: Asked | None = None
        self._thread: threading.Thread | None = None
        self._is_stopped = threading.Event()
        self._told.connect(self._tell)
        self._busy: QProcess | None = None
        self._spare: QProcess | None = None
        self._said = bytearray()
        self._asked = 0
        parent.destroyed.connect(self.close)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)

    @property
    def process(self) -> QProcess | None:
        """The process that searches now."""
        return self._busy

    def warm_up(self) -> None:
        """Start the process of the next search, where none is ready."""
        if self._spare is None and processes.can_start():
            self._spare = self._started()

    def ask(self, asked: Asked) -> None:
        """Search for this, and no longer for what was asked before."""
        self.stop()
        self.warm_up()
        self._busy, self._spare = self._spare, None
        self._said.clear()
        self._question = asked
        self._asked += 1
        if self._busy is not None and processes.can_start():
            self._busy.write(asked.question)
        else:
            self._search_here(asked)

    def _search_here(self, asked: Asked) -> None:
        """Search in a thread of this process."""
        self._busy = None
        stopped = self._is_stopped = threading.Event()
        tell = functools.partial(self._pass_on, stopped, self._asked)
        question = last_of(bytearray(asked.question), {})
        self._thread = threading.Thread(
            target=worker.search, args=(question, tell, stopped.is_set), name="planner", daemon=True
        )
        self._thread.start()
        self.slowed.emit(
            translate(
                "planner",
                "Er kan geen tweede proces starten (te weinig geheugen, of een beveiliging die het verbiedt). "
                "Het zoeken gebeurt in het venster zelf, dat intussen trager kan zijn.",
            )
        )

    def _pass_on(self, stopped: threading.Event, asked: int, answer: Answer) -> None:
        if not stopped.is_set():
            self._told.emit(answer, asked)

    def stop(self) -> None:
        """End the search at once."""
        self._is_stopped.set()
        busy, self._busy = self._busy, None
        if busy is not None:
            busy.kill()

    def close(self) -> None:
        """End every process: the window closes."""
        self._busy = self._spare = None
        self._is_stopped.set()
        if self._thread is not None:
            self._thread.join(_WAIT_MS / 1000)
        for process in self.findChildren(QProcess):
            process.kill()
            process.waitForFinished(_WAIT_MS)

    def _started(self) -> QProcess:
        process = QProcess(self)
        process.readyReadStandardOutput.connect(functools.partial(self._on_said, process))
        process.finished.connect(functools.partial(self._on_finished, process))
        process.errorOccurred.connect(functools.partial(self._on_error, process))
        program, *words = processes.itself(worker.__name__)
        process.start(program, words)
        return process

    def _on_said(self, process: QProcess) -> None:
        if process is not self._busy or self._question is None:
            return
        self._said += bytes(process.readAllStandardOutput().data())
        answer: Answer | None = last_of(self._said, self._question.planning.rides)
        if answer is None:
            return
        if answer.is_final:
            self.stop()
        # Read in this turn of the event loop, shown in the next: neither takes long.
        QTimer.singleShot(0, self, functools.partial(self._tell, answer, self._asked))

    @Slot(object, int)
    def _tell(self, answer: Answer, asked: int) -> None:
        if asked == self._asked:
            self.answered.emit(answer)

    def _on_finished(self, process: QProcess, *_how: object) -> None:
        process.deleteLater()
        if process is self._spare:
            self._spare = None
        if process is not self._busy:
            return
        # It ended before its last answer: a bug in it, or somebody ended it.
        self._busy = None
        crash.log("planner: " + bytes(process.readAllStandardError().data()).decode(errors="replace"))
        said = translate("planner", "Het zoeken brak af. Wat al gevonden was, blijft staan; zoek opnieuw met Ctrl+G.")
        self.failed.emit(said)

    def _on_error(self, process: QProcess, error: QProcess.ProcessError) -> None:
        if error is not QProcess.ProcessError.FailedToStart:
            return
        processes.note_failure()
        crash.log(f"planner: no process, {process.errorString()}")
        if process is self._spare:
            self._spare = None
        if process is self._busy and self._question is not None:
            self._search_here(self._question)
