"""Who drove whom: the members a driver took along, how often, and when last."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.formats import fold
from mmc_desk.features.people.model import Address, Driver, Member, Person
from mmc_desk.features.people.rules import active_on, full_name
from mmc_desk.features.rides.model import Ride, RideRequest, RideState
from mmc_desk.features.rides.queries.reading import address_on

_DRIVEN = (RideState.DRIVEN, RideState.SETTLED)


@dataclass(frozen=True, slots=True)
class DrivenMember:
    """A member, the rides with one driver, and the last of them."""

    key: int
    member_no: int
    name: str
    village: str
    rides: int
    last_day: date


@dataclass(frozen=True, slots=True)
class DriverName:
    """A driver to choose; those who stopped come last."""

    key: int
    code: str
    name: str
    is_active: bool


def driven_members(session: Session, driver_id: int) -> tuple[DrivenMember, ...]:
    """Return the members a driver drove, those driven most first."""
    rides, last = func.count(Ride.id), func.max(Ride.ride_date)
    rows = session.execute(
        select(Member.id, Member.member_no, Person.last_name, Person.first_name, Address.village, rides, last)
        .join(RideRequest, RideRequest.member_id == Member.id)
        .join(Ride, Ride.id == RideRequest.ride_id)
        .join(Person, Person.id == Member.person_id)
        .outerjoin(Address, Address.id == address_on(Person.id, clock.today()))
        .where(Ride.driver_id == driver_id, Ride.state.in_(_DRIVEN))
        .group_by(Member.id, Member.member_no, Person.last_name, Person.first_name, Address.village)
        .order_by(rides.desc(), last.desc(), Person.last_name, Member.id)
    )
    return tuple(
        DrivenMember(key, number, full_name(surname, first), village or "", count, day)
        for key, number, surname, first, village, count, day in rows
    )


def driver_names(session: Session) -> tuple[DriverName, ...]:
    """Return every driver by name."""
    today = clock.today()
    rows = session.execute(select(Driver, Person.last_name, Person.first_name).join(Person))
    found = [
        DriverName(
            driver.id, driver.code, full_name(last, first), active_on(driver.active_from, driver.active_to, today)
        )
        for driver, last, first in rows
    ]
    return tuple(sorted(found, key=lambda row: (not row.is_active, fold(row.name), row.code)))
