"""`mmc-desk mileage YEAR [--month M] -o FILE.pdf|.xlsx|.csv|.json`."""

import argparse
import sys
from pathlib import Path

from mmc_desk.core.db import Database
from mmc_desk.core.i18n import translate
from mmc_desk.features.mileage import printout
from mmc_desk.features.mileage.printout import texts
from mmc_desk.features.mileage.queries import mileage_report


def run_mileage(database: Database, arguments: argparse.Namespace) -> int:
    """Write the kilometre report in the kind its file name asks for; return 2 for a kind that isn't known."""
    path: Path = arguments.output
    if path.suffix.lower() not in printout.WRITERS:
        sys.stderr.write(
            translate("mileage", "{name}: kies een bestandsnaam die eindigt op .pdf, .xlsx, .csv of .json.").format(
                name=path.name
            )
            + "\n"
        )
        return 2
    report = database.read(lambda session: mileage_report(session, arguments.year, arguments.month))
    printout.write(path, report)
    lines = [
        *texts.warnings(report),
        translate("mileage", "{title} bewaard in {path}.").format(title=texts.title(report), path=path),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0
