"""The recovery key: one key per desk, on paper, that opens its encrypted database and its encrypted backups.

It is an age identity: on paper it reads `AGE-SECRET-KEY-1…`, with check digits, and any age program opens a backup with
it. The desk's PC keeps it in the system's keyring, so that nobody types it every morning. Never in a file of ours.
"""

import contextlib
import hashlib
import importlib
import os
from collections.abc import Iterator
from typing import Any

from mmc_desk.core import secrets
from mmc_desk.core.errors import DatabaseError, KeyNeededError, RuleError
from mmc_desk.core.i18n import translate

NAME = "recovery-key"
"""What the keyring calls it."""

_GROUP = 4
_known: list[str] = []


def age() -> Any:  # noqa: ANN401 - it has no types
    """Return the age library. Raises DatabaseError where it isn't installed."""
    return library("pyrage")


def library(name: str) -> Any:  # noqa: ANN401 - they have no types
    """Return a library that encrypts. Raises DatabaseError where it isn't installed: no plain copy in its place."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise DatabaseError(
            translate("keys", "Deze installatie kan niet versleutelen. Installeer MMC Desk opnieuw, met versleuteling.")
        ) from error


def generate() -> str:
    """Return a new recovery key, known to this process from now on. Raises DatabaseError."""
    key = str(age().x25519.Identity.generate())
    know(key)
    return key


def parse(typed: str) -> str:
    """Return the key that a person typed from paper, spaces and small letters allowed. Raises RuleError."""
    try:
        return str(age().x25519.Identity.from_str("".join(typed.split()).upper()))
    except age().IdentityError as error:
        raise RuleError(
            translate(
                "keys", "Deze herstelsleutel klopt niet. Kijk elk teken na, van AGE-SECRET-KEY-1 tot het laatste."
            ),
            "key",
        ) from error


def recipient(key: str) -> str:
    """Return the public half of a key: it locks, and can't open."""
    return str(age().x25519.Identity.from_str(key).to_public())


def database_key(key: str) -> str:
    """Return what locks a database with a recovery key: 64 hexadecimal digits."""
    return hashlib.sha256(f"mmc-desk database {key}".encode()).hexdigest()


def groups(key: str) -> str:
    """Return a key as paper shows it: what it begins with, then groups of four characters."""
    head, _, rest = key.rpartition("-1")
    return " ".join([f"{head}-1", *(rest[start : start + _GROUP] for start in range(0, len(rest), _GROUP))])


def know(key: str) -> None:
    """Let this process open things with a key."""
    if key not in _known:
        _known.insert(0, key)


def keep(key: str) -> bool:
    """Put a key in the keyring; False where there is none, so that it is asked for at every start."""
    know(key)
    return secrets.remember(NAME, key)


def tries() -> Iterator[str]:
    """Yield the keys this process may try: those it was given, MMC_DESK_KEY's, the keyring's (which may wait)."""
    yield from list(_known)
    given = os.environ.get("MMC_DESK_KEY")
    if given:
        yield parse(given)
    kept = secrets.recall(NAME)
    if kept and kept not in _known:
        know(kept)
        yield kept


def matching(public: str) -> str:
    """Return the known key whose public half is `public`. Raises KeyNeededError."""
    for key in tries():
        if recipient(key) == public:
            return key
    raise needed(translate("keys", "De databank"))


@contextlib.contextmanager
def held(key: str) -> Iterator[None]:
    """Know a key for a while."""
    know(key)
    try:
        yield
    finally:
        _known.remove(key)


def needed(name: str) -> KeyNeededError:
    """Return the error for something that needs a key this process doesn't have."""
    return KeyNeededError(
        translate(
            "keys", "{name} is versleuteld, of beschadigd. Geef de herstelsleutel, of neem een reservekopie."
        ).format(name=name)
    )
