"""Rosters on screen before they are on paper: made on the worker, shown in the preview, counted when printed."""

from datetime import date

from PySide6.QtWidgets import QWidget

from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.printout import printed_sheets, write_rosters
from mmc_desk.features.rides.queries.roster import roster_book
from mmc_desk.features.rides.queries.rows import RosterBook
from mmc_desk.ui.preview import PreviewPaper, open_preview
from mmc_desk.ui.runner import Runner


def note_printed(runner: Runner, book: RosterBook) -> None:
    """Count a print, so that the next one bears the next version number."""
    sheets = printed_sheets(book.rosters)
    if sheets:
        command = ops.NoteRosterPrinted(sheets)
        runner.write(lambda session: ops.note_roster_printed(session, command), "")


def roster_paper(runner: Runner, book: RosterBook) -> PreviewPaper:
    """Return the paper of rosters; printing or saving it counts as a print."""
    days = f"{book.first}" if book.first == book.last else f"{book.first} - {book.last}"
    return PreviewPaper(
        translate("rides", "Rittenlijst {day}").format(day=show_date(book.first)),
        translate("rides", "Rittenlijst {days}.pdf").format(days=days),
        lambda path: write_rosters(path, book),
        lambda: note_printed(runner, book),
    )


def open_book(runner: Runner, page: QWidget, book: RosterBook) -> None:
    """Show rosters in a preview over `page`."""
    open_preview(runner, page, roster_paper(runner, book))


def open_rosters(runner: Runner, page: QWidget, first: date, last: date, driver: str | None = None) -> None:
    """Show the rosters from … to, of one driver (by code) or of all, in a preview over `page`."""
    runner.read(lambda session: roster_book(session, first, last, driver), lambda book: open_book(runner, page, book))
