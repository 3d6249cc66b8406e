"""What stands in somebody's calendar as a file (iCalendar, RFC 5545): rides, duties, activities alike.

One file per mail with METHOD:PUBLISH, since RFC 5546 lets only that one bear several events. Each event keeps its UID
over all mails; one that was taken away comes once more with STATUS:CANCELLED and a higher SEQUENCE.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mmc_desk.core import clock
from mmc_desk.core.calendars import Entry
from mmc_desk.core.i18n import translate
from mmc_desk.printing import fonts

MEDIA_TYPE = "text/calendar; method=PUBLISH; charset=utf-8"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event as a calendar shows it. Without both instants it takes the whole `day`."""

    summary: str
    day: date
    start: datetime | None
    end: datetime | None
    location: str = ""
    description: str = ""
    is_private: bool = False


def calendar_bytes(
    events: Iterable[tuple[str, Entry, CalendarEvent]], stamp: datetime, sender: str, otherwise: date
) -> bytes:
    """Return the calendar file of events, each with its UID and what became of it; one that is gone shows no details.

    `stamp` is when it was made, `sender` a mail address, "" where mail has none.
    `otherwise` is a day of the year whose time zone a file without events bears.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//MMC Desk//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    years = []
    for uid, entry, one in events:
        event = Event()
        for name, value in {"uid": uid, "dtstamp": stamp, **_properties(one, entry, sender)}.items():
            event.add(name, value)
        calendar.add_component(event)
        years.append(one.day.year)
    years = years or [otherwise.year]
    calendar.add_missing_timezones(date(min(years), 1, 1), date(max(years) + 1, 1, 1))
    content: bytes = calendar.to_ical()
    return content


def _properties(event: CalendarEvent, entry: Entry, sender: str) -> dict[str, object]:
    gone = entry.is_cancelled
    timed = event.start is not None and event.end is not None
    found: dict[str, object | None] = {
        "sequence": entry.sequence,
        "status": "CANCELLED" if gone else "CONFIRMED",
        # Some calendars show a cancelled event all the same: its name says it too.
        "summary": translate("mail", "Vervallen: {event}").format(event=event.summary) if gone else event.summary,
        "class": "PRIVATE" if event.is_private else None,
        "transp": "TRANSPARENT" if gone else "OPAQUE",
        "dtstart": clock.local(event.start) if timed and event.start else event.day,
        "dtend": clock.local(event.end) if timed and event.end else event.day + timedelta(days=1),
        "organizer": f"mailto:{sender}" if sender else None,
        "location": None if gone else event.location or None,
        "description": None if gone else event.description or None,
    }
    return {name: _legible(value) for name, value in found.items() if value is not None}


def _legible(value: object) -> object:
    """Return a property without what breaks a calendar file or turns its reading: somebody typed it."""
    return fonts.legible(value) if isinstance(value, str) else value
