"""What happens to a bug: a line in the log and a dialog that offers the report; the window keeps running.

The report holds where it went wrong and never what was typed: no values, no names, no paths of the user.
"""

import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QThread, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from mmc_desk.core.crash import log, report_of
from mmc_desk.core.i18n import translate
from mmc_desk.ui import messages


class CrashHook(QObject):
    """Takes sys.excepthook: errors of slots and of threads alike end up in one dialog on the main thread."""

    _caught = Signal(str)

    def __init__(self, tell: Callable[[str], None] | None = None) -> None:
        super().__init__()
        self._tell = tell or show_dialog
        self._is_telling = False
        self._caught.connect(self._on_caught, Qt.ConnectionType.AutoConnection)

    def install(self) -> None:
        """Catch from now on."""
        sys.excepthook = self.handle

    def handle(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log and tell; Ctrl+C in a terminal still ends the program."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            QApplication.quit()
            return
        report = report_of(error)
        log(report)
        self._caught.emit(report)

    def _on_caught(self, report: str) -> None:
        if self._is_telling or QThread.currentThread() is not self.thread():
            return
        self._is_telling = True
        try:
            self._tell(report)
        finally:
            self._is_telling = False


def show_dialog(report: str) -> None:
    """Say that something went wrong, and offer to copy the report."""
    text = translate(
        "crash",
        "Er ging iets mis in MMC Desk. Wat bewaard was, blijft bewaard; u kunt verder werken.\n\n"
        "Meld dit aan wie MMC Desk onderhoudt en plak het verslag erbij. Er staan geen persoonsgegevens in.",
    )
    if messages.choose(None, text, (translate("crash", "Verslag kopiëren"),)) == 0:
        QGuiApplication.clipboard().setText(report)
