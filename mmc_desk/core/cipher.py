"""The encrypted database: an SQLCipher file, opened with the recovery key that the keyring or a person gives.

Danger: an encrypted file can't be told from noise, nor a wrong key from a damaged first page. What was encrypted is
never opened, replaced or made anew as a plain file in silence: the settings name it.
"""

import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from mmc_desk.core import keys, settings
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.i18n import translate

_MAGIC = b"SQLite format 3\x00"
_PAGE = 4096
_LEAST_DISTINCT = 200
"""Different bytes in a page of noise: 256 as good as always; text and tables stay far below."""


def looks_encrypted(path: Path) -> bool:
    """Tell whether a file could be an encrypted database: whole pages that begin with noise. Raises OSError."""
    with path.open("rb") as file:
        first = file.read(_PAGE)
    whole_pages = len(first) == _PAGE and not path.stat().st_size % _PAGE
    return whole_pages and not first.startswith(_MAGIC) and len(Counter(first)) >= _LEAST_DISTINCT


def errors() -> tuple[type[Exception], ...]:
    """Return what the drivers raise: SQLite's, and SQLCipher's once it is in use."""
    dbapi: Any = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error, dbapi.Error) if dbapi else (sqlite3.Error,)


def connect(path: Path, key: str, *, read_only: bool = False) -> sqlite3.Connection:
    """Return a connection with a key that may be wrong: the first statement tells. Raises DatabaseError."""
    dbapi = keys.library("sqlcipher3.dbapi2")
    target = f"{path.resolve().as_uri()}?mode=ro" if read_only else str(path)
    connection: sqlite3.Connection = dbapi.connect(
        target, isolation_level=None, check_same_thread=False, timeout=0.5, uri=read_only
    )
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute(f"PRAGMA key = \"x'{keys.database_key(key)}'\"")
    return connection


def open_known(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Return a connection with the key that opens the file, of those this process knows.

    Raises KeyNeededError when none does. Lets the driver's errors through for a file that is in use.
    """
    for key in keys.tries():
        connection = connect(path, key, read_only=read_only)
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except errors() as error:
            connection.close()
            if "not a database" in str(error):
                continue
            raise
        return connection
    raise keys.needed(path.name)


def identify(path: Path) -> tuple[int, int]:
    """Return the application and the schema that an encrypted file names. Raises KeyNeededError."""
    with closing(open_known(path, read_only=True)) as connection:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
    return int(application), int(schema)


def encrypt(plain: Path, target: Path, key: str) -> None:
    """Write the closed, plain database `plain` encrypted to the new file `target`. Lets the driver's errors through."""
    dbapi = keys.library("sqlcipher3.dbapi2")
    with closing(dbapi.connect(str(plain), isolation_level=None)) as connection:
        connection.execute("ATTACH DATABASE ? AS locked KEY ?", (str(target), f"x'{keys.database_key(key)}'"))
        connection.execute("SELECT sqlcipher_export('locked')")
        for pragma in ("application_id", "user_version"):
            (value,) = connection.execute(f"PRAGMA main.{pragma}").fetchone()
            connection.execute(f"PRAGMA locked.{pragma}={value}")
        connection.execute("DETACH DATABASE locked")


def damage(connection: object) -> list[str]:
    """Return what SQLCipher finds wrong in the pages of an open file: each bears a code that one changed bit breaks."""
    if isinstance(connection, sqlite3.Connection):
        return []  # a plain file bears none
    encrypted: Any = connection
    return [str(line) for (line,) in encrypted.execute("PRAGMA cipher_integrity_check")]


def must_be_encrypted(path: Path) -> bool:
    """Tell whether a database was encrypted by this user's choice, so that a plain one in its place is refused."""
    return bool(path) and settings.load().encrypted == str(path.resolve())


def refuse_plain(path: Path) -> None:
    """Raise DatabaseError for a plain file where an encrypted database was. Raises OSError."""
    if must_be_encrypted(path) and path.is_file() and path.stat().st_size and not looks_encrypted(path):
        raise DatabaseError(
            translate(
                "keys",
                "{name} was versleuteld en dit bestand is het niet: het is verwisseld. Zet een reservekopie terug.",
            ).format(name=path.name)
        )
