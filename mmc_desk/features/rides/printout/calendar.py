"""A driver's rides as a calendar file (iCalendar, RFC 5545): what the roster says of them, and no more.

One file per mail with METHOD:PUBLISH, since RFC 5546 lets only that one bear several events. Each event keeps its UID
over all mails; a ride that was taken away comes once more with STATUS:CANCELLED and a higher SEQUENCE.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mmc_desk.core import clock
from mmc_desk.core.formats import show_phone, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.printout.rosters import AID_NAMES, CONFIDENTIAL, return_text
from mmc_desk.features.rides.queries.mailing import CalendarRide, DriverMailing, RosterMailing
from mmc_desk.features.rides.queries.rows import RideMember, RosterStop
from mmc_desk.features.rides.rules.calendars import Entry

if TYPE_CHECKING:
    from icalendar import Event

MEDIA_TYPE = "text/calendar; method=PUBLISH; charset=utf-8"


def calendar_bytes(mailing: RosterMailing, driver: DriverMailing, stamp: datetime) -> bytes:
    """Return the calendar file of one driver; `stamp` is when it was made."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//MMC Desk//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in driver.entries:
        calendar.add_component(_event(mailing, driver, entry, stamp))
    years = [ride.day for ride in driver.rides.values()] or [mailing.first]
    calendar.add_missing_timezones(date(min(years).year, 1, 1), date(max(years).year + 1, 1, 1))
    content: bytes = calendar.to_ical()
    return content


def _event(mailing: RosterMailing, driver: DriverMailing, entry: Entry, stamp: datetime) -> "Event":
    from icalendar import Event

    ride = driver.rides[entry.key]
    event = Event()
    event.add("uid", f"ride-{entry.key}-driver-{driver.driver_id}@{mailing.calendar_id}")
    event.add("dtstamp", stamp)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("summary", _summary(ride, is_cancelled=entry.is_cancelled))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    _add_times(event, ride)
    if mailing.sender_address:
        event.add("organizer", f"mailto:{mailing.sender_address}")
    if not entry.is_cancelled:
        event.add("location", _place(ride.stop.members[0]) if ride.stop.members else "")
        event.add("description", _description(ride.stop))
    return event


def _add_times(event: "Event", ride: CalendarRide) -> None:
    """Add from when until when; a ride without known hours takes the whole day."""
    start, end = ride.stop.depart_at, ride.stop.home_at
    if start is None or end is None:
        event.add("dtstart", ride.day)
        event.add("dtend", ride.day + timedelta(days=1))
        return
    event.add("dtstart", clock.local(start))
    event.add("dtend", clock.local(end))


def _summary(ride: CalendarRide, *, is_cancelled: bool) -> str:
    text = translate("rides", "Rit {members}").format(members=", ".join(member.name for member in ride.stop.members))
    # Some calendars show a cancelled event all the same: its name says it too.
    return translate("rides", "Vervallen: {ride}").format(ride=text) if is_cancelled else text


def _place(member: RideMember) -> str:
    return ", ".join(filter(None, (member.street, member.village)))


def _description(stop: RosterStop) -> str:
    lines = [translate("rides", "Rit {number}").format(number=stop.ride_no)]
    lines += [_member(member) for member in stop.members]
    where = " – ".join(filter(None, (stop.destination, _village(stop))))
    lines.append(translate("rides", "Naar {where}").format(where=where))
    lines += [translate("rides", "daarna {stop}").format(stop=place) for place in stop.stops]
    return "\n".join([*lines, translate("rides", CONFIDENTIAL)])


def _village(stop: RosterStop) -> str:
    return "" if stop.destination_village in stop.destination else stop.destination_village


def _member(member: RideMember) -> str:
    parts = [show_time(member.pickup_at), member.name, _place(member), show_phone(member.phone)]
    if AID_NAMES[member.aid]:
        parts.append(translate("rides", AID_NAMES[member.aid]))
    if member.companions:
        parts.append(translate("rides", "met {count} begeleider(s)").format(count=member.companions))
    if member.appointment_at is not None:
        parts.append(translate("rides", "afspraak {time}").format(time=show_time(member.appointment_at)))
    return " · ".join(filter(None, (*parts, return_text(member))))
