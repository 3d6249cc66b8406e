"""Invariants of people that the database's own constraints can't hold: one Dutch sentence per breach."""

from collections.abc import Sequence
from itertools import islice

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from mmc_desk.core.formats import WEEKDAYS, show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Address, Driver, Member, Membership, Person, WeekAvailability
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.people.rules import is_reference

MOST = 100


def partner_breaches(session: Session) -> Sequence[str]:
    """Return members whose partner doesn't name them back."""
    partner = aliased(Member)
    query = (
        select(Member.member_no, partner.member_no)
        .join(partner, partner.id == Member.partner_id)
        .where(or_(partner.partner_id.is_(None), partner.partner_id != Member.id))
        .limit(MOST)
    )
    text = translate("people", "Lid {no} heeft lid {other} als partner, maar niet omgekeerd.")
    return [text.format(no=no, other=other) for no, other in session.execute(query)]


def address_breaches(session: Session) -> Sequence[str]:
    """Return members without any address, and people with two addresses from one day."""
    homeless = select(Member.member_no).where(~select(Address.id).where(Address.person_id == Member.person_id).exists())
    twice = (
        select(Person.last_name, Address.valid_from)
        .join(Address, Address.person_id == Person.id)
        .group_by(Person.id, Person.last_name, Address.valid_from)
        .having(func.count() > 1)
    )
    missing, double = (
        translate("people", "Lid {no} heeft geen adres."),
        translate("people", "{name} heeft twee adressen vanaf {day}."),
    )
    return [
        *(missing.format(no=no) for no in session.scalars(homeless.limit(MOST))),
        *(double.format(name=name, day=show_date(day)) for name, day in session.execute(twice.limit(MOST))),
    ][:MOST]


def end_breaches(session: Session) -> Sequence[str]:
    """Return members who ended without a reason, or before they began."""
    query = (
        select(Member.member_no)
        .where(
            or_(
                and_(Member.ended_on.is_not(None), Member.end_reason.is_(None)),
                and_(Member.ended_on.is_(None), Member.end_reason.is_not(None)),
                Member.ended_on < Member.since,
            )
        )
        .limit(MOST)
    )
    text = translate("people", "Lid {no}: het einde heeft geen reden, of ligt vóór het begin.")
    return [text.format(no=no) for no in session.scalars(query)]


def fee_breaches(session: Session) -> Sequence[str]:
    """Return membership years with a fee below zero."""
    query = (
        select(Member.member_no, Membership.year)
        .join(Member, Member.id == Membership.member_id)
        .where(Membership.fee < 0)
        .limit(MOST)
    )
    text = translate("people", "Lid {no}: het lidgeld van {year} is negatief.")
    return [text.format(no=no, year=year) for no, year in session.execute(query)]


def driver_breaches(session: Session) -> Sequence[str]:
    """Return drivers who stopped before they began."""
    query = select(Driver.code).where(Driver.active_to < Driver.active_from).limit(MOST)
    text = translate("people", "Chauffeur {code} stopte vóór het begin.")
    return [text.format(code=code) for code in session.scalars(query)]


def pattern_breaches(session: Session) -> Sequence[str]:
    """Return drivers whose week pattern has hours twice."""
    other = aliased(WeekAvailability)
    query = (
        select(Driver.code, WeekAvailability.weekday)
        .join(WeekAvailability, WeekAvailability.driver_id == Driver.id)
        .join(other, and_(other.driver_id == Driver.id, other.weekday == WeekAvailability.weekday))
        .where(WeekAvailability.from_time < other.from_time, other.from_time < WeekAvailability.to_time)
        .limit(MOST)
    )
    text = translate("people", "Chauffeur {code}: de uren op {day} overlappen.")
    return [
        text.format(code=code, day=translate("formats", WEEKDAYS[weekday])) for code, weekday in session.execute(query)
    ]


def reference_breaches(session: Session) -> Sequence[str]:
    """Return memberships whose structured communication has a wrong checksum."""
    query = (
        select(Member.member_no, Membership.year, Membership.reference)
        .join(Member, Member.id == Membership.member_id)
        .where(Membership.reference.is_not(None))
    )
    text = translate("people", "Lid {no}: de mededeling {reference} van {year} klopt niet.")
    wrong = ((no, year, digits) for no, year, digits in session.execute(query) if not is_reference(digits or ""))
    return [text.format(no=no, year=year, reference=digits) for no, year, digits in islice(wrong, MOST)]


def payment_breaches(session: Session) -> Sequence[str]:
    """Return memberships that bank payments reach and that don't count as paid, and payments below a cent."""
    total = func.sum(BankPayment.amount)
    unpaid = (
        select(Member.member_no, Membership.year)
        .join(Member, Member.id == Membership.member_id)
        .join(BankPayment, BankPayment.membership_id == Membership.id)
        .where(Membership.paid_on.is_(None), Membership.fee > 0)
        .group_by(Member.member_no, Membership.year, Membership.fee)
        .having(total >= Membership.fee)
    )
    odd = select(BankPayment.bank_reference).where(
        (BankPayment.amount <= 0) | (BankPayment.is_set_aside & BankPayment.membership_id.is_not(None))
    )
    open_text = translate("people", "Lid {no}: het lidgeld van {year} is met de bank betaald en staat nog open.")
    odd_text = translate("people", "Betaling {reference}: geen bedrag, of opzijgezet én bij een lid.")
    return [
        *(open_text.format(no=no, year=year) for no, year in session.execute(unpaid.limit(MOST))),
        *(odd_text.format(reference=reference) for reference in session.scalars(odd.limit(MOST))),
    ][:MOST]
