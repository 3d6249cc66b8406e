"""Copies of the whole database: made beside their name, verified, and only then given it.

Danger: a plain copy of an open SQLite file is often corrupt; only what stands here may copy one. A PostgreSQL server
is backed up by its own tools, which the errors name.
"""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mmc_desk.core import clock, db, schema
from mmc_desk.core.errors import DatabaseBusyError, DatabaseError, reason
from mmc_desk.core.i18n import translate

FOLDER = "reservekopieen"
_ON_WINDOWS = os.name == "nt"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: `kept` is where the replaced database lies now, None where there was none."""

    path: Path
    kept: Path | None


def automatic_name(database: Path) -> Path:
    """Return a free, dated name in the folder `reservekopieen` beside `database`, which is made where it's missing.

    Raises DatabaseError when the folder can't be made.
    """
    folder = database.parent / FOLDER
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return _dated(folder / database.name)


def _dated(path: Path) -> Path:
    stem = f"{path.stem}-{clock.local(clock.now()):%Y%m%d-%H%M%S}"
    wanted, number = path.with_name(f"{stem}{path.suffix}"), 2
    while wanted.exists():
        wanted, number = path.with_name(f"{stem}-{number}{path.suffix}"), number + 1
    return wanted


def backup(database: db.Database, target: Path) -> Path:
    """Copy an open database to the new file `target`, verified: whole, ours, and as many rows in every table.

    Raises DatabaseError, leaving nothing behind, when `target` exists, can't be written or doesn't verify.
    """
    _refuse_server(database, "pg_dump --format=custom --file=KOPIE.dump DATABANK")
    if target.exists():
        raise DatabaseError(
            translate("backup", "{path} bestaat al en wordt niet overschreven. Kies een andere naam.").format(
                path=target
            )
        )
    with _draft(target) as draft:
        _copy(database, draft)
        verify(draft)
        _compare(database, draft)
        _flush(draft)
        draft.replace(target)
        _flush(target.parent)
    return target


def verify(path: Path) -> int:
    """Return the schema number of a database file that nobody has open, after reading all of it.

    Raises DatabaseError when it is foreign, newer than this program, or damaged anywhere.
    """
    found = db.identify(path)
    if found > schema.head():
        raise schema.newer(path.name, found)
    with _plain_errors(path), contextlib.closing(db.new_sqlite_connection(path)) as connection:
        sound = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        if not sound or connection.execute("PRAGMA foreign_key_check").fetchone():
            raise db.database_error("malformed", path)
    return found


def restore(source: Path, target: str) -> Restored:
    """Put the backup `source` in the place of the database `target`, which may be missing or damaged.

    The copy is verified before anything is replaced, and the replaced database is kept under a dated name. Raises
    DatabaseError, with everything as it was, when the copy isn't sound or the database is in use.
    """
    if db.is_url(target):
        raise _server_error("pg_restore --clean --dbname=DATABANK KOPIE.dump")
    path = Path(target).resolve()
    if source.resolve() == path:
        raise DatabaseError(
            translate("backup", "{path} is de databank zelf. Kies een reservekopie.").format(path=source)
        )
    db.identify(source)
    _refuse_open(path)
    with _draft(path) as draft:
        _copy_closed(source, draft)
        verify(draft)
        _flush(draft)
        kept = _keep(path)
        draft.replace(path)
        _flush(path.parent)
    return Restored(path, kept)


# --- Steps of a backup


@contextlib.contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """Give the name of a new, empty file beside `target`, and remove what is left of it. Turns OSError into Dutch."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise _unwritable(target, error) from error
    draft = Path(name)
    try:
        yield draft
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        for leftover in (draft, *db.companions(draft)):
            leftover.unlink(missing_ok=True)


def _copy(database: db.Database, draft: Path) -> None:
    with _plain_errors(draft), _bare(database) as connection:
        connection.execute("VACUUM INTO ?", (str(draft),))


def _compare(database: db.Database, draft: Path) -> None:
    with _plain_errors(draft), contextlib.closing(db.new_sqlite_connection(draft)) as copy:
        copied = _counts(copy)
    with _plain_errors(draft), _bare(database) as connection:
        if _counts(connection) != copied:
            raise DatabaseError(
                translate("backup", "De reservekopie is niet volledig en werd niet bewaard. Probeer opnieuw.")
            )


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    # The names come from the schema itself; a quote in one is doubled.
    quoted = {name: name.replace('"', '""') for (name,) in tables}
    return {
        name: connection.execute(f'SELECT count(*) FROM "{safe}"').fetchone()[0]  # noqa: S608 - quoted above
        for name, safe in quoted.items()
    }


@contextlib.contextmanager
def _bare(database: db.Database) -> Iterator[sqlite3.Connection]:
    """Give the one connection under the engine, outside of any transaction: VACUUM refuses to run in one."""
    pooled = database.engine.raw_connection()
    try:
        connection = pooled.driver_connection
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - narrows the type: servers were refused
        yield connection
    finally:
        pooled.close()


# --- Steps of a restore


def _refuse_open(path: Path) -> None:
    """Raise DatabaseBusyError when a window has `path` open. Read-only: a damaged database stays as it was found."""
    beside = [companion for companion in db.companions(path) if not companion.exists()]
    try:
        with _plain_errors(path), contextlib.closing(_reader(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except DatabaseBusyError:
        raise
    except DatabaseError:
        return  # missing or damaged: what a restore is for
    for companion in beside:  # a reader leaves its own behind
        companion.unlink(missing_ok=True)


def _reader(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0.5)


def _copy_closed(source: Path, draft: Path) -> None:
    """Copy a database that nobody has open, with what its last program left beside it, into one file."""
    shutil.copyfile(source, draft)
    log = source.with_name(f"{source.name}-wal")
    if log.is_file():
        shutil.copyfile(log, draft.with_name(f"{draft.name}-wal"))
    with _plain_errors(source), contextlib.closing(db.new_sqlite_connection(draft)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _keep(path: Path) -> Path | None:
    """Give the present database a second, dated name, and take away what lies beside it."""
    if not path.exists():
        return None
    kept = _dated(path.with_name(f"{path.stem}-vervangen{path.suffix}"))
    try:
        os.link(path, kept)
    except OSError:  # a disk without hard links
        shutil.copyfile(path, kept)
    for companion, beside in zip(db.companions(path), db.companions(kept), strict=True):
        if companion.exists():
            companion.replace(beside)
    return kept


# --- Both


def _flush(path: Path) -> None:
    """Have the disk itself hold a file or a folder."""
    if path.is_dir() and _ON_WINDOWS:
        return  # Windows can't and needn't
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise db.database_error(str(error), path) from error


def _unwritable(path: Path, error: OSError) -> DatabaseError:
    return DatabaseError(
        translate("backup", "{path} kan niet bewaard worden: {reason}. Kies een andere map of schijf.").format(
            path=path, reason=reason(error)
        )
    )


def _refuse_server(database: db.Database, command: str) -> None:
    if database.path is None:
        raise _server_error(command)


def _server_error(command: str) -> DatabaseError:
    return DatabaseError(
        translate(
            "backup", "Een databank op een PostgreSQL-server heeft haar eigen gereedschap daarvoor: {command}"
        ).format(command=command)
    )
