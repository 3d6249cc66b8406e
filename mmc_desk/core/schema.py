"""Which schema a database has and which one this program knows."""

from typing import TYPE_CHECKING

from mmc_desk.core import db, paths
from mmc_desk.core.errors import NewerDatabaseError
from mmc_desk.core.i18n import translate

if TYPE_CHECKING:  # the window opens without sqlalchemy
    from sqlalchemy import Connection


def head() -> int:
    """Return the number of the newest migration this program ships; migrations are named `0001_what.py`."""
    return max(int(script.name[:4]) for script in paths.database_files("migrations", "versions").glob("[0-9]*.py"))


def version(database: db.Database) -> int:
    """Return the schema number of an open database; 0 for one without tables of ours. Raises DatabaseError."""
    if database.connection is None:
        from mmc_desk.core import engines

        with engines.plain_errors(database), database.engine.connect() as connection:
            return version_of_server(connection)
    with db.file_errors(database.path):
        # A transaction that may write: who else has the file open shows now, not at the first save.
        database.connection.execute("BEGIN IMMEDIATE")
        (number,) = database.connection.execute("PRAGMA user_version").fetchone()
        database.connection.execute("COMMIT")
    return int(number)


def version_of_server(connection: "Connection") -> int:
    """Return the schema number of a server's database."""
    from sqlalchemy import text

    if not connection.dialect.has_table(connection, "alembic_version"):
        return 0
    return int(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def newer(name: str, schema: int) -> NewerDatabaseError:
    """Return the error for a database that a newer program made."""
    return NewerDatabaseError(
        translate(
            "db",
            "{name} is gemaakt met een nieuwere versie van MMC Desk (schema {present}; dit programma kent "
            "{head}). Installeer de nieuwste versie; er werd niets gewijzigd.",
        ).format(name=name, present=schema, head=head())
    )
