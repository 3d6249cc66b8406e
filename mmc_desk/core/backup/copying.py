"""Copies of the whole database: made beside their name, verified, and only then given it.

Danger: a plain copy of an open SQLite file is often corrupt; only what stands here may copy one. A PostgreSQL server's
database is copied into a file too, which any desk can open (`dumping`).
"""

import contextlib
from pathlib import Path

from mmc_desk.core import cipher, db, keys, schema, settings
from mmc_desk.core.backup.contents import Contents, measure
from mmc_desk.core.backup.files import draft, publish, server_error
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.i18n import translate


def backup(database: db.Database, target: Path) -> Path:
    """Copy an open database to the new file `target`, verified: whole, ours, the same rows and sums in every table.

    Raises DatabaseError, leaving nothing behind, when `target` exists, can't be written or doesn't verify.
    """
    if target.exists():
        raise DatabaseError(
            translate("backup", "{path} bestaat al en wordt niet overschreven. Kies een andere naam.").format(
                path=target
            )
        )
    with draft(target) as made:
        contents = copy(database, made)
        verify(made)
        compare(made, contents)
        publish(made, target)
    return target


def copy(database: db.Database, empty: Path) -> Contents:
    """Copy an open database into the empty file `empty`; return what the database held then.

    Nobody writes in a file meanwhile; a server's database is read as it was at one moment. Raises DatabaseError for one
    that can't be read whole.
    """
    if database.connection is None:
        from mmc_desk.core.backup import dumping

        dumping.dump(database, empty)
        return contents_of(empty)
    with db.file_errors(empty), database.bare() as connection:
        connection.execute("VACUUM INTO ?", (str(empty),))
        return measure(connection)


def compare(path: Path, contents: Contents) -> None:
    """Raise DatabaseError unless the database file `path` holds exactly `contents`."""
    if contents_of(path) != contents:
        raise DatabaseError(
            translate("backup", "De reservekopie is niet volledig en werd niet bewaard. Probeer opnieuw.")
        )


def contents_of(path: Path) -> Contents:
    """Return what a database file that nobody has open holds. Raises DatabaseError."""
    with db.file_errors(path), contextlib.closing(db.new_sqlite_connection(path)) as connection:
        return measure(connection)


def verify(path: Path) -> int:
    """Return the schema number of a database file that nobody has open, after reading all of it.

    Raises DatabaseError when it is foreign, newer than this program, or damaged anywhere.
    """
    found = db.identify(path)
    if found > schema.head():
        raise schema.newer(path.name, found)
    with db.file_errors(path), contextlib.closing(db.new_sqlite_connection(path)) as connection:
        sound = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        if not sound or cipher.damage(connection) or connection.execute("PRAGMA foreign_key_check").fetchone():
            raise db.database_error("malformed", path)
    return found


def lock(plain: Path) -> None:
    """Encrypt a closed, plain database in place with the desk's recovery key, and compare. Raises DatabaseError."""
    contents, key = contents_of(plain), keys.matching(settings.load().backup_key)
    with draft(plain) as locked:
        with db.file_errors(plain):
            cipher.encrypt(plain, locked, key)
        verify(locked)
        compare(locked, contents)
        publish(locked, plain)


def encrypt_open(database: db.Database) -> None:
    """Encrypt an open file with the desk's recovery key; from then on a plain one in its place is refused.

    The plain file goes once the encrypted one was compared with it. Danger: a disk may keep its blocks for a while.
    Raises DatabaseError, with the plain database as it was.
    """
    if database.path is None:
        raise server_error("LUKS, pgcrypto")
    path = database.path.resolve()
    with draft(path) as made:
        copy(database, made)
        verify(made)
        lock(made)
        with database.set_aside():
            made.replace(path)
            for companion in db.companions(path):
                companion.unlink(missing_ok=True)
    settings.changed(settings.load(), encrypted=str(path))
