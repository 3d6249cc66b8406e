"""Finding people: global search, type-ahead, and who may be the same person."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.feature import Hit
from mmc_desk.core.formats import show_phone
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import rules
from mmc_desk.features.people.model import Address, Driver, Member, Person
from mmc_desk.features.people.queries.addresses import lives_at, other_street_names
from mmc_desk.features.people.queries.drivers import driver_list
from mmc_desk.features.people.queries.page_names import DRIVERS_PAGE, MEMBERS_PAGE
from mmc_desk.features.people.queries.rows import DriverRow, PersonMatch, phone_search


def search_hits(session: Session) -> list[Hit]:
    """Return every member and driver for the global search (Ctrl+K)."""
    return [*driver_hits(session), *member_hits(session)]


def member_hits(session: Session, *, with_ended: bool = True) -> list[Hit]:
    """Return every member by name, told apart by number, birth year and village (domain.md §10.14)."""
    today = clock.today()
    other_names = other_street_names(session)
    query = (
        select(
            Member.id,
            Member.member_no,
            Member.ended_on,
            Person.last_name,
            Person.first_name,
            Person.born_on,
            Person.phone,
            Person.mobile,
            func.coalesce(Address.street, ""),
            func.coalesce(Address.village, ""),
        )
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Address, lives_at(today))
        .order_by(Person.last_name, Person.first_name, Member.member_no)
    )
    if not with_ended:
        query = query.where(or_(Member.ended_on.is_(None), Member.ended_on > today))
    number, ended = translate("people", "lid {no}"), translate("people", "gestopt")
    hits = []
    for key, no, ended_on, last, first, born_on, phone, mobile, street, village in session.execute(query):
        year = str(born_on.year) if born_on else ""
        traits = (number.format(no=no), f"°{year}" if year else "", village, ended if ended_on else "")
        search = f"{no} {year} {street} {other_names(street, village)} {village} {phone_search(phone, mobile)}"
        detail = " · ".join(trait for trait in traits if trait)
        hits.append(Hit(MEMBERS_PAGE, key, f"{last} {first}".strip(), detail, search))
    return hits


def driver_hits(session: Session, *, with_ended: bool = True) -> list[Hit]:
    """Return every driver by name."""
    rows = driver_list(session, clock.today())
    return [_driver_hit(row) for row in rows if with_ended or row.is_active]


def _driver_hit(row: DriverRow) -> Hit:
    traits = (
        translate("people", "chauffeur {code}").format(code=row.code),
        row.village,
        show_phone(row.mobile or row.phone),
        "" if row.is_active else translate("people", "niet actief"),
    )
    return Hit(DRIVERS_PAGE, row.key, row.name, " · ".join(trait for trait in traits if trait), row.search)


def near_duplicates(session: Session, last_name: str, first_name: str, born_on: date | None) -> Sequence[PersonMatch]:
    """Return people who may be the one being added: the same name, or nearly so with the same birth date."""
    wanted = rules.NamedPerson(0, last_name, first_name, born_on, "")
    length = func.length(Person.last_name) + func.length(Person.first_name)
    near = length.between(len(last_name + first_name) - 3, len(last_name + first_name) + 3)
    query = select(Person.id, Person.last_name, Person.first_name, Person.born_on).where(
        or_(near, Person.born_on == born_on) if born_on else near
    )
    people = (rules.NamedPerson(*found, "") for found in session.execute(query))
    keys = [person.key for person in people if rules.near_duplicate(wanted, person)]
    return _matches(session, keys) if keys else []


def _matches(session: Session, keys: Sequence[int]) -> list[PersonMatch]:
    query = (
        select(Person, Address.village, Member.id, Member.member_no, Driver.id, Driver.code)
        .select_from(Person)
        .outerjoin(Address, lives_at(clock.today()))
        .outerjoin(Member, Member.person_id == Person.id)
        .outerjoin(Driver, Driver.person_id == Person.id)
        .where(Person.id.in_(keys))
        .order_by(Person.id)
    )
    return [
        PersonMatch(
            person_id=person.id,
            name=rules.full_name(person.last_name, person.first_name),
            born_on=person.born_on,
            village=village or "",
            member_key=member_key,
            member_no=member_no,
            driver_key=driver_key,
            driver_code=code,
        )
        for person, village, member_key, member_no, driver_key, code in session.execute(query)
    ]
