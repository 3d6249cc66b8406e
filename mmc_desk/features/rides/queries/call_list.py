"""The call list: rides that wait for a driver with whom to phone first, for the desk's own use."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import Ride, RideState
from mmc_desk.features.rides.queries.board import free_drivers, ride_ask
from mmc_desk.features.rides.queries.calls import CallRow, calls_of
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.rows import RideLine
from mmc_desk.features.rides.rules.assignment import RankedDriver
from mmc_desk.features.rides.rules.calls import propose_reason

MOST_DRIVERS = 8
"""Whom to phone for one ride: who is further down is rarely reached."""


@dataclass(frozen=True, slots=True)
class RideToPhone:
    """A ride and the drivers who could take it, the best first."""

    ride: RideLine
    drivers: tuple[RankedDriver, ...]


@dataclass(frozen=True, slots=True)
class CallList:
    """The rides to phone for. `subject` says which, `today` is the day of printing."""

    subject: str
    today: date
    rides: tuple[RideToPhone, ...]
    desk: str = ""
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Attempts:
    """What was tried for a ride: the calls, how many drivers are free at that hour, and the reason that leaves."""

    calls: tuple[CallRow, ...]
    free: int
    reason: str


def attempts_of(session: Session, ride_id: int) -> Attempts:
    """Return what was tried for a ride. Raises RuleError when there is no such ride."""
    calls = calls_of(session, ride_id)
    need = ride_ask(session, ride_id).need
    free = sum(driver.is_free for driver in free_drivers(session, ride_id))
    wants_rigid = Aid.RIGID_WHEELCHAIR in need.aids
    return Attempts(calls, free, propose_reason([row.call.answer for row in calls], free, wants_rigid=wants_rigid))


def call_list(session: Session, day: date, subject: str, today: date) -> CallList:
    """Return the rides of a day that have no driver yet, each with whom to phone."""
    return _list(session, subject, today, Ride.ride_date == day, Ride.state == RideState.REQUESTED)


def call_list_of(session: Session, ride_ids: Collection[int], subject: str, today: date) -> CallList:
    """Return these rides, whoever has them now, each with whom to phone."""
    return _list(session, subject, today, Ride.id.in_(list(ride_ids)))


def _list(session: Session, subject: str, today: date, *where: ColumnElement[bool]) -> CallList:
    rides = tuple(RideToPhone(ride, _to_phone(session, ride)) for ride in ride_lines(session, *where))
    return CallList(subject, today, rides, desk_name(session), is_practice(session))


def _to_phone(session: Session, ride: RideLine) -> tuple[RankedDriver, ...]:
    drivers = free_drivers(session, ride.ride_id)
    wanted = [driver for driver in drivers if driver.is_free and driver.driver_id != ride.driver_id]
    return tuple(wanted[:MOST_DRIVERS])
