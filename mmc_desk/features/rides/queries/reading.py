"""How rides are read: one statement for rides and one for their members, whatever the number."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Address, Aid, Driver, Member, Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Ride, RideRequest
from mmc_desk.features.rides.queries.rows import RideLine, RideMember

_DriverPerson = aliased(Person)


def address_on(person_id: InstrumentedAttribute[int], day: InstrumentedAttribute[date] | date) -> ColumnElement[int]:
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


@dataclass(frozen=True, slots=True)
class Home:
    """Where a member lives on a day, and the aid they usually bring."""

    street: str
    village: str
    aid: Aid


def home_of(session: Session, member_id: int, day: date) -> Home:
    """Return a member's home on `day`. Raises RuleError when there is no such member."""
    row = session.execute(
        select(Member.aid, Address.street, Address.village)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Address, Address.id == address_on(Person.id, day))
        .where(Member.id == member_id)
    ).one_or_none()
    if row is None:
        raise RuleError(translate("rides", "Dit lid bestaat niet meer. Kies een ander lid."), "member_id")
    return Home(row.street or "", row.village or "", row.aid)


def ride_lines(session: Session, *where: ColumnElement[bool], limit: int | None = None) -> tuple[RideLine, ...]:
    """Return the rides that meet `where`, by date and departure, each with its members: two statements."""
    rides = session.execute(_rides(where, limit)).all()
    members = _members(session, where, [row.id for row in rides] if limit is not None else None)
    return tuple(_line(row, members) for row in rides)


def _rides(where: Sequence[ColumnElement[bool]], limit: int | None) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(Ride.id, Ride.version, Ride.ride_no, Ride.ride_date, Ride.state, Ride.driver_id),
            *(
                Ride.depart_at,
                Ride.home_at,
                Ride.origin,
                Ride.village,
                Ride.destination,
                Ride.destination_village,
            ),
            *(Ride.purpose, Ride.metres, Ride.estimated_metres, Ride.passengers, Ride.waiting_minutes),
            *(Ride.parking, Ride.received, Ride.chargeable, Ride.reason, Ride.note, Ride.pinned),
            *(_DriverPerson.first_name, _DriverPerson.last_name),
        )
        .outerjoin(Driver, Driver.id == Ride.driver_id)
        .outerjoin(_DriverPerson, _DriverPerson.id == Driver.person_id)
        .where(*where)
        .order_by(Ride.ride_date, Ride.depart_at.is_(None), Ride.depart_at, Ride.id)
        .limit(limit)
    )


def _line(row: Row[*tuple[Any, ...]], members: Mapping[int, list[RideMember]]) -> RideLine:
    return RideLine(
        ride_id=row.id,
        version=row.version,
        ride_no=row.ride_no,
        ride_date=row.ride_date,
        state=row.state,
        driver_id=row.driver_id,
        driver=full_name(row.last_name or "", row.first_name or ""),
        depart_at=row.depart_at,
        home_at=row.home_at,
        origin=row.origin,
        village=row.village,
        destination=row.destination,
        destination_village=row.destination_village,
        purpose=row.purpose,
        metres=row.metres,
        estimated_metres=row.estimated_metres,
        passengers=row.passengers,
        waiting_minutes=row.waiting_minutes,
        parking=row.parking,
        received=row.received,
        chargeable=row.chargeable,
        reason=row.reason,
        note=row.note,
        pinned=row.pinned,
        members=tuple(members.get(row.id, ())),
    )


def _members(
    session: Session, where: Sequence[ColumnElement[bool]], ride_ids: list[int] | None
) -> Mapping[int, list[RideMember]]:
    chosen = where if ride_ids is None else (Ride.id.in_(ride_ids),)
    statement = (
        select(
            RideRequest,
            *(Member.member_no, Person.first_name, Person.last_name, Person.phone, Person.mobile),
            *(Address.street, Address.village),
        )
        .join(Ride, Ride.id == RideRequest.ride_id)
        .join(Member, Member.id == RideRequest.member_id)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Address, Address.id == address_on(Person.id, Ride.ride_date))
        .where(*chosen)
        .order_by(RideRequest.ride_id, RideRequest.position)
    )
    found: dict[int, list[RideMember]] = defaultdict(list)
    for row in session.execute(statement):
        found[row.RideRequest.ride_id].append(_member(row))
    return found


def _member(row: Row[*tuple[Any, ...]]) -> RideMember:
    request: RideRequest = row.RideRequest
    return RideMember(
        request_id=request.id,
        member_id=request.member_id,
        member_no=row.member_no,
        name=full_name(row.last_name, row.first_name),
        phone=row.mobile or row.phone,
        street=row.street or "",
        village=row.village or "",
        aid=request.aid,
        companions=request.companions,
        pickup_at=request.pickup_at,
        appointment_at=request.appointment_at,
        return_mode=request.return_mode,
        return_at=request.return_at,
        expected_minutes=request.expected_minutes,
        parking_card=request.parking_card,
    )
