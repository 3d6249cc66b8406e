"""Rosters on screen before they are on paper: made on the worker, shown in the preview, counted when printed."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mmc_desk.core.formats import show_date
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.printout import printed_sheets, roster_bytes
from mmc_desk.features.rides.queries.roster import roster_book
from mmc_desk.features.rides.queries.rows import RosterBook
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner


def file_name(book: RosterBook) -> str:
    """Return the name to suggest for a file: `Rittenlijst 2026-11-25.pdf`."""
    days = f"{book.first}" if book.first == book.last else f"{book.first} - {book.last}"
    return translate("rides", "Rittenlijst {days}.pdf").format(days=days)


def note_printed(runner: Runner, book: RosterBook) -> None:
    """Count a print, so that the next one bears the next version number."""
    sheets = printed_sheets(book.rosters)
    if sheets:
        command = ops.NoteRosterPrinted(sheets)
        runner.write(lambda session: ops.note_roster_printed(session, command), "")


class RosterPreview(PreviewDialog):
    """The preview of rosters; printing or saving them counts as a print."""

    def __init__(self, runner: Runner, book: RosterBook, pdf: bytes, parent: QWidget | None = None) -> None:
        title = translate("rides", "Rittenlijst {day}").format(day=show_date(book.first))
        super().__init__(title, pdf, file_name(book), parent)
        self._runner = runner
        self._book = book
        self.destroyed.connect(self.pages.close)

    def save(self) -> Path | None:
        """Save as PDF; None when the person thought better of it."""
        saved = super().save()
        if saved is not None:
            note_printed(self._runner, self._book)
        return saved

    def accept(self) -> None:
        """Close after printing."""
        note_printed(self._runner, self._book)
        super().accept()


def open_rosters(runner: Runner, page: QWidget, first: date, last: date, driver: str | None = None) -> None:
    """Show the rosters from … to, of one driver (by code) or of all, in a preview over `page`."""

    def show(book_and_pdf: tuple[RosterBook, bytes]) -> None:
        dialog = RosterPreview(runner, *book_and_pdf, page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def read(book: RosterBook) -> None:
        runner.run(lambda: (book, roster_bytes(book)), show)

    runner.read(lambda session: roster_book(session, first, last, driver), read)
