"""`restore [FILE]`: a backup put back, after it was verified; without a name the newest one that is sound."""

import argparse
from pathlib import Path

from mmc_desk.core import backup, db, migrate
from mmc_desk.core.backup import words
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.feature import load
from mmc_desk.core.i18n import translate

_ERASE_AGAIN = "mmc_desk.features.trust.commands.erasing:erase_again"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the name of the backup."""
    parser.add_argument(
        "file",
        metavar=translate("cli", "BESTAND"),
        type=Path,
        nargs="?",
        help=translate("cli", "de reservekopie die teruggezet wordt (zonder: de nieuwste die klopt)"),
    )


def run(target: str, arguments: argparse.Namespace) -> int:
    """Put the backup back and say where the replaced database lies now. Raises DatabaseError."""
    source = arguments.file or _best(target)
    restored = backup.restore(source, target)
    print(translate("cli", "Teruggezet: {path}").format(path=restored.path))
    with migrate.open_database(str(restored.path)) as database:
        database.restored = load(_ERASE_AGAIN)
        erased = backup.note_restored(database, source)
    if erased:
        print(words.erased_again(erased))
    if restored.kept:
        print(translate("cli", "De vorige databank blijft bewaard als {path}").format(path=restored.kept))
    return 0


def _best(target: str) -> Path:
    if db.is_url(target):
        return Path(target)  # `restore` itself says which tool a server has
    kept = backup.best(backup.places(Path(target)))
    if kept is None:
        raise DatabaseError(
            translate("cli", "Er is geen reservekopie die klopt. Geef er zelf een: mmc-desk restore BESTAND")
        )
    print(translate("cli", "De nieuwste die klopt: {path}").format(path=kept.path))
    return kept.path
