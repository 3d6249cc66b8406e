"""Opening a database from the command line: where people sign in, so do they here."""

from mmc_desk.core import migrate
from mmc_desk.core.db import Database
from mmc_desk.core.feature import load
from mmc_desk.features.trust.queries.has_accounts import HAS_ACCOUNTS

_ENTER = "mmc_desk.features.trust.commands.accounts:enter_by_terminal"


def open_database(target: str) -> Database:
    """Open an existing database, and sign in where there are accounts. Raises DatabaseError, AccessDeniedError."""
    database = migrate.open_database(target)
    try:
        if database.read_prepared(HAS_ACCOUNTS):
            load(_ENTER)(database)
    except BaseException:
        database.close()
        raise
    return database
