"""`encrypt --paper FILE`: a recovery key on paper, and from then on everything locked with it."""

import argparse
from pathlib import Path

from mmc_desk.core import backup, clock, keys, secrets, settings
from mmc_desk.core.backup import copying, words
from mmc_desk.core.backup.files import server_error
from mmc_desk.core.db import Database
from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate
from mmc_desk.features.backups.printout import write_recovery_key


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take where the paper goes."""
    parser.add_argument(
        "--paper",
        metavar=translate("backups", "BESTAND.pdf"),
        type=Path,
        required=True,
        help=translate("backups", "waar de herstelsleutel komt, om af te drukken"),
    )
    parser.add_argument(
        "--backups-only",
        action="store_true",
        help=translate("backups", "de databank zelf laten zoals ze is"),
    )


def run_encrypt(database: Database, arguments: argparse.Namespace) -> int:
    """Make the key, put it on paper first, then lock with it.

    Raises AccessDeniedError, DatabaseError, RuleError, FileError.
    """
    database.require("core.locking")
    if database.path is None:
        raise server_error("LUKS, pgcrypto")
    kept = lock_backups(arguments.paper, database.read(settings.desk_name))
    print(
        translate("backups", "Herstelsleutel: {path}. Druk af en verwijder dit bestand.").format(path=arguments.paper)
    )
    print(secrets.where_kept(kept=kept))
    if not arguments.backups_only:
        copying.encrypt_open(database)
        print(translate("backups", "De databank is versleuteld: {path}").format(path=database.path))
    made = backup.make(database, backup.places(database.path), backup.Cause.PERSON)
    print(translate("backups", "Back-ups zijn voortaan versleuteld; de eerste: {path}").format(path=made.kept.path))
    return 0


def lock_new(database: Database, paper: Path) -> str:
    """Encrypt a new database and its backups; return in Dutch where the key is kept beside the paper.

    Raises DatabaseError, RuleError, FileError.
    """
    kept = lock_backups(paper, database.read(settings.desk_name))
    copying.encrypt_open(database)
    return secrets.where_kept(kept=kept)


def lock_backups(paper: Path, desk: str) -> bool:
    """Make a recovery key, write it on paper, keep it in the keyring (False: there is none) and lock backups with it.

    Raises RuleError where there is a key already, FileError when the paper can't be written: then nothing changed.
    """
    if settings.load().backup_key:
        raise RuleError(
            translate("backups", "Back-ups worden al versleuteld. De herstelsleutel staat op het blad van toen.")
        )
    key = keys.generate()
    write_recovery_key(paper, keys.groups(key), desk, words.moment(clock.now()))
    kept = keys.keep(key)
    settings.changed(settings.load(), backup_key=keys.recipient(key))
    return kept
