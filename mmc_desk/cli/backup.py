"""`backup FILE`: a verified copy of the database."""

import argparse
from pathlib import Path

from mmc_desk.core import backup, db
from mmc_desk.core.i18n import translate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the name of the copy."""
    parser.add_argument(
        "file",
        metavar=translate("cli", "BESTAND"),
        type=Path,
        help=translate("cli", "de reservekopie: een bestand dat nog niet bestaat"),
    )


def run(target: str, arguments: argparse.Namespace) -> int:
    """Make the copy and say where it lies. Raises DatabaseError."""
    with db.connect(target) as database:
        made = backup.backup(database, arguments.file)
    print(translate("cli", "Reservekopie gemaakt en nagekeken: {path}").format(path=made))
    return 0
