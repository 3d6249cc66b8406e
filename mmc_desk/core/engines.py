"""SQLAlchemy's side of a Database: engines, sessions, and its errors in plain words.

core.db is all that opening the window needs; this is loaded with the first query or write.
"""

import contextlib
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy.exc
import sqlalchemy.orm.exc
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from mmc_desk.core import access, audit
from mmc_desk.core.changes import Changes
from mmc_desk.core.db import Committed, Op, Query, database_error, driver_errors
from mmc_desk.core.errors import ConflictError, DatabaseError, NotKeptError, RuleError, ServerLostError, UnsettledError
from mmc_desk.core.i18n import translate
from mmc_desk.core.recording import ChangeRecorder

if TYPE_CHECKING:
    from mmc_desk.core.db import Database

T = TypeVar("T")

_LOOKING_SECONDS = 5.0
"""How long to look whether a write was kept, on a server that went in the middle of it, before somebody is told."""
_LOOK_AGAIN_SECONDS = 0.5
"""Between two looks; the window's worker waits, never the window."""
_AWAY_SECONDS = 3.0
"""How long a server that couldn't be reached isn't tried again."""


def read(database: "Database", query: Query[T]) -> T:
    """Run `query` on a session of its own."""
    with plain_errors(database), Session(database.engine, expire_on_commit=False) as session:
        access.bind(session, database.access)
        return _read_on_server(session, query) if database.url else query(session)


def _read_on_server(session: Session, query: Query[T]) -> T:
    """End a read with COMMIT: after a ROLLBACK psycopg forgets every statement that the server has planned.

    What a query should write all the same is rolled back, as on a file.
    """
    written: list[bool] = []
    event.listen(session, "before_flush", lambda *_: written.append(True))
    found = query(session)
    begun = session.get_transaction()
    if begun and not (written or session.new or session.dirty or session.deleted):
        begun.commit()
    return found


def write(database: "Database", op: Op[T], label: str) -> Committed[T]:
    """Run `op` in one transaction with what follows from it and its audit entry, and commit."""
    recorder = ChangeRecorder()
    with plain_errors(database), Session(database.engine, expire_on_commit=False) as session:
        recorder.watch(session)
        access.bind(session, database.access)
        value = op(session)
        session.flush()
        done = recorder.changes(label)
        with contextlib.nullcontext() if database.access is None else database.access.inside():
            for follow in database.followers:
                follow(session, done)
            session.flush()
        changes = recorder.changes(label)
        entry = audit.record(session, changes)
        if entry and database.url:
            _tell_other_desks(session, database, changes)
        committed = Committed(value, changes)
        _commit(session, database, entry, committed)
    return committed


def _commit(session: Session, database: "Database", entry: str, done: Committed[T]) -> None:
    """Commit; where the server went before it could say so, look there whether it did.

    The entry of the trace is the key: it is there exactly when the whole write is.
    """
    try:
        session.commit()
    except sqlalchemy.exc.DBAPIError as error:
        if not database.url or not entry or not error.connection_invalidated:
            raise
        label = done.changes.label or translate("db", "een wijziging")
        if not _is_kept(database, UnsettledError(label, entry, done)):
            raise


def _is_kept(database: "Database", unsettled: UnsettledError, seconds: float | None = None) -> bool:
    """Tell whether a write was kept. Raises the error itself where the server doesn't say within so many seconds."""
    until = time.monotonic() + (_LOOKING_SECONDS if seconds is None else seconds)
    while True:
        with contextlib.suppress(sqlalchemy.exc.DBAPIError), Session(database.engine) as session:
            return audit.is_kept(session, unsettled.entry)
        if time.monotonic() >= until:
            raise unsettled
        time.sleep(_LOOK_AGAIN_SECONDS)


