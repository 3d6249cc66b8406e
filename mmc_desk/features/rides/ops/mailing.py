"""Mailing rosters: into the queue of the mail, and noting what stands in each driver's calendar from then on."""

from sqlalchemy.orm import Session

from mmc_desk.core.i18n import translate
from mmc_desk.features.mail.ops import MailCalendars, mail_calendars
from mmc_desk.features.rides.ops.commands import NoteRosterPrinted
from mmc_desk.features.rides.ops.rosters import note_roster_printed
from mmc_desk.features.rides.queries.mailing import MAILED_RIDES, roster_mailing


def mail_rosters(session: Session, command: MailCalendars) -> int:
    """Queue the mails, count each roster as printed, and return how many. Raises what `mail_calendars` raises."""
    present = roster_mailing(session, command.first, command.last)
    changed = translate("rides", "De ritten van {name} zijn intussen gewijzigd. Kijk de mails opnieuw na.")
    count = mail_calendars(session, command, present, MAILED_RIDES, changed)
    mailed = {letter.key for letter in command.letters}
    sheets = [(one.key, day.day) for one in present.recipients if one.key in mailed for day in one.roster.days]
    note_roster_printed(session, NoteRosterPrinted(tuple(sheets)))
    return count
