"""Opening a database and the one way to read and to write it.

SQLite serves one desk from a local disk; several desks take PostgreSQL, by URL. Danger: a file that isn't ours is
never touched, and a known path that can't be identified is never treated as new.
"""

import contextlib
import functools
import os
import sqlite3
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Self, TypeVar

from mmc_desk.core import occupant, paths, prepared
from mmc_desk.core.access import Access
from mmc_desk.core.changes import Changes, Follower
from mmc_desk.core.errors import DatabaseBusyError, DatabaseError, UnsettledError, reason
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.core.prepared import PreparedQuery

if TYPE_CHECKING:  # the window opens without sqlalchemy: core.engines brings it in when something asks for the engine
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

T = TypeVar("T")
Op = Callable[["Session"], T]
Query = Callable[["Session"], T]

APPLICATION_ID = 0x4D4D4344
"""`MMCD` in the header of every SQLite file of ours."""

_SQLITE_MAGIC = b"SQLite format 3\x00"
_PRAGMAS = (
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
)


class Committed(NamedTuple, Generic[T]):
    """What a write returned, and what it changed: it is on disk by the time anybody holds this."""

    value: T
    changes: Changes


class Database:
    """One open database: a file of which `connection` is the only one, or by `url` a server.

    The window gives it to one worker thread; who asks from another thread meanwhile waits their turn.

    `desk` tells this opening of it from those of other desks (core.news).
    `access` says what whoever signed in may do; None where there are no accounts.
    `followers` see what each write changed, inside its transaction; what they change is not followed in turn.
    `prepare` runs before each write: it loads the models that reading does without, for a key into a table that no
    module named yet stops a flush.
    `restored` runs after a backup took the file's place, with where it came from: it erases anew whom that brought
    back, and returns how many.
    `away_until` is when (time.monotonic) a lost server is tried again: what stands in line doesn't wait for it in turn.
    """

    def __init__(
        self, *, path: Path | None = None, connection: sqlite3.Connection | None = None, url: str = ""
    ) -> None:
        self.path = path
        self.connection = connection
        self.url = url
        self.desk = os.urandom(8).hex()
        self.followers: Sequence[Follower] = ()
        self.access: Access | None = None
        self.prepare: Callable[[], None] = _nothing
        self.restored: Callable[[Database, Path], int] = _nobody
        self.away_until = 0.0
        self._turn = threading.RLock()

    @functools.cached_property
    def engine(self) -> "Engine":
        """SQLAlchemy's engine, made when something first asks for it."""
        from mmc_desk.core import engines

        return engines.engine_of(self)

    @property
    def name(self) -> str:
        """The name to show a person: the file, or the server's database."""
        return self.path.name if self.path else str(self.engine.url.database)

    def read(self, query: Query[T]) -> T:
        """Run `query` on a session of its own and return its frozen rows. Raises DatabaseError."""
        from mmc_desk.core import engines

        with self._turn:
            return engines.read(self, query)

    def read_prepared(self, query: PreparedQuery[T]) -> T:
        """Run a query whose statements are prepared: a file needs no sqlalchemy for it. Raises DatabaseError."""
        self.require(query.module.removeprefix("mmc_desk.").removeprefix("features."))
        if self.connection is None:
            return self.read(functools.partial(prepared.run, query))
        with self._turn, file_errors(self.path):
            return query.compute(prepared.rows_of_file(self.connection, query))

    def write(self, op: Op[T], label: str = "") -> Committed[T]:
        """Run `op` in one transaction with its audit entry, and commit.

        `label` is the Dutch name of what is done ("Rit toegewezen"). Raises RuleError (nothing was written) when a
        rule or a constraint refuses, ConflictError when the record was changed since it was read, DatabaseError when
        the database can't be written.
        """
        from mmc_desk.core import engines

        with self._turn:
            self.prepare()
            return engines.write(self, op, label)

    def settle(self, unsettled: UnsettledError) -> Committed[Any]:
        """Return what a write gives that a server went from. Raises UnsettledError, or NotKeptError: do it again."""
        from mmc_desk.core import engines

        with self._turn:
            return engines.settle(self, unsettled)

    @contextlib.contextmanager
    def bare(self) -> Iterator[sqlite3.Connection]:
        """Give the one connection of a file, outside of any transaction, for whole-file work; others wait meanwhile.

        Lets sqlite3's errors through.
        """
        with self._turn:
            assert self.connection is not None  # noqa: S101 - narrows the type: who asks refused servers before
            yield self.connection

    @contextlib.contextmanager
    def set_aside(self) -> Iterator[None]:
        """Close a file while another one takes its place, and open what lies there then; others wait meanwhile.

        Raises DatabaseError when that can't be opened: then every read and write raises it too.
        """
        with self._turn:
            assert self.path is not None  # noqa: S101 - narrows the type: who asks refused servers before
            self.close()
            vars(self).pop("engine", None)
            try:
                yield
            finally:
                self.connection = open_file(self.path).connection

    def forget(self, tables: Iterable[str] = ()) -> None:
        """Leave nothing of what was erased beside the rows: empty a file's log, write a server's `tables` anew.

        Danger: on a server nobody reads or writes such a table meanwhile; and its own log (WAL) and its own backups
        still have what was there, until they are thrown away.
        """
        with self._turn:
            if self.connection is None:
                from mmc_desk.core import engines

                engines.rewrite_tables(self, tables)
                return
            with file_errors(self.path):
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def require(self, name: str) -> None:
        """Raise AccessDeniedError when whoever signed in may not use `name`: for what is no op and no query."""
        if self.access is not None:
            self.access.check(name)

    def warm_up(self) -> None:
        """Load what the first query and the first write would otherwise wait for."""
        from sqlalchemy.orm import configure_mappers

        self.prepare()
        configure_mappers()
        _ = self.engine

    def take_back(self, changes: Changes, label: str) -> Committed[None]:
        """Undo `changes` in a write of its own. Raises ConflictError when a row was changed since."""
        from mmc_desk.core import recording

        return self.write(functools.partial(recording.take_back, changes=changes), label)

    def close(self) -> None:
        """Close the database; for SQLite this folds the write-ahead log into the file."""
        if "engine" in vars(self):
            self.engine.dispose()
        if self.connection is not None:
            self.connection.close()
            if self.path is not None:
                occupant.forget(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _nothing() -> None:
    """Prepare nothing: who has every model loaded already."""


def _nobody(_database: Database, _source: Path) -> int:
    """Erase nobody anew: a database of which nobody was erased."""
    return 0


def is_url(target: str) -> bool:
    """Tell a database URL from a path."""
    return "://" in target


def connect(target: str) -> Database:
    """Connect to an existing database without migrating it: for `migrate.open_database` and `check`.

    Danger: never for a file that this process has open already; closing it again would drop that one's lock.
    """
    if is_url(target):
        from mmc_desk.core import engines

        return Database(url=engines.known_url(target))
    path = Path(target)
    identify(path)
    return open_file(path)


def open_file(path: Path) -> Database:
    """Open the SQLite file at `path`, which may be new, on one exclusive connection with the house's pragmas."""
    with file_errors(path):
        connection = _connection(path)
        try:
            for pragma in _PRAGMAS:
                connection.execute(pragma)
        except BaseException:
            connection.close()
            raise
    occupant.note(path)
    return Database(path=path, connection=connection)


def _connection(path: Path) -> sqlite3.Connection:
    if is_encrypted(path):
        from mmc_desk.core import cipher

        return cipher.open_known(path)
    # Without an isolation level the driver leaves beginning a transaction to us: it holds DDL too.
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0.5)


