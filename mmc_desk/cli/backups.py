"""`backups`: which backups there are, what is in each, and with --test whether each can be restored."""

import argparse
from pathlib import Path

from mmc_desk.core import backup, db
from mmc_desk.core.backup import Kept, words
from mmc_desk.core.backup.files import server_error
from mmc_desk.core.errors import DeskError
from mmc_desk.core.i18n import translate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take --test."""
    parser.add_argument(
        "--test",
        action="store_true",
        help=translate("cli", "elke reservekopie ergens terugzetten en vergelijken"),
    )


def run(target: str, arguments: argparse.Namespace) -> int:
    """Print a line per backup; 1 when one that was tested isn't sound. The database itself isn't opened."""
    if db.is_url(target):
        raise server_error("pg_restore --list KOPIE.dump")
    every = backup.every(backup.places(Path(target)))
    if not every:
        print(translate("cli", "Er zijn nog geen reservekopieën."))
    sound = [_show(kept, test=arguments.test) for kept in every]
    return int(not all(sound))


def _show(kept: Kept, *, test: bool) -> bool:
    try:
        print(f"✓ {words.line(backup.test(kept))}" if test else words.line(kept))
    except DeskError as error:
        print(f"✗ {error}")
        return False
    return True
