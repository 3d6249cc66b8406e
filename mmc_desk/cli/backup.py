"""`backup [FILE]`: a verified copy of the database; without a name a dated one that is restored and compared."""

import argparse
import sys
from pathlib import Path

from mmc_desk.core import backup, db
from mmc_desk.core.i18n import translate
from mmc_desk.features import load_models


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the name of the copy."""
    parser.add_argument(
        "file",
        metavar=translate("cli", "BESTAND"),
        type=Path,
        nargs="?",
        help=translate("cli", "de reservekopie: een bestand dat nog niet bestaat (zonder: een in de map ernaast)"),
    )


def run(target: str, arguments: argparse.Namespace) -> int:
    """Make the copy and say where it lies. Raises DatabaseError."""
    load_models()  # the tables of a server's database
    with db.connect(target) as database:
        made = backup.backup(database, arguments.file) if arguments.file else _dated(database)
    print(translate("cli", "Reservekopie gemaakt en nagekeken: {path}").format(path=made))
    return 0


def _dated(database: db.Database) -> Path:
    made = backup.make(database, backup.places_of(database), backup.Cause.PERSON)
    if made.problem:
        print(made.problem, file=sys.stderr)
    return made.kept.path
