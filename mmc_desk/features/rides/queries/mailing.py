"""What each driver's next mail says: the roster of a period, and what changed since the last one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.calendars import Entry, EventChange, Mailed, fingerprint, is_news, next_entries
from mmc_desk.core.formats import fold
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.features.mail.queries import mail_settings
from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Ride
from mmc_desk.features.rides.model.mailing import MailedRide
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.roster import ON_A_ROSTER, driver_roster, roster_stop, stops_of
from mmc_desk.features.rides.queries.rows import RideLine, Roster, RosterBook, RosterStop

CALENDAR_ID = "calendar.id"
"""The desk setting that tells the events of one database from those of another."""


@dataclass(frozen=True, slots=True)
class CalendarRide:
    """A ride as a driver's calendar has it: what the roster says of it, and no more (domain.md §6)."""

    ride_id: int
    day: date
    stop: RosterStop


@dataclass(frozen=True, slots=True)
class DriverMailing:
    """What one driver would be mailed. `rides` has every ride of `entries`, also those that are no longer theirs."""

    driver_id: int
    code: str
    name: str
    address: str
    roster: Roster
    entries: tuple[Entry, ...]
    rides: Mapping[int, CalendarRide]
    was_mailed: bool

    @property
    def is_news(self) -> bool:
        """Tell whether the driver doesn't know all of it yet."""
        return is_news(self.entries)


@dataclass(frozen=True, slots=True)
class RosterMailing:
    """What the drivers would be mailed of a period. `calendar_id` is "" until the first calendar was made."""

    first: date
    last: date
    drivers: tuple[DriverMailing, ...]
    desk: str
    practice: bool
    calendar_id: str
    sender_address: str

    def book(self, driver_ids: Iterable[int]) -> RosterBook:
        """Return the rosters of some of the drivers, as they go on paper."""
        wanted = set(driver_ids)
        rosters = tuple(driver.roster for driver in self.drivers if driver.driver_id in wanted)
        return RosterBook(self.first, self.last, rosters, self.desk, self.practice)


def calendar_id(session: Session) -> str:
    """Return what tells this database's events from another's; "" before the first calendar."""
    query = select(DeskSetting.value).where(DeskSetting.name == CALENDAR_ID)
    return session.scalars(query.limit(1)).first() or ""


def roster_mailing(session: Session, first: date, last: date) -> RosterMailing:
    """Return what the drivers with a ride from … to would be mailed, and those whose mailed rides changed since."""
    rosters = {roster.driver_id: roster for roster in driver_roster(session, first, last)}
    mailed = _mailed(session, first, last)
    lines = _lines(session, first, last, {ride_id for known in mailed.values() for ride_id in known})
    stops = stops_of(session, Ride.id.in_(list(lines)))
    rides = {
        line.ride_id: CalendarRide(line.ride_id, line.ride_date, roster_stop(line, stops)) for line in lines.values()
    }
    marks = {ride_id: _fingerprint(ride) for ride_id, ride in rides.items()}
    found = []
    for driver_id, code, name, address in _drivers(session, {*rosters, *mailed}):
        known = mailed.get(driver_id, {})
        entries = _entries(lines, marks, known, driver_id, (first, last))
        roster = rosters.get(driver_id) or Roster(driver_id, code, name, ())
        if roster.days or is_news(entries):
            theirs = {entry.key: rides[entry.key] for entry in entries}
            found.append(DriverMailing(driver_id, code, name, address, roster, entries, theirs, bool(known)))
    settings = mail_settings(session)
    return RosterMailing(
        first=first,
        last=last,
        drivers=tuple(sorted(found, key=lambda driver: (fold(driver.name), driver.code))),
        desk=desk_name(session),
        practice=is_practice(session),
        calendar_id=calendar_id(session),
        sender_address=settings.sender.address if settings else "",
    )


def _mailed(session: Session, first: date, last: date) -> Mapping[int, Mapping[int, Mailed]]:
    """Return per driver what stands in their calendar of the period and of what is still to come."""
    rows = session.execute(
        select(
            MailedRide.driver_id,
            MailedRide.ride_id,
            MailedRide.sequence,
            MailedRide.fingerprint,
            MailedRide.is_cancelled,
        )
        .join(Ride, Ride.id == MailedRide.ride_id)
        .where(Ride.ride_date.between(first, last) | (Ride.ride_date >= clock.today()))
        .order_by(MailedRide.ride_id)
    )
    found: dict[int, dict[int, Mailed]] = defaultdict(dict)
    for driver_id, ride_id, sequence, mark, is_cancelled in rows:
        found[driver_id][ride_id] = Mailed(sequence, mark, is_cancelled)
    return found


def _lines(session: Session, first: date, last: date, also: set[int]) -> Mapping[int, RideLine]:
    in_period: ColumnElement[bool] = Ride.ride_date.between(first, last) & Ride.state.in_(ON_A_ROSTER)
    return {line.ride_id: line for line in ride_lines(session, in_period | Ride.id.in_(also))}


def _entries(
    lines: Mapping[int, RideLine],
    marks: Mapping[int, str],
    known: Mapping[int, Mailed],
    driver_id: int,
    period: tuple[date, date],
) -> tuple[Entry, ...]:
    first, last = period
    theirs = {
        line.ride_id: marks[line.ride_id]
        for line in lines.values()
        if line.driver_id == driver_id
        and line.state in ON_A_ROSTER
        and (first <= line.ride_date <= last or line.ride_id in known)
    }
    entries = next_entries(theirs, known)
    return tuple(
        entry
        for entry in entries
        if entry.change is not EventChange.SAME or first <= lines[entry.key].ride_date <= last
    )


def _fingerprint(ride: CalendarRide) -> str:
    stop = ride.stop
    members = [
        (
            *(member.name, member.phone, member.street, member.village, member.aid.value, member.companions),
            *(member.pickup_at, member.appointment_at, member.return_mode, member.return_at),
        )
        for member in stop.members
    ]
    place = (stop.destination, stop.destination_village, stop.stops)
    return fingerprint((ride.day, stop.depart_at, stop.home_at, *place, members))


def _drivers(session: Session, driver_ids: set[int]) -> list[tuple[int, str, str, str]]:
    rows = session.execute(
        select(Driver.id, Driver.code, Person.last_name, Person.first_name, Person.email)
        .join(Person, Person.id == Driver.person_id)
        .where(Driver.id.in_(driver_ids))
    )
    return [(driver_id, code, full_name(last, first), email) for driver_id, code, last, first, email in rows]
