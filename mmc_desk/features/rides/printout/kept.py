"""Rosters as a desk keeps them for when its server is lost: as text and back, on paper with the time they are of."""

import json
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from mmc_desk.core import kept
from mmc_desk.core.formats import show_date, show_time
from mmc_desk.core.i18n import translate
from mmc_desk.core.kept import Kept
from mmc_desk.features.rides.queries.rows import RosterBook


def encode(book: RosterBook) -> str:
    """Return rosters as text."""
    return json.dumps(book, default=_plain)


def decode(text: str) -> RosterBook:
    """Return the rosters that `encode` made into text."""
    book: RosterBook = _read(RosterBook, json.loads(text))
    return book


def recall(url: str, today: date) -> tuple[datetime, RosterBook] | None:
    """Return the rosters kept of a database, and of when they are."""
    found = kept.recall(url, today)
    return None if found is None else (found.at, decode(found.content))


def keep(url: str, at: datetime, book: RosterBook) -> bool:
    """Keep rosters until their last day is over; False where that can't be."""
    return kept.keep(url, Kept(at, encode(book)), book.last)


def leave(url: str, name: str, *, is_file: bool, who: str = "") -> bool:
    """Keep for the trace that rosters were printed, or saved as a file, without the server; False where it can't be."""
    printed, saved = translate("noting", "Afgedrukt: {name}"), translate("noting", "Bewaard als bestand: {name}")
    return kept.leave(url, (saved if is_file else printed).format(name=name), name, who)


def on_days(book: RosterBook, first: date, last: date, driver: str | None = None) -> RosterBook:
    """Return the part of rosters that is of these days, and of one driver (by code) where one is asked for."""
    rosters = [
        roster._replace(days=tuple(day for day in roster.days if first <= day.day <= last))
        for roster in book.rosters
        if driver in {None, roster.code}
    ]
    return book._replace(first=first, last=last, rosters=tuple(roster for roster in rosters if roster.days))


def stamp(at: datetime) -> str:
    """Return what stands on every page of rosters that were kept: of when they are, and why."""
    text = translate("rides", "stand van {day} {time}, server onbereikbaar")
    return text.format(day=show_date(at.date()), time=show_time(at))


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value.isoformat()  # type: ignore[attr-defined]  # a moment


def _read(kind: Any, value: Any) -> Any:  # noqa: ANN401 - whatever the rows consist of
    if value is None:
        return None
    origin, parts = get_origin(kind), get_args(kind)
    if origin is types.UnionType:
        return _read(parts[0], value)
    if origin in {tuple, frozenset}:
        return origin(_read(parts[0], part) for part in value)
    if hasattr(kind, "_fields"):
        return kind(*(_read(part, one) for part, one in zip(_hints(kind).values(), value, strict=True)))
    if kind in _READERS:
        return _READERS[kind](value)
    return kind(value) if issubclass(kind, Enum) else value


_READERS: Mapping[type, Callable[[str], object]] = {date: date.fromisoformat, datetime: datetime.fromisoformat}


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)
