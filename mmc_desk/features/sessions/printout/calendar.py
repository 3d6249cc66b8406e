"""A partner's activities as a calendar file (iCalendar, RFC 5545); as drivers' rides go in rides/printout/calendar.py.

One file per mail with METHOD:PUBLISH; an event keeps its UID over all mails, one that was taken away comes once more
with STATUS:CANCELLED and a higher SEQUENCE.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from mmc_desk.core import clock
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.rules.calendars import Entry
from mmc_desk.features.sessions.queries.mailing import InvitationMailing, PartnerMailing
from mmc_desk.features.sessions.queries.rows import SessionRow

if TYPE_CHECKING:
    from icalendar import Event


def calendar_bytes(mailing: InvitationMailing, partner: PartnerMailing, stamp: datetime) -> bytes:
    """Return the calendar file of one partner; `stamp` is when it was made."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//MMC Desk//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in partner.entries:
        calendar.add_component(_event(mailing, partner, entry, stamp))
    years = [row.day.year for row in partner.sessions.values()] or [mailing.first.year]
    calendar.add_missing_timezones(date(min(years), 1, 1), date(max(years) + 1, 1, 1))
    content: bytes = calendar.to_ical()
    return content


def _event(mailing: InvitationMailing, partner: PartnerMailing, entry: Entry, stamp: datetime) -> "Event":
    from icalendar import Event

    row = partner.sessions[entry.key]
    event = Event()
    event.add("uid", f"session-{entry.key}-partner-{partner.partner_id}@{mailing.calendar_id}")
    event.add("dtstamp", stamp)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("summary", _summary(row, is_cancelled=entry.is_cancelled))
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    _add_times(event, row)
    if mailing.sender_address:
        event.add("organizer", f"mailto:{mailing.sender_address}")
    if not entry.is_cancelled:
        place = translate("sessions", "Dorpsrestaurant {location}").format(location=row.location)
        event.add("location", ", ".join(filter(None, (place, row.hall))))
        event.add("description", _description(row))
    return event


def _add_times(event: "Event", row: SessionRow) -> None:
    """Add from when until when; an activity without hours takes the whole day."""
    if row.starts_at is None or row.ends_at is None:
        event.add("dtstart", row.day)
        event.add("dtend", row.day + timedelta(days=1))
        return
    event.add("dtstart", clock.local(clock.at(row.day, row.starts_at)))
    event.add("dtend", clock.local(clock.at(row.day, row.ends_at)))


def _summary(row: SessionRow, *, is_cancelled: bool) -> str:
    theme = row.theme or translate("sessions", "activiteit")
    text = translate("sessions", "LDC on Wheels {location}: {theme}").format(location=row.location, theme=theme)
    # Some calendars show a cancelled event all the same: its name says it too.
    return translate("sessions", "Vervallen: {session}").format(session=text) if is_cancelled else text


def _description(row: SessionRow) -> str:
    lines = [translate("sessions", "Na de maaltijd in het dorpsrestaurant.")]
    if row.expected is not None:
        lines.append(translate("sessions", "Verwacht: {count} aanwezigen").format(count=row.expected))
    if row.material:
        lines.append(translate("sessions", "Materiaal: {material}").format(material=row.material))
    if row.volunteer:
        lines.append(translate("sessions", "Vrijwilliger ter plaatse: {name}").format(name=row.volunteer))
    return "\n".join(lines)
