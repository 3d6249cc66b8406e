"""What each driver's next mail says: the roster of a period, and what changed since the last one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mmc_desk.core.calendars import fingerprint, next_calendars
from mmc_desk.features.mail.queries import SentCalendars, mailed_events, mailing
from mmc_desk.features.mail.rules import Mailing, Recipient
from mmc_desk.features.people.model import Driver, Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Ride
from mmc_desk.features.rides.model.mailing import MailedRide
from mmc_desk.features.rides.queries.reading import ride_lines
from mmc_desk.features.rides.queries.roster import ON_A_ROSTER, driver_roster, roster_stop, stops_of
from mmc_desk.features.rides.queries.rows import RideLine, Roster, RosterBook, RosterStop

MAILED_RIDES = SentCalendars(MailedRide, MailedRide.driver_id, MailedRide.ride_id, Ride.ride_date, "driver")
"""What stands in drivers' calendars."""


@dataclass(frozen=True, slots=True)
class CalendarRide:
    """A ride as a driver's calendar has it: what the roster says of it, and no more (domain.md §6)."""

    ride_id: int
    day: date
    stop: RosterStop


@dataclass(frozen=True, slots=True)
class DriverMailing(Recipient[CalendarRide]):
    """What one driver would be mailed, with the roster of the period."""

    roster: Roster

    @property
    def has_paper(self) -> bool:
        """Tell whether the driver has a ride in the period."""
        return bool(self.roster.days)


RosterMailing = Mailing[DriverMailing]


def roster_mailing(session: Session, first: date, last: date) -> RosterMailing:
    """Return what the drivers with a ride from … to would be mailed, and those whose mailed rides changed since."""
    rosters = {roster.driver_id: roster for roster in driver_roster(session, first, last)}
    mailed = mailed_events(session, MAILED_RIDES, first, last)
    lines = _lines(session, first, last, {ride_id for known in mailed.values() for ride_id in known})
    stops = stops_of(session, Ride.id.in_(list(lines)))
    rides = {
        line.ride_id: CalendarRide(line.ride_id, line.ride_date, roster_stop(line, stops)) for line in lines.values()
    }
    theirs = {
        (line.driver_id, line.ride_id): rides[line.ride_id]
        for line in lines.values()
        if line.driver_id is not None and line.state in ON_A_ROSTER
    }
    calendars = next_calendars(theirs, rides, mailed, (first, last), _fingerprint)
    drivers = [
        DriverMailing(key, name, "", address, calendars[key], rosters.get(key) or Roster(key, code, name, ()))
        for key, code, name, address in _drivers(session, set(calendars))
    ]
    return mailing(session, first, last, drivers)


def mailed_book(mailing: RosterMailing, drivers: Iterable[DriverMailing]) -> RosterBook:
    """Return the rosters of some of the drivers of a mailing, as they go on paper."""
    rosters = tuple(driver.roster for driver in drivers)
    return RosterBook(mailing.first, mailing.last, rosters, mailing.desk, mailing.practice)


def _lines(session: Session, first: date, last: date, also: set[int]) -> Mapping[int, RideLine]:
    in_period: ColumnElement[bool] = Ride.ride_date.between(first, last) & Ride.state.in_(ON_A_ROSTER)
    return {line.ride_id: line for line in ride_lines(session, in_period | Ride.id.in_(also))}


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
