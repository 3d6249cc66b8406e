"""The mail that takes a driver's roster along: its words, the paper and the calendar file."""

from dataclasses import dataclass
from datetime import datetime

from mmc_desk.core.calendars import EventChange
from mmc_desk.core.formats import show_date, show_time
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.mail.rules import Attachment
from mmc_desk.features.rides.printout.calendar import calendar_bytes
from mmc_desk.features.rides.printout.rosters import CONFIDENTIAL, roster_bytes, show_span
from mmc_desk.features.rides.queries.mailing import CalendarRide, DriverMailing, RosterMailing
from mmc_desk.printing.calendars import MEDIA_TYPE

CHANGE_NAMES = {
    EventChange.NEW: QT_TRANSLATE_NOOP("rides", "nieuw"),
    EventChange.CHANGED: QT_TRANSLATE_NOOP("rides", "gewijzigd"),
    EventChange.CANCELLED: QT_TRANSLATE_NOOP("rides", "vervallen"),
}


@dataclass(frozen=True, slots=True)
class RosterLetter:
    """A mail as its driver gets it."""

    subject: str
    body: str
    attachments: tuple[Attachment, ...]

    @property
    def paper(self) -> bytes:
        """The roster as PDF."""
        return self.attachments[0].content


def roster_letter(mailing: RosterMailing, driver: DriverMailing, stamp: datetime) -> RosterLetter:
    """Return the mail of one driver, made at `stamp`. Makes a PDF: not for the main thread."""
    days = f"{mailing.first}" if mailing.first == mailing.last else f"{mailing.first} - {mailing.last}"
    name = translate("rides", "Rittenlijst {days}.pdf").format(days=days)
    paper = Attachment(name, "application/pdf", roster_bytes(mailing.book([driver.driver_id])))
    calendar = Attachment("ritten.ics", MEDIA_TYPE, calendar_bytes(mailing, driver, stamp))
    subject = translate("rides", "Rittenlijst {span}").format(span=show_span(mailing.first, mailing.last))
    if driver.was_mailed and driver.is_news:
        subject = translate("rides", "{subject} – gewijzigd").format(subject=subject)
    return RosterLetter(subject, letter_text(mailing, driver), (paper, calendar))


def letter_text(mailing: RosterMailing, driver: DriverMailing) -> str:
    """Return the words of the mail: how many rides, and what changed since the last one."""
    rides = sum(len(day.rides) for day in driver.roster.days)
    count = translate("rides", "1 rit") if rides == 1 else translate("rides", "{rides} ritten").format(rides=rides)
    opening = translate("rides", "In bijlage vindt u uw rittenlijst van {span}: {count}.")
    changed = change_lines(driver) if driver.was_mailed else []
    since = [translate("rides", "Sinds de vorige mail:"), *(f"- {line}" for line in changed), ""] if changed else []
    return "\n".join(
        [
            translate("rides", "Dag {name},").format(name=driver.name),
            "",
            opening.format(span=show_span(mailing.first, mailing.last), count=count),
            "",
            *since,
            translate("rides", "Open ritten.ics om de ritten in uw agenda te zetten; wat verviel, verdwijnt eruit."),
            translate("rides", "Klopt er iets niet, of kunt u niet rijden? Bel ons of antwoord op deze mail."),
            "",
            mailing.desk,
            translate("rides", CONFIDENTIAL),
            "",
        ]
    )


def change_lines(driver: DriverMailing) -> list[str]:
    """Return what changed for a driver since the last mail, a line per ride."""
    return [
        translate("rides", "{ride}: {change}").format(
            ride=_ride(driver.rides[entry.key]), change=translate("rides", CHANGE_NAMES[entry.change])
        )
        for entry in driver.entries
        if entry.change in CHANGE_NAMES
    ]


def _ride(ride: CalendarRide) -> str:
    members = ", ".join(member.name for member in ride.stop.members)
    first = ride.stop.members[0].pickup_at if ride.stop.members else None
    moment = show_time(first or ride.stop.depart_at)
    return " ".join(filter(None, (show_date(ride.day), moment, members)))
