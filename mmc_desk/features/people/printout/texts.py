"""The Dutch words of fees and payments, on screen and on paper."""

from collections.abc import Mapping

from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.people.rules import Clue, DuesStatus

STATUS: Mapping[DuesStatus, str] = {
    DuesStatus.PAID: QT_TRANSLATE_NOOP("people", "betaald"),
    DuesStatus.OVERPAID: QT_TRANSLATE_NOOP("people", "te veel betaald"),
    DuesStatus.COVERED: QT_TRANSLATE_NOOP("people", "geen lidgeld"),
    DuesStatus.PARTIAL: QT_TRANSLATE_NOOP("people", "deels betaald"),
    DuesStatus.OPEN: QT_TRANSLATE_NOOP("people", "te betalen"),
    DuesStatus.LATE: QT_TRANSLATE_NOOP("people", "niet betaald"),
    DuesStatus.ENDED: QT_TRANSLATE_NOOP("people", "gestopt"),
}
_CLUES: Mapping[Clue, str] = {
    Clue.REFERENCE: QT_TRANSLATE_NOOP("people", "mededeling"),
    Clue.NUMBER: QT_TRANSLATE_NOOP("people", "lidnummer"),
    Clue.NAME: QT_TRANSLATE_NOOP("people", "naam"),
    Clue.LAST_NAME: QT_TRANSLATE_NOOP("people", "familienaam"),
    Clue.AMOUNT: QT_TRANSLATE_NOOP("people", "bedrag"),
    Clue.YEAR: QT_TRANSLATE_NOOP("people", "jaar"),
}


def status_word(status: DuesStatus) -> str:
    """Return how a fee stands, in words."""
    return translate("people", STATUS[status])


def clues_text(clues: tuple[Clue, ...]) -> str:
    """Return what a proposal rests on: `naam, bedrag`."""
    return ", ".join(translate("people", _CLUES[clue]) for clue in clues)
