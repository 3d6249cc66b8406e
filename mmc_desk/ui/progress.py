"""Long work before there is a runner (making the practice database): off the main thread, behind a small dialog."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QVBoxLayout, QWidget

from mmc_desk.ui import collector, theme

T = TypeVar("T")


class _Work(QObject, Generic[T]):
    ended = Signal()

    def __init__(self, work: Callable[[], T]) -> None:
        super().__init__()
        self._work = work
        self.values: list[T] = []
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.values.append(self._work())
        except Exception as error:  # noqa: BLE001 - a thread has nobody above it: `wait_for` raises it again
            self.error = error
        self.ended.emit()


class ProgressDialog(QDialog):
    """Says what is being done; it can't be closed before that is."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(
            parent, Qt.WindowType.Dialog | Qt.WindowType.CustomizeWindowHint | Qt.WindowType.WindowTitleHint
        )
        theme.dress(self)
        self.setWindowTitle("MMC Desk")
        bar = QProgressBar(minimum=0, maximum=0)
        bar.setTextVisible(False)
        bar.setAccessibleName(text)
        layout = QVBoxLayout(self)
        margin = theme.px(24)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.px(12))
        layout.addWidget(QLabel(text))
        layout.addWidget(bar)
        self.setMinimumWidth(theme.px(400))
        self.setModal(True)

    def reject(self) -> None:
        """Stay: the work goes on."""


def wait_for(text: str, work: Callable[[], T], parent: QWidget | None = None, *, after_ms: int = 0) -> T:
    """Do `work` on a thread of its own while a dialog says `text`; return its value. Raises what it raises.

    With `after_ms` the dialog stays away from work that takes less than that.
    """
    job = _Work(work)
    loop = QEventLoop()
    job.ended.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    dialog = ProgressDialog(text, parent)
    late = QTimer(dialog, singleShot=True, interval=after_ms)
    late.timeout.connect(dialog.show)
    late.start() if after_ms else dialog.show()
    thread = threading.Thread(target=job.run, name="work", daemon=True)
    with collector.held():
        thread.start()
        loop.exec()
        thread.join()
    late.stop()
    dialog.hide()
    dialog.deleteLater()
    if job.error:
        raise job.error
    return job.values[0]
