"""Mailing partners: into the queue of the mail, and noting what stands in each partner's calendar from then on."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core.calendars import Entry
from mmc_desk.core.errors import ConflictError
from mmc_desk.core.i18n import translate
from mmc_desk.features.mail import ops as mail_ops
from mmc_desk.features.mail.rules import Attachment
from mmc_desk.features.sessions.model import MailedSession
from mmc_desk.features.sessions.queries.mailing import invitation_mailing


@dataclass(frozen=True, slots=True)
class MailInvitation:
    """One partner's mail as it was looked at, with the calendar `entries` in it."""

    partner_id: int
    name: str
    address: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class MailInvitations:
    """Mail the partners their activities from … to."""

    first: date
    last: date
    letters: tuple[MailInvitation, ...]


def mail_invitations(session: Session, command: MailInvitations) -> int:
    """Queue the mails and return how many.

    Raises RuleError for an address mail can't be sent to, ConflictError when a partner's activities changed after the
    mails were looked at: what is sent is what was seen.
    """
    present = {one.partner_id: one for one in invitation_mailing(session, command.first, command.last).partners}
    for letter in command.letters:
        partner = present.get(letter.partner_id)
        if partner is None or partner.entries != letter.entries:
            text = translate(
                "sessions", "De activiteiten van {name} zijn intussen gewijzigd. Kijk de mails opnieuw na."
            )
            raise ConflictError(text.format(name=letter.name))
        mail_ops.queue_letter(session, letter, "wheels_partner", letter.partner_id)
        _note_mailed(session, letter)
    return len(command.letters)


def _note_mailed(session: Session, letter: MailInvitation) -> None:
    rows = session.scalars(select(MailedSession).where(MailedSession.partner_id == letter.partner_id))
    known = {row.session_id: row for row in rows}
    mail_ops.note_mailed(
        session, letter.entries, known, lambda key: MailedSession(partner_id=letter.partner_id, session_id=key)
    )
