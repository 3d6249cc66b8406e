"""What lies beside each dated backup: what is in it, when and why it was made, when it was last tested.

Nothing personal stands in it: counts, sums and digests.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from mmc_desk.core.backup.contents import Contents
from mmc_desk.core.backup.files import draft, publish

_CHUNK = 1 << 20


class Cause(StrEnum):
    """Why a backup was made."""

    START = "start"
    INTERVAL = "interval"
    MIGRATION = "migration"
    IMPORT = "import"
    PERSON = "person"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Manifest:
    """One backup. Instants are aware; `sha256` and `size` (bytes) are those of the file as it lies there."""

    made_at: datetime
    tested_at: datetime
    cause: Cause
    program: str
    sha256: str
    size: int
    contents: Contents


def path_of(backup: Path) -> Path:
    """Return where the manifest of a backup lies: beside it."""
    return backup.with_name(f"{backup.name}.json")


def write(manifest: Manifest, backup: Path) -> None:
    """Write the manifest of a backup, whole or not at all. Raises DatabaseError."""
    text = json.dumps(asdict(manifest), default=_plain, indent=1)
    with draft(path_of(backup)) as made:
        made.write_text(text, encoding="utf-8")
        publish(made, path_of(backup))


def read(backup: Path) -> Manifest | None:
    """Return the manifest of a backup; None where there is none that can be read."""
    try:
        stored = json.loads(path_of(backup).read_text(encoding="utf-8"))
        return _manifest(stored)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def digest(path: Path) -> str:
    """Return the SHA-256 of a file. Raises OSError."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def size(path: Path) -> int:
    """Return the bytes of a file. Raises OSError."""
    return path.stat().st_size


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _manifest(stored: Mapping[str, Any]) -> Manifest:
    schema, tables, entries, head = stored["contents"]
    contents = Contents(
        int(schema), {str(name): tuple(map(int, sums)) for name, sums in tables.items()}, int(entries), str(head)
    )
    return Manifest(
        made_at=_instant(stored["made_at"]),
        tested_at=_instant(stored["tested_at"]),
        cause=Cause(stored["cause"]),
        program=str(stored["program"]),
        sha256=str(stored["sha256"]),
        size=int(stored["size"]),
        contents=contents,
    )


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found
