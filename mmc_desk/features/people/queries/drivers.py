"""The list of drivers."""

from collections import defaultdict
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.features.people.model import (
    Absence,
    Address,
    AvailabilityKind,
    DocumentKind,
    Driver,
    DriverDocument,
    Person,
    WeekAvailability,
)
from mmc_desk.features.people.queries.addresses import lives_at, other_street_names
from mmc_desk.features.people.queries.briefing import briefing_states
from mmc_desk.features.people.queries.rows import DriverRow
from mmc_desk.features.people.rules import Briefing, Expiry, WeekSlot, active_on, document_expiry

_WORST_FIRST = (Expiry.EXPIRED, Expiry.WITHIN_30, Expiry.WITHIN_60, Expiry.FINE, Expiry.UNKNOWN)


def driver_list(session: Session, day: date) -> list[DriverRow]:
    """Return every driver, active or not, by name, as things stand on a day."""
    other_names = other_street_names(session)
    patterns, absences, expiries = week_patterns(session), _absences(session, day), _expiries(session, day)
    briefings = briefing_states(session, day)
    query = (
        select(Driver, Person, Address)
        .join(Person, Person.id == Driver.person_id)
        .outerjoin(Address, lives_at(day))
        .order_by(Person.last_name, Person.first_name, Driver.code)
    )
    return [
        DriverRow(
            key=driver.id,
            code=driver.code,
            last_name=person.last_name,
            first_name=person.first_name,
            phone=person.phone,
            mobile=person.mobile,
            street=address.street if address else "",
            village=address.village if address else "",
            other_street=other_names(address.street, address.village) if address else "",
            active_from=driver.active_from,
            active_to=driver.active_to,
            is_active=active_on(driver.active_from, driver.active_to, day),
            seats=driver.seats,
            rigid_wheelchair=driver.rigid_wheelchair,
            pattern=patterns.get(driver.id, ()),
            absent_until=absences.get(driver.id),
            expiry=expiries.get(driver.id, Expiry.UNKNOWN),
            briefing=briefings.get(driver.id, Briefing.UNSIGNED),
        )
        for driver, person, address in session.execute(query)
    ]


def week_patterns(session: Session) -> dict[int, tuple[WeekSlot, ...]]:
    """Return the week pattern per driver; a driver without one isn't in it."""
    query = select(WeekAvailability).order_by(WeekAvailability.weekday, WeekAvailability.from_time)
    slots: dict[int, list[WeekSlot]] = defaultdict(list)
    for row in session.scalars(query):
        slots[row.driver_id].append(WeekSlot(row.weekday, row.from_time, row.to_time))
    return {driver: tuple(pattern) for driver, pattern in slots.items()}


def _absences(session: Session, day: date) -> dict[int, date]:
    query = (
        select(Absence.driver_id, func.max(Absence.to_day))
        .where(Absence.kind == AvailabilityKind.ABSENT, Absence.from_day <= day, Absence.to_day >= day)
        .group_by(Absence.driver_id)
    )
    return dict(session.execute(query).all())


def _expiries(session: Session, day: date) -> dict[int, Expiry]:
    found: dict[int, list[Expiry]] = defaultdict(list)
    # Of a briefing note without a date the edition counts, not its expiry.
    papers = select(DriverDocument.driver_id, DriverDocument.expires_on).where(
        (DriverDocument.kind != DocumentKind.BRIEFING_NOTE) | DriverDocument.expires_on.is_not(None)
    )
    for driver, expires_on in session.execute(papers):
        found[driver].append(document_expiry(expires_on, day))
    return {driver: min(expiries, key=_WORST_FIRST.index) for driver, expiries in found.items()}
