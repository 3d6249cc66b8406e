"""The list of members: 100 000 of them in one query."""

from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, String, and_, exists, false, func, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from mmc_desk.core.formats import fold
from mmc_desk.features.people.model import (
    Address,
    Aid,
    EligibilityCheck,
    Household,
    IncomeResult,
    Member,
    Membership,
    Person,
)
from mmc_desk.features.people.queries.addresses import lives_at, other_street_names
from mmc_desk.features.people.queries.rows import MemberRow, phone_search
from mmc_desk.features.people.rules import household_in_year, membership_status, review_state

# Names to members by hand: SQLAlchemy's own conversion takes a fifth of the whole query.
_HOUSEHOLDS = {one.value: one for one in Household}
_AIDS = {one.value: one for one in Aid}
_RESULTS: dict[str | None, IncomeResult | None] = {None: None, **{one.value: one for one in IncomeResult}}


def member_list(session: Session, day: date) -> list[MemberRow]:
    """Return every member, ended or not, by name, with address, fee and income review as on a day."""
    other_names = other_street_names(session)
    # Plain tuples: rows that are asked for their columns by name take three times as long.
    chunks = session.connection().execute(list_query(day)).partitions(4096)
    return [
        MemberRow(
            key,
            member_no,
            last_name,
            first_name,
            born_on,
            phone,
            mobile,
            street,
            postcode,
            village,
            household_in_year(_HOUSEHOLDS[household], day.year, partner_ended_on),
            _AIDS[aid],
            since,
            ended_on,
            membership_status(day, paid=bool(is_paid), member_last_year=bool(last_year), ended_on=ended_on),
            review_state(_RESULTS[result], next_review, day),
            next_review,
            fold(
                f"{last_name} {first_name} {member_no} {born_on.year if born_on else ''} {street} "
                f"{other_names(street, village)} {postcode} {village} {phone_search(phone, mobile)}"
            ),
        )
        for (
            key,
            member_no,
            last_name,
            first_name,
            born_on,
            phone,
            mobile,
            street,
            postcode,
            village,
            household,
            aid,
            since,
            ended_on,
            partner_ended_on,
            is_paid,
            last_year,
            result,
            next_review,
        ) in chain.from_iterable(chunks)
    ]


def list_query(day: date) -> Select[*tuple[Any, ...]]:
    """Return the one query of the list."""
    this_year, last_year, partner_year = aliased(Membership), aliased(Membership), aliased(Membership)
    partner = aliased(Member)
    # Who was a member last year has January to pay; in other months nobody asks.
    member_last_year: ColumnElement[bool] = false()
    if day.month == 1:
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
        func.coalesce(Address.street, ""),
        func.coalesce(Address.postcode, ""),
        func.coalesce(Address.village, ""),
        type_coerce(Member.household, String),
        type_coerce(Member.aid, String),
        Member.since,
        Member.ended_on,
        partner.ended_on.label("partner_ended_on"),
        is_paid.label("is_paid"),
        member_last_year.label("member_last_year"),
        type_coerce(EligibilityCheck.result, String),
        EligibilityCheck.next_review,
    )
    return (
        query.join(Person, Person.id == Member.person_id)
        .outerjoin(Address, lives_at(day))
        .outerjoin(partner, partner.id == Member.partner_id)
        .outerjoin(this_year, and_(this_year.member_id == Member.id, this_year.year == day.year))
        .outerjoin(partner_year, and_(partner_year.member_id == Member.partner_id, partner_year.year == day.year))
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
