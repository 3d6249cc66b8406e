"""What a ride sheet (rittenblad) says: its outcome, the chain of odometer readings, what it lacks, what looks odd."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import show_date, show_km, show_number
from mmc_desk.core.i18n import translate
from mmc_desk.features.rides.rules.requests import Caution
from mmc_desk.features.rides.rules.results import LONGEST_METRES, Result, check_result, require_result

FAR = 400_000
"""Metres: without an estimate to hold it against, one ride longer than this is asked about."""

_SHORT = 3
"""Digits of an odometer that may be typed alone: the ones before them are known."""


class Outcome(StrEnum):
    """What a sheet says became of a ride."""

    DRIVEN = "driven"
    WASTED = "wasted"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A row of a sheet: odometer in whole km, metres, minutes, cents. None where nothing was noted."""

    outcome: Outcome = Outcome.DRIVEN
    odometer_start: int | None = None
    odometer_end: int | None = None
    metres: int | None = None
    received: int | None = None
    waiting_minutes: int = 0
    parking: int = 0
    depart: time | None = None
    home: time | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the odometer stood at before and after a ride, in whole km."""

    ride_no: str
    day: date
    start: int | None
    end: int


@dataclass(frozen=True, slots=True)
class Noted:
    """A ride in the chain: its number and day, and the readings on its sheet."""

    ride_no: str
    day: date
    start: int | None = None
    end: int | None = None


def odometer_metres(entry: SheetEntry) -> int | None:
    """Return the metres between the two readings, None while one is missing."""
    if entry.odometer_start is None or entry.odometer_end is None:
        return None
    return (entry.odometer_end - entry.odometer_start) * 1000


def sheet_metres(entry: SheetEntry) -> int | None:
    """Return the metres that count: those typed, else those of the odometer."""
    return entry.metres if entry.metres is not None else odometer_metres(entry)


def complete_reading(typed: int, digits: int, after: int | None) -> int:
    """Return the reading meant: its last one to three digits are enough when the reading before it is known.

    With 84 402 before it, 437 is 84 437 and 12 is 84 412: the first such reading that isn't lower.
    """
    if after is None or digits > _SHORT or len(str(after)) <= digits:
        return typed
    step: int = 10**digits
    reading = after - after % step + typed
    return reading if reading >= after else reading + step


def readings_before(rides: Iterable[Noted], before: Reading | None) -> tuple[Reading | None, ...]:
    """Return for each ride the last reading noted before it; `before` is the last one of earlier months."""
    found = []
    for ride in rides:
        found.append(before)
        if ride.end is not None:
            before = Reading(ride.ride_no, ride.day, ride.start, ride.end)
    return tuple(found)


def proposed_start(day: date, before: Reading | None) -> int | None:
    """Return where the odometer stood when a ride began: at the end of the ride before it of that same day.

    Between days the driver used the car himself: nothing is proposed.
    """
    return before.end if before is not None and before.day == day else None


def sheet_lacks(entry: SheetEntry) -> Caution | None:
    """Return what keeps a row from being saved, beside the field to mend; None when it can be."""
    start, end = entry.odometer_start, entry.odometer_end
    if start is not None and end is not None and end < start:
        text = translate("rides", "De eindstand {end} is lager dan de beginstand {start}. Kijk beide na.")
        return Caution("odometer_end", text.format(end=show_number(end), start=show_number(start)))
    metres = sheet_metres(entry)
    if metres is None and end is not None:
        return Caution("odometer_start", translate("rides", "Vul ook de beginstand in, of typ de km."))
    if metres is None and entry.outcome is Outcome.DRIVEN:
        return Caution("metres", translate("rides", "Vul de km of de eindstand in om deze rit te bewaren."))
    if metres is not None and metres > LONGEST_METRES:
        text = translate("rides", "{km} kan niet voor één rit. Kijk de tellerstanden na.")
        return Caution("metres" if entry.metres is not None else "odometer_end", text.format(km=show_km(metres)))
    return None


def require_sheet(entry: SheetEntry) -> None:
    """Raise RuleError, naming the field, for a row that can't be saved."""
    lack = sheet_lacks(entry)
    if lack is not None:
        raise RuleError(lack.text, lack.field)
    require_result(Result(sheet_metres(entry) or 0, entry.waiting_minutes, entry.parking, entry.received))


def check_sheet(entry: SheetEntry, day: date, estimated: int | None, before: Reading | None) -> tuple[Caution, ...]:
    """Return what looks odd about a row, never a block (domain.md §9, §10.1, §10.15).

    `estimated` is in metres, `before` the last reading on an earlier row.
    """
    return (*_distance(entry, estimated), *_chain(entry, day, before), *_wasted(entry))


def _distance(entry: SheetEntry, estimated: int | None) -> Iterator[Caution]:
    metres, by_odometer = sheet_metres(entry), odometer_metres(entry)
    if metres is None:
        return
    if entry.outcome is Outcome.DRIVEN:
        yield from check_result(Result(metres), estimated)
    if not estimated and metres > FAR:
        yield Caution("metres", translate("rides", "{km} is ver voor één rit. Klopt dat?").format(km=show_km(metres)))
    if by_odometer is not None and abs(by_odometer - metres) >= 1000:
        text = translate("rides", "Volgens de teller is het {odometer}; de getypte {km} tellen.")
        yield Caution("metres", text.format(odometer=show_km(by_odometer), km=show_km(metres)))


def _chain(entry: SheetEntry, day: date, before: Reading | None) -> Iterator[Caution]:
    start = entry.odometer_start
    if start is None or before is None:
        return
    if (start, entry.odometer_end) == (before.start, before.end):
        text = translate("rides", "Dezelfde tellerstanden staan al bij rit {ride}. Is er een dubbel getypt?")
        yield Caution("odometer_start", text.format(ride=before.ride_no))
    elif start < before.end:
        text = translate("rides", "Na rit {ride} van {day} stond de teller al op {reading}. Kijk beide ritten na.")
        reading = show_number(before.end)
        yield Caution("odometer_start", text.format(ride=before.ride_no, day=show_date(before.day), reading=reading))
    elif before.day == day and start > before.end:
        text = translate("rides", "Tussen rit {ride} en deze liggen {km} die op geen blad staan.")
        gap = show_km((start - before.end) * 1000)
        yield Caution("odometer_start", text.format(ride=before.ride_no, km=gap))


def _wasted(entry: SheetEntry) -> Iterator[Caution]:
    if entry.outcome is Outcome.WASTED and not sheet_metres(entry):
        yield Caution("metres", translate("rides", "Loze rit zonder km: reed de chauffeur, vul ze dan in."))
