"""What a desk keeps of a server's database for when that is lost: a paper's worth, sealed, and not a day too long.

The file bears names and addresses, so it is encrypted with a key of its own in the system's keyring. Without a keyring
the key lives as long as the program: what was kept is of no use after that, and never lies there to be read.

What leaves the program while there is no database to tell it to is kept likewise (`leave`), each line a file of its
own, and written into the trace once the server is there again (`take_in`).
"""

import contextlib
import functools
import hashlib
import json
import os
import re
import tempfile
import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import make_url

import mmc_desk
from mmc_desk.core import audit, clock, keys, occupant, paths, secrets
from mmc_desk.core.db import Database
from mmc_desk.core.errors import DatabaseError
from mmc_desk.core.i18n import translate

_KEY = "kept-for-an-outage"
_UNTIL = re.compile(r"[0-9a-f]{16}\.(\d{4}-\d\d-\d\d)\.age")
_LINE = ".spoor"


class Kept(NamedTuple):
    """What was kept of a database, and of when it is."""

    at: datetime
    content: str


def folder() -> Path:
    """Return where it lies."""
    return paths.data_folder() / "laatste-stand"


def keep(url: str, kept: Kept, until: date) -> bool:
    """Keep something of the database at `url` up to and including a day, in place of what was kept before.

    False where it can't be: this installation can't encrypt, or the disk refuses. Then nothing is left.
    """
    try:
        sealed = _sealed(json.dumps([mmc_desk.__version__, kept.at.isoformat(), kept.content]))
        forget(url)
        _write(folder() / f"{_mark(url)}.{until}.age", sealed)
    except (DatabaseError, OSError):
        _remove(folder().glob(f"{_mark(url)}.*"))
        return False
    return True


def recall(url: str, today: date) -> Kept | None:
    """Return what was kept of the database at `url`, where it is still of use and opens; what is too old goes."""
    _remove(path for path in folder().glob("*.age") if not _is_of_use(path, today))
    found = next((path for path in folder().glob(f"{_mark(url)}.*.age") if _is_of_use(path, today)), None)
    key = secrets.recall(_KEY) if found else None
    if found is None or key is None:
        return None
    try:
        version, at, content = json.loads(_opened(found, key))
    except (DatabaseError, OSError):
        return None
    # Another version of the program may read rides otherwise: better nothing than a wrong roster.
    return Kept(datetime.fromisoformat(at), content) if version == mmc_desk.__version__ else None


def leave(url: str, label: str, name: str, who: str = "") -> bool:
    """Keep a line of the trace of the database at `url`: what left the program, by whom ("": nobody signed in).

    False where it can't be, as with `keep`.
    """
    words = [label, name, who or translate("kept", "{login}, niet aangemeld").format(login=occupant.login())]
    try:
        sealed = _sealed(json.dumps([*words, clock.now().isoformat()]))
        _write(folder() / f"{_mark(url)}-{uuid.uuid4().hex}{_LINE}", sealed)
    except (DatabaseError, OSError):
        return False
    return True


def take_in(database: Database) -> None:
    """Write into the trace, once each, what left while its server was away. What a server refuses waits for later."""
    for path in sorted(folder().glob(f"{_mark(database.url)}-*{_LINE}")):
        with contextlib.suppress(DatabaseError, OSError):
            label, name = _told(path)
            number = path.stem.partition("-")[2]
            database.write(functools.partial(audit.add_left_once, label=label, name=name, number=number))
            path.unlink()


def _told(path: Path) -> tuple[str, str]:
    """Return a kept line in words, and the name of what left. Raises OSError.

    What can't be opened (no keyring, so another key) is told as such: that something left is known all the same.
    """
    key = secrets.recall(_KEY)
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    try:
        label, name, who, since = json.loads(_opened(path, key) if key else b"")
        at = datetime.fromisoformat(since)
    except (DatabaseError, ValueError):
        label, name, who = translate("kept", "Iets dat niet meer te lezen is"), "", occupant.login()
    text = translate("kept", "{label} (door {who}, {at}, zonder de server)")
    return text.format(label=label, who=who, at=f"{clock.local(at):%d/%m/%Y %H:%M}"), name


def _sealed(text: str) -> bytes:
    """Return a text as only this desk reads it. Raises DatabaseError where this installation can't encrypt."""
    age = keys.age()
    key = secrets.recall(_KEY) or _new_key()
    sealed: bytes = age.encrypt(text.encode(), [age.x25519.Identity.from_str(key).to_public()])
    return sealed


def _opened(path: Path, key: str) -> bytes:
    """Return what a file holds. Raises DatabaseError, OSError."""
    age = keys.age()
    try:
        opened: bytes = age.decrypt(path.read_bytes(), [age.x25519.Identity.from_str(key)])
    except age.DecryptError as error:
        raise keys.needed(path.name) from error
    return opened


def forget(url: str) -> None:
    """Take away what was kept of a database. Raises OSError."""
    for path in folder().glob(f"{_mark(url)}.*"):
        path.unlink(missing_ok=True)


def _is_of_use(path: Path, today: date) -> bool:
    until = _UNTIL.fullmatch(path.name)
    return until is not None and date.fromisoformat(until[1]) >= today


def _remove(paths: Iterable[Path]) -> None:
    """Take files away, as far as the disk lets us: `recall` gives none of them."""
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()


def _new_key() -> str:
    key = str(keys.age().x25519.Identity.generate())
    secrets.remember(_KEY, key)
    return key


def _mark(url: str) -> str:
    """Return what a database is called here, however its address is spelled and whatever its password."""
    same = make_url(url).set(drivername="postgresql", password=None).render_as_string()
    return hashlib.sha256(same.encode()).hexdigest()[:16]


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f"{target.name.partition('.')[0]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(draft).replace(target)
    finally:
        Path(draft).unlink(missing_ok=True)
