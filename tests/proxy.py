"""A network between a desk and its server that can be broken: packets vanish, come late, or the line is cut.

Vanishing is the worst of the three: both ends of the line stay up, so that neither system ever notices by itself.
"""

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self

from sqlalchemy import make_url

PIECE = 65_536


class Proxy:
    """Listens on a port of its own and passes everything on to a server, as long as the network is whole."""

    def __init__(self, url: str) -> None:
        self._goal = make_url(url)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._lines: list[socket.socket] = []
        self._lock = threading.Lock()
        self.whole = threading.Event()
        self.whole.set()
        self.delay = 0.0
        self.refuses = False
        """Whether new lines are refused while the network drops all: a test needn't wait for their time-out."""
        self._cuts_at = 0
        self.passes = 0
        """At which piece the network begins to drop all; 0 for never."""
        self.url = self._goal.set(host="127.0.0.1", port=self._listening.getsockname()[1], query={}).render_as_string(
            hide_password=False
        )
        threading.Thread(target=self._accept, daemon=True).start()

    def drop(self) -> None:
        """From now on nothing arrives, and nobody is told."""
        self.whole.clear()

    def drop_at(self, piece: int) -> None:
        """Drop everything from the piece with this number on: 1 is the next one, in either direction."""
        self.passes = piece

    def cut_at(self, piece: int) -> None:
        """Cut every line at the piece with this number."""
        self._cuts_at = piece

    def cut(self) -> None:
        """Cut every line, as a router that was restarted does."""
        with self._lock:
            lines, self._lines = self._lines, []
        for line in lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)  # closing alone doesn't wake who reads from it
            line.close()

    def mend(self) -> None:
        """Let new lines through; those of before the break stay dead, as the systems' own time-outs would have them."""
        self.passes = self._cuts_at = 0
        self.cut()
        self.whole.set()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        if self.refuses and not self.whole.is_set():
            near.close()
            return
        far = self._reach()
        with self._lock:
            self._lines += [near, far]
        for source, goal in ((near, far), (far, near)):
            threading.Thread(target=self._pass_on, args=(source, goal), daemon=True).start()

    def _reach(self) -> socket.socket:
        folder = self._goal.query.get("host")
        if isinstance(folder, str):
            far = socket.socket(socket.AF_UNIX)
            far.connect(f"{folder}/.s.PGSQL.{self._goal.port or 5432}")
            return far
        return socket.create_connection((self._goal.host or "localhost", self._goal.port or 5432))

    def _pass_on(self, source: socket.socket, goal: socket.socket) -> None:
        is_dead = False
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE):
                is_dead = is_dead or not self._is_passing()
                if not is_dead:
                    threading.Event().wait(self.delay) if self.delay else None
                    goal.sendall(piece)
            if not is_dead:
                goal.shutdown(socket.SHUT_WR)

    def _is_passing(self) -> bool:
        if self._cuts_at:
            self._cuts_at -= 1
            if not self._cuts_at:
                self.cut()
        if self.passes:
            self.passes -= 1
            if not self.passes:
                self.whole.clear()
        return self.whole.is_set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.close()
        self.cut()
