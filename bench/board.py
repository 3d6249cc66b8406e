"""The day board with many rides: first paint, scroll and drag frames in milliseconds. Prints one line of JSON.

Usage: python bench/board.py [RIDES] [DRIVERS]
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as clock_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from mmc_desk.core import clock
from mmc_desk.features.people.model import Aid
from mmc_desk.features.rides.model import Purpose, ReturnMode, RideState
from mmc_desk.features.rides.pages.board_view import BoardView
from mmc_desk.features.rides.queries.rows import DayBoard, Lane, RideLine, RideMember
from mmc_desk.features.rides.rules.assignment import Obstacle, Refusal
from mmc_desk.features.rides.rules.availability import WHOLE_DAY, Away, DayHours
from mmc_desk.ui import theme

DAY = date(2026, 11, 24)
FRAMES = 300
NAMES = ("Maria Peeters", "José Vandebosch", "Irma Claes", "Christiane Bijnens-Moesen", "Paula Geladé", "Jef Dirkx")
VILLAGES = ("Bilzen", "Hees", "Beverst", "Munsterbilzen", "Eigenbilzen", "Rijkhoven", "Mopertingen", "Schoonbeek")
GOALS = (("Ziekenhuis ZOL", "Genk"), ("Jessa", "Hasselt"), ("Delhaize", "Bilzen"), ("Kapsalon Rita", "Hoeselt"))
STATES = (
    RideState.ASSIGNED,
    RideState.CONFIRMED,
    RideState.CONFIRMED,
    RideState.DRIVEN,
    RideState.SETTLED,
    RideState.WASTED,
)
AIDS = (Aid.NONE, Aid.NONE, Aid.ROLLATOR, Aid.FOLDABLE_WHEELCHAIR, Aid.RIGID_WHEELCHAIR)


def main() -> None:
    rides, drivers = (int(argument) for argument in (*sys.argv[1:3], *("2000", "300")[len(sys.argv) - 1 :]))
    application = QApplication(sys.argv)
    theme.apply(application, "light", 100)
    board = make_board(rides, drivers)
    first, view = first_paint(board)
    figures = {"rides": rides, "drivers": drivers, "first_paint_ms": round(first, 1)}
    for name, step in {"scroll": scroll_step(view), "drag": drag_step(view), "zoom": zoom_step(view)}.items():
        times = [timed(step) for _ in range(FRAMES)]
        figures[f"{name}_frame_ms_median"] = round(statistics.median(times), 2)
        figures[f"{name}_frame_ms_p99"] = round(statistics.quantiles(times, n=100)[98], 2)
    view.drag.cancel()
    print(json.dumps(figures))


def first_paint(board: DayBoard) -> tuple[float, BoardView]:
    """Return how long it takes from rows to pixels, and the board."""
    start = time.perf_counter()
    view = BoardView(board)
    theme.dress(view)
    view.resize(1400, 900)
    view.show()
    view.grab()
    return (time.perf_counter() - start) * 1000, view


def timed(step: Callable[[], None]) -> float:
    """Return the milliseconds of one step with everything it made paint."""
    start = time.perf_counter()
    step()
    QApplication.processEvents()
    return (time.perf_counter() - start) * 1000


def scroll_step(view: BoardView) -> Callable[[], None]:
    """Return a step that scrolls down by a third of a lane, and to the right."""
    down, right = view.verticalScrollBar(), view.horizontalScrollBar()

    def step() -> None:
        down.setValue((down.value() + 17) % max(down.maximum(), 1))
        right.setValue((right.value() + 5) % max(right.maximum(), 1))

    return step


def drag_step(view: BoardView) -> Callable[[], None]:
    """Return a step that carries a ride over the lanes; every third driver refuses it."""
    ride = next(bar.ride for lane in view.scene.bars for bar in lane)
    place = [0]

    def step() -> None:
        if view.drag.ride is None:
            view.drag.begin(ride)
            text = "Maria Peeters rijdt dan al rit 2026-0001 (09:00 – 11:00)."
            refused = [head.driver_id for head in view.scene.heads[::3]]
            view.drag.set_verdicts(ride.ride_id, dict.fromkeys(refused, Refusal(Obstacle.CLASH, text)))
        place[0] = (place[0] + 7) % view.viewport().height()
        view.drag.move(view.viewport().mapToGlobal(QPoint(400, place[0])))

    return step


def zoom_step(view: BoardView) -> Callable[[], None]:
    """Return a step that zooms in and out."""
    turns = [0]

    def step() -> None:
        turns[0] += 1
        view.zoom(1 if turns[0] % 2 else -1)

    return step


def make_board(rides: int, drivers: int) -> DayBoard:
    """Return a day with `rides` over `drivers` lanes, the same ones each time."""
    chance = random.Random(20)  # noqa: S311 - practice data
    lanes = [make_lane(chance, number, rides // drivers + (number < rides % drivers)) for number in range(drivers)]
    loose = tuple(make_ride(chance, 1_000_000 + number, None, 8 + number % 9) for number in range(12))
    return DayBoard(DAY, "", tuple(lanes), loose, ())


def make_lane(chance: random.Random, number: int, rides: int) -> Lane:
    """Return a driver with rides one after the other."""
    away = number % 11 == 10
    hours = (
        DayHours((), Away.LEAVE, "verlof")
        if away
        else DayHours(((clock_time(8), clock_time(18)),) if number % 3 else (WHOLE_DAY,))
    )
    booked = (
        ()
        if away
        else tuple(
            make_ride(chance, number * 1000 + place, number + 1, 7 + place * 14 / max(rides, 1))
            for place in range(1, rides + 1)
        )
    )
    name = f"{NAMES[number % len(NAMES)]} {number + 1}"
    return Lane(
        driver_id=number + 1,
        code=f"C{number:03d}",
        name=name,
        phone="+32473641788",
        village=chance.choice(VILLAGES),
        seats=4,
        rigid_wheelchair=number % 4 == 0,
        hours=hours,
        rides=booked,
        rides_month=chance.randrange(40),
        metres_month=chance.randrange(900_000),
    )


def make_ride(chance: random.Random, ride_id: int, driver_id: int | None, hour: float) -> RideLine:
    """Return a ride that leaves at `hour`."""
    start = clock.at(DAY, clock_time()) + timedelta(minutes=round(hour * 60))
    goal, goal_village = chance.choice(GOALS)
    return RideLine(
        ride_id=ride_id,
        version=1,
        ride_no=f"2026-{ride_id:04d}",
        ride_date=DAY,
        state=chance.choice(STATES) if driver_id else RideState.REQUESTED,
        driver_id=driver_id,
        driver="",
        depart_at=start,
        home_at=start + timedelta(minutes=chance.choice((50, 75, 100))),
        origin="",
        village=chance.choice(VILLAGES),
        destination=goal,
        destination_village=goal_village,
        purpose=Purpose.HOSPITAL,
        metres=20_000,
        estimated_metres=20_000,
        passengers=1,
        waiting_minutes=0,
        parking=0,
        received=None,
        chargeable=False,
        reason="",
        note="",
        pinned=chance.random() < 0.1,
        members=(make_member(chance, ride_id),),
    )


def make_member(chance: random.Random, number: int) -> RideMember:
    """Return a member in the car."""
    return RideMember(
        request_id=number,
        member_id=number,
        member_no=number,
        name=chance.choice(NAMES),
        phone="+3289519138",
        street="Kerkstraat 1",
        village=chance.choice(VILLAGES),
        aid=chance.choice(AIDS),
        companions=chance.randrange(2),
        pickup_at=None,
        appointment_at=None,
        return_mode=chance.choice(tuple(ReturnMode)),
        return_at=None,
        expected_minutes=None,
        parking_card=False,
    )


if __name__ == "__main__":
    main()
