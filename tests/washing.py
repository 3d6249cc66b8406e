"""One PostgreSQL database for many tests: after each of them it is washed, which takes a hundredth of a new one.

What a test wrote is found by looking, whoever wrote it and over which connection. A database whose schema a test
touched, or that somebody still holds, is thrown away and made anew.
"""

import psycopg
from psycopg import sql
from sqlalchemy import create_engine, make_url, text

from mmc_desk.core import db

_NAME, _TEMPLATE = "desk_washed", "template_desk"
_WASHES = 200
"""Deleted rows pile up; after so many tests a new database is cheaper."""

_WATCH = """
CREATE SCHEMA washing;
CREATE TABLE washing.touched (tag text);
CREATE FUNCTION washing.note() RETURNS event_trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO washing.touched VALUES (tg_tag); END $$;
CREATE EVENT TRIGGER washing_note ON ddl_command_end EXECUTE FUNCTION washing.note();
"""
"""Whatever makes, changes or drops a table, an index or a trigger leaves its name."""
_TOUCHED = "SELECT tag FROM washing.touched LIMIT 1"
_TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
_FILLED = "SELECT '{name}' WHERE EXISTS (SELECT FROM {name})"
_SEEDED = "SELECT count(*), max(xmin::text::bigint) FROM {name}"
"""Whatever is written bears the number of a later transaction than the seed; what is deleted isn't counted."""
_CHANGED = "SELECT '{name}' FROM {name} HAVING (count(*), max(xmin::text::bigint)) IS DISTINCT FROM (%s, %s)"
"""The same words for every test, so that the server plans them once."""
_NUMBERS = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"


def on_server(url: str, statement: str) -> None:
    """Run a statement that no transaction may hold."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


class Washed:
    """A clone of the template on a server."""

    def __init__(self, server: str) -> None:
        self._server = server
        self.url = make_url(server).set(database=_NAME).render_as_string(hide_password=False)
        self._engine = db.connect(self.url).engine
        self._clone()

    def _clone(self) -> None:
        on_server(self._server, f"DROP DATABASE IF EXISTS {_NAME} WITH (FORCE)")
        on_server(self._server, f"CREATE DATABASE {_NAME} TEMPLATE {_TEMPLATE}")
        plain = make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg.connect(plain, autocommit=True)
        self._ask("SET lock_timeout = '1s'")
        self._ask("SET session_replication_role = replica")  # rows go in any order, no trigger looks at them
        self._numbers = {name: last for name, last in self._ask(_NUMBERS)}  # noqa: C416 - rows aren't known to be pairs
        self._tables = [str(name) for (name,) in self._ask(_TABLES)]
        self._seeded = {name: self._seed(name) for name in self._tables if self._ask(_FILLED.format(name=name))}
        for name in self._seeded:
            self._ask(f"CREATE TEMP TABLE seed_{name} AS TABLE {name}")
        self._connection.execute(_WATCH)
        looks = [_CHANGED if name in self._seeded else _FILLED for name in self._tables]
        self._looks = " UNION ALL ".join(look.format(name=name) for look, name in zip(looks, self._tables, strict=True))
        self._left = _WASHES

    def _seed(self, name: str) -> tuple[object, ...]:
        (found,) = self._ask(_SEEDED.format(name=name))
        return found

    def database(self) -> db.Database:
        """Return the database as a desk that just connected, over connections that are warm already."""
        desk = db.connect(self.url)
        desk.engine = self._engine
        return desk

    def _ask(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        cursor = self._connection.execute(sql.SQL(statement), values or None)
        return cursor.fetchall() if cursor.description else []

    def wash(self) -> None:
        """Bring the database back to what the template is."""
        self._left -= 1
        try:
            if self._left and not self._ask(_TOUCHED):
                self._take_out()
                return
        except psycopg.Error:  # somebody holds a row, or the database is gone
            pass
        self.close()
        self._clone()

    def _take_out(self) -> None:
        seeds = [number for name in self._tables for number in self._seeded.get(name, ())]
        written = self._ask(self._looks, *seeds)
        for table in [str(name) for (name,) in written]:
            self._ask(f"DELETE FROM {table}")  # noqa: S608 - names of the models
            if table in self._seeded:
                self._ask(f"INSERT INTO {table} TABLE seed_{table}")
                self._seeded[table] = self._seed(table)
        for name, last in self._ask(_NUMBERS):
            if last == self._numbers[name]:
                continue
            before = self._numbers[name]
            self._ask(f"SELECT setval('{name}', {before or 1}, {before is not None})")

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()
        self._engine.dispose()


def wait_for_listener(database: db.Database) -> None:
    """Nothing that is said before somebody listens is heard: so ask until somebody does."""
    listening = text("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query = 'SELECT 1'")
    while not database.read(lambda session: session.scalar(listening)):
        pass
