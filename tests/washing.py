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

_SCHEMA = """
SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
    SELECT concat(attrelid::regclass, '.', attname, atttypid, attnotnull, attisdropped)
      FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat(tgrelid::regclass, '.', tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT concat(conrelid::regclass, '.', conname)
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
) AS parts (part)
"""
_TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname"
_FILLED = "SELECT '{name}' WHERE EXISTS (SELECT FROM {name})"
_CHANGED = """
SELECT '{name}' WHERE (SELECT md5(string_agg(row::text, '|' ORDER BY row::text)) FROM {name} AS row)
    IS DISTINCT FROM (SELECT md5(string_agg(row::text, '|' ORDER BY row::text)) FROM seed_{name} AS row)
"""
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
        self._schema = self._ask(_SCHEMA)
        self._numbers = {name: last for name, last in self._ask(_NUMBERS)}  # noqa: C416 - rows aren't known to be pairs
        tables = [name for (name,) in self._ask(_TABLES)]
        self._seeded = [name for name in tables if self._ask(_FILLED.format(name=name))]
        for name in self._seeded:
            self._ask(f"CREATE TEMP TABLE seed_{name} AS TABLE {name}")
        looks = [(_CHANGED if name in self._seeded else _FILLED).format(name=name) for name in tables]
        self._written = " UNION ALL ".join(looks)
        self._left = _WASHES

    def database(self) -> db.Database:
        """Return the database as a desk that just connected, over connections that are warm already."""
        desk = db.connect(self.url)
        desk.engine = self._engine
        return desk

    def _ask(self, statement: str) -> list[tuple[object, ...]]:
        cursor = self._connection.execute(sql.SQL(statement))
        return cursor.fetchall() if cursor.description else []

    def wash(self) -> None:
        """Bring the database back to what the template is."""
        self._left -= 1
        try:
            if self._left and self._ask(_SCHEMA) == self._schema:
                self._take_out()
                return
        except psycopg.Error:  # somebody holds a row, or the database is gone
            pass
        self.close()
        self._clone()

    def _take_out(self) -> None:
        for (name,) in self._ask(self._written):
            self._ask(f"DELETE FROM {name}")  # noqa: S608 - names of the models
            if name in self._seeded:
                self._ask(f"INSERT INTO {name} TABLE seed_{name}")
        for name, last in self._ask(_NUMBERS):
            if last == self._numbers[name]:
                continue
            before = self._numbers[name]
            self._ask(f"ALTER SEQUENCE {name} RESTART" if before is None else f"SELECT setval('{name}', {before})")

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()
        self._engine.dispose()
