"""What the columns of rides may say."""

from enum import StrEnum


class RideState(StrEnum):
    """The states of domain.md §2."""

    REQUESTED = "requested"
    ASSIGNED = "assigned"
    CONFIRMED = "confirmed"
    DRIVEN = "driven"
    SETTLED = "settled"
    CANCELLED = "cancelled"
    WASTED = "wasted"
    NO_DRIVER = "no_driver"


class Purpose(StrEnum):
    """Reden: coarse on purpose, a medical destination is health data (domain.md §2)."""

    HOSPITAL = "hospital"
    DOCTOR = "doctor"
    DAY_CARE = "day_care"
    SHOPPING = "shopping"
    HAIRDRESSER = "hairdresser"
    FAMILY = "family"
    ADMINISTRATION = "administration"
    ASSOCIATION = "association"
    RESTAURANT = "restaurant"
    OTHER = "other"


class ReturnMode(StrEnum):
    """How the member gets back."""

    WAIT = "wait"
    AT_TIME = "at_time"
    PHONES = "phones"
    NONE = "none"


class LegKind(StrEnum):
    """Heenrit, tussenstop, terugrit."""

    OUT = "out"
    STOP = "stop"
    BACK = "back"


class CancelledBy(StrEnum):
    """Who cancelled a ride."""

    MEMBER = "member"
    DRIVER = "driver"
    DESK = "desk"


class PaymentMode(StrEnum):
    """How members pay their rides: cash to the driver, or on a monthly invoice of the desk (domain.md §2)."""

    CASH = "cash"
    INVOICE = "invoice"
