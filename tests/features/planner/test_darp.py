"""The public dial-a-ride files are read as problems of shared cars."""

import pytest

from mmc_desk.features.planner.rules.checker import check
from mmc_desk.features.planner.rules.darp import darp_problem
from mmc_desk.features.planner.rules.problem import Part, Plan, Route, Stop, Window

FILE = """2 2 480 3 30
0 0 0 0 0 0 480

1 3 4 3 1 0 1440
2 3 8 3 2 20 35
3 0 8 3 -1 60 75
4 0 4 3 -2 0 1440
5 0 0 0 0 0 480
"""


def test_a_file_becomes_a_problem() -> None:
    problem = darp_problem(FILE, "x", 24.0)
    assert [driver.id for driver in problem.drivers] == ["1", "2"]
    assert (problem.drivers[0].seats, problem.drivers[0].max_minutes) == (3, 480)
    assert problem.drivers[0].windows == (Window(0, 480),)
    first, second = problem.requests
    assert (first.id, first.pickup, first.dropoff, first.drop_window) == ("1", 1, 3, Window(60, 75))
    assert (second.seats, second.max_ride, second.pickup_service, second.drop_service) == (2, 30, 3, 3)
    stops = (Stop("1", Part.PICKUP), Stop("2", Part.PICKUP), Stop("1", Part.DROPOFF), Stop("2", Part.DROPOFF))
    verdict = check(problem, Plan((Route("1", stops),)))
    assert verdict.violations == ()
    assert verdict.km == pytest.approx(5 + 4 + 3 + 4 + 4)
    assert darp_problem(FILE.rsplit("\n", 2)[0]).requests == problem.requests
