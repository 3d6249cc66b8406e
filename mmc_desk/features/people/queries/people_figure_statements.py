"""The statements of the yearly figures of people: prepared as SQL (core.prepared)."""

from sqlalchemy import Date, Integer, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from mmc_desk.features.people.model import Driver, Member, Membership, Person, Volunteer
from mmc_desk.features.people.queries.records import home_village_on, is_active_between

_YEAR, _BEFORE = bindparam("year", type_=Integer()), bindparam("before", type_=Integer())
_FIRST, _LAST = bindparam("first", type_=Date()), bindparam("last", type_=Date())
_NOW, _THEN = aliased(Membership), aliased(Membership)
MEMBERS = select(func.count(Membership.id)).where(Membership.year == _YEAR)
STAYED = (
    select(func.count(_NOW.id))
    .join(_THEN, (_THEN.member_id == _NOW.member_id) & (_THEN.year == _BEFORE))
    .where(_NOW.year == _YEAR)
)
NEW_DRIVERS = select(func.sum(case((Driver.active_from >= _FIRST, 1), else_=0)), func.count()).where(
    Driver.active_from <= _LAST
)
VOLUNTEERS = select(func.count(Volunteer.id)).where(is_active_between(_FIRST, _LAST))
TIMES = (
    select(Member.since, Member.ended_on, func.count())
    .join(Membership, Membership.member_id == Member.id)
    .where(Membership.year == _YEAR)
    .group_by(Member.since, Member.ended_on)
)
_HOMES = (
    select(home_village_on(_LAST).label("village"), _NOW.id.label("now"), _THEN.id.label("then"))
    .select_from(Member)
    .join(Person, Person.id == Member.person_id)
    .outerjoin(_NOW, (_NOW.member_id == Member.id) & (_NOW.year == _YEAR))
    .outerjoin(_THEN, (_THEN.member_id == Member.id) & (_THEN.year == _BEFORE))
    .where(or_(_NOW.id.is_not(None), _THEN.id.is_not(None)))
    .subquery()
)
PER_VILLAGE = select(
    _HOMES.c.village,
    func.count(_HOMES.c.now),
    func.sum(case((_HOMES.c.then.is_(None), 1), else_=0)),
    func.sum(case((_HOMES.c.now.is_(None), 1), else_=0)),
).group_by(_HOMES.c.village)
SPAN = select(*(select(bound(Membership.year)).scalar_subquery() for bound in (func.min, func.max)))

STATEMENTS = {
    "members": MEMBERS,
    "stayed": STAYED,
    "new_drivers": NEW_DRIVERS,
    "volunteers": VOLUNTEERS,
    "times": TIMES,
    "per_village": PER_VILLAGE,
    "span": SPAN,
}
