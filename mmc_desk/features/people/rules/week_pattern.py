"""A driver's week pattern, read from what people write ("ma di do", "ma-vr vm", "wo 13-17") and shown so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from itertools import groupby

from mmc_desk.core.errors import RuleError
from mmc_desk.core.formats import WEEKDAYS, fold, parse_time
from mmc_desk.core.i18n import translate

DAY_START = time(0, 0)
DAY_END = time(23, 59)
"""The hours of a whole day."""

NOON = time(12, 0)
EVENING = time(18, 0)

_PARTS = {
    "vm": (DAY_START, NOON),
    "voormiddag": (DAY_START, NOON),
    "ochtend": (DAY_START, NOON),
    "nm": (NOON, DAY_END),
    "namiddag": (NOON, DAY_END),
    "avond": (EVENING, DAY_END),
}
_SPANS = {
    **dict.fromkeys(("alle", "elke", "dagelijks", "altijd", "iedere"), range(7)),
    **dict.fromkeys(("werkdagen", "weekdagen", "werkdag", "weekdag"), range(5)),
    **dict.fromkeys(("weekend", "weekends", "weekenden"), range(5, 7)),
}
_FILLERS = {"en", "dag", "dagen", "op", "de", "het", "in", "s", "uur", "u", "geen"}
_HOURS = re.compile(r"(\d[\d:.u]*)-(\d[\d:.u]*)")


@dataclass(frozen=True, slots=True, order=True)
class WeekSlot:
    """Hours on a weekday (Monday = 0); the whole day unless said otherwise."""

    weekday: int
    from_time: time = DAY_START
    to_time: time = DAY_END


def normalise_pattern(slots: Iterable[WeekSlot]) -> tuple[WeekSlot, ...]:
    """Return the slots in order, overlapping and touching ones merged.

    Raises RuleError for an end that isn't after its start.
    """
    merged: list[WeekSlot] = []
    for slot in sorted(slots):
        if slot.from_time >= slot.to_time:
            raise RuleError(
                translate("people", "{day}: het einduur {end} ligt niet na het beginuur {start}.").format(
                    day=translate("formats", WEEKDAYS[slot.weekday]),
                    start=f"{slot.from_time:%H:%M}",
                    end=f"{slot.to_time:%H:%M}",
                ),
                field="pattern",
            )
        if merged and merged[-1].weekday == slot.weekday and slot.from_time <= merged[-1].to_time:
            last = merged.pop()
            slot = WeekSlot(slot.weekday, last.from_time, max(last.to_time, slot.to_time))  # noqa: PLW2901 - grows
        merged.append(slot)
    return tuple(merged)


def parse_week_pattern(text: str) -> tuple[WeekSlot, ...]:
    """Read a week pattern as people write it. Raises RuleError naming the word that isn't understood.

    Hours and parts of the day belong to the day, or range of days, right before them.
    """
    slots: list[WeekSlot] = []
    days: list[int] = []
    hours: list[tuple[time, time]] = []
    for word in _words(text):
        if (found := _read_hours(word)) is not None:
            hours.append(found)
        elif (named := _read_days(word)) is not None:
            slots += _slots(days, hours)
            days, hours = named, []
        else:
            raise _not_understood(word)
        if not days:
            raise _not_understood(word)
    return normalise_pattern(slots + _slots(days, hours))


def _words(text: str) -> list[str]:
    plain = re.sub(r"(?<=\d)\s*(?:uur|u)\b", "", fold(text))
    plain = re.sub(r"\bvanaf\s+(\d[\d:.u]*)(?!\s*(?:[-–—\d:.u]|tot\b))", r"\1-24", plain)
    plain = re.sub(r"\bvanaf\s+(?=\d)", "", plain)
    plain = re.sub(r"(?<![\d\s])\s+tot\s+(?=\d)", " 0-", plain)
    plain = re.sub(r"\s*(?:[-–—]|\bt/m\b|\btot en met\b|\btem\b|\btot\b)\s*", "-", plain)
    words = re.sub(r"[,;/+&'’\s]+", " ", plain).split()
    return [word for word in words if word not in _FILLERS]


def _slots(days: list[int], hours: list[tuple[time, time]]) -> list[WeekSlot]:
    return [WeekSlot(day, start, end) for day in days for start, end in hours or [(DAY_START, DAY_END)]]


def _read_hours(word: str) -> tuple[time, time] | None:
    if word in _PARTS:
        return _PARTS[word]
    found = _HOURS.fullmatch(word)
    return (parse_time(found[1]), _end_time(found[2])) if found else None


def _end_time(typed: str) -> time:
    return DAY_END if re.fullmatch(r"24([:.u](00)?)?", typed) else parse_time(typed)


def _read_days(word: str) -> list[int] | None:
    if word in _SPANS:
        return list(_SPANS[word])
    first, _, last = word.partition("-")
    start = _read_day(first)
    end = _read_day(last) if last else start
    if start is None or end is None:
        return None
    return [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]


def _read_day(word: str) -> int | None:
    bare = word.rstrip(".")
    if len(bare) < 2:
        return None
    bare = bare.removesuffix("en") if bare.endswith("dagen") else bare
    return next((place for place, name in enumerate(WEEKDAYS) if name.startswith(bare)), None)


def _not_understood(word: str) -> RuleError:
    return RuleError(
        translate("people", "“{word}” is geen dag. Schrijf bijvoorbeeld: ma di do, of: ma-vr, wo 13-17.").format(
            word=word
        ),
        field="pattern",
    )


def show_week_pattern(slots: Iterable[WeekSlot]) -> str:
    """Return a pattern in words that `parse_week_pattern` reads back: `ma di`, `ma tot 13:00, di 13:00-17:00`."""
    days = []
    for weekday, group in groupby(normalise_pattern(slots), key=lambda slot: slot.weekday):
        hours = [_show_hours(slot) for slot in group]
        days.append(" ".join([translate("formats", WEEKDAYS[weekday])[:2], *filter(None, hours)]))
    return (", " if any(" " in day for day in days) else " ").join(days)


def _show_hours(slot: WeekSlot) -> str:
    if slot.from_time == DAY_START:
        until = translate("people", "tot {time:%H:%M}").format(time=slot.to_time)
        return "" if slot.to_time == DAY_END else until
    if slot.to_time == DAY_END:
        return translate("people", "vanaf {time:%H:%M}").format(time=slot.from_time)
    return f"{slot.from_time:%H:%M}-{slot.to_time:%H:%M}"
