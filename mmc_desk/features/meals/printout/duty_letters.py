"""The mail that takes a volunteer's duties along: its words, the list on A4 and the calendar file."""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mmc_desk.core import clock
from mmc_desk.core.calendars import Entry, EventChange
from mmc_desk.core.formats import month_name, show_long_date
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.mail.rules import Attachment
from mmc_desk.features.meals.queries.duty_mailing import CalendarDuty, DutyMailing, VolunteerMailing
from mmc_desk.features.meals.rules.volunteers import task_name
from mmc_desk.printing import calendars
from mmc_desk.printing.calendars import MEDIA_TYPE, CalendarEvent

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
    events = [_event(mailing, volunteer, entry) for entry in volunteer.entries]
    return calendars.calendar_bytes(events, stamp, mailing.sender_address, mailing.first)


def _event(mailing: DutyMailing, volunteer: VolunteerMailing, entry: Entry) -> CalendarEvent:
    duty = volunteer.duties[entry.key]
    return CalendarEvent(
        f"duty-{entry.key}-volunteer-{volunteer.volunteer_id}@{mailing.calendar_id}",
        entry,
        _summary(duty, is_cancelled=entry.is_cancelled),
        duty.day,
        clock.at(duty.day, duty.from_time),
        clock.at(duty.day, duty.to_time),
        location=translate("duties", "Dorpsrestaurant {location}").format(location=duty.location),
    )


def _summary(duty: CalendarDuty, *, is_cancelled: bool) -> str:
    text = translate("duties", "Dorpsrestaurant {location}").format(location=duty.location)
    if duty.task:
        text = translate("duties", "{restaurant}: {task}").format(restaurant=text, task=task_name(duty.task))
    # Some calendars show a cancelled event all the same: its name says it too.
    return translate("duties", "Vervallen: {duty}").format(duty=text) if is_cancelled else text
