"""What the columns of people may say."""

from enum import StrEnum


class Household(StrEnum):
    """Soort: what the fee depends on (domain.md §2)."""

    SINGLE = "single"
    COUPLE = "couple"


class Aid(StrEnum):
    """Hulpmiddel."""

    NONE = "none"
    CANE = "cane"
    ROLLATOR = "rollator"
    FOLDABLE_WHEELCHAIR = "foldable_wheelchair"
    RIGID_WHEELCHAIR = "rigid_wheelchair"


class EndReason(StrEnum):
    """Why somebody is no longer a member."""

    DECEASED = "deceased"
    MOVED = "moved"
    RESIGNED = "resigned"
    OTHER = "other"


class IncomeResult(StrEnum):
    """Inkomenscontrole: never the amount (domain.md §6)."""

    MEETS = "meets"
    EXCEPTION = "exception"
    PENDING = "pending"


class DriverTie(StrEnum):
    """How a member stands to a driver."""

    PREFERRED = "preferred"
    INCOMPATIBLE = "incompatible"


class DocumentKind(StrEnum):
    """Papers of a driver that expire."""

    LICENCE = "licence"
    INSURANCE = "insurance"
    CHECK_UP = "check_up"
    CRIMINAL_RECORD = "criminal_record"
    BRIEFING_NOTE = "briefing_note"


class AvailabilityKind(StrEnum):
    """A dated exception to a driver's week pattern."""

    ABSENT = "absent"
    AVAILABLE = "available"
