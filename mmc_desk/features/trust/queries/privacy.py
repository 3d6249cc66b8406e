"""One person's file, and the erasures asked and done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.model import Base
from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.people.model import Person
from mmc_desk.features.trust.model import Erasure
from mmc_desk.features.trust.queries.keys import Keys, by_table, keys_of, mentioned
from mmc_desk.features.trust.queries.trace import Question, TraceRow, trace


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Everything the desk holds about a person: rows by table with their columns, and the trace of all time."""

    person_id: int
    name: str
    made_at: datetime
    tables: Mapping[str, Sequence[Mapping[str, Any]]]
    trace: Sequence[TraceRow]
    desk: str
    practice: bool


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """An erasure; `done_at` None is one that waits for somebody else's approval."""

    erasure_id: int
    person_id: int
    name: str
    reason: str
    asked_by: str
    asked_at: datetime
    approved_by: str
    done_at: datetime | None
    destroyed: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PaperHead:
    """What every paper bears: whose it is, and whether it is practice."""

    desk: str
    practice: bool


def paper_head(session: Session) -> PaperHead:
    """Return what a destruction list bears at its head."""
    return PaperHead(desk_name(session), is_practice(session))


def person_file(session: Session, person_id: int) -> PersonFile:
    """Return all that refers to a person (art. 15 and 20 GDPR). Raises NoResultFound for nobody."""
    person = session.get_one(Person, person_id)
    everything = Question(person_id, date(1900, 1, 1), clock.today(), is_their_file=True)
    return PersonFile(
        person_id,
        f"{person.last_name} {person.first_name}".strip(),
        clock.now(),
        _tables(session, keys_of(session, person_id)),
        trace(session, everything),
        desk_name(session),
        is_practice(session),
    )


def _tables(session: Session, keys: Keys) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return the rows that are theirs, and of others' rows that mention them what may be told, as `table.column`."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    mentions = mentioned(session, keys)
    for name, personal in by_table().items():
        if keys.get(name):
            columns = [column.name for column in Base.metadata.tables[name].columns]
            found[name] = _rows(session, name, keys[name], set(columns) - personal.withheld - {"version"})
        for mention in personal.mentions:
            ids = mentions.get((name, mention))
            if ids and mention.shown:
                found[f"{name}.{mention.column}"] = _rows(session, name, ids, set(mention.shown))
    return found


def _rows(session: Session, name: str, ids: frozenset[int], shown: set[str]) -> list[Mapping[str, Any]]:
    table = Base.metadata.tables[name]
    columns = [column for column in table.columns if column.name in shown]
    found = session.execute(select(*columns).where(table.c.id.in_(ids)).order_by(table.c.id)).mappings()
    return [dict(row) for row in found]


def erasures(session: Session) -> tuple[ErasureRow, ...]:
    """Return every erasure, what waits first."""
    query = select(Erasure, Person.last_name, Person.first_name).outerjoin(Person, Person.id == Erasure.person_id)
    found = [
        ErasureRow(
            one.id,
            one.person_id,
            f"{last or ''} {first or ''}".strip(),
            one.reason,
            one.asked_by,
            one.asked_at,
            one.approved_by,
            one.done_at,
            tuple((name, count) for name, count in one.destroyed),
        )
        for one, last, first in session.execute(query)
    ]
    return tuple(sorted(found, key=lambda row: (row.done_at is not None, row.asked_at, row.erasure_id)))
