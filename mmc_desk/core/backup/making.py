"""Making, testing and thinning the dated backups: one counts once it was restored somewhere and found equal."""

import contextlib
import functools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from mmc_desk import __version__
from mmc_desk.core import clock, db, keys
from mmc_desk.core.backup import copying, manifest, sealing
from mmc_desk.core.backup.contents import Contents, audit_head
from mmc_desk.core.backup.files import TRIAL, draft, publish, unwritable
from mmc_desk.core.backup.manifest import Cause, Manifest
from mmc_desk.core.backup.restoring import check_kind, fetch, restore
from mmc_desk.core.backup.sealing import SUFFIX
from mmc_desk.core.backup.store import Kept, Places, automatic_name, every, kept_in, pattern
from mmc_desk.core.backup.thinning import superfluous
from mmc_desk.core.errors import DatabaseError, DeskError, reason
from mmc_desk.core.i18n import translate

_ABANDONED = timedelta(days=1)
"""What lies half made for so long belongs to no program that still runs."""


@dataclass(frozen=True, slots=True)
class Made:
    """What making a backup did. `problem` is a Dutch sentence about the second folder, "" where all is well."""

    kept: Kept
    problem: str = ""


def make(database: db.Database, where: Places, cause: Cause) -> Made:
    """Make a dated backup, test it, copy it to the second folder and thin both. Others may write meanwhile.

    Raises DatabaseError, with no file under a final name, when it can't be made or a restore of it isn't the same.
    A second folder that fails is said in the result and never stops the first.
    """
    target = automatic_name(where.database, SUFFIX if where.recipient else "")
    _sweep(where)
    with draft(target) as made:
        contents = copying.copy(database, made)
        if where.recipient:
            _seal(made, where.recipient, contents)
        else:
            try_restore(made, contents)
        known = _manifest(made, contents, cause)
        publish(made, target)
    _describe(target, known)
    problem = _copy_to_second(target, known, where.second) if where.second else ""
    thin(where)
    return Made(Kept(target, known), problem)


def _seal(made: Path, recipient: str, contents: Contents) -> None:
    """Encrypt a draft and test it with a key that lives no longer than this: the desk's own key needn't be here."""
    passing = keys.generate()
    with keys.held(passing), draft(made) as sealed:
        sealing.seal(made, sealed, (recipient, keys.recipient(passing)))
        try_restore(sealed, contents)
        sealed.replace(made)


def _describe(made: Path, known: Manifest) -> None:
    """Write the manifest; without one the backup doesn't count, and goes again."""
    try:
        manifest.write(known, made)
    except DatabaseError:
        made.unlink(missing_ok=True)
        raise


def _manifest(path: Path, contents: Contents, cause: Cause) -> Manifest:
    now = clock.now()
    return Manifest(now, now, cause, __version__, manifest.digest(path), manifest.size(path), contents)


