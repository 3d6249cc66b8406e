"""The mail that takes a driver's roster along: its words, the paper and the calendar file."""

from datetime import datetime

from mmc_desk.core.formats import show_date, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.features.mail.printout import change_lines, letter_body, made_letter
from mmc_desk.features.mail.rules import MadeLetter
from mmc_desk.features.rides.printout.calendar import calendar_bytes
from mmc_desk.features.rides.printout.confidential import CONFIDENTIAL
from mmc_desk.features.rides.printout.rosters import roster_bytes, show_span
from mmc_desk.features.rides.queries.mailing import CalendarRide, DriverMailing, RosterMailing, mailed_book


def roster_letter(mailing: RosterMailing, driver: DriverMailing, stamp: datetime) -> MadeLetter:
    """Return the mail of one driver, made at `stamp`. Makes a PDF: not for the main thread."""
    days = f"{mailing.first}" if mailing.first == mailing.last else f"{mailing.first} - {mailing.last}"
    name = translate("rides", "Rittenlijst {days}.pdf").format(days=days)
    return made_letter(
        driver,
        translate("rides", "Rittenlijst {span}").format(span=show_span(mailing.first, mailing.last)),
        letter_text(mailing, driver),
        (name, roster_bytes(mailed_book(mailing, [driver]))),
        ("ritten.ics", calendar_bytes(mailing, driver, stamp)),
    )


def letter_text(mailing: RosterMailing, driver: DriverMailing) -> str:
    """Return the words of the mail: how many rides, and what changed since the last one."""
    rides = sum(len(day.rides) for day in driver.roster.days)
    count = translate("rides", "1 rit") if rides == 1 else translate("rides", "{rides} ritten").format(rides=rides)
    opening = translate("rides", "In bijlage vindt u uw rittenlijst van {span}: {count}.")
    return letter_body(
        driver,
        [opening.format(span=show_span(mailing.first, mailing.last), count=count)],
        change_lines(driver, ride_words),
        [
            translate("rides", "Open ritten.ics om de ritten in uw agenda te zetten; wat verviel, verdwijnt eruit."),
            translate("rides", "Klopt er iets niet, of kunt u niet rijden? Bel ons of antwoord op deze mail."),
            "",
            mailing.desk,
            translate("rides", CONFIDENTIAL),
        ],
    )


def ride_words(ride: CalendarRide) -> str:
    """Return a ride in one line: its day, when it begins, who is in it."""
    members = ", ".join(member.name for member in ride.stop.members)
    first = ride.stop.members[0].pickup_at if ride.stop.members else None
    moment = show_time(first or ride.stop.depart_at)
    return " ".join(filter(None, (show_date(ride.day), moment, members)))
