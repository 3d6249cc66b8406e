"""The mail that takes a volunteer's duties along: its words, the list on A4 and the calendar file."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core import clock
from mmc_desk.core.formats import month_name, show_long_date
from mmc_desk.core.i18n import translate
from mmc_desk.core.paths import written_pdf
from mmc_desk.features.mail import printout
from mmc_desk.features.mail.printout import change_lines, letter_body, made_letter
from mmc_desk.features.mail.rules import MadeLetter
from mmc_desk.features.meals.queries.duty_mailing import CalendarDuty, DutyMailing, VolunteerMailing
from mmc_desk.features.meals.rules.volunteers import task_name
from mmc_desk.printing.calendars import CalendarEvent

if TYPE_CHECKING:
    from reportlab.platypus import Flowable


def duty_letter(mailing: DutyMailing, volunteer: VolunteerMailing, stamp: datetime) -> MadeLetter:
    """Return the mail of one volunteer, made at `stamp`. Makes a PDF: not for the main thread."""
    return made_letter(
        volunteer,
        _of_month(translate("duties", "Uw diensten in het dorpsrestaurant, {month} {year}"), mailing),
        letter_text(mailing, volunteer),
        (file_name(mailing), written_pdf(lambda path: write_duties(path, mailing, [volunteer]))),
        ("diensten.ics", calendar_bytes(mailing, volunteer, stamp)),
    )


def file_name(mailing: DutyMailing) -> str:
    """Return the name to suggest for the paper: "Diensten 2026-12.pdf"."""
    return translate("duties", "Diensten {month}.pdf").format(month=f"{mailing.first:%Y-%m}")


def duties_title(mailing: DutyMailing) -> str:
    """Return what the paper is called."""
    return _of_month(translate("duties", "Diensten {month} {year}"), mailing)


def _of_month(text: str, mailing: DutyMailing) -> str:
    return text.format(month=month_name(mailing.first.month), year=mailing.first.year)


def letter_text(mailing: DutyMailing, volunteer: VolunteerMailing) -> str:
    """Return the words of the mail: which duties, and what changed since the last one."""
    planned = [f"- {duty_words(duty)}" for duty in volunteer.calendar.coming]
    return letter_body(
        volunteer,
        [
            translate("duties", "Dit zijn uw diensten in het dorpsrestaurant:"),
            *(planned or [translate("duties", "- geen in deze maand")]),
        ],
        change_lines(volunteer, duty_words),
        [
            translate("duties", "Open diensten.ics om ze in uw agenda te zetten; wat verviel, verdwijnt eruit."),
            translate("duties", "Kunt u eens niet? Bel ons of antwoord op deze mail. Alvast bedankt!"),
            "",
            mailing.desk,
        ],
    )


def duty_words(duty: CalendarDuty) -> str:
    """Return a duty in one line: its day, hours, restaurant and task."""
    parts = (show_long_date(duty.day), _hours(duty), duty.location, task_name(duty.task) if duty.task else "")
    return ", ".join(part for part in parts if part)


def _hours(duty: CalendarDuty) -> str:
    return translate("duties", "{first}–{last}").format(first=f"{duty.from_time:%H:%M}", last=f"{duty.to_time:%H:%M}")


def write_duties(path: Path, mailing: DutyMailing, volunteers: Sequence[VolunteerMailing]) -> None:
    """Write the duties of some volunteers as PDF, each on pages of their own. Raises FileError."""
    from mmc_desk.printing.document import Document, write_pdf

    document = Document(
        title=duties_title(mailing),
        story=[flowable for volunteer in volunteers for flowable in _page(mailing, volunteer)],
        practice=mailing.practice,
        desk=mailing.desk,
    )
    write_pdf(path, document)


def _page(mailing: DutyMailing, volunteer: VolunteerMailing) -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.document import new_section
    from mmc_desk.printing.tables import Column, DataTable

    columns = [
        Column(translate("duties", "Dag"), 78, bold=True),
        Column(translate("duties", "Uur"), 34),
        Column(translate("duties", "Restaurant"), 40),
        Column(translate("duties", "Taak"), 36),
    ]
    rows = [
        (show_long_date(duty.day), _hours(duty), duty.location, task_name(duty.task) if duty.task else "")
        for duty in volunteer.calendar.coming
    ]
    nothing = styles.text(translate("duties", "In deze maand staat u niet op het dienstrooster."))
    return [
        *new_section(duties_title(mailing), volunteer.name),
        DataTable(columns, rows, grid=True) if rows else nothing,
    ]


def calendar_bytes(mailing: DutyMailing, volunteer: VolunteerMailing, stamp: datetime) -> bytes:
    """Return the calendar file of one volunteer; `stamp` is when it was made."""
    return printout.calendar_bytes(mailing, volunteer, "duty-{record}-volunteer-{person}", _event, stamp)


def _event(duty: CalendarDuty) -> CalendarEvent:
    place = translate("duties", "Dorpsrestaurant {location}").format(location=duty.location)
    task = translate("duties", "{restaurant}: {task}")
    return CalendarEvent(
        task.format(restaurant=place, task=task_name(duty.task)) if duty.task else place,
        duty.day,
        clock.at(duty.day, duty.from_time),
        clock.at(duty.day, duty.to_time),
        location=place,
    )
