"""What a payment file for the bank asks: days on which banks work, the letters they know, accounts that can be.

Source: the European Payments Council's rulebook (SEPA character set, TARGET closing days).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

from mmc_desk.core.errors import RuleError
from mmc_desk.core.i18n import translate

MOST_NAME, MOST_TEXT, MOST_REFERENCE = 70, 140, 35
"""Characters that pain.001 allows for a name, a communication and a reference."""

_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L"}
    | {"þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ı": "i", "’": "'", "‘": "'", "–": "-", "—": "-", "&": "+", "_": "-"}
)
_FOREIGN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+")


@dataclass(frozen=True, slots=True)
class Payer:
    """Whose account a payment file draws on: the desk's name, IBAN and BIC as the bank knows them."""

    name: str = ""
    iban: str = ""
    bic: str = ""


def next_bank_day(day: date) -> date:
    """Return the first day after `day` on which banks work (the TARGET calendar)."""
    later = day + timedelta(1)
    while not is_bank_day(later):
        later += timedelta(1)
    return later


def is_bank_day(day: date) -> bool:
    """Tell whether banks work: no weekend, no closing day of TARGET."""
    sunday = easter(day.year)
    closed = {sunday - timedelta(2), sunday + timedelta(1)}
    return day.weekday() < 5 and (day.month, day.day) not in {(1, 1), (5, 1), (12, 25), (12, 26)} and day not in closed


def sepa_text(text: str, most: int) -> str:
    """Return `text` in the letters banks know, at most `most` of them; what has no likeness becomes a space."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    words = _FOREIGN.sub(" ", plain.translate(_LETTERS)).split()
    return re.sub(r"/{2,}", "/", " ".join(words)).strip("/ ")[:most].strip()


def plain_iban(typed: str) -> str:
    """Return an account number without spaces, in capitals. Raises RuleError for one that can't be."""
    from stdnum import exceptions, iban

    try:
        return str(iban.validate(typed, check_country=False))
    except exceptions.ValidationError as error:
        text = translate("mileage", "“{iban}” is geen rekeningnummer (IBAN). Kijk het na op het rekeninguittreksel.")
        raise RuleError(text.format(iban=typed), "iban") from error


def plain_bic(typed: str) -> str:
    """Return a BIC in capitals; none is fine within Europe. Raises RuleError for one that can't be."""
    from stdnum import bic, exceptions

    if not typed.strip():
        return ""
    try:
        return str(bic.validate(typed))
    except exceptions.ValidationError as error:
        text = translate("mileage", "“{bic}” is geen BIC. Laat hem leeg als u hem niet kent.")
        raise RuleError(text.format(bic=typed), "bic") from error


def require_payer(payer: Payer) -> Payer:
    """Return the desk's account as a file needs it. Raises RuleError naming the field that lacks or can't be."""
    if not sepa_text(payer.name, MOST_NAME):
        raise RuleError(translate("mileage", "Vul de naam van de rekeninghouder in (Rekening van de dienst)."), "name")
    if not payer.iban.strip():
        raise RuleError(
            translate("mileage", "Vul het rekeningnummer in waarvan betaald wordt (Rekening van de dienst)."), "iban"
        )
    return Payer(payer.name.strip(), plain_iban(payer.iban), plain_bic(payer.bic))