def try_restore(backup: Path, contents: Contents) -> None:
    """Restore a backup to a temporary place and compare what is there. Raises DatabaseError when it isn't `contents`.

    The place is beside the backup, for this user only, and gone afterwards.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=TRIAL, dir=backup.parent) as folder:
            tried = restore(backup, str(Path(folder) / "desk.db")).path
            copying.compare(tried, contents)
    except OSError as error:
        raise unwritable(backup, error) from error


def _copy_to_second(made: Path, known: Manifest, folder: Path) -> str:
    """Copy a backup to the second folder; return what went wrong, "" for nothing."""
    target = folder / made.name
    try:
        with draft(target) as copied:
            shutil.copyfile(made, copied)
            if manifest.digest(copied) != known.sha256:
                return _second_failed(folder, translate("backup", "wat daar staat, is niet wat bewaard werd"))
            publish(copied, target)
        manifest.write(known, target)
    except DatabaseError as error:
        cause = error.__cause__
        return _second_failed(folder, reason(cause) if isinstance(cause, OSError) else str(error))
    return ""


def _second_failed(folder: Path, why: str) -> str:
    return translate(
        "backup", "De tweede map voor reservekopieën, {folder}, werkt niet: {why}. De eerste kopie is wel gemaakt."
    ).format(folder=folder, why=why)


# --- When


def is_due(database: db.Database, where: Places) -> bool:
    """Tell whether something was written since the newest tested backup."""
    newest = next((one.manifest for one in every(where) if one.manifest), None)
    return newest is None or head_of(database) != (newest.contents.audit_head, newest.contents.audit_entries)


def head_of(database: db.Database) -> tuple[str, int]:
    """Return the newest entry of the trace of an open database: every write adds one. Raises DatabaseError."""
    if database.connection is None:
        from mmc_desk.core.backup import dumping

        return dumping.server_head(database)
    with db.file_errors(database.path), database.bare() as connection:
        return audit_head(connection)


# --- Testing again


def test(kept: Kept) -> Kept:
    """Restore a backup once more and compare it with its manifest; note when. Raises DatabaseError with what is wrong.

    One without a manifest gets one, if it is sound: then its own contents are what it is compared with.
    """
    known = kept.manifest
    try:
        if known and manifest.digest(kept.path) != known.sha256:
            raise damaged(kept.path)
        contents = known.contents if known else _contents_in(kept.path)
        try_restore(kept.path, contents)
        tested = replace(
            known or _manifest(kept.path, contents, Cause.UNKNOWN), made_at=kept.made_at, tested_at=clock.now()
        )
    except OSError as error:
        raise DatabaseError(
            translate("backup", "{path} kan niet gelezen worden: {reason}. Kies een andere reservekopie.").format(
                path=kept.path, reason=reason(error)
            )
        ) from error
    with contextlib.suppress(DatabaseError):  # a folder that may only be read: tested all the same
        manifest.write(tested, kept.path)
    return replace(kept, manifest=tested)


def _contents_in(backup: Path) -> Contents:
    check_kind(backup)
    with tempfile.TemporaryDirectory(prefix=TRIAL, dir=backup.parent) as folder:
        fetched = Path(folder) / "desk.db"
        fetched.touch()
        fetch(backup, fetched)
        copying.verify(fetched)
        return copying.contents_of(fetched)


def damaged(path: Path) -> DatabaseError:
    """Return the error for a backup that isn't what was written."""
    return DatabaseError(
        translate("backup", "De reservekopie {name} is beschadigd of verwisseld. Kies een andere.").format(
            name=path.name
        )
    )


def best(where: Places) -> Kept | None:
    """Return the newest backup that passes its test now; None when none does."""
    for kept in every(where):
        with contextlib.suppress(DeskError):
            return test(kept)
    return None


# --- Thinning


def thin(where: Places) -> list[Path]:
    """Remove the backups that may go from both folders and return them; what can't be removed stays for the next time.

    Only what has a manifest is ours to remove.
    """
    removed: list[Path] = []
    for folder in filter(None, (where.folder, where.second)):
        known = {one.made_at: one for one in kept_in(folder, where.database) if one.manifest}
        for made_at in superfluous(known, clock.now()):
            removed.extend(_removed(known[made_at].path))
    return removed


def _removed(path: Path) -> Iterator[Path]:
    try:
        path.unlink(missing_ok=True)
        manifest.path_of(path).unlink(missing_ok=True)
    except OSError:
        return
    yield path


def _sweep(where: Places) -> None:
    """Take away what a program that was killed left half made."""
    drafts = [(path, path.unlink) for path in where.folder.glob(f".{pattern(where.database)}*")]
    trials = [(path, functools.partial(shutil.rmtree, path)) for path in where.folder.glob(f"{TRIAL}*")]
    leftovers: list[tuple[Path, Callable[[], object]]] = [*drafts, *trials]
    for path, remove in leftovers:
        with contextlib.suppress(OSError):  # gone already, or not ours to remove
            if clock.now().timestamp() - path.stat().st_mtime > _ABANDONED.total_seconds():
                remove()
