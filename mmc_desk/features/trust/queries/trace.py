"""What the trace says about one person, and the persons to ask it of."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.model import AuditEntry, Base
from mmc_desk.features.people.model import Person

Keys = Mapping[str, frozenset[int]]
"""The rows that are a person's, by table."""

_ROLES = ("member", "driver", "volunteer", "participant")
"""What a person is here: what refers to one of these is about the person too."""


class Deed(StrEnum):
    """What somebody did with a person's data."""

    SEEN = "seen"
    CHANGED = "changed"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person to ask about."""

    person_id: int
    name: str
    born_on: date | None


@dataclass(frozen=True, slots=True)
class Question:
    """Who saw or changed a person on these days, both included; `leaving` adds what was printed and saved then."""

    person_id: int
    first: date
    last: date
    leaving: bool = False


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One entry of the trace that is about the person. `details` are lines of table, field, old → new."""

    entry: int
    at: datetime
    actor: str
    desk: str
    deed: Deed
    label: str
    details: tuple[str, ...]


def persons(session: Session) -> tuple[PersonRow, ...]:
    """Return everybody the desk knows, by name."""
    query = select(Person.id, Person.last_name, Person.first_name, Person.born_on).order_by(
        Person.last_name, Person.first_name, Person.id
    )
    return tuple(PersonRow(key, f"{last} {first}".strip(), born) for key, last, first, born in session.execute(query))


def trace(session: Session, question: Question) -> tuple[TraceRow, ...]:
    """Return what the trace says about a person, the last deed first."""
    keys = keys_of(session, question.person_id)
    first = clock.at(question.first, time.min)
    last = clock.at(question.last + timedelta(days=1), time.min)
    query = select(AuditEntry).where(AuditEntry.at >= first, AuditEntry.at < last).order_by(AuditEntry.id.desc())
    found = (_row(entry, keys, leaving=question.leaving) for entry in session.scalars(query))
    return tuple(row for row in found if row is not None)


def keys_of(session: Session, person_id: int) -> Keys:
    """Return the rows that are a person's: what refers to the person, and to the member, driver or volunteer it is."""
    keys: dict[str, set[int]] = defaultdict(set, {"person": {person_id}})
    for table, column in _references("person"):
        keys[table.name].update(session.scalars(select(table.c.id).where(table.c[column] == person_id)))
    for role in _ROLES:
        for table, column in _references(role):
            if table.name not in _ROLES and keys[role]:  # a partner is somebody else
                query = select(table.c.id).where(table.c[column].in_(keys[role]))
                keys[table.name].update(session.scalars(query))
    return {name: frozenset(found) for name, found in keys.items() if found}


def _references(name: str) -> Iterator[tuple[Table, str]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == name for key in column.foreign_keys):
                yield table, column.name


def _row(entry: AuditEntry, keys: Keys, *, leaving: bool) -> TraceRow | None:
    rows = [row for row in entry.rows if isinstance(row, dict) and "table" in row]
    mine = [row for row in rows if is_about(row, keys)]
    if mine:
        deed = Deed.CHANGED if any(row["values"] for row in mine) else Deed.SEEN
    elif leaving and any(isinstance(row, dict) and "left" in row for row in entry.rows):
        deed = Deed.LEFT
    else:
        return None
    details = tuple(line for row in mine for line in _lines(row))
    return TraceRow(entry.id, entry.at, entry.actor, entry.desk, deed, entry.label, details)


def is_about(row: Mapping[str, Any], keys: Keys) -> bool:
    """Tell whether a row of an entry is the person's; one that is gone shows whose it was by what it referred to."""
    if row["id"] in keys.get(row["table"], ()):
        return True
    table = Base.metadata.tables.get(row["table"])
    if table is None:
        return False
    return any(
        value in keys.get(key.column.table.name, ())
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in {"person", *_ROLES}
        for value in row["values"].get(column.name, ())
    )


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    for name, (before, after) in row["values"].items():
        yield f"{row['table']}.{name}: {_shown(before)} → {_shown(after)}"


def _shown(value: object) -> str:
    return "–" if value in {None, ""} else str(value)
