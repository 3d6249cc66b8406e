"""The members of a year broken down: per month, per village."""

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, aliased

from mmc_desk.core import formats, years
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Member, Membership, Person
from mmc_desk.features.people.queries.records import home_village, is_member_in

_MONTHS = range(1, 13)


def membership_span(session: Session) -> tuple[int, int] | None:
    """Return the first and the last year with a member; None without any."""
    first, last = (select(bound(Membership.year)).scalar_subquery() for bound in (func.min, func.max))
    found = session.execute(select(first, last)).one()
    return None if found[0] is None else (found[0], found[1])


def members_per_month(session: Session, year: int) -> list[tuple[int, int, int, int]]:
    """Return (month, members at its end, who began, who ended) of twelve months; nothing without members that year."""
    counts = [
        func.sum(case((condition, 1), else_=0))
        for month in _MONTHS
        for days in (years.days_of(year, month),)
        for condition in (is_member_in(year, month), Member.since.between(*days), Member.ended_on.between(*days))
    ]
    known, *found = session.execute(
        select(func.count(Membership.id), *counts)
        .join(Member, Member.id == Membership.member_id)
        .where(Membership.year == year)
    ).one()
    if not known:
        return []
    triples = zip(*[iter(map(int, found))] * 3, strict=True)
    return [(month, *triple) for month, triple in zip(_MONTHS, triples, strict=True)]


Village = tuple[str, str, int, int | None, int | None]


def members_per_village(session: Session, year: int) -> list[Village]:
    """Return (key, village, members, who joined, who left), most members first.

    Joined and left are None while no member of the year before is known; who left lives where they lived at the end of
    this year.
    """
    now, before = aliased(Membership), aliased(Membership)
    village = home_village(year).label("village")
    rows = session.execute(
        select(
            village,
            func.count(now.id),
            func.sum(case((before.id.is_(None), 1), else_=0)),
            func.sum(case((now.id.is_(None), 1), else_=0)),
        )
        .select_from(Member)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(now, (now.member_id == Member.id) & (now.year == year))
        .outerjoin(before, (before.member_id == Member.id) & (before.year == year - 1))
        .where(or_(now.id.is_not(None), before.id.is_not(None)))
        .group_by(village)
    ).all()
    if not any(members for _, members, _, _ in rows):
        return []
    is_comparable = any(members - int(joined) + int(left) for _, members, joined, left in rows)
    found: list[Village] = [
        (
            *(key, key or translate("figures", "onbekend"), members),
            *((int(joined), int(left)) if is_comparable else (None, None)),
        )
        for key, members, joined, left in rows
    ]
    return sorted(found, key=lambda row: (-row[2], formats.fold(row[1])))
