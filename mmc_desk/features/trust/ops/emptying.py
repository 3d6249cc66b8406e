"""Taking a person out of the database: what the figures need stays, which is keys, days, villages, kilometres.

What each table loses is declared by its feature (core.personal): everything of a person that is text goes, unless it
is declared to tell nothing of them. What was written about them in the trace, the ride book and mail goes too. None of
it passes through the session's objects, so that the trace doesn't get what is erased.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    LargeBinary,
    Table,
    Text,
    cast,
    delete,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from mmc_desk.core.formats import show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import AuditEntry, Base
from mmc_desk.core.personal import Fate, Mention, Personal
from mmc_desk.core.recording import note_topic
from mmc_desk.core.redacting import open_for_erasing, redact
from mmc_desk.features import load_personal
from mmc_desk.features.people.model import Person, Place
from mmc_desk.features.trust.queries.keys import (
    PERSON,
    Keys,
    by_table,
    emptied_columns,
    gone,
    is_about,
    is_text,
    keys_of,
    mentioned,
    told_to,
)
from mmc_desk.features.trust.queries.retention import Expired

_NOT_SWEPT = frozenset({"account", "audit_entry", "audit_head"})
"""Staff, and the trace, which has a way of its own."""

_SHORTEST = 4
"""A shorter text ("ok", "Bo") stands in too many places to be looked for."""


class _Words(NamedTuple):
    """What to look for: `theirs` in what is the person's; `alone`, which nobody else is called or has, everywhere."""

    theirs: re.Pattern[str]
    alone: re.Pattern[str]


Mentions = Mapping[tuple[str, Mention], frozenset[int]]


def erase(session: Session, *person_ids: int) -> Counter[str]:
    """Take out what is personal of some and return how many rows of each table lost it. Once more changes nothing."""
    keys = keys_of(session, *person_ids)
    mentions, files, words = mentioned(session, keys), told_to(session, keys), _words(session, keys)
    destroyed: Counter[str] = Counter()
    for _, personal in load_personal():
        destroyed += _empty(session, personal, keys.get(personal.table, frozenset()), words)
        destroyed += _empty_mentions(session, personal, mentions)
    destroyed += _empty_files(session, files)
    kept = {personal.table for _, personal in load_personal() if personal.fate is Fate.KEPT}
    for table in Base.metadata.sorted_tables:
        if table.name not in _NOT_SWEPT | kept:
            destroyed += _sweep(session, table, words.alone)
    destroyed += _empty_trace(session, keys, mentions, words)
    note_topic(session, *Base.metadata.tables)
    return destroyed


# --- What is looked for


def _words(session: Session, keys: Keys) -> _Words:
    theirs, alone = _sought(session, keys)
    last: set[str] = set()
    rare: set[str] = set()
    others = Person.id.not_in(keys[PERSON])
    for person in session.scalars(select(Person).where(Person.id.in_(keys[PERSON]), Person.last_name != gone())):
        names = _names(person)
        surname = {person.last_name, person.last_name.upper()}
        theirs, last = theirs | names, last | surname
        if _is_only(session, others, last_name=person.last_name, first_name=person.first_name):
            alone |= names
        if _is_only(session, others, last_name=person.last_name) and not _is_place(session, person.last_name):
            rare |= surname
    return _Words(_pattern(theirs, last), _pattern(alone, rare))


def _names(person: Person) -> set[str]:
    first, last = person.first_name, person.last_name
    return {f"{last} {first}", f"{first} {last}", f"{last}, {first}"}


def _is_place(session: Session, name: str) -> bool:
    return session.scalars(select(Place.id).where(Place.name == name)).first() is not None


def _is_only(session: Session, but: Any, **names: str) -> bool:  # noqa: ANN401 - a condition
    return session.scalars(select(Person.id).filter_by(**names).where(but)).first() is None


def _sought(session: Session, keys: Keys) -> tuple[set[str], set[str]]:
    """Return what identifies the person in the columns that do, and what of that nobody else has."""
    theirs: set[str] = set()
    shared: set[str] = set()
    for _, personal in load_personal():
        table, ids = Base.metadata.tables[personal.table], keys.get(personal.table, frozenset())
        for column in (table.c[name] for name in personal.sought):
            found = set(session.scalars(select(column).where(table.c.id.in_(ids))))
            theirs |= found
            shared |= set(session.scalars(select(column).where(column.in_(found), table.c.id.not_in(ids))))
    return _as_written(theirs), _as_written(theirs - shared)


def _as_written(values: Iterable[str]) -> set[str]:
    """Return values with the ways in which letters and notes write them: a phone with spaces, an IBAN by fours."""
    found = {value for value in values if value}
    by_fours = {" ".join(value[place : place + 4] for place in range(0, len(value), 4)) for value in found}
    return found | {show_phone(value) for value in found} | by_fours


