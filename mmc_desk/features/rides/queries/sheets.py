"""Ride sheets: a driver's month as it is keyed in, and which rides still lack a result.

For whoever settles a month: `month_is_complete` and `missing_results` are the gate (domain.md §9, "Month end").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate
from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Ride, RideRequest, RideState
from mmc_desk.features.rides.queries.prices import (
    UNKNOWN_LEGS,
    LegSum,
    PriceBooks,
    leg_sums,
    price_books,
    priced,
)
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.roster import month_of, roster_book
from mmc_desk.features.rides.queries.rows import RideLine, RosterBook
from mmc_desk.features.rides.rules.sheets import Outcome, Reading, SheetEntry, sheet_metres
from mmc_desk.features.rides.rules.states import OPEN, PLANNED

_ON_A_SHEET = (*sorted(PLANNED), RideState.DRIVEN, RideState.SETTLED, RideState.WASTED, RideState.CANCELLED)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A ride on a driver's sheet, with the odometer as it was noted (whole km)."""

    ride: RideLine
    odometer_start: int | None
    odometer_end: int | None

    @property
    def is_missing(self) -> bool:
        """Tell whether its result still has to come in."""
        return self.ride.state in PLANNED and self.ride.ride_date < clock.today()


@dataclass(frozen=True, slots=True)
class DriverSheets:
    """A driver in a month: rides, and how many of those that are over still lack a result."""

    driver_id: int
    code: str
    name: str
    phone: str
    rides: int
    missing: int


@dataclass(frozen=True, slots=True)
class PriceDesk:
    """What a price of the month is made of, so that a page can tell it while the km are typed."""

    books: PriceBooks
    legs: Mapping[int, LegSum]


@dataclass(frozen=True, slots=True)
class DriverMonth:
    """A driver's sheet of a month. `before` is the last odometer reading of earlier months.

    `is_settled`: paid out already; a ride added now comes into a later settlement.
    """

    driver: DriverSheets
    year: int
    month: int
    rows: tuple[SheetRow, ...]
    before: Reading | None
    is_settled: bool
    prices: PriceDesk


def driver_month(session: Session, driver_id: int, year: int, month: int) -> DriverMonth:
    """Return a driver's rides of a month by date and departure. Raises RuleError when there is no such driver."""
    first, last = month_of(date(year, month, 1))
    mine = (Ride.driver_id == driver_id, Ride.ride_date.between(first, last), Ride.state.in_(_ON_A_SHEET))
    readings = _readings(session, *mine)
    rows = tuple(SheetRow(ride, *readings[ride.ride_id]) for ride in ride_lines(session, *mine))
    found = _drivers(session, Driver.id == driver_id)
    if not found:
        raise RuleError(translate("rides", "Deze chauffeur bestaat niet meer. Kies een andere."), "driver")
    driver_id, code, name, phone = found[0]
    missing = sum(row.is_missing for row in rows)
    driver = DriverSheets(driver_id, code, name, phone, len(rows), missing)
    settled = month_is_settled(session, year, month, driver_id)
    prices = PriceDesk(price_books(session), leg_sums(session, Ride.ride_date.between(first, last)))
    return DriverMonth(driver, year, month, rows, _reading_before(session, driver_id, first), settled, prices)


def proposed_received(month: DriverMonth, row: SheetRow, entry: SheetEntry) -> int | None:
    """Return what the members owe the driver by the tariff for what a row says, in cents; None while no km are known.

    Who gets an invoice owes the driver nothing.

    A wasted or cancelled ride proposes nothing: whether it is charged is decided when it is saved.
    """
    metres = sheet_metres(entry)
    if metres is None or entry.outcome is not Outcome.DRIVEN:
        return None
    ride = row.ride._replace(
        state=RideState.DRIVEN,
        metres=metres,
        waiting_minutes=entry.waiting_minutes,
        parking=entry.parking,
    )
    desk = month.prices
    return priced(ride, desk.legs.get(ride.ride_id, UNKNOWN_LEGS), desk.books).owed_in_cash


def _readings(session: Session, *where: ColumnElement[bool]) -> Mapping[int, tuple[int | None, int | None]]:
    rows = session.execute(select(Ride.id, Ride.odometer_start, Ride.odometer_end).where(*where))
    return {ride_id: (start, end) for ride_id, start, end in rows}


def _reading_before(session: Session, driver_id: int, day: date) -> Reading | None:
    row = session.execute(
        select(Ride.ride_no, Ride.ride_date, Ride.odometer_start, Ride.odometer_end)
        .where(Ride.driver_id == driver_id, Ride.ride_date < day, Ride.odometer_end.is_not(None))
        .order_by(Ride.ride_date.desc(), Ride.depart_at.desc(), Ride.id.desc())
        .limit(1)
    ).one_or_none()
    return Reading(row[0], row[1], row[2], row[3] or 0) if row is not None else None