def is_encrypted(path: Path) -> bool:
    """Tell whether a file is to be opened as an encrypted one: it doesn't begin as a plain one does."""
    try:
        with path.open("rb") as file:
            begin = file.read(len(_SQLITE_MAGIC))
    except OSError:
        return False
    if not begin or begin == _SQLITE_MAGIC:
        return False
    from mmc_desk.core import cipher

    return cipher.looks_encrypted(path)


def driver_errors() -> tuple[type[Exception], ...]:
    """Return what the drivers of files raise: SQLite's, and SQLCipher's where that is in use."""
    if "sqlcipher3" not in sys.modules:
        return (sqlite3.Error,)
    from mmc_desk.core import cipher

    return cipher.errors()


@contextlib.contextmanager
def file_errors(path: Path | None) -> Iterator[None]:
    """Turn the errors of a file's own driver into sentences that say what to do.

    A damaged file may hold names that are no text: then the driver can't even say what is wrong.
    """
    try:
        yield
    except driver_errors() as error:
        raise database_error(str(error), path) from error
    except UnicodeDecodeError as error:
        raise database_error("malformed", path) from error


def identify(path: Path) -> int:
    """Return the schema number of the SQLite file at `path` by reading its header, nothing else.

    Raises DatabaseError when the file is missing, unreadable, empty, no SQLite file or another program's.
    """
    try:
        if paths.is_device(path):
            raise _foreign(path)
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError as error:
        raise DatabaseError(
            translate("db", "Er is geen databank op {path}. Maak er een met: mmc-desk --db {path} init").format(
                path=path
            )
        ) from error
    except OSError as error:
        raise DatabaseError(
            translate(
                "db", "{path} kan niet gelezen worden ({reason}). Kijk na of u rechten hebt op dit bestand."
            ).format(path=path, reason=reason(error))
        ) from error
    if not header:
        raise DatabaseError(
            translate(
                "db",
                "{path} is leeg (0 bytes) en dus geen databank. Zet een reservekopie terug: "
                "mmc-desk --db {path} restore KOPIE",
            ).format(path=path)
        )
    if is_encrypted(path):
        return _identify_encrypted(path)
    user_version, application_id = struct.unpack(">I4xI", header[60:72]) if len(header) == 100 else (0, 0)
    if not header.startswith(_SQLITE_MAGIC) or application_id != APPLICATION_ID:
        raise _foreign(path)
    return int(user_version)


