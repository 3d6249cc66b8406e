"""Opening a database and the one way to read and to write it.

SQLite serves one desk from a local disk; several desks take PostgreSQL, by URL. Danger: a file that isn't ours is
never touched, and a known path that can't be identified is never treated as new.
"""

import contextlib
import sqlite3
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

import sqlalchemy.exc
import sqlalchemy.orm.exc
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from mmc_desk.core import audit
from mmc_desk.core.changes import ChangeRecorder, Changes, Follower
from mmc_desk.core.errors import ConflictError, DatabaseBusyError, DatabaseError, RuleError, reason
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate

T = TypeVar("T")
Op = Callable[[Session], T]
Query = Callable[[Session], T]

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


@dataclass(frozen=True, slots=True)
class Committed(Generic[T]):
    """What a write returned, and what it changed: it is on disk by the time anybody holds this."""

    value: T
    changes: Changes


class Database:
    """One open database. Not thread-safe: the window gives it to one worker thread.

    `followers` see what each write changed, inside its transaction; what they change is not followed in turn.
    `prepare` runs before each write: it loads the models that reading does without, for a key into a table that no
    module named yet stops a flush.
    """

    def __init__(self, engine: Engine, path: Path | None) -> None:
        self.engine = engine
        self.path = path
        self.followers: Sequence[Follower] = ()
        self.prepare: Callable[[], None] = _nothing

    @property
    def name(self) -> str:
        """The name to show a person: the file, or the server's database."""
        return self.path.name if self.path else str(self.engine.url.database)

    def read(self, query: Query[T]) -> T:
        """Run `query` on a session of its own and return its frozen rows. Raises DatabaseError."""
        with plain_errors(self), Session(self.engine) as session:
            return query(session)

    def write(self, op: Op[T], label: str = "") -> Committed[T]:
        """Run `op` in one transaction with its audit entry, and commit.

        `label` is the Dutch name of what is done ("Rit toegewezen"). Raises RuleError (nothing was written) when a
        rule or a constraint refuses, ConflictError when the record was changed since it was read, DatabaseError when
        the database can't be written.
        """
        self.prepare()
        recorder = ChangeRecorder()
        with plain_errors(self), Session(self.engine, expire_on_commit=False) as session:
            recorder.watch(session)
            value = op(session)
            session.flush()
            done = recorder.changes(label)
            for follow in self.followers:
                follow(session, done)
            session.flush()
            changes = recorder.changes(label)
            audit.record(session, changes)
            session.commit()
        return Committed(value, changes)

    def close(self) -> None:
        """Close the database; for SQLite this folds the write-ahead log into the file."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _nothing() -> None:
    """Prepare nothing: who has every model loaded already."""


def is_url(target: str) -> bool:
    """Tell a database URL from a path."""
    return "://" in target


def connect(target: str) -> Database:
    """Connect to an existing database without migrating it: for `migrate.open_database` and `check`.

    Danger: never for a file that this process has open already; closing it again would drop that one's lock.
    """
    if is_url(target):
        return Database(_server_engine(_server_url(target)), None)
    path = Path(target)
    identify(path)
    return Database(sqlite_engine(path), path)


def identify(path: Path) -> int:
    """Return the schema number of the SQLite file at `path` by reading its header, nothing else.

    Raises DatabaseError when the file is missing, unreadable, empty, no SQLite file or another program's.
    """
    try:
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
    user_version, application_id = struct.unpack(">I4xI", header[60:72]) if len(header) == 100 else (0, 0)
    if not header.startswith(_SQLITE_MAGIC) or application_id != APPLICATION_ID:
        raise DatabaseError(
            translate(
                "db", "{path} is geen databank van MMC Desk. Kies een ander bestand; dit blijft ongemoeid."
            ).format(path=path)
        )
    return int(user_version)


def companions(path: Path) -> tuple[Path, ...]:
    """Return what SQLite may leave beside a database: part of it, or poison for another file of that name."""
    return tuple(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", "-journal"))


def sqlite_engine(path: Path) -> Engine:
    """Return an engine on one exclusive connection with the house's pragmas; `path` may be new."""
    engine = create_engine(
        f"sqlite+pysqlite:///{path}",
        poolclass=StaticPool,
        hide_parameters=True,  # what is written at a desk belongs in no log
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": 0.5},
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _set_pragmas(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    try:
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
    except sqlite3.Error:
        connection.close()  # the pool forgets one that it couldn't prepare
        raise
    cursor.close()


def _begin_immediate(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own event signature
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _server_url(target: str) -> URL:
    try:
        url = make_url(target)
    except sqlalchemy.exc.ArgumentError:
        url = None
    if url is None or not url.drivername.startswith("postgres"):
        raise DatabaseError(
            translate(
                "db",
                "Dit adres van een databank is niet bekend. Geef een bestand, of "
                "postgresql://gebruiker:wachtwoord@server/databank",
            )
        )
    return url.set(drivername="postgresql+psycopg")


def _server_engine(url: URL) -> Engine:
    # Without these a dropped packet hangs a desk for minutes.
    return create_engine(
        url,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "connect_timeout": 5,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": 10_000,
        },
    )


@contextlib.contextmanager
def plain_errors(database: Database) -> Iterator[None]:
    """Turn the database's own errors into sentences that say what to do."""
    try:
        yield
    except sqlalchemy.orm.exc.StaleDataError as error:
        raise ConflictError(
            translate("db", "Iemand anders wijzigde dit intussen. Herlaad en voer uw wijziging opnieuw in.")
        ) from error
    except sqlalchemy.exc.IntegrityError as error:
        raise RuleError(_constraint_sentence(str(error.orig))) from error
    except sqlalchemy.exc.DBAPIError as error:
        raise database_error(str(error.orig), database.path or database.name) from error
    except sqlite3.Error as error:  # from a raw connection, which SQLAlchemy doesn't translate
        raise database_error(str(error), database.path or database.name) from error


def _constraint_sentence(detail: str) -> str:
    if "driver_busy" in detail:
        return translate(
            "db", "Deze chauffeur heeft op dat moment al een rit. Kies een ander uur of een andere chauffeur."
        )
    if "UNIQUE" in detail or "unique" in detail:
        return translate("db", "Dit bestaat al: {detail}").format(detail=detail.splitlines()[0])
    return translate("db", "De databank weigert dit: {detail}").format(detail=detail.splitlines()[0])


def database_error(detail: str, name: object) -> DatabaseError:
    """Return the error that says in Dutch what the database called `name` said in its own words."""
    if "locked" in detail or "busy" in detail:
        return DatabaseBusyError(
            translate("db", "{name} is al geopend door een ander venster van MMC Desk. Sluit dat eerst.").format(
                name=name
            )
        )
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
    "disk I/O error": QT_TRANSLATE_NOOP(
        "db",
        "De schijf met {name} geeft fouten. Er werd niets bewaard; maak een kopie op een andere schijf.",
    ),
    "password authentication failed": QT_TRANSLATE_NOOP(
        "db", "De server van {name} weigert deze gebruiker of dit wachtwoord. Kijk het adres na."
    ),
    '" does not exist': QT_TRANSLATE_NOOP(
        "db", "Op de server bestaat {name} niet. Maak ze eerst: zie db/postgres/README.md."
    ),
    "connection": QT_TRANSLATE_NOOP(
        "db", "De server van {name} is niet bereikbaar. Kijk het netwerk na en probeer opnieuw."
    ),
}


def new_sqlite_connection(path: Path) -> sqlite3.Connection:
    """Open a bare connection for whole-file work (VACUUM INTO, integrity checks) outside of any engine."""
    return sqlite3.connect(path, isolation_level=None)
