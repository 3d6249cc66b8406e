"""The search as the window sees it: a process beside it that sends better and better proposals, stopped at once.

The window's thread only reads what comes: searching, checking and putting into words happen in the other process
(engines/worker.py).
"""

import functools
import sys
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal, SignalInstance

from mmc_desk.core import crash
from mmc_desk.core.i18n import translate
from mmc_desk.features.planner.engines.worker import Answer, last_of

_MAIN = "from mmc_desk.features.planner.engines.worker import main; main()"
_WAIT_MS = 2_000
"""How long a process that was killed may take to be gone when the window closes."""


class Searching(Protocol):
    """What a page asks of a search; tests put one in its place that needs no process."""

    answered: SignalInstance
    failed: SignalInstance

    def ask(self, question: bytes) -> None:
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

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
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
        if self._spare is None:
            self._spare = self._started()

    def ask(self, question: bytes) -> None:
        """Search for this, and no longer for what was asked before."""
        self.stop()
        self.warm_up()
        self._busy, self._spare = self._spare, None
        self._said.clear()
        self._asked += 1
        if self._busy is not None:
            self._busy.write(question)

    def stop(self) -> None:
        """End the search at once."""
        busy, self._busy = self._busy, None
        if busy is not None:
            busy.kill()

    def close(self) -> None:
        """End every process: the window closes."""
        self._busy = self._spare = None
        for process in self.findChildren(QProcess):
            process.kill()
            process.waitForFinished(_WAIT_MS)

    def _started(self) -> QProcess:
        process = QProcess(self)
        process.readyReadStandardOutput.connect(functools.partial(self._on_said, process))
        process.finished.connect(functools.partial(self._on_finished, process))
        process.errorOccurred.connect(functools.partial(self._on_error, process))
        process.start(sys.executable, ["-c", _MAIN])
        return process

    def _on_said(self, process: QProcess) -> None:
        if process is not self._busy:
            return
        self._said += bytes(process.readAllStandardOutput().data())
        answer: Answer | None = last_of(self._said)
        if answer is None:
            return
        if answer.is_final:
            self.stop()
        # Read in this turn of the event loop, shown in the next: neither takes long.
        QTimer.singleShot(0, self, functools.partial(self._tell, answer, self._asked))

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
        if process is self._spare:
            self._spare = None
        if process is self._busy:
            self._busy = None
            said = translate(
                "planner", "Het zoeken kan niet starten. Sluit andere programma’s en probeer opnieuw (Ctrl+G)."
            )
            self.failed.emit(said)
