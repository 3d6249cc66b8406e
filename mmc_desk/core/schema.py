"""Which schema a database has and which one this program knows."""

from sqlalchemy import Connection, text

from mmc_desk.core import paths
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.i18n import translate


def head() -> int:
    """Return the number of the newest migration this program ships; migrations are named `0001_what.py`."""
    return max(int(script.name[:4]) for script in paths.database_files("migrations", "versions").glob("[0-9]*.py"))


def version(connection: Connection) -> int:
    """Return the schema number of an open database; 0 for one without tables of ours."""
    if connection.dialect.name == "sqlite":
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if not connection.dialect.has_table(connection, "alembic_version"):
        return 0
    return int(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def newer(name: str, schema: int) -> DatabaseError:
    """Return the error for a database that a newer program made."""
    return DatabaseError(
        translate(
            "db",
            "{name} is gemaakt met een nieuwere versie van MMC Desk (schema {present}; dit programma kent "
            "{head}). Installeer de nieuwste versie; er werd niets gewijzigd.",
        ).format(name=name, present=schema, head=head())
    )