def _pattern(words: Iterable[str], exact: Iterable[str] = ()) -> re.Pattern[str]:
    """Return what finds whole words, the longest first: `exact` ones only as they are written."""
    any_case = [f"(?i:{text})" for text in _escaped(words)]
    found = "|".join([*any_case, *_escaped(exact)])
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)" if found else r"(?!)")


def _escaped(words: Iterable[str]) -> Iterator[str]:
    long = {word.strip() for word in words if len(word.strip()) >= _SHORTEST}
    return (re.escape(word) for word in sorted(long, key=lambda word: (-len(word), word)))


# --- What goes


def nothing(column: Column[Any]) -> Any:  # noqa: ANN401 - the column's own type
    """Return what a column holds when it is emptied."""
    if isinstance(column.type, JSON):
        return []
    if column.nullable:
        return None
    return b"" if isinstance(column.type, LargeBinary) else ""


def _empty(session: Session, personal: Personal, ids: frozenset[int], words: _Words) -> Counter[str]:
    table = Base.metadata.tables[personal.table]
    if not ids or personal.fate is Fate.KEPT:
        return Counter()
    if personal.fate is Fate.DELETED:
        return Counter({table.name: _count(session, delete(table).where(table.c.id.in_(ids)))})
    if personal.fate is Fate.PSEUDONYM:
        return _sweep(session, table, words.theirs, ids)
    alone = max((_empty_alone(session, table.c[name], ids) for name in personal.kept_if_shared), default=0)
    values = {column.name: nothing(column) for column in emptied_columns(personal)}
    if table.name == PERSON:
        values["last_name"] = gone()
    return _update(session, personal, ids, values) if values else Counter({table.name: alone})


def _update(session: Session, personal: Personal, ids: Iterable[int], values: Mapping[str, Any]) -> Counter[str]:
    table = Base.metadata.tables[personal.table]
    full = or_(*(_isnt(table.c[name], value) for name, value in values.items()))
    statement = update(table).where(table.c.id.in_(ids), full).values(dict(values))
    if not personal.append_only:
        return Counter({table.name: _count(session, statement)})
    with open_for_erasing(session, table.name):
        return Counter({table.name: _count(session, statement)})


def _isnt(column: Column[Any], value: Any) -> ColumnElement[bool]:  # noqa: ANN401 - the column's own type
    if isinstance(column.type, JSON):  # a server can't compare it
        return cast(column, Text) != json.dumps(value)
    return column.is_distinct_from(value)


def _count(session: Session, statement: Any) -> int:  # noqa: ANN401 - an Update or a Delete
    return int(session.connection().execute(statement).rowcount)


def _empty_alone(session: Session, column: Column[Any], ids: frozenset[int]) -> int:
    """Empty a text where no other row says the same: a home, and not a hospital. Returns how many rows lost it."""
    table = column.table
    said = set(session.scalars(select(column).where(table.c.id.in_(ids)).distinct()))
    others = set(session.scalars(select(column).where(column.in_(said), table.c.id.not_in(ids)).distinct()))
    only = select(table.c.id).where(table.c.id.in_(ids), column.in_(said - others - {""}))
    return _count(session, update(table).where(table.c.id.in_(only)).values({column.name: ""}))


def _empty_mentions(session: Session, personal: Personal, mentions: Mentions) -> Counter[str]:
    done: Counter[str] = Counter()
    for mention in personal.mentions:
        ids = mentions.get((personal.table, mention))
        if ids and mention.emptied:
            done += _update(session, personal, ids, dict.fromkeys(mention.emptied, ""))
    return done


def _empty_files(session: Session, about: Keys) -> Counter[str]:
    """Empty the files that went along with mails to whoever had to know of the person: a roster, a list of guests."""
    mails, files = Base.metadata.tables["outgoing_mail"], Base.metadata.tables["mail_attachment"]
    done: Counter[str] = Counter()
    for name, ids in about.items():
        sent = select(mails.c.id).where(mails.c.about_table == name, mails.c.about_key.in_(ids))
        of_those = update(files).where(files.c.mail_id.in_(sent), files.c.content != b"").values(content=b"")
        done += Counter({files.name: _count(session, of_those)})
    return done


# --- What is written elsewhere


