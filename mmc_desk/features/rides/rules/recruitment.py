"""Werving: when and where requests stayed unmet, or were met only after much phoning; what to recruit for."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mmc_desk.core.formats import WEEKDAYS
from mmc_desk.core.i18n import translate

MANY_CALLS = 4
"""Who phones this many drivers for one ride lacks drivers at that hour."""

FIRST_HOUR, LAST_HOUR = 7, 19
"""The hours of the table; earlier and later ones count in the first and the last."""


class Shortage(StrEnum):
    """How a request shows that drivers lack."""

    UNMET = "unmet"
    LATE = "late"
    MANY_CALLS = "many_calls"


@dataclass(frozen=True, slots=True)
class Request:
    """A ride as recruitment sees it. `hour` is None where no time was noted; `days_ahead` when it got its driver."""

    ride_no: str
    day: date
    hour: int | None
    village: str
    is_unmet: bool
    reason: str = ""
    calls: int = 0
    was_late: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a breakdown: how many stayed unmet, and how many were hard to fill."""

    name: str
    unmet: int
    hard: int


@dataclass(frozen=True, slots=True)
class RecruitmentReport:
    """The shortages of a span. `grid` counts unmet and hard requests by (weekday, hour)."""

    year: int
    first: date
    last: date
    requests: tuple[Request, ...]
    asked: int
    desk: str = ""
    practice: bool = False

    @property
    def unmet(self) -> int:
        """How many requests found no driver."""
        return sum(request.is_unmet for request in self.requests)

    @property
    def hard(self) -> int:
        """How many found one, but late or after many calls."""
        return len(self.requests) - self.unmet


def shortage(request: Request) -> Shortage | None:
    """Return how a request shows that drivers lack, None when it doesn't."""
    if request.is_unmet:
        return Shortage.UNMET
    if request.calls >= MANY_CALLS:
        return Shortage.MANY_CALLS
    return Shortage.LATE if request.was_late else None


def grid(requests: Iterable[Request]) -> Mapping[tuple[int, int], int]:
    """Count requests by weekday (Monday = 0) and hour; those without an hour are left out."""
    return Counter(
        (request.day.weekday(), max(FIRST_HOUR, min(LAST_HOUR, request.hour)))
        for request in requests
        if request.hour is not None
    )


def by_weekday(requests: Sequence[Request]) -> tuple[Line, ...]:
    """Return a line per weekday, Monday first."""
    names = [translate("formats", name) for name in WEEKDAYS]
    return tuple(_line(names[day], [row for row in requests if row.day.weekday() == day]) for day in range(7))


def by_village(requests: Sequence[Request]) -> tuple[Line, ...]:
    """Return a line per village, the most first."""
    return _lines(requests, lambda request: request.village or translate("rides", "onbekend"))


def by_reason(requests: Sequence[Request]) -> tuple[Line, ...]:
    """Return a line per reason, the most first: what was noted, or what made it hard."""
    return _lines(requests, _reason)


def _reason(request: Request) -> str:
    if request.is_unmet:
        return request.reason or translate("rides", "geen reden genoteerd")
    if request.calls >= MANY_CALLS:
        return translate("rides", "pas na {calls} telefoons of meer").format(calls=MANY_CALLS)
    return translate("rides", "pas op de dag zelf of de avond ervoor")


def _lines(requests: Sequence[Request], name_of: Callable[[Request], str]) -> tuple[Line, ...]:
    groups: dict[str, list[Request]] = {}
    for request in requests:
        groups.setdefault(name_of(request), []).append(request)
    found = [_line(name, rows) for name, rows in groups.items()]
    return tuple(sorted(found, key=lambda line: (-line.unmet, -line.hard, line.name)))


def _line(name: str, rows: Sequence[Request]) -> Line:
    unmet = sum(row.is_unmet for row in rows)
    return Line(name, unmet, len(rows) - unmet)


def conclusion(report: RecruitmentReport) -> str:
    """Return in one or two sentences when and where drivers lack most."""
    unmet = [request for request in report.requests if request.is_unmet]
    if not unmet:
        none = translate("rides", "In deze periode bleef geen enkele vraag open.")
        if not report.hard:
            return none
        return f"{none} {_hard_words(report)}"
    timed = grid(unmet)
    if not timed:
        text = translate("rides", "Van de vragen die open bleven is geen uur gekend; de meeste kwamen uit {village}.")
        return text.format(village=by_village(unmet)[0].name)
    weekday, start, end = _busiest(timed)
    on_day = [request for request in unmet if request.day.weekday() == weekday]
    text = translate(
        "rides", "De meeste vragen bleven open op {weekday} tussen {start} en {end} u., vooral in {village}."
    )
    said = text.format(
        weekday=translate("formats", WEEKDAYS[weekday]), start=start, end=end, village=by_village(on_day)[0].name
    )
    return f"{said} {_hard_words(report)}" if report.hard else said


def _hard_words(report: RecruitmentReport) -> str:
    if report.hard == 1:
        return translate("rides", "Eén rit vond pas laat of na veel telefoons een chauffeur.")
    text = translate("rides", "{hard} ritten vonden pas laat of na veel telefoons een chauffeur.")
    return text.format(hard=report.hard)


def _busiest(timed: Mapping[tuple[int, int], int]) -> tuple[int, int, int]:
    """Return the weekday and the two hours in a row with the most requests."""
    pairs = {
        (weekday, hour): timed.get((weekday, hour), 0) + timed.get((weekday, hour + 1), 0)
        for weekday in range(7)
        for hour in range(FIRST_HOUR, LAST_HOUR)
    }
    weekday, start = min(pairs, key=lambda pair: (-pairs[pair], pair))
    return weekday, start, start + 2
