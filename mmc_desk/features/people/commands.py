"""`mmc-desk dues YEAR [--renew] [--letters FILE.pdf] [--reminders FILE.pdf] [--labels FILE.pdf]`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from mmc_desk.core import clock
from mmc_desk.core.db import Database
from mmc_desk.core.formats import show_amount
from mmc_desk.core.i18n import translate
from mmc_desk.features.people import ops, printout, queries
from mmc_desk.features.people.queries import DuesBook, DuesRow

Write = Callable[[Path, DuesBook, Sequence[DuesRow]], None]


def run_dues(database: Database, arguments: argparse.Namespace) -> int:
    """Renew and print what is asked, note what was printed, and say how the year stands.

    Returns 2 for another file than a PDF. Raises RuleError for a year that can't be renewed, FileError.
    """
    for path in (arguments.letters, arguments.reminders, arguments.labels):
        if path and path.suffix.lower() != ".pdf":
            text = translate("people", "{name}: kies een bestandsnaam die eindigt op .pdf.")
            print(text.format(name=path.name), file=sys.stderr)
            return 2
    if arguments.renew:
        _renew(database, arguments.year)
    if arguments.letters:
        _print_letters(database, arguments.year, arguments.letters)
    if arguments.reminders:
        _print_reminders(database, arguments.year, arguments.reminders)
    book = _book(database, arguments.year)
    if arguments.labels:
        _write(arguments.labels, printout.label_paper, book, book.rows)
    told = book.totals
    text = translate("people", "{year}: {paying} lidgelden, {paid} betaald, {unpaid} open ({open}).")
    amount = show_amount(told.open_cents)
    print(text.format(year=book.year, paying=told.paying, paid=told.paid, unpaid=told.unpaid, open=amount))
    return 0


def _book(database: Database, year: int) -> DuesBook:
    return database.read(lambda session: queries.dues_book(session, year, clock.today()))


def _renew(database: Database, year: int) -> None:
    command = ops.RenewMemberships(year)
    label = translate("people", "Lidmaatschappen van {year} gemaakt").format(year=year)
    report = database.write(lambda session: ops.renew_memberships(session, command), label).value
    text = translate("people", "Lidmaatschappen van {year} gemaakt: {count}")
    print(text.format(count=report.added, year=year))


def _print_letters(database: Database, year: int, path: Path) -> None:
    keys = [row.key for row in _book(database, year).rows if row.wants_letter]
    database.write(lambda session: ops.give_references(session, keys), "")
    book = _book(database, year)
    _write(path, printout.invitations, book, [row for row in book.rows if row.wants_letter])
    command = ops.NoteInvited(keys, clock.today())
    database.write(lambda session: ops.note_invited(session, command), translate("people", "Brieven afgedrukt"))


def _print_reminders(database: Database, year: int, path: Path) -> None:
    book = _book(database, year)
    rows = [row for row in book.rows if row.wants_reminder]
    _write(path, printout.reminders, book, rows)
    command = ops.NoteReminded([row.key for row in rows], clock.today())
    label = translate("people", "Herinneringen afgedrukt")
    database.write(lambda session: ops.note_reminded(session, command), label)


def _write(path: Path, write: Write, book: DuesBook, rows: Sequence[DuesRow]) -> None:
    if not rows:
        print(translate("people", "Hiervoor is nu niemand aan de beurt."))
        return
    write(path, book, rows)
    print(translate("people", "Bewaard in {path}.").format(path=path))
