"""The schema: making a new database, and bringing an older one up to date (db/migrations, alembic)."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mmc_desk.core import db, paths, schema
from mmc_desk.core.errors import DatabaseError, reason
from mmc_desk.core.i18n import translate

if TYPE_CHECKING:  # the window opens without sqlalchemy
    from sqlalchemy import Connection


def open_database(target: str) -> db.Database:
    """Open an existing database by path or URL, migrated to this program's schema.

    Raises DatabaseError with the mend in its text: missing, empty, foreign, damaged, newer, locked, unreadable.
    """
    if not db.is_url(target):
        _refuse_plain(Path(target))
        _refuse_bad_log(Path(target))
    database = db.connect(target)
    try:
        upgrade(database)
    except BaseException:
        database.close()
        raise
    return database


def _refuse_plain(path: Path) -> None:
    from mmc_desk.core import settings

    if settings.load().encrypted:
        from mmc_desk.core import cipher

        cipher.refuse_plain(path)


def _refuse_bad_log(path: Path) -> None:
    """Raise DatabaseError for a file beside which a log lies that would damage it: opening mixes them for good.

    A log lies there after a program that was killed, and after files that were copied or swapped by hand. Both are
    read together on a copy first; the originals stay as they were found.
    """
    log = path.with_name(f"{path.name}-wal")
    if not log.is_file() or not log.stat().st_size:
        return
    from mmc_desk.core.backup import restoring

    restoring.rehearse_log(path)


def create(target: str) -> db.Database:
    """Make a new, empty database with the shipped seed tables at a path or URL, and open it.

    A SQLite file appears under its name only when it is whole. Raises DatabaseError when something is there already.
    """
    if db.is_url(target):
        return _create_on_server(target)
    path = Path(target)
    if path.exists():
        raise DatabaseError(
            translate("db", "{path} bestaat al en wordt niet overschreven. Kies een andere naam.").format(path=path)
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise DatabaseError(
            translate("db", "In {folder} kan geen databank gemaakt worden ({reason}). Kies een andere map.").format(
                folder=path.parent, reason=reason(error)
            )
        ) from error
    _create_file(Path(name), path)
    return db.connect(target)


def _create_on_server(url: str) -> db.Database:
    from mmc_desk.core import engines

    database = db.connect(url)
    try:
        with engines.plain_errors(database):
            _refuse_filled(database)
            _run_migrations(database)
    except BaseException:
        database.close()
        raise
    return database


def _refuse_filled(database: db.Database) -> None:
    with database.engine.connect() as connection:
        if schema.version_of_server(connection):
            raise DatabaseError(
                translate("db", "Op de server bestaat {name} al; er werd niets gewijzigd.").format(name=database.name)
            )


def _create_file(draft: Path, path: Path) -> None:
    from mmc_desk.core import engines

    try:
        with db.open_file(draft) as database, engines.plain_errors(database):
            _run_migrations(database)
        draft.replace(path)
    finally:
        for leftover in (draft, *db.companions(draft)):
            leftover.unlink(missing_ok=True)


def fill(database: db.Database) -> None:
    """Give an empty database this program's tables and seeds. Lets the driver's errors through."""
    _run_migrations(database)


def upgrade(database: db.Database) -> None:
    """Migrate to the newest schema, after a backup. Raises DatabaseError, without a write, for a newer database."""
    present = schema.version(database)
    if present == schema.head():
        return
    from mmc_desk.core import backup, engines

    if present > schema.head():
        raise schema.newer(database.name, present)
    if present == 0:
        raise DatabaseError(
            translate("db", "{name} is nog leeg. Maak de databank eerst, met het woord init.").format(
                name=database.name
            )
        )
    if database.path:
        backup.make(database, backup.Places(database.path), backup.Cause.MIGRATION)
    with engines.plain_errors(database):
        _run_migrations(database)


def _run_migrations(database: db.Database) -> None:
    from alembic import command
    from sqlalchemy import text

    from mmc_desk.core import grants, serving

    sqlite = database.engine.dialect.name == "sqlite"
    if sqlite:
        # A table rebuild with foreign keys on would cascade to the children. (A pragma is deaf inside a transaction.)
        _pragma(database, "foreign_keys=OFF")
    with database.engine.begin() as connection:
        if not sqlite:
            serving.take_time(connection)
            # Two desks started at once: the second waits here and then finds the work done.
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": db.APPLICATION_ID})
            _refuse_desk(database, connection)
        command.upgrade(alembic_config(connection), "head")
        if not sqlite:
            grants.renew(connection)
        if sqlite:
            _refuse_dangling(connection)
            connection.exec_driver_sql(f"PRAGMA application_id={db.APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={schema.head()}")
    if sqlite:
        _pragma(database, "foreign_keys=ON")


def _refuse_desk(database: db.Database, connection: "Connection") -> None:
    """Raise DatabaseError for the role of a desk: tables are the owner's alone (db/postgres/grants.sql)."""
    from mmc_desk.core import grants

    if not grants.may_migrate(connection):
        raise DatabaseError(
            translate(
                "db",
                "{name} hoort bij een andere versie van MMC Desk en moet eerst bijgewerkt worden. Vraag de beheerder "
                "van de server de nieuwe versie één keer te starten als eigenaar van de databank. Er werd niets "
                "gewijzigd.",
            ).format(name=database.name)
        )


def _pragma(database: db.Database, pragma: str) -> None:
    raw = database.engine.raw_connection()
    raw.cursor().execute(f"PRAGMA {pragma}")
    raw.close()


def _refuse_dangling(connection: "Connection") -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise DatabaseError(translate("db", "De omzetting naar het nieuwe schema faalde; er werd niets gewijzigd."))


def alembic_config(connection: "Connection") -> Any:  # noqa: ANN401 - alembic is imported only here
    """Return alembic's configuration on an open connection (there is no alembic.ini)."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(paths.database_files("migrations")))
    config.attributes["connection"] = connection
    return config
