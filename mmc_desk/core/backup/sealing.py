"""Encrypted backups: age files, locked with the public half of the recovery key."""

import errno
import re
from pathlib import Path

from mmc_desk.core import db, keys

SUFFIX = ".age"
_HEADER = b"age-encryption.org/"


def is_sealed(path: Path) -> bool:
    """Tell whether a file is an age file. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(_HEADER)) == _HEADER


def seal(source: Path, target: Path, recipients: tuple[str, ...]) -> None:
    """Write the file `source` encrypted to `target`; any one of the recipients' keys opens it. Raises OSError."""
    age = keys.age()
    public = [age.x25519.Recipient.from_str(recipient) for recipient in recipients]
    try:
        age.encrypt_file(str(source), str(target), public)
    except age.EncryptError as error:
        raise OSError(_number(error) or errno.EIO, str(error)) from error


def unseal(source: Path, target: Path) -> None:
    """Write the age file `source` decrypted to `target`, with a key this process knows.

    Raises KeyNeededError when none opens it, DatabaseError when it is damaged: not one changed bit goes unseen.
    """
    if not any(_opens(key, source, target) for key in keys.tries()):
        raise keys.needed(source.name)


def _opens(key: str, source: Path, target: Path) -> bool:
    age = keys.age()
    try:
        age.decrypt_file(str(source), str(target), [age.x25519.Identity.from_str(key)])
    except age.DecryptError:
        return False
    except OSError as error:
        number = _number(error)
        if number:
            raise OSError(number, str(error)) from error
        raise db.database_error("malformed", source) from error
    return True


def _number(error: Exception) -> int:
    """Return the number of the system's error, which the library has only in its text; 0 where it has none."""
    found = re.search(r"os error (\d+)", str(error))
    return int(found[1]) if found else 0
