"""`restore FILE`: a backup put back, after it was verified."""

import argparse
from pathlib import Path

from mmc_desk.core import backup
from mmc_desk.core.i18n import translate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the name of the backup."""
    parser.add_argument(
        "file",
        metavar=translate("cli", "BESTAND"),
        type=Path,
        help=translate("cli", "de reservekopie die teruggezet wordt"),
    )


def run(target: str, arguments: argparse.Namespace) -> int:
    """Put the backup back and say where the replaced database lies now. Raises DatabaseError."""
    restored = backup.restore(arguments.file, target)
    print(translate("cli", "Teruggezet: {path}").format(path=restored.path))
    if restored.kept:
        print(translate("cli", "De vorige databank blijft bewaard als {path}").format(path=restored.kept))
    return 0
