"""`mmc-desk report YEAR -o FILE.pdf|.xlsx|.csv|.json` and `mmc-desk open-data YEAR -o FOLDER|FILE.zip`."""

import argparse
import functools
import sys
from pathlib import Path

from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.db import Database
from mmc_desk.core.i18n import translate
from mmc_desk.features import load_features
from mmc_desk.features.yearly.ops.open_data import keep_secret
from mmc_desk.features.yearly.printout import addendum as addendum_printout
from mmc_desk.features.yearly.printout import open_data as open_files
from mmc_desk.features.yearly.printout import report as printout
from mmc_desk.features.yearly.printout import thanks as thanks_printout
from mmc_desk.features.yearly.queries.addendum import addendum
from mmc_desk.features.yearly.queries.frozen import frozen_report
from mmc_desk.features.yearly.queries.nameless import without_names
from mmc_desk.features.yearly.queries.open_data import open_data
from mmc_desk.features.yearly.queries.report import YearlyReport, yearly_report
from mmc_desk.features.yearly.queries.thanks import thanks_book


def run_report(database: Database, arguments: argparse.Namespace) -> int:
    """Write the yearly report, or a publication of it, in the kind its file name asks for; return 2 for no such kind.

    Raises ConflictError for a publication that isn't there.
    """
    path: Path = arguments.output
    if not _is_known(path):
        return 2
    report = database.read(functools.partial(_report, arguments=arguments))
    printout.write(path, report)
    print(_summary(path, arguments.year, empty=report.empty))
    return 0


def _report(session: Session, arguments: argparse.Namespace) -> YearlyReport:
    year: int = arguments.year
    if arguments.published is not None:
        return frozen_report(session, year, arguments.published)
    is_paper = arguments.output.suffix.lower() == ".pdf"
    return yearly_report(session, year, load_features(), compare_tables=is_paper)


def run_addendum(database: Database, arguments: argparse.Namespace) -> int:
    """Write the evaluation of a year in the kind its file name asks for; return 2 for a kind that isn't known.

    Without the names of persons, unless they are asked for. Raises FileError.
    """
    path: Path = arguments.output
    if arguments.archive and path.suffix.lower() != ".pdf":
        text = translate("yearly", "{name}: voor het archief moet de bestandsnaam eindigen op .pdf.")
        print(text.format(name=path.name), file=sys.stderr)
        return 2
    if not _is_known(path):
        return 2
    found = database.read(lambda session: addendum(session, arguments.year, load_features()))
    write = addendum_printout.write_archive if arguments.archive else addendum_printout.write
    write(path, found if arguments.names else without_names(found))
    if found.empty:
        print(_summary(path, arguments.year, empty=True))
        return 0
    print(translate("yearly", "Evaluatie {year} bewaard in {path}.").format(year=arguments.year, path=path))
    return 0


def _is_known(path: Path) -> bool:
    if path.suffix.lower() in printout.WRITERS:
        return True
    sentence = translate("yearly", "{name}: kies een bestandsnaam die eindigt op .pdf, .xlsx, .csv of .json.")
    print(sentence.format(name=path.name), file=sys.stderr)
    return False


def _summary(path: Path, year: int, *, empty: bool) -> str:
    if empty:
        return translate("yearly", "{path} bewaard, maar deze databank weet niets van {year}.").format(
            path=path, year=year
        )
    return translate("yearly", "Jaarcijfers {year} bewaard in {path}.").format(year=year, path=path)


def run_open_data(database: Database, arguments: argparse.Namespace) -> int:
    """Write a year's open data into a folder or a .zip; tell what is left out. Raises FileError."""
    database.write(keep_secret)
    data = database.read(lambda session: open_data(session, arguments.year, load_features()))
    count = open_files.write(arguments.output, data)
    saved = translate("yearly", "Open data {year}: {count} bestanden bewaard in {path}.")
    print(saved.format(year=arguments.year, count=count, path=arguments.output))
    if data.left_out:
        print(open_files.left_out(data))
    return 0


def run_thanks(database: Database, arguments: argparse.Namespace) -> int:
    """Write the volunteers of a year as a list, letters and labels; return 2 for a kind of list that isn't known.

    Raises FileError.
    """
    path: Path | None = arguments.output
    if path is not None and path.suffix.lower() not in thanks_printout.LIST_KINDS:
        text = translate("yearly", "{name}: kies een bestandsnaam die eindigt op .pdf, .xlsx of .csv.")
        print(text.format(name=path.name), file=sys.stderr)
        return 2
    today = clock.today()
    book = database.read(lambda session: thanks_book(session, arguments.year, today, load_features()))
    rows = [row for row in book.rows if row.jubilee or not arguments.jubilees]
    for target, write in (
        (path, thanks_printout.write_list),
        (arguments.letters, thanks_printout.write_letters),
        (arguments.labels, thanks_printout.write_labels),
    ):
        if target is not None:
            write(target, book, rows)
            print(translate("yearly", "Bewaard in {path}.").format(path=target))
    for row in rows if path is None else ():
        print(f"{row.name}: {row.roles}")
    return 0
