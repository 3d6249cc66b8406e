"""Bank payments, and the memberships they may be for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from mmc_desk.core.importing.storing import in_parts
from mmc_desk.features.people import rules
from mmc_desk.features.people.model import Member, Membership, Person
from mmc_desk.features.people.model.dues import BankPayment
from mmc_desk.features.people.rules import BankLine, Clue, Fee, Share

YEARS_BACK = 1
"""Proposals look at fees of this year, the coming and the last one; a reference finds any year's."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal with the names of whom it is for: `Claes Jef (lid 12), 2027`."""

    shares: tuple[Share, ...]
    clues: tuple[Clue, ...]
    fees: tuple[Fee, ...]


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A credit nobody knows the membership of, with proposals, the likeliest first."""

    key: int
    booked_on: date
    amount: int
    payer: str
    communication: str
    is_set_aside: bool
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class PaidRow:
    """A credit on a membership."""

    key: int
    booked_on: date
    amount: int
    payer: str
    communication: str


def open_payments(session: Session) -> list[PaymentRow]:
    """Return the payments that are on no membership, the oldest first, those set aside last."""
    order = (BankPayment.is_set_aside, BankPayment.booked_on, BankPayment.id)
    payments = session.scalars(select(BankPayment).where(BankPayment.membership_id.is_(None)).order_by(*order)).all()
    fees = _askable(session, payments)
    by_key = {fee.key: fee for fee in fees}
    book = rules.FeeBook(fees)
    return [_payment_row(payment, book, by_key) for payment in payments]


def _askable(session: Session, payments: Sequence[BankPayment]) -> list[Fee]:
    waiting = [payment for payment in payments if not payment.is_set_aside]
    if not waiting:
        return []
    first = min(payment.booked_on.year for payment in waiting) - YEARS_BACK
    named = {digits for one in waiting for digits in rules.find_references(f"{one.payer} {one.communication}")}
    recent = fees_where(session, Membership.year >= first, Membership.fee > 0)
    fees = [fee for fee in recent if not fee.is_settled or fee.reference in named]
    known = {fee.key for fee in fees}
    return fees + [fee for fee in fees_by_reference(session, named).values() if fee.key not in known]


def _payment_row(payment: BankPayment, book: rules.FeeBook, by_key: dict[int, Fee]) -> PaymentRow:
    found = () if payment.is_set_aside else rules.proposals(line_of(payment), book)
    return PaymentRow(
        payment.id,
        payment.booked_on,
        payment.amount,
        payment.payer,
        payment.communication,
        payment.is_set_aside,
        tuple(
            Candidate(one.shares, one.clues, tuple(by_key[share.membership_id] for share in one.shares))
            for one in found
        ),
    )


def line_of(payment: BankPayment) -> BankLine:
    """Return a stored payment as the rules take it."""
    return BankLine(payment.bank_reference, payment.booked_on, payment.amount, payment.payer, payment.communication)


def reached(session: Session, membership_id: int, fee: int) -> date | None:
    """Return the day on which the payments on a membership reach its fee in cents; None while they don't."""
    query = select(BankPayment.booked_on, BankPayment.amount).where(BankPayment.membership_id == membership_id)
    return rules.reached_on(((day, cents) for day, cents in session.execute(query)), fee)


def payments_of(session: Session, membership_id: int) -> list[PaidRow]:
    """Return what was paid for a membership, in order."""
    query = (
        select(BankPayment)
        .where(BankPayment.membership_id == membership_id)
        .order_by(BankPayment.booked_on, BankPayment.id)
    )
    return [PaidRow(one.id, one.booked_on, one.amount, one.payer, one.communication) for one in session.scalars(query)]


def fees_by_reference(session: Session, references: Collection[str]) -> dict[str, Fee]:
    """Return the memberships that bear one of these references, by it."""
    found: dict[str, Fee] = {}
    for part in in_parts(references):
        found |= {fee.reference: fee for fee in fees_where(session, Membership.reference.in_(part))}
    return found


def unsettled_fees(session: Session, from_year: int) -> list[Fee]:
    """Return the fees nobody paid yet, from a year on, to choose from by hand."""
    return fees_where(session, Membership.year >= from_year, Membership.fee > 0, Membership.paid_on.is_(None))


def fees_where(session: Session, *where: Any) -> list[Fee]:  # noqa: ANN401 - SQLAlchemy's conditions
    """Return memberships as matching sees them, by year and number."""
    return list(map(_fee, session.execute(_fee_query().where(*where))))


def _fee_query() -> Select[*tuple[Any, ...]]:
    partner, spouse = aliased(Member), aliased(Person)
    received = (
        select(func.coalesce(func.sum(BankPayment.amount), 0))
        .where(BankPayment.membership_id == Membership.id)
        .correlate(Membership)
        .scalar_subquery()
    )
    query: Select[*tuple[Any, ...]] = select(
        Membership.id,
        Member.member_no,
        Person.last_name,
        Person.first_name,
        spouse.last_name,
        spouse.first_name,
        Membership.year,
        Membership.fee,
        received,
        Membership.reference,
        Membership.paid_on,
    )
    return (
        query.join(Member, Member.id == Membership.member_id)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(partner, partner.id == Member.partner_id)
        .outerjoin(spouse, spouse.id == partner.person_id)
        .order_by(Membership.year, Member.member_no)
    )


def _fee(line: Iterable[Any]) -> Fee:
    key, no, last, first, partner_last, partner_first, year, fee, received, reference, paid_on = line
    names = ((last, first), *(((partner_last, partner_first),) if partner_last else ()))
    return Fee(key, no, names, year, fee, int(received), reference or "", paid_on is not None)
