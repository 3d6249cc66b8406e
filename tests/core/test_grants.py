"""Who works at a desk of a server: rows, no tables, and nothing of what is written for good."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import ProgrammingError

from mmc_desk.cli import main
from mmc_desk.core import db, grants, migrate, schema
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.grants import grant
from mmc_desk.features.people.model import Person
from tests.washing import on_server

ROLE = """desk's "role" """.strip()
QUOTED = '"' + ROLE.replace('"', '""') + '"'


@pytest.fixture
def role(postgres_server: str, postgres_url: str) -> Iterator[str]:
    """A role that may log in; whatever it was granted goes with the database."""
    on_server(postgres_server, f"CREATE ROLE {QUOTED} LOGIN PASSWORD 'geheim'")
    yield ROLE
    on_server(postgres_url, f"DROP OWNED BY {QUOTED}")
    on_server(postgres_server, f"DROP ROLE {QUOTED}")


def as_desk(url: str, role: str) -> str:
    return make_url(url).set(username=role, password="geheim").render_as_string(hide_password=False)  # noqa: S106 - a test's


def refused(url: str, statement: str) -> str:
    with db.connect(url) as desk, desk.engine.begin() as connection, pytest.raises(ProgrammingError) as error:
        connection.execute(text(statement))
    return str(error.value.orig)


def test_a_desk_writes_rows_and_nothing_else(
    role: str, postgres_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main.run(["--db", postgres_url, "grant", role]) == 0
    assert "mag lezen en schrijven" in capsys.readouterr().out
    desk = as_desk(postgres_url, role)
    with migrate.open_database(desk) as database:
        person = database.write(lambda session: session.add(Person(last_name="Nieuw")), "Erbij").changes
        database.take_back(person, "Terug")
    for statement in (
        "UPDATE audit_entry SET label = ''",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_head",
        "UPDATE ride_event SET id = 0",
        "DELETE FROM settlement_entry",
        "UPDATE alembic_version SET version_num = '1'",
        "CREATE TABLE vreemd (id integer)",
        "DROP TABLE person",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "TRUNCATE person",
    ):
        said = refused(desk, statement)
        assert "permission denied" in said or "must be owner" in said, statement
    with db.connect(postgres_url) as owner, owner.engine.connect() as connection:
        assert grants.desks(connection) == [role]
    monkeypatch.setattr(schema, "head", lambda: 9_999)  # the desk's program is newer than the database
    with pytest.raises(DatabaseError, match="als eigenaar van de databank"):
        migrate.open_database(desk)


def test_the_same_again_on_a_newer_schema(role: str, postgres_url: str) -> None:
    with db.connect(postgres_url) as owner:
        grant(owner, role)
        with owner.engine.begin() as connection:
            connection.execute(text("CREATE TABLE later (id integer)"))
            grants.renew(connection)
    with db.connect(as_desk(postgres_url, role)) as desk, desk.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM later")).scalar() == 0


def test_who_can_not_be_a_desk(postgres_url: str, sqlite_path: Path, role: str) -> None:
    owner = make_url(postgres_url).username or ""
    with db.connect(postgres_url) as database:
        with pytest.raises(DatabaseError, match="De rol niemand bestaat niet"):
            grant(database, "niemand")
        with pytest.raises(DatabaseError, match="is de eigenaar"):
            grant(database, owner)
        with database.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        with pytest.raises(DatabaseError, match="nog leeg"):
            grant(database, role)
    with migrate.open_database(str(sqlite_path)) as file, pytest.raises(DatabaseError, match="is een bestand"):
        grant(file, role)


def test_a_desk_that_is_refused_is_told_the_mend(role: str, postgres_url: str) -> None:
    desk = as_desk(postgres_url, role)
    with pytest.raises(DatabaseError, match="mmc-desk grant"):
        migrate.open_database(desk)
    with db.connect(postgres_url) as owner:
        grant(owner, role)
    on_server(postgres_url, f"ALTER ROLE {QUOTED} SET default_transaction_read_only = on")
    with (
        migrate.open_database(desk) as database,
        pytest.raises(DatabaseError, match="enkel lezen"),
    ):
        database.write(lambda session: session.add(Person(last_name="Nieuw")), "Erbij")
    on_server(postgres_url, f"ALTER ROLE {QUOTED} CONNECTION LIMIT 0")
    with pytest.raises(DatabaseError, match="geen verbinding meer vrij"):
        migrate.open_database(desk)
    on_server(postgres_url, f"ALTER ROLE {QUOTED} NOLOGIN")
    with pytest.raises(DatabaseError, match="weigert deze gebruiker"):
        migrate.open_database(desk)
