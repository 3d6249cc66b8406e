"""The trace: one entry per write, in the write's own transaction, with the values before and after.

Of a file kept in the database the trace bears the digest, not the bytes. Every entry is hashed together with the hash
of the one before it, and the last hash is kept apart (audit_head) and in every backup's manifest: an entry that was
edited, taken out, moved or cut off shows. Danger: who can write in the file can also make a new chain; only a head
that was kept elsewhere (`Head`, `missing`) tells that.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import Text, cast, insert, select, update
from sqlalchemy.orm import Session

from mmc_desk.core import access, clock, occupant
from mmc_desk.core.changes import Changes, RowChange
from mmc_desk.core.formats import show_number
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import AuditEntry, AuditHead, Base


class Head(NamedTuple):
    """The last entry of a trace and its hash: who keeps this elsewhere can tell whether the trace is still that one.

    Entry 0 is a trace without entries.
    """

    entry: int
    hash: str


_LOCKED_HEAD = select(AuditHead.entry, AuditHead.hash).with_for_update()
_NEW_ENTRY = insert(Base.metadata.tables[AuditEntry.__tablename__])
_NEW_HEAD = update(Base.metadata.tables[AuditHead.__tablename__])
_ENTRIES = select(
    *(AuditEntry.id, AuditEntry.at, AuditEntry.actor, AuditEntry.desk, AuditEntry.label),
    cast(AuditEntry.rows, Text).label("text"),
    *(AuditEntry.prev, AuditEntry.hash),
).order_by(AuditEntry.id)


def record(session: Session, changes: Changes) -> str:
    """Add the entry of one write to its transaction and return its hash; without a change there is none ("")."""
    if not changes:
        return ""
    return add(session, changes.label, [_entry_row(row) for row in changes.rows] or sorted(changes.extra_topics))


def add(session: Session, label: str, rows: list[Any]) -> str:
    """Add one entry to the trace and return its hash, which no other entry has.

    On a server the head's row makes desks wait for each other, until they commit.
    """
    connection = session.connection()  # past the session, which asks more of each statement than these cost
    before = Head._make(connection.execute(_LOCKED_HEAD).one())
    number, at = before.entry + 1, clock.now()
    words = (actor(session), occupant.machine(), label)
    digest = _hash(before.hash, number, at, words, json.dumps(rows))
    entry = {"id": number, "at": at, "rows": rows, "prev": before.hash, "hash": digest}
    connection.execute(_NEW_ENTRY, entry | dict(zip(("actor", "desk", "label"), words, strict=True)))
    connection.execute(_NEW_HEAD, {"entry": number, "hash": digest})
    return digest


def is_kept(session: Session, entry: str) -> bool:
    """Tell whether the entry with this hash was committed, waiting for whoever is writing one now."""
    session.execute(_LOCKED_HEAD)
    return session.scalar(select(AuditEntry.id).where(AuditEntry.hash == entry)) is not None


def add_seen(session: Session, label: str, table: str, key: int) -> None:
    """Note that somebody looked at a record; `label` says at what of it."""
    add(session, label, [{"table": table, "id": key, "values": {}}])


def add_left(session: Session, label: str, name: str) -> None:
    """Note that something was printed, or saved as a file, and so left the program."""
    add(session, label[:300], [{"left": name}])


def add_left_once(session: Session, label: str, name: str, number: str) -> None:
    """Note what left while the server was away, unless the trace has it: whoever wrote it may have been cut off since.

    `number` is the line's own.
    """
    rows = [{"left": name, "line": number}]
    session.execute(_LOCKED_HEAD)
    known = select(AuditEntry.id).where(cast(AuditEntry.rows, Text) == json.dumps(rows))
    if session.scalars(known).first() is None:
        add(session, label[:300], rows)


def _hash(prev: str, number: int, at: datetime, words: tuple[str, ...], rows: str) -> str:
    """Return the hash of an entry: who, from which desk, what, and the JSON of the rows as it is stored.

    Danger: released databases hold these; another way of hashing is another column.
    """
    instant = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"
    return hashlib.sha256(f"{json.dumps([prev, number, instant, *words])}{rows}".encode()).hexdigest()


def head(session: Session) -> Head:
    """Return the head of the trace: what a backup's manifest keeps."""
    return Head._make(session.execute(select(AuditHead.entry, AuditHead.hash)).one())


