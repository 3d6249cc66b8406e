"""Small days on paper for the tests of the planner: drawn by chance, the same for the same seed."""

import random

from mmc_desk.features.planner.rules.problem import Driver, Plane, Problem, Request, Window


def day(seed: int, drivers: int = 4, rides: int = 8, places: int = 12, width: int = 30) -> Problem:
    """Return a day: homes and rides on a plane of 40 by 40 km, a minute for a km."""
    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    points = tuple((float(chance.randrange(41)), float(chance.randrange(41))) for _ in range(places))
    metric = Plane(points)
    return Problem(
        f"day-{seed}",
        tuple(
            Driver(
                f"D{number}", place := chance.randrange(places), place, (Window(0.0, 700.0),), wheelchairs=number % 2
            )
            for number in range(drivers)
        ),
        tuple(_ride(number, chance, metric, places, width) for number in range(rides)),
        metric,
    )


def _ride(number: int, chance: random.Random, metric: Plane, places: int, width: int) -> Request:
    start, end, time = chance.randrange(places), chance.randrange(places), float(chance.randrange(60, 500))
    km = metric.km(start, end)
    wheelchairs = 1 if number % 7 == 3 else 0
    return Request(f"R{number}", start, end, Window(time, time + width), km + 5, km, wheelchairs=wheelchairs)
