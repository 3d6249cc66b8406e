"""The verb `invoice`: a month invoiced without a screen, and written."""

import argparse
import sys
from pathlib import Path

from mmc_desk.core import clock
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_amount
from mmc_desk.core.i18n import translate
from mmc_desk.features.invoices import ops
from mmc_desk.features.invoices.printout.files import write_files
from mmc_desk.features.invoices.printout.letters import write_reminders
from mmc_desk.features.invoices.printout.texts import month_title
from mmc_desk.features.invoices.queries.months import invoice_book, month_keys, reminder_book
from mmc_desk.printing.files import PaperKind


def run_invoice(database: Database, arguments: argparse.Namespace) -> int:
    """Invoice a month and write its papers; invoiced before, they are only written.

    Returns 2 for a kind of file that isn't known. Raises RuleError where nothing can be invoiced, nor written.
    """
    if arguments.reminders:
        sys.stdout.write(_remind(database, arguments.reminders) + "\n")
        return 0
    path: Path | None = arguments.output
    if path is not None and path.suffix.lower() not in set(PaperKind):
        text = translate("invoices", "{name}: kies een bestandsnaam die eindigt op .pdf, .csv of .xlsx.")
        sys.stderr.write(text.format(name=path.name) + "\n")
        return 2
    year, month = arguments.year, arguments.month
    said = [_make(database, ops.MakeInvoices(year, month), is_written=path is not None)]
    if path is not None:
        said.append(_write(database, year, month, path))
    sys.stdout.write("\n".join(filter(None, said)) + "\n")
    return 0


def _make(database: Database, command: ops.MakeInvoices, *, is_written: bool) -> str:
    label = translate("invoices", "Facturen van {month}").format(month=month_title(command.year, command.month))
    known = database.read(lambda session: month_keys(session, command.year, command.month))
    try:
        made = database.write(lambda session: ops.make_invoices(session, command), label).value
    except RuleError:
        if is_written and known:
            return ""
        raise
    text = translate("invoices", "{count} facturen gemaakt, samen {amount}.")
    return text.format(count=len(made.keys), amount=show_amount(made.cents))


def _write(database: Database, year: int, month: int, path: Path) -> str:
    keys = database.read(lambda session: month_keys(session, year, month))
    write_files(path, database.read(lambda session: invoice_book(session, keys, clock.today())))
    return translate("invoices", "Bewaard in {path}.").format(path=path)


def _remind(database: Database, path: Path) -> str:
    today = clock.today()
    book = database.read(lambda session: reminder_book(session, today))
    if not book.papers:
        return translate("invoices", "Geen enkele factuur wacht op een herinnering.")
    write_reminders(path, book)
    command = ops.NoteReminded(tuple(paper.row.key for paper in book.papers), today)
    label = translate("invoices", "Herinneringen afgedrukt")
    count = database.write(lambda session: ops.note_reminded(session, command), label).value
    return translate("invoices", "{count} herinneringen bewaard in {path}.").format(count=count, path=path)
