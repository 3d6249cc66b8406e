"""The errors a person may see. Each carries one Dutch sentence that says how to mend it."""


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


class FileError(DeskError):
    """A file of the user can't be read or written."""
