"""The mail that takes a volunteer's duties along: its words, the list on A4 and the calendar file (RFC 5545).

One file per mail with METHOD:PUBLISH; an event keeps its UID over all mails, one that was taken away comes once more
with STATUS:CANCELLED and a higher SEQUENCE, as with the drivers' rides.
"""

import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core import clock
from mmc_desk.core.formats import month_name, show_long_date
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.mail.rules import Attachment
from mmc_desk.features.meals.queries.duty_mailing import CalendarDuty, DutyMailing, VolunteerMailing
from mmc_desk.features.meals.rules.volunteers import task_name
from mmc_desk.features.rides.printout.calendar import MEDIA_TYPE
from mmc_desk.features.rides.rules.calendars import Entry, EventChange

if TYPE_CHECKING:
    from icalendar import Event

CHANGE_NAMES = {
    EventChange.NEW: QT_TRANSLATE_NOOP("duties", "nieuw"),
    EventChange.CHANGED: QT_TRANSLATE_NOOP("duties", "gewijzigd"),
    EventChange.CANCELLED: QT_TRANSLATE_NOOP("duties", "vervallen"),
}


@dataclass(frozen=True, slots=True)
class DutyLetter:
    """A mail as its volunteer gets it."""

    subject: str
    body: str
    attachments: tuple[Attachment, ...]


def duty_letter(mailing: DutyMailing, volunteer: VolunteerMailing, stamp: datetime) -> DutyLetter:
    """Return the mail of one volunteer, made at `stamp`. Makes a PDF: not for the main thread."""
    name = translate("duties", "Diensten {month}.pdf").format(month=f"{mailing.first:%Y-%m}")
    paper = Attachment(name, "application/pdf", duties_bytes(mailing, volunteer))
    calendar = Attachment("diensten.ics", MEDIA_TYPE, calendar_bytes(mailing, volunteer, stamp))
    subject = _title(mailing)
    if volunteer.was_mailed and volunteer.is_news:
        subject = translate("duties", "{subject} – gewijzigd").format(subject=subject)
    return DutyLetter(subject, letter_text(mailing, volunteer), (paper, calendar))


def _title(mailing: DutyMailing) -> str:
    text = translate("duties", "Uw diensten in het dorpsrestaurant, {month} {year}")
    return text.format(month=month_name(mailing.first.month), year=mailing.first.year)


def letter_text(mailing: DutyMailing, volunteer: VolunteerMailing) -> str:
    """Return the words of the mail: which duties, and what changed since the last one."""
    changed = change_lines(volunteer) if volunteer.was_mailed else []
    since = [translate("duties", "Sinds de vorige mail:"), *(f"- {line}" for line in changed), ""] if changed else []
    planned = [f"- {_said(duty)}" for duty in volunteer.coming]
    return "\n".join(
        [
            translate("duties", "Dag {name},").format(name=volunteer.name),
            "",
            translate("duties", "Dit zijn uw diensten in het dorpsrestaurant:"),
            *(planned or [translate("duties", "- geen in deze maand")]),
            "",
            *since,
            translate("duties", "Open diensten.ics om ze in uw agenda te zetten; wat verviel, verdwijnt eruit."),
            translate("duties", "Kunt u eens niet? Bel ons of antwoord op deze mail. Alvast bedankt!"),
            "",
            mailing.desk,
            "",
        ]
    )


def change_lines(volunteer: VolunteerMailing) -> list[str]:
    """Return what changed for a volunteer since the last mail, a line per duty."""
    return [
        translate("duties", "{duty}: {change}").format(
            duty=_said(volunteer.duties[entry.key]), change=translate("duties", CHANGE_NAMES[entry.change])
        )
        for entry in volunteer.entries
        if entry.change in CHANGE_NAMES
    ]


def _said(duty: CalendarDuty) -> str:
    parts = (show_long_date(duty.day), _hours(duty), duty.location, task_name(duty.task) if duty.task else "")
    return ", ".join(part for part in parts if part)


def _hours(duty: CalendarDuty) -> str:
    return translate("duties", "{first}–{last}").format(first=f"{duty.from_time:%H:%M}", last=f"{duty.to_time:%H:%M}")


def duties_bytes(mailing: DutyMailing, volunteer: VolunteerMailing) -> bytes:
    """Return a volunteer's duties as the bytes of a PDF."""
    from mmc_desk.printing import styles
    from mmc_desk.printing.document import Document, write_pdf
    from mmc_desk.printing.tables import Column, DataTable

    columns = [
        Column(translate("duties", "Dag"), 70, bold=True),
        Column(translate("duties", "Uur"), 34),
        Column(translate("duties", "Restaurant"), 44),
        Column(translate("duties", "Taak"), 40),
    ]
    rows = [
        (show_long_date(duty.day), _hours(duty), duty.location, task_name(duty.task) if duty.task else "")
        for duty in volunteer.coming
    ]
    nothing = styles.text(translate("duties", "In deze maand staat u niet op het dienstrooster."))
    document = Document(
        title=_title(mailing),
        subtitle=volunteer.name,
        story=[DataTable(columns, rows, grid=True) if rows else nothing],
        practice=mailing.practice,
        desk=mailing.desk,
    )
    with tempfile.TemporaryDirectory(prefix="mmc-desk-") as folder:
        path = Path(folder) / "duties.pdf"
        write_pdf(path, document)
        return path.read_bytes()


def calendar_bytes(mailing: DutyMailing, volunteer: VolunteerMailing, stamp: datetime) -> bytes:
    """Return the calendar file of one volunteer; `stamp` is when it was made."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//MMC Desk//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in volunteer.entries:
        calendar.add_component(_event(mailing, volunteer, entry, stamp))
    years = [duty.day.year for duty in volunteer.duties.values()] or [mailing.first.year]
    calendar.add_missing_timezones(date(min(years), 1, 1), date(max(years) + 1, 1, 1))
    content: bytes = calendar.to_ical()
    return content


def _event(mailing: DutyMailing, volunteer: VolunteerMailing, entry: Entry, stamp: datetime) -> "Event":
    from icalendar import Event

    duty = volunteer.duties[entry.key]
    event = Event()
    event.add("uid", f"duty-{entry.key}-volunteer-{volunteer.volunteer_id}@{mailing.calendar_id}")
    event.add("dtstamp", stamp)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("summary", _summary(duty, is_cancelled=entry.is_cancelled))
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    event.add("dtstart", clock.local(clock.at(duty.day, duty.from_time)))
    event.add("dtend", clock.local(clock.at(duty.day, duty.to_time)))
    event.add("location", translate("duties", "Dorpsrestaurant {location}").format(location=duty.location))
    if mailing.sender_address:
        event.add("organizer", f"mailto:{mailing.sender_address}")
    return event


def _summary(duty: CalendarDuty, *, is_cancelled: bool) -> str:
    text = translate("duties", "Dorpsrestaurant {location}").format(location=duty.location)
    if duty.task:
        text = translate("duties", "{restaurant}: {task}").format(restaurant=text, task=task_name(duty.task))
    # Some calendars show a cancelled event all the same: its name says it too.
    return translate("duties", "Vervallen: {duty}").format(duty=text) if is_cancelled else text
