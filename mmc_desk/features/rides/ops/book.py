"""Writing the insurance-proof book: one event for each ride a write touched, whatever the write was.

Core statements on purpose: what undo takes back is what the session flushed, and an undo is an event of its own.
"""

import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, Select, bindparam, insert, select
from sqlalchemy.orm import Session

from mmc_desk.core import audit, clock, occupant
from mmc_desk.core.changes import Changes, RowChange
from mmc_desk.core.i18n import translate
from mmc_desk.features.people.model import Driver, Member, Person
from mmc_desk.features.people.rules import full_name
from mmc_desk.features.rides.model import Leg, Ride, RideRequest, RideState
from mmc_desk.features.rides.model.history import RideEvent
from mmc_desk.features.rides.rules.book import Image, RideChange, SeatChange, detail_of, is_after_the_fact

_WATCHED = frozenset({Ride.__tablename__, RideRequest.__tablename__, Leg.__tablename__})
_ROUTE = frozenset({"origin", "destination"})
_AT_ONCE = 500
"""Keys in one statement: both databases take more, a plan of a whole month doesn't need it."""


def note_events(session: Session, changes: Changes) -> None:
    """Write an event per ride that a write touched (a core.changes.Witness): a handful of statements, however many."""
    rows = [row for row in changes.rows if row.table in _WATCHED]
    if not rows:
        return
    _enter(session, _changes_of(session, rows), changes.label or translate("rides", "Gewijzigd"))


def note_settled(session: Session, ride_ids: Collection[int]) -> None:
    """Write an event per ride that a settlement froze: in bulk, so that no flush shows them to `note_events`."""
    found = {
        ride_id: (RowChange(Ride.__tablename__, ride_id, {**image, "state": RideState.DRIVEN}, image),)
        for ride_id, image in _images(session, ride_ids).items()
    }
    _enter(session, found, translate("rides", "Rit afgerekend"))


def _enter(session: Session, found: Mapping[int, tuple[RowChange, ...]], label: str) -> None:
    names = _Names(session, found)
    now = clock.now()
    head = {"at": now, "actor": audit.actor(session), "desk": occupant.machine(), "label": label}
    events = [head | _event(ride_id, change, names, now) for ride_id, change in sorted(found.items())]
    session.execute(_new_events(), events)


@functools.cache
def _new_events() -> Insert:
    return insert(RideEvent)


class _Names:
    """The names of the drivers and members that a write has to do with, read at once."""

    def __init__(self, session: Session, found: Mapping[int, tuple[RowChange, ...]]) -> None:
        images = [image for rows in found.values() for row in rows for image in (row.before, row.after) if image]
        self.drivers = _people(session, Driver, {image.get("driver_id") for image in images})
        self.aboard = _aboard(session, list(found))
        aboard = {member for members in self.aboard.values() for member in members}
        self.members = _people(session, Member, aboard | {image.get("member_id") for image in images})

    def driver(self, driver_id: int | None) -> str:
        """Return a driver's name, "" for none."""
        return self.drivers.get(driver_id, "") if driver_id is not None else ""

    def list_members(self, ride_id: int, rows: Iterable[RowChange]) -> str:
        """Return who is in the car; of a ride that is gone, who was."""
        seats = (row.before for row in rows if row.table == RideRequest.__tablename__ and row.before)
        keys = self.aboard.get(ride_id) or [seat["member_id"] for seat in seats]
        return ", ".join(self.members.get(key, "?") for key in keys)


def _changes_of(session: Session, rows: Collection[RowChange]) -> Mapping[int, tuple[RowChange, ...]]:
    """Return the changed rows by ride, the ride's own first: as it stands where only its requests or legs changed."""
    by_ride: dict[int, list[RowChange]] = defaultdict(list)
    for row in rows:
        if row.table == Ride.__tablename__:
            by_ride[row.key].insert(0, row)
        else:
            by_ride[(row.after or row.before or {})["ride_id"]].append(row)
    bare = [ride_id for ride_id, of_ride in by_ride.items() if of_ride[0].table != Ride.__tablename__]
    for ride_id, image in _images(session, bare).items():
        by_ride[ride_id].insert(0, RowChange(Ride.__tablename__, ride_id, image, image))
    return {ride_id: tuple(of_ride) for ride_id, of_ride in by_ride.items()}


def _images(session: Session, ride_ids: Collection[int]) -> Mapping[int, Image]:
    found: dict[int, Image] = {}
    for part in _parts(ride_ids):
        rows = session.execute(select(Ride.__table__).where(Ride.id.in_(part))).mappings()
        found |= {row["id"]: dict(row) for row in rows}
    return found


def _parts(keys: Collection[Any]) -> Iterable[list[Any]]:
    wanted = sorted(key for key in keys if key is not None)
    return (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))


def _people(session: Session, model: type[Driver] | type[Member], keys: Collection[Any]) -> Mapping[int, str]:
    found: dict[int, str] = {}
    for part in _parts(keys):
        rows = session.execute(_names(model), {"keys": part})
        found |= {key: full_name(last, first) for key, last, first in rows}
    return found


@functools.cache
def _names(model: type[Driver] | type[Member]) -> Select[int, str, str]:
    return (
        select(model.id, Person.last_name, Person.first_name)
        .join(Person, Person.id == model.person_id)
        .where(model.id.in_(bindparam("keys", expanding=True)))
    )


def _aboard(session: Session, ride_ids: Collection[int]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for part in _parts(ride_ids):
        for ride_id, member_id in session.execute(_seated(), {"ride_ids": part}):
            found[ride_id].append(member_id)
    return found


@functools.cache
def _seated() -> Select[int, int]:
    return (
        select(RideRequest.ride_id, RideRequest.member_id)
        .where(RideRequest.ride_id.in_(bindparam("ride_ids", expanding=True)))
        .order_by(RideRequest.ride_id, RideRequest.position)
    )


def _event(ride_id: int, rows: tuple[RowChange, ...], names: _Names, now: datetime) -> dict[str, Any]:
    own = rows[0]
    before, after = own.before or {}, own.after or {}
    stood: Image = own.before or after
    change = RideChange(own.before, own.after, tuple(_seats(rows, names)), any(map(_route_changed, rows)))
    return {
        "ride_id": ride_id,
        "ride_no": stood["ride_no"],
        "ride_date": stood["ride_date"],
        "state": after.get("state"),
        "is_entry": own.before is None,
        "driver_before_id": before.get("driver_id"),
        "driver_id": after.get("driver_id"),
        "driver_before": names.driver(before.get("driver_id")),
        "driver": names.driver(after.get("driver_id")),
        "members": names.list_members(ride_id, rows),
        "detail": detail_of(change),
        "after_the_fact": is_after_the_fact(change, now),
    }


def _seats(rows: Iterable[RowChange], names: _Names) -> Iterable[SeatChange]:
    for row in rows:
        if row.table != RideRequest.__tablename__:
            continue
        before, after = row.before, row.after
        if before and after and before["member_id"] != after["member_id"]:
            yield SeatChange(names.members.get(before["member_id"], "?"), before, None)
            before = None
        name = names.members.get((after or before or {})["member_id"], "?")
        yield SeatChange(name, before, after)


def _route_changed(row: RowChange) -> bool:
    return row.table == Leg.__tablename__ and bool(row.changed_columns() & _ROUTE)
