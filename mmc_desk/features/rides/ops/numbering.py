"""The numbers of rides: year and a running number, as the paper ride book had them ("2026-0001")."""

import functools
from datetime import date

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from mmc_desk.features.rides.model import Ride

_STEP = 200
_LOCK = 0x72696465


def next_ride_no(session: Session, year: int) -> str:
    """Return the number after the year's last one.

    Found by looking from the count of the year's rides upwards, so that a book with gaps costs no scan of a column of
    text; a gap of fewer than 200 numbers is stepped over. On PostgreSQL a lock keeps two desks from the same number.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK, year)))
    last = session.scalar(_count(), {"first": date(year, 1, 1), "last": date(year, 12, 31)}) or 0
    while taken := _taken(session, year, last):
        last = max(taken)
    return ride_number(year, last + 1)


@functools.cache
def _count() -> Select[int]:
    return select(func.count(Ride.id)).where(Ride.ride_date.between(bindparam("first"), bindparam("last")))


def ride_number(year: int, running: int) -> str:
    """Return `2026-0001`."""
    return f"{year}-{running:04d}"


def _taken(session: Session, year: int, last: int) -> list[int]:
    numbers = {ride_number(year, running): running for running in range(last + 1, last + 1 + _STEP)}
    first, *_, end = numbers
    # As text 2026-10000 comes before 2026-9999: past the last number of a width the range is two ranges.
    widest = [number for number in numbers if len(number) == len(first)][-1]
    between = {"first": first, "widest": widest, "next": max(numbers, key=len), "end": end}
    return [numbers[number] for number in session.scalars(_numbers(), between) if number in numbers]


@functools.cache
def _numbers() -> Select[str]:
    of_a_width = Ride.ride_no.between(bindparam("first"), bindparam("widest"))
    return select(Ride.ride_no).where(of_a_width | Ride.ride_no.between(bindparam("next"), bindparam("end")))
