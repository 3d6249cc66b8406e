"""The Dutch words of members and drivers on screen, with the colour and icon that go with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.people.model import (
    Aid,
    AvailabilityKind,
    DocumentKind,
    DriverTie,
    EndReason,
    Household,
    IncomeResult,
)
from mmc_desk.features.people.rules import Briefing, Expiry, MembershipStatus, Review

E = TypeVar("E", bound=StrEnum)

# By class: values of different enums with the same text are equal as strings.
_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    Briefing: {
        Briefing.SIGNED: QT_TRANSLATE_NOOP("people", "getekend"),
        Briefing.OUTDATED: QT_TRANSLATE_NOOP("people", "oude uitgave"),
        Briefing.UNSIGNED: QT_TRANSLATE_NOOP("people", "niet getekend"),
    },
    Household: {
        Household.SINGLE: QT_TRANSLATE_NOOP("people", "alleenstaand"),
        Household.COUPLE: QT_TRANSLATE_NOOP("people", "koppel"),
    },
    Aid: {
        Aid.NONE: QT_TRANSLATE_NOOP("people", "geen"),
        Aid.CANE: QT_TRANSLATE_NOOP("people", "wandelstok"),
        Aid.ROLLATOR: QT_TRANSLATE_NOOP("people", "rollator"),
        Aid.FOLDABLE_WHEELCHAIR: QT_TRANSLATE_NOOP("people", "plooirolstoel"),
        Aid.RIGID_WHEELCHAIR: QT_TRANSLATE_NOOP("people", "vaste rolstoel"),
    },
    EndReason: {
        EndReason.DECEASED: QT_TRANSLATE_NOOP("people", "overleden"),
        EndReason.MOVED: QT_TRANSLATE_NOOP("people", "verhuisd"),
        EndReason.RESIGNED: QT_TRANSLATE_NOOP("people", "ontslag"),
        EndReason.OTHER: QT_TRANSLATE_NOOP("people", "andere reden"),
    },
    IncomeResult: {
        IncomeResult.MEETS: QT_TRANSLATE_NOOP("people", "voldoet"),
        IncomeResult.EXCEPTION: QT_TRANSLATE_NOOP("people", "uitzondering"),
        IncomeResult.PENDING: QT_TRANSLATE_NOOP("people", "in onderzoek"),
    },
    DriverTie: {
        DriverTie.PREFERRED: QT_TRANSLATE_NOOP("people", "voorkeur"),
        DriverTie.INCOMPATIBLE: QT_TRANSLATE_NOOP("people", "niet samen"),
    },
    DocumentKind: {
        DocumentKind.LICENCE: QT_TRANSLATE_NOOP("people", "rijbewijs"),
        DocumentKind.INSURANCE: QT_TRANSLATE_NOOP("people", "verzekering"),
        DocumentKind.CHECK_UP: QT_TRANSLATE_NOOP("people", "autokeuring"),
        DocumentKind.CRIMINAL_RECORD: QT_TRANSLATE_NOOP("people", "uittreksel strafregister"),
        DocumentKind.BRIEFING_NOTE: QT_TRANSLATE_NOOP("people", "afsprakennota"),
    },
    AvailabilityKind: {
        AvailabilityKind.ABSENT: QT_TRANSLATE_NOOP("people", "afwezig"),
        AvailabilityKind.AVAILABLE: QT_TRANSLATE_NOOP("people", "extra beschikbaar"),
    },
    MembershipStatus: {
        MembershipStatus.PAID: QT_TRANSLATE_NOOP("people", "betaald"),
        MembershipStatus.GRACE: QT_TRANSLATE_NOOP("people", "te betalen"),
        MembershipStatus.UNPAID: QT_TRANSLATE_NOOP("people", "niet betaald"),
        MembershipStatus.ENDED: QT_TRANSLATE_NOOP("people", "gestopt"),
    },
    Review: {
        Review.FINE: QT_TRANSLATE_NOOP("people", "in orde"),
        Review.SOON: QT_TRANSLATE_NOOP("people", "binnenkort"),
        Review.OVERDUE: QT_TRANSLATE_NOOP("people", "vervallen"),
        Review.PENDING: QT_TRANSLATE_NOOP("people", "in onderzoek"),
        Review.MISSING: QT_TRANSLATE_NOOP("people", "ontbreekt"),
    },
    Expiry: {
        Expiry.UNKNOWN: QT_TRANSLATE_NOOP("people", "geen datum"),
        Expiry.FINE: QT_TRANSLATE_NOOP("people", "in orde"),
        Expiry.WITHIN_60: QT_TRANSLATE_NOOP("people", "binnen 60 dagen"),
        Expiry.WITHIN_30: QT_TRANSLATE_NOOP("people", "binnen 30 dagen"),
        Expiry.EXPIRED: QT_TRANSLATE_NOOP("people", "vervallen"),
    },
}


@dataclass(frozen=True, slots=True)
class Look:
    """A theme role and an icon: never colour alone."""

    role: str
    icon: str


_OK = Look("ok", "circle-check")
_WARN = Look("warn", "triangle-alert")
_BAD = Look("bad", "circle-x")
_MUTED = Look("muted", "circle-question-mark")

_LOOKS: Mapping[type[StrEnum], Mapping[StrEnum, Look]] = {
    Briefing: {
        Briefing.SIGNED: _OK,
        Briefing.OUTDATED: _WARN,
        Briefing.UNSIGNED: Look("warn", "pencil"),
    },
    MembershipStatus: {
        MembershipStatus.PAID: _OK,
        MembershipStatus.GRACE: _WARN,
        MembershipStatus.UNPAID: _BAD,
        MembershipStatus.ENDED: Look("muted", "ban"),
    },
    Review: {
        Review.FINE: _OK,
        Review.SOON: Look("warn", "clock"),
        Review.OVERDUE: _BAD,
        Review.PENDING: Look("warn", "clock"),
        Review.MISSING: _MUTED,
    },
    Expiry: {
        Expiry.UNKNOWN: _MUTED,
        Expiry.FINE: _OK,
        Expiry.WITHIN_60: Look("warn", "clock"),
        Expiry.WITHIN_30: _WARN,
        Expiry.EXPIRED: _BAD,
    },
    DriverTie: {
        DriverTie.PREFERRED: Look("ok", "star"),
        DriverTie.INCOMPATIBLE: Look("bad", "ban"),
    },
}


def word(value: StrEnum) -> str:
    """Return a value of one of the people's enums in words."""
    return translate("people", _WORDS[type(value)][value])


def look(value: StrEnum) -> Look:
    """Return the colour and icon of a standing."""
    return _LOOKS[type(value)][value]


def options(kind: type[E]) -> list[tuple[E, str]]:
    """Return every value of an enum with its words, for a choice."""
    return [(value, word(value)) for value in kind]
