"""The dated backups of one database: where they lie and what is known of each.

They lie in the folder `reservekopieen` beside the database, and again in a second folder where the person chose one.
"""

import glob
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from mmc_desk.core import clock, db, paths
from mmc_desk.core import settings as core_settings
from mmc_desk.core.backup import manifest
from mmc_desk.core.backup.files import dated, unwritable
from mmc_desk.core.backup.manifest import Manifest
from mmc_desk.core.backup.sealing import SUFFIX

KEPT = "vervangen"
"""In the name of a database that a restore put aside."""

FOLDER = "reservekopieen"
INTERVAL = timedelta(minutes=30)
"""How long changes wait for a backup while the window is open."""

TOO_OLD = timedelta(hours=48)
"""From this age on, the last tested backup is a warning."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the backups of a database lie. `second` is another folder or a share, None where none was chosen.

    `recipient` is the public half of the recovery key they are encrypted with, "" where they are not.
    """

    database: Path
    second: Path | None = None
    recipient: str = ""

    @property
    def folder(self) -> Path:
        """The folder beside the database."""
        return self.database.parent / FOLDER


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that lies somewhere: without a manifest, nobody knows what is in it until it is tested."""

    path: Path
    manifest: Manifest | None

    @property
    def made_at(self) -> datetime:
        """When it was made, as far as known: a file without a manifest says it itself."""
        if self.manifest:
            return self.manifest.made_at
        try:
            return datetime.fromtimestamp(self.path.stat().st_mtime, tz=clock.BRUSSELS)
        except OSError:
            return datetime.min.replace(tzinfo=clock.BRUSSELS)


def places(database: Path) -> Places:
    """Return where the backups of a database lie, by the settings of this user."""
    chosen = core_settings.load()
    second = Path(chosen.backup_folder) if chosen.backup_folder else None
    return Places(database.resolve(), second, chosen.backup_key)


def places_of(database: db.Database) -> Places:
    """Return where the backups of an open database lie; those of a server's one lie with this user's own data."""
    return places(database.path or paths.data_folder() / f"{database.name}.db")


def automatic_name(database: Path, ending: str = "") -> Path:
    """Return a free, dated name in the folder `reservekopieen` beside `database`, which is made where it's missing.

    Raises DatabaseError when the folder can't be made.
    """
    folder = database.parent / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    return dated(folder / database.name, ending)


def kept_in(folder: Path, database: Path) -> list[Kept]:
    """Return the backups of `database` in a folder, newest first; none where the folder can't be read."""
    try:
        wanted = pattern(database)
        found = [path for name in (wanted, f"{wanted}{SUFFIX}") for path in folder.glob(name) if path.is_file()]
    except OSError:
        return []
    kept = [Kept(path, manifest.read(path)) for path in found]
    return sorted(kept, key=lambda one: (one.made_at, one.path.name), reverse=True)


def pattern(database: Path) -> str:
    """Return what the names of a database's backups match: its own, not those of `desk-2` for `desk`."""
    moment = f"{'[0-9]' * 8}-{'[0-9]' * 6}"
    return f"{glob.escape(database.stem)}-{moment}*{glob.escape(database.suffix)}"


def replaced(where: Places) -> list[Kept]:
    """Return the databases that a restore put aside, newest first: they lie beside the database."""
    return kept_in(where.database.parent, where.database.with_stem(f"{where.database.stem}-{KEPT}"))


def every(where: Places) -> list[Kept]:
    """Return the backups in both folders, newest first; one that lies in both is listed once."""
    first = kept_in(where.folder, where.database)
    names = {one.path.name for one in first}
    second = kept_in(where.second, where.database) if where.second else []
    together = [*first, *(one for one in second if one.path.name not in names)]
    return sorted(together, key=lambda one: one.made_at, reverse=True)


def last_tested(where: Places) -> datetime | None:
    """Return when a backup was last restored and found equal; None when that never happened."""
    return max((one.manifest.tested_at for one in every(where) if one.manifest), default=None)
