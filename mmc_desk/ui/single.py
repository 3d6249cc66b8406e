"""One window per database: a second start raises the first one's window instead of waiting for its lock."""

import hashlib
from collections.abc import Callable

from PySide6.QtCore import QLockFile, QObject

from mmc_desk.core import paths

_WAIT_MS = 500


class OneInstance:
    """Holds the lock of one database's window in the user's data folder."""

    def __init__(self, target: str) -> None:
        mark = hashlib.sha256(f"{paths.data_folder()}|{target}".encode()).hexdigest()[:16]
        self._name = f"mmc-desk-{mark}"
        paths.data_folder().mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(paths.data_folder() / f"{self._name}.lock"))
        self._lock.setStaleLockTime(0)

    def take(self) -> bool:
        """Return True for the first; otherwise raise the first one's window and return False."""
        if self._lock.tryLock(0):
            return True
        return not self._call_first()

    def _call_first(self) -> bool:
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        answered = socket.waitForConnected(_WAIT_MS)
        socket.disconnectFromServer()
        return answered

    def listen(self, on_call: Callable[[], object], parent: QObject) -> None:
        """Let later starts raise this one's window."""
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)
        server = QLocalServer(parent)
        server.newConnection.connect(lambda: _answer(server, on_call))
        server.listen(self._name)

    def release(self) -> None:
        """Let the next one in."""
        self._lock.unlock()


def _answer(server: QObject, on_call: Callable[[], object]) -> None:
    from PySide6.QtNetwork import QLocalServer

    if isinstance(server, QLocalServer):
        server.nextPendingConnection().close()
    on_call()
