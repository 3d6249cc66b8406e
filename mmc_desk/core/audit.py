"""The trace: one entry per write, in the write's own transaction, with the values before and after.

Of a file kept in the database the trace bears the digest, not the bytes.
"""

import functools
import getpass
import hashlib
import platform
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Insert, insert
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.changes import Changes, RowChange
from mmc_desk.core.model import AuditEntry


def record(session: Session, changes: Changes) -> None:
    """Add the entry of one write to its transaction; a write that changed nothing leaves none."""
    if not changes:
        return
    entry = {
        "at": clock.now(),
        "actor": actor(),
        "desk": desk(),
        "label": changes.label,
        "rows": [_entry_row(row) for row in changes.rows] or sorted(changes.extra_topics),
    }
    session.execute(_new_entry(), entry)


@functools.cache
def _new_entry() -> Insert:
    return insert(AuditEntry)


def actor() -> str:
    """Return who is at the desk, as the system knows them; "?" for an account without a name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name: a container, a service
        return "?"


def desk() -> str:
    """Return the name of this machine."""
    return platform.node()


def _entry_row(row: RowChange) -> dict[str, Any]:
    before, after = row.before or {}, row.after or {}
    return {
        "table": row.table,
        "id": row.key,
        "values": {name: [_plain(before.get(name)), _plain(after.get(name))] for name in sorted(row.changed_columns())},
    }


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON's own types
    if isinstance(value, bytes):
        return f"sha256:{hashlib.sha256(value).hexdigest()} ({len(value)} bytes)"
    return value.isoformat() if isinstance(value, date | datetime | time) else value
