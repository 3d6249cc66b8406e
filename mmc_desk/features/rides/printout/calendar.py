"""A driver's rides as a calendar file: what the roster says of them, and no more."""

from datetime import datetime

from mmc_desk.core.formats import show_phone, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.mail import printout
from mmc_desk.features.rides.printout.confidential import CONFIDENTIAL
from mmc_desk.features.rides.printout.rosters import AID_NAMES, return_text
from mmc_desk.features.rides.queries.mailing import CalendarRide, DriverMailing, RosterMailing
from mmc_desk.features.rides.queries.rows import RideMember, RosterStop
from mmc_desk.printing.calendars import CalendarEvent


def calendar_bytes(mailing: RosterMailing, driver: DriverMailing, stamp: datetime) -> bytes:
    """Return the calendar file of one driver; `stamp` is when it was made."""
    return printout.calendar_bytes(mailing, driver, "ride-{record}-driver-{person}", _event, stamp)


def _event(ride: CalendarRide) -> CalendarEvent:
    stop = ride.stop
    members = ", ".join(member.name for member in stop.members)
    return CalendarEvent(
        translate("rides", "Rit {members}").format(members=members),
        ride.day,
        stop.depart_at,
        stop.home_at,
        location=_place(stop.members[0]) if stop.members else "",
        description=_description(stop),
        is_private=True,
    )


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