def sheet_drivers(session: Session, year: int, month: int) -> tuple[DriverSheets, ...]:
    """Return the drivers active in a month, or with a ride in it, by name: whom to phone for which sheets."""
    first, last = month_of(date(year, month, 1))
    counts = {
        driver_id: (rides, missing)
        for driver_id, rides, missing in session.execute(
            select(Ride.driver_id, func.count(), func.count().filter(_is_missing()))
            .where(Ride.ride_date.between(first, last), Ride.state.in_(_ON_A_SHEET), Ride.driver_id.is_not(None))
            .group_by(Ride.driver_id)
        )
    }
    active = (func.coalesce(Driver.active_from, last) <= last) & (func.coalesce(Driver.active_to, first) >= first)
    found = _drivers(session, or_(active, Driver.id.in_(counts)))
    return tuple(DriverSheets(*driver, *counts.get(driver[0], (0, 0))) for driver in found)


@dataclass(frozen=True, slots=True)
class SheetDesk:
    """A month of sheets: its drivers, and the rides that still lack a result."""

    year: int
    month: int
    drivers: tuple[DriverSheets, ...]
    missing: tuple[RideLine, ...]


def sheet_desk(session: Session, year: int, month: int) -> SheetDesk:
    """Return whose sheets of a month are missing, and of which rides."""
    missing = missing_results(session, *month_of(date(year, month, 1)))
    return SheetDesk(year, month, sheet_drivers(session, year, month), missing)


def _drivers(session: Session, where: ColumnElement[bool]) -> list[tuple[int, str, str, str]]:
    rows = session.execute(
        select(Driver.id, Driver.code, Person.first_name, Person.last_name, Person.mobile, Person.phone)
        .join(Person, Person.id == Driver.person_id)
        .where(where)
    )
    found = [(key, code, full_name(last, first), mobile or phone) for key, code, first, last, mobile, phone in rows]
    return sorted(found, key=lambda driver: (fold(driver[2]), driver[1]))


def missing_results(session: Session, first: date, last: date, driver_id: int | None = None) -> tuple[RideLine, ...]:
    """Return the rides from … to that are over and still lack a result: of one driver, or of everybody.

    Without a driver the open requests of past days count too: nobody noted that no driver was found.
    """
    over = or_(Ride.ride_date < clock.today(), _planned() & (Ride.home_at < clock.now()))
    waits = Ride.state.in_(sorted(OPEN)) if driver_id is None else _planned() & (Ride.driver_id == driver_id)
    return ride_lines(session, Ride.ride_date.between(first, last), over, waits)


def month_is_complete(session: Session, year: int, month: int, driver_id: int | None = None) -> bool:
    """Tell whether every ride of a month, of one driver or of all, has its result: only then can it be settled.

    A ride still to come makes the month incomplete, too.
    """
    first, last = month_of(date(year, month, 1))
    waits = Ride.state.in_(sorted(OPEN)) if driver_id is None else _planned() & (Ride.driver_id == driver_id)
    found = select(Ride.id).where(Ride.ride_date.between(first, last), waits).limit(1)
    return session.scalar(found) is None


def month_is_settled(session: Session, year: int, month: int, driver_id: int) -> bool:
    """Tell whether rides of a driver's month were settled: what comes in now is for a later settlement (§10.15)."""
    first, last = month_of(date(year, month, 1))
    settled = select(Ride.id).where(
        Ride.driver_id == driver_id, Ride.ride_date.between(first, last), Ride.state == RideState.SETTLED
    )
    return session.scalar(settled.limit(1)) is not None


def other_rides(session: Session, member_id: int, day: date) -> tuple[str, ...]:
    """Return the numbers of a member's rides of a day, cancelled ones left out."""
    numbers = session.scalars(
        select(Ride.ride_no)
        .join(RideRequest, RideRequest.ride_id == Ride.id)
        .where(RideRequest.member_id == member_id, Ride.ride_date == day, Ride.state != RideState.CANCELLED)
        .order_by(Ride.ride_no)
    )
    return tuple(numbers)


def _planned() -> ColumnElement[bool]:
    return Ride.state.in_(sorted(PLANNED))


def _is_missing() -> ColumnElement[bool]:
    return _planned() & (Ride.ride_date < clock.today())


def sheet_book(
    session: Session, first: date, last: date, driver: str | None = None, *, nobody: bool = False
) -> RosterBook:
    """Return the sheets from … to, ready to print: the rides of the rosters, of one driver (by code) or of all.

    `nobody` leaves the drivers out, for blank sheets. Raises RuleError for a driver code that doesn't exist.
    """
    if nobody:
        return RosterBook(first, last, (), desk_name(session), is_practice(session))
    return roster_book(session, first, last, driver)
