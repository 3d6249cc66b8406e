"""Everything about one member or one driver, for the card beside the list."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mmc_desk.core.model import Base
from mmc_desk.features.people import rules
from mmc_desk.features.people.model import (
    Absence,
    Address,
    Contact,
    Driver,
    DriverDocument,
    DriverPreference,
    EligibilityCheck,
    Household,
    Member,
    Membership,
    Person,
    WeekAvailability,
)
from mmc_desk.features.people.queries.briefing import briefing_edition, briefing_states
from mmc_desk.features.people.queries.rows import (
    AbsenceRow,
    AddressRow,
    CheckRow,
    ContactRow,
    DocumentRow,
    DriverCard,
    MemberCard,
    MembershipRow,
    PartnerRow,
    PersonCard,
    PreferenceRow,
    Seen,
)
from mmc_desk.features.people.queries.settings import membership_tariff, review_months
from mmc_desk.features.people.rules import WeekSlot


def member_card(session: Session, key: int, day: date) -> MemberCard | None:
    """Return one member as things stand on a day, or None when there is no such member."""
    member = session.get(Member, key)
    if member is None:
        return None
    person = _known_person(session, member.person_id)
    partner = _partner(session, member.partner_id)
    memberships = _memberships(session, key)
    checks = _checks(session, key)
    last = checks[0] if checks else None
    years = {row.year for row in memberships}
    return MemberCard(
        key=member.id,
        person=_person_card(session, person, day),
        seen=Seen(person.version, member.version),
        member_no=member.member_no,
        since=member.since,
        ended_on=member.ended_on,
        end_reason=member.end_reason,
        household=rules.household_in_year(member.household, day.year, partner.ended_on if partner else None),
        partner=partner,
        aid=member.aid,
        companion=member.companion,
        note=member.note,
        status=rules.membership_status(
            day,
            paid=_is_paid(session, member, memberships, day.year),
            member_last_year=day.year - 1 in years,
            ended_on=member.ended_on,
        ),
        review=rules.review_state(last.result if last else None, last.next_review if last else None, day),
        memberships=memberships,
        checks=checks,
        preferences=_drivers_of(session, key),
        proposed_fees={year: _proposed_fee(session, member, partner, year) for year in (day.year, day.year + 1)},
        review_months=review_months(session, day),
    )


def person_card(session: Session, key: int, day: date) -> PersonCard:
    """Return who a person is, whatever they are to the desk."""
    return _person_card(session, _known_person(session, key), day)


def _known_person(session: Session, key: int) -> Person:
    return session.get_one(Person, key)


def _is_paid(session: Session, member: Member, memberships: Sequence[MembershipRow], year: int) -> bool:
    own = next((row for row in memberships if row.year == year), None)
    if own is None or own.paid_on is not None or own.fee > 0:
        return own is not None and own.paid_on is not None
    partner = _year(session, member.partner_id, year)
    return partner is None or partner.paid_on is not None


def _year(session: Session, member_id: int | None, year: int) -> Membership | None:
    return session.scalar(select(Membership).where(Membership.member_id == member_id, Membership.year == year))


def _proposed_fee(session: Session, member: Member, partner: PartnerRow | None, year: int) -> int:
    """Return what a year costs, under the tariff of its first day (or of the day the member joins in it)."""
    joined = member.since if member.since and member.since.year == year else date(year, 1, 1)
    household = rules.household_in_year(member.household, year, partner.ended_on if partner else None)
    partners = _year(session, partner.key, year) if partner and household is Household.COUPLE else None
    return rules.membership_fee(
        membership_tariff(session, joined),
        household,
        year,
        member.since,
        partner_pays=partners is not None and partners.fee > 0,
    )


def _memberships(session: Session, key: int) -> tuple[MembershipRow, ...]:
    query = select(Membership).where(Membership.member_id == key).order_by(Membership.year.desc())
    return tuple(MembershipRow(row.year, row.fee, row.paid_on) for row in session.scalars(query))


def _checks(session: Session, key: int) -> tuple[CheckRow, ...]:
    newest_first = (EligibilityCheck.checked_on.desc().nulls_last(), EligibilityCheck.id.desc())
    query = select(EligibilityCheck).where(EligibilityCheck.member_id == key).order_by(*newest_first)
    return tuple(CheckRow(row.checked_on, row.result, row.proof, row.next_review) for row in session.scalars(query))


def _partner(session: Session, key: int | None) -> PartnerRow | None:
    if key is None:
        return None
    partner = session.get_one(Member, key)
    person = _known_person(session, partner.person_id)
    name = rules.full_name(person.last_name, person.first_name)
    return PartnerRow(partner.id, name, partner.member_no, partner.ended_on)


def _drivers_of(session: Session, key: int) -> tuple[PreferenceRow, ...]:
    query = (
        select(Driver.id, Person.last_name, Person.first_name, Driver.code, DriverPreference.tie)
        .join(Driver, Driver.id == DriverPreference.driver_id)
        .join(Person, Person.id == Driver.person_id)
        .where(DriverPreference.member_id == key)
        .order_by(DriverPreference.tie.desc(), Person.last_name)
    )
    return _preferences(session.execute(query).all())


def _members_of(session: Session, key: int) -> tuple[PreferenceRow, ...]:
    query = (
        select(Member.id, Person.last_name, Person.first_name, Member.member_no, DriverPreference.tie)
        .join(Member, Member.id == DriverPreference.member_id)
        .join(Person, Person.id == Member.person_id)
        .where(DriverPreference.driver_id == key)
        .order_by(DriverPreference.tie.desc(), Person.last_name)
    )
    return _preferences(session.execute(query).all())


def _preferences(rows: Sequence[Any]) -> tuple[PreferenceRow, ...]:
    return tuple(
        PreferenceRow(key, rules.full_name(last, first), str(label), tie) for key, last, first, label, tie in rows
    )


def _person_card(session: Session, person: Person, day: date) -> PersonCard:
    addresses = _addresses(session, person.id)
    held = rules.address_on([row.dated() for row in addresses], day)
    return PersonCard(
        key=person.id,
        last_name=person.last_name,
        first_name=person.first_name,
        born_on=person.born_on,
        age=rules.age_on(person.born_on, person.deceased_on or day) if person.born_on else None,
        phone=person.phone,
        mobile=person.mobile,
        email=person.email,
        deceased_on=person.deceased_on,
        address=next((row for row in addresses if held and row.valid_from == held.valid_from), None),
        addresses=addresses,
        contacts=_contacts(session, person.id),
        member_key=_key_of(session, Member, Member.person_id, person.id),
        driver_key=_key_of(session, Driver, Driver.person_id, person.id),
    )


def _key_of(session: Session, model: type[Base], column: InstrumentedAttribute[int], person_id: int) -> int | None:
    return session.scalar(select(model.id).where(column == person_id))


def _addresses(session: Session, person_id: int) -> tuple[AddressRow, ...]:
    query = select(Address).where(Address.person_id == person_id).order_by(Address.valid_from.desc())
    return tuple(AddressRow(row.valid_from, row.street, row.postcode, row.village) for row in session.scalars(query))


def _contacts(session: Session, person_id: int) -> tuple[ContactRow, ...]:
    query = select(Contact).where(Contact.person_id == person_id).order_by(Contact.id)
    return tuple(ContactRow(row.id, row.name, row.phone) for row in session.scalars(query))


def driver_card(session: Session, key: int, day: date) -> DriverCard | None:
    """Return one driver as things stand on a day, or None when there is no such driver."""
    driver = session.get(Driver, key)
    if driver is None:
        return None
    person = _known_person(session, driver.person_id)
    return DriverCard(
        key=driver.id,
        person=_person_card(session, person, day),
        seen=Seen(person.version, driver.version),
        code=driver.code,
        active_from=driver.active_from,
        active_to=driver.active_to,
        is_active=rules.active_on(driver.active_from, driver.active_to, day),
        seats=driver.seats,
        rigid_wheelchair=driver.rigid_wheelchair,
        iban=driver.iban,
        waives_payment=driver.waives_payment,
        number_may_be_given=driver.number_may_be_given,
        max_rides_per_week=driver.max_rides_per_week,
        max_distance=driver.max_distance,
        max_metres_per_week=driver.max_metres_per_week,
        avoids_motorway=driver.avoids_motorway,
        avoids_hospital_waiting=driver.avoids_hospital_waiting,
        wishes=driver.wishes,
        note=driver.note,
        pattern=_pattern(session, key),
        absences=_absences(session, key),
        documents=_documents(session, key, day),
        briefing=briefing_states(session, day).get(key, rules.Briefing.UNSIGNED),
        briefing_edition=briefing_edition(session, day),
        preferences=_members_of(session, key),
    )


def _pattern(session: Session, key: int) -> tuple[WeekSlot, ...]:
    order = (WeekAvailability.weekday, WeekAvailability.from_time)
    query = select(WeekAvailability).where(WeekAvailability.driver_id == key).order_by(*order)
    return tuple(WeekSlot(row.weekday, row.from_time, row.to_time) for row in session.scalars(query))


def _absences(session: Session, key: int) -> tuple[AbsenceRow, ...]:
    query = select(Absence).where(Absence.driver_id == key).order_by(Absence.from_day.desc(), Absence.id)
    return tuple(AbsenceRow(row.id, row.kind, row.from_day, row.to_day, row.reason) for row in session.scalars(query))


def _documents(session: Session, key: int, day: date) -> tuple[DocumentRow, ...]:
    query = select(DriverDocument).where(DriverDocument.driver_id == key).order_by(DriverDocument.id)
    return tuple(
        DocumentRow(
            kind=row.kind,
            expires_on=row.expires_on,
            note=row.note,
            expiry=rules.document_expiry(row.expires_on, day),
            signed_on=row.signed_on,
            edition=row.edition or "",
        )
        for row in session.scalars(query)
    )
