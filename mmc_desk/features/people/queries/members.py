"""The list of members: 100 000 of them in one query."""

from datetime import date
from typing import Any

from sqlalchemy import Row, ScalarSelect, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from mmc_desk.features.people.model import Address, EligibilityCheck, Member, Membership, Person
from mmc_desk.features.people.queries.addresses import lives_at, other_street_names
from mmc_desk.features.people.queries.rows import MemberRow
from mmc_desk.features.people.rules import household_in_year, membership_status, review_state


def member_list(session: Session, day: date) -> list[MemberRow]:
    """Return every member, ended or not, by name, with address, fee and income review as on a day."""
    other_names = other_street_names(session)
    return [
        _row(found, day, other_names(found.street or "", found.village or ""))
        for found in session.execute(_query(day))
    ]


def _query(day: date) -> Select[*tuple[Any, ...]]:
    this_year, last_year, partner_year = aliased(Membership), aliased(Membership), aliased(Membership)
    partner = aliased(Member)
    member_last_year = exists().where(last_year.member_id == Member.id, last_year.year == day.year - 1)
    # A couple pays once: the partner's own row says 0, and is paid when the other one's is.
    is_paid = or_(
        this_year.paid_on.is_not(None),
        and_(this_year.fee == 0, or_(partner_year.id.is_(None), partner_year.paid_on.is_not(None))),
    )
    query: Select[*tuple[Any, ...]] = select(
        Member.id,
        Member.member_no,
        Person.last_name,
        Person.first_name,
        Person.born_on,
        Person.phone,
        Person.mobile,
        Address.street,
        Address.postcode,
        Address.village,
        Member.household,
        Member.aid,
        Member.since,
        Member.ended_on,
        partner.ended_on.label("partner_ended_on"),
        is_paid.label("is_paid"),
        member_last_year.label("member_last_year"),
        EligibilityCheck.result,
        EligibilityCheck.next_review,
    )
    return (
        query.join(Person, Person.id == Member.person_id)
        .outerjoin(Address, lives_at(day))
        .outerjoin(partner, partner.id == Member.partner_id)
        .outerjoin(this_year, and_(this_year.member_id == Member.id, this_year.year == day.year))
        .outerjoin(
            partner_year, and_(partner_year.member_id == Member.partner_id, partner_year.year == day.year)
        )
        .outerjoin(EligibilityCheck, EligibilityCheck.id == _last_check())
        .order_by(Person.last_name, Person.first_name, Member.member_no)
    )


def _last_check() -> ScalarSelect[int]:
    check = aliased(EligibilityCheck)
    return (
        select(check.id)
        .where(check.member_id == Member.id)
        .order_by(check.checked_on.desc().nulls_last(), check.id.desc())
        .limit(1)
        .correlate(Member)
        .scalar_subquery()
    )


def _row(found: Row[Any], day: date, other_street: str) -> MemberRow:
    return MemberRow(
        key=found.id,
        member_no=found.member_no,
        last_name=found.last_name,
        first_name=found.first_name,
        born_on=found.born_on,
        phone=found.phone,
        mobile=found.mobile,
        street=found.street or "",
        postcode=found.postcode or "",
        village=found.village or "",
        other_street=other_street,
        household=household_in_year(found.household, day.year, found.partner_ended_on),
        aid=found.aid,
        since=found.since,
        ended_on=found.ended_on,
        status=membership_status(
            day,
            paid=bool(found.is_paid),
            member_last_year=bool(found.member_last_year),
            ended_on=found.ended_on,
        ),
        review=review_state(found.result, found.next_review, day),
        next_review=found.next_review,
    )
