"""What the manifests of backups know of the trace: an entry that one names and the database lacks was cut off.

Who can write in a database can make a chain anew that is whole in itself; the heads that lie beside the backups, in the
second folder too, tell that it isn't the one that was.
"""

import functools
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from mmc_desk.core import audit, db
from mmc_desk.core.backup import words
from mmc_desk.core.backup.manifest import Manifest
from mmc_desk.core.backup.store import Kept, Places, every
from mmc_desk.core.formats import show_number
from mmc_desk.core.i18n import translate

_ALWAYS, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_HASH = re.compile(r"[0-9a-f]{64}")
"""What a head looks like; manifests from before the trace was a chain have the number of an entry there."""


def cut_off(database: db.Database, where: Places) -> tuple[str, ...]:
    """Return in Dutch which backup knows entries of the trace that are gone, the oldest one; none where all is there.

    What a restore took away is no breach: the trace tells of that. Nor are backups of a database that had this name
    before. Raises DatabaseError.
    """
    known = [one for one in every(where) if one.manifest and _HASH.fullmatch(one.manifest.contents.audit_head)]
    missed = database.read(functools.partial(_missed, known=known)) if known else []
    return (_sentence(missed[-1], len(missed)),) if missed else ()


def _missed(session: Session, known: Sequence[Kept]) -> list[Kept]:
    missed = [one for one in known if one.manifest and audit.missing(session, _head(one.manifest))]
    if not missed:
        return []
    begun, restored = _begun(session), audit.restores(session)
    return [
        one
        for one in missed
        if one.manifest and one.manifest.made_at > begun and not _was_replaced(one.manifest, restored)
    ]


def _begun(session: Session) -> datetime:
    """Return when a database began: backups from before it are of another one that had its name, the practice town."""
    first = audit.begun(session)
    if first is not None:
        return first
    looks = [text(f"SELECT 1 FROM {name} LIMIT 1") for name in words.COUNTED]  # noqa: S608 - our own names
    is_filled = any(session.scalar(look) for look in looks)
    return _ALWAYS if is_filled else _NEVER


def _head(manifest: Manifest) -> audit.Head:
    return audit.Head(manifest.contents.audit_entries, manifest.contents.audit_head)


def _was_replaced(manifest: Manifest, restored: Sequence[audit.Restore]) -> bool:
    """Tell whether another database was put back after this backup: its trace needn't be a part of this one."""
    return any(one.at >= manifest.made_at for one in restored)


def _sentence(kept: Kept, count: int) -> str:
    text = translate(
        "check",
        "De back-up van {made} ({name}) kent regel {number} van het spoor, die hier ontbreekt of anders is: het spoor "
        "werd afgekapt of opnieuw gemaakt. Back-ups die dat tonen: {count}. Bewaar ze en toon ze aan wie u helpt.",
    )
    number = show_number(kept.manifest.contents.audit_entries if kept.manifest else 0)
    return text.format(made=words.moment(kept.made_at), name=kept.path.name, number=number, count=show_number(count))
