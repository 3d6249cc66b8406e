"""R5: two desks claim the last driver, seat, chair or moment at once; the database decides, never both get it.

`python -m tests.faults.claims [--n 1000]` races two desks on a PostgreSQL of its own, then two processes that take
turns on one SQLite file, prints a line of JSON per kind and ends with 1 when anything went over its capacity.
"""

import argparse
import functools
import json
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import clock, db, migrate
from mmc_desk.core.errors import DatabaseBusyError, RuleError
from mmc_desk.features import load_models
from mmc_desk.features.meals.model.bookings import BookingState, MealBooking
from mmc_desk.features.meals.ops import bookings
from mmc_desk.features.meals.ops.booking_commands import BookMeal, CancelBookings
from mmc_desk.features.people.model import Driver
from mmc_desk.features.rides import ops as rides
from mmc_desk.features.rides.model import RideState
from mmc_desk.features.rides.ops import sharing
from mmc_desk.features.rides.ops.commands import ShareRide, UnassignDriver, UnshareRide
from mmc_desk.features.sessions.model import SessionKind, WheelsSession, WheelsSlot
from mmc_desk.features.sessions.ops.attending import TakeSlot, take_slot
from tests.conftest import NOW
from tests.faults.server import own_server
from tests.features.meals.conftest import MealDesk, fill_meals
from tests.features.rides.conftest import RideDesk, fill

CHAIRS = 4
"""The capacity of the hall in Hees."""
_EATERS = 8


@dataclass(frozen=True)
class Claims:
    """What is claimed: two rides for one driver, a car of two seats, the chairs of a noon, one moment."""

    desk: RideDesk
    meals: MealDesk
    eaters: tuple[int, ...]
    wanted: tuple[int, int]
    shared: tuple[int, int, int]
    slot: int


def prepare(database: db.Database) -> Claims:
    """Fill an empty database with what is to be claimed."""
    desk = fill(database)
    meals = fill_meals(desk)
    eaters = tuple(meals.person(f"Eter {number}") for number in range(_EATERS))
    members = (desk.rosa, desk.jef, desk.maria)
    wanted = (desk.request(member_id=members[0]), desk.request(member_id=members[1]))
    at_two = [desk.request(member_id=member, appointment=time(14), companions=0) for member in members]

    def add_slot(session: Session) -> int:
        noon = meals.service(meals.noon())
        held = WheelsSession(restaurant_id=meals.hees, session_date=noon.service_date, kind=SessionKind.SERVICE)
        session.add(held)
        session.flush()
        slot = WheelsSlot(session_id=held.id, starts_at=time(14), minutes=15)
        session.add(slot)
        session.flush()
        return slot.id

    slot = database.write(add_slot).value
    return Claims(desk, meals, eaters, wanted, (at_two[0], at_two[1], at_two[2]), slot)


def at_once(desks: Sequence[db.Database], ops: Sequence[Callable[[Session], Any]]) -> list[bool]:
    """Let each desk write its op at the same moment; tell which were kept. Other errors than refusals are raised."""
    start = threading.Barrier(len(desks))

    def claim(desk: db.Database, op: Callable[[Session], Any]) -> bool:
        start.wait()
        try:
            desk.write(op, "Opgeëist")
        except RuleError:
            return False
        return True

    with ThreadPoolExecutor(len(desks)) as pool:
        return list(pool.map(claim, desks, ops))


def last_driver(desks: Sequence[db.Database], claims: Claims, rounds: int) -> Counter[str]:
    """Two rides at the same hour, one driver: one of them is assigned, never both, never none."""
    found: Counter[str] = Counter()
    for _ in range(rounds):
        asked = [rides.AssignDriver(ride, claims.desk.pierre, agreed=True) for ride in claims.wanted]
        kept = at_once(desks, [functools.partial(rides.assign_driver, command=command) for command in asked])
        planned = [ride for ride in claims.wanted if claims.desk.ride(ride).state == RideState.ASSIGNED]
        found["claims"] += len(kept)
        found["over"] += len(planned) > 1
        found["none"] += not planned
        found["told otherwise"] += sum(kept) != len(planned)
        for ride in planned:
            desks[0].write(functools.partial(rides.unassign_driver, command=UnassignDriver(ride)))
    return found


def last_seat(desks: Sequence[db.Database], claims: Claims, rounds: int) -> Counter[str]:
    """A car with one seat left, into which two desks put somebody: its driver keeps it only while there is room."""
    found: Counter[str] = Counter()
    into, *others = claims.shared
    paula = claims.desk.paula  # her car has two seats
    for _ in range(rounds):
        _settle(desks[0], claims, paula)
        commands = [ShareRide(other, into) for other in others]
        kept = at_once(desks, [functools.partial(sharing.share_ride, command=command) for command in commands])
        ride, seats = claims.desk.ride(into), claims.desk.row(Driver, paula).seats
        found["claims"] += len(kept)
        found["over"] += ride.driver_id == paula and ride.passengers > seats
        found["told otherwise"] += ride.passengers != 1 + sum(kept)
    return found


