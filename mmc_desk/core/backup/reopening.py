"""A restore into the database that is open in the window."""

import tempfile
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from mmc_desk.core import audit, db, migrate
from mmc_desk.core.backup.files import TRIAL, server_error, unwritable
from mmc_desk.core.backup.restoring import Restored, restore
from mmc_desk.core.i18n import translate
from mmc_desk.core.recording import note_topic


def restore_open(database: db.Database, source: Path) -> Restored:
    """Put the backup `source` in the place of an open file, migrated to this program's schema; the trace tells of it.

    It is restored to a temporary place first, so that one that isn't sound or can't be migrated replaces nothing.
    Raises DatabaseError, and AccessDeniedError for who looks after nobody's work: yesterday's database has yesterday's
    roles.
    """
    database.require("core.restoring")
    if database.path is None:
        raise server_error("pg_restore --clean --dbname=DATABANK KOPIE.dump")
    _rehearse(source, database.path.parent)
    with database.set_aside():
        restored = restore(source, str(database.path))
    migrate.upgrade(database)
    return replace(restored, erased_again=note_restored(database, source))


def note_restored(database: db.Database, source: Path) -> int:
    """Have the trace tell of a backup in the place of an open file, and erase anew whom it brought back: how many."""
    label = translate("backup", "Reservekopie teruggezet: {name}").format(name=source.name)
    database.write(_tell, label)
    return database.restored(database, source)


def _rehearse(source: Path, folder: Path) -> None:
    try:
        with tempfile.TemporaryDirectory(prefix=TRIAL, dir=folder) as place:
            path = Path(place) / "desk.db"
            restore(source, str(path))
            migrate.open_database(str(path)).close()
    except OSError as error:
        raise unwritable(folder, error) from error


def _tell(session: Session) -> None:
    note_topic(session, audit.RESTORED)
