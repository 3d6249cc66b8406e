"""Rosters: what each driver drives over a day, a week or a month, as it goes on paper."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate
from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Leg, LegKind, PaymentMode, PrintedRoster, Ride, RideState
from mmc_desk.features.rides.queries.paying import payment_book
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.roster_changes import Sheet, SheetChanges, roster_changes
from mmc_desk.features.rides.queries.rows import RideLine, Roster, RosterBook, RosterDay, RosterStop, SincePrint
from mmc_desk.features.rides.queries.settings import closures
from mmc_desk.features.rides.rules.calendar import next_working_day
from mmc_desk.features.rides.rules.paying import ALL_CASH, PaymentBook

ON_A_ROSTER = (RideState.ASSIGNED, RideState.CONFIRMED, RideState.DRIVEN, RideState.SETTLED)


def week_of(day: date) -> tuple[date, date]:
    """Return the Monday and the Sunday around `day`."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of `day`."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def roster_book(session: Session, from_day: date, to_day: date | None = None, driver: str | None = None) -> RosterBook:
    """Return the rosters from … to, ready to print. Raises RuleError for a driver code that doesn't exist."""
    if driver is not None and session.scalar(select(Driver.id).where(Driver.code == driver)) is None:
        known = ", ".join(session.scalars(select(Driver.code).order_by(Driver.code).limit(10)))
        text = translate("rides", "Er is geen chauffeur met code {code}. Kies bijvoorbeeld: {known}.")
        raise RuleError(text.format(code=driver, known=known), "driver")
    last = to_day or from_day
    rosters = driver_roster(session, from_day, last, driver)
    return RosterBook(from_day, last, rosters, desk_name(session), is_practice(session))


def book_ahead(session: Session, today: date) -> RosterBook:
    """Return the rosters of today up to the next working day: what a desk needs when it loses its server."""
    ahead = closures(session, today, today + timedelta(days=14))
    return roster_book(session, today, next_working_day(today, ahead))


def driver_roster(
    session: Session, from_day: date, to_day: date | None = None, driver: str | None = None
) -> tuple[Roster, ...]:
    """Return a roster per driver with a ride from … to (one day without `to_day`), by name; `driver` is a code.

    The driver asked for gets one even without rides: an empty roster says so.
    """
    last = to_day or from_day
    wanted = session.scalar(select(Driver.id).where(Driver.code == driver)) if driver is not None else None
    if driver is not None and wanted is None:
        return ()
    mine = [] if wanted is None else [Ride.driver_id == wanted]
    where = [Ride.ride_date.between(from_day, last), Ride.state.in_(ON_A_ROSTER), *mine]
    rides: dict[int, dict[date, list[RideLine]]] = defaultdict(lambda: defaultdict(list))
    for ride in ride_lines(session, *where):
        rides[ride.driver_id or 0][ride.ride_date].append(ride)
    if wanted is not None:
        rides.setdefault(wanted, defaultdict(list))
    stops = stops_of(session, Ride.ride_date.between(from_day, last))
    prints, changes = _prints(session, from_day, last), roster_changes(session, from_day, last)
    known = _Known(stops, prints, changes, payment_book(session))
    found = [
        Roster(driver_id, code, name, _days(rides[driver_id], driver_id, known))
        for driver_id, code, name in _names(session, list(rides))
    ]
    return tuple(sorted(found, key=lambda roster: (fold(roster.name), roster.code)))


@dataclass(frozen=True, slots=True)
class _Known:
    """What goes on a roster beside the rides: stops by ride, prints so far, what changed since, who pays how."""

    stops: Mapping[int, list[str]]
    prints: Mapping[tuple[int, date], int]
    changes: Mapping[Sheet, SheetChanges]
    payments: PaymentBook


def _days(rides: Mapping[date, list[RideLine]], driver_id: int, known: _Known) -> tuple[RosterDay, ...]:
    days = []
    for day in sorted(rides):
        since = known.changes.get((driver_id, day), SheetChanges())
        found = tuple(roster_stop(ride, known.stops, since.rides, known.payments) for ride in rides[day])
        days.append(RosterDay(day, known.prints.get((driver_id, day), 0), found, tuple(since.dropped.values())))
    return tuple(days)


def roster_stop(
    ride: RideLine,
    stops: Mapping[int, list[str]],
    since: Mapping[str, SincePrint] = MappingProxyType({}),
    payments: PaymentBook = ALL_CASH,
) -> RosterStop:
    """Return a ride as its driver reads it, with the stops that `stops_of` found.

    `since` tells by ride number how it stands to the last print, `payments` who doesn't pay the driver.
    """
    modes = {member.member_id: payments.on(member.member_id, ride.ride_date) for member in ride.members}
    return RosterStop(
        ride_no=ride.ride_no,
        depart_at=ride.depart_at,
        home_at=ride.home_at,
        destination=ride.destination,
        destination_village=ride.destination_village,
        stops=tuple(stops.get(ride.ride_id, ())),
        members=ride.members,
        since_print=since.get(ride.ride_no, SincePrint.SAME),
        outward_no=ride.outward_no,
        double_leg=ride.double_leg,
        invoiced=frozenset(member_id for member_id, mode in modes.items() if mode is PaymentMode.INVOICE),
    )


def _names(session: Session, driver_ids: list[int]) -> list[tuple[int, str, str]]:
    rows = session.execute(
        select(Driver.id, Driver.code, Person.first_name, Person.last_name)
        .join(Person, Person.id == Driver.person_id)
        .where(Driver.id.in_(driver_ids))
    )
    return [(driver_id, code, full_name(last, first)) for driver_id, code, first, last in rows]


def stops_of(session: Session, *rides: ColumnElement[bool]) -> Mapping[int, list[str]]:
    """Return the stops between out and back of the rides that meet `rides`."""
    rows = session.execute(
        select(Leg.ride_id, Leg.destination)
        .join(Ride, Ride.id == Leg.ride_id)
        .where(*rides, Leg.kind == LegKind.STOP)
        .order_by(Leg.ride_id, Leg.sequence)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for ride_id, destination in rows:
        found[ride_id].append(destination)
    return found


def _prints(session: Session, from_day: date, to_day: date) -> Mapping[tuple[int, date], int]:
    rows = session.execute(
        select(PrintedRoster.driver_id, PrintedRoster.day, PrintedRoster.prints).where(
            PrintedRoster.day.between(from_day, to_day)
        )
    )
    return {(driver_id, day): prints for driver_id, day, prints in rows}
