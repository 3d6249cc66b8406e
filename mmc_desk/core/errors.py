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
    errno.EIO: QT_TRANSLATE_NOOP("errors", "de schijf geeft fouten"),
}


def reason(error: OSError) -> str:
    """Return why the system refused, in Dutch where it is one of the usual reasons."""
    known = _REASONS.get(error.errno or 0)
    return translate("errors", known) if known else error.strerror or str(error)
