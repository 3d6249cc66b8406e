"""Putting a backup in the database's place: verified before anything is replaced, and what was there is kept."""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path

from mmc_desk.core import cipher, db
from mmc_desk.core.backup import sealing
from mmc_desk.core.backup.copying import lock, verify
from mmc_desk.core.backup.files import TRIAL, dated, draft, flush, server_error
from mmc_desk.core.backup.store import KEPT
from mmc_desk.core.errors import DatabaseBusyError, DatabaseError, NewerDatabaseError
from mmc_desk.core.i18n import translate


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: `kept` is where the replaced database lies now, None where there was none.

    `erased_again` counts the persons that the backup brought back and that were erased anew.
    """

    path: Path
    kept: Path | None
    erased_again: int = 0


def restore(source: Path, target: str) -> Restored:
    """Put the backup `source` in the place of the database `target`, which may be missing or damaged.

    The copy is verified before anything is replaced, and the replaced database is kept under a dated name. Raises
    DatabaseError, with everything as it was, when the copy isn't sound or the database is in use.
    """
    if db.is_url(target):
        raise server_error("pg_restore --clean --dbname=DATABANK KOPIE.dump")
    path = Path(target).resolve()
    if source.resolve() == path:
        raise DatabaseError(
            translate("backup", "{path} is de databank zelf. Kies een reservekopie.").format(path=source)
        )
    check_kind(source)
    _refuse_open(path)
    with draft(path) as made:
        fetch(source, made)
        verify(made)
        if cipher.must_be_encrypted(path) and not db.is_encrypted(made):
            lock(made)
        flush(made)
        kept = _keep(path)
        made.replace(path)
        flush(path.parent)
    return Restored(path, kept)


def check_kind(source: Path) -> None:
    """Raise DatabaseError unless a file looks like a database of ours, or like an encrypted backup."""
    if not (source.is_file() and sealing.is_sealed(source)):
        db.identify(source)


def fetch(source: Path, made: Path) -> None:
    """Copy a backup that nobody has open to the empty file `made`, decrypted where it is encrypted."""
    if sealing.is_sealed(source):
        sealing.unseal(source, made)
    else:
        _copy_closed(source, made)


def rehearse_log(path: Path) -> None:
    """Read a database together with its log on a copy of both. Raises DatabaseError when they don't make a whole.

    A database that a window has open is left to whoever opens it next: that one is told so. On a disk without room
    for a copy nothing can be rehearsed.
    """
    db.identify(path)
    try:
        _refuse_open(path)
        with tempfile.TemporaryDirectory(prefix=TRIAL, dir=path.parent) as folder:
            tried = Path(folder) / path.name
            _copy_closed(path, tried)
            verify(tried)
    except (DatabaseBusyError, OSError):
        return
    except NewerDatabaseError:
        raise
    except DatabaseError as error:
        raise db.database_error("malformed", path) from error


def _refuse_open(path: Path) -> None:
    """Raise DatabaseBusyError when a window has `path` open. Read-only: a damaged database stays as it was found."""
    beside = [companion for companion in db.companions(path) if not companion.exists()]
    try:
        with db.file_errors(path), contextlib.closing(_reader(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except DatabaseBusyError:
        raise
    except DatabaseError:
        return  # missing or damaged: what a restore is for
    for companion in beside:  # a reader leaves its own behind
        companion.unlink(missing_ok=True)


def _reader(path: Path) -> sqlite3.Connection:
    if db.is_encrypted(path):
        return cipher.open_known(path, read_only=True)
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0.5)


def _copy_closed(source: Path, made: Path) -> None:
    """Copy a database that nobody has open, with what its last program left beside it, into one file."""
    shutil.copyfile(source, made)
    log = source.with_name(f"{source.name}-wal")
    if log.is_file():
        shutil.copyfile(log, made.with_name(f"{made.name}-wal"))
    with db.file_errors(source), contextlib.closing(db.new_sqlite_connection(made)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _keep(path: Path) -> Path | None:
    """Give the present database a second, dated name, and take away what lies beside it."""
    if not path.exists():
        return None
    kept = dated(path.with_name(f"{path.stem}-{KEPT}{path.suffix}"))
    try:
        os.link(path, kept)
    except OSError:  # a disk without hard links
        shutil.copyfile(path, kept)
    for companion, beside in zip(db.companions(path), db.companions(kept), strict=True):
        if companion.exists():
            companion.replace(beside)
    return kept
