"""Backups: copies of the whole database that were restored once before they count, and the way back from them.

`copying` makes and verifies one file, `restoring` puts one in the database's place; `store` knows the dated ones with
their manifests, `making` makes and tests them, `thinning` says which of them may go.
"""

from mmc_desk.core.backup.copying import backup, verify
from mmc_desk.core.backup.making import Made, best, is_due, make, test
from mmc_desk.core.backup.manifest import Cause, Manifest
from mmc_desk.core.backup.reopening import note_restored, restore_open
from mmc_desk.core.backup.restoring import Restored, restore
from mmc_desk.core.backup.store import FOLDER, Kept, Places, automatic_name, every, last_tested, places, places_of

__all__ = [
    "FOLDER",
    "Cause",
    "Kept",
    "Made",
    "Manifest",
    "Places",
    "Restored",
    "automatic_name",
    "backup",
    "best",
    "every",
    "is_due",
    "last_tested",
    "make",
    "note_restored",
    "places",
    "places_of",
    "restore",
    "restore_open",
    "test",
    "verify",
]
