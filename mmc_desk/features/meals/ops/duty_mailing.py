"""Mailing duties: into the queue of the mail, and noting what stands in each volunteer's calendar from then on."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.calendars import Entry
from mmc_desk.core.errors import ConflictError
from mmc_desk.core.i18n import translate
from mmc_desk.features.mail import ops as mail_ops
from mmc_desk.features.mail.rules import Attachment
from mmc_desk.features.meals.model.duties import MailedDuty
from mmc_desk.features.meals.queries.duty_mailing import duty_mailing


@dataclass(frozen=True, slots=True)
class MailDuties:
    """One volunteer's mail as it was looked at, with the calendar `entries` in it."""

    volunteer_id: int
    name: str
    address: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class MailRoster:
    """Mail the volunteers their duties from … to."""

    first: date
    last: date
    letters: tuple[MailDuties, ...]


def mail_roster(session: Session, command: MailRoster) -> int:
    """Queue the mails and return how many.

    Raises RuleError for an address mail can't be sent to, ConflictError when a volunteer's duties changed after the
    mails were looked at: what is sent is what was seen.
    """
    present = {one.volunteer_id: one for one in duty_mailing(session, command.first, command.last).volunteers}
    for letter in command.letters:
        volunteer = present.get(letter.volunteer_id)
        if volunteer is None or volunteer.entries != letter.entries:
            text = translate("duties", "De diensten van {name} zijn intussen gewijzigd. Kijk de mails opnieuw na.")
            raise ConflictError(text.format(name=letter.name))
        mail_ops.queue_letter(session, letter, "volunteer", letter.volunteer_id)
        _note_mailed(session, letter)
    return len(command.letters)


def _note_mailed(session: Session, letter: MailDuties) -> None:
    rows = session.scalars(select(MailedDuty).where(MailedDuty.volunteer_id == letter.volunteer_id))
    known = {row.service_id: row for row in rows}
    mail_ops.note_mailed(
        session, letter.entries, known, lambda key: MailedDuty(volunteer_id=letter.volunteer_id, service_id=key)
    )
