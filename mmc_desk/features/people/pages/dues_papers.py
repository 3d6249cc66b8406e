"""From rows to paper: references given, the PDF made on the worker, and what was printed noted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from mmc_desk.core import clock
from mmc_desk.core.db import Op
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import ops, printout, queries
from mmc_desk.features.people.queries import DuesBook, DuesRow
from mmc_desk.ui.preview import PreviewPaper, open_preview
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

    def note() -> None:
        if paper.note is not None:
            runner.write(paper.note, paper.noted)

    def read(book: DuesBook) -> None:
        rows = {row.key: row for row in book.rows}
        wanted = [rows[key] for key in keys if key in rows]
        name = f"{paper.file_name}.pdf"
        open_preview(runner, page, PreviewPaper(paper.title, name, lambda path: paper.write(path, book, wanted), note))

    def ready(_count: int) -> None:
        runner.read(lambda session: queries.dues_book(session, year, clock.today()), read)

    runner.write(lambda session: ops.give_references(session, keys), "", ready)
