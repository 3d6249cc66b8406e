"""Drivers: when they are active and free, their papers, their account number (domain.md §2)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import AvailabilityKind
from mmc_desk.features.people.rules.week_pattern import DAY_END, DAY_START, WeekSlot


class Expiry(StrEnum):
    """How near the expiry of a paper is."""

    UNKNOWN = "unknown"
    FINE = "fine"
    WITHIN_60 = "within_60"
    WITHIN_30 = "within_30"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class DatedException:
    """A driver absent, or available against the pattern; both days included."""

    kind: AvailabilityKind
    from_day: date
    to_day: date

    def covers(self, day: date) -> bool:
        """Tell whether the exception holds on a day."""
        return self.from_day <= day <= self.to_day


@dataclass(frozen=True, slots=True)
class IbanCheck:
    """An account number in its stored form, with what is wrong (`error`) or only odd (`warning`) about it."""

    number: str
    error: str = ""
    warning: str = ""


def active_on(active_from: date | None, active_to: date | None, day: date) -> bool:
    """Tell whether somebody drives on a day; both days included, no date is no limit."""
    return (active_from is None or active_from <= day) and (active_to is None or day <= active_to)


def hours_on(
    day: date, pattern: Sequence[WeekSlot], exceptions: Iterable[DatedException]
) -> tuple[tuple[time, time], ...]:
    """Return the hours a driver is free on a day.

    Absence counts first, then extra availability, then the week pattern. A driver without a pattern drives on
    any day: the desk phones.
    """
    kinds = {exception.kind for exception in exceptions if exception.covers(day)}
    if AvailabilityKind.ABSENT in kinds:
        return ()
    if AvailabilityKind.AVAILABLE in kinds or not pattern:
        return ((DAY_START, DAY_END),)
    return tuple((slot.from_time, slot.to_time) for slot in pattern if slot.weekday == day.weekday())


def days_left(expires_on: date, day: date) -> int:
    """Return the days a paper is still good; 0 on its last day, negative after it."""
    return (expires_on - day).days


def document_expiry(expires_on: date | None, day: date) -> Expiry:
    """Return how near a paper's expiry is: the desk is warned 60, 30 and 0 days before."""
    if expires_on is None:
        return Expiry.UNKNOWN
    left = days_left(expires_on, day)
    if left > 60:
        return Expiry.FINE
    if left > 30:
        return Expiry.WITHIN_60
    return Expiry.WITHIN_30 if left > 0 else Expiry.EXPIRED


def check_iban(text: str) -> IbanCheck:
    """Check an account number: a wrong check digit is an error, an unknown bank code only a warning."""
    from stdnum import iban

    number = iban.compact(text)
    if not number:
        return IbanCheck("")
    if not iban.is_valid(number, check_country=False):
        return IbanCheck(
            number,
            error=translate("people", "Dit rekeningnummer klopt niet. Kijk het na: BE68 5390 0754 7034."),
        )
    if not iban.is_valid(number):
        return IbanCheck(number, warning=translate("people", "De bankcode van dit rekeningnummer is onbekend."))
    return IbanCheck(number)


def show_iban(number: str) -> str:
    """Return an account number in groups of four."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


def next_driver_code(taken: Iterable[str]) -> str:
    """Return the code of the next new driver, in the form of those there are: C01 … C19 → C20."""
    found = [match for code in taken if (match := re.fullmatch(r"(\D*)(\d+)", code, re.ASCII))]
    if not found:
        return "C01"
    last = max(found, key=lambda match: int(match[2]))
    return f"{last[1]}{int(last[2]) + 1:0{len(last[2])}d}"
