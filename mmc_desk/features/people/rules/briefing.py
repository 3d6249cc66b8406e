"""The briefing note (afsprakennota): who signed the edition in force, who an older one, who none (domain.md §2)."""

from datetime import date
from enum import StrEnum


class Briefing(StrEnum):
    """How a driver stands to the briefing note."""

    SIGNED = "signed"
    OUTDATED = "outdated"
    UNSIGNED = "unsigned"


def briefing_state(signed_on: date | None, edition: str | None, current: str) -> Briefing:
    """Return how a driver stands; while no edition is in force, whatever was signed will do."""
    if signed_on is None:
        return Briefing.UNSIGNED
    return Briefing.SIGNED if not current or edition == current else Briefing.OUTDATED
