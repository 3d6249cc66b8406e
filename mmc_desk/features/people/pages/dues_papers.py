"""From rows to paper: references given, the PDF made on the worker, and what was printed noted."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import ops, printout, queries
from mmc_desk.features.people.queries import DuesBook, DuesRow
from mmc_desk.ui.preview import PreviewDialog
from mmc_desk.ui.runner import Runner

Write = Callable[[Path, DuesBook, Sequence[DuesRow]], None]


@dataclass(frozen=True, slots=True)
class DuesPaper:
    """A kind of paper: its title and file name, how it is written, and what its printing notes, if anything."""

    title: str
    file_name: str
    write: Write
    note: Op[int] | None = None
    noted: str = ""


class NotingPreview(PreviewDialog):
    """A preview; printing or saving the paper notes it, once."""

    def __init__(self, runner: Runner, paper: DuesPaper, pdf: bytes, parent: QWidget) -> None:
        super().__init__(paper.title, pdf, f"{paper.file_name}.pdf", parent)
        self._runner = runner
        self._paper = paper
        self._is_noted = paper.note is None
        self.destroyed.connect(self.pages.close)

    def save(self) -> Path | None:
        """Save as PDF; None when the person thought better of it."""
        saved = super().save()
        if saved is not None:
            self._note()
        return saved

    def accept(self) -> None:
        """Close after printing."""
        self._note()
        super().accept()

    def _note(self) -> None:
        if not self._is_noted and self._paper.note is not None:
            self._is_noted = True
            self._runner.write(self._paper.note, self._paper.noted)


def letters(year: int, keys: Sequence[int]) -> DuesPaper:
    """Return the paper of invitations to pay."""
    command = ops.NoteInvited(keys, clock.today())
    return DuesPaper(
        translate("people", "Brieven lidgeld {year}").format(year=year),
        f"lidgeld-brieven-{year}",
        printout.invitations,
        lambda session: ops.note_invited(session, command),
        translate("people", "Brieven afgedrukt"),
    )


def reminders(year: int, keys: Sequence[int]) -> DuesPaper:
    """Return the paper of reminders."""
    command = ops.NoteReminded(keys, clock.today())
    return DuesPaper(
        translate("people", "Herinneringen lidgeld {year}").format(year=year),
        f"lidgeld-herinneringen-{year}",
        printout.reminders,
        lambda session: ops.note_reminded(session, command),
        translate("people", "Herinneringen afgedrukt"),
    )


def labels(year: int) -> DuesPaper:
    """Return the paper of address labels."""
    title = translate("people", "Etiketten {year}").format(year=year)
    return DuesPaper(title, f"lidgeld-etiketten-{year}", printout.label_paper)


def dues_list(year: int) -> DuesPaper:
    """Return the paper of the list."""
    title = translate("people", "Lidgelden {year}").format(year=year)
    return DuesPaper(title, f"lidgelden-{year}", printout.dues_paper)


def open_paper(runner: Runner, page: QWidget, year: int, keys: Sequence[int], paper: DuesPaper) -> None:
    """Show a paper about memberships, in the order of `keys`, in a preview; fees without a reference get one first."""

    def show(pdf: bytes) -> None:
        dialog = NotingPreview(runner, paper, pdf, page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def read(book: DuesBook) -> None:
        rows = {row.key: row for row in book.rows}
        runner.run(lambda: _pdf(paper, book, [rows[key] for key in keys if key in rows]), show)

    def ready(_count: int) -> None:
        runner.read(lambda session: queries.dues_book(session, year, clock.today()), read)

    runner.write(lambda session: ops.give_references(session, keys), "", ready)


def _pdf(paper: DuesPaper, book: DuesBook, rows: Sequence[DuesRow]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="mmc-desk-") as folder:
        path = Path(folder) / "lidgeld.pdf"
        paper.write(path, book, rows)
        return path.read_bytes()
