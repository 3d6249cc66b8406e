"""What the desk does with its mail: queue, withdraw, try again; and what the sender notes of each attempt.

A mail is claimed before it is handed over: its attempt counts and it is nobody else's for a while, so that a crash
between sending and noting it sends it once more at most after a pause, and never for ever (at-least-once).
"""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.calendars import Entry
from mmc_desk.core.errors import ConflictError, RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.smtp import Security, Trouble
from mmc_desk.features.mail import rules
from mmc_desk.features.mail.model import MailAttachment, MailState, OutgoingMail
from mmc_desk.features.mail.queries import (
    CALENDAR_ID,
    FOR_EVER,
    SETTINGS,
    SentCalendars,
    calendar_id,
    letter,
    mail_settings,
)
from mmc_desk.features.mail.rules import Attachment, Letter, Mailing, R


@dataclass(frozen=True, slots=True)
class SetMailServer:
    """Tell where the desk hands in its mail and whose name it bears; the password isn't kept here."""

    host: str
    port: int
    security: Security
    user: str
    from_name: str
    from_address: str


@dataclass(frozen=True, slots=True)
class QueueMail:
    """Put a mail in the queue. `about_table` and `about_key` name the record it is about."""

    to_name: str
    to_address: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()
    about_table: str = ""
    about_key: int | None = None


@dataclass(frozen=True, slots=True)
class WithdrawMail:
    """Keep a mail from being sent."""

    mail_id: int


@dataclass(frozen=True, slots=True)
class RetryMail:
    """Send a mail that failed, waits or was withdrawn, now."""

    mail_id: int


@dataclass(frozen=True, slots=True)
class ClaimMail:
    """Take a mail to hand it over."""

    mail_id: int


@dataclass(frozen=True, slots=True)
class MarkSent:
    """Note that the server took a mail."""

    mail_id: int


@dataclass(frozen=True, slots=True)
class MarkFailed:
    """Note that a mail didn't leave, why, and what that asks for."""

    mail_id: int
    reason: str
    trouble: Trouble


def set_mail_server(session: Session, command: SetMailServer) -> None:
    """Note the mail settings. Raises RuleError: no server, a port that is none, a sender without an address."""
    if not command.host.strip():
        raise RuleError(translate("mail", "Vul de mailserver in, bijvoorbeeld smtp.bilzen.be."), field="host")
    if not 1 <= command.port <= 65535:
        raise RuleError(translate("mail", "Een poort is een getal van 1 tot 65535, meestal 587."), field="port")
    values = {
        "host": rules.one_line(command.host),
        "port": str(command.port),
        "security": command.security.value,
        "user": command.user.strip(),
        "from_name": rules.one_line(command.from_name),
        "from_address": rules.checked_address(command.from_address, "from_address"),
    }
    known = {
        row.name: row
        for row in session.scalars(select(DeskSetting).where(DeskSetting.name.startswith("mail.", autoescape=True)))
    }
    for name in SETTINGS:
        row = known.get(f"mail.{name}")
        if row is None:
            row = DeskSetting(name=f"mail.{name}", valid_from=FOR_EVER)
            session.add(row)
        row.value = values[name]


def queue_mail(session: Session, command: QueueMail) -> int:
    """Put a mail in the queue and return its key. Raises RuleError for an address mail can't be sent to."""
    mail = OutgoingMail(
        message_id=_new_message_id(session),
        queued_at=clock.now(),
        to_name=rules.one_line(command.to_name),
        to_address=rules.checked_address(command.to_address, "to_address"),
        subject=rules.one_line(command.subject),
        body=command.body,
        about_table=command.about_table,
        about_key=command.about_key,
        state=MailState.QUEUED,
        attempts=0,
    )
    session.add(mail)
    session.flush()
    for file in command.attachments:
        name = rules.one_line(file.name)
        session.add(MailAttachment(mail_id=mail.id, name=name, media_type=file.media_type, content=file.content))
    return mail.id


@dataclass(frozen=True, slots=True)
class CalendarLetter:
    """One person's mail as it was looked at before it is sent, with the calendar `entries` in it."""

    key: int
    name: str
    address: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class MailCalendars:
    """Mail people what they have from … to."""

    first: date
    last: date
    letters: tuple[CalendarLetter, ...]


def name_calendar(session: Session) -> str:
    """Return what tells this database's calendar events from another's, given once and for ever."""
    known = calendar_id(session)
    if known:
        return known
    made = f"{uuid4().hex[:16]}.mmc-desk"
    session.add(DeskSetting(name=CALENDAR_ID, valid_from=FOR_EVER, value=made))
    return made


