"""Connections to a server that may stop answering: none of them waits for ever, and what was cut off leaves no lock.

A network that drops packets says nothing, a server that hangs even keeps its end of the line: so who waits too long
for an answer asks over another connection whether its own is still being worked on. A query that takes long goes on;
one that nobody works on is lost, and its connection is closed.
"""

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text

T = TypeVar("T")
Waiting = Generator[Any, Any, T]
"""What psycopg runs a command with: it yields what it waits for, and is told what came."""

CONNECT_SECONDS = 5
"""How long a new connection may take: within it, any server that is there answers."""
PATIENCE = 5.0
"""Seconds without an answer before the server is asked whether it still works on it."""
_ASK_SECONDS = 3
_LAST_CHANCE = 1.0
"""Seconds an answer may still be underway after the server said that it was given."""

_DEAD_LINE: dict[str, Any] = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""By these this machine notices that the other end of a line is gone."""

_SESSION = {
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
}
"""By these the server notices that a desk is gone, and frees what that one held: else all others wait for it."""

_IS_WORKED_ON = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s AND state = 'active'"
_LEFT_BEHIND = (
    "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE pid = ANY(%s) AND application_name = %s "
    "AND usename = current_user"
)
_TAKE_TIME = text(
    "SELECT set_config('lock_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)"
)


@dataclass(slots=True)
class Watch:
    """How long a connection waits, and whom it asks then. `name` is what the server calls the connections of a desk.

    `cut` are the backends whose connection was closed without a word: the next connection ends them.
    """

    url: str
    name: str
    patience: float
    asks: bool = True
    cut: list[int] = field(default_factory=list)

    def is_worked_on(self, backend: int) -> bool:
        """Ask over another connection whether a backend is at work; one that can't be asked isn't."""
        try:
            with connect(Watch(self.url, self.name, _ASK_SECONDS, asks=False), _ASK_SECONDS) as other:
                row = other.execute(_IS_WORKED_ON, [backend]).fetchone()
        except psycopg.Error as error:
            return "FATAL" in str(error)  # it answers, if only that it has no room for one more
        return row is not None and bool(row[0])


class WatchedConnection(psycopg.Connection[Any]):
    """A connection that closes itself when an answer stays away."""

    watch: Watch | None = None

    def wait(self, gen: Waiting[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """Wait for an answer, as long as somebody works on it. Raises psycopg.OperationalError."""
        return super().wait(gen if self.watch is None else self._patiently(gen, self.watch), interval, timeout)

    def _patiently(self, gen: Waiting[T], watch: Watch) -> Waiting[T]:
        until, is_last_chance = time.monotonic() + watch.patience, False
        try:
            wanted = next(gen)
            while True:
                came = yield wanted
                if came:
                    until, is_last_chance = time.monotonic() + watch.patience, False
                elif time.monotonic() > until and self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                    is_last_chance = not self._is_worked_on(watch, is_last_chance=is_last_chance)
                    until = time.monotonic() + (_LAST_CHANCE if is_last_chance else watch.patience)
                wanted = gen.send(came)
        except StopIteration as done:
            answer: T = done.value
            return answer

    def _is_worked_on(self, watch: Watch, *, is_last_chance: bool) -> bool:
        """Ask whether an answer is to come. Raises psycopg.OperationalError, the connection closed, where none is."""
        if watch.asks and not is_last_chance:
            return watch.is_worked_on(self.pgconn.backend_pid)
        watch.cut.append(self.pgconn.backend_pid)
        self.close()
        raise psycopg.OperationalError("the connection gave no answer in time")


def connect(watch: Watch, seconds: int = CONNECT_SECONDS) -> WatchedConnection:
    """Return a connection of its own, each statement of which counts at once. Raises psycopg.Error."""
    plain = make_url(watch.url).set(drivername="postgresql").render_as_string(hide_password=False)
    named = {"connect_timeout": seconds, "application_name": watch.name, "autocommit": True}
    return open_watched(watch, [plain], _DEAD_LINE | named)


def server_engine(address: str, name: str) -> Engine:
    """Return an engine on a server, whose connections are watched and bear `name` there."""
    url = make_url(address)
    watch = Watch(address, name, PATIENCE)
    engine = create_engine(
        url,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=_DEAD_LINE | {"application_name": name, "options": _options(url)},
    )

    event.listen(engine, "do_connect", lambda _dialect, _record, given, named: open_watched(watch, given, named))
    return engine


def open_watched(watch: Watch, given: Sequence[Any], named: Mapping[str, Any]) -> WatchedConnection:
    """Return a connection as the driver would open it, watched. Raises psycopg.Error."""
    connection = WatchedConnection.connect(*given, **named)
    connection.watch = watch
    end_what_was_cut(connection, watch)
    return connection


def _options(url: URL) -> str:
    own = url.query.get("options", "")
    return " ".join(
        [*([own] if isinstance(own, str) else own), *(f"-c {name}={value}" for name, value in _SESSION.items())]
    )


def end_what_was_cut(connection: WatchedConnection, watch: Watch) -> None:
    """End the backends that don't know yet that their desk is gone, and wait a moment until they did.

    They hold locks for which everybody waits.
    """
    if watch.cut:
        connection.execute(_LEFT_BEHIND, [watch.cut, watch.name])
        connection.commit()
        watch.cut.clear()


def take_time(connection: Connection) -> None:
    """Let the transaction of a connection take as long as it needs: work on a whole database."""
    if connection.dialect.name == "postgresql":
        connection.execute(_TAKE_TIME)
