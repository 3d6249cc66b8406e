"""Rosters (rittenlijsten) on paper: a block per driver, for a day, a week or a month.

A roster shows one driver's rides: phone, address and aids, nothing else that is medical and no purpose
(domain.md §6). The blank columns are the ride sheet: what was driven, waited, parked, and the member's signature.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import show_date, show_long_date, show_phone, show_time
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.core.paths import written_pdf
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import ReturnMode
from mmc_desk.features.rides.printout.confidential import write_confidential
from mmc_desk.features.rides.queries.rows import (
    RideLine,
    RideMember,
    Roster,
    RosterBook,
    RosterDay,
    RosterStop,
    SincePrint,
)

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

AID_NAMES = {
    Aid.NONE: "",
    Aid.CANE: QT_TRANSLATE_NOOP("rides", "wandelstok"),
    Aid.ROLLATOR: QT_TRANSLATE_NOOP("rides", "rollator"),
    Aid.FOLDABLE_WHEELCHAIR: QT_TRANSLATE_NOOP("rides", "plooirolstoel"),
    Aid.RIGID_WHEELCHAIR: QT_TRANSLATE_NOOP("rides", "vaste rolstoel"),
}

_HAND = 46.0
"""Points of height that leave room to write by hand."""

_LONGEST = 70
"""Characters of one name or place; whatever somebody pasted into it, the phone under it stays readable."""


def write_rosters(path: Path, book: RosterBook, *, blank: int = 0, stamp: str = "") -> None:
    """Write the rosters to `path` as one PDF, each driver on pages of their own. Raises FileError.

    `blank` adds as many empty ride sheets: what the desk works with while the power is out (domain.md §10.19).
    `stamp` goes under the title of each roster: of when it is, where that isn't now.
    """
    from mmc_desk.features.rides.printout.sheets import blank_sheets

    write_confidential(
        path,
        translate("rides", "Rittenlijst"),
        [*_story(book, stamp), *blank_sheets(blank)],
        subtitle=show_span(book.first, book.last),
        practice=book.practice,
        desk=book.desk,
    )


def roster_bytes(book: RosterBook) -> bytes:
    """Return the rosters as the bytes of a PDF."""
    return written_pdf(lambda path: write_rosters(path, book))


def printed_sheets(rosters: Sequence[Roster]) -> tuple[tuple[int, date], ...]:
    """Return the (driver, day) pairs that a print of these rosters counts for."""
    return tuple((roster.driver_id, day.day) for roster in rosters for day in roster.days)


def show_span(first: date, last: date) -> str:
    """Return a day, or the first and the last one, in words."""
    if first == last:
        return show_long_date(first)
    return translate("rides", "{first} tot en met {last}").format(first=show_date(first), last=show_date(last))


def _story(book: RosterBook, stamp: str) -> "list[Flowable]":
    from mmc_desk.printing import styles

    if not book.rosters:
        return [styles.text(translate("rides", "Er zijn geen ritten toegewezen in deze periode."))]
    return [flowable for roster in book.rosters for flowable in _block(book, roster, stamp)]


def _block(book: RosterBook, roster: Roster, stamp: str) -> "list[Flowable]":
    from mmc_desk.printing import styles
    from mmc_desk.printing.document import new_section

    title = translate("rides", "Rittenlijst {driver}").format(driver=roster.name)
    prints = max((day.prints for day in roster.days), default=0)
    edition = translate("rides", "versie {number}").format(number=prints + 1)
    story = new_section(title, " · ".join(filter(None, (show_span(book.first, book.last), stamp))), edition)
    for day in roster.days:
        if book.first != book.last:
            story.append(styles.title(show_long_date(day.day)))
        story.append(_table(day))
        if day.dropped:
            text = translate("rides", "Vervallen sinds versie {number}: {rides}.")
            story.append(styles.text(text.format(number=day.prints, rides=", ".join(day.dropped)), bold=True))
    if not roster.days:
        story.append(styles.text(translate("rides", "Geen ritten in deze periode.")))
    return story


def _table(day: RosterDay) -> "Flowable":
    from mmc_desk.printing.tables import Column, DataTable

    columns = [
        Column(translate("rides", "Ophalen"), 27, bold=True),
        Column(translate("rides", "Lid"), 57),
        Column(translate("rides", "Naar"), 48),
        Column(translate("rides", "Hulp en terugrit"), 42),
        Column(translate("rides", "Km"), 16),
        Column(translate("rides", "Wachten"), 24),
        Column(translate("rides", "Parking"), 20),
        Column(translate("rides", "Handtekening"), 33),
    ]
    rows = [row for ride in day.rides for row in _rows(ride)]
    return DataTable(columns, rows, grid=True, row_height=_HAND, max_lines=12)


def _rows(ride: RosterStop) -> list[tuple[str, ...]]:
    """Return a row per member: the first one bears the ride, the others ride along."""
    return [
        (
            _when(ride, member) if place == 0 else _also(member),
            _who(member),
            _where(ride, member),
            _how(ride, member),
            *("", "", "", ""),
        )
        for place, member in enumerate(ride.members)
    ]


def _when(ride: RosterStop, member: RideMember) -> str:
    moment = show_time(member.pickup_at or ride.depart_at) or translate("rides", "uur vragen")
    mark = translate("rides", _MARKS[ride.since_print]) if ride.since_print in _MARKS else ""
    return "\n".join(filter(None, (moment, ride.ride_no, mark)))


_MARKS = {
    SincePrint.NEW: QT_TRANSLATE_NOOP("rides", "NIEUW"),
    SincePrint.CHANGED: QT_TRANSLATE_NOOP("rides", "GEWIJZIGD"),
}
"""What stands beside a ride that isn't as the last print had it."""