def _identify_encrypted(path: Path) -> int:
    from mmc_desk.core import cipher

    with file_errors(path):
        application, version = cipher.identify(path)
    if application != APPLICATION_ID:
        raise _foreign(path)
    return version


def _foreign(path: Path) -> DatabaseError:
    return DatabaseError(
        translate("db", "{path} is geen databank van MMC Desk. Kies een ander bestand; dit blijft ongemoeid.").format(
            path=path
        )
    )


def companions(path: Path) -> tuple[Path, ...]:
    """Return what SQLite may leave beside a database: part of it, or poison for another file of that name."""
    return tuple(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", "-journal"))


def database_error(detail: str, name: object) -> DatabaseError:
    """Return the error that says in Dutch what the database called `name` said in its own words."""
    if "locked" in detail or "busy" in detail:
        text = translate("db", "{name} is al geopend door {who}. Sluit dat eerst.")
        return DatabaseBusyError(text.format(name=name, who=occupant.holder(name)))
    for trace, sentence in _TRACES.items():
        if trace in detail:
            return DatabaseError(translate("db", sentence).format(name=name))
    return DatabaseError(
        translate("db", "De databank {name} antwoordt niet: {detail}").format(
            name=name, detail=detail.splitlines()[0] if detail else "?"
        )
    )


_DAMAGED = QT_TRANSLATE_NOOP("db", "{name} is beschadigd. Zet de laatste reservekopie terug: mmc-desk restore KOPIE")
_TRACES = {
    "disk is full": QT_TRANSLATE_NOOP(
        "db", "De schijf is vol: er werd niets bewaard in {name}. Maak plaats en probeer opnieuw."
    ),
    "readonly": QT_TRANSLATE_NOOP(
        "db",
        "{name} staat in een map waarin u niet mag schrijven. Vraag schrijfrechten of kies een andere map.",
    ),
    "unable to open": QT_TRANSLATE_NOOP(
        "db", "{name} kan niet geopend worden. Kijk na of de map bestaat en of u er mag schrijven."
    ),
    "malformed": _DAMAGED,
    "not a database": _DAMAGED,
    "decode to UTF-8": _DAMAGED,
    "disk I/O error": QT_TRANSLATE_NOOP(
        "db",
        "De schijf met {name} geeft fouten. Er werd niets bewaard; maak een kopie op een andere schijf.",
    ),
}


def new_sqlite_connection(path: Path) -> sqlite3.Connection:
    """Open a bare connection for whole-file work (VACUUM INTO, integrity checks) outside of any engine.

    Raises KeyNeededError for an encrypted file whose key this process doesn't know.
    """
    if is_encrypted(path):
        from mmc_desk.core import cipher

        return cipher.open_known(path)
    return sqlite3.connect(path, isolation_level=None)
