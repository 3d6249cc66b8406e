"""Rosters of 300 drivers × 7 rides against bare reportlab drawing the same tables, in turns in one process.

Bare is platypus' own Table of plain strings: same font, size, columns, texts, lines, one page per driver; no head,
no foot, no bookmarks.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.platypus import Flowable, PageBreak, SimpleDocTemplate, Table

from mmc_desk.core import clock
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides import printout
from mmc_desk.features.rides.model import ReturnMode
from mmc_desk.features.rides.printout.rosters import _table
from mmc_desk.features.rides.queries.rows import RideMember, Roster, RosterBook, RosterDay, RosterStop
from mmc_desk.printing import fonts, styles
from mmc_desk.printing.tables import DataTable

DRIVERS, RIDES, TURNS = 300, 7, 7
DAY = date(2026, 11, 24)


def book() -> RosterBook:
    rosters = tuple(_roster(number) for number in range(DRIVERS))
    return RosterBook(DAY, DAY, rosters, practice=False, desk="LDC De Wijzer · Bilzen")


def _roster(number: int) -> Roster:
    rides = tuple(_ride(number, place) for place in range(RIDES))
    return Roster(number, f"C{number:03d}", f"Chauffeur-Bijnens Nummer {number}", (RosterDay(DAY, 0, rides),))


def _ride(driver: int, place: int) -> RosterStop:
    depart = clock.at(DAY, clock_time(8 + place, 15))
    member = RideMember(
        request_id=1,
        member_id=driver * RIDES + place,
        member_no=driver * RIDES + place,
        name=f"Vandebosch-Geladé Maria {driver} {place}",
        phone=f"+3247364{driver % 100:02d}{place:02d}",
        street=f"Sint-Lambertuslaan {driver} bus {place}",
        village="Munsterbilzen",
        aid=Aid.ROLLATOR if place % 2 else Aid.NONE,
        companions=place % 2,
        pickup_at=depart,
        appointment_at=depart + timedelta(minutes=45),
        return_mode=ReturnMode.WAIT,
        return_at=None,
        expected_minutes=60,
        parking_card=False,
    )
    goal = "ZOL Genk, campus Sint-Jan (ziekenhuis)"
    return RosterStop(f"2026-{driver:03d}{place}", depart, depart + timedelta(hours=1), goal, "Genk", (), (member,))


Bare = list[tuple[list[list[str]], list[float]]]


def bare_tables(rosters: RosterBook) -> Bare:
    """Return the texts of every table, broken into lines beforehand (that costs bare reportlab nothing), and widths."""
    wide = landscape(A4)[0] - 2 * styles.MARGIN
    return [_bare(_table(roster.days[0]), wide) for roster in rosters.rosters]


def _bare(flowable: Flowable, wide: float) -> tuple[list[list[str]], list[float]]:
    assert isinstance(flowable, DataTable)  # noqa: S101 - the bench knows its own rosters
    shares = sum(column.share for column in flowable.columns)
    widths = [wide * column.share / shares for column in flowable.columns]
    rows = [[column.heading for column in flowable.columns], *flowable.rows]
    return [[_lines(cell, width) for cell, width in zip(row, widths, strict=True)] for row in rows], widths


def _lines(cell: str, width: float) -> str:
    return "\n".join(fonts.wrap(cell, width - 6, fonts.REGULAR, styles.BODY_SIZE, 12))


def write_bare(path: Path, tables: Bare) -> None:
    margin = styles.MARGIN
    document = SimpleDocTemplate(
        str(path), pagesize=landscape(A4), leftMargin=margin, rightMargin=margin, topMargin=margin, bottomMargin=margin
    )
    style: list[Any] = [
        ("FONT", (0, 0), (-1, -1), fonts.REGULAR, styles.BODY_SIZE, styles.LINE_HEIGHT),
        ("FONT", (0, 0), (-1, 0), fonts.BOLD, styles.BODY_SIZE, styles.LINE_HEIGHT),
        ("BACKGROUND", (0, 0), (-1, 0), styles.SHADE),
        ("GRID", (0, 0), (-1, -1), 0.5, styles.RULE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    story: list[Flowable] = []
    for rows, widths in tables:
        story += [Table(rows, widths, style=style, repeatRows=1), PageBreak()]
    document.build(story)


def timed(run: Callable[[], None]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main() -> None:
    fonts.register()
    rosters = book()
    tables = bare_tables(rosters)
    with tempfile.TemporaryDirectory() as folder:
        bare, ours = Path(folder) / "bare.pdf", Path(folder) / "ours.pdf"
        runs = {"bare": lambda: write_bare(bare, tables), "ours": lambda: printout.write_rosters(ours, rosters)}
        seconds: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(TURNS):
            for name, run in runs.items():
                fonts.width.cache_clear()
                seconds[name].append(timed(run))
    middle = {name: statistics.median(times) for name, times in seconds.items()}
    print(
        json.dumps(
            {
                "what": f"rosters of {DRIVERS} drivers × {RIDES} rides",
                "bare_s": round(middle["bare"], 3),
                "ours_s": round(middle["ours"], 3),
                "ratio": round(middle["ours"] / middle["bare"], 2),
                "limit": 1.3,
            }
        )
    )


if __name__ == "__main__":
    main()
