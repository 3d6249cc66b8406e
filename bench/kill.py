"""Kill -9 at random points during saves through the real ops; then count what was lost. Prints one line of JSON.

A worker takes, edits, assigns, confirms, cancels and finishes rides, and acknowledges each commit on a pipe after it
returned. The parent kills it at a random acknowledgement plus a random moment, opens the database again and compares:
every acknowledged save must be there, no ride may be half saved, and every check must be clean. The workers are forked
from a process that has loaded the program: a thousand starts of Python would take longer than the saves.

Usage: python bench/kill.py [--saves 1000] [--rounds 25] [--seed 1]
"""

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from datetime import time as clock_time
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mmc_desk.core import check, clock, db, migrate
from mmc_desk.core.errors import RuleError
from mmc_desk.features import load_features
from mmc_desk.features.people.model import Address, Driver, Member, Person
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.model import CancelledBy, Leg, Ride, RideRequest

Save = tuple[int, int]
"""A ride, and its version after a save that was acknowledged."""

if sys.platform == "win32":
    STARTS = multiprocessing.get_context("spawn")
else:
    STARTS = multiprocessing.get_context("forkserver")
STARTS.set_forkserver_preload(["holidays.countries", "mmc_desk.core.check", "mmc_desk.features.rides.ops"])
LONGEST = 0.03
"""Seconds within which a worker is killed after an acknowledgement: some more than a save takes."""
MEMBERS, DRIVERS = 40, 12
PLACES = ("Genk", "Hasselt", "Bilzen", "Tongeren", "Maaseik")


@dataclass
class Tally:
    """What the rounds found. `lost`: acknowledged saves that aren't there; `half`: rides without all their rows."""

    acknowledged: int = 0
    rounds: int = 0
    promised: dict[int, int] = field(default_factory=dict)
    lost: int = 0
    half: int = 0
    breaches: list[str] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--saves", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = time.perf_counter()
    tally = rounds(arguments.saves, arguments.rounds, random.Random(arguments.seed))  # noqa: S311 - no secret
    print(
        json.dumps(
            {
                "what": "kill -9 during saves through the ops",
                "acknowledged": tally.acknowledged,
                "kills": tally.rounds,
                "lost": tally.lost,
                "half_rides": tally.half,
                "breaches": tally.breaches,
                "seconds": round(time.perf_counter() - started, 1),
            }
        )
    )
    return int(bool(tally.lost or tally.half or tally.breaches))


def rounds(saves: int, most: int, dice: random.Random) -> Tally:
    """Run rounds until `saves` were acknowledged and `most` workers were killed."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        with migrate.create(str(path)) as database:
            database.write(fill)
        while tally.acknowledged < saves or tally.rounds < most:
            left = max(1, -(-saves // most))
            acknowledged = one_round(path, dice.randint(-(-left // 2), left + left // 2 + 1), dice)
            tally.rounds += 1
            tally.acknowledged += len(acknowledged)
            inspect(path, acknowledged, tally)
    return tally


def one_round(path: Path, kill_after: int, dice: random.Random) -> list[Save]:
    """Kill a worker after so many acknowledgements and a bit; return all it made."""
    reading, writing = STARTS.Pipe(duplex=False)
    worker = STARTS.Process(target=work, args=(path, dice.randrange(10**6), writing))
    worker.start()
    writing.close()
    acknowledged = [reading.recv() for _ in range(kill_after)]
    time.sleep(dice.random() * LONGEST)  # not a wait for anything: the random point at which the program is killed
    worker.kill()
    acknowledged += _rest(reading)
    worker.join()
    if (worker.exitcode or 0) >= 0:
        raise RuntimeError(f"the worker stopped by itself, with code {worker.exitcode}")
    return acknowledged


def _rest(reading: Connection) -> Iterator[Save]:
    """Yield what was said before the end."""
    while True:
        try:
            yield reading.recv()
        except EOFError:
            return


def inspect(path: Path, acknowledged: list[Save], tally: Tally) -> None:
    """Open the database as the desk would in the morning, and add what it misses to the tally."""
    with migrate.open_database(str(path)) as database:
        versions = database.read(ride_versions)
        tally.promised |= dict(acknowledged)
        tally.lost += sum(versions.get(ride_id, 0) < version for ride_id, version in tally.promised.items())
        tally.half += database.read(half_rides)
        for finding in check.inspect_database(database, load_features()):
            tally.breaches += finding.breaches


def ride_versions(session: Session) -> dict[int, int]:
    """Return the version of every ride: each save raised it, or left it as it was."""
    return dict(session.execute(select(Ride.id, Ride.version)).all())


def half_rides(session: Session) -> int:
    """Count rides whose requests or legs aren't all there."""
    seats = select(func.count(RideRequest.id)).where(RideRequest.ride_id == Ride.id).scalar_subquery()
    legs = select(func.count(Leg.id)).where(Leg.ride_id == Ride.id).scalar_subquery()
    half = select(func.count(Ride.id)).where((seats != Ride.passengers) | (legs != Ride.legs))
    return session.scalar(half) or 0


