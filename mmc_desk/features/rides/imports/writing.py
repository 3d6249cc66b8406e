"""Writing the rides of a book: new ones in bulk, known ones compared, nothing twice."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, delete, func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock
from mmc_desk.core.formats import fold
from mmc_desk.core.i18n import translate
from mmc_desk.core.importing.kinds import Batch, Outcome
from mmc_desk.core.importing.storing import change_row, has_rows, in_parts, insert_columns, reserve_ids
from mmc_desk.core.recording import note_topic
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import CancelledBy, Purpose, Ride, RideRequest, RideState

RIDE = cast("Table", Ride.__table__)
REQUEST = cast("Table", RideRequest.__table__)


@dataclass(slots=True)
class Draft:
    """A ride as a row of a book tells it.

    `place` is the row, `written_no` the number as the book has it, `number` the one that tells it from other years'.
    """

    place: int
    written_no: str
    number: str
    ride_date: date
    state: RideState
    driver_id: int | None
    depart_at: datetime | None
    home_at: datetime | None
    origin: str
    village: str
    destination: str
    destination_village: str
    purpose: Purpose
    metres: int | None
    parking: int
    received: int | None
    waiting_minutes: int
    cancelled_by: CancelledBy | None
    reason: str
    note: str
    members: tuple[int, ...]
    member_word: str
    aid: Aid
    companions: int

    @property
    def identity(self) -> Hashable:
        """What makes a second row the same ride: the number, or lacking one day, member, departure, destination."""
        if self.written_no:
            return self.number
        return self.ride_date, self.members[:1], self.depart_at, fold(self.destination)

    @property
    def said(self) -> str:
        """How a person calls the ride."""
        if self.written_no:
            return translate("rides", "rit {number}").format(number=self.written_no)
        return translate("rides", "de rit van lid {member} op {day}").format(
            member=self.member_word, day=f"{self.ride_date:%d/%m/%Y}"
        )


def numbered(written: str, year: int, month: int | None = None) -> str:
    """Return a ride number that holds its year: books that begin at 1 every January get it in front.

    A book that begins again every month gives the `month` too.
    """
    if not written:
        return ""
    if month:
        return f"{year}-{month:02d}-{written}"
    if str(year) in written:
        return written
    groups = re.findall(r"\d+", written)
    around = (str(year - 1), str(year + 1))
    if any(len(group) >= 4 and group.startswith(around) for group in groups):
        return written
    return written if len(groups) > 1 and f"{year % 100:02d}" in groups else f"{year}-{written}"


_COLUMNS = tuple(
    field.name
    for field in fields(Draft)
    if field.name not in {"place", "written_no", "number", "members", "member_word", "aid", "companions"}
)
_SOURCES = {
    "ride_date": ("ride_date",),
    "state": ("state", "km", "cancelled", "wasted", "no_driver"),
    "driver_id": ("driver", "driver_code"),
    "depart_at": ("depart",),
    "home_at": ("home",),
    "origin": ("origin",),
    "village": ("origin",),
    "destination": ("destination",),
    "destination_village": ("destination",),
    "purpose": ("purpose",),
    "metres": ("km", "odometer_end"),
    "parking": ("parking",),
    "received": ("received",),
    "waiting_minutes": ("waiting",),
    "cancelled_by": ("state", "remark", "cancelled_by"),
    "reason": ("remark",),
    "note": ("remark", "purpose"),
}
"""The cells each column of a ride comes from: a blank cell changes nothing in a ride known already."""


def write_rides(session: Session, batch: Batch, drafts: Sequence[Draft]) -> None:
    """Insert the rides not known yet, change those that differ, and mark what became of each row."""
    known = _matched(drafts, _known(session, drafts)) if has_rows(session, RIDE) else {}
    requests = _requests(session, known.values())
    fresh = []
    for draft in drafts:
        row = known.get(draft.place)
        if row is None:
            fresh.append(draft)
        elif _is_another(draft, row, requests[row["id"]]):
            batch.reject(
                draft.place,
                translate("rides", "{ride} bestaat al als een andere rit van {day}").format(
                    ride=draft.said, day=f"{row['ride_date']:%d/%m/%Y}"
                ),
            )
        else:
            _compare(session, batch, draft, row, requests[row["id"]])
    fresh = list(_free(session, batch, fresh))
    _insert(session, fresh)
    for draft in fresh:
        batch.mark(draft.place, Outcome.NEW)


# --- rides known already


def _known(session: Session, drafts: Sequence[Draft]) -> dict[Hashable, list[dict[str, Any]]]:
    """Return the rides the drafts may be about, by identity."""
    found: dict[Hashable, list[dict[str, Any]]] = defaultdict(list)
    for part in in_parts(draft.number for draft in drafts if draft.written_no):
        for row in session.execute(select(RIDE).where(RIDE.c.ride_no.in_(part))).mappings():
            found[row["ride_no"]].append(dict(row))
    days = sorted({draft.ride_date for draft in drafts if not draft.written_no})
    if days:
        seat = REQUEST.alias()
        caller = select(func.min(seat.c.position)).where(seat.c.ride_id == RIDE.c.id).correlate(RIDE)
        query = (
            select(RIDE, REQUEST.c.member_id)
            .select_from(RIDE)
            .join(REQUEST, (REQUEST.c.ride_id == RIDE.c.id) & (REQUEST.c.position == caller.scalar_subquery()))
            .where(RIDE.c.ride_date.between(days[0], days[-1]))
            .order_by(RIDE.c.id)
        )
        for row in session.execute(query).mappings():
            identity = (row["ride_date"], (row["member_id"],), row["depart_at"], fold(row["destination"]))
            found[identity].append(dict(row))
    return found


def _matched(drafts: Sequence[Draft], known: Mapping[Hashable, list[dict[str, Any]]]) -> dict[int, dict[str, Any]]:
    """Return the known ride of each row that has one; of several alike the most alike first."""
    matched: dict[int, dict[str, Any]] = {}
    left = {identity: list(rows) for identity, rows in known.items()}
    for names in (("driver_id", "state"), ("driver_id",), ()):
        for draft in drafts:
            rows = left.get(draft.identity, [])
            fitting = [row for row in rows if all(row[name] == getattr(draft, name) for name in names)]
            if fitting and draft.place not in matched:
                matched[draft.place] = fitting[0]
                rows.remove(fitting[0])
    return matched


def _requests(session: Session, rides: Iterable[Mapping[str, Any]]) -> dict[int, list[int]]:
    members: dict[int, list[int]] = defaultdict(list)
    for part in in_parts({row["id"] for row in rides}):
        query = select(REQUEST.c.ride_id, REQUEST.c.member_id).where(REQUEST.c.ride_id.in_(part))
        for ride, member in session.execute(query.order_by(REQUEST.c.ride_id, REQUEST.c.position)):
            members[ride].append(member)
    return members


def _is_another(draft: Draft, row: Mapping[str, Any], members: Sequence[int]) -> bool:
    """Tell whether a number known already was given to a second ride: on another day, of another member."""
    return row["ride_date"] != draft.ride_date and not set(members) & set(draft.members)


def _compare(session: Session, batch: Batch, draft: Draft, row: Mapping[str, Any], members: list[int]) -> None:
    told = {
        name
        for name, sources in _SOURCES.items()
        if any(batch.has(source) and batch.columns[source][draft.place] is not None for source in sources)
    }
    differing = {name: value for name in told if row[name] != (value := getattr(draft, name))}
    if row["state"] is RideState.SETTLED and differing.get("state") is RideState.DRIVEN:
        del differing["state"]
    others = list(draft.members) != members
    if not differing and not others:
        batch.mark(draft.place, Outcome.UNCHANGED)
        return
    if row["state"] is RideState.SETTLED:
        batch.reject(
            draft.place, translate("rides", "{ride} is al afgerekend en wijzigt niet meer").format(ride=draft.said)
        )
        return
    if _clashes(session, draft, {row["id"]}):
        batch.reject(draft.place, _busy_sentence(draft))
        return
    if others:
        _seat(session, draft, row["id"])
        differing["passengers"] = len(draft.members)
    change_row(session, RIDE, row["id"], differing)
    batch.mark(draft.place, Outcome.CHANGED)


def _seat(session: Session, draft: Draft, ride: int) -> None:
    """Put other members on a ride."""
    session.execute(delete(REQUEST).where(REQUEST.c.ride_id == ride))
    _insert_requests(session, [(ride, draft)])


# --- new rides


def _free(session: Session, batch: Batch, drafts: Sequence[Draft]) -> Iterable[Draft]:
    """Yield the rides that may be written: a planned one only where its driver has no other then."""
    planned: list[Draft] = []
    for draft in drafts:
        if draft.state in (RideState.ASSIGNED, RideState.CONFIRMED) and draft.depart_at and draft.home_at:
            if _clashes(session, draft, set()) or any(_overlap(draft, other) for other in planned):
                batch.reject(draft.place, _busy_sentence(draft))
                continue
            planned.append(draft)
        yield draft


def _overlap(one: Draft, other: Draft) -> bool:
    return (
        one.driver_id == other.driver_id
        and one.depart_at is not None
        and one.home_at is not None
        and other.depart_at is not None
        and other.home_at is not None
        and one.depart_at < other.home_at
        and other.depart_at < one.home_at
    )


def _clashes(session: Session, draft: Draft, but: set[int]) -> bool:
    if draft.state not in (RideState.ASSIGNED, RideState.CONFIRMED) or not draft.depart_at or not draft.home_at:
        return False
    query = select(RIDE.c.id).where(
        RIDE.c.driver_id == draft.driver_id,
        RIDE.c.state.in_([RideState.ASSIGNED, RideState.CONFIRMED]),
        RIDE.c.depart_at < draft.home_at,
        RIDE.c.home_at > draft.depart_at,
        RIDE.c.id.not_in(but),
    )
    return session.execute(query.limit(1)).first() is not None


def _busy_sentence(draft: Draft) -> str:
    return translate("rides", "de chauffeur heeft op {day} om {hour} al een andere rit").format(
        day=f"{draft.ride_date:%d/%m/%Y}",
        hour=f"{clock.local(draft.depart_at):%H:%M}" if draft.depart_at else "?",
    )


def _insert(session: Session, drafts: Sequence[Draft]) -> None:
    if not drafts:
        return
    keys = reserve_ids(session, RIDE, len(drafts))
    numbers = _numbers(session, drafts)
    columns: dict[str, Sequence[Any]] = {"id": keys, "ride_no": numbers}
    columns |= {name: [getattr(draft, name) for draft in drafts] for name in _COLUMNS}
    columns["passengers"] = [len(draft.members) for draft in drafts]
    columns["chargeable"] = [draft.state is RideState.WASTED for draft in drafts]
    insert_columns(session, RIDE, columns, pinned=False, version=1)
    _insert_requests(session, list(zip(keys, drafts, strict=True)))


def _insert_requests(session: Session, seats: Sequence[tuple[int, Draft]]) -> None:
    rows = [
        (ride, member, position, draft) for ride, draft in seats for position, member in enumerate(draft.members, 1)
    ]
    columns: dict[str, Sequence[Any]] = {
        "id": reserve_ids(session, REQUEST, len(rows)),
        "ride_id": [row[0] for row in rows],
        "member_id": [row[1] for row in rows],
        "position": [row[2] for row in rows],
        "aid": [row[3].aid if row[2] == 1 else Aid.NONE for row in rows],
        "companions": [row[3].companions if row[2] == 1 else 0 for row in rows],
    }
    insert_columns(session, REQUEST, columns, parking_card=False, version=1)
    note_topic(session, REQUEST.name)


def _numbers(session: Session, drafts: Sequence[Draft]) -> list[str]:
    """Return the number of each ride; one without gets day, member and hour: `20190102-225-0800`."""
    taken: set[str] = set()
    wanted = [draft.number or _made_number(draft) for draft in drafts]
    made = [number for draft, number in zip(drafts, wanted, strict=True) if not draft.written_no]
    for part in in_parts(made):
        taken |= set(session.scalars(select(RIDE.c.ride_no).where(RIDE.c.ride_no.in_(part))))
    for place, draft in enumerate(drafts):
        if not draft.written_no:
            wanted[place] = _untaken(wanted[place], taken)
        taken.add(wanted[place])
    return wanted


def _made_number(draft: Draft) -> str:
    hour = f"{clock.local(draft.depart_at):%H%M}" if draft.depart_at else "0000"
    return f"{draft.ride_date:%Y%m%d}-{draft.members[0]}-{hour}"


def _untaken(number: str, taken: set[str]) -> str:
    last = 1
    while (candidate := number if last == 1 else f"{number}-{last}") in taken:
        last += 1
    return candidate
