"""What is older than its term, and the retention runs asked and done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, DateTime, LargeBinary, Select, Table, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import Base, DeskSetting
from mmc_desk.core.personal import Fate
from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.mail.model import MailState, OutgoingMail
from mmc_desk.features.meals.model.bookings import Participant
from mmc_desk.features.people.model import Driver, Member, Person, Volunteer
from mmc_desk.features.trust.model import Erasure, RetentionRun
from mmc_desk.features.trust.queries.keys import Keys, by_table, emptied_columns, gone, keys_of
from mmc_desk.features.trust.rules.retention import YEARS, Due, Kind, Terms, first_kept

SETTING = "retention."
"""The settings of the desk that hold the terms, in years: `retention.persons` …"""


@dataclass(frozen=True, slots=True)
class Expired:
    """Rows of a table whose term is over, and the columns that are emptied in them."""

    table: str
    ids: frozenset[int]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunRow:
    """A retention run; `done_at` None is one that waits for somebody else's approval."""

    run_id: int
    day: date
    asked_by: str
    asked_at: datetime
    approved_by: str
    done_at: datetime | None
    destroyed: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Retention:
    """All that the page shows: what is due on a day, and the runs, what waits first."""

    day: date
    due: tuple[Due, ...]
    runs: tuple[RunRow, ...]
    desk: str
    practice: bool


def retention(session: Session, day: date) -> Retention:
    """Return what is due on a day, with the runs there were."""
    return Retention(day, due(session, day), runs(session), desk_name(session), is_practice(session))


def terms(session: Session, day: date) -> Terms:
    """Return the terms in years that hold on a day."""
    query = (
        select(DeskSetting.name, DeskSetting.value)
        .where(DeskSetting.name.startswith(SETTING, autoescape=True), DeskSetting.valid_from <= day)
        .order_by(DeskSetting.valid_from)
    )
    own = {name.removeprefix(SETTING): int(value) for name, value in session.execute(query)}
    return {kind: own.get(kind, years) for kind, years in YEARS.items()}


def runs(session: Session) -> tuple[RunRow, ...]:
    """Return every run, what waits first, then the last one."""
    found = [
        RunRow(
            *(one.id, one.day, one.asked_by, one.asked_at, one.approved_by, one.done_at),
            tuple((name, count) for name, count in one.destroyed),
        )
        for one in session.scalars(select(RetentionRun).order_by(RetentionRun.id.desc()))
    ]
    return tuple(sorted(found, key=lambda row: row.done_at is not None))


def due(session: Session, day: date) -> tuple[Due, ...]:
    """Return what is older than its term on a day, every kind."""
    found = []
    for kind, years in terms(session, day).items():
        before = first_kept(kind, years, day)
        if kind is Kind.PERSONS:
            found.append(Due(kind, years, before, (), persons_due(session, before)))
        else:
            counts = tuple((one.table, len(one.ids)) for one in expired(session, kind, before) if one.ids)
            found.append(Due(kind, years, before, counts))
    return tuple(found)


# --- Persons


def persons_due(session: Session, before: date) -> tuple[tuple[int, str], ...]:
    """Return who ended in every role before a day, and with whom the desk had nothing to do from that day on."""
    erased = select(Erasure.person_id)
    query = (
        select(Person.id, Person.last_name, Person.first_name)
        .where(Person.last_name != gone(), Person.id.not_in(erased), *_ended(before))
        .order_by(Person.last_name, Person.first_name, Person.id)
    )
    found = {key: f"{last} {first}".strip() for key, last, first in session.execute(query)}
    over = set(_over(session, tuple(found), before))
    return tuple((key, name) for key, name in found.items() if key in over)


def _ended(before: date) -> Iterator[ColumnElement[bool]]:
    """Yield that somebody had a role and none goes on: it ended before the day, or who had it died before."""
    has = (select(role.id).where(role.person_id == Person.id).exists() for role, _ in _roles().values())
    yield or_(Person.deceased_on < before, *has)
    for going in _going(before):
        yield or_(Person.deceased_on < before, ~going.exists())


def _roles() -> Mapping[str, tuple[Any, Any]]:
    """Return what a person may be here, in a word, with its table and when it ends."""
    return {
        translate("retention", "lid"): (Member, Member.ended_on),
        translate("retention", "chauffeur"): (Driver, Driver.active_to),
        translate("retention", "vrijwilliger"): (Volunteer, Volunteer.active_to),
        translate("retention", "deelnemer"): (Participant, Participant.ended_on),
    }


