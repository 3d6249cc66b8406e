"""The people behind a yearly figure, a row each."""

import functools
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from mmc_desk.core import years
from mmc_desk.core.figures import RecordColumn, RecordKind, Records
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP
from mmc_desk.features.people.model import Address, Driver, Member, Membership, Person, Volunteer
from mmc_desk.features.people.queries.page_names import DRIVERS_PAGE, MEMBERS_PAGE, VOLUNTEERS_PAGE

_KEPT = 32
"""How many statements are kept, each of a year: a page asks for many numbers of the same few years."""

_NO = RecordColumn("member_no", QT_TRANSLATE_NOOP("figures", "Lidnr."), RecordKind.NUMBER)
_NAME = RecordColumn("name", QT_TRANSLATE_NOOP("figures", "Naam"))
_VILLAGE = RecordColumn("village", QT_TRANSLATE_NOOP("figures", "Dorp"))
_SINCE = RecordColumn("since", QT_TRANSLATE_NOOP("figures", "Lid sinds"), RecordKind.DATE)
_ENDED = RecordColumn("ended_on", QT_TRANSLATE_NOOP("figures", "Gestopt op"), RecordKind.DATE)
_FEE = RecordColumn("fee", QT_TRANSLATE_NOOP("figures", "Lidgeld"), RecordKind.CENTS)
_PAID = RecordColumn("paid_on", QT_TRANSLATE_NOOP("figures", "Betaald op"), RecordKind.DATE)
_CHANGE = RecordColumn("change", QT_TRANSLATE_NOOP("figures", "Verschil"), RecordKind.NUMBER)
_COLUMNS = (_NO, _NAME, _VILLAGE, _SINCE, _ENDED, _FEE, _PAID)
_CHANGE_COLUMNS = (_NO, _NAME, _VILLAGE, _SINCE, _ENDED, _CHANGE)
_VOLUNTEER_COLUMNS = (
    _NAME,
    RecordColumn("location", QT_TRANSLATE_NOOP("figures", "Locatie")),
    RecordColumn("active_from", QT_TRANSLATE_NOOP("figures", "Actief van"), RecordKind.DATE),
    RecordColumn("active_to", QT_TRANSLATE_NOOP("figures", "Actief tot"), RecordKind.DATE),
)
_DRIVER_COLUMNS = (
    RecordColumn("code", QT_TRANSLATE_NOOP("figures", "Code")),
    _NAME,
    RecordColumn("active_from", QT_TRANSLATE_NOOP("figures", "Actief van"), RecordKind.DATE),
    RecordColumn("active_to", QT_TRANSLATE_NOOP("figures", "Actief tot"), RecordKind.DATE),
)


def home_village(year: int) -> ColumnElement[str]:
    """Return where a person (of Person) lived at the end of a year; where that isn't known, the first address after.

    "" for who has none: the village of a move within the year is that of the new home (domain.md §10.6).
    """
    return home_village_on(literal(years.days_of(year)[1]))


