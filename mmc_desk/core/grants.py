"""What the desks' own role may on a server (db/postgres/grants.sql): the owner alone makes and changes tables."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from mmc_desk.core import db, engines, paths, schema
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.i18n import translate

_IS_ROLE = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
_DESKS = text(
    "SELECT DISTINCT grantee FROM information_schema.role_table_grants "
    "WHERE table_schema = 'public' AND table_name = 'audit_entry' AND grantee NOT IN (current_user, 'PUBLIC') "
    "ORDER BY grantee"
)
_MAY_MIGRATE = text("SELECT has_schema_privilege(current_user, 'public', 'CREATE')")


def grant(database: db.Database, role: str) -> None:
    """Give the role of the desks what it needs on a server, and take the rest away. Raises DatabaseError."""
    if database.path:
        raise DatabaseError(
            translate("db", "Rollen bestaan alleen op een server; {name} is een bestand.").format(name=database.name)
        )
    with engines.plain_errors(database), database.engine.begin() as connection:
        if not schema.version_of_server(connection):
            raise DatabaseError(
                translate("db", "{name} is nog leeg. Maak de databank eerst, met het woord init.").format(
                    name=database.name
                )
            )
        if connection.scalar(_IS_ROLE, {"role": role}) is None:
            raise DatabaseError(
                translate("db", "De rol {role} bestaat niet. Maak ze eerst: createuser --pwprompt {role}").format(
                    role=role
                )
            )
        if role == connection.scalar(text("SELECT current_user")):
            raise DatabaseError(
                translate(
                    "db", "{role} is de eigenaar van de databank en mag alles. Geef de desks een eigen rol."
                ).format(role=role)
            )
        _grant(connection, role)


def renew(connection: Connection) -> None:
    """Give the roles of the desks the same on the tables of a newer schema."""
    for role in desks(connection):
        _grant(connection, role)


def desks(connection: Connection) -> Sequence[str]:
    """Return the roles that desks work with."""
    return list(connection.scalars(_DESKS))


def may_migrate(connection: Connection) -> bool:
    """Tell whether whoever is connected may change tables."""
    return bool(connection.scalar(_MAY_MIGRATE))


def _grant(connection: Connection, role: str) -> None:
    script = paths.database_files("postgres", "grants.sql").read_text(encoding="utf-8")
    identifier = connection.dialect.identifier_preparer.quote_identifier(role)
    literal = "'" + role.replace("'", "''") + "'"
    # A script of many statements goes past SQLAlchemy, which takes one.
    driver: Any = connection.connection.driver_connection
    driver.execute(script.replace("{desk}", identifier).replace("{name}", literal))