def _sweep(session: Session, table: Table, pattern: re.Pattern[str], ids: frozenset[int] | None = None) -> Counter[str]:
    """Take words out of every text of a table, or of some of its rows, what is only added to included."""
    columns = [column for column in table.columns if is_text(column) and not isinstance(column.type, LargeBinary)]
    if not columns:
        return Counter()
    query = select(table.c.id, *columns)
    changed = []
    for key, *values in session.execute(query if ids is None else query.where(table.c.id.in_(ids))):
        cleaned = [clean(value, pattern) for value in values]
        if cleaned != values:
            changed.append((key, dict(zip((column.name for column in columns), cleaned, strict=True))))
    if changed:
        with open_for_erasing(session, table.name):
            for key, cleaned_row in changed:
                session.connection().execute(update(table).where(table.c.id == key).values(cleaned_row))
    return Counter({table.name: len(changed)})


def clean(value: Any, pattern: re.Pattern[str]) -> Any:  # noqa: ANN401 - JSON's own types
    """Return a text, or the texts within JSON, without what the pattern finds."""
    if isinstance(value, dict):
        return {name: clean(inner, pattern) for name, inner in value.items()}
    if isinstance(value, list):
        return [clean(inner, pattern) for inner in value]
    return pattern.sub(gone(), value) if isinstance(value, str) else value


def _empty_trace(session: Session, keys: Keys, mentions: Mentions, words: _Words) -> Counter[str]:
    """Take the values out of entries about them, and their names out of all others."""
    changed: dict[int, tuple[str, list[Any]]] = {}
    for key, label, rows in session.execute(select(AuditEntry.id, AuditEntry.label, AuditEntry.rows)).all():
        cleaned = [_without_values(row, _traced_columns(row, keys, mentions)) for row in rows]
        is_theirs = any(_has_table(row) and is_about(row, keys) for row in rows)
        pattern = words.theirs if is_theirs else words.alone
        cleaned = clean(cleaned, pattern)
        if cleaned != rows or clean(label, pattern) != label:
            changed[key] = (clean(label, pattern), cleaned)
    if changed:
        erased = ", ".join(map(str, sorted(keys[PERSON])))
        redact(session, translate("trust", "Gewist: persoon {key}").format(key=erased)[:300], changed)
    return Counter({"audit_entry": len(changed)})


def _has_table(row: Any) -> bool:  # noqa: ANN401 - JSON's own types
    return isinstance(row, dict) and "table" in row


def _without_values(row: Any, columns: Collection[str]) -> Any:  # noqa: ANN401 - JSON's own types
    """Return a row of an entry without what stood in some columns."""
    if not columns:
        return row
    return row | {"values": {name: ["", ""] if name in columns else pair for name, pair in row["values"].items()}}


def _traced_columns(row: Any, keys: Keys, mentions: Mentions) -> set[str]:  # noqa: ANN401 - JSON's own types
    """Return the columns in which a person's own row, or one that mentions them, tells of them."""
    personal = by_table().get(row["table"]) if _has_table(row) else None
    if personal is None:
        return set()
    columns: set[str] = set()
    if personal.fate in {Fate.EMPTIED, Fate.DELETED} and is_about(row, keys, mentions=False):
        columns |= {column.name for column in emptied_columns(personal)} | personal.kept_if_shared
    for mention in personal.mentions:
        named = any(value in keys.get(mention.table, ()) for value in row["values"].get(mention.column, ()))
        if named or row["id"] in mentions.get((personal.table, mention), ()):
            columns |= set(mention.emptied)
    return columns


# --- What is older than its term


def empty_expired(session: Session, found: Iterable[Expired]) -> Counter[str]:
    """Empty columns of rows whose term is over, in the trace too, and return how many rows of each table lost it."""
    destroyed: Counter[str] = Counter()
    columns: dict[tuple[str, int], tuple[str, ...]] = {}
    for one in found:
        personal, table = by_table()[one.table], Base.metadata.tables[one.table]
        loose = personal.loose.name if personal.loose else ""
        values = {name: gone() if name == loose else nothing(table.c[name]) for name in one.columns}
        destroyed += _update(session, personal, one.ids, values)
        columns |= {(one.table, key): one.columns for key in one.ids}
    destroyed += _empty_expired_trace(session, columns)
    note_topic(session, *destroyed)
    return destroyed


def _empty_expired_trace(session: Session, columns: Mapping[tuple[str, int], tuple[str, ...]]) -> Counter[str]:
    changed: dict[int, tuple[str, list[Any]]] = {}
    for key, label, rows in session.execute(select(AuditEntry.id, AuditEntry.label, AuditEntry.rows)).all():
        cleaned = [
            _without_values(row, columns.get((row["table"], row["id"]), ()) if _has_table(row) else ()) for row in rows
        ]
        if cleaned != rows:
            changed[key] = (label, cleaned)
    if changed:
        redact(session, translate("trust", "Gewist: voorbij de bewaartermijn"), changed)
    return Counter({"audit_entry": len(changed)})
