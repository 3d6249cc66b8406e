"""The errors a person may see. Each carries one Dutch sentence that says how to mend it."""

import errno

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate


class DeskError(Exception):
    """An error whose text is meant for the person at the desk."""


class RuleError(DeskError):
    """A rule of the desk refuses what was asked.

    `field` names the attribute of the command that is at fault, so that a form can show the sentence beside it.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class ConflictError(RuleError):
    """Somebody (or something) changed the same record after it was read."""


class DatabaseError(DeskError):
    """The database can't be opened, read or written."""


class DatabaseBusyError(DatabaseError):
    """Another program holds the database file."""


class ServerLostError(DatabaseError):
    """A server doesn't answer: nothing was saved, and everything can be tried again once it does."""


class UnsettledError(ServerLostError):
    """A server went while it saved something, and doesn't say yet whether it did: not to be saved again before that.

    `label` is what was done. `entry` is the hash of the write's entry in the trace: it is there exactly when the whole
    write is. `committed` is what the write gives when it is.
    """

    def __init__(self, label: str, entry: str, committed: object) -> None:
        text = translate(
            "errors",
            "De server viel weg terwijl dit bewaard werd: {label}. Zodra hij antwoordt, wordt nagekeken of het er "
            "staat; bewaar het intussen niet opnieuw.",
        )
        super().__init__(text.format(label=label))
        self.label = label
        self.entry = entry
        self.committed = committed


class NotKeptError(ServerLostError):
    """A server went before it saved something: it can be saved again."""


class KeyNeededError(DatabaseError):
    """Something is encrypted, and no key that this process knows opens it."""


class NewerDatabaseError(DatabaseError):
    """A newer program made the database: it is sound, and not ours to replace."""


class FileError(DeskError):
    """A file of the user can't be read or written."""


_REASONS = {
    errno.EACCES: QT_TRANSLATE_NOOP("errors", "u hebt er geen rechten voor"),
    errno.EPERM: QT_TRANSLATE_NOOP("errors", "u hebt er geen rechten voor"),
    errno.EROFS: QT_TRANSLATE_NOOP("errors", "de schijf laat geen wijzigingen toe"),
    errno.ENOENT: QT_TRANSLATE_NOOP("errors", "de map of het bestand bestaat niet"),
    errno.ENOTDIR: QT_TRANSLATE_NOOP("errors", "een deel van het pad is geen map"),
    errno.EISDIR: QT_TRANSLATE_NOOP("errors", "dit is een map, geen bestand"),
    errno.EEXIST: QT_TRANSLATE_NOOP("errors", "er staat al iets met die naam"),
    errno.ENOSPC: QT_TRANSLATE_NOOP("errors", "de schijf is vol"),
    errno.EFBIG: QT_TRANSLATE_NOOP("errors", "het bestand wordt te groot voor deze schijf"),
    errno.ENAMETOOLONG: QT_TRANSLATE_NOOP("errors", "de naam is te lang"),
    errno.ECONNREFUSED: QT_TRANSLATE_NOOP("errors", "daar luistert niets"),
    errno.EHOSTUNREACH: QT_TRANSLATE_NOOP("errors", "er leidt geen netwerk naartoe"),
    errno.ENETUNREACH: QT_TRANSLATE_NOOP("errors", "er leidt geen netwerk naartoe"),
    errno.EIO: QT_TRANSLATE_NOOP("errors", "de schijf geeft fouten"),
}


def reason(error: OSError) -> str:
    """Return why the system refused, in Dutch where it is one of the usual reasons."""
    known = _REASONS.get(error.errno or 0)
    return translate("errors", known) if known else error.strerror or str(error)
