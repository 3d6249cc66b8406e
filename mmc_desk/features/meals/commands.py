"""`mmc-desk export-meals YEAR -o FILE.xlsx` and `mmc-desk export-volunteers -o FILE.csv`."""

import argparse
import sys

from mmc_desk.core.db import Database
from mmc_desk.core.i18n import translate
from mmc_desk.features.meals.printout.exports import write_meals, write_volunteers
from mmc_desk.features.meals.queries.exports import meal_records, volunteer_records


def run_export_meals(database: Database, arguments: argparse.Namespace) -> int:
    """Write the noons of a year, a sheet per village. Returns 2 for another file than a workbook. Raises FileError."""
    if not _ends_on(arguments, ".xlsx"):
        return 2
    write_meals(arguments.output, database.read(lambda session: meal_records(session, arguments.year)))
    return _told(arguments)


def run_export_volunteers(database: Database, arguments: argparse.Namespace) -> int:
    """Write the list of volunteers. Returns 2 for another file than CSV. Raises FileError."""
    if not _ends_on(arguments, ".csv"):
        return 2
    write_volunteers(arguments.output, database.read(volunteer_records))
    return _told(arguments)


def _ends_on(arguments: argparse.Namespace, ending: str) -> bool:
    if arguments.output.suffix.lower() == ending:
        return True
    text = translate("meals", "{name}: kies een bestandsnaam die eindigt op {ending}.")
    print(text.format(name=arguments.output.name, ending=ending), file=sys.stderr)
    return False


def _told(arguments: argparse.Namespace) -> int:
    print(translate("meals", "Bewaard in {path}.").format(path=arguments.output))
    return 0
