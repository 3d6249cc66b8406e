"""A year of rides broken down: per month, driver, purpose, village; why requests weren't met. Set-based, names last."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from mmc_desk.core import formats
from mmc_desk.core.figures import prepared_rows, prepared_year
from mmc_desk.core.formats import kilometres
from mmc_desk.core.i18n import translate
from mmc_desk.core.prepared import Row
from mmc_desk.features.rides.model import Purpose, RideState
from mmc_desk.features.rides.rules.requests import purpose_name

STATEMENTS = "mmc_desk.features.rides.queries.ride_figure_statements"
_UNDRIVEN = (RideState.CANCELLED, RideState.WASTED, RideState.NO_DRIVER)

Distance = int | float
"""Kilometres: whole, or with one decimal."""


def _of_year(session: Session, statement: str, year: int) -> Sequence[Row]:
    return prepared_year(session, STATEMENTS, statement, year)


def per_driver(session: Session, year: int) -> list[tuple[int, str, int, Distance]]:
    """Return (key, driver, rides, km) by name; drivers of the same name are told apart by their code."""
    names = driver_names(session)
    rows = [
        (driver, names[driver], count, kilometres(int(metres or 0)))
        for driver, count, metres in _of_year(session, "per_driver", year)
    ]
    return sorted(rows, key=lambda row: formats.fold(row[1]))


def driver_names(session: Session) -> dict[int, str]:
    """Return `Last First` of every driver by id, with the code behind it where two bear the same name."""
    rows = prepared_rows(session, STATEMENTS, "driver_names")
    plain = {key: f"{last} {first}".strip() for key, _, last, first in rows}
    often = Counter(plain.values())
    return {key: plain[key] if often[plain[key]] == 1 else f"{plain[key]} ({code})" for key, code, _, _ in rows}


def per_purpose(session: Session, year: int) -> list[tuple[Purpose, str, int, Distance]]:
    """Return (key, purpose, rides, km), most rides first."""
    rows = [
        (purpose, purpose_name(purpose), rides, kilometres(int(metres)))
        for purpose, rides, metres in _of_year(session, "per_purpose", year)
    ]
    return sorted(rows, key=_most_rides)


def per_village(session: Session, year: int) -> list[tuple[str, str, int, Distance]]:
    """Return (key, village the ride starts in, rides, km), most rides first; rides without one stand together."""
    rows = [
        (village, village or translate("figures", "onbekend"), rides, kilometres(int(metres)))
        for village, rides, metres in _of_year(session, "per_village", year)
    ]
    return sorted(rows, key=_most_rides)


def _most_rides(row: tuple[Any, ...]) -> tuple[int, str]:
    return -row[2], formats.fold(row[1])


def per_month(session: Session, year: int) -> list[tuple[int, int, Distance, int]]:
    """Return (month, rides, km, member trips) of twelve months; nothing when no ride of the year is known."""
    days = _of_year(session, "per_day", year)
    sums = {month: [0, 0, 0] for month in range(1, 13)} if days else {}
    for day, *counts in days:
        sums[day.month] = [total + int(part) for total, part in zip(sums[day.month], counts, strict=True)]
    return [(month, rides, kilometres(metres), trips) for month, (rides, metres, trips) in sums.items()]


def undriven_per_month(session: Session, year: int) -> list[tuple[int, ...]]:
    """Return (month, cancelled, wasted, no driver found) of twelve months; nothing when there is no such ride."""
    days = _of_year(session, "undriven_per_day", year)
    sums = {month: dict.fromkeys(_UNDRIVEN, 0) for month in range(1, 13)} if days else {}
    for day, state, count in days:
        sums[day.month][state] += count
    for day in merged_days(session):
        if day.year == year:
            sums[day.month][RideState.CANCELLED] -= 1
    return [(month, *counts.values()) for month, counts in sums.items()]


def merged_days(session: Session) -> Sequence[date]:
    """Return the days of the rides that went into a shared car: their members were driven, nothing was called off."""
    return [day for (day,) in prepared_rows(session, STATEMENTS, "merged")]


def unmet_per_reason(session: Session, year: int) -> list[tuple[str, str, int]]:
    """Return (key, reason, requests for which no driver was found), most first; those without a reason together."""
    rows = _of_year(session, "unmet", year)
    named = [(reason, reason or translate("figures", "geen reden genoteerd"), count) for reason, count in rows]
    return sorted(named, key=_most_rides)


def ride_span(session: Session) -> tuple[int, int] | None:
    """Return the first and the last year with a ride; None without any."""
    ((first, last),) = prepared_rows(session, STATEMENTS, "span")
    return (first.year, last.year) if first else None
