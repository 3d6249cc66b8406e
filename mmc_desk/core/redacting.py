"""Taking what is personal out of what is only ever added to: for an erasure, and nothing else.

Danger: the tables' own guards stand aside meanwhile, in this transaction alone. On a server only the owner can.
"""

import contextlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from mmc_desk.core import audit
from mmc_desk.core.model import AuditEntry, Base

_GUARDS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = :table AND name LIKE '%no_UPDATE'"


@contextlib.contextmanager
def open_for_erasing(session: Session, table: str) -> Iterator[None]:
    """Let an append-only table of ours be updated."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        yield
        connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
        return
    guards = connection.execute(text(_GUARDS), {"table": table}).all()
    for name, _ in guards:
        connection.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _, sql in guards:
        connection.exec_driver_sql(sql)


def redact(session: Session, label: str, changed: Mapping[int, tuple[str, list[Any]]]) -> None:
    """Put other labels and rows in entries of the trace, by number, and note in a new one what was left there."""
    table = Base.metadata.tables[AuditEntry.__tablename__]
    with open_for_erasing(session, table.name):
        for number, (shown, rows) in changed.items():
            session.connection().execute(update(table).where(table.c.id == number).values(label=shown, rows=rows))
    left = {str(number): audit.left_over(shown, json.dumps(rows)) for number, (shown, rows) in changed.items()}
    audit.add(session, label, [{audit.REDACTED: left}])
