"""`move FROM TO`: a whole database from a file to a server, or back, compared row by row."""

import argparse

from mmc_desk.core.formats import show_number
from mmc_desk.core.i18n import translate
from mmc_desk.core.moving import move
from mmc_desk.features import load_models


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take where from and where to; --db doesn't matter here."""
    parser.add_argument(
        "source", metavar=translate("cli", "VAN"), help=translate("cli", "de databank: een bestand, of een adres")
    )
    parser.add_argument(
        "goal",
        metavar=translate("cli", "NAAR"),
        help=translate("cli", "een lege databank op een server, of een bestand"),
    )


def run(_target: str, arguments: argparse.Namespace) -> int:
    """Move the database and say what was compared. Raises DatabaseError; then nothing was moved."""
    load_models()
    moved = move(arguments.source, arguments.goal)
    line = translate(
        "cli", "Verhuisd en vergeleken: {rows} rijen in {tables} tabellen, aantallen, sommen en vingerafdrukken gelijk."
    )
    print(line.format(rows=show_number(moved.rows), tables=len(moved.tables)))
    print(translate("cli", "De oude databank is niet gewijzigd. Gebruik vanaf nu de nieuwe: met --db of MMC_DESK_DB."))
    return 0
