"""Outgoing mail: what an address and a header may hold, the message as it is sent, when it is tried again.

And mailings: what each of many people would get of a period.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, Generic, TypeVar

from mmc_desk.core.calendars import Calendar, T
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.core.smtp import SmtpServer

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
"""How long to wait after the first, second … attempt that failed; after the last one a person decides."""

MOST_ATTEMPTS = len(BACK_OFF) + 1

CLAIM = timedelta(minutes=10)
"""How long a mail being handed over is nobody else's: after a crash in between it is due again then."""

PORTS = {"starttls": 587, "ssl": 465, "none": 25}
"""The usual port of each kind of security."""

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]*[A-Za-z]"
)
_LONGEST_ADDRESS = 254
_LONGEST_HEADER = 200


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose name and address the desk's mail bears."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The desk's own mail: the server that takes it, and whose name it bears."""

    server: SmtpServer
    sender: Sender


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail; `media_type` may carry parameters ("text/calendar; method=PUBLISH")."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is composed, its fields as they were stored."""

    message_id: str
    to_name: str
    to_address: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """A mail as somebody will get it; its first attachment is the paper, its second the calendar file."""

    subject: str
    body: str
    attachments: tuple[Attachment, ...]

    @property
    def paper(self) -> bytes:
        """What it says as PDF."""
        return self.attachments[0].content


@dataclass(frozen=True, slots=True)
class Recipient(Generic[T]):
    """Somebody who would be mailed what stands in their calendar. `contact` is whom to greet, where not `name`."""

    key: int
    name: str
    contact: str
    address: str
    calendar: Calendar[T]

    @property
    def greeted(self) -> str:
        """The name the mail begins with."""
        return self.contact or self.name

    @property
    def address_problem(self) -> str:
        """Why no mail can be sent to them, "" when it can."""
        return address_problem(self.address)

    @property
    def has_paper(self) -> bool:
        """Tell whether there is something to print for them."""
        return True


R = TypeVar("R", bound=Recipient[Any])


@dataclass(frozen=True, slots=True)
class Mailing(Generic[R]):
    """What people would be mailed of a period. `calendar_id` is "" until the first calendar was made."""

    first: date
    last: date
    recipients: tuple[R, ...]
    desk: str
    practice: bool
    calendar_id: str
    sender_address: str


def one_line(text: str) -> str:
    """Return a text fit for a header: one line, no control characters, so that no name smuggles a header in."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(plain.split())[:_LONGEST_HEADER]


def address_problem(address: str) -> str:
    """Return why mail can't be sent to an address, "" when it can."""
    text = address.strip()
    if not text:
        return translate("mail", "Vul een e-mailadres in: naam@voorbeeld.be.")
    if not _ADDRESS.fullmatch(_as_ascii(text)) or len(text) > _LONGEST_ADDRESS:
        return translate("mail", "“{address}” is geen e-mailadres. Het ziet eruit als naam@voorbeeld.be.").format(
            address=one_line(text)
        )
    return ""


def checked_address(address: str, field: str) -> str:
    """Return an address as it is sent to, its domain in ASCII. Raises RuleError for the field of that name."""
    problem = address_problem(address)
    if problem:
        raise RuleError(problem, field=field)
    return _as_ascii(address.strip())


def _as_ascii(address: str) -> str:
    mailbox, at, domain = address.rpartition("@")
    try:
        return f"{mailbox}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def compose(sender: Sender, letter: Letter, at: datetime) -> EmailMessage:
    """Return the message of a letter. Its Message-ID is the letter's own, so that a second copy shows as one."""
    message = EmailMessage()
    message["Message-ID"] = letter.message_id
    message["Date"] = format_datetime(at)
    message["From"] = _mailbox(sender.name, sender.address)
    message["To"] = _mailbox(letter.to_name, letter.to_address)
    message["Subject"] = one_line(letter.subject)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, cte="quoted-printable")
    for attachment in letter.attachments:
        _attach(message, attachment)
    return message


def _mailbox(name: str, address: str) -> Address:
    return Address(display_name=one_line(name), addr_spec=address)


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    kind, *parameters = attachment.media_type.split(";")
    main, _, sub = kind.strip().partition("/")
    message.add_attachment(
        attachment.content,
        maintype=main,
        subtype=sub,
        filename=one_line(attachment.name),
        params=dict(_parameters(parameters)),
    )


def _parameters(texts: Sequence[str]) -> Sequence[tuple[str, str]]:
    pairs = [text.strip().partition("=") for text in texts]
    return [(name, value) for name, _, value in pairs]


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when a mail that failed `attempts` times is tried again, None when a person must look at it."""
    return now + BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else None
