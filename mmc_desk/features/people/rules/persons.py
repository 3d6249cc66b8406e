"""Names, ages, phones and dated addresses of people."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from mmc_desk.core.formats import fold, parse_phone
from mmc_desk.core.i18n import translate

NEARLY_SAME = 0.75
"""How alike names are before they may be one person's: Jansen and Janssens are, Jansen and Peeters aren't."""

NEAR_YEARS = 1
"""A birth year on paper is easily one off; who shares a name but not a year is somebody else."""


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """What tells one person from another of the same name (domain.md §10.14)."""

    key: int
    last_name: str
    first_name: str
    born_on: date | None
    village: str


@dataclass(frozen=True, slots=True)
class DatedAddress:
    """An address that holds from a day until the next one's."""

    valid_from: date
    street: str
    postcode: str
    village: str


def full_name(last_name: str, first_name: str) -> str:
    """Return the name as the desk says it: last name first."""
    return f"{last_name} {first_name}".strip()


def name_key(last_name: str, first_name: str) -> str:
    """Return a name for comparing: no accents, capitals, blanks, hyphens; whichever name was typed first."""
    words = re.findall(r"\w+", fold(f"{last_name} {first_name}"))
    return " ".join(sorted(words))


def same_name(one: NamedPerson, other: NamedPerson) -> bool:
    """Tell whether two people bear the same name, however it was written."""
    return name_key(one.last_name, one.first_name) == name_key(other.last_name, other.first_name)


def near_duplicate(one: NamedPerson, other: NamedPerson) -> bool:
    """Tell whether two may be one person: the same name, or nearly the same name and the same birth date."""
    if same_name(one, other):
        return one.born_on is None or other.born_on is None or abs(one.born_on.year - other.born_on.year) <= NEAR_YEARS
    if one.born_on is None or one.born_on != other.born_on:
        return False
    first, second = (name_key(person.last_name, person.first_name) for person in (one, other))
    return SequenceMatcher(None, first, second).ratio() >= NEARLY_SAME


def distinct_names(people: Sequence[NamedPerson]) -> dict[int, str]:
    """Return a name to show per key, with birth year and village where another one bears the same name."""
    keys = {person.key: name_key(person.last_name, person.first_name) for person in people}
    counts = Counter(keys.values())
    return {
        person.key: told_apart(person)
        if counts[keys[person.key]] > 1
        else full_name(person.last_name, person.first_name)
        for person in people
    }


def told_apart(person: NamedPerson) -> str:
    """Return a name with birth year and village behind it (domain.md §10.14)."""
    name = full_name(person.last_name, person.first_name)
    traits = [f"°{person.born_on.year}" if person.born_on else "", person.village]
    known = ", ".join(trait for trait in traits if trait)
    return f"{name} ({known})" if known else name


def age_on(born_on: date, day: date) -> int:
    """Return the age in whole years on a day; negative before birth."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def address_on(addresses: Iterable[DatedAddress], day: date) -> DatedAddress | None:
    """Return the address that held on a day (domain.md §10.6); before the first known one, that first one."""
    ordered = sorted(addresses, key=lambda address: address.valid_from)
    held = [address for address in ordered if address.valid_from <= day]
    return held[-1] if held else next(iter(ordered), None)


def normal_phone(text: str) -> str:
    """Return a phone as it is stored: E.164 where it can be, else as typed."""
    return parse_phone(text)


def phone_warning(text: str) -> str:
    """Return what is odd about a phone number, or nothing; free text is allowed."""
    stored = parse_phone(text)
    if not stored or stored.startswith("+"):
        return ""
    return translate("people", "Dit lijkt geen geldig nummer. Het wordt bewaard zoals het er staat.")


def check_postcode(text: str) -> bool:
    """Tell whether a text is a Belgian postcode: four digits from 1000 on (domain.md §7)."""
    return re.fullmatch(r"[1-9]\d{3}", text.strip(), re.ASCII) is not None


def postcode_warning(text: str) -> str:
    """Return what is odd about a postcode, or nothing."""
    if not text.strip() or check_postcode(text):
        return ""
    return translate("people", "Een Belgische postcode heeft vier cijfers, bijvoorbeeld 3740.")


def email_warning(text: str) -> str:
    """Return what is odd about a mail address, or nothing."""
    if not text.strip() or re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", text.strip()):
        return ""
    return translate("people", "Dit lijkt geen e-mailadres: naam@voorbeeld.be.")
