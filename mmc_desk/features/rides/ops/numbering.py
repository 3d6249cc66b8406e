"""The numbers of rides: year and a running number, as the paper ride book had them ("2026-0001")."""

from datetime import date

from sqlalchemy import func, select
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
    in_year = Ride.ride_date.between(date(year, 1, 1), date(year, 12, 31))
    last = session.scalar(select(func.count(Ride.id)).where(in_year)) or 0
    while taken := _taken(session, year, last):
        last = max(taken)
    return ride_number(year, last + 1)


def ride_number(year: int, running: int) -> str:
    """Return `2026-0001`."""
    return f"{year}-{running:04d}"


def _taken(session: Session, year: int, last: int) -> list[int]:
    numbers = {ride_number(year, running): running for running in range(last + 1, last + 1 + _STEP)}
    found = session.scalars(select(Ride.ride_no).where(Ride.ride_no.in_(numbers)))
    return [numbers[number] for number in found]
