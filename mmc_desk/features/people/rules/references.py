"""The Belgian structured communication (gestructureerde mededeling): ten digits and a checksum, +++123/4567/89002+++.

Source: Febelfin, "Gestructureerde mededeling": the last two digits are the first ten modulo 97, or 97 where that is 0.
97 is prime and larger than any one digit's weight, so one wrong digit, or two neighbours swapped, never passes.
"""

import re

_WHOLE = 10**10
_BARE = re.compile(r"(?<![\d])(\d{3})[ /.-]?(\d{4})[ /.-]?(\d{5})(?![\d])")
_MARKED = re.compile(r"([+*]{3})([\d\s/.-]+)[+*]{3}")
_PER_YEAR = 1_000_000


def make_reference(base: int) -> str:
    """Return ten digits with their checksum behind them: 2027000271 → 202700027181. `base`: 0 … 9 999 999 999."""
    return f"{base % _WHOLE:010d}{base % _WHOLE % 97 or 97:02d}"


def is_reference(digits: str) -> bool:
    """Tell whether a text is twelve digits of which the last two are right."""
    return re.fullmatch(r"[0-9]{12}", digits) is not None and make_reference(int(digits[:10])) == digits


def show_reference(digits: str) -> str:
    """Return twelve digits as people write them: `+++202/7000/27181+++`."""
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++" if digits else ""


def find_references(text: str) -> tuple[str, ...]:
    """Return every good structured communication in a bank's free text, each once, in their order.

    Between +++ or *** blanks and line ends anywhere are forgiven; bare, twelve digits or their three groups count.
    An account number is longer and doesn't.
    """
    found = [re.sub(r"\D", "", match[2]) for match in _MARKED.finditer(text)]
    found += ["".join(match.groups()) for match in _BARE.finditer(_MARKED.sub(" ", text))]
    return tuple(dict.fromkeys(digits for digits in found if is_reference(digits)))


def reference_base(year: int, member_no: int) -> int:
    """Return the ten digits a member's year begins with: the year and six digits of the number."""
    return year * _PER_YEAR + member_no % _PER_YEAR
