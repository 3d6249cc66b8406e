"""Planning a day in the window: the longest time that the window's thread stands still while a proposal is sought.

A day of 300 open rides and 100 drivers by default, on the day board, by its own keys: asked for, improved, taken over.
Prints one line of JSON. Usage: python bench/plan_window.py [RIDES] [DRIVERS]
"""

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as clock_time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication
from sqlalchemy import select
from sqlalchemy.orm import Session

from mmc_desk.app import application, make_runner, make_window
from mmc_desk.core import clock, migrate
from mmc_desk.core.settings import Settings
from mmc_desk.features import load_models
from mmc_desk.features.people.model import Address, Driver, Member, Person, Place, WeekAvailability
from mmc_desk.features.planner.pages.companion import PlannerCompanion
from mmc_desk.features.rides import ops
from mmc_desk.features.rides.pages.board import BoardPage

LIMIT_MS = 50
TICK_MS = 1
MOST_MS = 60_000


def fill(session: Session, day: date, rides: int, drivers: int) -> None:
    """Make a desk with open rides on a day, the same one each time."""
    chance = random.Random(7)  # noqa: S311 - practice data
    villages = list(session.scalars(select(Place.name).where(Place.is_village).order_by(Place.id)))
    goals = list(session.scalars(select(Place.name).where(~Place.is_village).order_by(Place.id)))
    people = [Person(last_name=f"Naam {number}", first_name="An") for number in range(rides + drivers)]
    session.add_all(people)
    session.flush()
    session.add_all(
        Address(
            person_id=person.id,
            valid_from=date(2015, 1, 1),
            street="Dorpstraat 1",
            postcode="3740",
            village=chance.choice(villages),
        )
        for person in people
    )
    members = [
        Member(person_id=person.id, member_no=place + 1, since=date(2015, 1, 1))
        for place, person in enumerate(people[:rides])
    ]
    hands = [
        Driver(person_id=person.id, code=f"C{place:03d}", seats=3, active_from=date(2015, 1, 1))
        for place, person in enumerate(people[rides:])
    ]
    session.add_all([*members, *hands])
    session.flush()
    session.add_all(
        WeekAvailability(driver_id=driver.id, weekday=day.weekday(), from_time=start, to_time=clock_time(19))
        for driver in hands
        for start in (clock_time(chance.choice((7, 8, 9))),)
    )
    session.flush()
    for member in members:
        goal, village = chance.choice(goals), chance.choice(villages)
        at = clock_time(chance.randrange(8, 17), chance.choice((0, 15, 30, 45)))
        command = ops.RequestRide(member.id, day, destination=goal, destination_village=village, appointment=at)
        ops.request_ride(session, command)


class Gaps:
    """Ticks as often as the event loop lets it, and remembers the longest silence of each part.

    `work` is what the thread itself worked at most between two ticks; a machine busy with others adds to the silence.
    """

    def __init__(self) -> None:
        self.longest: dict[str, float] = {}
        self.work: dict[str, float] = {}
        self.part = "begin"
        self.last, self.worked = time.perf_counter(), time.thread_time()
        self.timer = QTimer(interval=TICK_MS)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.tick)
        self.timer.start()

    def tick(self) -> None:
        """Note how long it was silent."""
        now, worked = time.perf_counter(), time.thread_time()
        gap, work = (now - self.last) * 1000, (worked - self.worked) * 1000
        self.last, self.worked = now, worked
        self.longest[self.part] = round(max(self.longest.get(self.part, 0.0), gap), 1)
        self.work[self.part] = round(max(self.work.get(self.part, 0.0), work), 1)

    def until(self, part: str, is_there: Callable[[], bool]) -> float:
        """Let the window work until something is there; return the seconds it took."""
        self.part, begun = part, time.perf_counter()
        loop, look, late = QEventLoop(), QTimer(interval=5), QTimer(interval=MOST_MS, singleShot=True)
        look.timeout.connect(lambda: loop.quit() if is_there() else None)
        late.timeout.connect(loop.quit)
        look.start()
        late.start()
        loop.exec()
        self.tick()
        return time.perf_counter() - begun


def main() -> int:
    """Measure and print; the exit code tells whether the window never stood still for longer than the limit."""
    rides, drivers = (int(argument) for argument in (*sys.argv[1:3], *("300", "100")[len(sys.argv) - 1 :]))
    day = clock.today() + timedelta(days=(2 - clock.today().weekday()) % 7 + 7)
    load_models()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MMC_DESK_HOME"] = folder
        path = f"{folder}/plan.db"
        with migrate.create(path) as database:
            database.write(lambda session: fill(session, day, rides, drivers))
        figures = measure(path, day)
    print(json.dumps({"bench": "plan_window", "rides": rides, "drivers": drivers, **figures, "limit_ms": LIMIT_MS}))
    return 0 if figures["longest_gap_ms"] <= LIMIT_MS else 1


def measure(path: str, day: date) -> dict[str, float | int]:
    """Return what planning a day in the window takes, and the longest gap of its thread."""
    application(Settings())
    runner = make_runner(migrate.open_database(path))
    window = make_window(runner, Settings(), remembers=False)
    window.resize(1366, 768)
    window.show()
    window.open_page("board", day)
    runner.wait_idle(MOST_MS)
    page = window.page
    assert isinstance(page, BoardPage)  # noqa: S101 - narrows the type
    planner = next(one for one in page.companions if isinstance(one, PlannerCompanion))
    planner.make_ready()
    gaps, begun = Gaps(), time.perf_counter()
    gaps.until("ready", lambda: time.perf_counter() - begun > 2)
    proposing = planner.proposing
    assert proposing is not None  # noqa: S101 - narrows the type: it was made ready
    planner.main.trigger()
    gaps.tick()
    first = gaps.until("first", lambda: proposing.proposal is not None)
    whole = first + gaps.until("better", lambda: not proposing.progress.is_searching)
    changes = len(proposing.proposal.changes) if proposing.proposal is not None else 0
    saved: list[object] = []
    runner.saved.connect(saved.append)
    planner.take_all.trigger()
    taken = gaps.until("taken", lambda: bool(saved))
    again = gaps.until("again", lambda: runner.is_idle and not proposing.progress.is_searching)
    longest, work = dict(gaps.longest), dict(gaps.work)
    runner.close()
    window.close()
    QApplication.processEvents()
    return {
        "first_s": round(first, 3),
        "whole_s": round(whole, 1),
        "changes": changes,
        "taken_over_s": round(taken, 2),
        "planned_again_s": round(again, 2),
        **{f"gap_{part}_ms": gap for part, gap in longest.items()},
        **{f"work_{part}_ms": worked for part, worked in work.items()},
        "longest_gap_ms": max(longest.values()),
    }


if __name__ == "__main__":
    sys.exit(main())