def settle(database: "Database", unsettled: UnsettledError) -> Committed[Any]:
    """Return what a write gives that a server went away from, where it was kept."""
    if _is_kept(database, unsettled, 0):
        kept: Committed[Any] = unsettled.committed  # type: ignore[assignment] # errors know no commits
        return kept
    raise NotKeptError(
        translate("db", "De server viel weg voor dit bewaard was. Bewaar het opnieuw; er staat niets dubbel.")
    )


def _tell_other_desks(session: Session, database: "Database", changes: Changes) -> None:
    from mmc_desk.core import news

    news.tell(session, database.desk, changes.topics)


def engine_of(database: "Database") -> Engine:
    """Return an engine on the one connection of a file, or on a server."""
    if database.connection is not None:
        return file_engine(database.connection)
    from mmc_desk.core import serving

    return serving.server_engine(database.url, f"mmc-desk {database.desk}")


def file_engine(connection: sqlite3.Connection) -> Engine:
    """Return an engine on the one connection of a file."""
    engine = create_engine(
        "sqlite+pysqlite://",
        module=_dbapi(connection),
        poolclass=StaticPool,
        creator=lambda: connection,
        hide_parameters=True,  # what is written at a desk belongs in no log
    )
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _dbapi(connection: sqlite3.Connection) -> ModuleType:
    return sqlite3 if isinstance(connection, sqlite3.Connection) else sys.modules["sqlcipher3.dbapi2"]


def _begin_immediate(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own event signature
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def known_url(target: str) -> str:
    """Return the URL of a server as SQLAlchemy takes it. Raises DatabaseError for one of another kind."""
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
    return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def rewrite_tables(database: "Database", tables: Iterable[str]) -> None:
    """Have a server write tables anew, without the rows of before that it keeps for a while. Raises DatabaseError."""
    with plain_errors(database), database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        for name in sorted(tables):
            connection.exec_driver_sql(f"VACUUM FULL {name}")


@contextlib.contextmanager
def plain_errors(database: "Database") -> Iterator[None]:
    """Turn the database's own errors into sentences that say what to do.

    Raises ServerLostError at once where the server couldn't be reached a moment ago.
    """
    if time.monotonic() < database.away_until:
        raise _server_error(None, database)
    try:
        yield
    except sqlalchemy.orm.exc.StaleDataError as error:
        raise ConflictError(
            translate("db", "Iemand anders wijzigde dit intussen. Herlaad en voer uw wijziging opnieuw in.")
        ) from error
    except sqlalchemy.exc.IntegrityError as error:
        raise RuleError(_constraint_sentence(str(error.orig))) from error
    except sqlalchemy.exc.DBAPIError as error:
        raise _dbapi_error(error, database) from error
    except driver_errors() as error:  # from a raw connection, which SQLAlchemy doesn't translate
        raise database_error(str(error), database.path or database.name) from error
    except UnicodeDecodeError as error:  # a damaged file, of which the driver can't even say what is wrong
        raise database_error("malformed", database.path or database.name) from error


def _dbapi_error(error: sqlalchemy.exc.DBAPIError, database: "Database") -> DatabaseError:
    if not database.url:
        return database_error(str(error.orig), database.path)
    found = _server_error(error.orig, database)
    is_connecting = error.statement is None and not error.connection_invalidated
    if is_connecting and isinstance(found, ServerLostError):
        database.away_until = time.monotonic() + _AWAY_SECONDS
    return found


def _server_error(error: BaseException | None, database: "Database") -> DatabaseError:
    from mmc_desk.core import server_errors

    return server_errors.database_error(error, database.name)


def _constraint_sentence(detail: str) -> str:
    if "driver_busy" in detail:
        return translate(
            "db", "Deze chauffeur heeft op dat moment al een rit. Kies een ander uur of een andere chauffeur."
        )
    if "UNIQUE" in detail or "unique" in detail:
        return translate("db", "Dit bestaat al: {detail}").format(detail=detail.splitlines()[0])
    return translate("db", "De databank weigert dit: {detail}").format(detail=detail.splitlines()[0])