def _going(before: date) -> Iterator[Select[Any]]:
    """Yield the roles of each kind that go on, on a day or later."""
    for role, end in _roles().values():
        yield select(role.id).where(role.person_id == Person.id, or_(end.is_(None), end >= before))


def going_roles(session: Session, person_id: int, day: date) -> tuple[str, ...]:
    """Return what somebody still is after a day, in words; nothing for who died."""
    going = (query.exists().label(name) for name, query in zip(_roles(), _going(day + timedelta(1)), strict=True))
    query = select(*going).where(Person.id == person_id, Person.deceased_on.is_(None))
    found = session.execute(query).mappings().first()
    return tuple(name for name, goes_on in found.items() if goes_on) if found else ()


def _over(session: Session, people: Sequence[int], before: date) -> Iterator[int]:
    """Yield with whom of some the desk had nothing to do from a day on: asked of many at once, most of them are."""
    if not people:
        return
    if not _is_dated(session, keys_of(session, *people), before):
        yield from people
    elif len(people) > 1:
        half = len(people) // 2
        yield from _over(session, people[:half], before)
        yield from _over(session, people[half:], before)


def _is_dated(session: Session, keys: Keys, before: date) -> bool:
    """Tell whether one of the rows is dated on a day or later."""
    for name, ids in keys.items():
        table, dated = Base.metadata.tables[name], by_table()[name].dated
        if dated:
            later = select(table.c.id).where(table.c.id.in_(ids), ~_is_before(table.c[dated], before)).limit(1)
            if session.scalars(later).first() is not None:
                return True
    return False


# --- The other kinds


def expired(session: Session, kind: Kind, before: date) -> tuple[Expired, ...]:
    """Return the rows of a kind that are dated before a day and still say something."""
    find = {Kind.ACCOUNTS: _accounts, Kind.MAIL: _mail, Kind.NAMES: _names}[kind]
    return tuple(find(session, before))


def _accounts(session: Session, before: date) -> Iterator[Expired]:
    for personal in by_table().values():
        columns = tuple(emptied_columns(personal))
        if personal.fate in {Fate.KEPT, Fate.PSEUDONYM} and personal.dated and columns:
            table = Base.metadata.tables[personal.table]
            yield _of(session, table, columns, _is_before(table.c[personal.dated], before))


def _mail(session: Session, before: date) -> Iterator[Expired]:
    for name in ("outgoing_mail", "mail_attachment"):
        table = Base.metadata.tables[name]
        old = select(OutgoingMail.id).where(
            _is_before(OutgoingMail.__table__.c.queued_at, before), OutgoingMail.state != MailState.QUEUED
        )
        key = table.c.id if name == "outgoing_mail" else table.c.mail_id
        yield _of(session, table, tuple(emptied_columns(by_table()[name])), key.in_(old))


def _names(session: Session, before: date) -> Iterator[Expired]:
    for personal in by_table().values():
        if personal.loose is not None:
            table, loose = Base.metadata.tables[personal.table], personal.loose
            event = Base.metadata.tables[loose.of.table]
            old = select(event.c.id).where(event.c[loose.dated] < before)
            key = table.c[loose.key]
            nobody = (key.is_(None), table.c[loose.of.column].in_(old), table.c[loose.name] != gone())
            yield _of(session, table, (table.c[loose.name],), *nobody)


def _of(session: Session, table: Table, columns: Sequence[Column[Any]], *where: ColumnElement[bool]) -> Expired:
    query: Select[Any] = select(table.c.id).where(or_(*map(_says, columns)), *where)
    return Expired(table.name, frozenset(session.scalars(query)), tuple(column.name for column in columns))


def _says(column: Column[Any]) -> ColumnElement[bool]:
    """Return that a text or a file isn't empty; of no text at all that can't be known."""
    return column != (b"" if isinstance(column.type, LargeBinary) else "")


def _is_before(column: ColumnElement[Any], day: date) -> ColumnElement[bool]:
    is_instant = isinstance(getattr(column.type, "impl", column.type), DateTime)
    return column < (clock.at(day, time.min) if is_instant else day)
