"""The insurance-proof book: what a change of a ride reads like, and whether it came after the fact (domain.md §2)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mmc_desk.core import clock
from mmc_desk.core.formats import show_amount, show_date, show_duration, show_km, show_time
from mmc_desk.core.i18n import QT_TRANSLATE_NOOP, translate
from mmc_desk.features.rides.model import CancelledBy, RideState
from mmc_desk.features.rides.rules.states import OPEN, state_name

Image = Mapping[str, Any]
"""A row as it stood: column names and values."""


@dataclass(frozen=True, slots=True)
class SeatChange:
    """A member's place in the car before and after; None on one side: got in, or got out."""

    name: str
    before: Image | None
    after: Image | None


@dataclass(frozen=True, slots=True)
class RideChange:
    """One ride before and after a write; both None-able images are the ride's own row."""

    before: Image | None
    after: Image | None
    seats: tuple[SeatChange, ...] = ()
    route_changed: bool = False


_CANCELLED_BY = {
    CancelledBy.MEMBER: QT_TRANSLATE_NOOP("rides", "het lid"),
    CancelledBy.DRIVER: QT_TRANSLATE_NOOP("rides", "de chauffeur"),
    CancelledBy.DESK: QT_TRANSLATE_NOOP("rides", "de dienst"),
}
_ENTRY = frozenset({"driver_id", "ride_date", "origin", "village", "destination", "destination_village"})
"""What the book enters before a ride leaves: who drives, when, from where to where."""


def _yes_no(value: bool) -> str:  # noqa: FBT001 - a value to show
    return translate("rides", "ja") if value else translate("rides", "nee")


def _cancelled_by(value: CancelledBy | None) -> str:
    return translate("rides", _CANCELLED_BY[value]) if value is not None else ""


def _minutes(value: int | None) -> str:
    return show_duration(value) if value else ""


_SHOWN: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("ride_date", QT_TRANSLATE_NOOP("rides", "datum"), show_date),
    ("origin", QT_TRANSLATE_NOOP("rides", "van"), str),
    ("village", QT_TRANSLATE_NOOP("rides", "vertrekdorp"), str),
    ("destination", QT_TRANSLATE_NOOP("rides", "naar"), str),
    ("destination_village", QT_TRANSLATE_NOOP("rides", "dorp van bestemming"), str),
    ("depart_at", QT_TRANSLATE_NOOP("rides", "vertrek"), show_time),
    ("home_at", QT_TRANSLATE_NOOP("rides", "thuis"), show_time),
    ("metres", QT_TRANSLATE_NOOP("rides", "km"), show_km),
    ("waiting_minutes", QT_TRANSLATE_NOOP("rides", "wachttijd"), _minutes),
    ("parking", QT_TRANSLATE_NOOP("rides", "parking"), show_amount),
    ("received", QT_TRANSLATE_NOOP("rides", "ontvangen"), show_amount),
    ("cancelled_by", QT_TRANSLATE_NOOP("rides", "geannuleerd door"), _cancelled_by),
    ("chargeable", QT_TRANSLATE_NOOP("rides", "aanrekenen"), _yes_no),
)
_TIMES = frozenset({"depart_at", "home_at"})
_SEAT_SHOWN: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("pickup_at", QT_TRANSLATE_NOOP("rides", "ophalen"), show_time),
    ("appointment_at", QT_TRANSLATE_NOOP("rides", "afspraak"), show_time),
    ("return_at", QT_TRANSLATE_NOOP("rides", "terug"), show_time),
    ("companions", QT_TRANSLATE_NOOP("rides", "begeleiders"), str),
)


def detail_of(change: RideChange) -> str:
    """Return what changed, old → new, in one Dutch line; nothing medical and no free text (domain.md §6)."""
    return "; ".join(_details(change))


def _details(change: RideChange) -> Iterator[str]:
    before, after = change.before, change.after
    if after is None:
        yield translate("rides", "rit geschrapt")
        return
    if before is None:
        yield _first_entry(after)
        yield from _pickups(change)
        return
    if before["state"] is not after["state"]:
        yield _arrow("", state_name(before["state"]), state_name(after["state"]))
    skipped = _TIMES if before["driver_id"] != after["driver_id"] else frozenset()
    yield from _differences(before, after, _SHOWN, skipped)
    yield from _seat_details(change)
    if change.route_changed:
        yield translate("rides", "traject aangepast")
    if before.get("note") != after.get("note"):
        yield translate("rides", "opmerking gewijzigd")


def _first_entry(after: Image) -> str:
    text = translate("rides", "van {origin} naar {destination}")
    origin = after["origin"] or after["village"] or "?"
    return text.format(origin=origin, destination=after["destination"] or after["destination_village"] or "?")


def _pickups(change: RideChange) -> Iterator[str]:
    times = [seat.after["pickup_at"] for seat in change.seats if seat.after is not None]
    first = min((instant for instant in times if instant is not None), default=None)
    if first is not None:
        yield translate("rides", "ophalen om {time}").format(time=show_time(first))


def _seat_details(change: RideChange) -> Iterator[str]:
    for seat in change.seats:
        if seat.before is None:
            yield translate("rides", "rijdt mee: {name}").format(name=seat.name)
        elif seat.after is None:
            yield translate("rides", "rijdt niet meer mee: {name}").format(name=seat.name)
        else:
            yield from _differences(seat.before, seat.after, _SEAT_SHOWN, frozenset())


def _differences(
    before: Image, after: Image, shown: tuple[tuple[str, str, Callable[[Any], str]], ...], skipped: frozenset[str]
) -> Iterator[str]:
    for column, name, show in shown:
        old, new = before.get(column), after.get(column)
        if old != new and column not in skipped:
            yield _arrow(translate("rides", name), _said(show, old), _said(show, new))


def _said(show: Callable[[Any], str], value: object) -> str:
    return (show(value) if value is not None else "") or translate("rides", "niets")


def _arrow(name: str, old: str, new: str) -> str:
    return f"{name} {old} → {new}".strip()


def has_left(ride: Image, now: datetime) -> bool:
    """Tell whether a ride had left at `now`: by its departure, else by its day."""
    depart_at: datetime | None = ride["depart_at"]
    ride_date: date = ride["ride_date"]
    return depart_at <= now if depart_at is not None else ride_date < clock.local(now).date()


def is_after_the_fact(change: RideChange, now: datetime) -> bool:
    """Tell whether the book was changed when the ride had left: a swap of drivers, a late entry, a correction.

    What a sheet brings first (driven, wasted, cancelled) is no change of the book; settling neither.
    """
    images = [image for image in (change.before, change.after) if image is not None]
    if not any(has_left(image, now) for image in images):
        return False
    return not (_is_outcome(change.before, change.after) and not _entry_changed(change))


def _is_outcome(before: Image | None, after: Image | None) -> bool:
    if before is None or after is None:
        return False
    if after["state"] is RideState.SETTLED:
        return before["state"] is RideState.DRIVEN
    return before["state"] in OPEN and after["state"] not in OPEN


def _entry_changed(change: RideChange) -> bool:
    before, after = change.before or {}, change.after or {}
    seats = any(seat.before is None or seat.after is None for seat in change.seats)
    return seats or any(before.get(column) != after.get(column) for column in _ENTRY)


def changes_a_roster(detail: str) -> bool:
    """Tell whether a line of the book changed what stands on a roster: more than the state and the note."""
    names = {state_name(state) for state in RideState}
    silent = translate("rides", "opmerking gewijzigd")
    return any(part != silent and not set(part.split(" → ")) <= names for part in detail.split("; ") if part)
