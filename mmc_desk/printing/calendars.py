"""What stands in somebody's calendar as a file (iCalendar, RFC 5545): rides, duties, activities alike.

One file per mail with METHOD:PUBLISH, since RFC 5546 lets only that one bear several events. Each event keeps its UID
over all mails; one that was taken away comes once more with STATUS:CANCELLED and a higher SEQUENCE.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mmc_desk.core import clock
from mmc_desk.core.calendars import Entry

MEDIA_TYPE = "text/calendar; method=PUBLISH; charset=utf-8"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event as a calendar shows it. Without both instants it takes the whole `day`."""

    uid: str
    entry: Entry
    summary: str
    day: date
    start: datetime | None
    end: datetime | None
    location: str = ""
    description: str = ""
    is_private: bool = False


def calendar_bytes(events: Iterable[CalendarEvent], stamp: datetime, sender: str, otherwise: date) -> bytes:
    """Return the calendar file; `stamp` is when it was made, `sender` a mail address, "" where mail has none.

    `otherwise` is a day of the year whose time zone a file without events bears.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//MMC Desk//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    years = []
    for one in events:
        event = Event()
        for name, value in _properties(one, stamp, sender).items():
            event.add(name, value)
        calendar.add_component(event)
        years.append(one.day.year)
    years = years or [otherwise.year]
    calendar.add_missing_timezones(date(min(years), 1, 1), date(max(years) + 1, 1, 1))
    content: bytes = calendar.to_ical()
    return content


def _properties(event: CalendarEvent, stamp: datetime, sender: str) -> dict[str, object]:
    gone = event.entry.is_cancelled
    timed = event.start is not None and event.end is not None
    found: dict[str, object | None] = {
        "uid": event.uid,
        "dtstamp": stamp,
        "sequence": event.entry.sequence,
        "status": "CANCELLED" if gone else "CONFIRMED",
        "summary": event.summary,
        "class": "PRIVATE" if event.is_private else None,
        "transp": "TRANSPARENT" if gone else "OPAQUE",
        "dtstart": clock.local(event.start) if timed and event.start else event.day,
        "dtend": clock.local(event.end) if timed and event.end else event.day + timedelta(days=1),
        "organizer": f"mailto:{sender}" if sender else None,
        "location": event.location or None,
        "description": event.description or None,
    }
    return {name: value for name, value in found.items() if value is not None}
