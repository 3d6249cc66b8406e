"""Mailing rosters: into the queue of the mail, and noting what stands in each driver's calendar from then on."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.calendars import Entry
from mmc_desk.core.errors import ConflictError
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import DeskSetting
from mmc_desk.features.mail import ops as mail_ops
from mmc_desk.features.mail.queries import FOR_EVER
from mmc_desk.features.mail.rules import Attachment
from mmc_desk.features.rides.model.mailing import MailedRide
from mmc_desk.features.rides.ops.commands import NoteRosterPrinted
from mmc_desk.features.rides.ops.rosters import note_roster_printed
from mmc_desk.features.rides.queries.mailing import CALENDAR_ID, calendar_id, roster_mailing


@dataclass(frozen=True, slots=True)
class MailRoster:
    """One driver's mail as it was looked at: the calendar `entries` in it, the `days` its roster shows."""

    driver_id: int
    name: str
    address: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...]
    entries: tuple[Entry, ...]
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class MailRosters:
    """Mail the rosters from … to."""

    first: date
    last: date
    letters: tuple[MailRoster, ...]


def name_calendar(session: Session) -> str:
    """Return what tells this database's calendar events from another's, given once and for ever."""
    known = calendar_id(session)
    if known:
        return known
    made = f"{uuid4().hex[:16]}.mmc-desk"
    session.add(DeskSetting(name=CALENDAR_ID, valid_from=FOR_EVER, value=made))
    return made


def mail_rosters(session: Session, command: MailRosters) -> int:
    """Queue the mails and return how many.

    Raises RuleError for an address mail can't be sent to, ConflictError when a driver's rides changed after the
    mails were looked at: what is sent is what was seen.
    """
    present = {driver.driver_id: driver for driver in roster_mailing(session, command.first, command.last).drivers}
    for letter in command.letters:
        driver = present.get(letter.driver_id)
        if driver is None or driver.entries != letter.entries:
            text = translate("rides", "De ritten van {name} zijn intussen gewijzigd. Kijk de mails opnieuw na.")
            raise ConflictError(text.format(name=letter.name))
        mail_ops.queue_letter(session, letter, "driver", letter.driver_id)
        _note_mailed(session, letter)
    sheets = tuple((letter.driver_id, day) for letter in command.letters for day in letter.days)
    note_roster_printed(session, NoteRosterPrinted(sheets))
    return len(command.letters)


def _note_mailed(session: Session, letter: MailRoster) -> None:
    ride_ids = [entry.key for entry in letter.entries]
    query = select(MailedRide).where(MailedRide.driver_id == letter.driver_id, MailedRide.ride_id.in_(ride_ids))
    known = {row.ride_id: row for row in session.scalars(query)}
    mail_ops.note_mailed(
        session, letter.entries, known, lambda key: MailedRide(driver_id=letter.driver_id, ride_id=key)
    )
