"""A partner's activities as a calendar file."""

from dataclasses import replace
from datetime import datetime

from mmc_desk.core import clock
from mmc_desk.core.calendars import Entry
from mmc_desk.core.i18n import translate
from mmc_desk.features.sessions.queries.mailing import InvitationMailing, PartnerMailing
from mmc_desk.features.sessions.queries.rows import SessionRow
from mmc_desk.printing import calendars
from mmc_desk.printing.calendars import CalendarEvent


def calendar_bytes(mailing: InvitationMailing, partner: PartnerMailing, stamp: datetime) -> bytes:
    """Return the calendar file of one partner; `stamp` is when it was made."""
    events = [_event(mailing, partner, entry) for entry in partner.entries]
    return calendars.calendar_bytes(events, stamp, mailing.sender_address, mailing.first)


def _event(mailing: InvitationMailing, partner: PartnerMailing, entry: Entry) -> CalendarEvent:
    row = partner.sessions[entry.key]
    event = CalendarEvent(
        f"session-{entry.key}-partner-{partner.partner_id}@{mailing.calendar_id}",
        entry,
        _summary(row, is_cancelled=entry.is_cancelled),
        row.day,
        None if row.starts_at is None else clock.at(row.day, row.starts_at),
        None if row.ends_at is None else clock.at(row.day, row.ends_at),
    )
    if entry.is_cancelled:
        return event
    place = translate("sessions", "Dorpsrestaurant {location}").format(location=row.location)
    return replace(event, location=", ".join(filter(None, (place, row.hall))), description=_description(row))


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
