"""Opening a database from the command line: where people sign in, so do they here."""

import sys
from pathlib import Path

from mmc_desk.core import migrate, places
from mmc_desk.core.beside import open_beside, take_in
from mmc_desk.core.db import Database
from mmc_desk.core.errors import DatabaseBusyError
from mmc_desk.core.feature import load
from mmc_desk.features.trust.queries.has_accounts import HAS_ACCOUNTS

_ENTER = "mmc_desk.features.trust.commands.accounts:enter_by_terminal"
_TAKE_IN_KEPT = "mmc_desk.core.kept:take_in"


def open_database(target: str) -> Database:
    """Open an existing database, and sign in where there are accounts. Raises DatabaseError, AccessDeniedError.

    Beside an open window a verb that only reads gets the file as it stands now; one that writes is told who has it.
    """
    try:
        database = migrate.open_database(target)
    except DatabaseBusyError as error:
        database = open_beside(Path(target), error)
    if database.path:
        warn_of_share(database.path)
    try:
        take_in(database)
        if database.url:
            load(_TAKE_IN_KEPT)(database)
        if database.read_prepared(HAS_ACCOUNTS):
            load(_ENTER)(database)
    except BaseException:
        database.close()
        raise
    return database


def warn_of_share(path: Path) -> None:
    """Say on stderr where a database lies on a share of the network."""
    if advice := places.advice(path):
        sys.stderr.write(f"{advice}\n")
