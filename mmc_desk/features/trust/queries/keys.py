"""Which rows are a person's, by what the features declare of their tables (core.personal)."""

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import JSON, Column, Enum, LargeBinary, String, Table, select
from sqlalchemy.orm import Session

from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base
from mmc_desk.core.personal import Lead, Mention, Personal
from mmc_desk.features import load_personal

Keys = Mapping[str, frozenset[int]]
"""Rows by table."""

PERSON = "person"


def keys_of(session: Session, *person_ids: int) -> Keys:
    """Return the rows of persons: those of the members, drivers, volunteers and participants they are, and theirs."""
    keys: dict[str, set[int]] = defaultdict(set, {PERSON: set(person_ids)})
    known = -1
    while known != (known := sum(map(len, keys.values()))):
        for _, personal in load_personal():
            for name, found in _reached(session, personal, keys):
                keys[name].update(found)
    return {name: frozenset(found) for name, found in keys.items() if found}


def mentioned(session: Session, keys: Keys) -> Mapping[tuple[str, Mention], frozenset[int]]:
    """Return the rows that are somebody else's and name the person of these keys, by table and how they do."""
    found = {
        (personal.table, mention): frozenset(session.scalars(query)) - keys.get(personal.table, frozenset())
        for _, personal in load_personal()
        for mention in personal.mentions
        for query in _leading(personal, Lead(mention.column, mention.table), keys)
    }
    return {name: rows for name, rows in found.items() if rows}


def all_of(session: Session, keys: Keys) -> Keys:
    """Return the rows of these keys with those that only mention the person."""
    together = {name: set(found) for name, found in keys.items()}
    for (name, _), found in mentioned(session, keys).items():
        together.setdefault(name, set()).update(found)
    return {name: frozenset(found) for name, found in together.items()}


def told_to(session: Session, keys: Keys) -> Keys:
    """Return what mails may be about that carry these rows in a file: the drivers of rides, the noons of bookings."""
    found: dict[str, set[int]] = defaultdict(set)
    for _, personal in load_personal():
        for lead in personal.told_to:
            found[lead.table].update(_pointed_at(session, personal, lead, keys))
    return {name: frozenset(rows) for name, rows in found.items()}


def _reached(session: Session, personal: Personal, keys: Mapping[str, Any]) -> Iterator[tuple[str, set[int]]]:
    for lead in personal.leads:
        for query in _leading(personal, lead, keys):
            yield personal.table, set(session.scalars(query))
    for lead in personal.onward:
        yield lead.table, _pointed_at(session, personal, lead, keys)


def _pointed_at(session: Session, personal: Personal, lead: Lead, keys: Mapping[str, Any]) -> set[int]:
    table, ids = Base.metadata.tables[personal.table], keys.get(personal.table)
    if not ids:
        return set()
    return set(session.scalars(select(table.c[lead.column]).where(table.c.id.in_(ids)))) - {None}


def _leading(personal: Personal, lead: Lead, keys: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the queries for the rows that lead to one of the keys."""
    table: Table = Base.metadata.tables[personal.table]
    column = table.c[lead.column]
    if not lead.named_by:
        if keys.get(lead.table):
            yield select(table.c.id).where(column.in_(keys[lead.table]))
        return
    for name, ids in sorted(keys.items()):
        if ids:
            yield select(table.c.id).where(table.c[lead.named_by] == name, column.in_(ids))


def is_about(row: Mapping[str, Any], keys: Keys, *, mentions: bool = True) -> bool:
    """Tell whether a row of an entry of the trace is the person's; one that is gone shows whose it was by its leads.

    Without `mentions` what is somebody else's and only names the person is not.
    """
    if row["id"] in keys.get(row["table"], ()):
        return True
    personal = by_table().get(row["table"])
    if personal is None:
        return False
    leads: tuple[Lead | Mention, ...] = (*personal.leads, *(personal.mentions if mentions else ()))
    return any(value in keys.get(lead.table, ()) for lead in leads for value in row["values"].get(lead.column, ()))


@functools.cache
def by_table() -> Mapping[str, Personal]:
    """Return what is declared of each table with rows of persons."""
    return {personal.table: personal for _, personal in load_personal()}


def gone() -> str:
    """Return what stands where a name was."""
    return translate("trust", "(gewist)")


def emptied_columns(personal: Personal) -> Iterator[Column[Any]]:
    """Yield the columns of a person's row that go: texts, files and lists that aren't kept, and what is named."""
    kept = personal.kept | personal.kept_if_shared
    for column in Base.metadata.tables[personal.table].columns:
        if column.name in personal.emptied or (is_text(column) and column.name not in kept):
            yield column


def is_text(column: Column[Any]) -> bool:
    """Tell whether a column takes what people write, or a file."""
    return isinstance(column.type, String | JSON | LargeBinary) and not isinstance(column.type, Enum)