def home_village_on(last: ColumnElement[date]) -> ColumnElement[str]:
    """Return where a person (of Person) lived on a day, in the same way."""
    then = case((Address.valid_from <= last, 0), else_=1)
    village = (
        select(Address.village)
        .where(Address.person_id == Person.id)
        .order_by(then, case((Address.valid_from <= last, Address.valid_from)).desc(), Address.valid_from)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(village, "")


def is_active_in(year: int) -> ColumnElement[bool]:
    """Hold for the volunteers who were active on some day of a year."""
    return is_active_between(*map(literal, years.days_of(year)))


def is_active_between(first: ColumnElement[date], last: ColumnElement[date]) -> ColumnElement[bool]:
    """Hold for the volunteers who were active on some day from … to."""
    return and_(
        or_(Volunteer.active_from.is_(None), Volunteer.active_from <= last),
        or_(Volunteer.active_to.is_(None), Volunteer.active_to >= first),
    )


def members_of(year: int) -> Records:
    """Return the members of a year."""
    return Records(_members(year), _COLUMNS, MEMBERS_PAGE)


def members_of_village(year: int, village: str, name: str) -> Records:
    """Return the members of a year who live in a village ("": nobody knows where); or who joined, or left."""
    found = {"members": members_of, "joined": members_joined, "left": members_left}[name](year)
    return found._replace(statement=found.statement.where(home_village(year) == village))


def is_member_in(year: int, month: int) -> ColumnElement[bool]:
    """Hold for who had begun and not ended yet at the end of a month; who has no first day was there all along."""
    _, last = years.days_of(year, month)
    return and_(
        or_(Member.since.is_(None), Member.since <= last), or_(Member.ended_on.is_(None), Member.ended_on > last)
    )


def members_in_month(year: int, month: int, name: str) -> Records:
    """Return the members of a year who were members at the end of a month, who `started` or who `ended` in it."""
    days = years.days_of(year, month)
    wanted = {
        "members": is_member_in(year, month),
        "started": Member.since.between(*days),
        "ended": Member.ended_on.between(*days),
    }
    found = members_of(year)
    return found._replace(statement=found.statement.where(wanted[name]))


def members_joined(year: int) -> Records:
    """Return the members of a year who weren't the year before."""
    return Records(_joined(year), _COLUMNS, MEMBERS_PAGE)


def members_left(year: int) -> Records:
    """Return the members of the year before who no longer are; fee and payment are those of that year."""
    return Records(_without(year - 1, year, year), _COLUMNS, MEMBERS_PAGE)


def members_changed(year: int) -> Records:
    """Return who joined (+1) and who left (-1)."""
    joined = _joined(year).order_by(None).add_columns(literal(1).label("change"))
    left = _without(year - 1, year, year).order_by(None).add_columns(literal(-1).label("change"))
    both = joined.union_all(left).subquery()
    statement = select(both).order_by(both.c.change.desc(), both.c.last_name, both.c.first_name, both.c.key)
    return Records(statement, _CHANGE_COLUMNS, MEMBERS_PAGE).adding("change")


def _joined(year: int) -> Select[*tuple[Any, ...]]:
    return _without(year, year - 1, year)


@functools.lru_cache(maxsize=_KEPT)
def _without(year: int, other: int, home_year: int) -> Select[*tuple[Any, ...]]:
    """Return the members of one year without those of another; nobody where no member of that other year is known."""
    there, any_there = aliased(Membership), aliased(Membership)
    same = select(there.id).where(there.member_id == Member.id, there.year == other)
    known = select(any_there.id).where(any_there.year == other)
    return _members(year, home_year).where(~same.exists(), known.exists())


@functools.lru_cache(maxsize=_KEPT)
def _members(year: int, home_year: int | None = None) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Member.id.label("key"),
            *(Member.member_no, name_of(Person).label("name"), home_village(home_year or year).label("village")),
            *(Member.since, Member.ended_on, Membership.fee, Membership.paid_on),
            *(Person.last_name, Person.first_name),
        )
        .select_from(Member)
        .join(Membership, Membership.member_id == Member.id)
        .join(Person, Person.id == Member.person_id)
        .where(Membership.year == year)
        .order_by(Person.last_name, Person.first_name, Member.id)
    )


def name_of(person: type[Person]) -> ColumnElement[str]:
    """Return `Last First` of a person."""
    return func.trim(person.last_name + " " + person.first_name)


def volunteers_of(year: int) -> Records:
    """Return the volunteers of the village restaurants who were active in a year."""
    statement = (
        select(
            Volunteer.id.label("key"),
            name_of(Person).label("name"),
            *(Volunteer.location, Volunteer.active_from, Volunteer.active_to),
        )
        .select_from(Volunteer)
        .join(Person, Person.id == Volunteer.person_id)
        .where(is_active_in(year))
        .order_by(Person.last_name, Person.first_name, Volunteer.id)
    )
    return Records(statement, _VOLUNTEER_COLUMNS, VOLUNTEERS_PAGE)


def new_drivers(year: int) -> Records:
    """Return the drivers who began in a year."""
    statement = (
        select(
            Driver.id.label("key"),
            *(Driver.code, name_of(Person).label("name"), Driver.active_from, Driver.active_to),
        )
        .select_from(Driver)
        .join(Person, Person.id == Driver.person_id)
        .where(Driver.active_from.between(*years.days_of(year)))
        .order_by(Driver.active_from, Driver.id)
    )
    return Records(statement, _DRIVER_COLUMNS, DRIVERS_PAGE)
