"""When a fee counts as paid: what the payments on it, a desk's own tick and a couple's one fee have to say."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.features.people import queries
from mmc_desk.features.people.model import Member, Membership


def settle(session: Session, membership: Membership, paid_on: date | None) -> None:
    """Write when a fee was paid, for the partner it covers too."""
    membership.paid_on = paid_on
    partner_id = session.get_one(Member, membership.member_id).partner_id
    theirs = session.scalar(
        select(Membership).where(
            Membership.member_id == partner_id, Membership.year == membership.year, Membership.fee == 0
        )
    )
    if theirs is not None:
        theirs.paid_on = paid_on


def settle_again(session: Session, membership: Membership, before: date | None) -> None:
    """Judge a fee after a payment came or went; `before` is when payments reached it until then.

    A day the desk itself ticked stays.
    """
    session.flush()
    if membership.paid_on in {None, before}:
        settle(session, membership, queries.reached(session, membership.id, membership.fee))
