"""What a database holds, in figures to compare two by: rows and sums per table, the head of the trace."""

import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

_MODULUS = 1_000_000_007
"""Keeps the sum of a column of large numbers within what SQLite can add."""


class Contents(NamedTuple):
    """The figures of one database at one moment; equal ones hold the same.

    `tables` gives per table the number of rows and then a sum per column (numbers added up, lengths of texts).
    `audit_head` names the newest entry of the trace, and with it everything before.
    """

    schema: int
    tables: Mapping[str, tuple[int, ...]]
    audit_entries: int = 0
    audit_head: str = ""

    def rows(self, table: str) -> int:
        """Return how many rows a table has; 0 where there is no such table."""
        return self.tables.get(table, (0,))[0]


def measure(connection: sqlite3.Connection) -> Contents:
    """Return the figures of an open SQLite database. Lets sqlite3's errors through."""
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    named = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    names = sorted(name for (name,) in connection.execute(named))
    head, entries = audit_head(connection) if "audit_entry" in names else ("", 0)
    return Contents(int(schema), {name: _sums(connection, name) for name in names}, entries, head)


def audit_head(connection: sqlite3.Connection) -> tuple[str, int]:
    """Return the newest entry of the trace: its hash (its number, where entries have none), and its number."""
    cursor = connection.execute("SELECT * FROM audit_entry ORDER BY id DESC LIMIT 1")
    names, row = [column[0] for column in cursor.description], cursor.fetchone()
    if row is None:
        return "", 0
    entry: dict[str, Any] = dict(zip(names, row, strict=True))
    return str(entry.get("hash", entry["id"])), int(entry["id"])


def _sums(connection: sqlite3.Connection, table: str) -> tuple[int, ...]:
    columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({_quoted(table)})")]
    wanted = ", ".join(["count(*)", *(_sum(_quoted(column)) for column in columns)])
    row = connection.execute(f"SELECT {wanted} FROM {_quoted(table)}").fetchone()  # noqa: S608 - quoted above
    return tuple(int(value or 0) for value in row)


def _sum(column: str) -> str:
    return (
        f"sum(CASE typeof({column}) WHEN 'integer' THEN {column} % {_MODULUS} "
        f"WHEN 'real' THEN CAST(round({column} * 1000000) AS INTEGER) % {_MODULUS} ELSE length({column}) END)"
    )


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
