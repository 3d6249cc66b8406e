"""How rides are read: one statement for rides and one for their members, whatever the number.

A statement that every deed needs is built once: building takes longer than asking.
"""

import functools
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Address, Aid, Driver, Member, Person
from mmc_desk.features.rides.model import Ride, RideRequest
from mmc_desk.features.rides.queries.lines import lines
from mmc_desk.features.rides.queries.rows import RideLine

_DriverPerson = aliased(Person)


def address_on(
    person_id: InstrumentedAttribute[int], day: InstrumentedAttribute[date] | BindParameter[date] | date
) -> ColumnElement[int]:
    """Return the id of somebody's address on `day`: dated addresses, else the first one (domain.md §10.6)."""
    on_day, first = aliased(Address), aliased(Address)
    dated = (
        select(on_day.id)
        .where(on_day.person_id == person_id, on_day.valid_from <= day)
        .order_by(on_day.valid_from.desc())
        .limit(1)
    )
    earliest = select(first.id).where(first.person_id == person_id).order_by(first.valid_from).limit(1)
    return func.coalesce(dated.scalar_subquery(), earliest.scalar_subquery())


class Home(NamedTuple):
    """Where a member lives on a day, and the aid they usually bring."""

    street: str
    village: str
    aid: Aid


def home_of(session: Session, member_id: int, day: date) -> Home:
    """Return a member's home on `day`. Raises RuleError when there is no such member."""
    row = session.execute(_home(), {"member_id": member_id, "day": day}).one_or_none()
    if row is None:
        raise RuleError(translate("rides", "Dit lid bestaat niet meer. Kies een ander lid."), "member_id")
    return Home(row.street or "", row.village or "", row.aid)


@functools.cache
def _home() -> Select[Aid, str, str]:
    return (
        select(Member.aid, Address.street, Address.village)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Address, Address.id == address_on(Person.id, bindparam("day")))
        .where(Member.id == bindparam("member_id"))
    )


def ride_lines(session: Session, *where: ColumnElement[bool], limit: int | None = None) -> tuple[RideLine, ...]:
    """Return the rides that meet `where`, by date and departure, each with its members: three statements."""
    # Plain tuples: rows that are asked for their columns by name take three times as long.
    connection = session.connection()
    session.flush()
    rides = connection.execute(rides_that(*where, limit=limit)).all()
    chosen = where if limit is None else (Ride.id.in_([ride[0] for ride in rides]),)
    return lines(rides, connection.execute(members_that(*chosen)), connection.execute(bearers_that(*chosen)))


def ride_line(session: Session, ride_id: int) -> RideLine | None:
    """Return one ride with its members, None when there is no such ride."""
    session.flush()
    rides, members, bearers = _of_one()
    connection, one = session.connection(), {"ride_id": ride_id}
    answers = (connection.execute(members, one), connection.execute(bearers, one))
    return next(iter(lines(connection.execute(rides, one).all(), *answers)), None)


@functools.cache
def _of_one() -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    it = Ride.id == bindparam("ride_id")
    return rides_that(it), members_that(it), bearers_that(it)


def _outward_no() -> ScalarSelect[str]:
    outward = aliased(Ride)
    return select(outward.ride_no).where(outward.id == Ride.outward_id).correlate(Ride).scalar_subquery()


def rides_that(*where: ColumnElement[bool], limit: int | None = None) -> Select[*tuple[Any, ...]]:
    """Return the statement for the rides that meet `where`, as queries.lines takes their rows."""
    return (
        select(
            *(Ride.id, Ride.version, Ride.ride_no, Ride.ride_date, Ride.state, Ride.driver_id),
            *(_DriverPerson.last_name, _DriverPerson.first_name),
            *(Ride.depart_at, Ride.home_at, Ride.origin, Ride.village, Ride.destination, Ride.destination_village),
            *(Ride.purpose, Ride.metres, Ride.estimated_metres, Ride.passengers, Ride.waiting_minutes),
            *(Ride.parking, Ride.received, Ride.chargeable, Ride.reason, Ride.note, Ride.pinned),
            *(Ride.outward_id, Ride.double_leg, Ride.unannounced, func.coalesce(_outward_no(), "")),
        )
        .outerjoin(Driver, Driver.id == Ride.driver_id)
        .outerjoin(_DriverPerson, _DriverPerson.id == Driver.person_id)
        .where(*where)
        .order_by(Ride.ride_date, Ride.depart_at.is_(None), Ride.depart_at, Ride.id)
        .limit(limit)
    )


def members_that(*where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Return the statement for the members in those rides."""
    return (
        select(
            *(RideRequest.ride_id, RideRequest.id, RideRequest.member_id, Member.member_no),
            *(
                Person.last_name,
                Person.first_name,
                Person.born_on,
                Person.mobile,
                Person.phone,
                Address.street,
                Address.village,
            ),
            *(RideRequest.aid, RideRequest.companions, RideRequest.pickup_at, RideRequest.appointment_at),
            *(RideRequest.return_mode, RideRequest.return_at, RideRequest.expected_minutes),
            RideRequest.parking_card,
        )
        .join(Ride, Ride.id == RideRequest.ride_id)
        .join(Member, Member.id == RideRequest.member_id)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Address, Address.id == address_on(Person.id, Ride.ride_date))
        .where(*where)
        .order_by(RideRequest.ride_id, RideRequest.position)
    )


def bearers_that(*where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Return the statement for the names of all members who share a last name with somebody in those rides."""
    riding = aliased(Person)
    named = (
        select(riding.last_name)
        .join(Member, Member.person_id == riding.id)
        .join(RideRequest, RideRequest.member_id == Member.id)
        .join(Ride, Ride.id == RideRequest.ride_id)
        .where(*where)
    )
    return (
        select(Person.last_name, Person.first_name)
        .join(Member, Member.person_id == Person.id)
        .where(Person.last_name.in_(named))
    )
