"""The outgoing mail: the queue, the log, one mail with its files, and the desk's mail settings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mmc_desk.core import clock
from mmc_desk.core.calendars import Mailed
from mmc_desk.core.formats import fold
from mmc_desk.core.model import DeskSetting
from mmc_desk.core.settings import desk_name, is_practice
from mmc_desk.core.smtp import Security, SmtpServer
from mmc_desk.features.mail.model import MailAttachment, MailedEvent, MailState, OutgoingMail
from mmc_desk.features.mail.rules import Attachment, Letter, Mailing, MailSettings, R, Sender

SETTINGS = ("host", "port", "security", "user", "from_name", "from_address")
"""The desk settings `mail.host` … that together are the MailSettings; the password is in none of them."""

FOR_EVER = date(1970, 1, 1)
"""The day from which a setting holds that has no history: where mail is handed in."""

CALENDAR_ID = "calendar.id"
"""The desk setting that tells the events of one database from those of another."""


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail in the list. `files` counts its attachments."""

    key: int
    to_name: str
    to_address: str
    subject: str
    state: MailState
    queued_at: datetime
    attempts: int
    next_try_at: datetime | None
    sent_at: datetime | None
    error: str
    files: int

    @property
    def search(self) -> str:
        """All the text a mail is found by."""
        return f"{self.to_name} {self.to_address} {self.subject} {self.error}"


@dataclass(frozen=True, slots=True)
class Outbox:
    """What the sender needs to know: the settings (None without a server), and the mail that is due first."""

    settings: MailSettings | None
    due: int | None
    next_at: datetime | None
    is_practice: bool


def mail_settings(session: Session) -> MailSettings | None:
    """Return where the desk hands in its mail, None while nobody told."""
    query = select(DeskSetting.name, DeskSetting.value).where(DeskSetting.name.startswith("mail.", autoescape=True))
    values = {name.removeprefix("mail."): value for name, value in session.execute(query)}
    if not values.get("host"):
        return None
    server = SmtpServer(values["host"], int(values["port"]), Security(values["security"]), values["user"])
    return MailSettings(server, Sender(values["from_name"], values["from_address"]))


def outbox(session: Session, now: datetime) -> Outbox:
    """Return what is due at `now`, and when the next one is."""
    waiting = OutgoingMail.state == MailState.QUEUED
    first = select(OutgoingMail.id).where(waiting, _is_due(now)).order_by(OutgoingMail.queued_at, OutgoingMail.id)
    next_at = select(func.min(OutgoingMail.next_try_at)).where(waiting, OutgoingMail.next_try_at > now)
    return Outbox(mail_settings(session), session.scalar(first.limit(1)), session.scalar(next_at), is_practice(session))


def _is_due(now: datetime) -> ColumnElement[bool]:
    return OutgoingMail.next_try_at.is_(None) | (OutgoingMail.next_try_at <= now)


def mail_list(session: Session, limit: int = 5000) -> list[MailRow]:
    """Return the newest mails, those that wait or failed first."""
    files = (
        select(MailAttachment.mail_id, func.count().label("files")).group_by(MailAttachment.mail_id).subquery("files")
    )
    done = OutgoingMail.state.in_([MailState.SENT, MailState.WITHDRAWN])
    query = (
        select(OutgoingMail, func.coalesce(files.c.files, 0))
        .outerjoin(files, files.c.mail_id == OutgoingMail.id)
        .order_by(done, OutgoingMail.queued_at.desc(), OutgoingMail.id.desc())
        .limit(limit)
    )
    return [_row(mail, count) for mail, count in session.execute(query)]


def _row(mail: OutgoingMail, files: int) -> MailRow:
    return MailRow(
        key=mail.id,
        to_name=mail.to_name,
        to_address=mail.to_address,
        subject=mail.subject,
        state=mail.state,
        queued_at=mail.queued_at,
        attempts=mail.attempts,
        next_try_at=mail.next_try_at,
        sent_at=mail.sent_at,
        error=mail.error,
        files=files,
    )


def letter(session: Session, mail_id: int) -> Letter | None:
    """Return one mail as it is sent, files and all; None when there is no such mail."""
    mail = session.get(OutgoingMail, mail_id)
    if mail is None:
        return None
    files = session.scalars(select(MailAttachment).where(MailAttachment.mail_id == mail_id).order_by(MailAttachment.id))
    attachments = tuple(Attachment(file.name, file.media_type, file.content) for file in files)
    return Letter(mail.message_id, mail.to_name, mail.to_address, mail.subject, mail.body, attachments)


@dataclass(frozen=True, slots=True)
class SentCalendars:
    """Where a feature keeps what stands in calendars: its table's columns of whose and of what, the day of the latter.

    `about` names the table of the people, as the queue of the mail knows them.
    """

    table: type[MailedEvent]
    person: InstrumentedAttribute[int]
    record: InstrumentedAttribute[int]
    day: InstrumentedAttribute[date]
    about: str


def mailed_events(session: Session, sent: SentCalendars, first: date, last: date) -> Mapping[int, Mapping[int, Mailed]]:
    """Return per person what stands in their calendar of the period and of what is still to come."""
    table, dated = sent.table, sent.day.class_
    rows = session.execute(
        select(sent.person, sent.record, table.sequence, table.fingerprint, table.is_cancelled)
        .join(dated, dated.id == sent.record)
        .where(sent.day.between(first, last) | (sent.day >= clock.today()))
        .order_by(sent.record)
    )
    found: defaultdict[int, dict[int, Mailed]] = defaultdict(dict)
    for person, record, sequence, mark, is_cancelled in rows:
        found[person][record] = Mailed(sequence, mark, is_cancelled)
    return found


def calendar_id(session: Session) -> str:
    """Return what tells this database's events from another's; "" before the first calendar."""
    query = select(DeskSetting.value).where(DeskSetting.name == CALENDAR_ID)
    return session.scalars(query.limit(1)).first() or ""


def mailing(session: Session, first: date, last: date, recipients: Iterable[R]) -> Mailing[R]:
    """Return what these people would be mailed of a period, by name."""
    settings = mail_settings(session)
    return Mailing(
        first=first,
        last=last,
        recipients=tuple(sorted(recipients, key=lambda one: (fold(one.name), one.key))),
        desk=desk_name(session),
        practice=is_practice(session),
        calendar_id=calendar_id(session),
        sender_address=settings.sender.address if settings else "",
    )
