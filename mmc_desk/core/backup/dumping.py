"""A server's database copied into a file: the same backup as a desk's own, restored anywhere without a server.

All of it is read in one transaction, so that it is one moment. A server's own `pg_dump` does more (roles, settings)
and can be kept beside this; what is here needs no tool, and a desk can go on with it when the server is gone.
"""

from pathlib import Path

from sqlalchemy import Connection, Integer, Table, func, select, text

from mmc_desk.core import db, engines, migrate
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base

_AT_ONCE = 2_000
_TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"


def dump(database: db.Database, empty: Path) -> None:
    """Copy a server's database, at this program's schema, into the empty file `empty`; compare every table.

    Raises DatabaseError. Tables are taken from the models: those of every feature must be loaded.
    """
    database.prepare()
    with engines.plain_errors(database), db.open_file(empty) as file:
        migrate.fill(file)
        one_moment = database.engine.execution_options(isolation_level="REPEATABLE READ", stream_results=True)
        with one_moment.connect() as source, file.engine.connect() as target:
            target.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            guards = _without_guards(target)
            for table in reversed(Base.metadata.sorted_tables):
                target.execute(table.delete())
            for table in Base.metadata.sorted_tables:
                _copy(table, source, target)
            for guard in guards:
                target.exec_driver_sql(guard)
            target.commit()
        with file.bare() as connection:
            connection.execute("PRAGMA journal_mode=DELETE")


def _without_guards(target: Connection) -> list[str]:
    """Take the triggers away, which refuse what a copy must do; return how they are made again."""
    found = target.exec_driver_sql(_TRIGGERS).all()
    for name, _ in found:
        target.exec_driver_sql(f'DROP TRIGGER "{name}"')
    return [sql for _, sql in found]


def _copy(table: Table, source: Connection, target: Connection) -> None:
    rows = source.execute(select(table)).mappings()
    while part := rows.fetchmany(_AT_ONCE):
        target.execute(table.insert(), [dict(row) for row in part])
    if _figures(table, source) != _figures(table, target):
        raise DatabaseError(
            translate("backup", "De tabel {name} kwam niet heel over; er werd niets bewaard. Probeer opnieuw.").format(
                name=table.name
            )
        )


def _figures(table: Table, connection: Connection) -> tuple[int, ...]:
    numbers = [column for column in table.columns if type(column.type) is Integer]
    row = connection.execute(select(func.count(), *(func.sum(column) for column in numbers)).select_from(table)).one()
    return tuple(int(value or 0) for value in row)


def server_head(database: db.Database) -> tuple[str, int]:
    """Return the newest entry of a server's trace: its hash and its number. Raises DatabaseError."""
    with engines.plain_errors(database), database.engine.connect() as connection:
        row = connection.execute(text("SELECT hash, id FROM audit_entry ORDER BY id DESC LIMIT 1")).first()
    return (str(row[0]), int(row[1])) if row else ("", 0)
