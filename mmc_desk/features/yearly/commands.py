"""`mmc-desk report YEAR -o FILE.pdf|.xlsx|.csv|.json`."""

import argparse
import functools
import sys
from pathlib import Path

from sqlalchemy.orm import Session

from mmc_desk.core.db import Database
from mmc_desk.core.i18n import translate
from mmc_desk.features import load_features
from mmc_desk.features.yearly.printout import report as printout
from mmc_desk.features.yearly.queries.frozen import frozen_report
from mmc_desk.features.yearly.queries.report import YearlyReport, yearly_report


def run_report(database: Database, arguments: argparse.Namespace) -> int:
    """Write the yearly report, or a publication of it, in the kind its file name asks for; return 2 for no such kind.

    Raises ConflictError for a publication that isn't there.
    """
    path: Path = arguments.output
    if path.suffix.lower() not in printout.WRITERS:
        print(
            translate("yearly", "{name}: kies een bestandsnaam die eindigt op .pdf, .xlsx, .csv of .json.").format(
                name=path.name
            ),
            file=sys.stderr,
        )
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


def _summary(path: Path, year: int, *, empty: bool) -> str:
    if empty:
        return translate("yearly", "{path} bewaard, maar deze databank weet niets van {year}.").format(
            path=path, year=year
        )
    return translate("yearly", "Jaarcijfers {year} bewaard in {path}.").format(year=year, path=path)
