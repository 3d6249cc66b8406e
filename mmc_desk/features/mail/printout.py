"""The mail that takes somebody's calendar along: what all of them say alike, the calendar file, what changed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from mmc_desk.core.calendars import EventChange, T
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.mail.rules import Attachment, MadeLetter, Mailing, Recipient
from mmc_desk.printing import calendars
from mmc_desk.printing.calendars import CalendarEvent

CHANGE_NAMES = {
    EventChange.NEW: QT_TRANSLATE_NOOP("mail", "nieuw"),
    EventChange.CHANGED: QT_TRANSLATE_NOOP("mail", "gewijzigd"),
    EventChange.CANCELLED: QT_TRANSLATE_NOOP("mail", "vervallen"),
}


def change_lines(one: Recipient[T], say: Callable[[T], str]) -> list[str]:
    """Return what changed for somebody since the last mail, a line per record, which `say` puts in words."""
    return [
        translate("mail", "{event}: {change}").format(
            event=say(one.calendar.events[entry.key]), change=translate("mail", CHANGE_NAMES[entry.change])
        )
        for entry in one.calendar.entries
        if entry.change in CHANGE_NAMES
    ]


def letter_body(one: Recipient[Any], opening: Sequence[str], changed: Sequence[str], closing: Sequence[str]) -> str:
    """Return the words of a mail: its greeting, `opening`, what changed since the last one, `closing`."""
    since = [translate("mail", "Sinds de vorige mail:"), *(f"- {line}" for line in changed), ""]
    return "\n".join(
        [
            *(translate("mail", "Dag {name},").format(name=one.greeted), ""),
            *(*opening, ""),
            *(since if changed and one.calendar.was_mailed else []),
            *(*closing, ""),
        ]
    )


def made_letter(
    one: Recipient[Any], subject: str, body: str, paper: tuple[str, bytes], calendar: tuple[str, bytes]
) -> MadeLetter:
    """Return somebody's mail, with its PDF and its calendar file, each by name and content.

    Its subject says where it isn't the first and something changed.
    """
    if one.calendar.was_mailed and one.calendar.is_news:
        subject = translate("mail", "{subject} – gewijzigd").format(subject=subject)
    (paper_name, pdf), (calendar_name, ics) = paper, calendar
    files = (Attachment(paper_name, "application/pdf", pdf), Attachment(calendar_name, calendars.MEDIA_TYPE, ics))
    return MadeLetter(subject, body, files)


def calendar_bytes(
    mailing: Mailing[Any],
    one: Recipient[T],
    uid: str,
    event: Callable[[T], CalendarEvent],
    stamp: datetime,
) -> bytes:
    """Return somebody's calendar file, made at `stamp`; `event` shows a record.

    `uid` names its UID by {record} and {person}: "ride-{record}-driver-{person}".
    """
    events = [
        (
            f"{uid.format(record=entry.key, person=one.key)}@{mailing.calendar_id}",
            entry,
            event(one.calendar.events[entry.key]),
        )
        for entry in one.calendar.entries
    ]
    return calendars.calendar_bytes(events, stamp, mailing.sender_address, mailing.first)
