"""`init`: a new, empty database."""

import argparse

from mmc_desk.cli import entering
from mmc_desk.core import migrate
from mmc_desk.core.i18n import translate


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments beside --db."""


def run(target: str, _arguments: argparse.Namespace) -> int:
    """Make the database and say where. Raises DatabaseError when something is there already."""
    with migrate.create(target) as database:
        print(translate("cli", "Nieuwe databank: {name}").format(name=database.path or database.name))
        if database.path:
            entering.warn_of_share(database.path)
    return 0
