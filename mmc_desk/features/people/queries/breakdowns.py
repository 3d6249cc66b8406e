"""The members of a year broken down: per month, per village."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Row, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from mmc_desk.core import formats, years
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Member, Membership, Person
from mmc_desk.features.people.queries.records import home_village

_MONTHS = range(1, 13)


def membership_span(session: Session) -> tuple[int, int] | None:
    """Return the first and the last year with a member; None without any."""
    first, last = (select(bound(Membership.year)).scalar_subquery() for bound in (func.min, func.max))
    found = session.execute(select(first, last)).one()
    return None if found[0] is None else (found[0], found[1])


def members_per_month(session: Session, year: int) -> list[tuple[int, int, int, int]]:
    """Return (month, members at its end, who began, who ended) of twelve months; nothing without members that year."""
    times = session.execute(
        select(Member.since, Member.ended_on, func.count())
        .join(Membership, Membership.member_id == Member.id)
        .where(Membership.year == year)
        .group_by(Member.since, Member.ended_on)
    ).all()
    return [(month, *_counts(times, *years.days_of(year, month))) for month in _MONTHS] if times else []


def _counts(times: Sequence[Row[date | None, date | None, int]], first: date, last: date) -> tuple[int, int, int]:
    # The same conditions as those of records.members_in_month.
    started = sum(count for since, _, count in times if since is not None and first <= since <= last)
    ended = sum(count for _, end, count in times if end is not None and first <= end <= last)
    there = sum(n for since, end, n in times if (since is None or since <= last) and (end is None or end > last))
    return there, started, ended


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