def work(path: Path, seed: int, said: Connection) -> None:
    """Save without end; each acknowledgement goes out only after its commit returned."""
    with migrate.open_database(str(path)) as database:
        for ride_id in deeds(database, random.Random(seed)):  # noqa: S311 - no secret
            said.send((ride_id, database.read(partial(_version, ride_id))))


def _version(ride_id: int, session: Session) -> int:
    return session.get_one(Ride, ride_id).version


def deeds(database: db.Database, dice: random.Random) -> Iterator[int]:
    """Do what a desk does with ride after ride and yield the ride of each deed that was done."""
    while True:
        asked = _asked(dice)
        ride_id = database.write(partial(ops.request_ride, command=asked)).value
        yield ride_id
        for deed in _story(ride_id, asked, dice):
            try:
                database.write(deed)
            except RuleError:
                break  # a clash or a full car: a desk meets those too
            yield ride_id


def _asked(dice: random.Random) -> ops.RequestRide:
    caller, *others = dice.sample(range(1, MEMBERS + 1), dice.choice((1, 1, 1, 2, 3)))
    return ops.RequestRide(
        member_id=caller,
        ride_date=clock.today() - timedelta(days=dice.randint(0, 300)),
        destination=dice.choice(PLACES),
        destination_village=dice.choice(PLACES),
        appointment=clock_time(dice.randint(6, 20), dice.choice((0, 15, 30, 45))),
        stops=dice.choice(((), (), ("Bakker",), ("Apotheek", "Bakker"))),
        passengers=tuple(ops.SharedSeat(member) for member in others),
    )


def _story(ride_id: int, asked: ops.RequestRide, dice: random.Random) -> "list[db.Op[object]]":
    driver = dice.randint(1, DRIVERS)
    given = [
        lambda session: ops.edit_ride(session, ops.EditRide(ride_id, _asked_again(asked, dice))),
        lambda session: ops.assign_driver(session, ops.AssignDriver(ride_id, driver)),
        lambda session: ops.confirm_ride(session, ops.ConfirmRide(ride_id)),
    ]
    ends = [
        lambda session: ops.record_result(session, ops.RecordResult(ride_id, dice.randint(5_000, 90_000))),
        lambda session: ops.cancel_ride(session, ops.CancelRide(ride_id, CancelledBy.MEMBER)),
        lambda session: ops.mark_wasted(session, ops.MarkWasted(ride_id, 9_000)),
        lambda session: ops.unassign_driver(session, ops.UnassignDriver(ride_id)),
    ]
    return [*given[dice.randint(0, 1) :], dice.choice(ends)]


def _asked_again(asked: ops.RequestRide, dice: random.Random) -> ops.RequestRide:
    again = _asked(dice)
    others = tuple(seat for seat in again.passengers if seat.member_id != asked.member_id)
    return ops.RequestRide(asked.member_id, asked.ride_date, again.destination, passengers=others, stops=again.stops)


def fill(session: Session) -> None:
    """Add the people of a small desk."""
    for number in range(1, MEMBERS + DRIVERS + 1):
        person = Person(last_name=f"Naam{number}", first_name="An")
        session.add(person)
        session.flush()
        village = PLACES[number % len(PLACES)]
        home = Address(
            person_id=person.id, valid_from=date(2015, 1, 1), street="Markt 1", postcode="3740", village=village
        )
        session.add(home)
        if number <= MEMBERS:
            session.add(Member(person_id=person.id, member_no=number, since=date(2015, 1, 1)))
        else:
            session.add(Driver(person_id=person.id, code=f"C{number - MEMBERS:02d}"))


if __name__ == "__main__":
    sys.exit(main())
