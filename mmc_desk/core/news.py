"""What other desks of a server change: told by every write within its transaction, heard on a connection of its own.

A desk hears which tables changed, and reads them again itself: no values pass here.
"""

import contextlib
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import psycopg
from sqlalchemy import text
from sqlalchemy.orm import Session

from mmc_desk.core import serving

CHANNEL = "mmc_desk"
_PATIENCE = 5
"""Seconds to wait for an answer of the server before it counts as lost."""
_AGAIN = 1.0
"""Seconds between two tries to reach it again."""
_LOOK = 0.5
"""Seconds after which a listener looks whether it has to stop."""
_TELL = text("SELECT pg_notify(:channel, :news)")


class News(NamedTuple):
    """What is heard: the tables another desk changed; or that the server went (`is_lost`) or came back (everything)."""

    topics: frozenset[str] = frozenset()
    is_lost: bool = False
    is_back: bool = False


def tell(session: Session, desk: str, topics: Iterable[str]) -> None:
    """Say at the commit of this transaction which tables it changed; `desk` is who says it."""
    news = json.dumps({"desk": desk, "topics": sorted(topics)})
    session.connection().execute(_TELL, {"channel": CHANNEL, "news": news})


class Listener:
    """Hears the news of other desks on a thread and hands it to `on_news`, there, until it is stopped."""

    def __init__(self, url: str, desk: str, on_news: Callable[[News], None]) -> None:
        self._watch = serving.Watch(url, f"mmc-desk {desk} news", _PATIENCE, asks=False)
        self._desk = desk
        self._on_news = on_news
        self._stopped = threading.Event()
        self._wake = threading.Event()
        self._doubted = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="news", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, and wait a moment until it did; a server that keeps silent isn't waited for."""
        self._stopped.set()
        self._wake.set()
        self._thread.join(_LOOK * 2)

    def retry(self) -> None:
        """Try now to reach a server that is lost."""
        self._wake.set()

    def doubt(self) -> None:
        """Look again whether the server answers, and tell: somebody else couldn't reach it."""
        self._doubted.set()

    def _listen(self) -> None:
        is_lost = False
        while not self._stopped.is_set():
            try:
                with self._connected() as connection:
                    if is_lost:
                        is_lost = False
                        self._on_news(News(is_back=True))
                    self._hear(connection)
            except psycopg.Error:
                if not is_lost:
                    is_lost = True
                    self._on_news(News(is_lost=True))
                self._wake.wait(_AGAIN)
                self._wake.clear()

    @contextlib.contextmanager
    def _connected(self) -> Iterator[psycopg.Connection]:
        self._doubted.clear()
        with serving.connect(self._watch) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            yield connection

    def _hear(self, connection: psycopg.Connection) -> None:
        while not self._stopped.is_set():
            for notice in connection.notifies(timeout=_LOOK):
                news = json.loads(notice.payload)
                if news["desk"] != self._desk:
                    self._on_news(News(frozenset(news["topics"])))
            connection.execute("SELECT 1")  # a server that went says nothing: ask
            if self._doubted.is_set():
                self._doubted.clear()
                self._on_news(News(is_back=True))
