"""The book that random play looks at: every row the desk wrote, read past the ORM, and what must hold of it."""

import contextlib
import itertools
import sqlite3
from collections import Counter, namedtuple
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from mmc_desk.core import db
from mmc_desk.core.model import Base
from mmc_desk.features.mileage.model import EntryKind
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.rules.states import OPEN, PLANNED

Book = Mapping[str, Sequence[Any]]
"""The rows of what the desk writes, by table and in the order of their keys, versions aside."""

# Places, rates and the like stand still here.
_STILL = {
    "audit_entry",
    "audit_head",
    "place",
    "official_km_rate",
    "volunteer_forfait",
    "street_alias",
    "ride_event",
    "desk_setting",
}
TABLES = {
    table.name: namedtuple(table.name, [column.name for column in table.columns if column.name != "version"])  # noqa: PYI024 - the columns of the models
    for table in Base.metadata.sorted_tables
    if table.name not in _STILL
}
_WRITES = {"INSERT": 2, "UPDATE": 1, "DELETE": 2}
"""The word of a statement that names its table."""


class Reader:
    """Reads the book of a database. Only the tables that a statement wrote to are read again: SQLite tells which."""

    def __init__(self, database: db.Database) -> None:
        self._database = database
        self._touched: set[str] = set()
        with self.connection() as connection:
            connection.set_trace_callback(self._note)

    def _note(self, statement: str) -> None:
        words = statement.split(None, 3)
        place = _WRITES.get(words[0])
        if place is not None:
            self._touched.add(words[place])

    @contextlib.contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Give the one connection of the database."""
        with contextlib.closing(self._database.engine.raw_connection()) as connection:
            live = connection.driver_connection
            assert isinstance(live, sqlite3.Connection)
            yield live

    def read(self, last: Book | None = None) -> Book:
        """Return the book: whole, or `last` with the tables that were written to since then; `last` where none was."""
        touched = TABLES.keys() if last is None else self._touched & TABLES.keys()
        if last is not None and not touched:
            return last
        with self.connection() as connection:
            rows = {name: _rows(connection, name) for name in touched}
        self._touched.clear()
        return {**(last or {}), **rows}

    def copy(self, copy: Callable[[sqlite3.Connection], None]) -> None:
        """Let `copy` fill the database, or fill another one from it."""
        with self.connection() as connection:
            copy(connection)

    def close(self) -> None:
        """Listen no more."""
        with self.connection() as connection:
            connection.set_trace_callback(None)


def _rows(connection: sqlite3.Connection, name: str) -> list[Any]:
    columns: Any = TABLES[name]
    found = connection.execute(f"SELECT {', '.join(columns._fields)} FROM {name} ORDER BY id")  # noqa: S608 - names of the models
    return [columns._make(row) for row in found]


def look(book: Book, known: Collection[int]) -> None:
    """Hold the book to what must be so after every deed; `known` are the rides that there should be."""
    no_ride_is_lost_or_doubled(book, known)
    nobody_is_in_two_places(book)
    a_ride_is_its_parts(book)
    cars_hang_together(book)


def no_ride_is_lost_or_doubled(book: Book, known: Collection[int]) -> None:
    """What was taken is there, once; numbers aren't given twice."""
    rides = book["ride"]
    assert {ride.id for ride in rides} == known
    assert len({ride.ride_no for ride in rides}) == len(rides)


def nobody_is_in_two_places(book: Book) -> None:
    """A driver has one ride at a time, a member one seat in a car."""
    spans = sorted(
        (ride.driver_id, ride.depart_at, ride.home_at)
        for ride in book["ride"]
        if ride.state in PLANNED and ride.depart_at is not None and ride.home_at is not None
    )
    for (driver, _, home_at), (other, depart_at, _) in itertools.pairwise(spans):
        assert driver != other or home_at <= depart_at
    seats = [(seat.ride_id, seat.member_id) for seat in book["ride_request"]]
    assert len(set(seats)) == len(seats)


def after_the_end(book: Book, today: str) -> set[tuple[str, int]]:
    """Return who has an open ride to come while they have stopped by then: its day and the member."""
    ended = {member.id: member.ended_on for member in book["member"] if member.ended_on is not None}
    coming = {ride.id: ride.ride_date for ride in book["ride"] if ride.state in OPEN and ride.ride_date >= today}
    return {
        (coming[seat.ride_id], seat.member_id)
        for seat in book["ride_request"]
        if seat.ride_id in coming and ended.get(seat.member_id, "9999") <= coming[seat.ride_id]
    }


def a_ride_is_its_parts(book: Book) -> None:
    """Seats and legs are counted right."""
    seats = Counter(seat.ride_id for seat in book["ride_request"])
    legs = Counter(leg.ride_id for leg in book["leg"])
    for ride in book["ride"]:
        assert ride.passengers == seats[ride.id]
        assert (ride.legs or 0) == legs[ride.id]


def cars_hang_together(book: Book) -> None:
    """A ride that was put into another car is given up for it; a way back returns from a way out that lost its own."""
    rides = {ride.id: ride for ride in book["ride"]}
    for ride in rides.values():
        if ride.merged_into_id is not None:
            assert ride.state == RideState.CANCELLED
        if ride.outward_id is not None:
            assert rides[ride.outward_id].outward_id is None


def settlements_are_sums(book: Book) -> None:
    """What a driver is paid is the sum of its lines, and every frozen ride stands in one of them."""
    entries = book["settlement_entry"]
    for part in book["settlement"]:
        lines = [entry for entry in entries if entry.settlement_id == part.id]
        assert part.due == sum(line.due for line in lines)
        assert part.received == sum(line.received for line in lines)
        assert part.metres == sum(line.metres for line in lines)
    taken_back = {entry.reverses_id for entry in entries}
    standing = Counter(
        entry.ride_id for entry in entries if entry.id not in taken_back and entry.kind != EntryKind.REVERSAL
    )
    assert not standing or max(standing.values()) == 1
    assert {ride.id for ride in book["ride"] if ride.state == RideState.SETTLED} <= set(standing)
