"""Ride sheets (rittenbladen) on paper: the pages of a driver's booklet, with the rides filled in or blank.

A sheet shows who is driven from where to where, nothing medical and no purpose (domain.md §6). Its cells are high
enough to write in by hand, and it reads on a black-and-white printer.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mmc_desk.core.formats import month_name, show_day
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.printout.confidential import write_confidential
from mmc_desk.features.rides.printout.rosters import short, show_span
from mmc_desk.features.rides.queries.roster import month_of
from mmc_desk.features.rides.queries.rows import Roster, RosterBook, RosterStop

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

CELL = 34.0
"""Points: 12 mm to write in, above the 8 mm that a pen needs."""

ROWS = 11
"""Rows of a page in landscape."""

_FULL = 8
"""Rows that fill a driver's only page, some of them higher by what stands in them."""

_SPARE = 3
"""Empty rows behind a driver's rides, for those that nobody announced."""

_Cells = tuple[str, ...]
_EMPTY: _Cells = ("",) * 11


def write_sheets(path: Path, book: RosterBook, *, blank: int = 0) -> None:
    """Write the booklet pages of a book to `path`, each driver on pages of their own, `blank` empty ones behind them.

    Raises FileError.
    """
    write_confidential(
        path,
        translate("sheets", "Rittenblad"),
        [*(flowable for roster in book.rosters for flowable in _sheet(book, roster)), *blank_sheets(blank)],
        practice=book.practice,
        desk=book.desk,
    )


def blank_sheets(count: int) -> "list[Flowable]":
    """Return a number of pages that have nothing but their lines."""
    from mmc_desk.printing.document import new_section

    title, who = translate("sheets", "Rittenblad"), translate("sheets", "Chauffeur: {line}     Maand: {line}")
    story: list[Flowable] = []
    for _ in range(count):
        story += new_section(title, who.format(line="_" * 28))
        story.append(_table([_EMPTY] * ROWS))
    return story


def _sheet(book: RosterBook, roster: Roster) -> "list[Flowable]":
    from mmc_desk.printing.document import new_section

    title = translate("sheets", "Rittenblad {driver}").format(driver=roster.name)
    rows = [_cells(day.day, ride) for day in roster.days for ride in day.rides]
    spare = max(_SPARE, _FULL - len(rows))
    return [*new_section(title, _span(book)), _table([*rows, *([_EMPTY] * spare)])]


def _span(book: RosterBook) -> str:
    if (book.first, book.last) == month_of(book.first):
        return f"{month_name(book.first.month)} {book.first.year}".capitalize()
    return show_span(book.first, book.last)


def _cells(day: date, ride: RosterStop) -> _Cells:
    names = "\n".join(short(member.name) for member in ride.members)
    start = next((short(member.village) for member in ride.members), "")
    goal = short(ride.destination or ride.destination_village)
    received = translate("sheets", "factuur") if len(ride.invoiced) == len(ride.members) > 0 else ""
    return (f"{show_day(day)}\n{ride.ride_no[5:]}", names, f"{start} – {goal}", *_EMPTY[4:-1], received, "")


def _table(rows: Sequence[_Cells]) -> "Flowable":
    from mmc_desk.printing.tables import Column, DataTable

    columns = [
        Column(translate("sheets", "Datum"), 65, bold=True),
        Column(translate("sheets", "Leden"), 94),
        Column(translate("sheets", "Van – naar"), 104),
        Column(translate("sheets", "Teller begin"), 50),
        Column(translate("sheets", "Teller einde"), 50),
        Column(translate("sheets", "Vertrek"), 56),
        Column(translate("sheets", "Thuis"), 46),
        Column(translate("sheets", "Wachten"), 63),
        Column(translate("sheets", "Parking €"), 58),
        Column(translate("sheets", "Ontvangen €"), 76),
        Column(translate("sheets", "Handtekening"), 95),
    ]
    return DataTable(columns, rows, grid=True, row_height=CELL, max_lines=4)
