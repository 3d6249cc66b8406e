"""`grant ROLE`: what the role of the desks may on a server."""

import argparse

from mmc_desk.core import db
from mmc_desk.core.grants import grant
from mmc_desk.core.i18n import translate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the role; --db connects as the owner of the database."""
    parser.add_argument(
        "role", metavar=translate("cli", "ROL"), help=translate("cli", "de rol waarmee de desks zich aanmelden")
    )


def run(target: str, arguments: argparse.Namespace) -> int:
    """Grant, and say so. Raises DatabaseError."""
    with db.connect(target) as database:
        grant(database, arguments.role)
    print(
        translate(
            "cli",
            "{role} mag lezen en schrijven, maar geen tabellen wijzigen en niets aan wat voorgoed vastligt.",
        ).format(role=arguments.role)
    )
    return 0
