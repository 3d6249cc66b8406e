"""What the trace says about one person, and the persons to ask it of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.model import AuditEntry
from mmc_desk.features.people.model import Person
from mmc_desk.features.trust.queries.keys import Keys, all_of, by_table, is_about, keys_of


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
    """Who saw or changed a person on these days, both included; `leaving` adds what was printed and saved then.

    `is_their_file`: the person reads it, so what rows of others say is left out but for what may be told.
    """

    person_id: int
    first: date
    last: date
    leaving: bool = False
    is_their_file: bool = False


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
    theirs = keys_of(session, question.person_id)
    keys = all_of(session, theirs)
    first = clock.at(question.first, time.min)
    last = clock.at(question.last + timedelta(days=1), time.min)
    query = select(AuditEntry).where(AuditEntry.at >= first, AuditEntry.at < last).order_by(AuditEntry.id.desc())
    found = (_row(entry, keys, question, theirs) for entry in session.scalars(query))
    return tuple(row for row in found if row is not None)


def _row(entry: AuditEntry, keys: Keys, question: Question, theirs: Keys) -> TraceRow | None:
    rows = [row for row in entry.rows if isinstance(row, dict) and "table" in row]
    mine = [row for row in rows if is_about(row, keys)]
    if mine:
        deed = Deed.CHANGED if any(row["values"] for row in mine) else Deed.SEEN
    elif question.leaving and any(isinstance(row, dict) and "left" in row for row in entry.rows):
        deed = Deed.LEFT
    else:
        return None
    told = [_may_be_told(row, theirs) for row in mine] if question.is_their_file else mine
    details = tuple(line for row in told for line in _lines(row))
    return TraceRow(entry.id, entry.at, entry.actor, entry.desk, deed, entry.label, details)


def _may_be_told(row: Mapping[str, Any], theirs: Keys) -> Mapping[str, Any]:
    """Return a row of an entry as the person may read it."""
    personal = by_table()[row["table"]]
    if is_about(row, theirs, mentions=False):
        hidden = personal.withheld
        return {**row, "values": {name: pair for name, pair in row["values"].items() if name not in hidden}}
    shown = {name for mention in personal.mentions for name in mention.shown}
    return {**row, "values": {name: pair for name, pair in row["values"].items() if name in shown}}


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    for name, (before, after) in row["values"].items():
        yield f"{row['table']}.{name}: {_shown(before)} → {_shown(after)}"


def _shown(value: object) -> str:
    return "–" if value is None or value in ("", []) else str(value)
