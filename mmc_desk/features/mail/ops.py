"""What the desk does with its mail: queue, withdraw, try again; and what the sender notes of each attempt.

A mail is claimed before it is handed over: its attempt counts and it is nobody else's for a while, so that a crash
between sending and noting it sends it once more at most after a pause, and never for ever (at-least-once).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.calendars import Entry
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.smtp import Security, Trouble
from mmc_desk.features.mail import rules
from mmc_desk.features.mail.model import MailAttachment, MailState, OutgoingMail
from mmc_desk.features.mail.queries import FOR_EVER, SETTINGS, letter, mail_settings
from mmc_desk.features.mail.rules import Attachment, Letter


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
    known = {row.name: row for row in session.scalars(select(DeskSetting).where(DeskSetting.name.startswith("mail.")))}
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


class SeenLetter(Protocol):
    """One person's mail as it was looked at before it is sent."""

    @property
    def name(self) -> str:
        """Whom it is for."""

    @property
    def address(self) -> str:
        """Where it goes."""

    @property
    def subject(self) -> str:
        """Its subject."""

    @property
    def body(self) -> str:
        """Its words."""

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """Its paper and calendar file."""


class MailedEvent(Protocol):
    """A row that says what stands in somebody's calendar since the last mail."""

    sequence: int
    fingerprint: str
    is_cancelled: bool


E = TypeVar("E", bound=MailedEvent)


def queue_letter(session: Session, letter: SeenLetter, about_table: str, about_key: int) -> int:
    """Put a letter in the queue and return its key. Raises RuleError for an address mail can't be sent to."""
    return queue_mail(
        session,
        QueueMail(
            *(letter.name, letter.address, letter.subject, letter.body, letter.attachments), about_table, about_key
        ),
    )


def note_mailed(session: Session, entries: Sequence[Entry], known: Mapping[int, E], make: Callable[[int], E]) -> None:
    """Note what stands in a calendar from this mail on: in the row `known` of a record, or in one that `make` makes."""
    for entry in entries:
        row = known.get(entry.key)
        if row is None:
            row = make(entry.key)
            session.add(row)
        row.sequence = entry.sequence
        row.fingerprint = entry.fingerprint
        row.is_cancelled = entry.is_cancelled


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
