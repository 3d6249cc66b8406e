"""Days like those of ../shared/benchmarks/days, drawn anew: other seeds and other sizes. Deterministic by seed.

Usage: python bench/plan_instances.py FOLDER [--drivers N] [--rides N] [--seeds FIRST-LAST] [--bound]

Writes `day-DRIVERSxRIDES-sSEED.json` in the format of the benchmarks' README, with greedy's km, and with `--bound` a
lower bound (see plan_bounds.py). What is drawn was read off the files there: three of five drivers the whole day, the
others half of it; five hospitals and centres as far as half of the rides go, else another village; two of five rides
wait, four of five others come back; appointments on five minutes; a wheelchair in one of nine, and in one of six cars.
"""

import argparse
import csv
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.plan_bounds import flow_bound
from mmc_desk.features.planner.engines.greedy import greedy
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.instances import day_problem
from mmc_desk.features.planner.rules.problem import GreatCircle

Point = tuple[float, float]

VILLAGES = Path(__file__).resolve().parents[1] / "db" / "seed" / "places.csv"

DETOUR, SPEED_KMH = 1.3, 50
SERVICE, WHEELCHAIR_SERVICE = 7, 14
"""Minutes to get in and out, by trip."""

CARE = (30, 45, 60, 90, 120)
"""Minutes at the doctor's."""

WINDOW, WINDOW_BACK = 25, 45
"""Minutes that a member may be fetched too early, or wait for the way back."""

TOWN = ("3740", "3742", "3746")
"""Postcodes of Bilzen: where a day of less than REGION_FROM drivers is."""

REGION_FROM = 100
REGION = ((50.72, 51.05), (5.19, 5.78))
CENTRES: tuple[Point, ...] = ((50.789, 5.472), (50.835, 5.715), (50.93, 5.345), (50.8712, 5.52), (50.983, 5.48))
SCATTER = (0.0055, 0.0085)
"""Degrees by which homes lie around the middle of a village (standard deviation)."""

SHIFTS = ((420, 1200), (420, 1200), (420, 1200), (420, 780), (720, 1200))
FIRST_APPOINTMENT, LAST_APPOINTMENT = 550, 920


def main() -> None:
    parser = argparse.ArgumentParser(description="Days like the benchmarks' own, drawn anew")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--drivers", type=int, default=20)
    parser.add_argument("--rides", type=int, default=40)
    parser.add_argument("--seeds", type=seeds, default=range(101, 121), metavar="FIRST-LAST")
    parser.add_argument("--bound", action="store_true", help="a lower bound too: seconds for 20x40, minutes for 40x100")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for seed in arguments.seeds:
        day = drawn(arguments.drivers, arguments.rides, seed)
        if arguments.bound:
            day["lower_bound"] = {"km": round(flow_bound(day_problem(day)), 2), "kind": "driver flow"}
        path = arguments.folder / f"{day['name']}.json"
        path.write_text(json.dumps(day, indent=1), encoding="utf-8")
        print(path)


def seeds(text: str) -> Sequence[int]:
    """Return the seeds from a first to a last one, both included."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def drawn(drivers: int, rides: int, seed: int, *, is_region: bool = False) -> dict[str, Any]:
    """Return a day as the JSON of its file, greedy's plan of it included; many drivers drive in the whole region."""
    chance = random.Random(f"{drivers}x{rides}s{seed}")  # noqa: S311 - chance, not secrecy
    draw = _Draw(chance, villages(is_region=is_region or drivers >= REGION_FROM))
    found: list[dict[str, Any]] = []
    cars = [draw.driver(number + 1) for number in range(drivers)]
    while len(found) < rides:
        found += draw.rides()
    numbered = [{"id": f"R{number + 1}", **ride} for number, ride in enumerate(found[:rides])]
    name = f"day-{drivers:03}x{rides:03}-s{seed}"
    day = {"name": name, "detour": DETOUR, "speed_kmh": SPEED_KMH, "drivers": cars, "rides": numbered}
    problem = day_problem(day)
    verdict = check(problem, greedy(problem))
    return day | {"greedy": {"km": round(verdict.km, 2), "unserved": len(verdict.unserved)}}


def villages(*, is_region: bool) -> list[Point]:
    """Return the middles of the villages of the town, or of the whole region."""
    with VILLAGES.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["kind"] == "village"]
    points = [((float(row["lat"]), float(row["lon"])), row["postcode"]) for row in rows]
    (south, north), (west, east) = REGION
    if is_region:
        return [point for point, _ in points if south <= point[0] <= north and west <= point[1] <= east]
    return [point for point, postcode in points if postcode in TOWN]


@dataclass(frozen=True, slots=True)
class _Draw:
    chance: random.Random
    villages: Sequence[Point]

    def driver(self, number: int) -> dict[str, Any]:
        since, until = self.chance.choice(SHIFTS)
        wheelchair = self.chance.random() < 1 / 6
        home = self.home()
        return {"id": f"D{number}", "home": home, "from": since, "to": until, "wheelchair": wheelchair, "seats": 3}

    def home(self) -> Point:
        """Return somewhere in a village."""
        latitude, longitude = self.chance.choice(self.villages)
        north, east = SCATTER
        return round(self.chance.gauss(latitude, north), 5), round(self.chance.gauss(longitude, east), 5)

    def rides(self) -> Iterator[dict[str, Any]]:
        """Yield what one member asks: a ride that waits, one there, or one there and one back."""
        chance = self.chance
        home, there = self.home(), chance.choice(CENTRES) if chance.random() < 0.5 else self.home()
        wheelchair = chance.random() < 1 / 9
        km = GreatCircle((home, there), DETOUR, SPEED_KMH).km(0, 1)
        minutes = km * 60 / SPEED_KMH + (WHEELCHAIR_SERVICE if wheelchair else SERVICE)
        appointment, care = chance.randrange(FIRST_APPOINTMENT, LAST_APPOINTMENT + 1, 5), chance.choice(CARE)
        latest = appointment - minutes
        if chance.random() < 0.43:
            yield _ride(
                (home, home), (latest - WINDOW, latest), (2 * minutes + care + 15, 2 * km), wheelchair=wheelchair
            )
            return
        yield _ride((home, there), (latest - WINDOW, latest), (minutes, km), wheelchair=wheelchair)
        if chance.random() < 0.8:
            back = appointment + care + 5
            yield _ride((there, home), (back, back + WINDOW_BACK), (minutes, km), wheelchair=wheelchair)


def _ride(
    way: tuple[Point, Point], window: tuple[float, float], lasting: tuple[float, float], *, wheelchair: bool
) -> dict[str, Any]:
    (start, end), (earliest, latest), (minutes, km) = way, window, lasting
    return {
        "start": start,
        "end": end,
        "earliest": round(earliest, 2),
        "latest": round(latest, 2),
        "minutes": round(minutes, 2),
        "km": round(km, 3),
        "wheelchair": wheelchair,
    }


if __name__ == "__main__":
    main()
