"""What copying and restoring do with files: drafts that get their name last, flushes, and refusals in Dutch."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mmc_desk.core import clock, db
from mmc_desk.core.errors import DatabaseError, reason
from mmc_desk.core.i18n import translate

_ON_WINDOWS = os.name == "nt"

TRIAL = ".proef-"
"""How the folders begin in which something is tried; what a killed program left of them is taken away."""


def dated(path: Path, ending: str = "") -> Path:
    """Return a free name like `path` with the moment of now in it, and something behind it all."""
    stem, suffix = f"{path.stem}-{clock.local(clock.now()):%Y%m%d-%H%M%S}", f"{path.suffix}{ending}"
    wanted, number = path.with_name(f"{stem}{suffix}"), 2
    while wanted.exists():
        wanted, number = path.with_name(f"{stem}-{number}{suffix}"), number + 1
    return wanted


@contextlib.contextmanager
def draft(target: Path) -> Iterator[Path]:
    """Give the name of a new, empty file beside `target`, and remove what is left of it. Turns OSError into Dutch."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise unwritable(target, error) from error
    made = Path(name)
    try:
        yield made
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        for leftover in (made, *db.companions(made)):
            leftover.unlink(missing_ok=True)


def publish(made: Path, target: Path) -> None:
    """Give a draft its name, once the disk itself holds all of it. Raises OSError."""
    flush(made)
    made.replace(target)
    flush(target.parent)


def flush(path: Path) -> None:
    """Have the disk itself hold a file or a folder. Raises OSError."""
    if path.is_dir() and _ON_WINDOWS:
        return  # Windows can't and needn't
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def unwritable(path: Path, error: OSError) -> DatabaseError:
    """Return the error that says why `path` can't be written."""
    return DatabaseError(
        translate("backup", "{path} kan niet bewaard worden: {reason}. Kies een andere map of schijf.").format(
            path=path, reason=reason(error)
        )
    )


def server_error(command: str) -> DatabaseError:
    """Return the error that names a server's own tool."""
    return DatabaseError(
        translate(
            "backup", "Een databank op een PostgreSQL-server heeft haar eigen gereedschap daarvoor: {command}"
        ).format(command=command)
    )