def missing(session: Session, kept: Head) -> bool:
    """Tell whether a head that was kept elsewhere is no part of this trace: it was cut off or made anew since."""
    if not kept.entry:
        return False
    return session.scalar(select(AuditEntry.hash).where(AuditEntry.id == kept.entry)) != kept.hash


def begun(session: Session) -> datetime | None:
    """Return when the first entry was written; None for a trace without entries."""
    return session.scalar(select(AuditEntry.at).order_by(AuditEntry.id).limit(1))


class Restore(NamedTuple):
    """A mark in the trace: from `entry` on it goes on from a backup, which was put back at that instant."""

    entry: int
    at: datetime


RESTORED = "restore"
"""The topic that a restore notes, in a write of its own: the mark."""


def restores(session: Session) -> list[Restore]:
    """Return where in the trace a backup was put back."""
    marks = select(AuditEntry.id, AuditEntry.at).where(cast(AuditEntry.rows, Text) == json.dumps([RESTORED]))
    return [Restore._make(row) for row in session.execute(marks.order_by(AuditEntry.id))]


_AT_ONCE = 200
"""Entries read at once: an import of ten thousand rows is one of some megabytes."""


def breaches(session: Session) -> Iterator[str]:
    """Yield in Dutch what was meddled with: entries that aren't what was written, missing or moved ones.

    What an erasure took out of an entry is no breach: a later entry says of it what was left there (core.redacting).
    """
    last = Head(0, "")
    changed: dict[int, str] = {}
    for entry in session.execute(_ENTRIES.execution_options(yield_per=_AT_ONCE)):
        if entry.prev != last.hash:
            yield translate(
                "audit", "Vóór regel {number} van het spoor ontbreekt een regel, of de volgorde werd gewijzigd."
            ).format(number=show_number(entry.id))
            return
        words = (entry.actor, entry.desk, entry.label)
        if _hash(entry.prev, entry.id, entry.at, words, entry.text) != entry.hash:
            changed[entry.id] = left_over(entry.label, entry.text)
        elif REDACTED in entry.text:
            _take_out(changed, entry.text)
        last = Head(entry.id, entry.hash)
    for number in sorted(changed)[:_MOST_TOLD]:
        text = translate("audit", "Regel {number} van het spoor is niet meer wat er geschreven werd.")
        yield text.format(number=show_number(number))
    if last != head(session):
        yield translate("audit", "De laatste regels van het spoor ontbreken: het stopt na regel {number}.").format(
            number=show_number(last.entry)
        )


REDACTED = "redacted"
"""The key of what an erasure left in earlier entries: their numbers with `left_over`."""

_MOST_TOLD = 20


def left_over(label: str, rows: str) -> str:
    """Return the digest of what an erasure left of an entry."""
    return hashlib.sha256(f"{json.dumps(label)}{rows}".encode()).hexdigest()


def _take_out(changed: dict[int, str], rows: str) -> None:
    """Drop the entries that an erasure accounts for."""
    for row in json.loads(rows):
        if isinstance(row, dict):
            for number, digest in row.get(REDACTED, {}).items():
                if changed.get(int(number)) == digest:
                    del changed[int(number)]


def actor(session: Session | None = None) -> str:
    """Return who signed in, else who is at the desk as the system knows them; "?" for an account without a name."""
    signed_in = None if session is None else access.of(session)
    if signed_in is not None:
        return signed_in.who.name
    return occupant.login()


_SECRET = "password"  # noqa: S105 - the name of a column
"""Of this column the trace tells that it changed, and nothing more."""


def _entry_row(row: RowChange) -> dict[str, Any]:
    before, after = row.before or {}, row.after or {}
    return {
        "table": row.table,
        "id": row.key,
        "values": {
            name: ["", "•••"] if name == _SECRET else [_plain(before.get(name)), _plain(after.get(name))]
            for name in sorted(row.changed_columns())
        },
    }


_PLAIN = frozenset({str, int, bool, float})
"""Most values by far: every save waits for these questions."""


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON's own types
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, bytes):
        return f"sha256:{hashlib.sha256(value).hexdigest()} ({len(value)} bytes)"
    return value.isoformat() if isinstance(value, date | datetime | time) else value