def mail_calendars(
    session: Session, command: MailCalendars, present: Mailing[R], sent: SentCalendars, changed: str
) -> int:
    """Queue the mails, note what stands in each calendar from then on, and return how many.

    Raises RuleError for an address mail can't be sent to, ConflictError with the words `changed` when what somebody
    has changed after the mails were looked at: what is sent is what was seen.
    """
    entries = {found.key: found.calendar.entries for found in present.recipients}
    for one in command.letters:
        if entries.get(one.key) != one.entries:
            raise ConflictError(changed.format(name=one.name))
        queue_mail(
            session,
            QueueMail(
                *(one.name, one.address, one.subject, one.body, one.attachments),
                about_table=sent.about,
                about_key=one.key,
            ),
        )
        _note_mailed(session, one, sent)
    return len(command.letters)


def _note_mailed(session: Session, one: CalendarLetter, sent: SentCalendars) -> None:
    keys = [entry.key for entry in one.entries]
    rows = session.scalars(select(sent.table).where(sent.person == one.key, sent.record.in_(keys)))
    known = {getattr(row, sent.record.key): row for row in rows}
    for entry in one.entries:
        row = known.get(entry.key)
        if row is None:
            row = sent.table(**{sent.person.key: one.key, sent.record.key: entry.key})
            session.add(row)
        row.sequence, row.fingerprint, row.is_cancelled = entry.sequence, entry.fingerprint, entry.is_cancelled


def _new_message_id(session: Session) -> str:
    settings = mail_settings(session)
    domain = settings.sender.address.rpartition("@")[2] if settings else "mmc-desk.invalid"
    return f"<{uuid4().hex}@{domain}>"


def withdraw_mail(session: Session, command: WithdrawMail) -> None:
    """Keep a mail from being sent. Raises RuleError when it left already."""
    mail = _found(session, command.mail_id)
    if mail.state is MailState.SENT:
        raise RuleError(translate("mail", "Deze mail is al verstuurd; ze kan niet meer ingetrokken worden."))
    mail.state = MailState.WITHDRAWN
    mail.next_try_at = None


def retry_mail(session: Session, command: RetryMail) -> None:
    """Queue a mail again, to be sent now. Raises RuleError when it left already."""
    mail = _found(session, command.mail_id)
    if mail.state is MailState.SENT:
        raise RuleError(translate("mail", "Deze mail is al verstuurd. Mail de lijst opnieuw om ze nog eens te sturen."))
    mail.state = MailState.QUEUED
    mail.attempts = 0
    mail.next_try_at = None


def claim_mail(session: Session, command: ClaimMail) -> Letter | None:
    """Take a mail that is due, and return it to be handed over; None when it isn't, or was tried too often."""
    mail = _found(session, command.mail_id)
    now = clock.now()
    if mail.state is not MailState.QUEUED or (mail.next_try_at is not None and mail.next_try_at > now):
        return None
    if mail.attempts >= rules.MOST_ATTEMPTS:
        mail.state, mail.next_try_at = MailState.FAILED, None
        mail.error = translate("mail", "Het programma stopte telkens tijdens het versturen. Kijk na of ze aankwam.")
        return None
    mail.attempts += 1
    mail.next_try_at = now + rules.CLAIM
    return letter(session, mail.id)


def mark_sent(session: Session, command: MarkSent) -> None:
    """Note that the server took a mail, even one that was withdrawn meanwhile: it is on its way."""
    mail = _found(session, command.mail_id)
    mail.state, mail.sent_at, mail.next_try_at, mail.error = MailState.SENT, clock.now(), None, ""


def mark_failed(session: Session, command: MarkFailed) -> None:
    """Note why a mail didn't leave: it waits for its next attempt, for other settings, or for a person."""
    mail = _found(session, command.mail_id)
    mail.error = command.reason
    if mail.state is not MailState.QUEUED:
        return
    if command.trouble is Trouble.SETUP:
        # Not the mail's fault: the attempt doesn't count, and nothing leaves until the settings are mended.
        mail.attempts, mail.next_try_at = max(0, mail.attempts - 1), None
        return
    later = rules.next_try(mail.attempts, clock.now()) if command.trouble is Trouble.LATER else None
    mail.next_try_at = later
    if later is None:
        mail.state = MailState.FAILED


def _found(session: Session, mail_id: int) -> OutgoingMail:
    mail = session.get(OutgoingMail, mail_id)
    if mail is None:
        raise RuleError(translate("mail", "Deze mail bestaat niet meer."))
    return mail