def _also(member: RideMember) -> str:
    return "\n".join(filter(None, (show_time(member.pickup_at), translate("rides", "rijdt mee"))))


def _who(member: RideMember) -> str:
    address = ", ".join(filter(None, (short(member.street), short(member.village))))
    return "\n".join(filter(None, (short(member.name), address, show_phone(member.phone))))


def _where(ride: RosterStop, member: RideMember) -> str:
    lines = [short(ride.destination)]
    if ride.destination_village and ride.destination_village not in ride.destination:
        lines.append(short(ride.destination_village))
    if member.appointment_at is not None:
        lines.append(translate("rides", "afspraak {time}").format(time=show_time(member.appointment_at)))
    lines += [translate("rides", "daarna {stop}").format(stop=short(stop)) for stop in ride.stops]
    return "\n".join(line for line in lines if line)


def _how(ride: RosterStop, member: RideMember) -> str:
    lines = [translate("rides", AID_NAMES[member.aid]) if AID_NAMES[member.aid] else ""]
    if member.companions:
        lines.append(translate("rides", "met {count} begeleider(s)").format(count=member.companions))
    lines.append(way_back_text(ride) or return_text(member))
    if member.member_id in ride.invoiced:
        lines.append(translate("rides", "betaalt per factuur"))
    return "\n".join(line for line in lines if line)


def way_back_text(ride: RosterStop | RideLine) -> str:
    """Return what ties a ride to another one, when another driver brings the member back (domain.md §10.4)."""
    if ride.outward_no:
        return translate("rides", "terugrit van rit {ride}").format(ride=ride.outward_no)
    return translate("rides", "een andere chauffeur brengt terug") if ride.double_leg else ""


def return_text(member: RideMember) -> str:
    """Return how a member gets back, in the words of the roster."""
    if member.return_mode is ReturnMode.AT_TIME and member.return_at is not None:
        return translate("rides", "terug om {time}").format(time=show_time(member.return_at))
    words = {
        ReturnMode.WAIT: translate("rides", "wachten en terug"),
        ReturnMode.AT_TIME: translate("rides", "terug, uur vragen"),
        ReturnMode.PHONES: translate("rides", "belt als klaar"),
        ReturnMode.NONE: translate("rides", "geen terugrit"),
    }
    return words[member.return_mode] if member.return_mode is not None else ""


def short(text: str) -> str:
    """Return a name or a place on one line, shortened where somebody pasted a whole story into it."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"
