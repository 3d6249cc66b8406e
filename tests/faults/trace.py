"""S4: one entry of the trace edited, taken out, moved or cut off, each time another; how many are found.

`python -m tests.faults.trace [--n 500] [--seed 1]` prints one line of JSON and ends with 1 when one wasn't.
"""

import argparse
import functools
import json
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from mmc_desk.core import audit, db, migrate

EDITS = ("at", "actor", "desk", "label", "rows", "prev", "hash", "id", "delete", "swap", "truncate", "rehash")
_ENTRIES = 40
_TRIGGERS = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('audit_entry', 'audit_head')"
_COLUMNS = "at, actor, desk, label, rows, prev, hash"


def meddle(connection: sqlite3.Connection, edit: str, entry: int) -> None:
    """Do what somebody who knows SQLite could do to one entry: first the triggers go."""
    _without_triggers(connection)
    if edit == "delete":
        connection.execute("DELETE FROM audit_entry WHERE id = ?", (entry,))
    elif edit == "truncate":
        connection.execute("DELETE FROM audit_entry WHERE id >= ?", (entry,))
    elif edit == "swap":
        _swap(connection, entry, entry + 1)
    elif edit == "rehash":
        _edit_and_hash(connection, entry)
    elif edit == "id":
        connection.execute("UPDATE audit_entry SET id = 1000 WHERE id = ?", (entry,))
    else:
        changed = "2020-01-01 00:00:00.000000" if edit == "at" else "[]" if edit == "rows" else "x"
        connection.execute(f"UPDATE audit_entry SET {edit} = ? WHERE id = ?", (changed, entry))  # noqa: S608 - of EDITS


def cut_off(connection: sqlite3.Connection, last: int) -> None:
    """Leave nothing after the entry `last`, and take the head back too: the chain is whole in itself."""
    _without_triggers(connection)
    connection.execute("DELETE FROM audit_entry WHERE id > ?", (last,))
    kept = "coalesce((SELECT hash FROM audit_entry WHERE id = ?), '')"
    connection.execute(f"UPDATE audit_head SET entry = ?, hash = {kept}", (last, last))  # noqa: S608 - of our own


def _without_triggers(connection: sqlite3.Connection) -> None:
    for (name,) in connection.execute(_TRIGGERS).fetchall():
        connection.execute(f"DROP TRIGGER {name}")


def _swap(connection: sqlite3.Connection, one: int, other: int) -> None:
    query = f"SELECT {_COLUMNS} FROM audit_entry WHERE id = ?"  # noqa: S608 - our own names
    change = f"UPDATE audit_entry SET ({_COLUMNS}) = (?, ?, ?, ?, ?, ?, ?) WHERE id = ?"  # noqa: S608 - our own names
    first, second = (connection.execute(query, (entry,)).fetchone() for entry in (one, other))
    connection.execute(change, (*first, other))
    connection.execute(change, (*second, one))


def _edit_and_hash(connection: sqlite3.Connection, entry: int) -> None:
    """Change the label and make the entry's own hash anew: the next one, or the head, still knows the old."""
    query = "SELECT prev, id, at, actor, desk, rows FROM audit_entry WHERE id = ?"
    prev, number, at, actor, desk, rows = connection.execute(query, (entry,)).fetchone()
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    made = audit._hash(prev, number, instant, (actor, desk, "x"), rows)
    connection.execute("UPDATE audit_entry SET label = 'x', hash = ? WHERE id = ?", (made, entry))


def found_share(folder: Path, number: int, dice: random.Random) -> tuple[int, list[str]]:
    """Meddle `number` times with a copy of one trace; return how often it was found, and what wasn't."""
    whole = folder / "whole.db"
    with migrate.create(str(whole)) as database:
        for place in range(_ENTRIES):
            rows = [{"table": "person", "id": place, "values": {"phone": ["", f"+3247{place:07}"]}}]
            database.write(functools.partial(audit.add, label="Gewijzigd", rows=rows))
    found, missed = 0, []
    for turn in range(number):
        path = folder / "copy.db"
        shutil.copyfile(whole, path)
        edit, entry = EDITS[turn % len(EDITS)], dice.randint(1, _ENTRIES - 1)
        with sqlite3.connect(path) as connection:
            meddle(connection, edit, entry)
        connection.close()
        with db.connect(str(path)) as database:
            is_found = bool(database.read(lambda session: list(audit.breaches(session))))
        found += is_found
        missed += [] if is_found else [f"{edit} {entry}"]
    return found, missed


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the share."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found, missed = found_share(Path(folder), given.n, random.Random(given.seed))  # noqa: S311 - no secret
    told = {"test": "S4", "what": "audit meddled with", "n": given.n, "found": found, "missed": missed}
    sys.stdout.write(f"{json.dumps(told)}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
