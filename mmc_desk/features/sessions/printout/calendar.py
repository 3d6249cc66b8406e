"""A partner's activities as a calendar file."""

from datetime import datetime

from mmc_desk.core import clock
from mmc_desk.core.i18n import translate
from mmc_desk.features.mail import printout
from mmc_desk.features.sessions.queries.mailing import InvitationMailing, PartnerMailing
from mmc_desk.features.sessions.queries.rows import SessionRow
from mmc_desk.printing.calendars import CalendarEvent


def calendar_bytes(mailing: InvitationMailing, partner: PartnerMailing, stamp: datetime) -> bytes:
    """Return the calendar file of one partner; `stamp` is when it was made."""
    return printout.calendar_bytes(mailing, partner, "session-{record}-partner-{person}", _event, stamp)


def _event(row: SessionRow) -> CalendarEvent:
    theme = row.theme or translate("sessions", "activiteit")
    place = translate("sessions", "Dorpsrestaurant {location}").format(location=row.location)
    return CalendarEvent(
        translate("sessions", "LDC on Wheels {location}: {theme}").format(location=row.location, theme=theme),
        row.day,
        None if row.starts_at is None else clock.at(row.day, row.starts_at),
        None if row.ends_at is None else clock.at(row.day, row.ends_at),
        location=", ".join(filter(None, (place, row.hall))),
        description=_description(row),
    )


def _description(row: SessionRow) -> str:
    lines = [translate("sessions", "Na de maaltijd in het dorpsrestaurant.")]
    if row.expected is not None:
        lines.append(translate("sessions", "Verwacht: {count} aanwezigen").format(count=row.expected))
    if row.material:
        lines.append(translate("sessions", "Materiaal: {material}").format(material=row.material))
    if row.volunteer:
        lines.append(translate("sessions", "Vrijwilliger ter plaatse: {name}").format(name=row.volunteer))
    return "\n".join(lines)