def _settle(desk: db.Database, claims: Claims, driver: int) -> None:
    into = claims.shared[0]
    if claims.desk.ride(into).passengers > 1:
        desk.write(functools.partial(sharing.unshare_ride, command=UnshareRide(into)))
    if claims.desk.ride(into).driver_id is None:
        command = rides.AssignDriver(into, driver, agreed=True)
        desk.write(functools.partial(rides.assign_driver, command=command))


def last_chair(desks: Sequence[db.Database], claims: Claims, rounds: int) -> Counter[str]:
    """Eight people, four chairs, two desks: four get one, the others wait; nobody is sent away for nothing."""
    found: Counter[str] = Counter()
    noon = claims.meals.noon()
    for _ in range(rounds):
        for pair in zip(claims.eaters[::2], claims.eaters[1::2], strict=True):
            commands = [BookMeal(noon, person_id=person) for person in pair]
            kept = at_once(desks, [functools.partial(bookings.book_meal, command=command) for command in commands])
            found["claims"] += len(kept)
            found["sent away"] += kept.count(False)
        states = _states(desks[0], noon)
        found["over"] += states[BookingState.BOOKED] > CHAIRS
        found["empty"] += states[BookingState.BOOKED] < CHAIRS
        desks[0].write(functools.partial(_clear, noon=noon))
    return found


def _states(desk: db.Database, noon: int) -> Counter[BookingState]:
    query = select(MealBooking.state, func.count()).where(MealBooking.service_id == noon).group_by(MealBooking.state)
    return Counter(dict(desk.read(lambda session: [(state, count) for state, count in session.execute(query)])))


def _clear(session: Session, noon: int) -> None:
    open_ones = MealBooking.state.in_((BookingState.BOOKED, BookingState.WAITING))
    keys = session.scalars(select(MealBooking.id).where(MealBooking.service_id == noon, open_ones)).all()
    bookings.cancel_bookings(session, CancelBookings(tuple(keys)))


def one_moment(desks: Sequence[db.Database], claims: Claims, rounds: int) -> Counter[str]:
    """Two desks give the same free moment to two people: one gets it, and the other desk is told."""
    found: Counter[str] = Counter()
    for _ in range(rounds):
        seen = claims.desk.row(WheelsSlot, claims.slot).version
        commands = [TakeSlot(claims.slot, person, version=seen) for person in claims.eaters[:2]]
        kept = at_once(desks, [functools.partial(take_slot, command=command) for command in commands])
        found["claims"] += len(kept)
        found["over"] += kept.count(True) > 1
        found["none"] += not any(kept)
        desks[0].write(functools.partial(take_slot, command=TakeSlot(claims.slot)))
    return found


KINDS = {"driver": last_driver, "seat": last_seat, "chair": last_chair, "moment": one_moment}


def race(url: str, number: int) -> list[dict[str, Any]]:
    """Race `number` claims, a quarter of each kind, and return a line per kind. Danger: it fills an empty database."""
    with db.connect(url) as one, db.connect(url) as two:
        claims = prepare(one)
        found = []
        for kind, run in KINDS.items():
            rounds = max(1, number // len(KINDS) // (_EATERS if kind == "chair" else 2))
            found.append({"fault": "R5", "kind": kind, **run((one, two), claims, rounds)})
    return found


def take_turns(path: Path, number: int) -> dict[str, Any]:
    """Two processes book a noon in one file, which each opens anew for every claim: one at a time gets in."""
    with migrate.create(str(path)) as database:
        claims = prepare(database)
        noon = claims.meals.noon()
        people = [claims.meals.person(f"Gast {place}") for place in range(number)]
    halves = (people[::2], people[1::2])
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.claims", "--file", path, "--noon", str(noon), *map(str, half)]
        )
        for half in halves
    ]
    failed = sum(process.wait() != 0 for process in started)
    with migrate.open_database(str(path)) as database:
        states = _states(database, noon)
    booked, waiting = states[BookingState.BOOKED], states[BookingState.WAITING]
    told = {"fault": "R5", "kind": "one file", "claims": number, "over": int(booked > CHAIRS)}
    return {**told, "empty": int(booked < CHAIRS), "lost": number - booked - waiting, "failed": failed}


def _book_in_turn(path: Path, noon: int, people: Sequence[int]) -> None:
    for person in people:
        while True:
            try:
                with migrate.open_database(str(path)) as database:
                    command = BookMeal(noon, person_id=person)
                    database.write(functools.partial(bookings.book_meal, command=command), "Ingeschreven")
                break
            except DatabaseBusyError:
                continue


def main() -> int:
    """Run it in full, or as one of the two processes, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=1_000)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--noon", type=int)
    parser.add_argument("people", type=int, nargs="*")
    asked = parser.parse_args()
    load_models()
    with clock.frozen(NOW):
        return _run(asked)


def _run(asked: argparse.Namespace) -> int:
    if asked.file:
        _book_in_turn(asked.file, asked.noon, asked.people)
        return 0
    with own_server() as url, tempfile.TemporaryDirectory(prefix="mmc-desk-") as folder:
        found = [*race(url, asked.n), take_turns(Path(folder) / "desk.db", asked.n // 10)]
    for line in found:
        sys.stdout.write(f"{json.dumps(line)}\n")
    wrong = ("over", "none", "empty", "told otherwise", "sent away", "lost", "failed")
    return int(any(line.get(name) for line in found for name in wrong))


if __name__ == "__main__":
    sys.exit(main())
