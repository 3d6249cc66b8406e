"""Ride sheets on screen before they are on paper: made on the worker, shown in the preview."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.formats import month_name, show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.pages.roster_preview import note_printed
from mmc_desk.features.rides.printout import write_rosters, write_sheets
from mmc_desk.features.rides.queries.roster import roster_book
from mmc_desk.features.rides.queries.rows import RosterBook
from mmc_desk.features.rides.queries.sheets import sheet_book
from mmc_desk.ui.preview import PreviewPaper, open_preview
from mmc_desk.ui.runner import Runner

BLANK = 4
"""Blank pages that are made when the page asks: enough for a car, or for a morning without power."""


def open_sheets(runner: Runner, page: QWidget, first: date, last: date, driver: str | None) -> None:
    """Show the prefilled booklet pages from … to, of one driver (by code) or of all."""
    title = translate("sheets", "Rittenbladen {month} {year}").format(month=month_name(first.month), year=first.year)

    def read(book: RosterBook) -> None:
        _preview(runner, page, title, lambda path: write_sheets(path, book))

    runner.read(lambda session: sheet_book(session, first, last, driver), read)


def open_blank_sheets(runner: Runner, page: QWidget) -> None:
    """Show blank pages."""
    today = clock.today()

    def read(book: RosterBook) -> None:
        title = translate("sheets", "Lege rittenbladen")
        _preview(runner, page, title, lambda path: write_sheets(path, book, blank=BLANK))

    runner.read(lambda session: sheet_book(session, today, today, nobody=True), read)


def open_tomorrow(runner: Runner, page: QWidget) -> None:
    """Show tomorrow's rosters with blank sheets behind them: what the desk works with while the power is out."""
    day = clock.today() + timedelta(days=1)
    title = translate("sheets", "Stroomuitval {day}").format(day=show_date(day))

    def read(book: RosterBook) -> None:
        _preview(
            runner,
            page,
            title,
            lambda path: write_rosters(path, book, blank=BLANK),
            lambda: note_printed(runner, book),
        )

    runner.read(lambda session: roster_book(session, day), read)


def _preview(
    runner: Runner,
    page: QWidget,
    title: str,
    write: Callable[[Path], None],
    on_taken: Callable[[], None] | None = None,
) -> None:
    open_preview(runner, page, PreviewPaper(title, f"{title}.pdf".replace("/", "-"), write, on_taken))
