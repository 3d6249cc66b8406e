"""Rides from home to home: the checker reckons each of them so, and the engine finds what every choice tried finds."""

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from mmc_desk.features.planner.engines.choice import engine_for
from mmc_desk.features.planner.engines.homing import HomeToHome, first_come
from mmc_desk.features.planner.engines.rides import RidesAlone
from mmc_desk.features.planner.engines.shared.ruin import Ruin
from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.problem import Bond, Driver, Plan, Plane, Problem, Request, Route, Stop, Window
from tests.features.planner.proposals import car, paper, plan, ride


def test_each_ride_counts_from_home_to_home() -> None:
    problem = paper((ride("R1", 540, 5, 20), ride("R2", 640, 20, 5)), (car("C01"),)).problem
    both = plan({"C01": ("R1", "R2")})
    assert check(problem, both).km == 5 + 15 + 20 + 20 + 15 + 5
    assert check(replace(problem, from_home=False), both).km == 5 + 15 + 15 + 5
    # Home of the first at 590, away for the second at 620: 31 minutes sooner they meet.
    assert not check(problem, both).violations
    sooner = replace(problem, requests=(problem.requests[0], ride("R2", 609, 20, 5)))
    assert check(sooner, both).violations
    assert not check(replace(sooner, from_home=False), both).violations


def test_a_long_day_is_too_long_by_way_of_home() -> None:
    problem = paper((ride("R1", 540, 5, 20), ride("R2", 640, 20, 5)), (car("C01", max_minutes=145.0),)).problem
    assert not check(problem, plan({"C01": ("R1", "R2")})).violations
    short = replace(problem, drivers=(car("C01", max_minutes=139.0),))
    assert check(short, plan({"C01": ("R1", "R2")})).violations == ("C01: te lang onderweg.",)
    assert not HomeToHome().solve(replace(short, drivers=(car("C01", max_minutes=40.0),)), 1).routes


def small(seed: int) -> Problem:
    """Return a day of three drivers and five rides with every wish and limit there is."""
    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    points = tuple((float(chance.randrange(21)), float(chance.randrange(21))) for _ in range(8))
    drivers = tuple(
        Driver(
            f"D{number}",
            number,
            number,
            (Window(0.0, 300.0), Window(330.0, 700.0)),
            wheelchairs=number % 2,
            max_rides=chance.choice([None, 2]),
            max_km=chance.choice([None, 90.0]),
            call_km=2.0,
            burden_km=tuple(sorted(chance.uniform(-6, 12) for _ in range(2))) if number else (),
        )
        for number in range(3)
    )
    requests = tuple(
        Request(
            f"R{number}",
            chance.randrange(8),
            chance.randrange(8),
            Window(start := float(chance.randrange(40, 600)), start),
            float(chance.randrange(20, 80)),
            chance.uniform(2, 20),
            wheelchairs=int(number == 3),
            refused=frozenset({"D0"} if number == 1 else ()),
            pinned="D2" if number == 2 and seed % 2 else None,
            wishes_km={f"D{chance.randrange(3)}": chance.uniform(-20, 5)},
        )
        for number in range(5)
    )
    bonds = (Bond("R0", "R4", 10.0), Bond("R0", "elsewhere", 5.0))
    return Problem("small", drivers, requests, Plane(points), bonds=bonds, from_home=True)


def best_of_all(problem: Problem) -> float:
    """Return the cost of the best plan there is: everybody tried for every ride."""
    order = sorted(problem.requests, key=lambda request: request.window.start)
    vehicles = [(driver.id, number) for driver in problem.drivers for number in range(len(driver.windows))]
    can = [[None, *(vehicle for vehicle in vehicles if not faults(problem, {vehicle: [one.id]}))] for one in order]
    costs = []
    for hands in itertools.product(*can):
        tours: dict[tuple[str, int], list[str]] = {}
        for request, vehicle in zip(order, hands, strict=True):
            if vehicle is not None:
                tours.setdefault(vehicle, []).append(request.id)
        if not faults(problem, tours):
            costs.append(check(problem, as_plan(tours)).cost)
    return min(costs)


def as_plan(tours: Mapping[tuple[str, int], Sequence[str]]) -> Plan:
    return Plan(tuple(Route(code, tuple(map(Stop, rides)), number) for (code, number), rides in tours.items()))


def faults(problem: Problem, tours: Mapping[tuple[str, int], Sequence[str]]) -> list[str]:
    """Return what is wrong with tours, beside a pinned ride that isn't in them."""
    return [fault for fault in check(problem, as_plan(tours)).violations if "stond vast" not in fault]


@pytest.mark.parametrize("seed", [1, 4, 6])
def test_the_engine_finds_the_best_of_all_plans(seed: int) -> None:
    problem = small(seed)
    found = check(problem, HomeToHome().solve(problem, 5))
    assert not found.violations
    assert found.cost == pytest.approx(best_of_all(problem))


def test_the_same_seed_gives_the_same_plan_and_a_start_is_kept() -> None:
    problem = small(7)
    told: list[Plan] = []
    one = HomeToHome().solve(problem, 5, on_better=told.append)
    assert one == HomeToHome().solve(problem, 5) == told[-1]
    assert HomeToHome().solve(problem, 5, start=one, is_cancelled=lambda: True) == one
    nothing = replace(problem, requests=())
    assert HomeToHome().solve(nothing, 5) == Plan()


def test_by_hand_each_ride_goes_to_the_nearest_who_is_free() -> None:
    problem = paper(
        (ride("R1", 540, 11, 12), ride("R2", 550, 11, 12), ride("R3", 540, 11, 12), ride("R4", 545, 11, 12)),
        (car("C01"), car("C02"), car("C03", max_rides=0)),
    ).problem
    assert first_come(problem) == plan({"C01": ("R3",), "C02": ("R1",)})


def test_who_drives_too_far_for_his_week_gets_nothing() -> None:
    problem = paper((ride("R1", 540, 11, 12),), (car("C01", max_km=20.0),)).problem
    assert HomeToHome().solve(problem, 1) == Plan()
    enough = replace(problem, drivers=(car("C01", max_km=24.0),))
    assert HomeToHome().solve(enough, 1).served() == {"R1"}


def test_every_problem_has_its_engine() -> None:
    problem = small(1)
    assert isinstance(engine_for(problem), HomeToHome)
    assert isinstance(engine_for(replace(problem, from_home=False)), RidesAlone)
    assert isinstance(engine_for(replace(problem, is_shared=True)), Ruin)
