"""`mmc-desk roster DATE [--week|--month] [--driver CODE] [--blank N] -o FILE.pdf`, and the other verbs of rides.

`mmc-desk sheets MONTH [--driver CODE] [--blank N [--only-blank]] -o FILE.pdf`; `ride-book`, `call-list`, `plan-series`.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

from mmc_desk.core import clock
from mmc_desk.core.db import Database
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.ops.commands import NoteRosterPrinted
from mmc_desk.features.rides.ops.rosters import note_roster_printed
from mmc_desk.features.rides.ops.series import plan_series, planned_label
from mmc_desk.features.rides.printout import kept, printed_sheets, write_rosters, write_sheets
from mmc_desk.features.rides.printout.book import write_book
from mmc_desk.features.rides.printout.calls import subject_of_day, write_call_list
from mmc_desk.features.rides.queries.call_list import call_list
from mmc_desk.features.rides.queries.history import ride_book
from mmc_desk.features.rides.queries.roster import month_of, roster_book, week_of
from mmc_desk.features.rides.queries.sheets import sheet_book

_GOOD, _USAGE = 0, 2
_MOST_BLANK = 200


def count_argument(text: str) -> int:
    """Read how many blank sheets are wanted."""
    if text.isdecimal() and int(text) <= _MOST_BLANK:
        return int(text)
    sentence = translate("rides", "“{text}” is geen aantal bladen: kies 0 tot {most}.")
    raise argparse.ArgumentTypeError(sentence.format(text=text, most=_MOST_BLANK))


def run_sheets(database: Database, arguments: argparse.Namespace) -> int:
    """Write the ride sheets of a month as PDF, and say where they are; 2 for another kind of file.

    Raises RuleError for an unknown driver, FileError when the file can't be written.
    """
    path: Path = arguments.output
    if not _is_pdf(path):
        return _USAGE
    nobody: bool = arguments.only_blank
    blank = max(arguments.blank, int(nobody))
    book = database.read(
        lambda session: sheet_book(session, *month_of(arguments.month), arguments.driver, nobody=nobody)
    )
    write_sheets(path, book, blank=blank)
    text = translate("rides", "Bewaard in {path}. Chauffeurs: {drivers}, lege bladen: {blank}.")
    print(text.format(path=path, drivers=len(book.rosters), blank=blank))
    return _GOOD


def run_roster(database: Database, arguments: argparse.Namespace) -> int:
    """Write the rosters as PDF, count the print, and say where they are; 2 for another kind of file.

    Raises RuleError for an unknown driver, FileError when the file can't be written.
    """
    path: Path = arguments.output
    if not _is_pdf(path):
        return _USAGE
    first, last = _span(arguments)
    book = database.read(lambda session: roster_book(session, first, last, arguments.driver))
    write_rosters(path, book, blank=arguments.blank)
    sheets = printed_sheets(book.rosters)
    if sheets:
        command = NoteRosterPrinted(sheets)
        label = translate("rides", "Rittenlijst afgedrukt")
        database.write(lambda session: note_roster_printed(session, command), label)
    rides = sum(len(day.rides) for roster in book.rosters for day in roster.days)
    text = translate("rides", "Bewaard in {path}. Chauffeurs: {drivers}, ritten: {rides}.")
    print(text.format(path=path, drivers=len(book.rosters), rides=rides))
    return _GOOD


def run_kept_roster(target: str, arguments: argparse.Namespace) -> int | None:
    """Write the rosters that this desk kept of a server that is lost, and say of when they are.

    None where it kept none of these days; 2 for another kind of file. Raises FileError when it can't be written.
    """
    path: Path = arguments.output
    first, last = _span(arguments)
    found = kept.recall(target, clock.today())
    if found is None or not found[1].first <= first <= last <= found[1].last:
        return None
    if not _is_pdf(path):
        return _USAGE
    at, book = found
    kept.leave(target, path.name, is_file=True)
    write_rosters(path, kept.on_days(book, first, last, arguments.driver), blank=arguments.blank, stamp=kept.stamp(at))
    text = translate("rides", "Bewaard in {path}: {stamp}. Druk opnieuw af zodra de server er weer is.")
    print(text.format(path=path, stamp=kept.stamp(at)))
    return _GOOD


def run_plan_series(database: Database, arguments: argparse.Namespace) -> int:
    """Make the rides of the standing rides until a day (the desk's horizon without one), and say how many are new."""
    until: date | None = arguments.until
    planned = database.write(lambda session: plan_series(session, until), planned_label()).value
    print(translate("series", "Nieuwe ritten van vaste ritten: {rides}.").format(rides=planned))
    return _GOOD


def run_ride_book(database: Database, arguments: argparse.Namespace) -> int:
    """Write the insurance-proof book of a day or a month as PDF; 2 for another kind of file. Raises FileError."""
    path: Path = arguments.output
    if not _is_pdf(path):
        return _USAGE
    first, last = month_of(arguments.date) if arguments.month else (arguments.date, arguments.date)
    book = database.read(lambda session: ride_book(session, first, last))
    write_book(path, book)
    print(translate("rides", "Bewaard in {path}. Ritten: {rides}.").format(path=path, rides=len(book.rides)))
    return _GOOD


def run_call_list(database: Database, arguments: argparse.Namespace) -> int:
    """Write the call list of a day as PDF; 2 for another kind of file. Raises FileError."""
    path: Path = arguments.output
    if not _is_pdf(path):
        return _USAGE
    day, subject = arguments.date, subject_of_day(arguments.date)
    calls = database.read(lambda session: call_list(session, day, subject, clock.today()))
    write_call_list(path, calls)
    print(translate("rides", "Bewaard in {path}. Ritten: {rides}.").format(path=path, rides=len(calls.rides)))
    return _GOOD


def _is_pdf(path: Path) -> bool:
    if path.suffix.lower() == ".pdf":
        return True
    text = translate("rides", "{name}: kies een bestandsnaam die eindigt op .pdf.")
    print(text.format(name=path.name), file=sys.stderr)
    return False


def _span(arguments: argparse.Namespace) -> tuple[date, date]:
    if arguments.week:
        return week_of(arguments.date)
    return month_of(arguments.date) if arguments.month else (arguments.date, arguments.date)
